#include "engine/media/audio_reader.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "engine/base/check.h"
#include "engine/media/libav.h"

namespace chladni {

namespace {

constexpr int kMostChannels = 64;
constexpr int kMostBadPackets = 200;  // unreadable packets in a row: then nothing more will come
constexpr double kLeastHole_s = 0.05, kLongestHole_s = 60.0;  // less is rounding, more is a wrong time stamp
constexpr float kNoSound = 1e10f;  // five times what 32-bit whole numbers reach: noise of bits, and sums of it would overflow
constexpr std::int64_t kSilentPiece = 4096;

// What converts the decoder's sample format to interleaved floats.
ResamplerPtr make_converter(const AVCodecContext& decoder) {
    SwrContext* made = nullptr;
    AVChannelLayout layout = decoder.ch_layout;
    if (layout.order == AV_CHANNEL_ORDER_UNSPEC) av_channel_layout_default(&layout, layout.nb_channels);
    swr_alloc_set_opts2(&made, &layout, AV_SAMPLE_FMT_FLT, decoder.sample_rate, &layout, decoder.sample_fmt,
                        decoder.sample_rate, 0, nullptr);
    ResamplerPtr converter(made);
    require(made && swr_init(made) >= 0, "expected a sample format that can be converted, got an unknown one");
    return converter;
}

void check_shape(const AVCodecContext& decoder, const std::filesystem::path& path) {
    const int rate_hz = decoder.sample_rate, channels = decoder.ch_layout.nb_channels;
    require(rate_hz >= 2000 && rate_hz <= 768000 && channels >= 1 && channels <= kMostChannels,
            "expected sound of 2 to 768 kHz and 1 to 64 channels in '" + path.string() + "', got " + std::to_string(rate_hz) +
                " Hz and " + std::to_string(channels) + " channels");
}

}  // namespace

struct AudioReader::State {
    explicit State(const std::filesystem::path& path)
        : input(open_input(path, "a sound file")), decoder(open_decoder(*input, AVMEDIA_TYPE_AUDIO, stream, path)) {
        check_shape(*decoder, path);
        rate_hz = decoder->sample_rate;
        channels = decoder->ch_layout.nb_channels;
        format = decoder->sample_fmt;
        converter = make_converter(*decoder);
    }

    bool receive();
    bool feed();
    bool take();
    void find_hole();
    bool fill_hole();

    int stream = -1;
    InputPtr input;
    CodecPtr decoder;
    FramePtr frame = make_frame();
    PacketPtr packet = make_packet();
    int rate_hz = 0, channels = 0;
    AVSampleFormat format = AV_SAMPLE_FMT_NONE;
    ResamplerPtr converter;
    std::vector<float> piece, after_hole;
    std::int64_t position = 0;  // samples that were given, per channel
    std::int64_t origin = AV_NOPTS_VALUE;  // the file's time of sample 0, moved where times jump
    std::int64_t start = 0;     // the first of these
    std::int64_t hole = 0;      // samples of silence that are owed before after_hole
    bool ended = false;
};

// What is lost in the middle of a file leaves a hole in its times: it is filled with silence, so that what comes after it
// comes when it should.
void AudioReader::State::find_hole() {
    if (frame->pts == AV_NOPTS_VALUE) return;
    const std::int64_t at = av_rescale_q(frame->pts, decoder->pkt_timebase, {1, rate_hz});
    if (origin == AV_NOPTS_VALUE) start = origin = at - position;
    const std::int64_t ahead = at - origin - position;
    if (static_cast<double>(ahead) > kLongestHole_s * rate_hz) origin = at - position;
    else if (static_cast<double>(ahead) > kLeastHole_s * rate_hz) hole = ahead;
}

bool AudioReader::State::fill_hole() {
    if (hole <= 0) {
        if (after_hole.empty()) return false;
        piece = std::exchange(after_hole, {});
        return true;
    }
    const std::int64_t length = std::min(hole, kSilentPiece);
    piece.assign(static_cast<std::size_t>(length) * static_cast<std::size_t>(channels), 0.0f);
    hole -= length;
    position += length;
    return true;
}

// The decoder's next frame as `piece`. It cuts an encoder's priming itself, so sample 0 is where the music begins.
bool AudioReader::State::receive() {
    while (avcodec_receive_frame(decoder.get(), frame.get()) >= 0) {
        const bool taken = take();
        av_frame_unref(frame.get());
        if (taken) return true;
    }
    return false;
}

bool AudioReader::State::take() {
    // A stream may change its shape on the way; what does not fit the beginning is left out.
    if (frame->ch_layout.nb_channels != channels || frame->sample_rate != rate_hz || frame->format != format) return false;
    piece.resize(static_cast<std::size_t>(frame->nb_samples) * static_cast<std::size_t>(channels));
    auto* to = reinterpret_cast<std::uint8_t*>(piece.data());
    swr_convert(converter.get(), &to, frame->nb_samples, const_cast<const std::uint8_t**>(frame->extended_data), frame->nb_samples);
    for (float& s : piece)
        if (!(std::abs(s) < kNoSound)) s = 0.0f;  // NaN too
    if (piece.empty()) return false;
    find_hole();
    if (hole > 0) after_hole = piece, fill_hole();
    position += frame->nb_samples;
    return true;
}

// One more packet for the decoder; the last one says that there are no more. A damaged one is skipped: what can be read is read.
bool AudioReader::State::feed() {
    if (ended) return false;
    int faults = 0, result = 0;
    while ((result = av_read_frame(input.get(), packet.get())) < 0 && result != AVERROR_EOF && ++faults < kMostBadPackets) {}
    ended = result < 0;
    if (ended) avcodec_send_packet(decoder.get(), nullptr);
    else if (packet->stream_index == stream) avcodec_send_packet(decoder.get(), packet.get());
    av_packet_unref(packet.get());
    return true;
}

AudioReader::AudioReader(const std::filesystem::path& path) : state_(std::make_unique<State>(path)) {}
AudioReader::~AudioReader() = default;

int AudioReader::sample_rate() const { return state_->rate_hz; }
int AudioReader::channels() const { return state_->channels; }
double AudioReader::start_s() const { return static_cast<double>(state_->start) / state_->rate_hz; }

std::span<const float> AudioReader::next() {
    if (state_->fill_hole()) return state_->piece;
    do {
        if (state_->receive()) return state_->piece;
    } while (state_->feed());
    return {};
}

}  // namespace chladni
