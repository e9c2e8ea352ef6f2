#pragma once

#include <span>

#include "engine/render/gpu_image.h"
#include "engine/render/modulation.h"

namespace chladni {

/// The push constants of every pass: shaders/common/pass.glsl, field by field.
struct PassDrive {
    float size[2]{}, source_size[2]{};
    float amount = 0, kick = 0, snare = 0, hat = 0, bass = 0, level = 0, brightness = 0, beat_phase = 0, time_s = 0, aspect = 1, segments = 6, extra = 0;
    float tune[4]{};
};
static_assert(sizeof(PassDrive) <= 128, "what every Vulkan device takes");

/// What all passes share: sampler, layouts, the full-screen vertex shader, descriptors of one frame.
class PassKit {
public:
    explicit PassKit(const VulkanContext& context);

    /// Once per frame, when the frame before is done.
    void reset() { pool_.reset(); }

private:
    friend class Pass;
    static constexpr std::uint32_t kMostPasses = 32;
    const VulkanContext& context_;
    vk::raii::Sampler sampler_;
    vk::raii::DescriptorSetLayout set_layout_;
    vk::raii::PipelineLayout layout_;
    vk::raii::ShaderModule vertex_;
    vk::raii::DescriptorPool pool_;
};

/// One full-screen shader.
class Pass {
public:
    Pass(PassKit& kit, std::span<const std::uint32_t> spirv);

    /// Reads `picture` and `second`, writes the whole of `target`. Fills in the sizes of `drive`.
    void record(const vk::raii::CommandBuffer& commands, GpuImage& picture, GpuImage& second, GpuImage& target, PassDrive drive);

private:
    vk::DescriptorSet bind(const GpuImage& picture, const GpuImage& second);
    PassKit& kit_;
    vk::raii::Pipeline pipeline_;
};

}  // namespace chladni
