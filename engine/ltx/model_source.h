#pragma once

#include "engine/ltx/original_names.h"
#include "engine/ltx/scheduler.h"
#include "engine/ltx/transformer_config.h"
#include "engine/ltx/vae_config.h"

namespace chladni::ltx {

/// A model where it lies: a folder in the diffusers layout, or one of Lightricks' single files with the other parts in its
/// folder. Nothing but configurations is read before a part is asked for. Getters throw Error naming the file.
class ModelSource {
public:
    /// Throws Error: neither is there.
    static ModelSource open(const std::filesystem::path& place);

    const std::filesystem::path& place() const { return place_; }
    /// text_encoder/, tokenizer/, audio_encoder/ and audio_adapter/ lie here.
    const std::filesystem::path& folder() const { return folder_; }
    bool is_single_file() const { return place_ != folder_; }
    bool has(const std::string& part) const;  ///< "vae", "text_encoder" ...

    PartSource<TransformerConfig> transformer() const;
    PartSource<VaeConfig> vae() const;
    SchedulerConfig scheduler() const;
    std::string sampler() const;      ///< kind of make_sigmas() that the model is best run with
    bool is_stochastic() const;       ///< made for fresh noise in every step
    bool causal_positions() const;    ///< times start at the first frame that a latent covers

    /// model_index.json; of a single file an empty one.
    ConfigJson index() const;

    /// Of a single file: its configuration, and how its parts' names are translated.
    ConfigJson original(const std::string& part) const;
    NameTable names(const std::string& part) const;

private:
    ModelSource(std::filesystem::path place, std::filesystem::path folder) : place_(std::move(place)), folder_(std::move(folder)) {}
    void read_single_file();
    bool is_distilled() const;

    std::filesystem::path place_, folder_;
    Json original_;  // of a single file
};

}  // namespace chladni::ltx
