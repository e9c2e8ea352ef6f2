#include "engine/render/renderer.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <optional>

#include "engine/base/check.h"
#include "engine/base/digits.h"
#include "engine/render/effect_table.h"
#include "engine/render/flash_limiter.h"
#include "engine/render/pass.h"
#include "engine/render/picture_cache.h"
#include "engine/render/swapchain.h"

namespace chladni {

namespace {

constexpr int kCellsWide = 32, kCellsHigh = 18;     // the luminance of the picture, cell by cell
constexpr int kSoftShrink = 6;                      // the soft copy is this much smaller
constexpr double kTryAgain_s = 1.0;                 // between two attempts to draw after the GPU was lost

std::vector<std::string> extensions_for(const RendererOptions& options) {
    std::vector<std::string> all;
    for (SurfaceProvider* window : {options.preview, options.output})
        if (window)
            for (const std::string& name : window->instance_extensions())
                if (std::ranges::find(all, name) == all.end()) all.push_back(name);
    return all;
}

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

/// What stays where a GPU is lost; flashes above all are counted on.
struct Renderer::Lasting {
    explicit Lasting(const RendererOptions& wanted) : options(wanted), instance(extensions_for(wanted), wanted.validation) {
        if (wanted.preview) preview.emplace(instance, *wanted.preview);
        if (wanted.output) output.emplace(instance, *wanted.output);
    }
    std::vector<vk::SurfaceKHR> windows() const {
        std::vector<vk::SurfaceKHR> all;
        for (const auto* surface : {&preview, &output})
            if (*surface) all.push_back((*surface)->get());
        return all;
    }

    RendererOptions options;
    VulkanInstance instance;
    std::optional<WindowSurface> preview, output;
    FlashLimiter limiter;
    RendererStatus status;
};

/// What is of one GPU.
struct Renderer::State {
    explicit State(Lasting& lasting)
        : options(lasting.options), instance(lasting.instance), limiter(lasting.limiter), status(lasting.status),
          context(lasting.instance, lasting.windows()), kit(context), cache(context),
          blend(kit, spirv::kBlend), scale(kit, spirv::kScale), soften(kit, spirv::kSoften), finish(kit, spirv::kFinish),
          luminance(kit, spirv::kLuminance), work{make(1), make(1)}, history{make(1), make(1)}, program{make(1), make(1)},
          soft{GpuImage(context, soft_size(options.width), soft_size(options.height)), GpuImage(context, soft_size(options.width), soft_size(options.height))},
          cells(context, kCellsWide, kCellsHigh), cells_host(context, kCellsWide * kCellsHigh * 4),
          commands(std::move(vk::raii::CommandBuffers(context.device(), {*context.commands(), vk::CommandBufferLevel::ePrimary, 1}).front())),
          done(context.device(), vk::FenceCreateInfo{}) {
        for (const EffectRow& row : effect_table()) effects.emplace_back(kit, row.spirv);
        if (lasting.preview) preview.emplace(context, *lasting.preview);
        if (lasting.output) output.emplace(context, *lasting.output);
        status.device = context.gpu_name();
    }
    // As the driver's plain function: a GPU that was lost is no reason to end the program with an exception.
    ~State() { context.device().getDispatcher()->vkDeviceWaitIdle(*context.device()); }

    GpuImage make(int shrink) { return {context, options.width / shrink, options.height / shrink}; }
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
    void read_back(std::vector<std::uint8_t>& rgba);
    GpuImage& other_than(const GpuImage& used) { return &used == &work[0] ? work[1] : work[0]; }

    const RendererOptions& options;
    const VulkanInstance& instance;
    FlashLimiter& limiter;
    RendererStatus& status;
    VulkanContext context;
    PassKit kit;
    PictureCache cache;
    Pass blend, scale, soften, finish, luminance;
    std::vector<Pass> effects;
    GpuImage work[2], history[2], program[2], soft[2];
    std::unique_ptr<GpuImage> blended;  // at the size that frames are made in
    GpuImage cells;
    HostBuffer cells_host;
    std::unique_ptr<HostBuffer> program_host;
    int shown_program = 0, newest_history = 0;
    bool drawn_once = false;
    vk::raii::CommandBuffer commands;
    vk::raii::Fence done;
    bool pending = false;  // what was handed over is not known to be done
    std::optional<Swapchain> preview, output;
};

void Renderer::State::clear_all() {
    begin();
    for (GpuImage* image : {&history[0], &history[1], &program[0], &program[1]}) {
        image->to(commands, vk::ImageLayout::eTransferDstOptimal);
        commands.clearColorImage(image->image(), vk::ImageLayout::eTransferDstOptimal, vk::ClearColorValue{std::array{0.0f, 0.0f, 0.0f, 1.0f}},
                                 vk::ImageSubresourceRange{vk::ImageAspectFlagBits::eColor, 0, 1, 0, 1});
    }
    hand_over();
}

// Throws where the GPU still works on what was handed over last: nothing that it uses may be touched.
void Renderer::State::begin() {
    wait_until_done();
    kit.reset();
    commands.reset();
    commands.begin(vk::CommandBufferBeginInfo{vk::CommandBufferUsageFlagBits::eOneTimeSubmit});
}

void Renderer::State::hand_over(const std::vector<Swapchain*>& shown) {
    if (options.is_lost && options.is_lost()) throw vk::DeviceLostError("rehearsed");
    commands.end();
    std::vector<vk::SemaphoreSubmitInfo> waits, signals;
    for (Swapchain* chain : shown) {
        waits.push_back({chain->acquired(), 0, vk::PipelineStageFlagBits2::eAllCommands});
        signals.push_back({chain->drawn(), 0, vk::PipelineStageFlagBits2::eAllCommands});
    }
    const vk::CommandBufferSubmitInfo buffer{*commands};
    context.queue().submit2(vk::SubmitInfo2{{}, waits, buffer, signals}, *done);
    pending = true;
}

// A frame is short, and the next one needs its results.
void Renderer::State::wait_until_done() {
    status.validation_messages = instance.validation_messages();
    if (!pending) return;
    const vk::Result result = context.device().waitForFences(*done, VK_TRUE, static_cast<std::uint64_t>(1e9 * options.patience_s));
    require(result == vk::Result::eSuccess, "expected the GPU to finish a picture within " + with_digits(options.patience_s, 1) + " s, it did not");
    context.device().resetFences(*done);
    pending = false;
}

// The two frames around now, blended at their own size, then scaled to the program picture.
GpuImage& Renderer::State::compose(const DrawRequest& request) {
    GpuImage* picture = &cache.get(commands, request.from, request.from_id);
    const bool same = !request.to.rgba || request.blend <= 0.0f || (request.to_id != 0 && request.to_id == request.from_id);
    if (!same) {
        GpuImage& to = cache.get(commands, request.to, request.to_id);
        if (!blended || blended->width() != picture->width() || blended->height() != picture->height())
            blended = std::make_unique<GpuImage>(context, picture->width(), picture->height());
        PassDrive pass;
        pass.extra = std::min(request.blend, 1.0f);
        blend.record(commands, *picture, to, *blended, pass);
        picture = blended.get();
    }
    PassDrive pass;
    const float shape = static_cast<float>(picture->width()) / static_cast<float>(picture->height());
    const float wanted = static_cast<float>(options.width) / static_cast<float>(options.height);
    const bool wide = shape > wanted, fill = request.params.on(ParamId::kFill);
    pass.tune[0] = wide == fill ? wanted / shape : 1.0f;
    pass.tune[1] = wide == fill ? 1.0f : shape / wanted;
    pass.extra = picture->width() == options.width && picture->height() == options.height ? 1.0f : 0.0f;
    scale.record(commands, *picture, *picture, work[0], pass);
    return work[0];
}

GpuImage& Renderer::State::soft_copy(GpuImage& picture) {
    PassDrive pass;
    pass.tune[0] = kSoftShrink / 2.0f;
    soften.record(commands, picture, picture, soft[0], pass);
    for (float step : {1.5f, 3.0f}) {
        pass.tune[0] = step;
        soften.record(commands, soft[0], soft[0], soft[1], pass);
        std::swap(soft[0], soft[1]);
    }
    return soft[0];
}

GpuImage& Renderer::State::run_effects(const DrawRequest& request, GpuImage& composed) {
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
            second = &history[newest_history];
            target = &history[1 - newest_history];
            newest_history = 1 - newest_history;
            // The same trail at any display rate: what is left after a second, to the power of the frame's time.
            pass.extra = std::pow(0.0008f + 0.42f * amount * amount, static_cast<float>(request.frame_time_s));
        }
        effects[i].record(commands, *picture, *second, *target, pass);
        picture = target;
    }
    return *picture;
}

float Renderer::State::measure(GpuImage& picture, const ParamValues& params) {
    PassDrive pass;
    finish_tune(pass, params);
    luminance.record(commands, picture, picture, cells, pass);
    cells.to(commands, vk::ImageLayout::eTransferSrcOptimal);
    const vk::BufferImageCopy whole{0, 0, 0, kWholeImage, {0, 0, 0}, vk::Extent3D(cells.extent(), 1)};
    commands.copyImageToBuffer(cells.image(), vk::ImageLayout::eTransferSrcOptimal, cells_host.buffer(), whole);
    submit();
    begin();
    double sum = 0;
    for (std::size_t i = 0; i < cells_host.size(); i += 4) sum += cells_host.data()[i];
    return static_cast<float>(sum / (255.0 * kCellsWide * kCellsHigh));
}

void Renderer::State::finish_picture(GpuImage& picture, const DrawRequest& request) {
    PassDrive pass;
    finish_tune(pass, request.params);
    pass.amount = request.params.on(ParamId::kBlackout) ? 0.0f : 1.0f;
    pass.extra = 1.0f;
    if (request.params.on(ParamId::kFlashLimit)) {
        const float wanted = measure(picture, request.params);
        const float allowed = limiter.limit(wanted, request.frame_time_s);
        ParamValues as_is = initial_values();
        if (limiter.limiting()) {
            // Towards what was shown, as far as it takes: luminance of a mix lies between the two.
            const float before = measure(program[shown_program], as_is);
            pass.extra = std::abs(wanted - before) > 1e-4f ? std::clamp((allowed - before) / (wanted - before), 0.0f, 1.0f) : 0.0f;
            pass.extra *= pass.extra;  // mixing coded values overshoots in light: stay on the safe side
        }
        limiter.shown(limiter.limiting() ? allowed : wanted, request.frame_time_s);
    }
    status.flash_limited = limiter.limiting();
    status.flashes_per_s = limiter.flashes_per_s();
    finish.record(commands, picture, program[shown_program], program[1 - shown_program], pass);
    shown_program = 1 - shown_program;
    drawn_once = true;
}

void Renderer::State::present(bool fill) {
    std::vector<Swapchain*> shown;
    for (auto* chain : {&preview, &output})
        if (*chain && (*chain)->acquire()) shown.push_back(&**chain);
    for (Swapchain* chain : shown) chain->record(commands, program[shown_program], fill);
    hand_over(shown);
    for (Swapchain* chain : shown) chain->present();  // before the wait: an image that was acquired goes back, however long that takes
    wait_until_done();
}

Renderer::Renderer(const RendererOptions& options) {
    require(options.width >= 16 && options.height >= 16 && options.width <= 8192 && options.height <= 8192,
            "expected a program picture from 16x16 to 8192x8192, got " + std::to_string(options.width) + "x" + std::to_string(options.height));
    lasting_ = std::make_unique<Lasting>(options);
    build();
}

Renderer::~Renderer() = default;

void Renderer::build() {
    try {
        auto made = std::make_unique<State>(*lasting_);
        made->clear_all();
        state_ = std::move(made);
    } catch (const vk::SystemError& error) {
        throw Error(std::string("expected Vulkan to set up the picture, got: ") + error.what());
    }
}

// Any GPU will do: where one does not come back, a software driver may.
void Renderer::revive(double elapsed_s) {
    pause_s_ -= elapsed_s;
    require(pause_s_ <= 0, "expected a GPU to draw with, the one before was lost and no other is there yet");
    pause_s_ = kTryAgain_s;
    build();
    ++lasting_->status.rebuilds;
}

void Renderer::on_gpu(const std::function<void(State&)>& work) {
    require(state_ != nullptr, "expected a GPU to draw with, the one before was lost and no other is there yet");
    try {
        work(*state_);
    } catch (const vk::DeviceLostError&) {
        state_.reset();  // first of all: no two GPUs can show in one window
        pause_s_ = 0;
        throw Error("expected the GPU to draw, it was lost; the picture is built anew");
    }
}

void Renderer::draw(const DrawRequest& request) {
    if (!state_) revive(request.frame_time_s);
    on_gpu([&](State& s) {
        s.begin();
        const bool stands = request.params.on(ParamId::kFreeze) && s.drawn_once;
        if (!stands && request.from.rgba) {
            GpuImage& composed = s.compose(request);
            s.finish_picture(s.options.effects ? s.run_effects(request, composed) : composed, request);
        }
        s.present(request.params.on(ParamId::kFill));
    });
}

void Renderer::read_back(std::vector<std::uint8_t>& rgba) {
    on_gpu([&](State& s) { s.read_back(rgba); });
}

void Renderer::State::read_back(std::vector<std::uint8_t>& rgba) {
    const std::size_t bytes = static_cast<std::size_t>(options.width) * static_cast<std::size_t>(options.height) * 4;
    if (!program_host) program_host = std::make_unique<HostBuffer>(context, bytes);
    begin();
    GpuImage& picture = program[shown_program];
    picture.to(commands, vk::ImageLayout::eTransferSrcOptimal);
    const vk::BufferImageCopy whole{0, 0, 0, kWholeImage, {0, 0, 0}, vk::Extent3D(picture.extent(), 1)};
    commands.copyImageToBuffer(picture.image(), vk::ImageLayout::eTransferSrcOptimal, program_host->buffer(), whole);
    submit();
    rgba.resize(bytes);
    std::memcpy(rgba.data(), program_host->data(), bytes);
}

const RendererStatus& Renderer::status() const { return lasting_->status; }
int Renderer::width() const { return lasting_->options.width; }
int Renderer::height() const { return lasting_->options.height; }

}  // namespace chladni
