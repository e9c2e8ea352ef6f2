#include "ui/vulkan_surface.h"

#include <QGuiApplication>
#include <QWindow>

// Qt's own header takes the Vulkan types in where they are installed; without them there is no picture to show either.
#if __has_include(<vulkan/vulkan.h>)
#include <QVulkanInstance>
#endif

namespace chladni {

std::vector<std::string> vulkan_surface_extensions() {
    const QString platform = QGuiApplication::platformName();
    if (platform == "xcb") return {"VK_KHR_surface", "VK_KHR_xcb_surface"};
    if (platform.startsWith("wayland")) return {"VK_KHR_surface", "VK_KHR_wayland_surface"};
    return {};
}

#if __has_include(<vulkan/vulkan.h>)
std::uint64_t make_vulkan_surface(QWindow& window, void* vk_instance) {
    QVulkanInstance instance;
    instance.setVkInstance(static_cast<VkInstance>(vk_instance));
    instance.setFlags(QVulkanInstance::NoDebugOutputRedirect);
    if (!instance.create()) return 0;
    window.setVulkanInstance(&instance);
    window.create();
    const VkSurfaceKHR surface = QVulkanInstance::surfaceForWindow(&window);
    window.setVulkanInstance(nullptr);
    return (std::uint64_t)surface;  // a pointer or a number, depending on the machine: only this cast takes both
}
#else
std::uint64_t make_vulkan_surface(QWindow&, void*) { return 0; }
#endif

}  // namespace chladni
