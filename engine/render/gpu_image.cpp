#include "engine/render/gpu_image.h"

namespace chladni {

namespace {

vk::raii::Image make_image(const VulkanContext& context, int width, int height) {
    using Usage = vk::ImageUsageFlagBits;
    return {context.device(),
            vk::ImageCreateInfo{{}, vk::ImageType::e2D, GpuImage::kFormat, {static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height), 1},
                                1, 1, vk::SampleCountFlagBits::e1, vk::ImageTiling::eOptimal,
                                Usage::eColorAttachment | Usage::eSampled | Usage::eTransferSrc | Usage::eTransferDst}};
}

}  // namespace

GpuImage::GpuImage(const VulkanContext& context, int width, int height)
    : width_(width), height_(height), image_(make_image(context, width, height)) {
    const auto needs = image_.getMemoryRequirements();
    memory_ = vk::raii::DeviceMemory(context.device(), vk::MemoryAllocateInfo{needs.size, context.memory_type(needs.memoryTypeBits, vk::MemoryPropertyFlagBits::eDeviceLocal)});
    image_.bindMemory(*memory_, 0);
    view_ = vk::raii::ImageView(context.device(), vk::ImageViewCreateInfo{{}, *image_, vk::ImageViewType::e2D, kFormat, {},
                                                                          {vk::ImageAspectFlagBits::eColor, 0, 1, 0, 1}});
}

void GpuImage::to(const vk::raii::CommandBuffer& commands, vk::ImageLayout layout) {
    change_layout(commands, *image_, layout_, layout);
    layout_ = layout;
}

HostBuffer::HostBuffer(const VulkanContext& context, std::size_t bytes)
    : bytes_(bytes), buffer_(context.device(), vk::BufferCreateInfo{{}, bytes, vk::BufferUsageFlagBits::eTransferSrc | vk::BufferUsageFlagBits::eTransferDst}) {
    const auto needs = buffer_.getMemoryRequirements();
    const auto kind = vk::MemoryPropertyFlagBits::eHostVisible | vk::MemoryPropertyFlagBits::eHostCoherent;
    memory_ = vk::raii::DeviceMemory(context.device(), vk::MemoryAllocateInfo{needs.size, context.memory_type(needs.memoryTypeBits, kind)});
    buffer_.bindMemory(*memory_, 0);
    data_ = static_cast<std::uint8_t*>(memory_.mapMemory(0, VK_WHOLE_SIZE));
}

void change_layout(const vk::raii::CommandBuffer& commands, vk::Image image, vk::ImageLayout from, vk::ImageLayout to) {
    using Stage = vk::PipelineStageFlagBits2;
    using Access = vk::AccessFlagBits2;
    const vk::ImageMemoryBarrier2 barrier{Stage::eAllCommands, Access::eMemoryWrite, Stage::eAllCommands, Access::eMemoryRead | Access::eMemoryWrite,
                                          from, to, VK_QUEUE_FAMILY_IGNORED, VK_QUEUE_FAMILY_IGNORED, image,
                                          {vk::ImageAspectFlagBits::eColor, 0, 1, 0, 1}};
    commands.pipelineBarrier2(vk::DependencyInfo{{}, {}, {}, barrier});
}

}  // namespace chladni
