#include "engine/tensor/dtypes.h"

#include <array>
#include <utility>

namespace chladni {

namespace {

constexpr std::array<std::pair<std::string_view, at::ScalarType>, 10> kWords{{
    {"F64", at::kDouble},
    {"F32", at::kFloat},
    {"F16", at::kHalf},
    {"BF16", at::kBFloat16},
    {"I64", at::kLong},
    {"I32", at::kInt},
    {"I16", at::kShort},
    {"U8", at::kByte},
    {"BOOL", at::kBool},
    {"F8_E4M3", at::kFloat8_e4m3fn},
}};

}  // namespace

std::optional<at::ScalarType> dtype_of_word(std::string_view word) {
    for (const auto& [text, dtype] : kWords)
        if (text == word) return dtype;
    return std::nullopt;
}

std::string_view word_of_dtype(at::ScalarType dtype) {
    for (const auto& [text, other] : kWords)
        if (other == dtype) return text;
    return {};
}

std::string text_of(at::IntArrayRef shape) {
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i) text += (i ? ", " : "") + std::to_string(shape[i]);
    return text + "]";
}

}  // namespace chladni
