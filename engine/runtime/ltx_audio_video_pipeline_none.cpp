// Chosen where LibTorch is not built in.
#include "engine/base/check.h"
#include "engine/runtime/ltx_audio_video_pipeline.h"

namespace chladni {

struct LTXAudioVideoPipeline::State {};

LTXAudioVideoPipeline::LTXAudioVideoPipeline(std::unique_ptr<State> state) : state_(std::move(state)) {}
LTXAudioVideoPipeline::LTXAudioVideoPipeline(LTXAudioVideoPipeline&&) noexcept = default;
LTXAudioVideoPipeline::~LTXAudioVideoPipeline() = default;

LTXAudioVideoPipeline LTXAudioVideoPipeline::from_pretrained(const std::filesystem::path&, const std::string&, const std::string&, const TextChoice&, bool) {
    throw Error("expected a program built with LibTorch to run a model, this one is not");
}

void LTXAudioVideoPipeline::load_lora(const std::filesystem::path&, double) {}
void LTXAudioVideoPipeline::load_upsampler(const std::filesystem::path&) {}
Clip LTXAudioVideoPipeline::operator()(const ClipCall&, std::stop_token) { return {}; }

}  // namespace chladni
