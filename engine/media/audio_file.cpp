#include "engine/media/audio_file.h"

#include <algorithm>
#include <cmath>

#include "engine/base/check.h"
#include "engine/media/libav.h"

namespace chladni {

namespace {

constexpr int kMostChannels = 64;

// Decoded frames of any sample format, as interleaved floats at the end of a buffer.
class FloatSink {
public:
    FloatSink(const AVCodecContext& decoder, AudioBuffer& out) : out_(out) {
        SwrContext* made = nullptr;
        AVChannelLayout layout = decoder.ch_layout;
        if (layout.order == AV_CHANNEL_ORDER_UNSPEC) av_channel_layout_default(&layout, layout.nb_channels);
        swr_alloc_set_opts2(&made, &layout, AV_SAMPLE_FMT_FLT, decoder.sample_rate, &layout, decoder.sample_fmt,
                            decoder.sample_rate, 0, nullptr);
        converter_.reset(made);
        require(made && swr_init(made) >= 0, "expected a sample format that can be converted, got an unknown one");
    }

    void take(const AVFrame& frame, const AVCodecContext& decoder) {
        // A stream may change its shape on the way; what does not fit the beginning is left out.
        if (frame.ch_layout.nb_channels != out_.channels || frame.sample_rate != out_.sample_rate || frame.format != decoder.sample_fmt) return;
        const std::size_t before = out_.samples.size();
        out_.samples.resize(before + static_cast<std::size_t>(frame.nb_samples) * static_cast<std::size_t>(out_.channels));
        auto* to = reinterpret_cast<std::uint8_t*>(out_.samples.data() + before);
        swr_convert(converter_.get(), &to, frame.nb_samples, const_cast<const std::uint8_t**>(frame.extended_data), frame.nb_samples);
    }

private:
    AudioBuffer& out_;
    ResamplerPtr converter_;
};

// What the decoder has ready. It cuts an encoder's priming itself, so sample 0 is where the music begins.
void drain(AVCodecContext& decoder, AVFrame& frame, FloatSink& sink) {
    while (avcodec_receive_frame(&decoder, &frame) >= 0) {
        sink.take(frame, decoder);
        av_frame_unref(&frame);
    }
}

}  // namespace

AudioBuffer load_audio_file(const std::filesystem::path& path, double limit_s) {
    const InputPtr input = open_input(path, "a sound file");
    int stream = -1;
    const CodecPtr decoder = open_decoder(*input, AVMEDIA_TYPE_AUDIO, stream, path);
    AudioBuffer out;
    out.sample_rate = decoder->sample_rate;
    out.channels = decoder->ch_layout.nb_channels;
    require(out.sample_rate >= 1000 && out.sample_rate <= 768000 && out.channels >= 1 && out.channels <= kMostChannels,
            "expected sound of 1 to 768 kHz and 1 to 64 channels in '" + path.string() + "', got " + std::to_string(out.sample_rate) +
                " Hz and " + std::to_string(out.channels) + " channels");
    FloatSink sink(*decoder, out);
    const FramePtr frame = make_frame();
    const PacketPtr packet = make_packet();
    const double limit_samples = limit_s * out.sample_rate;
    while (static_cast<double>(out.length().value) < limit_samples && av_read_frame(input.get(), packet.get()) >= 0) {
        // A damaged packet is skipped: what can be read is read.
        if (packet->stream_index == stream && avcodec_send_packet(decoder.get(), packet.get()) >= 0) drain(*decoder, *frame, sink);
        av_packet_unref(packet.get());
    }
    avcodec_send_packet(decoder.get(), nullptr);
    drain(*decoder, *frame, sink);
    require(!out.samples.empty(), "expected sound in '" + path.string() + "', none of it could be decoded");
    for (float& s : out.samples)
        if (!std::isfinite(s)) s = 0.0f;
    return out;
}

}  // namespace chladni
