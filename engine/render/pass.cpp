#include "engine/render/pass.h"

#include <array>

#include "engine/render/effect_table.h"

namespace chladni {

namespace {

using Stage = vk::ShaderStageFlagBits;

vk::raii::Sampler make_sampler(const VulkanContext& context) {
    vk::SamplerCreateInfo info;
    info.magFilter = info.minFilter = vk::Filter::eLinear;
    info.addressModeU = info.addressModeV = info.addressModeW = vk::SamplerAddressMode::eClampToEdge;
    return {context.device(), info};
}

vk::raii::DescriptorSetLayout make_set_layout(const VulkanContext& context) {
    const std::array bindings{vk::DescriptorSetLayoutBinding{0, vk::DescriptorType::eCombinedImageSampler, 1, Stage::eFragment},
                              vk::DescriptorSetLayoutBinding{1, vk::DescriptorType::eCombinedImageSampler, 1, Stage::eFragment}};
    return {context.device(), vk::DescriptorSetLayoutCreateInfo{{}, bindings}};
}

vk::raii::PipelineLayout make_layout(const VulkanContext& context, const vk::raii::DescriptorSetLayout& set) {
    const vk::PushConstantRange push{Stage::eFragment, 0, sizeof(PassDrive)};
    return {context.device(), vk::PipelineLayoutCreateInfo{{}, *set, push}};
}

vk::raii::DescriptorPool make_pool(const VulkanContext& context, std::uint32_t sets) {
    const vk::DescriptorPoolSize size{vk::DescriptorType::eCombinedImageSampler, 2 * sets};
    return {context.device(), vk::DescriptorPoolCreateInfo{{}, sets, size}};
}

vk::raii::ShaderModule make_module(const VulkanContext& context, std::span<const std::uint32_t> code) {
    return {context.device(), vk::ShaderModuleCreateInfo{{}, code.size_bytes(), code.data()}};
}

vk::raii::Pipeline make_pipeline(const VulkanContext& context, vk::PipelineLayout layout, vk::ShaderModule vertex, vk::ShaderModule fragment) {
    const std::array stages{vk::PipelineShaderStageCreateInfo{{}, Stage::eVertex, vertex, "main"},
                            vk::PipelineShaderStageCreateInfo{{}, Stage::eFragment, fragment, "main"}};
    const vk::PipelineVertexInputStateCreateInfo no_vertices;
    const vk::PipelineInputAssemblyStateCreateInfo triangles{{}, vk::PrimitiveTopology::eTriangleList};
    const vk::PipelineViewportStateCreateInfo one_view{{}, 1, nullptr, 1, nullptr};
    vk::PipelineRasterizationStateCreateInfo fill;
    fill.lineWidth = 1.0f;
    const vk::PipelineMultisampleStateCreateInfo no_samples;
    vk::PipelineColorBlendAttachmentState opaque;
    opaque.colorWriteMask = vk::FlagTraits<vk::ColorComponentFlagBits>::allFlags;
    const vk::PipelineColorBlendStateCreateInfo blend{{}, VK_FALSE, {}, opaque};
    const std::array dynamic{vk::DynamicState::eViewport, vk::DynamicState::eScissor};
    const vk::PipelineDynamicStateCreateInfo dynamic_info{{}, dynamic};
    const vk::Format format = GpuImage::kFormat;
    const vk::PipelineRenderingCreateInfo target{0, format};
    return {context.device(), nullptr,
            vk::GraphicsPipelineCreateInfo{{}, stages, &no_vertices, &triangles, nullptr, &one_view, &fill, &no_samples, nullptr,
                                           &blend, &dynamic_info, layout, {}, 0, {}, 0, &target}};
}

}  // namespace

PassKit::PassKit(const VulkanContext& context)
    : context_(context), sampler_(make_sampler(context)), set_layout_(make_set_layout(context)), layout_(make_layout(context, set_layout_)),
      vertex_(make_module(context, spirv::kFullscreen)), pool_(make_pool(context, kMostPasses)) {}

Pass::Pass(PassKit& kit, std::span<const std::uint32_t> code)
    : kit_(kit), pipeline_(make_pipeline(kit.context_, *kit.layout_, *kit.vertex_, *make_module(kit.context_, code))) {}

vk::DescriptorSet Pass::bind(const GpuImage& picture, const GpuImage& second) {
    const vk::Device device = *kit_.context_.device();
    // The pool is emptied as a whole each frame, so sets are plain handles.
    const vk::DescriptorSetLayout layout = *kit_.set_layout_;
    const vk::DescriptorSet set = (*kit_.context_.device()).allocateDescriptorSets(vk::DescriptorSetAllocateInfo{*kit_.pool_, layout}, *kit_.context_.device().getDispatcher()).front();
    const std::array images{vk::DescriptorImageInfo{*kit_.sampler_, picture.view(), vk::ImageLayout::eShaderReadOnlyOptimal},
                            vk::DescriptorImageInfo{*kit_.sampler_, second.view(), vk::ImageLayout::eShaderReadOnlyOptimal}};
    device.updateDescriptorSets(vk::WriteDescriptorSet{set, 0, 0, vk::DescriptorType::eCombinedImageSampler, images}, {}, *kit_.context_.device().getDispatcher());
    return set;
}

void Pass::record(const vk::raii::CommandBuffer& commands, GpuImage& picture, GpuImage& second, GpuImage& target, PassDrive drive) {
    drive.size[0] = static_cast<float>(target.width());
    drive.size[1] = static_cast<float>(target.height());
    drive.source_size[0] = static_cast<float>(picture.width());
    drive.source_size[1] = static_cast<float>(picture.height());
    drive.aspect = drive.size[0] / drive.size[1];
    picture.to(commands, vk::ImageLayout::eShaderReadOnlyOptimal);
    if (&second != &picture) second.to(commands, vk::ImageLayout::eShaderReadOnlyOptimal);
    target.to(commands, vk::ImageLayout::eColorAttachmentOptimal);
    vk::RenderingAttachmentInfo attachment;
    attachment.imageView = target.view();
    attachment.imageLayout = vk::ImageLayout::eColorAttachmentOptimal;
    attachment.loadOp = vk::AttachmentLoadOp::eDontCare;
    attachment.storeOp = vk::AttachmentStoreOp::eStore;
    const vk::Rect2D area{{0, 0}, target.extent()};
    commands.beginRendering(vk::RenderingInfo{{}, area, 1, 0, attachment});
    commands.bindPipeline(vk::PipelineBindPoint::eGraphics, *pipeline_);
    commands.setViewport(0, vk::Viewport{0, 0, drive.size[0], drive.size[1], 0, 1});
    commands.setScissor(0, area);
    commands.bindDescriptorSets(vk::PipelineBindPoint::eGraphics, *kit_.layout_, 0, bind(picture, second), {});
    commands.pushConstants<PassDrive>(*kit_.layout_, Stage::eFragment, 0, drive);
    commands.draw(3, 1, 0, 0);
    commands.endRendering();
}

}  // namespace chladni
