#pragma once

#include <optional>
#include <vector>

#include "engine/render/flash_limiter.h"
#include "engine/render/renderer.h"
#include "engine/render/vulkan_instance.h"
#include "engine/render/window_surface.h"

namespace chladni {

/// What stays where a GPU is lost; flashes above all are counted on.
struct RendererLasting {
    explicit RendererLasting(const RendererOptions& wanted);
    std::vector<vk::SurfaceKHR> windows() const;  ///< those that a GPU has to show in

    RendererOptions options;
    VulkanInstance instance;
    std::optional<WindowSurface> preview, output;
    FlashLimiter limiter;
    RendererStatus status;
};

}  // namespace chladni
