#pragma once

#include <map>
#include <optional>
#include <string>

#include "engine/base/json.h"
#include "engine/tensor/weights.h"

namespace chladni::ltx {

/// What the names of a part begin with in a single file.
inline constexpr const char* kTransformerPrefix = "model.diffusion_model.";
inline constexpr const char* kVaePrefix = "vae.";

/// The names that Lightricks' single files have for weights, and diffusers' for the same (reference: section 2).
/// A name is translated in three steps: the file's prefix of the part, the prefix of the block, the words after it.
class NameTable {
public:
    using Pairs = std::vector<std::pair<std::string, std::string>>;  ///< original, diffusers'

    /// `prefix`: what all of the part's names begin with in a single file. `blocks`: beginnings, ending in a dot, each
    /// of which stands for one in the other layout. `words`: parts of what follows, in either layout.
    NameTable(std::string prefix, Pairs blocks, Pairs words)
        : prefix_(std::move(prefix)), blocks_(std::move(blocks)), words_(std::move(words)) {}

    /// Nothing for a name that does not begin with the prefix.
    std::optional<std::string> to_diffusers(const std::string& original) const;
    std::string to_original(const std::string& diffusers) const;

private:
    std::string prefix_;
    Pairs blocks_, words_;
};

/// Of the transformer: no block is called otherwise.
NameTable transformer_names(const std::string& prefix = kTransformerPrefix);

/// Of the VAE, whose blocks (pairs of prefixes) depend on its configuration; see OriginalVae.
NameTable vae_names(NameTable::Pairs blocks);

}  // namespace chladni::ltx
