#pragma once

#include <filesystem>
#include <string>

namespace chladni::ltx {

/// A digest that changes when the files of a text encoder or its tokenizer do: texts and the tokenizer's model by
/// content, weights by name, size and time of writing (they are too large to read for this).
std::string text_identity(const std::filesystem::path& text_encoder_folder,
                          const std::filesystem::path& tokenizer_folder);

}  // namespace chladni::ltx
