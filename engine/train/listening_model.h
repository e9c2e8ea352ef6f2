#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "engine/encode/token_layers.h"
#include "engine/ltx/audio_adapter.h"
#include "engine/ltx/model_source.h"
#include "engine/ltx/transformer.h"
#include "engine/train/caption_rows.h"
#include "engine/train/fixed_captions.h"
#include "engine/train/flow_loss.h"
#include "engine/train/parameters.h"
#include "engine/train/window_batch.h"

namespace chladni::train {

/// What of a model is trained.
enum class Trained {
    kEars,        ///< the audio adapter and the encoder's layers: the base stays as it is, bit for bit
    kEverything,  ///< the transformer and the text encoder too
};

/// From a point on a batch's way to the velocity that the network says there.
using Voice = std::function<at::Tensor(const FlowPoint&)>;

/// A model being taught: its configuration, its weights, and what they make of a batch. One thread.
class ListeningModel {
public:
    /// `folder`: a model in the diffusers layout with audio_encoder/ and audio_adapter/. `lora_rank` above 0: the blocks of a transformer
    /// that is not trained get low-rank branches that are. Throws Error: what is missing or does not fit.
    static ListeningModel open(const std::filesystem::path& folder, at::Device device, at::ScalarType compute, Trained trained, std::int64_t lora_rank = 0);

    Parameters& parameters() { return parameters_; }
    const Parameters& parameters() const { return parameters_; }
    const ltx::TransformerConfig& transformer_config() const { return transformer_; }
    const ltx::SchedulerConfig& scheduler() const { return scheduler_; }
    ColumnEncoder& encoder() const { return *encoder_; }

    /// Encodes what a text encoder that is not trained will be asked for; before the first batch.
    void prepare(const std::vector<std::string>& captions);

    /// Blocks are computed twice and not remembered: less memory, a third more time.
    void set_recomputing(bool on) { recomputes_ = on; }

    /// The batch on its way between noise and picture.
    FlowPoint point(const WindowBatch& batch) const;

    /// What the network says of the batch at any point, without gradients: [B, N, C] float32. Refers to the model. `values` as in losses().
    Voice voice(const WindowBatch& batch, const NamedTensors* values = nullptr) const;

    /// Loss of each row at `point` [B] float32. `guidance` above 1: the network learns to say at once what guidance of this strength, away from
    /// what it says without sound (and words, where they are trained), would make of it: Tang et al. 2025, "Diffusion Models without
    /// Classifier-free Guidance", equation 8, whose w is 1 - 1 / guidance. `values`: instead of the trained weights, an average; else null.
    at::Tensor losses(const WindowBatch& batch, FlowPoint point, double guidance = 1.0, const NamedTensors* values = nullptr) const;

    /// Writes the weights under `values`, by the parts' own names, into the model folder `folder`; bfloat16 but for statistics. Low-rank
    /// branches become a LoRA file beside model_index.json, named as diffusers names it.
    void save(const std::filesystem::path& folder, const NamedTensors& values) const;

private:
    struct Networks;
    struct Hearing;
    ListeningModel(at::Device device, at::ScalarType compute) : parameters_(device, compute) {}
    void add_lora(std::int64_t rank);
    void attach_lora(const ltx::Transformer& transformer, const NamedTensors* values) const;
    void open_text(const std::filesystem::path& folder, Trained trained);
    Networks networks(const NamedTensors* values) const;
    at::Tensor sound_tokens(const WindowBatch& batch, const TokenLayers& layers) const;
    ltx::TextKeys look_at_captions(const std::vector<std::string>& captions, const Networks& networks) const;
    Voice voice_of(const WindowBatch& batch, const std::shared_ptr<const Networks>& networks) const;
    at::Tensor said_unmoved(WindowBatch batch, const FlowPoint& point, const std::shared_ptr<const Networks>& networks) const;

    Parameters parameters_;
    ltx::TransformerConfig transformer_;
    ltx::AudioAdapterConfig adapter_;
    ltx::T5Config text_;
    ltx::SchedulerConfig scheduler_;
    std::shared_ptr<FixedCaptions> fixed_captions_;  // none where the text encoder is trained
    std::shared_ptr<ltx::Tokenizer> tokenizer_;
    std::shared_ptr<ColumnEncoder> encoder_;
    double token_s_ = 0;
    std::int64_t max_text_length_ = 256;
    bool recomputes_ = false;
};

}  // namespace chladni::train
