#pragma once

#include <optional>

#include "engine/render/gpu_image.h"
#include "engine/render/window_surface.h"

namespace chladni {

/// The images of one window. Made anew when the window changes its size; out of work while it has none (minimised) or is
/// lost. Never waits for a window: one that has no image free is skipped. Throws vk::DeviceLostError where the GPU is lost.
class Swapchain {
public:
    Swapchain(const VulkanContext& context, const WindowSurface& surface);

    /// The next image, ready to be copied into; nothing where there is none now.
    bool acquire();
    /// Copies `picture` in, centred, with bars (or cut, where `fill`), and makes it ready to be shown.
    void record(const vk::raii::CommandBuffer& commands, GpuImage& picture, bool fill);
    vk::Semaphore acquired() const { return *acquired_; }
    vk::Semaphore drawn() const { return *drawn_[image_]; }
    void present();

private:
    bool rebuild();
    vk::Extent2D window_size() const;

    const VulkanContext& context_;
    const WindowSurface& surface_;
    vk::raii::SwapchainKHR chain_{nullptr};
    std::vector<vk::Image> images_;
    std::vector<vk::raii::Semaphore> drawn_;
    vk::raii::Semaphore acquired_;
    vk::Extent2D extent_;
    vk::Extent2D built_for_;  // what size the window had then
    std::uint32_t image_ = 0;
    bool stale_ = true;
};

}  // namespace chladni
