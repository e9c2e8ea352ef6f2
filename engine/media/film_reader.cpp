#include "engine/media/film_reader.h"

#include "engine/base/check.h"
#include "engine/media/libav.h"

namespace chladni {

struct FilmReader::State {
    InputPtr input;
    int stream = -1;
    CodecPtr decoder;
    ScalerPtr scaler;
    FramePtr frame = make_frame();
    PacketPtr packet = make_packet();
    bool flushing = false;
    std::int64_t given = 0;  // pictures
    std::vector<std::uint8_t> rgba;

    bool decode();
    PictureView convert();
};

FilmReader::FilmReader(const std::filesystem::path& path) : state_(std::make_unique<State>()) {
    state_->input = open_input(path, "a film");
    state_->decoder = open_decoder(*state_->input, AVMEDIA_TYPE_VIDEO, state_->stream, path);
}

FilmReader::~FilmReader() = default;
int FilmReader::width() const { return state_->decoder->width; }
int FilmReader::height() const { return state_->decoder->height; }
double FilmReader::frame_rate() const { return av_q2d(state_->input->streams[state_->stream]->avg_frame_rate); }

// The next decoded frame into `frame`; false at the end.
bool FilmReader::State::decode() {
    for (;;) {
        if (avcodec_receive_frame(decoder.get(), frame.get()) >= 0) return true;
        if (flushing) return false;
        av_packet_unref(packet.get());
        if (av_read_frame(input.get(), packet.get()) < 0) {
            flushing = true;
            avcodec_send_packet(decoder.get(), nullptr);
        } else if (packet->stream_index == stream) {
            avcodec_send_packet(decoder.get(), packet.get());
        }
    }
}

PictureView FilmReader::State::convert() {
    const int width = frame->width, height = frame->height;
    scaler.reset(sws_getCachedContext(scaler.release(), width, height, static_cast<AVPixelFormat>(frame->format), width, height,
                                      AV_PIX_FMT_RGBA, SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT, nullptr, nullptr, nullptr));
    require(scaler != nullptr, "expected a picture format that can be shown, got an unknown one");
    const int* matrix = sws_getCoefficients(frame->colorspace == AVCOL_SPC_BT709 ? SWS_CS_ITU709 : SWS_CS_ITU601);
    sws_setColorspaceDetails(scaler.get(), matrix, frame->color_range == AVCOL_RANGE_JPEG, matrix, 1, 0, 1 << 16, 1 << 16);
    rgba.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
    std::uint8_t* to = rgba.data();
    const int stride = width * 4;
    sws_scale(scaler.get(), frame->data, frame->linesize, 0, height, &to, &stride);
    return {rgba.data(), width, height};
}

std::optional<PictureView> FilmReader::next() {
    if (!state_->decode()) return std::nullopt;
    ++state_->given;
    return state_->convert();
}

double FilmReader::time_s() const {
    const std::int64_t stamp = state_->frame->best_effort_timestamp;
    if (stamp != AV_NOPTS_VALUE) return static_cast<double>(stamp) * av_q2d(state_->input->streams[state_->stream]->time_base);
    const double rate = frame_rate();
    return rate > 0.0 ? static_cast<double>(state_->given - 1) / rate : 0.0;
}

}  // namespace chladni
