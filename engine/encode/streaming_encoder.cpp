#include "engine/encode/streaming_encoder.h"

#include <algorithm>
#include <cmath>

namespace chladni {

namespace {

constexpr double kSlack = 1e-6;  // tokens; what only rounding makes late is not

void append(AudioTokens& to, const AudioTokens& more, std::size_t count) {
    to.dim = more.dim;
    to.values.insert(to.values.end(), more.values.begin(), more.values.begin() + static_cast<std::ptrdiff_t>(count * more.dim));
    to.times_s.insert(to.times_s.end(), more.times_s.begin(), more.times_s.begin() + static_cast<std::ptrdiff_t>(count));
}

}  // namespace

StreamingEncoder::StreamingEncoder(std::shared_ptr<AudioEncoder> encoder, double group_s) : encoder_(std::move(encoder)) {
    const double token_s = encoder_->config().token_s();
    group_ = std::max<std::int64_t>(1, std::llround(group_s / token_s));
    ahead_ = static_cast<std::int64_t>(std::ceil(encoder_->reach().ahead_s / token_s - kSlack));
}

double StreamingEncoder::delay_s() const { return static_cast<double>(group_ + ahead_) * encoder_->config().token_s(); }

// Where token `token` of the stream begins.
std::int64_t StreamingEncoder::sample_at(std::int64_t token) const {
    return std::llround(static_cast<double>(token) * encoder_->config().token_s() * encoder_->sample_rate());
}

double StreamingEncoder::heard_s() const { return static_cast<double>(begin_ + static_cast<std::int64_t>(sound_.size())) / encoder_->sample_rate(); }

AudioTokens StreamingEncoder::push(std::span<const float> mono, std::span<const double> beats_s) {
    AudioTokens made;
    made.dim = static_cast<std::size_t>(encoder_->config().hidden_dim);
    const double token_s = encoder_->config().token_s();
    const auto step = static_cast<std::size_t>(sample_at(group_)) + 1;
    while (!mono.empty()) {  // in parts, so that a long piece needs no memory for all of it
        const std::span<const float> part = mono.first(std::min(step, mono.size()));
        mono = mono.subspan(part.size());
        sound_.insert(sound_.end(), part.begin(), part.end());
        while (heard_s() / token_s + kSlack >= static_cast<double>(next_ + group_ + ahead_)) append(made, group(group_, ahead_, beats_s), static_cast<std::size_t>(group_));
        forget();
    }
    return made;
}

AudioTokens StreamingEncoder::finish(std::span<const double> beats_s) {
    const std::int64_t left = static_cast<std::int64_t>(std::floor(heard_s() / encoder_->config().token_s() + kSlack)) - next_;
    AudioTokens made;
    made.dim = static_cast<std::size_t>(encoder_->config().hidden_dim);
    if (left > 0) append(made, group(left, 0, beats_s), static_cast<std::size_t>(left));
    return made;
}

// The next `count` tokens, made together with `ahead` more, which are not kept.
AudioTokens StreamingEncoder::group(std::int64_t count, std::int64_t ahead, std::span<const double> beats_s) {
    const SoundPiece piece{sound_, seconds_of(Samples{begin_}, encoder_->sample_rate()), beats_s};
    const Seconds first = made_until();
    const std::int64_t until = std::min(sample_at(next_ + count + ahead), begin_ + static_cast<std::int64_t>(sound_.size()));
    encoder_->listen(std::span(sound_).subspan(static_cast<std::size_t>(listened_ - begin_), static_cast<std::size_t>(until - listened_)));
    listened_ = until;
    next_ += count;
    return encoder_->hear(piece, first, (count + ahead) * encoder_->config().audio_context_frames, false).tokens;
}

void StreamingEncoder::forget() {
    const double wanted_s = made_until().value - encoder_->reach().behind_s - encoder_->config().token_s();
    const auto from = static_cast<std::int64_t>(std::floor(wanted_s * encoder_->sample_rate()));
    const std::int64_t gone = std::clamp<std::int64_t>(from - begin_, 0, static_cast<std::int64_t>(sound_.size()));
    sound_.erase(sound_.begin(), sound_.begin() + gone);
    begin_ += gone;
}

void StreamingEncoder::reset() {
    next_ = begin_ = listened_ = 0;
    sound_.clear();
}

}  // namespace chladni
