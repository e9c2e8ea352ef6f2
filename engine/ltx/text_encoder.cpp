#include "engine/ltx/text_encoder.h"

#include "engine/base/check.h"

namespace chladni::ltx {

TextEncoder TextEncoder::load(const std::filesystem::path& text_encoder_folder, const std::filesystem::path& tokenizer_folder,
                              at::Device device, at::ScalarType dtype) {
    Tokenizer tokenizer(tokenizer_folder);
    T5Encoder network = T5Encoder::load(text_encoder_folder, device, dtype);
    require(tokenizer.vocabulary() <= network.config().vocabulary,
            "expected a tokenizer of at most " + std::to_string(network.config().vocabulary) + " pieces in '" + tokenizer_folder.string() +
                "', as '" + text_encoder_folder.string() + "' knows, got " + std::to_string(tokenizer.vocabulary()));
    return {std::move(network), std::move(tokenizer)};
}

PaddedTokens padded_tokens(const Tokenizer& tokenizer, const std::string& prompt, std::int64_t max_length) {
    const std::vector<std::int64_t> tokens = tokenizer.encode(prompt, max_length);
    const auto count = static_cast<std::int64_t>(tokens.size());
    PaddedTokens padded{at::zeros({1, max_length}, at::kLong), at::zeros({1, max_length}, at::kFloat)};
    padded.ids[0].narrow(0, 0, count).copy_(at::tensor(tokens, at::kLong));  // [T]
    padded.mask[0].narrow(0, 0, count).fill_(1);                             // [T]
    return padded;
}

TextEncoder::Encoded TextEncoder::encode(const std::string& prompt, std::int64_t max_length) const {
    const PaddedTokens tokens = padded_tokens(tokenizer_, prompt, max_length);
    return {network_(tokens.ids, tokens.mask), tokens.mask.to(network_.device())};
}

}  // namespace chladni::ltx
