#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "engine/ltx/transformer.h"

namespace chladni::ltx {

/// A LoRA file beside a transformer's linear layers, at run time: the weights stay as they are. Names as diffusers, PEFT and
/// ComfyUI write them, of this layout or the original one (reference: section 8). One thread.
class Lora {
public:
    /// Adds its branches to `transformer`, in its device and dtype. Throws Error: no LoRA, or one for another model; all that
    /// does not fit is told at once.
    static Lora attach(const std::filesystem::path& file, const Transformer& transformer);

    /// How much of it is heard, from the next call on; 0: the base model, bit for bit.
    void set_strength(double strength) { *strength_ = strength; }

    std::size_t layers() const { return layers_; }

private:
    std::shared_ptr<double> strength_ = std::make_shared<double>(1.0);
    std::size_t layers_ = 0;
};

}  // namespace chladni::ltx
