#include "engine/train/listening_model.h"

#include "engine/base/check.h"
#include "engine/ltx/audio_listening.h"
#include "engine/ltx/denoise.h"
#include "engine/ltx/ltx_model.h"
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
    std::optional<ltx::T5Encoder> text;
    std::unique_ptr<TokenLayers> ears;
};

/// A batch's sound, with the networks that it refers to.
struct ListeningModel::Hearing {
    std::shared_ptr<const Networks> networks;
    ltx::AudioListening listening;

    Hearing(std::shared_ptr<const Networks> of, const ltx::AudioInput& audio, const at::Tensor& video_times, const at::Tensor& scale)
        : networks(std::move(of)), listening(networks->adapter, networks->transformer, audio, video_times, scale, {}) {}
};

ListeningModel ListeningModel::open(const fs::path& folder, at::Device device, at::ScalarType compute, Trained trained) {
    ListeningModel model(device, compute);
    const ltx::ModelSource source = ltx::ModelSource::open(folder);
    const PartSource<ltx::TransformerConfig> transformer = source.transformer();
    model.transformer_ = transformer.config;
    model.adapter_ = ltx::load_audio_adapter_config(source.folder() / kAdapter / "config.json", model.transformer_);
    model.scheduler_ = source.scheduler();
    model.max_text_length_ = ltx::load_model_habits(source, source.vae().config).max_text_length;
    model.encoder_ = open_ears(source.folder() / kEars);
    model.token_s_ = model.encoder_->config().token_s();
    const auto everything = [&](const std::string&) { return trained == Trained::kEverything; };
    const auto always = [](const std::string&) { return true; };
    model.parameters_.add(kTransformer, stored_weights(transformer.files, at::kFloat), everything);
    model.open_text(source.folder(), trained);
    model.parameters_.add(kAdapter, stored_weights(source.folder() / kAdapter, at::kFloat), always);
    model.parameters_.add(kEars, model.encoder_->layer_weights(), always);
    return model;
}

void ListeningModel::open_text(const fs::path& folder, Trained trained) {
    if (trained == Trained::kEars) {
        const at::ScalarType dtype = parameters_.compute();
        fixed_captions_ = std::make_shared<FixedCaptions>(
            ltx::TextEncoder::load(folder / kText, folder / "tokenizer", parameters_.device(), dtype, ltx::text_use_from("auto", false)), max_text_length_);
        return;
    }
    text_ = ltx::load_t5_config(folder / kText / "config.json");
    tokenizer_ = std::make_shared<ltx::Tokenizer>(folder / "tokenizer");
    parameters_.add(kText, stored_weights(folder / kText, at::kFloat), [](const std::string&) { return true; });
}

void ListeningModel::prepare(const std::vector<std::string>& captions) {
    if (fixed_captions_) fixed_captions_->prepare(captions);
}

ListeningModel::Networks ListeningModel::networks(const NamedTensors* values) const {
    const auto part = [&](const char* name) { return values ? parameters_.part(name, *values) : parameters_.part(name); };
    std::optional<ltx::T5Encoder> text;
    if (tokenizer_) text.emplace(ltx::T5Encoder::of(text_, part(kText)));
    return {ltx::Transformer::of(transformer_, part(kTransformer)), ltx::AudioAdapter::of(adapter_, transformer_, part(kAdapter)), std::move(text),
            encoder_->layers_of(part(kEars))};
}

ltx::TextKeys ListeningModel::look_at_captions(const WindowBatch& batch, const Networks& networks) const {
    if (fixed_captions_) {
        const FixedCaptions::Rows rows = fixed_captions_->rows(batch.captions);
        return networks.transformer.look_at_text(rows.embeds, rows.mask);
    }
    const CaptionRows rows = caption_rows(*tokenizer_, batch.captions, max_text_length_);
    return networks.transformer.look_at_text((*networks.text)(rows.ids, rows.mask), rows.mask);
}

at::Tensor ListeningModel::sound_tokens(const WindowBatch& batch, const TokenLayers& layers) const {
    const at::Tensor all = layers(batch.columns);                                     // [B, before + A, audio]
    return all.narrow(1, batch.before, all.size(1) - batch.before);                   // [B, A, audio]
}

at::Tensor ListeningModel::losses(const WindowBatch& batch, const ltx::LatentGrid& grid, const NamedTensors* values) const {
    const at::Device device = parameters_.device();
    const auto networks = std::make_shared<const Networks>(this->networks(values));
    const auto tokens = [&](const at::Tensor& x) { return ltx::tokens_of(x.to(device)); };                          // [B, N, C]
    const FlowPoint point = flow_point(tokens(batch.latents), tokens(batch.noise), tokens(batch.context_noise), batch.context_level,
                                       batch.levels.to(device), batch.context * grid.cells());

    const ltx::TextKeys text = look_at_captions(batch, *networks);

    const at::Tensor coords = ltx::make_coordinates(grid, device);                                                  // [1, 3, N]
    const at::Tensor middles = ltx::middle_times(coords.select(1, 0), static_cast<double>(grid.temporal_ratio), grid.frame_rate);  // [1, N]
    const at::Tensor heard = sound_tokens(batch, *networks->ears);                                                   // [B, A, audio]
    const at::Tensor times = (at::arange(heard.size(1), at::kDouble) + 0.5) * token_s_;                             // [A]
    const auto audio = std::make_shared<const Hearing>(networks, ltx::AudioInput{heard, times, {}, {}}, middles, batch.scale);
    ltx::CallExtras extras(&audio->listening);
    if (recomputes_ && at::GradMode::is_enabled()) extras.recompute = audio;
    const ltx::Transformer& transformer = networks->transformer;
    const at::Tensor said = transformer(point.tokens, point.times, transformer.rotary(coords), text, extras);  // [B, N, C]
    return flow_losses(said, point);                                                                           // [B]
}

void ListeningModel::save(const fs::path& folder, const NamedTensors& values) const {
    for (const char* part : {kTransformer, kText, kAdapter, kEars}) {
        NamedTensors weights;
        for (const auto& [name, value] : of_part(values, part)) weights[name] = value.detach().to(at::kCPU, at::kBFloat16).contiguous();
        if (!weights.empty()) write_safetensors(folder / part / (stem_of(part) + ".safetensors"), weights, {{"format", "pt"}});
    }
}

}  // namespace chladni::train
