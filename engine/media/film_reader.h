#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "engine/types/video_frame.h"

namespace chladni {

/// Reads the pictures of a film one after the other as RGBA, upright as the camera says. Its sound is read by AudioReader.
class FilmReader {
public:
    /// `threads` decode; 0: as many as there are cores. Throws Error: missing, a folder, empty, no pictures.
    explicit FilmReader(const std::filesystem::path& path, int threads = 1);
    ~FilmReader();
    int width() const;   ///< px
    int height() const;
    double pixel_aspect() const;  ///< a pixel's width by its height
    double frame_rate() const;    ///< as the file says; 0: it does not
    bool has_sound() const;

    /// Pictures from now on in that size, made smaller by an area filter; else they have the film's own.
    void resize(int width_px, int height_px);

    /// Decodes the next picture; false at the end.
    bool advance();
    /// From when on the picture that came last is shown, on the file's clock; without time stamps, by the frame rate.
    double time_s() const;
    /// That picture; its pixels are valid until the next call.
    PictureView picture();
    /// Both in one. Nothing at the end.
    std::optional<PictureView> next();

    /// Damaged packets and pictures since the first whole picture.
    int faults() const;
    /// At the end: how much earlier the file ends than it says of itself; 0 where it does not say.
    double missing_s() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace chladni
