#include <algorithm>
#include <functional>
#include <set>
#include <sstream>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/base/json.h"
#include "engine/encode/audio_encoder.h"
#include "engine/encode/token_layers.h"
#include "engine/ltx/audio_adapter.h"
#include "engine/ltx/ltx_model.h"
#include "engine/ltx/synth_model.h"
#include "engine/ltx/t5_encoder.h"
#include "engine/ltx/transformer.h"
#include "engine/train/initial_weights.h"
#include "engine/train/train_model.h"

namespace chladni {

namespace fs = std::filesystem;

namespace {

NamedTensors in_bfloat16(NamedTensors weights) {
    for (auto& [name, weight] : weights) weight = weight.to(at::kBFloat16);
    return weights;
}

void copy_part(const fs::path& from, const fs::path& to) {
    std::error_code failed;
    fs::remove_all(to, failed);
    fs::copy(from, to, fs::copy_options::recursive, failed);
    require(!failed, "expected to copy '" + from.string() + "' to '" + to.string() + "', got: " + failed.message());
}

// Words of three letters and more, each once: shorter ones stand at the beginning of too many others.
std::vector<std::string> longer_words(const std::vector<std::string>& captions) {
    std::set<std::string> words;
    for (const std::string& caption : captions) {
        std::istringstream in(caption);
        for (std::string word; in >> word;) {
            std::erase(word, ',');
            if (word.size() >= 3) words.insert(word);
        }
    }
    return {words.begin(), words.end()};
}

// What the model will know, since its captions have no other words.
void note_words(const fs::path& index, const std::vector<std::string>& words) {
    if (words.empty()) return;
    OrderedJson json = OrderedJson::parse(read_text_file(index));
    json["chladni"]["words"] = words;
    write_file_atomically(index, json.dump(2) + "\n");
}

void write_begun(const fs::path& model, const std::string& geometry, const fs::path& vae, std::uint64_t seed, const std::vector<std::string>& captions) {
    const std::vector<std::string> words = longer_words(captions);
    synthesize_model(model, geometry, seed, {captions, words});
    note_words(model / "model_index.json", words);
    const ltx::TransformerConfig transformer = ltx::load_transformer_config(model / "transformer" / "config.json");
    const ltx::AudioAdapterConfig adapter = ltx::load_audio_adapter_config(model / "audio_adapter" / "config.json", transformer);
    const ltx::T5Config text = ltx::load_t5_config(model / "text_encoder" / "config.json");
    const auto write = [&](const char* part, const char* stem, const TensorShapes& shapes) {
        write_safetensors(model / part / stem, in_bfloat16(train::initial_weights(shapes, seed)), {{"format", "pt"}});
    };
    write("transformer", "diffusion_pytorch_model.safetensors", ltx::Transformer::shapes(transformer));
    write("audio_adapter", "model.safetensors", ltx::AudioAdapter::shapes(adapter, transformer));
    write("text_encoder", "model.safetensors", ltx::T5Encoder::shapes(text));
    if (!vae.empty()) copy_part(vae, model / "vae");
}

// Beside, and renamed: what is there is whole.
void begin_with(const fs::path& model, const std::function<void(const fs::path& beside)>& write) {
    require(!fs::exists(model) || fs::is_empty(model), "expected an empty folder to begin a model in, '" + model.string() + "' holds other things");
    const fs::path whole = fs::absolute(model / "").parent_path();  // without a slash at its end
    const fs::path beside = whole.string() + ".begun";
    std::error_code failed;
    fs::remove_all(beside, failed);
    try {
        write(beside);
    } catch (...) {
        fs::remove_all(beside, failed);
        throw;
    }
    fs::rename(beside, whole, failed);
    require(!failed, "expected to rename '" + beside.string() + "' to '" + whole.string() + "', got: " + failed.message());
}

}  // namespace

void begin_model(const fs::path& model, const std::string& geometry, const fs::path& vae, std::uint64_t seed,
                 const std::vector<std::string>& captions) {
    require(vae.empty() || fs::is_regular_file(vae / "config.json"), "expected the autoencoder of a model in '" + vae.string() + "', found no config.json there");
    begin_with(model, [&](const fs::path& beside) {
        fs::create_directories(beside);
        write_begun(beside, geometry, vae, seed, captions);
    });
}

void begin_copy(const fs::path& model, const fs::path& base) {
    require(fs::is_regular_file(base / "model_index.json"), "expected a model's folder, found no model_index.json in '" + base.string() + "'");
    const ltx::ModelSource source = ltx::ModelSource::open(base);
    ltx::load_model_habits(source, source.vae().config);  // throws where parts are missing
    source.transformer();
    const fs::path outer = fs::canonical(base), inner = fs::weakly_canonical(model);
    require(std::ranges::mismatch(outer, inner).in1 != outer.end(), "expected a folder outside of '" + base.string() + "' for its copy, got '" + model.string() + "'");
    begin_with(model, [&](const fs::path& beside) { copy_part(source.folder(), beside); });
}

}  // namespace chladni
