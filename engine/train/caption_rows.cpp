#include "engine/train/caption_rows.h"

#include <algorithm>

namespace chladni::train {

CaptionRows caption_rows(const ltx::Tokenizer& tokenizer, const std::vector<std::string>& captions, std::int64_t max_length) {
    std::vector<std::vector<std::int64_t>> rows;
    std::size_t longest = 1;
    for (const std::string& caption : captions) {
        rows.push_back(tokenizer.encode(caption, max_length));
        longest = std::max(longest, rows.back().size());
    }
    const auto count = static_cast<std::int64_t>(rows.size()), length = static_cast<std::int64_t>(longest);
    CaptionRows made{at::zeros({count, length}, at::kLong), at::zeros({count, length}, at::kFloat)};  // [B, T]
    for (std::int64_t i = 0; i < count; ++i) {
        const std::vector<std::int64_t>& row = rows[static_cast<std::size_t>(i)];
        const auto size = static_cast<std::int64_t>(row.size());
        made.ids[i].narrow(0, 0, size).copy_(at::tensor(row));
        made.mask[i].narrow(0, 0, size).fill_(1.0);
    }
    return made;
}

}  // namespace chladni::train
