#include "app/model_parts.h"

#include <array>
#include <sstream>
#include <vector>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"

namespace chladni {

namespace fs = std::filesystem;

namespace {

// Which members of a part's configuration say most about it.
struct PartRow {
    const char* folder;
    const char* config;
    std::vector<const char*> telling;
};

const std::array<PartRow, 7> kParts{{
    {"transformer", "config.json", {"num_layers", "num_attention_heads", "attention_head_dim", "caption_channels", "in_channels"}},
    {"vae", "config.json", {"latent_channels", "block_out_channels", "patch_size", "timestep_conditioning"}},
    {"text_encoder", "config.json", {"d_model", "num_layers", "vocab_size"}},
    {"tokenizer", "tokenizer_config.json", {}},
    {"scheduler", "scheduler_config.json", {"_class_name", "shift_terminal"}},
    {"audio_encoder", "config.json", {"encoder_type", "hidden_dim", "sample_rate", "audio_context_frames"}},
    {"audio_adapter", "config.json", {"injection_mode", "injection_layers", "window_s", "audio_hidden_dim"}},
}};

double weights_mb(const fs::path& folder) {
    double bytes = 0;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".safetensors") bytes += static_cast<double>(entry.file_size());
    return bytes / 1e6;
}

OrderedJson part_of(const fs::path& folder, const PartRow& row) {
    OrderedJson part = OrderedJson::object();
    const fs::path file = folder / row.config;
    if (fs::exists(file)) {
        const Json config = Json::parse(read_text_file(file), nullptr, false);
        require(config.is_object(), "expected a JSON object in '" + file.string() + "', got something else");
        for (const char* key : row.telling)
            if (config.contains(key)) part[key] = OrderedJson::parse(config[key].dump());
    }
    part["weights_mb"] = weights_mb(folder);
    return part;
}

}  // namespace

OrderedJson model_parts(const fs::path& folder) {
    require(fs::is_directory(folder), "expected a model folder at '" + folder.string() + "', found none");
    OrderedJson parts = OrderedJson::object();
    for (const PartRow& row : kParts)
        if (fs::is_directory(folder / row.folder)) parts[row.folder] = part_of(folder / row.folder, row);
    require(!parts.empty(), "expected the parts of a model (transformer, vae ...) in '" + folder.string() + "', found none of them");
    return {{"folder", folder.string()}, {"hears", parts.contains("audio_encoder") && parts.contains("audio_adapter")}, {"parts", parts}};
}

std::string words_of_parts(const OrderedJson& model) {
    std::ostringstream out;
    out << model["folder"].get<std::string>() << "\n";
    for (const auto& [name, part] : model["parts"].items()) {
        out << "  " << name;
        for (const auto& [key, value] : part.items()) out << "  " << key << " " << value.dump();
        out << "\n";
    }
    out << (model["hears"].get<bool>() ? "It hears the sound.\n"
                                       : "It has no ears (audio_encoder/, audio_adapter/): the sound then moves the effects only.\n");
    return out.str();
}

}  // namespace chladni
