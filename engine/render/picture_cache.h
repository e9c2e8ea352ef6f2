#pragma once

#include <array>
#include <memory>

#include "engine/render/gpu_image.h"
#include "engine/types/video_frame.h"

namespace chladni {

/// Pictures from the host, on the GPU. One that is there already, known by its id, is not uploaded again.
class PictureCache {
public:
    explicit PictureCache(const VulkanContext& context) : context_(context) {}

    /// `id` 0 is always uploaded. Records the upload into `commands`; the pixels are copied at once.
    GpuImage& get(const vk::raii::CommandBuffer& commands, const PictureView& picture, std::uint64_t id);

private:
    struct Entry {
        std::unique_ptr<GpuImage> image;
        std::unique_ptr<HostBuffer> staging;
        std::uint64_t id = 0, used = 0;
    };
    Entry& oldest();
    const VulkanContext& context_;
    std::array<Entry, 4> entries_;  // two are shown at a time, two more are about to be
    std::uint64_t uses_ = 0;
};

}  // namespace chladni
