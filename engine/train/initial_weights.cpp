#include "engine/train/initial_weights.h"

#include <cmath>

#include "engine/train/draw.h"

namespace chladni::train {

namespace {

bool ends(const std::string& name, const char* ending) { return name.ends_with(ending); }
bool holds(const std::string& name, const char* part) { return name.find(part) != std::string::npos; }

// T5's branches: until they have learnt, a word is told by its own row of the table alone. Random ones would give all words most of
// what they say in common, and few steps to tell them apart would not do.
bool is_text_branch(const std::string& name) { return ends(name, "SelfAttention.o.weight") || ends(name, "DenseReluDense.wo.weight"); }

// What must make no difference before it is trained.
bool is_silent(const std::string& name) {
    return holds(name, "attn3.to_out.0") || holds(name, "audio_add.proj") || holds(name, "audio_gate.proj") || holds(name, "audio_adaln.proj") ||
           ends(name, "audio_concat.gain") || is_text_branch(name) || name.starts_with("proj_out.") || name.starts_with("time_embed.linear.");
}

bool is_norm(const std::string& name) { return holds(name, "norm") && ends(name, ".weight"); }

double inputs_of(const std::vector<std::int64_t>& shape) {
    double inputs = 1;
    for (std::size_t i = 1; i < shape.size(); ++i) inputs *= static_cast<double>(shape[i]);
    return inputs;
}

// Rows 2 and 5 of a block's table are the gates of attention and feed-forward.
at::Tensor block_table(const std::vector<std::int64_t>& shape) {
    at::Tensor table = at::zeros(shape);  // [6, D]
    table[2].fill_(1.0);
    table[5].fill_(1.0);
    return table;
}

}  // namespace

NamedTensors initial_weights(const TensorShapes& shapes, std::uint64_t seed) {
    NamedTensors weights;
    std::int64_t number = 0;
    for (const auto& [name, shape] : shapes) {
        Draw draw(seed, number++, 7);
        if (is_silent(name)) weights[name] = at::zeros(shape);
        else if (ends(name, "scale_shift_table")) weights[name] = shape.front() == 6 ? block_table(shape) : at::zeros(shape);
        else if (is_norm(name)) weights[name] = at::ones(shape);
        else if (shape.size() < 2 || ends(name, "relative_attention_bias.weight")) weights[name] = at::zeros(shape);
        else if (ends(name, "shared.weight") || ends(name, "embed_tokens.weight")) weights[name] = draw.normals(shape);
        else weights[name] = draw.normals(shape) / std::sqrt(inputs_of(shape));
    }
    return weights;
}

}  // namespace chladni::train
