#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/render/gpu_image.h"
#include "engine/render/pass.h"
#include "engine/render/picture_cache.h"
#include "engine/render/renderer_lasting.h"
#include "engine/render/swapchain.h"

namespace chladni {

/// Draws on one GPU; what Renderer makes anew where that is lost. Throws vk::DeviceLostError then, Error where the driver hangs.
class GpuRenderer {
public:
    explicit GpuRenderer(RendererLasting& lasting);
    // As the driver's plain function: a GPU that was lost is no reason to end the program with an exception.
    ~GpuRenderer() { context_.device().getDispatcher()->vkDeviceWaitIdle(*context_.device()); }

    void draw(const DrawRequest& request);
    void read_back(std::vector<std::uint8_t>& rgba);

private:
    GpuImage make(int shrink) { return {context_, options_.width / shrink, options_.height / shrink}; }
    void clear_all();
    void begin();
    void hand_over(const std::vector<Swapchain*>& shown = {});
    void wait_until_done();
    void submit() { hand_over(), wait_until_done(); }
    GpuImage& compose(const DrawRequest& request);
    GpuImage& run_effects(const DrawRequest& request, GpuImage& picture);
    GpuImage& soft_copy(GpuImage& picture);
    float measure(GpuImage& picture, const ParamValues& params);
    void finish_picture(GpuImage& picture, const DrawRequest& request);
    void present(bool fill);
    GpuImage& other_than(const GpuImage& used) { return &used == &work_[0] ? work_[1] : work_[0]; }

    const RendererOptions& options_;
    const VulkanInstance& instance_;
    FlashLimiter& limiter_;
    RendererStatus& status_;
    VulkanContext context_;
    PassKit kit_;
    PictureCache cache_;
    Pass blend_, scale_, soften_, finish_, luminance_;
    std::vector<Pass> effects_;
    GpuImage work_[2], history_[2], program_[2], soft_[2];
    std::unique_ptr<GpuImage> blended_;  // at the size that frames are made in
    GpuImage cells_;
    HostBuffer cells_host_;
    std::unique_ptr<HostBuffer> program_host_;
    int shown_program_ = 0, newest_history_ = 0;
    bool drawn_once_ = false;
    vk::raii::CommandBuffer commands_;
    vk::raii::Fence done_;
    bool pending_ = false;  // what was handed over is not known to be done
    std::optional<Swapchain> preview_, output_;
};

}  // namespace chladni
