#pragma once

#include <string>
#include <vector>

namespace chladni::ltx {

/// Prompts such as people write them for moving pictures, a few thousand, always the same: what a synthesised model's
/// tokenizer is trained on.
std::vector<std::string> synth_sentences();

}  // namespace chladni::ltx
