#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "engine/types/video_frame.h"

namespace chladni {

/// Reads the pictures of a film one after the other as RGBA. Its sound is read by load_audio_file.
class FilmReader {
public:
    explicit FilmReader(const std::filesystem::path& path);
    ~FilmReader();
    int width() const;
    int height() const;
    double frame_rate() const;
    /// The next picture; its pixels are valid until the next call. Nothing at the end.
    std::optional<PictureView> next();
    /// From when on the picture that came last is shown, in the file's own time; without time stamps, by the frame rate.
    double time_s() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace chladni
