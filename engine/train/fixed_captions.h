#pragma once

#include <map>
#include <memory>

#include "engine/ltx/text_encoder.h"

namespace chladni::train {

/// Captions as a text encoder that is not trained has them: each is encoded once, and its network leaves the memory when all
/// are. One thread.
class FixedCaptions {
public:
    FixedCaptions(ltx::TextEncoder encoder, std::int64_t max_length) : encoder_(std::move(encoder)), max_length_(max_length) {}

    /// Encodes these and the empty one. Throws Error where the network cannot be read.
    void prepare(const std::vector<std::string>& captions);
    bool has(const std::string& caption) const { return known_.count(caption) > 0; }

    /// Those of a batch, zeros behind the shorter ones: `embeds` [B, T, d] float32 and `mask` [B, T]. All must be prepared.
    struct Rows {
        at::Tensor embeds, mask;
    };
    Rows rows(const std::vector<std::string>& captions) const;

private:
    std::optional<ltx::TextEncoder> encoder_;
    std::int64_t max_length_;
    std::map<std::string, at::Tensor> known_;  // [T, d] on the CPU
};

}  // namespace chladni::train
