#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/generate/generator.h"
#include "engine/media/film_writer.h"
#include "engine/runtime/offline_render.h"
#include "engine/runtime/offline_song.h"
#include "engine/runtime/picture.h"

namespace chladni {

/// The film under way: frames through the effects (or as they came), and the sound that belongs to them.
class OfflineFilm {
public:
    /// `song` may be null: a silent film. Throws Error: an unwritable target, a size no film has, no Vulkan for the effects.
    OfflineFilm(const OfflineRender& job, const GeneratorInfo& info, const OfflineSong* song);

    /// The first `count` frames of the chunk, and the sound up to their end.
    void write(const VideoChunk& chunk, std::int64_t count, const ChunkRequest& request);
    std::int64_t frames() const { return frames_; }
    void finish() { writer_->finish(); }

private:
    PictureView shown(const VideoChunk& chunk, std::size_t frame, const ChunkRequest& request);
    void write_sound();

    const OfflineSong* song_;
    double start_s_, frame_rate_;
    std::unique_ptr<Picture> picture_;  // null: frames as they came
    ParamValues look_;
    std::vector<std::uint8_t> drawn_;   // [height, width, 4]
    std::unique_ptr<FilmWriter> writer_;
    std::int64_t frames_ = 0;
    Samples sound_done_;
};

}  // namespace chladni
