#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "engine/types/audio_buffer.h"
#include "engine/types/video_frame.h"

namespace chladni {

struct FilmFormat {
    int width = 0, height = 0;
    double frame_rate = 24.0;
    int audio_rate = 0, audio_channels = 0;  ///< 0: no sound
    std::string codec = "h264";              ///< h264, vp9, prores
    int crf = 18;
};

/// Pictures and sound into a film (H.264 + AAC in MP4 by default). Writes beside the name; finish() gives it the name.
/// Without finish() nothing is left. One thread.
class FilmWriter {
public:
    FilmWriter(const std::filesystem::path& path, const FilmFormat& format);
    ~FilmWriter();

    /// The next picture; must have the film's size. Throws Error where the disk is full.
    void write_frame(const PictureView& picture);
    /// The next samples, interleaved in the film's channels. Sample 0 sounds with frame 0.
    void write_audio(std::span<const float> interleaved);
    std::int64_t frames_written() const;
    void finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace chladni
