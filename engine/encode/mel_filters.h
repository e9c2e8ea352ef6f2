#pragma once

#include "engine/tensor/torch.h"

namespace chladni {

/// How frequencies are spaced, and how high the triangles are: as torchaudio has it (HTK's scale, height 1), or as librosa
/// (Slaney's scale, area 1).
enum class MelKind { kHtk, kSlaney };

/// A bank of triangles over the bins of a Fourier transform.
struct MelBank {
    MelKind kind = MelKind::kHtk;
    std::int64_t bands = 64;
    std::int64_t length = 1024;       ///< of the transform, samples
    std::int64_t sample_rate = 48000;
    double lowest_hz = 0, highest_hz = 14000;
};

/// [length / 2 + 1, bands] float64, as transformers' mel_filter_bank. Scales: O'Shaughnessy 1987; Slaney 1998, straight below
/// 1 kHz and logarithmic above.
at::Tensor mel_filters(const MelBank& bank);

}  // namespace chladni
