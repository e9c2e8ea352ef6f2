#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "engine/analysis/followers.h"
#include "engine/analysis/hop_sound.h"
#include "engine/analysis/log_bands.h"
#include "engine/analysis/loudness.h"
#include "engine/analysis/net_listener.h"
#include "engine/analysis/onset_flux.h"
#include "engine/analysis/spectrum.h"

namespace chladni {

/// One hop of sound to features and activations. No heap after construction.
class Hearing {
public:
    explicit Hearing(double rate_hz, const BeatNets& nets = {});

    std::size_t window_length() const { return std::max(spectrum_.window_length(), nets_.window_length()); }
    /// `window` [window_length] ends with `hop`; `end` is the stream position of both ends.
    HopSound hear(std::span<const float> window, std::span<const float> hop, Samples end);
    /// What came before is another sound: no onset between them.
    void forget();

private:
    void measure_level(std::span<const float> hop, FeatureFrame& out);
    void measure_bands(std::span<const float> magnitudes, FeatureFrame& out);
    void measure_colour(std::span<const float> magnitudes, FeatureFrame& out) const;
    void measure_hits(const Flux& flux, HopSound& out);
    void measure_harmony(Harmony& out) const;
    void measure_chroma(std::span<const float> magnitudes, FeatureFrame& out) const;

    double rate_hz_;
    Spectrum spectrum_;
    LogBands log_bands_;
    OnsetFlux flux_;
    Loudness loudness_;
    NetListener nets_;
    std::vector<float> bands_;                          // [log_bands.count]
    std::vector<std::size_t> edges_;                    // [kBands + 1], bins
    std::vector<int> pitch_;                            // [log_bands.count], index into Harmony or -1
    std::vector<RecentPeak> band_peaks_;
    std::vector<Envelope> band_envelopes_;
    RecentPeak flux_peak_, loudest_;
    HitEnvelope onset_, kick_, snare_, hat_;
    Bleed kick_in_snare_, snare_in_kick_, snare_in_hat_;
    RecentPeak low_peak_, middle_peak_;
    float short_term_lufs_ = -70.0f;
    int hops_ = 0, silent_hops_ = 0;
};

}  // namespace chladni
