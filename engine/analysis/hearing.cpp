#include "engine/analysis/hearing.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace chladni {

namespace {

constexpr std::array<double, kBands + 1> kEdges_hz = {30, 80, 160, 320, 640, 1280, 2560, 5600, 16000};
constexpr float kSilence_rms = 1e-3f;     // -60 dBFS
constexpr int kSilence_hops = 50;
constexpr int kShortTermHops = 10;
constexpr float kFullScale = 0.9999f;
constexpr double kChromaFrom_hz = 120.0, kChromaTo_hz = 4000.0;
constexpr float kFluxFloor = 3.0f;        // keeps noise from being scaled up to beats
constexpr float kQuietest_lufs = -50.0f;  // the automatic gain goes no further
constexpr float kLevelRange_lu = 24.0f;
constexpr float kBandFloor = 0.5f;        // of a magnitude whose full scale is 512: -60 dB

std::vector<std::size_t> band_edges(const Spectrum& spectrum) {
    std::vector<std::size_t> edges;
    for (double hz : kEdges_hz)
        edges.push_back(std::min(static_cast<std::size_t>(std::lround(hz / spectrum.bin_hz())), spectrum.bins()));
    return edges;
}

std::vector<int> pitch_classes(const LogBands& bands) {
    std::vector<int> pitch;
    for (std::size_t b = 0; b < bands.count(); ++b) {
        const double hz = bands.centre_hz(b);
        const int octave = hz < 45.0 || hz > 2000.0 ? -1 : hz < 220.0 ? 0 : 12;
        const auto note = static_cast<int>(std::lround(12.0 * std::log2(hz / 440.0))) + 120;
        pitch.push_back(octave < 0 ? -1 : octave + note % 12);
    }
    return pitch;
}

// The effective value around the mean: what stands still is not heard, however far from zero.
double swing_of(std::span<const float> hop) {
    double sum = 0.0, power = 0.0;
    for (const float s : hop) sum += static_cast<double>(s), power += static_cast<double>(s) * static_cast<double>(s);
    const auto count = static_cast<double>(hop.size());
    return std::sqrt(std::max(0.0, power / count - sum / count * sum / count));
}

}  // namespace

Hearing::Hearing(double rate_hz, const BeatNets& nets)
    : rate_hz_(rate_hz), spectrum_(rate_hz), log_bands_(spectrum_.bins(), spectrum_.bin_hz()), flux_(log_bands_),
      loudness_(rate_hz), nets_(rate_hz, nets), bands_(log_bands_.count()), edges_(band_edges(spectrum_)), pitch_(pitch_classes(log_bands_)),
      band_peaks_(kBands, RecentPeak(6.0, kBandFloor)), band_envelopes_(kBands, Envelope(0.005, 0.08)),
      flux_peak_(4.6, kFluxFloor), loudest_(6.0, std::exp2(kQuietest_lufs / 3.0f)), onset_(0.03, kFluxFloor),
      kick_(0.11, 0.5f), snare_(0.08, 1.5f), hat_(0.035, 1.0f), kick_in_snare_(0.5f, 1.2f), snare_in_kick_(1.5f, 0.4f), snare_in_hat_(1.5f, 1.0f), low_peak_(5.0, 0.5f), middle_peak_(5.0, 1.5f) {}

HopSound Hearing::hear(std::span<const float> window, std::span<const float> hop, Samples end) {
    HopSound out;
    out.features.at = end;
    out.centre_s = seconds_of(end, rate_hz_).value - 0.5 * static_cast<double>(spectrum_.window_length()) / rate_hz_;
    measure_level(hop, out.features);
    silent_hops_ = swing_of(hop) < kSilence_rms ? silent_hops_ + 1 : 0;
    out.silent = silent_hops_ >= kSilence_hops;
    out.net = nets_.hear(window.last(nets_.window_length()));
    out.has_net = !nets_.deaf();
    const auto magnitudes = spectrum_.magnitudes(window.last(spectrum_.window_length()));
    log_bands_.apply(magnitudes, bands_);
    measure_bands(magnitudes, out.features);
    measure_colour(magnitudes, out.features);
    measure_chroma(magnitudes, out.features);
    measure_hits(flux_.step(bands_), out);
    measure_harmony(out.harmony);
    return out;
}

void Hearing::measure_level(std::span<const float> hop, FeatureFrame& out) {
    float power = 0.0f, before = 0.0f;
    for (const float s : hop) {
        power += s * s;
        out.peak = std::max(out.peak, std::abs(s));
        out.clipped |= std::min(std::abs(s), std::abs(before)) >= kFullScale;
        before = s;
    }
    out.rms = std::sqrt(power / static_cast<float>(hop.size()));
    loudness_.add(hop);
    out.loudness_lufs = loudness_.momentary_lufs();
    if (hops_++ % kShortTermHops == 0) short_term_lufs_ = loudness_.short_term_lufs();
    out.short_term_lufs = short_term_lufs_;
    // The peak falls 3 LU per half-life: it is followed in powers of two of the loudness.
    const float loudest_lufs = 3.0f * std::log2(loudest_.follow(std::exp2(out.loudness_lufs / 3.0f)));
    out.level = std::clamp(1.0f + (out.loudness_lufs - loudest_lufs) / kLevelRange_lu, 0.0f, 1.0f);
}

void Hearing::measure_bands(std::span<const float> magnitudes, FeatureFrame& out) {
    for (std::size_t b = 0; b < kBands; ++b) {
        float power = 0.0f;
        for (std::size_t k = edges_[b]; k < edges_[b + 1]; ++k) power += magnitudes[k] * magnitudes[k];
        const float amplitude = std::sqrt(power);
        const float now = amplitude / band_peaks_[b].follow(amplitude);
        out.bands[b] = band_envelopes_[b].follow(amplitude > kBandFloor ? now : 0.0f);
    }
}

void Hearing::measure_colour(std::span<const float> magnitudes, FeatureFrame& out) const {
    if (out.rms < kSilence_rms) return;
    double power = 0.0, moment = 0.0, logs = 0.0;
    for (std::size_t k = edges_[1]; k < edges_[kBands]; ++k) {
        const double p = static_cast<double>(magnitudes[k]) * magnitudes[k] + 1e-9;
        power += p;
        moment += p * static_cast<double>(k);
        logs += std::log(p);
    }
    const auto count = static_cast<double>(edges_[kBands] - edges_[1]);
    const double centroid_hz = moment / power * spectrum_.bin_hz();
    out.brightness = static_cast<float>(std::clamp(std::log10(centroid_hz / 100.0) / 2.0, 0.0, 1.0));
    out.flatness = static_cast<float>(std::clamp(std::exp(logs / count) / (power / count), 0.0, 1.0));
}

void Hearing::measure_hits(const Flux& flux, HopSound& out) {
    out.flux = flux.all;
    out.activation = std::clamp(0.02f + 0.9f * flux.all / flux_peak_.follow(flux.all), 0.001f, 0.95f);
    out.accent = flux.low / low_peak_.follow(flux.low) - 0.5f * flux.middle / middle_peak_.follow(flux.middle);
    out.features.onset = onset_.follow(flux.all);
    out.features.kick = kick_.follow(snare_in_kick_.without(flux.low, flux.middle));
    out.features.snare = snare_.follow(kick_in_snare_.without(flux.middle, flux.low));
    out.features.hat = hat_.follow(snare_in_hat_.without(flux.high, flux.middle));
}

void Hearing::measure_harmony(Harmony& out) const {
    for (std::size_t b = 0; b < bands_.size(); ++b)
        if (pitch_[b] >= 0) out[static_cast<std::size_t>(pitch_[b])] += bands_[b];
}

// The peaks of the spectrum by their height, each in the pitch class that a parabola through it finds. (After Gómez, "Tonal
// description of polyphonic audio for music content processing", 2006.)
void Hearing::measure_chroma(std::span<const float> magnitudes, FeatureFrame& out) const {
    if (out.rms < kSilence_rms) return;
    const double bin_hz = spectrum_.bin_hz();
    const auto upto = std::min(static_cast<std::size_t>(kChromaTo_hz / bin_hz), magnitudes.size() - 1);
    for (auto k = static_cast<std::size_t>(kChromaFrom_hz / bin_hz); k < upto; ++k) {
        const float here = magnitudes[k], below = magnitudes[k - 1], above = magnitudes[k + 1];
        if (here <= below || here < above) continue;
        const double low = std::log(static_cast<double>(below) + 1e-9), peak = std::log(static_cast<double>(here) + 1e-9), high = std::log(static_cast<double>(above) + 1e-9);
        const double hz = (static_cast<double>(k) + 0.5 * (low - high) / (low - 2.0 * peak + high)) * bin_hz;
        const auto note = std::lround(12.0 * std::log2(hz / 440.0)) + 12 * 4 + 9;  // from C on
        out.chroma[static_cast<std::size_t>(note % 12)] += here;
    }
    if (const float most = std::ranges::max(out.chroma); most > 0.0f)
        for (float& c : out.chroma) c /= most;
}

void Hearing::forget() {
    flux_.forget();
    nets_.forget();
}

}  // namespace chladni
