#include "engine/render/swapchain.h"

#include <algorithm>
#include <array>

namespace chladni {

namespace {

constexpr std::uint64_t kPatience_ns = 4'000'000;  // for a free image; then this window misses a frame, the others do not

// Where a picture of one shape lies in a window of another.
std::array<vk::Offset3D, 2> place_of(vk::Extent2D picture, vk::Extent2D window) {
    const double scale = std::min(static_cast<double>(window.width) / picture.width, static_cast<double>(window.height) / picture.height);
    const auto width = static_cast<std::int32_t>(picture.width * scale + 0.5), height = static_cast<std::int32_t>(picture.height * scale + 0.5);
    const std::int32_t x = (static_cast<std::int32_t>(window.width) - width) / 2, y = (static_cast<std::int32_t>(window.height) - height) / 2;
    return {vk::Offset3D{x, y, 0}, vk::Offset3D{x + width, y + height, 1}};
}

}  // namespace

Swapchain::Swapchain(const VulkanContext& context, const WindowSurface& surface)
    : context_(context), surface_(surface), acquired_(context.device(), vk::SemaphoreCreateInfo{}) {}

vk::Extent2D Swapchain::window_size() const {
    const SurfaceProvider& window = surface_.window();
    return {static_cast<std::uint32_t>(std::max(0, window.width_px())), static_cast<std::uint32_t>(std::max(0, window.height_px()))};
}

bool Swapchain::rebuild() {
    const vk::Extent2D window = window_size();
    const auto abilities = context_.gpu().getSurfaceCapabilitiesKHR(surface_.get());
    extent_ = abilities.currentExtent.width != UINT32_MAX ? abilities.currentExtent : window;
    if (extent_.width == 0 || extent_.height == 0) return false;
    const auto formats = context_.gpu().getSurfaceFormatsKHR(surface_.get());
    // Not an sRGB format: pictures are coded already, and would be coded twice.
    const auto plain = std::ranges::find_if(formats, [](const auto& f) { return f.format == vk::Format::eB8G8R8A8Unorm || f.format == vk::Format::eR8G8B8A8Unorm; });
    const vk::SurfaceFormatKHR format = plain != formats.end() ? *plain : formats.front();
    const auto modes = context_.gpu().getSurfacePresentModesKHR(surface_.get());
    const bool mailbox = std::ranges::find(modes, vk::PresentModeKHR::eMailbox) != modes.end();
    std::uint32_t count = std::max(3u, abilities.minImageCount);
    if (abilities.maxImageCount > 0) count = std::min(count, abilities.maxImageCount);
    (*context_.device()).waitIdle(*context_.device().getDispatcher());
    vk::raii::SwapchainKHR old = std::move(chain_);
    chain_ = vk::raii::SwapchainKHR(context_.device(), vk::SwapchainCreateInfoKHR{
        {}, surface_.get(), count, format.format, format.colorSpace, extent_, 1, vk::ImageUsageFlagBits::eTransferDst, vk::SharingMode::eExclusive, {},
        abilities.currentTransform, vk::CompositeAlphaFlagBitsKHR::eOpaque, mailbox ? vk::PresentModeKHR::eMailbox : vk::PresentModeKHR::eFifo, VK_TRUE, *old});
    images_.clear();
    for (const VkImage image : chain_.getImages()) images_.emplace_back(image);
    drawn_.clear();
    for (std::size_t i = 0; i < images_.size(); ++i) drawn_.emplace_back(context_.device(), vk::SemaphoreCreateInfo{});
    built_for_ = window;
    stale_ = false;
    return true;
}

bool Swapchain::acquire() {
    const vk::Extent2D window = window_size();
    if (window.width == 0 || window.height == 0) return false;
    try {
        // Not beside the images' own size: where a desktop is scaled by a fraction, that may be a pixel off for good.
        if (window != built_for_) stale_ = true;
        if (stale_ && !rebuild()) return false;
        const auto [result, image] = chain_.acquireNextImage(kPatience_ns, *acquired_);
        if (result == vk::Result::eTimeout || result == vk::Result::eNotReady) return false;
        image_ = image;
        stale_ = result == vk::Result::eSuboptimalKHR;
        return true;
    } catch (const vk::DeviceLostError&) {
        throw;
    } catch (const vk::SystemError&) {
        stale_ = true;  // it has another size now, or the window is going away; the show goes on without it
    }
    return false;
}

void Swapchain::record(const vk::raii::CommandBuffer& commands, GpuImage& picture, bool fill) {
    const vk::Image target = images_[image_];
    change_layout(commands, target, vk::ImageLayout::eUndefined, vk::ImageLayout::eTransferDstOptimal);
    commands.clearColorImage(target, vk::ImageLayout::eTransferDstOptimal, vk::ClearColorValue{std::array{0.0f, 0.0f, 0.0f, 1.0f}},
                             vk::ImageSubresourceRange{vk::ImageAspectFlagBits::eColor, 0, 1, 0, 1});
    change_layout(commands, target, vk::ImageLayout::eTransferDstOptimal, vk::ImageLayout::eTransferDstOptimal);
    picture.to(commands, vk::ImageLayout::eTransferSrcOptimal);
    const std::array<vk::Offset3D, 2> all_of_picture{vk::Offset3D{0, 0, 0}, vk::Offset3D{picture.width(), picture.height(), 1}};
    const std::array<vk::Offset3D, 2> all_of_window{vk::Offset3D{0, 0, 0}, vk::Offset3D{static_cast<std::int32_t>(extent_.width), static_cast<std::int32_t>(extent_.height), 1}};
    // To fill is to letterbox the other way round: the part of the picture that has the window's shape.
    const vk::ImageBlit blit = fill ? vk::ImageBlit{kWholeImage, place_of(extent_, picture.extent()), kWholeImage, all_of_window}
                                    : vk::ImageBlit{kWholeImage, all_of_picture, kWholeImage, place_of(picture.extent(), extent_)};
    commands.blitImage(picture.image(), vk::ImageLayout::eTransferSrcOptimal, target, vk::ImageLayout::eTransferDstOptimal, blit, vk::Filter::eLinear);
    change_layout(commands, target, vk::ImageLayout::eTransferDstOptimal, vk::ImageLayout::ePresentSrcKHR);
}

void Swapchain::present() {
    try {
        const vk::Semaphore wait = drawn();
        const vk::SwapchainKHR chain = *chain_;
        if (context_.queue().presentKHR(vk::PresentInfoKHR{wait, chain, image_}) == vk::Result::eSuboptimalKHR) stale_ = true;
    } catch (const vk::DeviceLostError&) {
        throw;
    } catch (const vk::SystemError&) {
        stale_ = true;
    }
}

}  // namespace chladni
