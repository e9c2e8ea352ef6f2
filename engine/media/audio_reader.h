#pragma once

#include <filesystem>
#include <memory>
#include <span>

namespace chladni {

/// The sound of any file that FFmpeg reads (of a film too), decoded piece by piece at its own rate and channels: an hour of
/// it needs no more memory than a second. A damaged file gives what could be read, and silence
/// where something is missing in between. One thread.
class AudioReader {
public:
    /// Throws Error: missing, a folder, empty, no sound, a rate or channels that no sound has.
    explicit AudioReader(const std::filesystem::path& path);
    ~AudioReader();
    AudioReader(const AudioReader&) = delete;
    AudioReader& operator=(const AudioReader&) = delete;

    int sample_rate() const;
    int channels() const;
    /// The next samples, interleaved, until the next call; nothing at the end. What is no number, or far beyond any sound, is silence.
    std::span<const float> next();
    /// When sample 0 sounds on the file's clock (that of FilmReader::time_s), known once a piece was given; 0 without time stamps.
    double start_s() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace chladni
