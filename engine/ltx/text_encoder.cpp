#include "engine/ltx/text_encoder.h"

#include "engine/base/check.h"
#include "engine/tensor/device.h"
#include "engine/ltx/t5_sizes.h"
#include "engine/ltx/text_identity.h"
#include "engine/tensor/memory.h"

namespace chladni::ltx {

TextUse text_use_from(const std::string& device, bool free_network, std::filesystem::path store) {
    TextUse use{.free_network = free_network, .store = std::move(store)};
    if (device != "auto") use.device = device_from(device);
    return use;
}

TextEncoder TextEncoder::load(const std::filesystem::path& text_encoder_folder,
                              const std::filesystem::path& tokenizer_folder, at::Device device, at::ScalarType dtype,
                              const TextUse& use) {
    Tokenizer tokenizer(tokenizer_folder);
    const at::ScalarType wide = dtype == at::kHalf ? at::kBFloat16 : dtype;
    const T5Config config = T5Encoder::load(text_encoder_folder, at::kMeta, wide).config();
    require(tokenizer.vocabulary() <= config.vocabulary,
            "expected a tokenizer of at most " + std::to_string(config.vocabulary) + " pieces in '" +
                tokenizer_folder.string() + "', as '" + text_encoder_folder.string() + "' knows, got " +
                std::to_string(tokenizer.vocabulary()));
    TextEncoder encoder(text_encoder_folder, config, std::move(tokenizer), use.device.value_or(device), wide, use);
    if (!use.store.empty())
        encoder.identity_ = text_identity(text_encoder_folder, tokenizer_folder) + ' ' +
                            c10::DeviceTypeName(encoder.device_.type()) + ' ' + c10::toString(wide);
    return encoder;
}

TextEncoder::TextEncoder(std::filesystem::path folder, const T5Config& config, Tokenizer tokenizer, at::Device device,
                         at::ScalarType dtype, const TextUse& use)
    : folder_(std::move(folder)),
      config_(config),
      tokenizer_(std::move(tokenizer)),
      device_(device),
      dtype_(dtype),
      free_network_(use.free_network),
      store_(use.store) {}

std::uint64_t TextEncoder::bytes() const { return bytes_of(T5Encoder::shapes(config_), dtype_); }

PaddedTokens padded_tokens(const Tokenizer& tokenizer, const std::string& prompt, std::int64_t max_length) {
    const std::vector<std::int64_t> tokens = tokenizer.encode(prompt, max_length);
    const auto count = static_cast<std::int64_t>(tokens.size());
    PaddedTokens padded{at::zeros({1, max_length}, at::kLong), at::zeros({1, max_length}, at::kFloat)};
    padded.ids[0].narrow(0, 0, count).copy_(at::tensor(tokens, at::kLong));  // [T]
    padded.mask[0].narrow(0, 0, count).fill_(1);                             // [T]
    return padded;
}

at::Tensor TextEncoder::embeds(const std::string& prompt, std::int64_t max_length) {
    const std::string key = identity_ + ' ' + std::to_string(max_length) + '\n' + prompt;
    const at::Tensor kept = store_.find(key, max_length, config_.width);  // [1, T, d] or undefined
    if (kept.defined()) return kept.to(device_);
    const at::Tensor made = run(prompt, max_length);  // [1, T, d]
    store_.keep(key, made);
    return made;
}

at::Tensor TextEncoder::run(const std::string& prompt, std::int64_t max_length) {
    if (!network_) network_.emplace(T5Encoder::load(folder_, device_, dtype_));
    const PaddedTokens tokens = padded_tokens(tokenizer_, prompt, max_length);
    const std::int64_t real = tokens.mask.sum().item<std::int64_t>();
    const at::Tensor embeds = (*network_)(tokens.ids, tokens.mask).narrow(1, 0, real).clone();  // [1, T, d]
    if (free_network_) network_.reset();
    return embeds;
}

}  // namespace chladni::ltx
