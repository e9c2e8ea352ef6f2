#include "engine/encode/clip_encoder.h"

#include <algorithm>
#include <cmath>

#include "engine/base/check.h"
#include "engine/tensor/memory.h"

namespace chladni {

namespace {

constexpr std::int64_t kLongest = 50'000'000;  // frames; three weeks

// The frames whose middles lie in [from_s, to_s), times moved by `by_s`, behind `features`.
void append_frames(AudioTokens& features, const FrameTrain& frames, double from_s, double to_s, double by_s) {
    features.dim = static_cast<std::size_t>(frames.values.size(1));
    const at::Tensor values = frames.values.contiguous();  // [T, d]
    for (std::int64_t t = 0; t < values.size(0); ++t) {
        const double middle_s = frames.first_s + static_cast<double>(t) * frames.step_s;
        if (middle_s < from_s || middle_s >= to_s) continue;
        const float* row = values.const_data_ptr<float>() + t * values.size(1);
        features.values.insert(features.values.end(), row, row + values.size(1));
        features.times_s.push_back(by_s + middle_s);
    }
}

}  // namespace

void check_frames(std::int64_t num_video_frames, const AudioEncoderConfig& config) {
    require(num_video_frames >= 0 && num_video_frames <= kLongest,
            "expected 0 to " + std::to_string(kLongest) + " video frames to encode sound for, got " + std::to_string(num_video_frames));
    const auto tokens = static_cast<std::uint64_t>(num_video_frames / config.audio_context_frames);
    require_room(2 * tokens * static_cast<std::uint64_t>(config.hidden_dim) * sizeof(float), available_bytes(at::kCPU), std::to_string(tokens) + " audio tokens");
}

at::Tensor heard_part(std::span<const float> sound, std::int64_t begin, std::int64_t end) {
    const auto size = static_cast<std::int64_t>(sound.size());
    const std::int64_t from = std::clamp<std::int64_t>(begin, 0, size), to = std::clamp<std::int64_t>(end, from, size);
    at::Tensor part = at::zeros({end - begin}, at::kFloat);  // [S]
    float* out = part.data_ptr<float>() + (from - begin);
    for (std::int64_t i = from; i < to; ++i, ++out)
        if (std::isfinite(sound[static_cast<std::size_t>(i)])) *out = sound[static_cast<std::size_t>(i)];
    return part;
}

// `lead_s`: from `begin` to the first token.
std::vector<ClipEncoder::Clip> ClipEncoder::clips_of(std::int64_t begin, std::int64_t end, double lead_s, std::int64_t count) const {
    const auto samples = [&](double seconds) { return static_cast<std::int64_t>(std::llround(seconds * sample_rate())); };
    const std::int64_t longest = samples(habits_.longest_s), hop = samples(habits_.longest_s - 2 * habits_.margin_s);
    if (end - begin <= longest) return {{begin, end, 0, count}};
    std::vector<Clip> clips;
    std::int64_t done = 0;
    for (std::int64_t at = begin; done < count; at += hop) {
        const bool last = at + longest >= end;
        const std::int64_t start = last ? end - longest : at;
        const double safe_s = static_cast<double>(start + longest - begin) / sample_rate() - habits_.margin_s - lead_s;
        const auto until = last ? count : std::clamp(static_cast<std::int64_t>(std::floor(safe_s / config_.token_s() + 1e-6)), done, count);
        if (until > done) clips.push_back({start, start + longest, done, until});
        done = until;
    }
    return clips;
}

std::vector<ClipEncoder::HeardClip> ClipEncoder::heard(const SoundPiece& sound, Seconds first, std::int64_t count) const {
    const double rate = sample_rate(), token_s = config_.token_s();
    const auto place = [&](double seconds) { return static_cast<std::int64_t>(std::llround((seconds - sound.start.value) * rate)); };
    const std::int64_t end = place(first.value + static_cast<double>(count) * token_s);
    const std::int64_t room = end - static_cast<std::int64_t>(std::llround(habits_.longest_s * rate));  // before it one clip would not do
    const std::int64_t begin = std::min(place(first.value), std::max({std::int64_t{0}, place(first.value - habits_.reach.behind_s), room}));
    std::vector<HeardClip> all;
    for (const Clip& clip : clips_of(begin, end, first.value - sound.start.value - static_cast<double>(begin) / rate, count)) {
        HeardClip one{frames(heard_part(sound.mono, clip.begin, clip.end)), {sound.start.value + static_cast<double>(clip.begin) / rate},
                      {first.value + static_cast<double>(clip.from) * token_s}, {}};
        const at::Tensor means = pooled(one.frames, one.first.value - one.start.value, token_s, clip.to - clip.from);  // [n, inputs]
        one.columns = head_.columns(means, one.first, sound.beats_s);                                                  // [n, columns]
        all.push_back(std::move(one));
    }
    return all;
}

EncodedSound ClipEncoder::hear(const SoundPiece& sound, Seconds first, std::int64_t num_video_frames, bool return_features) {
    check_frames(num_video_frames, config_);
    const c10::InferenceMode guard;
    const std::int64_t count = num_video_frames / config_.audio_context_frames;
    EncodedSound result;
    result.tokens.dim = static_cast<std::size_t>(config_.hidden_dim);
    if (count == 0) return result;
    for (const HeardClip& clip : heard(sound, first, count)) {
        const AudioTokens plain = plain_tokens(head_(clip.columns), clip.first, config_.token_s());
        result.tokens.values.insert(result.tokens.values.end(), plain.values.begin(), plain.values.end());
        result.tokens.times_s.insert(result.tokens.times_s.end(), plain.times_s.begin(), plain.times_s.end());
        const double from_s = clip.first.value - clip.start.value, length_s = static_cast<double>(clip.columns.size(0)) * config_.token_s();
        if (return_features) append_frames(result.features, clip.frames, from_s, from_s + length_s, clip.start.value);
    }
    return result;
}

at::Tensor ClipEncoder::columns(const SoundPiece& sound, Seconds first, std::int64_t num_video_frames) {
    check_frames(num_video_frames, config_);
    const c10::InferenceMode guard;
    std::vector<at::Tensor> parts;
    for (const HeardClip& clip : heard(sound, first, num_video_frames / config_.audio_context_frames)) parts.push_back(clip.columns.to(at::kCPU, at::kFloat));
    require(!parts.empty(), "expected video frames to hear the sound of, got " + std::to_string(num_video_frames));
    return at::cat(parts);  // [A, columns]
}

NamedTensors ClipEncoder::layer_weights() const {
    NamedTensors plain;
    for (const auto& [name, weight] : head_.weights()) plain[name] = weight.to(at::kCPU, at::kFloat);
    return plain;
}

}  // namespace chladni
