#pragma once

#include <cstdint>
#include <string>
#include <vector>

class QWindow;

namespace chladni {

/// Instance extensions for surfaces on this desktop; empty where it has no Vulkan windows (Qt's offscreen platform).
std::vector<std::string> vulkan_surface_extensions();

/// A VkSurfaceKHR of this window, as a number; 0 where there is none. It belongs to the caller: Qt is made to forget it,
/// since it would otherwise destroy it with the window, after the instance. GUI thread.
std::uint64_t make_vulkan_surface(QWindow& window, void* vk_instance);

}  // namespace chladni
