#include "engine/render/vulkan_context.h"

#include <algorithm>
#include <cstring>

#include "engine/base/check.h"
#include "engine/base/log.h"

namespace chladni {

namespace {

constexpr const char* kValidation = "VK_LAYER_KHRONOS_validation";

VKAPI_ATTR VkBool32 VKAPI_CALL count_message(VkDebugUtilsMessageSeverityFlagBitsEXT, VkDebugUtilsMessageTypeFlagsEXT,
                                             const VkDebugUtilsMessengerCallbackDataEXT* data, void* count) {
    ++*static_cast<std::atomic<std::uint64_t>*>(count);
    log_warning(std::string("Vulkan: ") + data->pMessage);
    return VK_FALSE;
}

vk::DebugUtilsMessengerCreateInfoEXT messenger_info(std::atomic<std::uint64_t>* count) {
    using Severity = vk::DebugUtilsMessageSeverityFlagBitsEXT;
    using Type = vk::DebugUtilsMessageTypeFlagBitsEXT;
    return {{}, Severity::eWarning | Severity::eError, Type::eValidation, count_message, count};
}

}  // namespace

VulkanContext::VulkanContext(const std::vector<std::string>& instance_extensions, bool validation, bool windows)
    : instance_(make_instance(instance_extensions, validation)),
      gpu_(choose_gpu()),
      family_(choose_family()),
      device_(make_device(windows)),
      queue_(device_, family_, 0),
      pool_(device_, vk::CommandPoolCreateInfo{vk::CommandPoolCreateFlagBits::eResetCommandBuffer, family_}) {
    if (validation) messenger_ = vk::raii::DebugUtilsMessengerEXT(instance_, messenger_info(&messages_));
}

vk::raii::Instance VulkanContext::make_instance(const std::vector<std::string>& extensions, bool validation) {
    const vk::ApplicationInfo application{"chladni", 1, "chladni", 1, VK_API_VERSION_1_3};
    std::vector<const char*> names, layers;
    for (const std::string& extension : extensions) names.push_back(extension.c_str());
    if (validation) {
        const auto known = loader_.enumerateInstanceLayerProperties();
        require(std::ranges::any_of(known, [](const auto& layer) { return std::strcmp(layer.layerName, kValidation) == 0; }),
                "expected the Vulkan validation layer, it is not installed; install vulkan-validationlayers");
        names.push_back(VK_EXT_DEBUG_UTILS_EXTENSION_NAME);
        layers.push_back(kValidation);
    }
    try {
        return {loader_, vk::InstanceCreateInfo{{}, &application, layers, names}};
    } catch (const vk::SystemError& error) {
        throw Error(std::string("expected Vulkan to start, got: ") + error.what() + "; install a driver such as mesa-vulkan-drivers");
    }
}

vk::raii::PhysicalDevice VulkanContext::choose_gpu() const {
    std::vector<vk::raii::PhysicalDevice> found;
    try {
        found = vk::raii::PhysicalDevices(instance_);
    } catch (const vk::SystemError&) {
        // No driver at all is no device.
    }
    require(!found.empty(), "expected a Vulkan driver, found none; install one such as mesa-vulkan-drivers");
    const auto worth = [](const vk::raii::PhysicalDevice& gpu) {
        const auto type = gpu.getProperties().deviceType;
        return type == vk::PhysicalDeviceType::eDiscreteGpu ? 3 : type == vk::PhysicalDeviceType::eIntegratedGpu ? 2 : 1;
    };
    return *std::ranges::max_element(found, {}, worth);
}

std::uint32_t VulkanContext::choose_family() const {
    const auto families = gpu_.getQueueFamilyProperties();
    for (std::uint32_t i = 0; i < families.size(); ++i)
        if (families[i].queueFlags & vk::QueueFlagBits::eGraphics) return i;
    throw Error("expected a Vulkan device that draws, '" + gpu_name() + "' does not");
}

vk::raii::Device VulkanContext::make_device(bool windows) const {
    require(gpu_.getProperties().apiVersion >= VK_API_VERSION_1_3, "expected Vulkan 1.3, '" + gpu_name() + "' has an older one; update its driver");
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
