#include "engine/render/renderer.h"

#include "engine/base/check.h"
#include "engine/render/gpu_renderer.h"

namespace chladni {

namespace {

constexpr double kTryAgain_s = 1.0;  // between two attempts to draw after the GPU was lost

}  // namespace

Renderer::Renderer(const RendererOptions& options) {
    require(options.width >= 16 && options.height >= 16 && options.width <= 8192 && options.height <= 8192,
            "expected a program picture from 16x16 to 8192x8192, got " + std::to_string(options.width) + "x" + std::to_string(options.height));
    lasting_ = std::make_unique<RendererLasting>(options);
    build();
}

Renderer::~Renderer() = default;

void Renderer::build() {
    try {
        gpu_ = std::make_unique<GpuRenderer>(*lasting_);
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

void Renderer::on_gpu(const std::function<void(GpuRenderer&)>& work) {
    require(gpu_ != nullptr, "expected a GPU to draw with, the one before was lost and no other is there yet");
    try {
        work(*gpu_);
    } catch (const vk::DeviceLostError&) {
        gpu_.reset();  // first of all: no two GPUs can show in one window
        pause_s_ = 0;
        throw Error("expected the GPU to draw, it was lost; the picture is built anew");
    }
}

void Renderer::draw(const DrawRequest& request) {
    if (!gpu_) revive(request.frame_time_s);
    on_gpu([&](GpuRenderer& gpu) { gpu.draw(request); });
}

void Renderer::read_back(std::vector<std::uint8_t>& rgba) {
    on_gpu([&](GpuRenderer& gpu) { gpu.read_back(rgba); });
}

const RendererStatus& Renderer::status() const { return lasting_->status; }
int Renderer::width() const { return lasting_->options.width; }
int Renderer::height() const { return lasting_->options.height; }

}  // namespace chladni
