#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/tensor/torch.h"

namespace chladni {

/// The dtype that a safetensors header writes as "F32", "BF16", ...; nothing for a word we do not read.
std::optional<at::ScalarType> dtype_of_word(std::string_view word);

/// The other way; "" for a dtype that we do not write.
std::string_view word_of_dtype(at::ScalarType dtype);

/// "[2, 3]".
std::string text_of(at::IntArrayRef shape);

}  // namespace chladni
