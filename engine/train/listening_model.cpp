#include "engine/train/listening_model.h"

#include "engine/base/check.h"
#include "engine/ltx/audio_listening.h"
#include "engine/ltx/denoise.h"
#include "engine/ltx/ltx_model.h"
#include "engine/ltx/transformer.h"
#include "engine/train/flow_loss.h"

namespace chladni::train {

namespace fs = std::filesystem;

namespace {

const char *const kTransformer = "transformer", *const kAdapter = "audio_adapter", *const kEars = "audio_encoder", *const kText = "text_encoder";

// As diffusers and transformers name the files of a part.
std::string stem_of(const std::string& part) { return part == kTransformer ? "diffusion_pytorch_model" : "model"; }

NamedTensors stored_weights(const WeightFiles& files, at::ScalarType dtype) {
    NamedTensors copies;
    for (const auto& [name, tensor] : Weights::open(files, at::kCPU, dtype).stored()) copies[name] = tensor.clone();
    return copies;
}

std::shared_ptr<ColumnEncoder> open_ears(const fs::path& folder) {
    std::shared_ptr<AudioEncoder> encoder = load_audio_encoder(folder);
    auto columns = std::dynamic_pointer_cast<ColumnEncoder>(encoder);
    require(columns != nullptr, "expected an audio encoder whose layers can be trained in '" + folder.string() + "', got '" + encoder->config().encoder_type + "'");
    return columns;
}

}  // namespace

struct ListeningModel::Networks {
    ltx::Transformer transformer;
    ltx::AudioAdapter adapter;
    ltx::T5Encoder text;
    std::unique_ptr<TokenLayers> ears;
};

ListeningModel ListeningModel::open(const fs::path& folder, at::Device device, at::ScalarType compute, Trained trained) {
    ListeningModel model(device, compute);
    const ltx::ModelSource source = ltx::ModelSource::open(folder);
    const PartSource<ltx::TransformerConfig> transformer = source.transformer();
    model.transformer_ = transformer.config;
    model.adapter_ = ltx::load_audio_adapter_config(source.folder() / kAdapter / "config.json", model.transformer_);
    model.text_ = ltx::load_t5_config(source.folder() / kText / "config.json");
    model.scheduler_ = source.scheduler();
    model.tokenizer_ = std::make_shared<ltx::Tokenizer>(source.folder() / "tokenizer");
    model.encoder_ = open_ears(source.folder() / kEars);
    model.token_s_ = model.encoder_->config().token_s();
    model.max_text_length_ = ltx::load_model_habits(source, source.vae().config).max_text_length;
    const auto everything = [&](const std::string&) { return trained == Trained::kEverything; };
    const auto always = [](const std::string&) { return true; };
    model.parameters_.add(kTransformer, stored_weights(transformer.files, at::kFloat), everything);
    model.parameters_.add(kText, stored_weights(source.folder() / kText, at::kFloat), everything);
    model.parameters_.add(kAdapter, stored_weights(source.folder() / kAdapter, at::kFloat), always);
    model.parameters_.add(kEars, model.encoder_->layer_weights(), always);
    return model;
}

ListeningModel::Networks ListeningModel::networks(const NamedTensors* values) const {
    const auto part = [&](const char* name) { return values ? parameters_.part(name, *values) : parameters_.part(name); };
    return {ltx::Transformer::of(transformer_, part(kTransformer)), ltx::AudioAdapter::of(adapter_, transformer_, part(kAdapter)),
            ltx::T5Encoder::of(text_, part(kText)), encoder_->layers_of(part(kEars))};
}

at::Tensor ListeningModel::sound_tokens(const WindowBatch& batch, const TokenLayers& layers) const {
    const at::Tensor all = layers(batch.columns);                                     // [B, before + A, audio]
    return all.narrow(1, batch.before, all.size(1) - batch.before);                   // [B, A, audio]
}

at::Tensor ListeningModel::losses(const WindowBatch& batch, const ltx::LatentGrid& grid, const NamedTensors* values) const {
    const at::Device device = parameters_.device();
    const Networks networks = this->networks(values);
    const auto tokens = [&](const at::Tensor& x) { return ltx::tokens_of(x.to(device)); };                          // [B, N, C]
    const FlowPoint point = flow_point(tokens(batch.latents), tokens(batch.noise), tokens(batch.context_noise), batch.context_level,
                                       batch.levels.to(device), batch.context * grid.cells());

    const CaptionRows captions = caption_rows(*tokenizer_, batch.captions, max_text_length_);
    const at::Tensor words = networks.text(captions.ids, captions.mask);                                            // [B, T, caption]
    const ltx::TextKeys text = networks.transformer.look_at_text(words, captions.mask);

    const at::Tensor coords = ltx::make_coordinates(grid, device);                                                  // [1, 3, N]
    const at::Tensor middles = ltx::middle_times(coords.select(1, 0), static_cast<double>(grid.temporal_ratio), grid.frame_rate);  // [1, N]
    const at::Tensor heard = sound_tokens(batch, *networks.ears);                                                   // [B, A, audio]
    const at::Tensor times = (at::arange(heard.size(1), at::kDouble) + 0.5) * token_s_;                             // [A]
    const ltx::AudioListening audio(networks.adapter, networks.transformer, {heard, times, {}, {}}, middles, batch.scale, {});
    const at::Tensor said = networks.transformer(point.tokens, point.times, networks.transformer.rotary(coords), text, {&audio});  // [B, N, C]
    return flow_losses(said, point);                                                                                // [B]
}

void ListeningModel::save(const fs::path& folder, const NamedTensors& values) const {
    for (const char* part : {kTransformer, kText, kAdapter, kEars}) {
        NamedTensors weights;
        for (const auto& [name, value] : of_part(values, part)) weights[name] = value.detach().to(at::kCPU, at::kBFloat16).contiguous();
        if (!weights.empty()) write_safetensors(folder / part / (stem_of(part) + ".safetensors"), weights, {{"format", "pt"}});
    }
}

}  // namespace chladni::train
