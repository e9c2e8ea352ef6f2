#pragma once

#include "engine/render/vulkan_context.h"

namespace chladni {

/// An 8-bit RGBA image on the GPU, its memory and its view, as one value. Tracks the layout it is in.
class GpuImage {
public:
    GpuImage(const VulkanContext& context, int width, int height);

    vk::Image image() const { return *image_; }
    vk::ImageView view() const { return *view_; }
    int width() const { return width_; }
    int height() const { return height_; }
    vk::Extent2D extent() const { return {static_cast<std::uint32_t>(width_), static_cast<std::uint32_t>(height_)}; }

    /// Makes it ready for `layout`, after whatever used it before.
    void to(const vk::raii::CommandBuffer& commands, vk::ImageLayout layout);

    static constexpr vk::Format kFormat = vk::Format::eR8G8B8A8Unorm;

private:
    int width_, height_;
    vk::ImageLayout layout_ = vk::ImageLayout::eUndefined;
    vk::raii::Image image_;
    vk::raii::DeviceMemory memory_{nullptr};
    vk::raii::ImageView view_{nullptr};
};

/// Memory that both sides see, mapped for its life.
class HostBuffer {
public:
    HostBuffer(const VulkanContext& context, std::size_t bytes);
    vk::Buffer buffer() const { return *buffer_; }
    std::uint8_t* data() const { return data_; }
    std::size_t size() const { return bytes_; }

private:
    std::size_t bytes_;
    vk::raii::Buffer buffer_;
    vk::raii::DeviceMemory memory_{nullptr};
    std::uint8_t* data_ = nullptr;
};

/// A barrier for any image: everything before it happens before everything after it. One queue and a handful of passes
/// have nothing to gain from finer ones.
void change_layout(const vk::raii::CommandBuffer& commands, vk::Image image, vk::ImageLayout from, vk::ImageLayout to);

/// The whole of an image, one level, one layer.
inline constexpr vk::ImageSubresourceLayers kWholeImage{vk::ImageAspectFlagBits::eColor, 0, 0, 1};

}  // namespace chladni
