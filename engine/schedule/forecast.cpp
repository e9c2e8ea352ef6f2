#include "engine/schedule/forecast.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace chladni {

namespace {

constexpr double kLeastSimilarity = 0.15;  // below this a period repeats no better than chance does
constexpr double kEnvelopeHz = 200.0;      // similarity is judged on an envelope: phase between bars is not the question

// Rectified and averaged: [past * kEnvelopeHz / rate].
std::vector<float> envelope_of(std::span<const float> sound, double rate_hz) {
    const auto step = static_cast<std::size_t>(rate_hz / kEnvelopeHz);
    std::vector<float> envelope(sound.size() / step);
    const std::size_t skipped = sound.size() - envelope.size() * step;  // the end counts, the beginning may go
    for (std::size_t i = 0; i < envelope.size(); ++i) {
        float sum = 0.0f;
        for (std::size_t j = 0; j < step; ++j) sum += std::abs(sound[skipped + i * step + j]);
        envelope[i] = sum / static_cast<float>(step);
    }
    return envelope;
}

// Normalised correlation of the last `lag` values with those before them.
double similarity_at(std::span<const float> envelope, std::size_t lag) {
    if (lag == 0 || 2 * lag > envelope.size()) return -1.0;
    const auto late = envelope.last(lag);
    const auto early = envelope.subspan(envelope.size() - 2 * lag, lag);
    double mean_a = 0, mean_b = 0;
    for (std::size_t i = 0; i < lag; ++i) mean_a += late[i], mean_b += early[i];
    mean_a /= static_cast<double>(lag), mean_b /= static_cast<double>(lag);
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < lag; ++i) {
        const double a = late[i] - mean_a, b = early[i] - mean_b;
        ab += a * b, aa += a * a, bb += b * b;
    }
    return aa > 1e-12 && bb > 1e-12 ? ab / std::sqrt(aa * bb) : -1.0;
}

ForecastInfo best_of_bars(std::span<const float> envelope, const BeatGrid& grid) {
    ForecastInfo best{Seconds{0}, kLeastSimilarity};
    for (int bars : {1, 2, 4}) {
        const Seconds period = grid.tempo.seconds_in(Beats{static_cast<double>(bars * grid.beats_per_bar)});
        const double similarity = similarity_at(envelope, static_cast<std::size_t>(std::llround(period.value * kEnvelopeHz)));
        // A longer period must be clearly better: it reaches further back.
        if (similarity > best.similarity + (best.period.value > 0 ? 0.03 : 0.0)) best = {period, similarity};
    }
    return best;
}

ForecastInfo best_of_lags(std::span<const float> envelope) {
    ForecastInfo best{Seconds{0}, 2.0 * kLeastSimilarity};  // many lags are tried: chance finds a better one
    const auto longest = std::min<std::size_t>(envelope.size() / 2, static_cast<std::size_t>(4.0 * kEnvelopeHz));
    for (auto lag = static_cast<std::size_t>(0.5 * kEnvelopeHz); lag <= longest; ++lag) {
        const double similarity = similarity_at(envelope, lag);
        if (similarity > best.similarity) best = {Seconds{static_cast<double>(lag) / kEnvelopeHz}, similarity};
    }
    return best;
}

std::vector<float> fade_out(std::span<const float> past, double rate_hz, std::size_t wanted) {
    std::vector<float> out(wanted, 0.0f);
    const auto length = std::min<std::size_t>({wanted, past.size(), static_cast<std::size_t>(0.5 * rate_hz)});
    for (std::size_t i = 0; i < length; ++i) {  // the last half second, mirrored: no jump at the join
        const float gain = 1.0f - static_cast<float>(i) / static_cast<float>(length);
        out[i] = gain * gain * past[past.size() - 1 - i];
    }
    return out;
}

std::vector<float> repeat(std::span<const float> past, double rate_hz, Seconds period, std::size_t wanted) {
    const double lag = period.value * rate_hz;
    const auto fade = static_cast<std::size_t>(0.010 * rate_hz);
    std::vector<float> out(wanted);
    for (std::size_t i = 0; i < wanted; ++i) {
        // Repetition r starts at past.size() + r*lag, rounded once: errors do not add up over repetitions.
        const double r = std::floor(static_cast<double>(i) / lag);
        const auto begin = static_cast<std::size_t>(std::llround(r * lag));
        const auto source = past.size() - static_cast<std::size_t>(std::llround(lag)) + (i - std::min(begin, i));
        out[i] = past[std::min(source, past.size() - 1)];
        const std::size_t since = i - std::min(begin, i);
        if (since < fade && source >= fade) {
            // Fade from what would have gone on (mirrored) into the repetition.
            const float mix = static_cast<float>(since) / static_cast<float>(fade);
            out[i] = mix * out[i] + (1.0f - mix) * past[past.size() - 1 - since];
        }
    }
    return out;
}

}  // namespace

std::vector<float> forecast(std::span<const float> past, double rate_hz, const BeatGrid& grid, std::size_t wanted,
                            ForecastInfo* info) {
    const std::vector<float> envelope = envelope_of(past, rate_hz);
    ForecastInfo best = grid.trusted() ? best_of_bars(envelope, grid) : ForecastInfo{Seconds{0}, kLeastSimilarity};
    if (best.period.value <= 0) best = best_of_lags(envelope);
    if (info) *info = best;
    return best.period.value > 0 ? repeat(past, rate_hz, best.period, wanted) : fade_out(past, rate_hz, wanted);
}

}  // namespace chladni
