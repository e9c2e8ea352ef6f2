#include "engine/ltx/prompt_blend.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "engine/base/check.h"

namespace chladni::ltx {

namespace {

constexpr const char* kBlanks = " \t\r\n\f\v";
constexpr double kSmallAngle = 1e-3;  // radians; below, arc and line are one

std::string trimmed(const std::string& text) {
    const std::size_t begin = text.find_first_not_of(kBlanks);
    return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

// A whole word that is a finite number of 0 or more.
std::optional<double> weight_of(const std::string& word) {
    double weight = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), weight);
    const bool fine =
        error == std::errc() && end == word.data() + word.size() && std::isfinite(weight) && !std::signbit(weight);
    return fine ? std::optional(weight) : std::nullopt;
}

// Nothing where it is no list.
std::optional<std::vector<WeightedText>> list_of(const std::string& prompt) {
    std::vector<WeightedText> list;
    std::size_t at = 0;
    for (std::size_t mark; (mark = prompt.find("::", at)) != std::string::npos;) {
        const std::size_t end = std::min(prompt.find_first_of(kBlanks, mark), prompt.size());
        const std::optional<double> weight = weight_of(prompt.substr(mark + 2, end - mark - 2));
        list.push_back({trimmed(prompt.substr(at, mark - at)), weight.value_or(0)});
        if (!weight || list.back().text.empty()) return std::nullopt;
        at = end;
    }
    if (list.empty()) return std::nullopt;
    if (const std::string rest = trimmed(prompt.substr(at)); !rest.empty()) list.push_back({rest, 1.0});
    return list;
}

at::Tensor slerp(const at::Tensor& from, const at::Tensor& to, double t) {
    const at::Tensor line = from * (1 - t) + to * t;                                                  // [1, T, d]
    const at::Tensor length_from = from.norm(2, {-1}, true), length_to = to.norm(2, {-1}, true);      // [1, T, 1]
    const at::Tensor a = from / length_from.clamp_min(1e-12), b = to / length_to.clamp_min(1e-12);    // [1, T, d]
    const at::Tensor angle = at::acos((a * b).sum(-1, true).clamp(-1, 1));                            // [1, T, 1]
    const at::Tensor arc = (a * at::sin(angle * (1 - t)) + b * at::sin(angle * t)) / at::sin(angle);  // [1, T, d]
    const at::Tensor curved = arc * (length_from * (1 - t) + length_to * t);                          // [1, T, d]
    // No arc is the arc where one has no length, or both point the same way or opposite ways.
    const at::Tensor flat =
        (angle < kSmallAngle) | (angle > M_PI - kSmallAngle) | (length_from == 0) | (length_to == 0);  // [1, T, 1]
    return at::where(flat, line, curved);
}

}  // namespace

std::vector<WeightedText> parse_blend(const std::string& prompt) {
    std::vector<WeightedText> list = list_of(prompt).value_or(std::vector<WeightedText>{});
    std::erase_if(list, [](const WeightedText& part) { return part.weight == 0; });
    double sum = 0;
    for (const WeightedText& part : list) sum += part.weight;
    if (list.empty() || !std::isfinite(sum)) return {{prompt, 1.0}};
    for (WeightedText& part : list) part.weight /= sum;
    return list;
}

BlendKind blend_kind_from(const std::string& word) {
    if (word == "linear") return BlendKind::kLinear;
    if (word == "slerp") return BlendKind::kSlerp;
    throw UsageError("expected a way to blend prompts: linear or slerp, got '" + word + "'");
}

at::Tensor blend(const std::vector<at::Tensor>& embeds, const std::vector<double>& weights, BlendKind kind) {
    require(!embeds.empty() && embeds.size() == weights.size(), "expected as many weights as prompts to blend, got " +
                                                                    std::to_string(weights.size()) + " and " +
                                                                    std::to_string(embeds.size()));
    if (embeds.size() == 1) return embeds.front();
    std::int64_t length = 0;
    for (const at::Tensor& one : embeds) length = std::max(length, one.size(1));
    at::Tensor mixed;
    double sum = 0;
    for (std::size_t i = 0; i < embeds.size(); ++i) {
        const at::Tensor next =
            at::constant_pad_nd(embeds[i], {0, 0, 0, length - embeds[i].size(1)}).to(at::kFloat);  // [1, T, d]
        sum += weights[i];
        const double share = sum > 0 ? weights[i] / sum : 0;  // of this one in what is mixed so far
        if (i == 0)
            mixed = next;
        else
            mixed = kind == BlendKind::kSlerp ? slerp(mixed, next, share)
                                              : mixed * (1 - share) + next * share;  // [1, T, d]
    }
    return mixed.to(embeds.front().scalar_type());  // [1, T, d]
}

}  // namespace chladni::ltx
