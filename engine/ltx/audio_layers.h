#pragma once

#include "engine/ltx/audio_context.h"
#include "engine/tensor/linear.h"

// The ways of listening that need one or two layers each. What they add is worked out per latent frame, [R, ...], and zero
// before training: then they are silent.
namespace chladni::ltx {

/// `add`: the mean of the sound around a latent frame, projected, on all its tokens after the self-attention.
class AudioAdd {
public:
    AudioAdd(Weights& from, const std::string& block, std::int64_t audio, std::int64_t width);
    bool is_silent() const { return silent_; }
    at::Tensor added(const AudioContext& context) const;  // [R, D]

private:
    Linear project_;
    bool silent_;
};

/// `gate`: the same through a gate per channel in 0..1, from the sound and its loudness.
class AudioGate {
public:
    AudioGate(Weights& from, const std::string& block, std::int64_t audio, std::int64_t width);
    bool is_silent() const { return silent_; }
    at::Tensor added(const AudioContext& context) const;  // [R, D]

private:
    Linear project_, gate_;
    bool silent_;
};

/// `concat`: audio tokens beside the words. Attention that reads both is taken apart: words alone, as the base model has it,
/// and `gain` times what the sound changes of it, so that a gain of 0 is the base model.
class AudioConcat {
public:
    AudioConcat(Weights& from, const std::string& block, std::int64_t width);
    bool is_silent() const { return silent_; }
    at::Tensor gain(const AudioContext& context) const;  // [1 or B, N, D]

private:
    at::Tensor gain_;  // [D]
    bool silent_;
};

/// AdaLN: what the sound adds to the noise level's six modulations, one for all blocks.
class AudioModulation {
public:
    AudioModulation(Weights& from, std::int64_t audio, std::int64_t width);
    bool is_silent() const { return silent_; }
    at::Tensor added(const AudioContext& context) const;  // [R, 6, D]

private:
    Linear project_;
    bool silent_;
};

}  // namespace chladni::ltx
