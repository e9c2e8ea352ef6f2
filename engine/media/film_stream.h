#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "engine/media/libav.h"
#include "engine/types/video_frame.h"

namespace chladni {

/// A container being written: header, interleaved packets, trailer. Throws Error where the disk refuses.
class OutputFile {
public:
    explicit OutputFile(const std::filesystem::path& path);
    void begin(bool in_fragments = false);  ///< after all streams are there
    void write(AVPacket& packet);
    void finish();
    void leave();  ///< as it stands, whatever the disk says
    AVFormatContext& context() { return *context_; }

private:
    void check(int result, const char* doing) const;
    std::string name_;
    OutputPtr context_;
};

/// What both kinds of stream share: an encoder and its place in the container.
class EncodedStream {
public:
    EncodedStream(OutputFile& output, const std::string& codec);
    void finish();  ///< what the encoder still holds

protected:
    void open(const std::string& options);
    void encode(AVFrame* frame);

    OutputFile& output_;
    CodecPtr encoder_;
    AVStream* stream_ = nullptr;
    PacketPtr packet_;
    std::int64_t packet_duration_ = 0;  ///< in the encoder's time base; 0: the encoder says
};

struct PictureCoding {
    std::string codec;    ///< libav's encoder name
    int width = 0, height = 0;
    double frame_rate = 24;
    AVPixelFormat format = AV_PIX_FMT_YUV420P;
    std::string options;  ///< "crf=18:preset=veryfast"
};

class PictureStream : public EncodedStream {
public:
    PictureStream(OutputFile& output, const PictureCoding& coding);
    void write(const PictureView& picture);
    std::int64_t written() const { return next_; }

private:
    PictureCoding coding_;
    ScalerPtr scaler_;
    FramePtr frame_;
    std::int64_t next_ = 0;
};

struct SoundCoding {
    std::string codec;
    int rate = 48000, channels = 2;
    int bit_rate = 192000;
};

class SoundStream : public EncodedStream {
public:
    SoundStream(OutputFile& output, const SoundCoding& coding);
    void write(std::span<const float> interleaved);
    void finish();

private:
    void encode_some(std::size_t samples);
    int channels_;
    ResamplerPtr converter_;
    FramePtr frame_;
    std::vector<float> waiting_;  ///< interleaved, less than the encoder's frame
    std::int64_t next_ = 0;
};

}  // namespace chladni
