#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace chladni::ltx {

/// What a skipped block leaves out for the rows that are perturbed (spatio-temporal skip guidance, Hyung et al. 2024).
enum class SkipMode {
    kAttentionValues,   ///< attention to itself alone: the values pass through
    kAttentionSkip,     ///< no attention: its input passes through
    kTransformerBlock,  ///< no block: the stream passes through
    kResidual,          ///< the attention's own residual, which these models have not: no effect
};

/// Throws Error for another word than attention_values, attention_skip, transformer_block or residual.
SkipMode skip_mode_from(const std::string& word);

/// Which rows of a batch run without which blocks.
struct SkipLayers {
    SkipMode mode = SkipMode::kAttentionValues;
    std::vector<std::int64_t> blocks;
    std::int64_t first_row = 0;  ///< this one and those after it

    bool skips(std::size_t block) const {
        for (const std::int64_t b : blocks)
            if (b == static_cast<std::int64_t>(block)) return mode != SkipMode::kResidual;
        return false;
    }
};

}  // namespace chladni::ltx
