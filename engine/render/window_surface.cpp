#include "engine/render/window_surface.h"

#include "engine/base/check.h"

namespace chladni {

namespace {

vk::raii::SurfaceKHR surface_of(const VulkanInstance& instance, SurfaceProvider& window) {
    const std::uint64_t handle = window.create_surface(static_cast<VkInstance>(*instance.instance()));
    require(handle != 0, "expected the window to give a surface to draw on, it gave none");
    return {instance.instance(), reinterpret_cast<VkSurfaceKHR>(handle)};
}

}  // namespace

WindowSurface::WindowSurface(const VulkanInstance& instance, SurfaceProvider& window) : window_(window), surface_(surface_of(instance, window)) {}

}  // namespace chladni
