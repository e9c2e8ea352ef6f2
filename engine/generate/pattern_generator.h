#pragma once

#include "engine/generate/generator.h"
#include "engine/generate/prompt_colours.h"

namespace chladni {

/// Pictures without a model: slow light through folded space, moved by the sound. Every machine can run the show with
/// it, and it stands in while a model loads or after one fails. A pure function of time, sound, prompt and seed, so
/// chunks join without a seam.
class PatternGenerator : public Generator {
public:
    struct Size {
        int width = 320, height = 180;
        double frame_rate = 24.0;
        std::int64_t chunk_frames = 24;
    };
    explicit PatternGenerator(const Size& size);

    const GeneratorInfo& info() const override { return info_; }
    VideoChunk generate(const ChunkRequest& request, std::stop_token stop) override;
    void reset() override {}

private:
    GeneratorInfo info_;
};

}  // namespace chladni
