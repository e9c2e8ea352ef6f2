#include "engine/ltx/convert_model.h"

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/ltx/diffusers_config.h"
#include "engine/ltx/model_source.h"
#include "engine/ltx/original_config.h"
#include "engine/ltx/original_vae.h"

namespace chladni {

namespace fs = std::filesystem;

namespace ltx {

namespace {

constexpr const char* kRest = "original.safetensors";  // in a folder: what diffusers' layout has no place for
constexpr const char* kWeights = "diffusion_pytorch_model.safetensors";

void write_json(const fs::path& file, const OrderedJson& json) {
    std::error_code failed;
    fs::create_directories(file.parent_path(), failed);
    require(!failed, "expected to make the folder '" + file.parent_path().string() + "', got: " + failed.message());
    write_file_atomically(file, json.dump(2) + "\n");
}

// A part of a single file as a folder.
void write_part(const fs::path& folder, const OrderedJson& config, const WeightFiles& files) {
    write_json(folder / "config.json", config);
    write_safetensors(folder / kWeights, Weights::open(files, at::kCPU, at::kFloat).stored(), {{"format", "pt"}});
}

// What neither part of a single file takes.
NamedTensors rest_of(const SafetensorsFile& file, const std::vector<WeightFiles>& parts) {
    NamedTensors rest;
    for (const auto& [name, entry] : file.entries()) {
        bool taken = false;
        for (const WeightFiles& part : parts) taken = taken || part.rename(name).has_value();
        if (!taken) rest[name] = file.tensor(name);
    }
    return rest;
}

OrderedJson index_of(const ModelSource& source) {
    OrderedJson index{{"_class_name", source.causal_positions() ? "LTXConditionPipeline" : "LTXPipeline"}};
    if (source.has("transformer")) index["transformer"] = {"diffusers", "LTXVideoTransformer3DModel"};
    if (source.has("vae")) index["vae"] = {"diffusers", "AutoencoderKLLTXVideo"};
    index["scheduler"] = {"diffusers", "FlowMatchEulerDiscreteScheduler"};
    index["text_encoder"] = {"transformers", "T5EncoderModel"};
    index["tokenizer"] = {"transformers", "T5Tokenizer"};
    index["chladni"] = {{"sampler", source.sampler()}, {"solver", source.is_stochastic() ? "stochastic" : "euler"}, {"causal_positions", source.causal_positions()}};
    return index;
}

void to_folder(const ModelSource& source, const fs::path& to) {
    const SafetensorsFile file(source.place());
    std::vector<WeightFiles> parts;
    if (source.has("transformer")) {
        const auto part = source.transformer();
        write_part(to / "transformer", diffusers_transformer_config(part.config), part.files);
        parts.push_back(part.files);
    }
    if (source.has("vae")) {
        const auto part = source.vae();
        write_part(to / "vae", diffusers_vae_config(part.config), part.files);
        parts.push_back(part.files);
    }
    write_json(to / "scheduler" / "scheduler_config.json", diffusers_scheduler_config(source.scheduler()));
    write_safetensors(to / kRest, rest_of(file, parts), file.metadata());
    write_json(to / "model_index.json", index_of(source));  // last: until then this is no model
}

OrderedJson scheduler_of(const ModelSource& source) {
    const std::string sampler = source.sampler();
    if (sampler == "linear_quadratic" || sampler == "distilled") return {{"_class_name", "RectifiedFlowScheduler"}, {"num_train_timesteps", 1000}, {"sampler", "LinearQuadratic"}, {"shifting", nullptr}};
    return {{"_class_name", "RectifiedFlowScheduler"}, {"num_train_timesteps", 1000}, {"sampler", "Uniform"}, {"shifting", "SD3"}, {"target_shift_terminal", 0.1}};
}

void add_part(NamedTensors& tensors, const WeightFiles& files, const NameTable& names) {
    for (const auto& [name, tensor] : Weights::open(files, at::kCPU, at::kFloat).stored()) tensors[names.to_original(name)] = tensor;
}

void to_file(const ModelSource& source, const fs::path& to) {
    OrderedJson config = OrderedJson::object();
    Metadata metadata;
    NamedTensors tensors;
    const fs::path rest = source.folder() / kRest;
    std::error_code ignored;
    if (fs::exists(rest, ignored)) tensors = read_safetensors(rest, &metadata);
    if (source.has("transformer")) {
        const auto part = source.transformer();
        config["transformer"] = original_transformer_config(part.config, source.causal_positions());
        add_part(tensors, part.files, transformer_names());
    }
    if (source.has("vae")) {
        const auto part = source.vae();
        config["vae"] = original_vae_config(part.config);
        const ConfigJson blocks(Json::parse(config["vae"].dump()), source.place());
        add_part(tensors, part.files, vae_names(OriginalVae::of(blocks).blocks));
    }
    require(!tensors.empty(), "expected a transformer or a vae in '" + source.place().string() + "', found neither");
    config["scheduler"] = scheduler_of(source);
    if (!metadata.count("config")) metadata["config"] = config.dump();
    write_safetensors(to, tensors, metadata);
}

}  // namespace

}  // namespace ltx

void convert_model(const fs::path& from, const fs::path& to) {
    const c10::InferenceMode inference;
    const ltx::ModelSource source = ltx::ModelSource::open(from);
    std::error_code ignored;
    require(!fs::exists(to, ignored) || (fs::is_directory(to, ignored) && fs::is_empty(to, ignored)),
            "expected a new name to write to, found something at '" + to.string() + "'; name another");
    source.is_single_file() ? ltx::to_folder(source, to) : ltx::to_file(source, to);
}

}  // namespace chladni
