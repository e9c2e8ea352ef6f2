#pragma once

#include <vulkan/vulkan_raii.hpp>

#include <string>
#include <vector>

#include "engine/render/vulkan_instance.h"

namespace chladni {

/// One GPU and the one queue of the show. The thread that makes it uses it, or hands it over.
class VulkanContext {
public:
    /// The best GPU that can draw and show pictures in these windows. Throws Error where there is none.
    VulkanContext(const VulkanInstance& instance, const std::vector<vk::SurfaceKHR>& windows);

    const vk::raii::PhysicalDevice& gpu() const { return gpu_; }
    const vk::raii::Device& device() const { return device_; }
    const vk::raii::Queue& queue() const { return queue_; }
    const vk::raii::CommandPool& commands() const { return pool_; }
    std::uint32_t family() const { return family_; }
    std::string gpu_name() const;

    /// The first memory type of those allowed that has the properties. Throws Error where there is none.
    std::uint32_t memory_type(std::uint32_t allowed, vk::MemoryPropertyFlags properties) const;

private:
    static vk::raii::PhysicalDevice choose_gpu(const VulkanInstance& instance, const std::vector<vk::SurfaceKHR>& windows);
    vk::raii::Device make_device(bool windows) const;

    vk::raii::PhysicalDevice gpu_;
    std::uint32_t family_;
    vk::raii::Device device_;
    vk::raii::Queue queue_;
    vk::raii::CommandPool pool_;
};

}  // namespace chladni
