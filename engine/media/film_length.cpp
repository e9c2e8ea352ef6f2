#include "engine/media/film_length.h"

#include <algorithm>

namespace chladni {

namespace {

bool is_shown_or_heard(const AVStream& stream) {
    const AVMediaType kind = stream.codecpar->codec_type;
    return (kind == AVMEDIA_TYPE_VIDEO && !(stream.disposition & AV_DISPOSITION_ATTACHED_PIC)) || kind == AVMEDIA_TYPE_AUDIO;
}

double seconds(std::int64_t time, AVRational base) { return static_cast<double>(time) * av_q2d(base); }

double stated_end_s(const AVStream& stream) {
    if (!is_shown_or_heard(stream) || stream.duration == AV_NOPTS_VALUE) return 0.0;
    const std::int64_t start = stream.start_time == AV_NOPTS_VALUE ? 0 : stream.start_time;
    return seconds(start + stream.duration, stream.time_base);
}

}  // namespace

FilmLength::FilmLength(const AVFormatContext& input) {
    if (input.duration_estimation_method == AVFMT_DURATION_FROM_BITRATE) return;  // a guess
    for (unsigned i = 0; i < input.nb_streams; ++i) stated_s_ = std::max(stated_s_, stated_end_s(*input.streams[i]));
    if (stated_s_ > 0 || input.duration == AV_NOPTS_VALUE) return;
    const std::int64_t start = input.start_time == AV_NOPTS_VALUE ? 0 : input.start_time;
    stated_s_ = seconds(start + input.duration, {1, AV_TIME_BASE});
}

void FilmLength::read(const AVFormatContext& input, const AVPacket& packet) {
    const AVStream& stream = *input.streams[packet.stream_index];
    const std::int64_t time = packet.pts == AV_NOPTS_VALUE ? packet.dts : packet.pts;
    if (!is_shown_or_heard(stream) || time == AV_NOPTS_VALUE) return;
    read_s_ = std::max(read_s_, seconds(time + packet.duration, stream.time_base));
}

double FilmLength::missing_s() const { return std::max(0.0, stated_s_ - read_s_); }

}  // namespace chladni
