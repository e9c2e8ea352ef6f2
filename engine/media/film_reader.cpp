#include "engine/media/film_reader.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"
#include "engine/media/film_length.h"
#include "engine/media/upright.h"

namespace chladni {

namespace {

constexpr int kMostErrors = 1000;  // errors in a row: then nothing more will come
constexpr double kUnstatedRate = 25.0;

double rate_of(const AVStream& stream) {
    for (const AVRational rate : {stream.avg_frame_rate, stream.r_frame_rate})
        if (rate.num > 0 && rate.den > 0) return av_q2d(rate);
    return 0.0;
}

}  // namespace

struct FilmReader::State {
    State(const std::filesystem::path& path, int threads)
        : input(open_input(path, "a film")), decoder(open_decoder(*input, AVMEDIA_TYPE_VIDEO, index, path, threads)),
          stream(*input->streams[index]), length(*input), turns(quarter_turns(stream)), rate(rate_of(stream)) {}

    bool decode();
    bool receive(bool& ended);
    void feed();
    void stamp();
    void fault() { faults += seen ? 1 : 0; }
    PictureView convert();

    int index = -1;
    InputPtr input;
    CodecPtr decoder;
    AVStream& stream;
    FilmLength length;
    const int turns;       // to be upright
    const double rate;     // 0: unknown
    int width = 0, height = 0;  // wanted, upright, px; 0: the film's own
    ScalerPtr scaler;
    FramePtr frame = make_frame();
    PacketPtr packet = make_packet();
    bool flushing = false;
    bool seen = false;     // a picture at least
    int faults = 0;
    double time_s = 0;
    std::vector<std::uint8_t> rgba;
};

FilmReader::FilmReader(const std::filesystem::path& path, int threads) : state_(std::make_unique<State>(path, threads)) {}
FilmReader::~FilmReader() = default;

int FilmReader::width() const { return state_->turns % 2 ? state_->decoder->height : state_->decoder->width; }
int FilmReader::height() const { return state_->turns % 2 ? state_->decoder->width : state_->decoder->height; }
double FilmReader::frame_rate() const { return state_->rate; }
double FilmReader::time_s() const { return state_->time_s; }
int FilmReader::faults() const { return state_->faults; }
double FilmReader::missing_s() const { return state_->length.missing_s(); }

double FilmReader::pixel_aspect() const {
    const AVRational aspect = av_guess_sample_aspect_ratio(state_->input.get(), &state_->stream, nullptr);
    if (aspect.num <= 0 || aspect.den <= 0) return 1.0;
    return state_->turns % 2 ? 1.0 / av_q2d(aspect) : av_q2d(aspect);
}

bool FilmReader::has_sound() const {
    return av_find_best_stream(state_->input.get(), AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0) >= 0;
}

void FilmReader::resize(int width_px, int height_px) {
    require(width_px > 0 && height_px > 0, "expected a size of pictures over 0, got " + std::to_string(width_px) + "x" + std::to_string(height_px));
    state_->width = width_px;
    state_->height = height_px;
}

// The next decoded frame into `frame`; false at the end. A damaged one is passed over and counted.
bool FilmReader::State::decode() {
    for (bool ended = false; !ended;) {
        if (receive(ended)) return true;
        if (!flushing) feed();
    }
    return false;
}

bool FilmReader::State::receive(bool& ended) {
    for (int errors = 0; errors < kMostErrors; ++errors) {
        const int result = avcodec_receive_frame(decoder.get(), frame.get());
        if (result >= 0) {
            if (frame->decode_error_flags || (frame->flags & AV_FRAME_FLAG_CORRUPT)) fault();
            stamp();
            return seen = true;
        }
        ended = result == AVERROR_EOF;
        if (ended || result == AVERROR(EAGAIN)) return false;
        fault();
    }
    ended = true;
    return false;
}

void FilmReader::State::feed() {
    const int read = av_read_frame(input.get(), packet.get());
    if (read < 0) {
        if (read != AVERROR_EOF) fault();
        flushing = true;
        avcodec_send_packet(decoder.get(), nullptr);
        return;
    }
    length.read(*input, *packet);
    if (packet->stream_index == index) {
        if (avcodec_send_packet(decoder.get(), packet.get()) < 0 || (packet->flags & AV_PKT_FLAG_CORRUPT)) fault();
    }
    av_packet_unref(packet.get());
}

void FilmReader::State::stamp() {
    const std::int64_t time = frame->best_effort_timestamp;
    if (time != AV_NOPTS_VALUE) time_s = static_cast<double>(time) * av_q2d(stream.time_base);
    else if (seen) time_s += 1.0 / (rate > 0 ? rate : kUnstatedRate);
}

PictureView FilmReader::State::convert() {
    const int from_width = frame->width, from_height = frame->height;
    int to_width = width ? width : from_width, to_height = height ? height : from_height;
    if (width && turns % 2) std::swap(to_width, to_height);
    const int filter = to_width == from_width && to_height == from_height ? SWS_BILINEAR : SWS_AREA;
    scaler.reset(sws_getCachedContext(scaler.release(), from_width, from_height, static_cast<AVPixelFormat>(frame->format), to_width, to_height,
                                      AV_PIX_FMT_RGBA, filter | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT, nullptr, nullptr, nullptr));
    require(scaler != nullptr, "expected a picture format that can be shown, got an unknown one");
    const int* matrix = sws_getCoefficients(frame->colorspace == AVCOL_SPC_BT709 ? SWS_CS_ITU709 : SWS_CS_ITU601);
    sws_setColorspaceDetails(scaler.get(), matrix, frame->color_range == AVCOL_RANGE_JPEG, matrix, 1, 0, 1 << 16, 1 << 16);
    rgba.resize(static_cast<std::size_t>(to_width) * static_cast<std::size_t>(to_height) * 4);
    std::uint8_t* to = rgba.data();
    const int stride = to_width * 4;
    sws_scale(scaler.get(), frame->data, frame->linesize, 0, from_height, &to, &stride);
    if (turns) rgba = turned(rgba, to_width, to_height, turns);
    return {rgba.data(), turns % 2 ? to_height : to_width, turns % 2 ? to_width : to_height};
}

bool FilmReader::advance() { return state_->decode(); }
PictureView FilmReader::picture() { return state_->convert(); }

std::optional<PictureView> FilmReader::next() {
    if (!advance()) return std::nullopt;
    return picture();
}

}  // namespace chladni
