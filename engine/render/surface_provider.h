#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace chladni {

/// What a window gives the renderer, with no Vulkan type in sight: handles as whole numbers and plain pointers.
class SurfaceProvider {
public:
    virtual ~SurfaceProvider() = default;
    /// Instance extensions that its surfaces need, such as VK_KHR_surface and VK_KHR_xcb_surface. GUI thread, before start.
    virtual std::vector<std::string> instance_extensions() const = 0;
    /// A VkSurfaceKHR for this VkInstance, as a number; 0 where there is none. GUI thread, before the render thread uses it.
    virtual std::uint64_t create_surface(void* vk_instance) = 0;
    /// Size in physical pixels; any thread (atomics).
    virtual int width_px() const = 0;
    virtual int height_px() const = 0;
};

}  // namespace chladni
