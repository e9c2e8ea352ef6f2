#include "engine/render/gpu_renderer.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "engine/base/check.h"
#include "engine/base/digits.h"
#include "engine/render/effect_table.h"

namespace chladni {

namespace {

constexpr int kCellsWide = 32, kCellsHigh = 18;     // the luminance of the picture, cell by cell
constexpr int kSoftShrink = 6;                      // the soft copy is this much smaller

int soft_size(int full) { return std::max(1, full / kSoftShrink); }

PassDrive pass_drive(const EffectDrive& drive, float amount) {
    PassDrive pass;
    pass.amount = amount;
    pass.kick = drive.kick;
    pass.snare = drive.snare;
    pass.hat = drive.hat;
    pass.bass = drive.bass;
    pass.level = drive.level;
    pass.brightness = drive.brightness;
    pass.beat_phase = drive.beat_phase;
    pass.time_s = drive.time_s;
    pass.segments = static_cast<float>(drive.segments);
    return pass;
}

void finish_tune(PassDrive& pass, const ParamValues& params) {
    pass.tune[0] = params[ParamId::kBrightness];
    pass.tune[1] = params[ParamId::kContrast];
    pass.tune[2] = params[ParamId::kSaturation];
}

}  // namespace

GpuRenderer::GpuRenderer(RendererLasting& lasting)
    : options_(lasting.options), instance_(lasting.instance), limiter_(lasting.limiter), status_(lasting.status),
      context_(lasting.instance, lasting.windows()), kit_(context_), cache_(context_),
      blend_(kit_, spirv::kBlend), scale_(kit_, spirv::kScale), soften_(kit_, spirv::kSoften), finish_(kit_, spirv::kFinish),
      luminance_(kit_, spirv::kLuminance), work_{make(1), make(1)}, history_{make(1), make(1)}, program_{make(1), make(1)},
      soft_{GpuImage(context_, soft_size(options_.width), soft_size(options_.height)), GpuImage(context_, soft_size(options_.width), soft_size(options_.height))},
      cells_(context_, kCellsWide, kCellsHigh), cells_host_(context_, kCellsWide * kCellsHigh * 4),
      commands_(std::move(vk::raii::CommandBuffers(context_.device(), {*context_.commands(), vk::CommandBufferLevel::ePrimary, 1}).front())),
      done_(context_.device(), vk::FenceCreateInfo{}) {
    for (const EffectRow& row : effect_table()) effects_.emplace_back(kit_, row.spirv);
    if (lasting.preview) preview_.emplace(context_, *lasting.preview);
    if (lasting.output) output_.emplace(context_, *lasting.output);
    status_.device = context_.gpu_name();
    clear_all();
}

void GpuRenderer::draw(const DrawRequest& request) {
    begin();
    const bool stands = request.params.on(ParamId::kFreeze) && drawn_once_;
    if (!stands && request.from.rgba) {
        GpuImage& composed = compose(request);
        finish_picture(options_.effects ? run_effects(request, composed) : composed, request);
    }
    present(request.params.on(ParamId::kFill));
}

void GpuRenderer::clear_all() {
    begin();
    for (GpuImage* image : {&history_[0], &history_[1], &program_[0], &program_[1]}) {
        image->to(commands_, vk::ImageLayout::eTransferDstOptimal);
        commands_.clearColorImage(image->image(), vk::ImageLayout::eTransferDstOptimal, vk::ClearColorValue{std::array{0.0f, 0.0f, 0.0f, 1.0f}},
                                 vk::ImageSubresourceRange{vk::ImageAspectFlagBits::eColor, 0, 1, 0, 1});
    }
    hand_over();
}

// Throws where the GPU still works on what was handed over last: nothing that it uses may be touched.
void GpuRenderer::begin() {
    wait_until_done();
    kit_.reset();
    commands_.reset();
    commands_.begin(vk::CommandBufferBeginInfo{vk::CommandBufferUsageFlagBits::eOneTimeSubmit});
}

void GpuRenderer::hand_over(const std::vector<Swapchain*>& shown) {
    if (options_.is_lost && options_.is_lost()) throw vk::DeviceLostError("rehearsed");
    commands_.end();
    std::vector<vk::SemaphoreSubmitInfo> waits, signals;
    for (Swapchain* chain : shown) {
        waits.push_back({chain->acquired(), 0, vk::PipelineStageFlagBits2::eAllCommands});
        signals.push_back({chain->drawn(), 0, vk::PipelineStageFlagBits2::eAllCommands});
    }
    const vk::CommandBufferSubmitInfo buffer{*commands_};
    context_.queue().submit2(vk::SubmitInfo2{{}, waits, buffer, signals}, *done_);
    pending_ = true;
}

// A frame is short, and the next one needs its results.
void GpuRenderer::wait_until_done() {
    status_.validation_messages = instance_.validation_messages();
    if (!pending_) return;
    const vk::Result result = context_.device().waitForFences(*done_, VK_TRUE, static_cast<std::uint64_t>(1e9 * options_.patience_s));
    require(result == vk::Result::eSuccess, "expected the GPU to finish a picture within " + with_digits(options_.patience_s, 1) + " s, it did not");
    context_.device().resetFences(*done_);
    pending_ = false;
}

// The two frames around now, blended at their own size, then scaled to the program picture.
GpuImage& GpuRenderer::compose(const DrawRequest& request) {
    GpuImage* picture = &cache_.get(commands_, request.from, request.from_id);
    const bool same = !request.to.rgba || request.blend <= 0.0f || (request.to_id != 0 && request.to_id == request.from_id);
    if (!same) {
        GpuImage& to = cache_.get(commands_, request.to, request.to_id);
        if (!blended_ || blended_->width() != picture->width() || blended_->height() != picture->height())
            blended_ = std::make_unique<GpuImage>(context_, picture->width(), picture->height());
        PassDrive pass;
        pass.extra = std::min(request.blend, 1.0f);
        blend_.record(commands_, *picture, to, *blended_, pass);
        picture = blended_.get();
    }
    PassDrive pass;
    const float shape = static_cast<float>(picture->width()) / static_cast<float>(picture->height());
    const float wanted = static_cast<float>(options_.width) / static_cast<float>(options_.height);
    const bool wide = shape > wanted, fill = request.params.on(ParamId::kFill);
    pass.tune[0] = wide == fill ? wanted / shape : 1.0f;
    pass.tune[1] = wide == fill ? 1.0f : shape / wanted;
    pass.extra = picture->width() == options_.width && picture->height() == options_.height ? 1.0f : 0.0f;
    scale_.record(commands_, *picture, *picture, work_[0], pass);
    return work_[0];
}

GpuImage& GpuRenderer::soft_copy(GpuImage& picture) {
    PassDrive pass;
    pass.tune[0] = kSoftShrink / 2.0f;
    soften_.record(commands_, picture, picture, soft_[0], pass);
    for (float step : {1.5f, 3.0f}) {
        pass.tune[0] = step;
        soften_.record(commands_, soft_[0], soft_[0], soft_[1], pass);
        std::swap(soft_[0], soft_[1]);
    }
    return soft_[0];
}

GpuImage& GpuRenderer::run_effects(const DrawRequest& request, GpuImage& composed) {
    GpuImage* picture = &composed;
    const auto rows = effect_table();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const float amount = request.drive.*rows[i].amount;
        if (amount <= 0.0f) continue;
        PassDrive pass = pass_drive(request.drive, amount);
        GpuImage* second = picture;
        GpuImage* target = &other_than(*picture);
        if (rows[i].second == SecondPicture::kSoft) second = &soft_copy(*picture);
        if (rows[i].second == SecondPicture::kHistory) {
            second = &history_[newest_history_];
            target = &history_[1 - newest_history_];
            newest_history_ = 1 - newest_history_;
            // The same trail at any display rate: what is left after a second, to the power of the frame's time.
            pass.extra = std::pow(0.0008f + 0.42f * amount * amount, static_cast<float>(request.frame_time_s));
        }
        effects_[i].record(commands_, *picture, *second, *target, pass);
        picture = target;
    }
    return *picture;
}

float GpuRenderer::measure(GpuImage& picture, const ParamValues& params) {
    PassDrive pass;
    finish_tune(pass, params);
    luminance_.record(commands_, picture, picture, cells_, pass);
    cells_.to(commands_, vk::ImageLayout::eTransferSrcOptimal);
    const vk::BufferImageCopy whole{0, 0, 0, kWholeImage, {0, 0, 0}, vk::Extent3D(cells_.extent(), 1)};
    commands_.copyImageToBuffer(cells_.image(), vk::ImageLayout::eTransferSrcOptimal, cells_host_.buffer(), whole);
    submit();
    begin();
    double sum = 0;
    for (std::size_t i = 0; i < cells_host_.size(); i += 4) sum += cells_host_.data()[i];
    return static_cast<float>(sum / (255.0 * kCellsWide * kCellsHigh));
}

void GpuRenderer::finish_picture(GpuImage& picture, const DrawRequest& request) {
    PassDrive pass;
    finish_tune(pass, request.params);
    pass.amount = request.params.on(ParamId::kBlackout) ? 0.0f : 1.0f;
    pass.extra = 1.0f;
    if (request.params.on(ParamId::kFlashLimit)) {
        const float wanted = measure(picture, request.params);
        const float allowed = limiter_.limit(wanted, request.frame_time_s);
        ParamValues as_is = initial_values();
        if (limiter_.limiting()) {
            // Towards what was shown, as far as it takes: luminance of a mix lies between the two.
            const float before = measure(program_[shown_program_], as_is);
            pass.extra = std::abs(wanted - before) > 1e-4f ? std::clamp((allowed - before) / (wanted - before), 0.0f, 1.0f) : 0.0f;
            pass.extra *= pass.extra;  // mixing coded values overshoots in light: stay on the safe side
        }
        limiter_.shown(limiter_.limiting() ? allowed : wanted, request.frame_time_s);
    }
    status_.flash_limited = limiter_.limiting();
    status_.flashes_per_s = limiter_.flashes_per_s();
    finish_.record(commands_, picture, program_[shown_program_], program_[1 - shown_program_], pass);
    shown_program_ = 1 - shown_program_;
    drawn_once_ = true;
}

void GpuRenderer::present(bool fill) {
    std::vector<Swapchain*> shown;
    for (auto* chain : {&preview_, &output_})
        if (*chain && (*chain)->acquire()) shown.push_back(&**chain);
    for (Swapchain* chain : shown) chain->record(commands_, program_[shown_program_], fill);
    hand_over(shown);
    for (Swapchain* chain : shown) chain->present();  // before the wait: an image that was acquired goes back, however long that takes
    wait_until_done();
}

void GpuRenderer::read_back(std::vector<std::uint8_t>& rgba) {
    const std::size_t bytes = static_cast<std::size_t>(options_.width) * static_cast<std::size_t>(options_.height) * 4;
    if (!program_host_) program_host_ = std::make_unique<HostBuffer>(context_, bytes);
    begin();
    GpuImage& picture = program_[shown_program_];
    picture.to(commands_, vk::ImageLayout::eTransferSrcOptimal);
    const vk::BufferImageCopy whole{0, 0, 0, kWholeImage, {0, 0, 0}, vk::Extent3D(picture.extent(), 1)};
    commands_.copyImageToBuffer(picture.image(), vk::ImageLayout::eTransferSrcOptimal, program_host_->buffer(), whole);
    submit();
    rgba.resize(bytes);
    std::memcpy(rgba.data(), program_host_->data(), bytes);
}

}  // namespace chladni
