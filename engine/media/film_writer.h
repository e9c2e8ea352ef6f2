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
    bool in_fragments = false;               ///< MP4: every second is whole by itself, so that a film cut short still plays
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
    /// Instead of finish(), after an error: gives the name to what was written so far. Worth it for a film in fragments.
    void keep();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace chladni
