#pragma once

#include <string>
#include <vector>

#include "engine/tensor/torch.h"

namespace chladni::ltx {

/// A text and how much of it, the weights of a blend adding up to 1.
struct WeightedText {
    std::string text;
    double weight = 1.0;
};

/// "ink drops::0.7 neon tunnel::0.3": each text ends in its weight; the last may leave it away and has 1. Texts of
/// weight 0 are left out. What is no such list (no "::", a weight that is no number or below 0, nothing but zeros, a
/// weight without a text) is one text, taken as it stands.
std::vector<WeightedText> parse_blend(const std::string& prompt);

/// Along the straight line between embeddings, or for each token along the arc, lengths along the line.
enum class BlendKind { kLinear, kSlerp };

/// From "linear" or "slerp". Throws UsageError on another word.
BlendKind blend_kind_from(const std::string& word);

/// Embeddings [1, T_i, d] of real tokens and as many weights that add up to 1 -> [1, T, d] in the dtype of the first, T
/// the longest: shorter ones go on as zeros, and a token is real where any of them has one. Throws Error for none.
at::Tensor blend(const std::vector<at::Tensor>& embeds, const std::vector<double>& weights, BlendKind kind);

}  // namespace chladni::ltx
