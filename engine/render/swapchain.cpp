#include "engine/render/swapchain.h"

#include <algorithm>
#include <array>

#include "engine/base/check.h"

namespace chladni {

namespace {

constexpr std::uint64_t kPatience_ns = 4'000'000;  // for a free image; then this window misses a frame, the others do not

vk::raii::SurfaceKHR surface_of(const VulkanContext& context, SurfaceProvider& window) {
    const std::uint64_t handle = window.create_surface(static_cast<VkInstance>(*context.instance()));
    require(handle != 0, "expected the window to give a surface to draw on, it gave none");
    return {context.instance(), reinterpret_cast<VkSurfaceKHR>(handle)};
}

// Where a picture of one shape lies in a window of another.
std::array<vk::Offset3D, 2> place_of(vk::Extent2D picture, vk::Extent2D window) {
    const double scale = std::min(static_cast<double>(window.width) / picture.width, static_cast<double>(window.height) / picture.height);
    const auto width = static_cast<std::int32_t>(picture.width * scale + 0.5), height = static_cast<std::int32_t>(picture.height * scale + 0.5);
    const std::int32_t x = (static_cast<std::int32_t>(window.width) - width) / 2, y = (static_cast<std::int32_t>(window.height) - height) / 2;
    return {vk::Offset3D{x, y, 0}, vk::Offset3D{x + width, y + height, 1}};
}

}  // namespace

Swapchain::Swapchain(const VulkanContext& context, SurfaceProvider& window)
    : context_(context), window_(window), surface_(surface_of(context, window)), acquired_(context.device(), vk::SemaphoreCreateInfo{}) {
    require(context.gpu().getSurfaceSupportKHR(context.family(), *surface_), "expected '" + context.gpu_name() + "' to show pictures in this window, it cannot");
}

Swapchain::~Swapchain() {
    // The surface belongs to the window (Qt destroys it with its instance wrapper); ours is only the handle.
    surface_.release();
}

bool Swapchain::rebuild() {
    const auto abilities = context_.gpu().getSurfaceCapabilitiesKHR(*surface_);
    extent_ = abilities.currentExtent.width != UINT32_MAX ? abilities.currentExtent
                                                          : vk::Extent2D{static_cast<std::uint32_t>(std::max(0, window_.width_px())), static_cast<std::uint32_t>(std::max(0, window_.height_px()))};
    if (extent_.width == 0 || extent_.height == 0) return false;
    const auto formats = context_.gpu().getSurfaceFormatsKHR(*surface_);
    // Not an sRGB format: pictures are coded already, and would be coded twice.
    const auto plain = std::ranges::find_if(formats, [](const auto& f) { return f.format == vk::Format::eB8G8R8A8Unorm || f.format == vk::Format::eR8G8B8A8Unorm; });
    const vk::SurfaceFormatKHR format = plain != formats.end() ? *plain : formats.front();
    const auto modes = context_.gpu().getSurfacePresentModesKHR(*surface_);
    const bool mailbox = std::ranges::find(modes, vk::PresentModeKHR::eMailbox) != modes.end();
    std::uint32_t count = std::max(3u, abilities.minImageCount);
    if (abilities.maxImageCount > 0) count = std::min(count, abilities.maxImageCount);
    (*context_.device()).waitIdle(*context_.device().getDispatcher());
    vk::raii::SwapchainKHR old = std::move(chain_);
    chain_ = vk::raii::SwapchainKHR(context_.device(), vk::SwapchainCreateInfoKHR{
        {}, *surface_, count, format.format, format.colorSpace, extent_, 1, vk::ImageUsageFlagBits::eTransferDst, vk::SharingMode::eExclusive, {},
        abilities.currentTransform, vk::CompositeAlphaFlagBitsKHR::eOpaque, mailbox ? vk::PresentModeKHR::eMailbox : vk::PresentModeKHR::eFifo, VK_TRUE, *old});
    images_.clear();
    for (const VkImage image : chain_.getImages()) images_.emplace_back(image);
    drawn_.clear();
    for (std::size_t i = 0; i < images_.size(); ++i) drawn_.emplace_back(context_.device(), vk::SemaphoreCreateInfo{});
    stale_ = false;
    return true;
}

bool Swapchain::acquire() {
    shown_ = false;
    if (window_.width_px() <= 0 || window_.height_px() <= 0) return false;
    try {
        if (extent_.width != static_cast<std::uint32_t>(window_.width_px()) || extent_.height != static_cast<std::uint32_t>(window_.height_px())) stale_ = true;
        if (stale_ && !rebuild()) return false;
        const auto [result, image] = chain_.acquireNextImage(kPatience_ns, *acquired_);
        if (result == vk::Result::eTimeout || result == vk::Result::eNotReady) return false;
        image_ = image;
        stale_ = result == vk::Result::eSuboptimalKHR;
        lost_ = false;
        return shown_ = true;
    } catch (const vk::OutOfDateKHRError&) {
        stale_ = true;
    } catch (const vk::SystemError&) {
        lost_ = stale_ = true;  // the window is going away; the show goes on without it
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
    } catch (const vk::OutOfDateKHRError&) {
        stale_ = true;
    } catch (const vk::SystemError&) {
        lost_ = stale_ = true;
    }
}

}  // namespace chladni
