#include "engine/render/picture_cache.h"

#include <algorithm>
#include <cstring>

namespace chladni {

PictureCache::Entry& PictureCache::oldest() { return *std::ranges::min_element(entries_, {}, &Entry::used); }

GpuImage& PictureCache::get(const vk::raii::CommandBuffer& commands, const PictureView& picture, std::uint64_t id) {
    ++uses_;
    if (id != 0)
        for (Entry& entry : entries_)
            if (entry.image && entry.id == id) {
                entry.used = uses_;
                return *entry.image;
            }
    Entry& entry = oldest();
    const std::size_t bytes = static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height) * 4;
    if (!entry.image || entry.image->width() != picture.width || entry.image->height() != picture.height) {
        auto image = std::make_unique<GpuImage>(context_, picture.width, picture.height);
        auto staging = std::make_unique<HostBuffer>(context_, bytes);
        entry.image = std::move(image), entry.staging = std::move(staging);  // both or, where memory runs out, neither
    }
    std::memcpy(entry.staging->data(), picture.rgba, bytes);
    entry.image->to(commands, vk::ImageLayout::eTransferDstOptimal);
    const vk::BufferImageCopy whole{0, 0, 0, kWholeImage, {0, 0, 0}, vk::Extent3D(entry.image->extent(), 1)};
    commands.copyBufferToImage(entry.staging->buffer(), entry.image->image(), vk::ImageLayout::eTransferDstOptimal, whole);
    entry.id = id;
    entry.used = uses_;
    return *entry.image;
}

}  // namespace chladni
