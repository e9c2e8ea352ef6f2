#pragma once

#include <vulkan/vulkan_raii.hpp>

#include <atomic>
#include <string>
#include <vector>

namespace chladni {

/// Vulkan itself, with what stays where a GPU is lost: windows' surfaces are of an instance, not of a GPU. GUI thread makes it.
class VulkanInstance {
public:
    /// Throws Error where Vulkan cannot start or the validation layer is wanted and not there.
    VulkanInstance(const std::vector<std::string>& extensions, bool validation);

    const vk::raii::Instance& instance() const { return instance_; }
    std::uint64_t validation_messages() const { return messages_; }

private:
    vk::raii::Instance make_instance(const std::vector<std::string>& extensions, bool validation);

    std::atomic<std::uint64_t> messages_{0};
    vk::raii::Context loader_;
    vk::raii::Instance instance_;
    vk::raii::DebugUtilsMessengerEXT messenger_{nullptr};
};

}  // namespace chladni
