#include "engine/ltx/model_info.h"

#include <array>

#include "engine/base/check.h"
#include "engine/ltx/model_source.h"
#include "engine/tensor/dtypes.h"

namespace chladni {

namespace fs = std::filesystem;

namespace ltx {

namespace {

// Which members of a part's configuration say most about it, and what the program cannot do without the part.
struct PartRow {
    const char* name;
    const char* config;
    std::vector<const char*> telling;
    const char* without;
};

const std::array<PartRow, 7> kParts{{
    {"transformer", "config.json", {"num_layers", "num_attention_heads", "attention_head_dim", "caption_channels", "in_channels"}, "nothing can be painted"},
    {"vae", "config.json", {"latent_channels", "block_out_channels", "patch_size", "timestep_conditioning"}, "latents cannot become pictures"},
    {"text_encoder", "config.json", {"d_model", "num_layers", "vocab_size"}, "prompts cannot be read"},
    {"tokenizer", "tokenizer_config.json", {}, "prompts cannot be read"},
    {"scheduler", "scheduler_config.json", {"_class_name", "shift_terminal"}, "noise levels follow another list than the model's own"},
    {"audio_encoder", "config.json", {"encoder_type", "hidden_dim", "sample_rate", "audio_context_frames"}, "the sound moves the effects only"},
    {"audio_adapter", "config.json", {"injection_mode", "injection_layers", "window_s", "audio_hidden_dim"}, "the sound moves the effects only"},
}};

std::string name_of(at::ScalarType dtype) { return std::string(word_of_dtype(dtype)); }

void add_weights(OrderedJson& part, const WeightFiles& files) {
    double parameters = 0, bytes = 0;
    std::map<std::string, std::int64_t> dtypes;
    for (const auto& [name, tensor] : Weights::open(files, at::kCPU, at::kFloat).stored()) {
        parameters += static_cast<double>(tensor.numel());
        bytes += static_cast<double>(tensor.nbytes());
        ++dtypes[name_of(tensor.scalar_type())];
    }
    part["parameters"] = static_cast<std::int64_t>(parameters);
    part["dtypes"] = dtypes;
    part["weights_mb"] = bytes / 1e6;
}

void add_telling(OrderedJson& part, const ConfigJson& config, const PartRow& row) {
    for (const char* key : row.telling)
        if (config.has(key)) part[key] = OrderedJson::parse(config.json()[key].dump());
}

ConfigJson config_of(const ModelSource& source, const PartRow& row) {
    const std::string name = row.name;
    const bool inside = source.is_single_file() && (name == "transformer" || name == "vae" || name == "scheduler");
    if (inside) return source.original(name);
    const fs::path file = source.folder() / name / row.config;
    std::error_code ignored;
    return fs::exists(file, ignored) ? ConfigJson(file) : ConfigJson(Json::object(), file);
}

bool has_weights(const fs::path& folder) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored))
        if (entry.path().extension() == ".safetensors") return true;
    return false;
}

OrderedJson part_of(const ModelSource& source, const PartRow& row) {
    OrderedJson part = OrderedJson::object();
    try {
        const std::string name = row.name;
        add_telling(part, config_of(source, row), row);
        if (name == "transformer") add_weights(part, source.transformer().files);
        else if (name == "vae") add_weights(part, source.vae().files);
        else if (has_weights(source.folder() / name)) add_weights(part, source.folder() / name);
    } catch (const Error& error) {
        part["error"] = error.what();
    }
    return part;
}

// The published sizes have names.
std::string size_of(const TransformerConfig& config) {
    if (config.width() == 2048 && config.layers == 28) return "2B";
    if (config.width() == 4096 && config.layers == 48) return "13B";
    return std::to_string(config.layers) + " blocks of width " + std::to_string(config.width());
}

std::string version_of(const VaeConfig& config) {
    for (const VaeDownBlock& block : config.down)
        if (block.down != VaeDown::kNone && block.down != VaeDown::kConv) return "0.9.5 or later";
    return config.timestep_conditioning ? "0.9.1" : "0.9";
}

std::string version_of(const ModelSource& source) {
    std::string words = "LTX-Video";
    try {
        if (source.has("transformer")) words += " " + size_of(source.transformer().config);
        if (source.has("vae")) words += ", VAE as in " + version_of(source.vae().config);
    } catch (const Error&) {  // told with the part
    }
    return words;
}

// All that it understands of a prompt; none: it says nothing of it.
OrderedJson words_of(const ModelSource& source) {
    const ConfigJson own = source.index().object("chladni");
    return own.has("words") ? OrderedJson(own.texts("words")) : OrderedJson::array();
}

}  // namespace

}  // namespace ltx

OrderedJson model_info(const fs::path& place) {
    using namespace ltx;
    const ModelSource source = ModelSource::open(place);
    OrderedJson parts = OrderedJson::object(), missing = OrderedJson::object();
    for (const PartRow& row : kParts) {
        if (source.has(row.name)) parts[row.name] = part_of(source, row);
        else missing[row.name] = row.without;
    }
    require(!parts.empty(), "expected the parts of a model (transformer, vae ...) in '" + place.string() + "', found none of them");
    return {{"model", place.string()},
            {"layout", source.is_single_file() ? "single file" : "folder"},
            {"version", version_of(source)},
            {"hears", parts.contains("audio_encoder") && parts.contains("audio_adapter")},
            {"words", words_of(source)},
            {"missing", missing},
            {"parts", parts}};
}

}  // namespace chladni
