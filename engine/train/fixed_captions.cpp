#include "engine/train/fixed_captions.h"

#include <algorithm>

#include "engine/base/check.h"

namespace chladni::train {

void FixedCaptions::prepare(const std::vector<std::string>& captions) {
    const c10::InferenceMode inference;
    std::vector<std::string> all = captions;
    all.push_back("");
    for (const std::string& caption : all) {
        if (known_.count(caption)) continue;
        require(encoder_.has_value(), "expected all captions before the training begins, got '" + caption + "' within it");
        known_[caption] = encoder_->embeds(caption, max_length_)[0].to(at::kCPU);  // [T, d]
    }
    encoder_.reset();
}

FixedCaptions::Rows FixedCaptions::rows(const std::vector<std::string>& captions) const {
    std::int64_t longest = 1;
    for (const std::string& caption : captions) longest = std::max(longest, known_.at(caption).size(0));
    std::vector<at::Tensor> embeds, masks;
    for (const std::string& caption : captions) {
        const at::Tensor& one = known_.at(caption);                                                   // [T, d]
        embeds.push_back(at::constant_pad_nd(one.to(at::kFloat), {0, 0, 0, longest - one.size(0)}));  // [longest, d]
        masks.push_back((at::arange(longest) < one.size(0)).to(at::kFloat));                          // [longest]
    }
    return {at::stack(embeds), at::stack(masks)};
}

}  // namespace chladni::train
