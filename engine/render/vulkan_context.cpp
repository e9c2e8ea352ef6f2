#include "engine/render/vulkan_context.h"

#include <algorithm>
#include <optional>

#include "engine/base/check.h"

namespace chladni {

namespace {

std::string name_of(const vk::raii::PhysicalDevice& gpu) { return gpu.getProperties().deviceName.data(); }

int worth(const vk::raii::PhysicalDevice& gpu) {
    const auto type = gpu.getProperties().deviceType;
    return type == vk::PhysicalDeviceType::eDiscreteGpu ? 3 : type == vk::PhysicalDeviceType::eIntegratedGpu ? 2 : 1;
}

// The first kind of queue that draws and shows in all of these windows.
std::optional<std::uint32_t> drawing_family(const vk::raii::PhysicalDevice& gpu, const std::vector<vk::SurfaceKHR>& windows) {
    const auto families = gpu.getQueueFamilyProperties();
    for (std::uint32_t i = 0; i < families.size(); ++i)
        if ((families[i].queueFlags & vk::QueueFlagBits::eGraphics) && std::ranges::all_of(windows, [&](vk::SurfaceKHR window) { return gpu.getSurfaceSupportKHR(i, window); }))
            return i;
    return std::nullopt;
}

// Why this one cannot be used; empty: it can.
std::string lack_of(const vk::raii::PhysicalDevice& gpu, const std::vector<vk::SurfaceKHR>& windows) {
    if (gpu.getProperties().apiVersion < VK_API_VERSION_1_3) return "expected Vulkan 1.3, '" + name_of(gpu) + "' has an older one; update its driver";
    if (!drawing_family(gpu, windows)) return "expected a Vulkan device that draws and shows pictures in these windows, '" + name_of(gpu) + "' does not";
    return "";
}

}  // namespace

VulkanContext::VulkanContext(const VulkanInstance& instance, const std::vector<vk::SurfaceKHR>& windows)
    : gpu_(choose_gpu(instance, windows)),
      family_(*drawing_family(gpu_, windows)),
      device_(make_device(!windows.empty())),
      queue_(device_, family_, 0),
      pool_(device_, vk::CommandPoolCreateInfo{vk::CommandPoolCreateFlagBits::eResetCommandBuffer, family_}) {}

std::string VulkanContext::gpu_name() const { return name_of(gpu_); }

// The best of those that can be used: a strong one with an old driver does not stand in the way of a good one.
vk::raii::PhysicalDevice VulkanContext::choose_gpu(const VulkanInstance& instance, const std::vector<vk::SurfaceKHR>& windows) {
    std::vector<vk::raii::PhysicalDevice> found;
    try {
        found = vk::raii::PhysicalDevices(instance.instance());
    } catch (const vk::SystemError&) {
        // No driver at all is no device.
    }
    require(!found.empty(), "expected a Vulkan driver, found none; install one such as mesa-vulkan-drivers");
    std::ranges::stable_sort(found, std::ranges::greater{}, worth);
    const auto best = std::ranges::find_if(found, [&](const auto& gpu) { return lack_of(gpu, windows).empty(); });
    require(best != found.end(), best == found.end() ? lack_of(found.front(), windows) : "");
    return *best;
}

vk::raii::Device VulkanContext::make_device(bool windows) const {
    const float priority = 1.0f;
    const vk::DeviceQueueCreateInfo queue{{}, family_, 1, &priority};
    std::vector<const char*> extensions;
    if (windows) extensions.push_back(VK_KHR_SWAPCHAIN_EXTENSION_NAME);
    vk::PhysicalDeviceVulkan13Features features;
    features.dynamicRendering = VK_TRUE;
    features.synchronization2 = VK_TRUE;
    return {gpu_, vk::DeviceCreateInfo{{}, queue, {}, extensions, nullptr, &features}};
}

std::uint32_t VulkanContext::memory_type(std::uint32_t allowed, vk::MemoryPropertyFlags properties) const {
    const auto memory = gpu_.getMemoryProperties();
    for (std::uint32_t i = 0; i < memory.memoryTypeCount; ++i)
        if ((allowed >> i & 1) && (memory.memoryTypes[i].propertyFlags & properties) == properties) return i;
    throw Error("expected memory of a kind that pictures need on '" + gpu_name() + "', found none");
}

}  // namespace chladni
