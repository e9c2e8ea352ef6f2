#pragma once

#include <map>
#include <string>

#include "engine/ltx/ltx_model.h"

namespace chladni::ltx {

/// Prompts as the transformer sees them; each text is encoded once. One thread.
class PromptCache {
public:
    explicit PromptCache(const LtxModel& model) : model_(model) {}

    /// One row for the prompt; where `guided`, the negative prompt's row before it. Good until the next call.
    const TextKeys& keys(const std::string& prompt, const std::string& negative, bool guided);

private:
    const at::Tensor& embeds(const std::string& prompt);  // [1, T, d], real tokens only

    const LtxModel& model_;
    std::map<std::string, at::Tensor> encoded_;
    std::string last_;  // what keys_ was made for
    TextKeys keys_;
};

}  // namespace chladni::ltx
