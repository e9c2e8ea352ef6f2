#include "engine/ltx/prompt_cache.h"

#include <algorithm>

namespace chladni::ltx {

namespace {

constexpr std::size_t kMostPrompts = 256;

// [1, T, d] with zeros after its end.
at::Tensor padded(const at::Tensor& embeds, std::int64_t length) {
    return at::constant_pad_nd(embeds, {0, 0, 0, length - embeds.size(1)});  // [1, length, d]
}

}  // namespace

const at::Tensor& PromptCache::encoded(const std::string& text) {
    if (const auto found = encoded_.find(text); found != encoded_.end()) return found->second;
    return encoded_.emplace(text, model_.text.embeds(text, model_.habits.max_text_length)).first->second;  // [1, T, d]
}

at::Tensor PromptCache::embeds(const std::string& prompt) {
    std::vector<at::Tensor> parts;
    std::vector<double> weights;
    for (const WeightedText& part : parse_blend(prompt)) {
        parts.push_back(encoded(part.text));  // [1, T, d]
        weights.push_back(part.weight);
    }
    return blend(parts, weights, kind_);  // [1, T, d]
}

const TextKeys& PromptCache::keys(const std::string& prompt, const std::string& negative, bool guided) {
    const std::string now = prompt + '\0' + (guided ? negative + '\1' : "");
    if (now == last_) return keys_;
    if (encoded_.size() >= kMostPrompts) encoded_.clear();
    const at::Tensor positive = embeds(prompt);  // [1, T, d]
    if (!guided) {
        keys_ = model_.transformer.look_at_text(positive, {});
    } else {
        const at::Tensor other = embeds(negative);                                          // [1, T', d]
        const std::int64_t length = std::max(positive.size(1), other.size(1));
        const at::Tensor both = at::cat({padded(other, length), padded(positive, length)});  // [2, T, d]
        const at::Tensor lengths = at::tensor({other.size(1), positive.size(1)}, at::kLong).unsqueeze(1);  // [2, 1]
        const at::Tensor mask = at::arange(length).unsqueeze(0).lt(lengths);                // [2, T]
        keys_ = model_.transformer.look_at_text(both, mask.to(at::kFloat));
    }
    last_ = now;
    return keys_;
}

}  // namespace chladni::ltx
