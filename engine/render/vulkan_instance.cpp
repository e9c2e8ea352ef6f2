#include "engine/render/vulkan_instance.h"

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

VulkanInstance::VulkanInstance(const std::vector<std::string>& extensions, bool validation) : instance_(make_instance(extensions, validation)) {
    if (validation) messenger_ = vk::raii::DebugUtilsMessengerEXT(instance_, messenger_info(&messages_));
}

vk::raii::Instance VulkanInstance::make_instance(const std::vector<std::string>& extensions, bool validation) {
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

}  // namespace chladni
