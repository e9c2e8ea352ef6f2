#include "engine/ltx/synth_model.h"

#include <c10/util/accumulate.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/ltx/audio_adapter.h"
#include "engine/ltx/synth_geometry.h"
#include "engine/ltx/synth_sentences.h"
#include "engine/ltx/synth_tensor.h"
#include "engine/ltx/t5_encoder.h"
#include "engine/ltx/tokenizer.h"
#include "engine/ltx/transformer.h"
#include "engine/ltx/video_vae.h"

namespace chladni {

namespace fs = std::filesystem;

namespace ltx {

namespace {

constexpr std::int64_t kShardBytes = std::int64_t{2} << 30;  // so much stands in memory at once

// diffusers and transformers name shards so.
std::string shard_name(const std::string& stem, std::size_t number, std::size_t count) {
    if (count == 1) return stem + ".safetensors";
    char digits[32];
    std::snprintf(digits, sizeof digits, "-%05zu-of-%05zu", number + 1, count);
    return stem + digits + ".safetensors";
}

/// Writes the weights of one part after the other, drawn as they are written.
class WeightWriter {
public:
    WeightWriter(fs::path folder, const SynthGeometry& geometry, std::uint64_t seed)
        : folder_(std::move(folder)),
          dtype_(geometry.bfloat16 ? at::kBFloat16 : at::kFloat),
          soft_(geometry.soft_decoder),
          seed_(seed) {}

    void write(const std::string& part, const std::string& stem, const TensorShapes& shapes) const {
        const std::vector<TensorShapes> shards = shards_of(shapes);
        OrderedJson map = OrderedJson::object();
        std::int64_t bytes = 0;
        for (std::size_t i = 0; i < shards.size(); ++i) {
            NamedTensors tensors;
            for (const auto& [name, shape] : shards[i]) {
                tensors[name] = drawn(part, name, shape);
                bytes += static_cast<std::int64_t>(tensors[name].nbytes());
                map[name] = shard_name(stem, i, shards.size());
            }
            write_safetensors(folder_ / part / shard_name(stem, i, shards.size()), tensors, {{"format", "pt"}});
        }
        if (shards.size() == 1) return;
        const OrderedJson index{{"metadata", {{"total_size", bytes}}}, {"weight_map", map}};
        write_file_atomically(folder_ / part / (stem + ".safetensors.index.json"), index.dump(2) + "\n");
    }

private:
    std::vector<TensorShapes> shards_of(const TensorShapes& shapes) const {
        std::vector<TensorShapes> shards(1);
        std::int64_t bytes = 0;
        for (const auto& [name, shape] : shapes) {
            const std::int64_t size = c10::multiply_integers(shape) * static_cast<std::int64_t>(c10::elementSize(dtype_));
            if (bytes > 0 && bytes + size > kShardBytes) shards.emplace_back(), bytes = 0;
            shards.back()[name] = shape;
            bytes += size;
        }
        return shards;
    }

    at::Tensor drawn(const std::string& part, const std::string& name, const std::vector<std::int64_t>& shape) const {
        if (soft_ && name.starts_with("decoder.") && shape.size() == 5) return soft(name, shape).to(dtype_);
        const at::Tensor tensor = synth_tensor(name, shape, seed_);
        return part == "vae" && shape.size() < 2 ? tensor : tensor.to(dtype_);  // statistics stay exact
    }

    // Upsamplers divide a cell by two each way, the last kernel divides it into a patch; residual branches are quiet.
    at::Tensor soft(const std::string& name, const std::vector<std::int64_t>& shape) const {
        constexpr std::int64_t kColours = 3;
        if (name.find(".upsamplers.") != std::string::npos) return synth_soft_kernel(name, shape, {2, 2, 2}, seed_);
        if (name.find("conv_out") != std::string::npos) {
            const auto patch =
                static_cast<std::int64_t>(std::lround(std::sqrt(static_cast<double>(shape[0] / kColours))));
            return synth_soft_kernel(name, shape, {1, patch, patch, true}, seed_) * 1.3;
        }
        return synth_soft_kernel(name, shape, {}, seed_) * (name.find(".conv2.") != std::string::npos ? 0.2 : 1.0);
    }

    fs::path folder_;
    at::ScalarType dtype_;
    bool soft_;
    std::uint64_t seed_;
};

void write_configs(const fs::path& folder, const SynthGeometry& geometry) {
    for (const auto& [path, config] : geometry.configs) {
        fs::create_directories((folder / path).parent_path());
        if (path != "model_index.json") write_file_atomically(folder / path, config.dump(2) + "\n");
    }
}

void write_weights(const fs::path& folder, const SynthGeometry& geometry, std::uint64_t seed) {
    const WeightWriter writer(folder, geometry, seed);
    const TransformerConfig transformer = load_transformer_config(folder / "transformer" / "config.json");
    const AudioAdapterConfig adapter = load_audio_adapter_config(folder / "audio_adapter" / "config.json", transformer);
    writer.write("transformer", "diffusion_pytorch_model", Transformer::shapes(transformer));
    writer.write("audio_adapter", "model", AudioAdapter::shapes(adapter, transformer));
    writer.write("vae", "diffusion_pytorch_model", VideoVae::shapes(load_vae_config(folder / "vae" / "config.json")));
    writer.write("text_encoder", "model", T5Encoder::shapes(load_t5_config(folder / "text_encoder" / "config.json")));
}

std::int64_t vocabulary_of(const SynthGeometry& geometry) {
    constexpr std::int64_t kMostPieces = 1000;  // of a few thousand sentences
    return std::min(geometry.configs.at("text_encoder/config.json")["vocab_size"].get<std::int64_t>(), kMostPieces);
}

}  // namespace

}  // namespace ltx

void synthesize_model(const fs::path& folder, const std::string& geometry, std::uint64_t seed, const SynthWords& words) {
    const c10::InferenceMode inference;
    const ltx::SynthGeometry shape = ltx::synth_geometry(geometry);
    std::error_code failed;
    fs::create_directories(folder, failed);
    require(!failed, "expected to make the folder '" + folder.string() + "', got: " + failed.message());
    require(fs::is_empty(folder) || fs::exists(folder / "model_index.json"),
            "expected an empty folder, or a model's, at '" + folder.string() +
                "', found other files there; name another one");
    fs::remove(folder / "model_index.json", failed);  // it is written last: until then this is no model
    ltx::write_configs(folder, shape);
    ltx::write_weights(folder, shape, seed);
    std::vector<std::string> sentences = words.sentences;
    std::ranges::move(ltx::synth_sentences(), std::back_inserter(sentences));
    ltx::train_tokenizer(folder / "tokenizer" / "spiece.model", sentences, ltx::vocabulary_of(shape), words.whole);
    write_file_atomically(folder / "model_index.json", shape.configs.at("model_index.json").dump(2) + "\n");
}

}  // namespace chladni
