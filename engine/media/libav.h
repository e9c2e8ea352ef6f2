#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>
}

#include <filesystem>
#include <memory>
#include <string>

namespace chladni {

// Each thing of libav* with the way it wants to be freed. Included in media/ only.
struct FreeInput { void operator()(AVFormatContext* c) const { avformat_close_input(&c); } };
struct FreeOutput { void operator()(AVFormatContext* c) const; };
struct FreeCodec { void operator()(AVCodecContext* c) const { avcodec_free_context(&c); } };
struct FreeFrame { void operator()(AVFrame* f) const { av_frame_free(&f); } };
struct FreePacket { void operator()(AVPacket* p) const { av_packet_free(&p); } };
struct FreeScaler { void operator()(SwsContext* s) const { sws_freeContext(s); } };
struct FreeResampler { void operator()(SwrContext* s) const { swr_free(&s); } };
using InputPtr = std::unique_ptr<AVFormatContext, FreeInput>;
using OutputPtr = std::unique_ptr<AVFormatContext, FreeOutput>;
using CodecPtr = std::unique_ptr<AVCodecContext, FreeCodec>;
using FramePtr = std::unique_ptr<AVFrame, FreeFrame>;
using PacketPtr = std::unique_ptr<AVPacket, FreePacket>;
using ScalerPtr = std::unique_ptr<SwsContext, FreeScaler>;
using ResamplerPtr = std::unique_ptr<SwrContext, FreeResampler>;

FramePtr make_frame();
PacketPtr make_packet();

/// libav's words for an error code.
std::string av_words(int code);

/// A file opened for reading, its streams known. Throws Error: missing, a folder, empty, not a media file.
InputPtr open_input(const std::filesystem::path& path, const char* wanted);

/// A decoder for the best stream of that kind, with so many threads (0: one per core); throws Error where there is none.
CodecPtr open_decoder(AVFormatContext& input, AVMediaType kind, int& stream, const std::filesystem::path& path, int threads = 1);

}  // namespace chladni
