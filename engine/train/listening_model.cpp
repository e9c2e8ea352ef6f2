#include "engine/train/listening_model.h"

#include <cmath>

#include "engine/base/check.h"
#include "engine/ltx/audio_listening.h"
#include "engine/ltx/denoise.h"
#include "engine/ltx/ltx_model.h"
#include "engine/train/draw.h"

namespace chladni::train {

namespace fs = std::filesystem;

namespace {

const char *const kTransformer = "transformer", *const kAdapter = "audio_adapter", *const kEars = "audio_encoder", *const kText = "text_encoder";
const char *const kLora = "lora", *const kDown = ".lora_A.weight", *const kUp = ".lora_B.weight";  // as PEFT names them
constexpr const char* kLoraFile = "pytorch_lora_weights.safetensors";
constexpr std::uint64_t kLoraSeed = 17;

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

// Where the windows lie in time and picture: [1, 3, N].
at::Tensor coordinates_of(const WindowBatch& batch, at::Device device) {
    const auto cell = static_cast<double>(batch.grid.spatial_ratio);
    const at::Tensor corner = at::tensor({0.0, cell * static_cast<double>(batch.top), cell * static_cast<double>(batch.left)});  // [3]
    return ltx::make_coordinates(batch.grid, device) + corner.to(device, at::kFloat).view({1, 3, 1});                     // [1, 3, N]
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

ListeningModel ListeningModel::open(const fs::path& folder, at::Device device, at::ScalarType compute, Trained trained, std::int64_t lora_rank) {
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
    if (lora_rank > 0) model.add_lora(lora_rank);
    model.open_text(source.folder(), trained);
    model.parameters_.add(kAdapter, stored_weights(source.folder() / kAdapter, at::kFloat), always);
    model.parameters_.add(kEars, model.encoder_->layer_weights(), always);
    return model;
}

// Beside every linear layer of the blocks, so that they change nothing at first (Hu et al. 2021, section 4.1): `down` random, `up` zero.
void ListeningModel::add_lora(std::int64_t rank) {
    NamedTensors pairs;
    const ltx::Transformer transformer = ltx::Transformer::of(transformer_, parameters_.part(kTransformer));
    std::int64_t number = 0;
    for (const auto& [layer, point] : transformer.branch_points()) {
        if (!layer.starts_with("transformer_blocks.")) continue;
        pairs[layer + kDown] = Draw(kLoraSeed, number++, 0).normals({rank, point.in}) / std::sqrt(static_cast<double>(point.in));  // [r, in]
        pairs[layer + kUp] = at::zeros({point.out, rank});                                                                        // [out, r]
    }
    parameters_.add(kLora, pairs, [](const std::string&) { return true; });
}

void ListeningModel::attach_lora(const ltx::Transformer& transformer, const NamedTensors* values) const {
    static const auto whole = std::make_shared<const double>(1.0);
    const NamedTensors pairs = values ? parameters_.part(kLora, *values) : parameters_.part(kLora);
    for (const auto& [layer, point] : transformer.branch_points()) {
        const auto down = pairs.find(layer + kDown), up = pairs.find(layer + kUp);
        if (down != pairs.end() && up != pairs.end()) point.branches->push_back({down->second, up->second, whole});
    }
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
    ltx::Transformer transformer = ltx::Transformer::of(transformer_, part(kTransformer));
    attach_lora(transformer, values);
    return {std::move(transformer), ltx::AudioAdapter::of(adapter_, transformer_, part(kAdapter)), std::move(text),
            encoder_->layers_of(part(kEars))};
}

ltx::TextKeys ListeningModel::look_at_captions(const std::vector<std::string>& captions, const Networks& networks) const {
    if (fixed_captions_) {
        const FixedCaptions::Rows rows = fixed_captions_->rows(captions);
        return networks.transformer.look_at_text(rows.embeds, rows.mask);
    }
    const CaptionRows rows = caption_rows(*tokenizer_, captions, max_text_length_);
    return networks.transformer.look_at_text((*networks.text)(rows.ids, rows.mask), rows.mask);
}

at::Tensor ListeningModel::sound_tokens(const WindowBatch& batch, const TokenLayers& layers) const {
    const at::Tensor all = layers(batch.columns);                                     // [B, before + A, audio]
    return all.narrow(1, batch.before, all.size(1) - batch.before);                   // [B, A, audio]
}

// Words and sound are looked at once, however many points are asked for.
Voice ListeningModel::voice_of(const WindowBatch& batch, const std::shared_ptr<const Networks>& networks) const {
    const ltx::TextKeys text = look_at_captions(batch.captions, *networks);
    const at::Tensor coords = coordinates_of(batch, parameters_.device());                                          // [1, 3, N]
    const at::Tensor middles = ltx::middle_times(coords.select(1, 0), static_cast<double>(batch.grid.temporal_ratio), batch.grid.frame_rate);  // [1, N]
    const at::Tensor heard = sound_tokens(batch, *networks->ears);                                                   // [B, A, audio]
    const at::Tensor times = (at::arange(heard.size(1), at::kDouble) + 0.5) * token_s_;                             // [A]
    const auto audio = std::make_shared<const Hearing>(networks, ltx::AudioInput{heard, times, {}, {}}, middles, batch.scale);
    const at::Tensor rotary = networks->transformer.rotary(coords);                                                  // [1, N, D/2]
    return [=, this](const FlowPoint& point) {
        ltx::CallExtras extras(&audio->listening);
        if (recomputes_ && at::GradMode::is_enabled()) extras.recompute = audio;
        return audio->networks->transformer(point.tokens, point.times, rotary, text, extras);                        // [B, N, C]
    };
}

// What the network says without sound; where words are trained, without them too.
at::Tensor ListeningModel::said_unmoved(WindowBatch batch, const FlowPoint& point, const std::shared_ptr<const Networks>& networks) const {
    const at::NoGradGuard guard;
    batch.scale = at::zeros_like(batch.scale);                                                                       // [B, 1]
    if (tokenizer_) batch.captions.assign(batch.captions.size(), "");
    return voice_of(batch, networks)(point);                                                                         // [B, N, C]
}

FlowPoint ListeningModel::point(const WindowBatch& batch) const {
    const auto tokens = [&](const at::Tensor& x) { return ltx::tokens_of(x.to(parameters_.device())); };             // [B, N, C]
    return flow_point(tokens(batch.latents), tokens(batch.noise), tokens(batch.context_noise), batch.context_level,
                      batch.levels.to(parameters_.device()), batch.context * batch.grid.cells());
}

Voice ListeningModel::voice(const WindowBatch& batch, const NamedTensors* values) const {
    const at::NoGradGuard looking;
    return [voice = voice_of(batch, std::make_shared<const Networks>(networks(values)))](const FlowPoint& point) {
        const at::NoGradGuard speaking;
        return voice(point).to(at::kFloat);                                                                          // [B, N, C]
    };
}

at::Tensor ListeningModel::losses(const WindowBatch& batch, FlowPoint point, double guidance, const NamedTensors* values) const {
    const auto networks = std::make_shared<const Networks>(this->networks(values));
    const at::Tensor said = voice_of(batch, networks)(point);                                                      // [B, N, C]
    if (guidance > 1.0) {
        const at::Tensor away = said.detach() - said_unmoved(batch, point, networks);                                // [B, N, C]
        point.velocity = point.velocity + (1.0 - 1.0 / guidance) * away.to(at::kFloat);                              // [B, N, C]
    }
    return flow_losses(said, point);                                                                                 // [B]
}

void ListeningModel::save(const fs::path& folder, const NamedTensors& values) const {
    for (const char* part : {kTransformer, kText, kAdapter, kEars}) {
        NamedTensors weights;
        for (const auto& [name, value] : of_part(values, part)) weights[name] = value.detach().to(at::kCPU, at::kBFloat16).contiguous();
        if (!weights.empty()) write_safetensors(folder / part / (stem_of(part) + ".safetensors"), weights, {{"format", "pt"}});
    }
    NamedTensors lora;
    for (const auto& [name, value] : of_part(values, kLora)) lora["transformer." + name] = value.detach().to(at::kCPU, at::kBFloat16).contiguous();
    if (!lora.empty()) write_safetensors(folder / kLoraFile, lora, {{"format", "pt"}});
}

}  // namespace chladni::train
