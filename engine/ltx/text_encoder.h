#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "engine/ltx/embedding_store.h"
#include "engine/ltx/t5_encoder.h"
#include "engine/ltx/tokenizer.h"

namespace chladni::ltx {

/// How a model's text encoder is used: it is its largest part, and has little to do.
struct TextUse {
    std::optional<at::Device> device = std::nullopt;  ///< nothing: the model's
    bool free_network = false;                        ///< after each encoding; the next reads it anew
    std::filesystem::path store = {};                 ///< of encoded prompts, see EmbeddingStore; empty: none
};

/// As a program's options say it: `device` "auto" is the model's. Throws UsageError on a word that names no device.
TextUse text_use_from(const std::string& device, bool free_network, std::filesystem::path store = EmbeddingStore::usual_folder());

/// A prompt to what the transformer reads: tokenizer and T5. One thread, in inference mode.
class TextEncoder {
public:
    /// Checks that both parts are there and fit, and reads no weight: that waits for a prompt that is not in the store.
    /// Half precision is bfloat16 here, since T5 leaves the range of float16. Throws Error: what is missing or does not
    /// fit.
    static TextEncoder load(const std::filesystem::path& text_encoder_folder,
                            const std::filesystem::path& tokenizer_folder, at::Device device, at::ScalarType dtype,
                            const TextUse& use = {});

    const T5Config& config() const { return config_; }
    const Tokenizer& tokenizer() const { return tokenizer_; }
    at::Device device() const { return device_; }
    std::uint64_t bytes() const;  ///< of the network once loaded
    bool is_loaded() const { return network_.has_value(); }

    /// The real tokens of the prompt, at most `max_length`: [1, T, d]. The network sees them padded to `max_length` and
    /// masked. Throws Error where the network has to be read and cannot be.
    at::Tensor embeds(const std::string& prompt, std::int64_t max_length);

private:
    TextEncoder(std::filesystem::path folder, const T5Config& config, Tokenizer tokenizer, at::Device device,
                at::ScalarType dtype, const TextUse& use);
    at::Tensor run(const std::string& prompt, std::int64_t max_length);

    std::filesystem::path folder_;
    T5Config config_;
    Tokenizer tokenizer_;
    at::Device device_;
    at::ScalarType dtype_;
    bool free_network_;
    EmbeddingStore store_;
    std::string identity_;  // all but the prompt that embeddings depend on
    std::optional<T5Encoder> network_;
};

/// The tokens of a prompt with their padding: `ids` [1, T] int64 and `mask` [1, T] float32, T = `max_length`.
struct PaddedTokens {
    at::Tensor ids, mask;
};
PaddedTokens padded_tokens(const Tokenizer& tokenizer, const std::string& prompt, std::int64_t max_length);

}  // namespace chladni::ltx
