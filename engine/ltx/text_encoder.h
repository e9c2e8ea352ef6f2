#pragma once

#include <filesystem>
#include <string>

#include "engine/ltx/t5_encoder.h"
#include "engine/ltx/tokenizer.h"

namespace chladni::ltx {

/// A prompt to what the transformer reads: tokenizer and T5. Any thread, in inference mode.
class TextEncoder {
public:
    struct Encoded {
        at::Tensor embeds;  // [1, T, d]
        at::Tensor mask;    // [1, T] float32, 1 at real tokens
    };

    /// Throws Error: what is missing or does not fit.
    static TextEncoder load(const std::filesystem::path& text_encoder_folder, const std::filesystem::path& tokenizer_folder,
                            at::Device device, at::ScalarType dtype);

    const T5Encoder& network() const { return network_; }
    const Tokenizer& tokenizer() const { return tokenizer_; }

    /// Padded to `max_length` tokens; the padding is masked.
    Encoded encode(const std::string& prompt, std::int64_t max_length) const;

private:
    TextEncoder(T5Encoder network, Tokenizer tokenizer) : network_(std::move(network)), tokenizer_(std::move(tokenizer)) {}

    T5Encoder network_;
    Tokenizer tokenizer_;
};

/// The tokens of a prompt with their padding: `ids` [1, T] int64 and `mask` [1, T] float32, T = `max_length`.
struct PaddedTokens {
    at::Tensor ids, mask;
};
PaddedTokens padded_tokens(const Tokenizer& tokenizer, const std::string& prompt, std::int64_t max_length);

}  // namespace chladni::ltx
