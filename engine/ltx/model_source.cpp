#include "engine/ltx/model_source.h"

#include "engine/base/check.h"
#include "engine/generate/parts_folder.h"
#include "engine/ltx/original_config.h"
#include "engine/ltx/original_vae.h"

namespace chladni::ltx {

namespace fs = std::filesystem;

namespace {

bool is_folder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

bool is_file(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

}  // namespace

ModelSource ModelSource::open(const fs::path& place) {
    if (is_folder(place)) return {place, place};
    require(is_file(place), "expected a model folder in the diffusers layout, or a single checkpoint file, at '" + place.string() + "', found none");
    ModelSource source(place, parts_folder(place));
    source.read_single_file();
    return source;
}

void ModelSource::read_single_file() {
    const SafetensorsFile file(place_);
    const auto found = file.metadata().find("config");
    if (found == file.metadata().end()) {
        original_ = guessed_original_config(file.entries(), place_);
        return;
    }
    original_ = parse_shallow(found->second);
    require(original_.is_object(), "expected a JSON object as metadata 'config' in '" + place_.string() + "', got something else");
}

bool ModelSource::has(const std::string& part) const {
    if (is_single_file() && (part == "transformer" || part == "vae" || part == "scheduler")) return original_.contains(part);
    return is_folder(folder_ / part);
}

ConfigJson ModelSource::index() const {
    if (is_single_file()) return {Json::object(), place_};
    return is_file(folder_ / "model_index.json") ? ConfigJson(folder_ / "model_index.json") : ConfigJson(Json::object(), folder_);
}

ConfigJson ModelSource::original(const std::string& part) const { return ConfigJson(original_, place_).object(part); }

NameTable ModelSource::names(const std::string& part) const {
    if (part == "transformer") return transformer_names();
    return vae_names(OriginalVae::of(original("vae")).blocks);
}

PartSource<TransformerConfig> ModelSource::transformer() const {
    if (!is_single_file()) return {load_transformer_config(folder_ / "transformer" / "config.json"), folder_ / "transformer"};
    const auto rename = [names = names("transformer")](const std::string& stored) { return names.to_diffusers(stored); };
    return {original_transformer_config(original("transformer")), {place_, rename}};
}

PartSource<VaeConfig> ModelSource::vae() const {
    if (!is_single_file()) return {load_vae_config(folder_ / "vae" / "config.json"), folder_ / "vae"};
    const auto rename = [names = names("vae")](const std::string& stored) -> std::optional<std::string> {
        const std::optional<std::string> name = names.to_diffusers(stored);
        return name && name->starts_with("per_channel_statistics.") ? std::nullopt : name;  // of no use to a decoder
    };
    return {OriginalVae::of(original("vae")).config, {place_, rename}};
}

SchedulerConfig ModelSource::scheduler() const {
    if (is_single_file()) return original_scheduler_config(original("scheduler"));
    return load_scheduler_config(folder_ / "scheduler" / "scheduler_config.json");
}

// Published files say it in their list of allowed steps, or in their name alone.
bool ModelSource::is_distilled() const {
    return original_.contains("allowed_inference_steps") || place_.filename().string().find("distilled") != std::string::npos;
}

std::string ModelSource::sampler() const {
    const ConfigJson own = index().object("chladni");
    if (own.has("sampler")) return own.text("sampler");
    if (is_distilled()) return "distilled";
    return is_single_file() ? original_sampler(original("scheduler")) : "flow_match";
}

// Of the published files only the distilled one of 0.9.6; it says so nowhere else.
bool ModelSource::is_stochastic() const { return place_.filename().string().find("0.9.6-distilled") != std::string::npos; }

bool ModelSource::causal_positions() const {
    if (is_single_file()) return original("transformer").truth("causal_temporal_positioning", false);
    const ConfigJson index = this->index();
    return index.object("chladni").truth("causal_positions", index.text("_class_name", "") != "LTXPipeline");
}

}  // namespace chladni::ltx
