#pragma once

#include <filesystem>

#include "engine/ltx/synth_model.h"
#include "tests/support/temp_folder.h"

namespace chladni::ltx {

/// A whole model of random weights in a folder of its own, made anew for each test that changes its files.
class TinyModel {
public:
    TinyModel() { synthesize_model(path(), "tiny", 1); }

    std::filesystem::path path() const { return folder_.path() / "model"; }
    std::filesystem::path text() const { return path() / "text_encoder"; }
    std::filesystem::path tokenizer() const { return path() / "tokenizer"; }

private:
    TempFolder folder_;
};

}  // namespace chladni::ltx
