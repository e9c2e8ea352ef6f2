#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/base/json.h"
#include "engine/ltx/audio_adapter.h"
#include "engine/ltx/ltx_model.h"
#include "engine/train/initial_weights.h"
#include "engine/train/train_model.h"

namespace chladni {

namespace fs = std::filesystem;

namespace {

constexpr const char *kEarsFolder = "audio_encoder", *kAdapterFolder = "audio_adapter";

// Only a link gives way to a link: files and folders are somebody's.
void link_to(const fs::path& what, const fs::path& as) {
    std::error_code failed;
    if (fs::is_symlink(as, failed)) fs::remove(as, failed);
    require(!fs::exists(as, failed), "expected '" + as.string() + "' not to be there, since it is to link to the base's; name a folder of its own for the model with ears");
    fs::create_symlink(fs::absolute(what), as, failed);
    require(!failed, "expected to link '" + as.string() + "' to '" + what.string() + "', got: " + failed.message());
}

// Everything of the base but its ears.
void link_parts(const fs::path& model, const ltx::ModelSource& base) {
    for (const auto& entry : fs::directory_iterator(base.folder())) {
        const std::string name = entry.path().filename().string();
        if (name == kEarsFolder || name == kAdapterFolder || name.front() == '.') continue;
        if (entry.is_directory() || name == "model_index.json" || entry.path() == base.place()) link_to(entry.path(), model / name);
    }
}

bool copied(const fs::path& model, const fs::path& base) {
    for (const char* part : {kEarsFolder, kAdapterFolder})
        if (!fs::is_directory(base / part)) return false;
    for (const char* part : {kEarsFolder, kAdapterFolder}) fs::copy(base / part, model / part, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    return true;
}

void write_ears(const fs::path& folder, const AdapterWishes& wishes, std::int64_t hidden, double frame_rate) {
    OrderedJson config{{"encoder_type", wishes.encoder},   {"sample_rate", 16000},           {"hidden_dim", hidden},
                       {"use_beat_features", true},        {"frames_per_second", frame_rate}, {"audio_context_frames", 4}};
    if (wishes.encoder != "spectrogram") {
        require(!wishes.encoder_model.empty(), "expected a folder with a " + wishes.encoder + " model of transformers, got none");
        config[wishes.encoder + "_model_path"] = fs::absolute(wishes.encoder_model).string();
    }
    fs::create_directories(folder);
    write_file_atomically(folder / "config.json", config.dump(2) + "\n");
}

void write_adapter(const fs::path& folder, const AdapterWishes& wishes, std::int64_t hidden, const ltx::TransformerConfig& transformer) {
    const std::string modes = ltx::words_of(ltx::audio_modes_from(wishes.injection_mode));
    OrderedJson config{{"injection_mode", modes}, {"injection_layers", nullptr}, {"window_s", wishes.window_s}, {"audio_hidden_dim", hidden}};
    if (!wishes.layers.empty()) config["injection_layers"] = wishes.layers;
    fs::create_directories(folder);
    write_file_atomically(folder / "config.json", config.dump(2) + "\n");
    const ltx::AudioAdapterConfig read = ltx::load_audio_adapter_config(folder / "config.json", transformer);
    NamedTensors weights = train::initial_weights(ltx::AudioAdapter::shapes(read, transformer), wishes.seed);
    for (auto& [name, weight] : weights) weight = weight.to(at::kBFloat16);
    write_safetensors(folder / "model.safetensors", weights, {{"format", "pt"}});
}

}  // namespace

ClipShape clip_shape(const fs::path& model, int windows) {
    const ltx::ModelSource source = ltx::ModelSource::open(model);
    const ltx::VaeConfig vae = source.vae().config;
    const ltx::ModelHabits habits = ltx::load_model_habits(source, vae);
    const std::int64_t frames = windows * (habits.window_frames - 1) + 1;
    return {static_cast<int>(habits.width), static_cast<int>(habits.height), static_cast<int>(frames), static_cast<int>(vae.temporal_ratio), habits.frame_rate};
}

fs::path begun_model(const fs::path& model, const fs::path& base) {
    return fs::is_regular_file(base) ? model / base.filename() : model;
}

fs::path begin_adapter(const fs::path& model, const fs::path& base, const AdapterWishes& wishes, bool anew) {
    const ltx::ModelSource source = ltx::ModelSource::open(base);
    const ltx::TransformerConfig transformer = source.transformer().config;
    fs::create_directories(model);
    require(!fs::equivalent(model, source.folder()), "expected another folder than the base's for the model with ears, got '" + model.string() + "'");
    link_parts(model, source);
    const fs::path begun = begun_model(model, base);
    if (!anew && copied(model, source.folder())) return begun;
    const std::int64_t hidden = wishes.hidden_dim > 0 ? wishes.hidden_dim : transformer.width();
    write_ears(model / kEarsFolder, wishes, hidden, ltx::load_model_habits(source, source.vae().config).frame_rate);
    write_adapter(model / kAdapterFolder, wishes, hidden, transformer);
    return begun;
}

}  // namespace chladni
