#include "engine/media/libav.h"

#include <new>

#include "engine/base/check.h"

namespace chladni {

namespace fs = std::filesystem;

void FreeOutput::operator()(AVFormatContext* c) const {
    if (c && c->pb && !(c->oformat->flags & AVFMT_NOFILE)) avio_closep(&c->pb);
    avformat_free_context(c);
}

FramePtr make_frame() {
    FramePtr frame(av_frame_alloc());
    if (!frame) throw std::bad_alloc();
    return frame;
}

PacketPtr make_packet() {
    PacketPtr packet(av_packet_alloc());
    if (!packet) throw std::bad_alloc();
    return packet;
}

std::string av_words(int code) {
    char text[AV_ERROR_MAX_STRING_SIZE] = {};
    av_strerror(code, text, sizeof text);
    return text;
}

InputPtr open_input(const fs::path& path, const char* wanted) {
    av_log_set_level(AV_LOG_QUIET);  // one sentence of ours says what is wrong
    const std::string name = "'" + path.string() + "'";
    std::error_code error;
    require(fs::exists(path, error), std::string("expected ") + wanted + " at " + name + ", found nothing there");
    require(!fs::is_directory(path, error), std::string("expected ") + wanted + ", " + name + " is a folder");
    require(!fs::is_regular_file(path, error) || fs::file_size(path, error) > 0, std::string("expected ") + wanted + ", " + name + " is empty");
    AVFormatContext* opened = nullptr;
    const int result = avformat_open_input(&opened, path.c_str(), nullptr, nullptr);
    require(result >= 0, std::string("expected ") + wanted + ", " + name + " cannot be read as one: " + av_words(result));
    InputPtr input(opened);
    require(avformat_find_stream_info(opened, nullptr) >= 0, std::string("expected ") + wanted + ", " + name + " holds nothing that can be decoded");
    return input;
}

CodecPtr open_decoder(AVFormatContext& input, AVMediaType kind, int& stream, const fs::path& path, int threads) {
    const char* what = kind == AVMEDIA_TYPE_AUDIO ? "sound" : "pictures";
    const AVCodec* codec = nullptr;
    stream = av_find_best_stream(&input, kind, -1, -1, &codec, 0);
    require(stream >= 0 && codec, std::string("expected ") + what + " in '" + path.string() + "', found none");
    CodecPtr decoder(avcodec_alloc_context3(codec));
    if (!decoder) throw std::bad_alloc();
    const AVStream& chosen = *input.streams[stream];
    avcodec_parameters_to_context(decoder.get(), chosen.codecpar);
    decoder->pkt_timebase = chosen.time_base;
    decoder->thread_count = threads;
    const int result = avcodec_open2(decoder.get(), codec, nullptr);
    require(result >= 0, std::string("expected to decode the ") + what + " of '" + path.string() + "', got: " + av_words(result));
    return decoder;
}

}  // namespace chladni
