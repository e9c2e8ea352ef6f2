#pragma once

#include <string>
#include <vector>

#include "engine/ltx/t5_encoder.h"
#include "engine/ltx/tokenizer.h"

namespace chladni::train {

/// Captions as numbers, padded to one length: `ids` [B, T] int64, `mask` [B, T] float32.
struct CaptionRows {
    at::Tensor ids, mask;
};
CaptionRows caption_rows(const ltx::Tokenizer& tokenizer, const std::vector<std::string>& captions, std::int64_t max_length);

}  // namespace chladni::train
