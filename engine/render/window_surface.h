#pragma once

#include "engine/render/surface_provider.h"
#include "engine/render/vulkan_instance.h"

namespace chladni {

/// The part of a window that is drawn on. It stays where a GPU is lost.
class WindowSurface {
public:
    /// GUI thread: asks the window for it. Throws Error where it gives none.
    WindowSurface(const VulkanInstance& instance, SurfaceProvider& window);

    vk::SurfaceKHR get() const { return *surface_; }
    const SurfaceProvider& window() const { return window_; }

private:
    SurfaceProvider& window_;
    vk::raii::SurfaceKHR surface_;
};

}  // namespace chladni
