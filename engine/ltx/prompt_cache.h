#pragma once

#include <map>
#include <string>

#include "engine/ltx/ltx_model.h"
#include "engine/ltx/prompt_blend.h"

namespace chladni::ltx {

/// Prompts as the transformer sees them; each text is encoded once. A prompt may be a blend (see parse_blend). One
/// thread.
class PromptCache {
public:
    explicit PromptCache(LtxModel& model, BlendKind kind = BlendKind::kLinear) : model_(model), kind_(kind) {}

    /// One row for the prompt; where `guided`, the negative prompt's row before it. Good until the next call.
    const TextKeys& keys(const std::string& prompt, const std::string& negative, bool guided);

private:
    at::Tensor embeds(const std::string& prompt);        // [1, T, d], real tokens only
    const at::Tensor& encoded(const std::string& text);  // [1, T, d]

    LtxModel& model_;
    BlendKind kind_;
    std::map<std::string, at::Tensor> encoded_;
    std::string last_;  // what keys_ was made for
    TextKeys keys_;
};

}  // namespace chladni::ltx
