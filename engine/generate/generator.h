#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/types/chunk.h"

namespace chladni {

/// What a generator makes; fixed for its life.
struct GeneratorInfo {
    std::string name;               ///< "ltx", "pattern" ...
    int width = 0;
    int height = 0;
    double frame_rate = 24.0;
    std::int64_t first_frames = 0;  ///< frames of chunk 0
    std::int64_t next_frames = 0;   ///< frames of every later chunk
    Seconds context;                ///< how much time before the chunk's start its audio tokens must cover as well
    Seconds look_back;              ///< how much more sound before that its ears want to know, without tokens for it
    double least_scale = 1.0;       ///< how small ChunkRequest::scale may be before the pictures fall apart
    int least_steps = 0;            ///< of denoising that it makes, however few are asked
    int most_steps = 0;             ///< and however many; 0: it makes none, and costs what it costs
    std::vector<std::string> words; ///< all that it understands of a prompt, lower case; empty: it knows no bounds
    std::size_t layers = 0;         ///< transformer blocks that can listen; 0 where there are none
};

/// Makes the next frames of an endless film, chunk after chunk. One thread at a time.
class Generator {
public:
    virtual ~Generator() = default;

    virtual const GeneratorInfo& info() const = 0;

    /// The frames that follow those of the last request. Throws Error, std::bad_alloc or the model's own exception where
    /// it fails: then the next request starts anew. Ends early by throwing where `stop` asks for it.
    virtual VideoChunk generate(const ChunkRequest& request, std::stop_token stop) = 0;

    /// Forgets what was made: the next request is number 0 again.
    virtual void reset() = 0;
};

inline std::int64_t frames_of_chunk(const GeneratorInfo& info, std::int64_t index) {
    return index == 0 ? info.first_frames : info.next_frames;
}

}  // namespace chladni
