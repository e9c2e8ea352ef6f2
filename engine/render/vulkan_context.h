#pragma once

#include <vulkan/vulkan_raii.hpp>

#include <atomic>
#include <string>
#include <vector>

namespace chladni {

/// Instance, device and the one queue of the show. GUI thread makes it, render thread uses it.
class VulkanContext {
public:
    /// Throws Error where there is no driver.
    VulkanContext(const std::vector<std::string>& instance_extensions, bool validation, bool windows);

    const vk::raii::Instance& instance() const { return instance_; }
    const vk::raii::PhysicalDevice& gpu() const { return gpu_; }
    const vk::raii::Device& device() const { return device_; }
    const vk::raii::Queue& queue() const { return queue_; }
    const vk::raii::CommandPool& commands() const { return pool_; }
    std::uint32_t family() const { return family_; }
    std::string gpu_name() const { return std::string(gpu_.getProperties().deviceName.data()); }
    std::uint64_t validation_messages() const { return messages_; }

    /// The first memory type of those allowed that has the properties. Throws Error where there is none.
    std::uint32_t memory_type(std::uint32_t allowed, vk::MemoryPropertyFlags properties) const;

private:
    vk::raii::Instance make_instance(const std::vector<std::string>& extensions, bool validation);
    vk::raii::PhysicalDevice choose_gpu() const;
    std::uint32_t choose_family() const;
    vk::raii::Device make_device(bool windows) const;

    std::atomic<std::uint64_t> messages_{0};
    vk::raii::Context loader_;
    vk::raii::Instance instance_;
    vk::raii::DebugUtilsMessengerEXT messenger_{nullptr};
    vk::raii::PhysicalDevice gpu_;
    std::uint32_t family_;
    vk::raii::Device device_;
    vk::raii::Queue queue_;
    vk::raii::CommandPool pool_;
};

}  // namespace chladni
