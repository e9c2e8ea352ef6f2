#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/units.h"
#include "engine/params/param_table.h"
#include "engine/types/audio_tokens.h"
#include "engine/types/beat_grid.h"
#include "engine/types/feature_frame.h"

namespace chladni {

/// Everything that decides one chunk of video. The same request to the same generator in the same state gives the same
/// pictures; nothing else may be asked for while it is made.
struct ChunkRequest {
    std::int64_t index = 0;           ///< 0, 1, 2... since the generator's last reset
    Seconds start;                    ///< stream time of the first new frame
    std::int64_t new_frames = 0;      ///< how many frames the show needs from it: Generator::frames_in(index)
    double frame_rate = 24.0;
    std::string prompt;
    std::string negative_prompt;
    std::uint64_t seed = 1;
    ParamValues params = initial_values();  ///< frozen when the chunk is started
    double scale = 1.0;               ///< of width and height while a model makes them, (0, 1]; what comes out has the generator's size
    AudioTokens audio;                ///< covers [start - context, end]; empty: nothing is heard
    std::vector<float> audio_scale;   ///< [new_frames] or empty: params' audio_scale throughout
    std::vector<FeatureFrame> features;  ///< [new_frames], the sound at each frame; for generators with no model
    BeatGrid grid;                    ///< true or foreseen beats over the span
};

/// Where a frame belongs.
struct FrameStamp {
    Seconds time;   ///< stream time at which it is due
    Beats beat;     ///< beat position at which it is due
};

/// A chunk of finished frames, 8 bits per channel.
struct VideoChunk {
    std::int64_t index = 0;
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgba;   ///< [frames, height, width, 4], first row is the top
    std::vector<FrameStamp> stamps;   ///< [frames]

    std::size_t frames() const { return stamps.size(); }
    std::size_t bytes_per_frame() const { return static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4; }
    const std::uint8_t* frame(std::size_t i) const { return rgba.data() + i * bytes_per_frame(); }
};

}  // namespace chladni
