#pragma once

#include <optional>

#include "engine/render/gpu_image.h"
#include "engine/render/surface_provider.h"

namespace chladni {

/// The images of one window. Made anew when the window changes its size; out of work while it has none (minimised) or is
/// lost. Never waits for a window: one that has no image free is skipped.
class Swapchain {
public:
    /// GUI thread: asks the window for its surface.
    Swapchain(const VulkanContext& context, SurfaceProvider& window);
    ~Swapchain();

    /// Render thread. The next image, ready to be copied into; nothing where there is none now.
    bool acquire();
    /// Copies `picture` in, centred, with bars (or cut, where `fill`), and makes it ready to be shown.
    void record(const vk::raii::CommandBuffer& commands, GpuImage& picture, bool fill);
    vk::Semaphore acquired() const { return *acquired_; }
    vk::Semaphore drawn() const { return *drawn_[image_]; }
    void present();

    const char* state() const { return lost_ ? "lost" : shown_ ? "shown" : "hidden"; }

private:
    bool rebuild();

    const VulkanContext& context_;
    SurfaceProvider& window_;
    vk::raii::SurfaceKHR surface_;
    vk::raii::SwapchainKHR chain_{nullptr};
    std::vector<vk::Image> images_;
    std::vector<vk::raii::Semaphore> drawn_;
    vk::raii::Semaphore acquired_;
    vk::Extent2D extent_;
    std::uint32_t image_ = 0;
    bool stale_ = true, lost_ = false, shown_ = false;
};

}  // namespace chladni
