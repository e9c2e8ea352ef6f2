#include "engine/generate/pattern_generator.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "engine/base/check.h"

namespace chladni {

namespace {

// A sine by table: a picture asks for some millions of them a second, and nobody sees the third decimal.
class SineTable {
public:
    SineTable() {
        for (std::size_t i = 0; i <= kSize; ++i)
            table_[i] = static_cast<float>(std::sin(6.283185307179586 * static_cast<double>(i) / kSize));
    }
    float operator()(float turns) const {
        const float place = (turns - std::floor(turns)) * kSize;
        const auto low = static_cast<std::size_t>(place);
        return table_[low] + (table_[low + 1] - table_[low]) * (place - static_cast<float>(low));
    }

private:
    static constexpr std::size_t kSize = 1024;
    std::array<float, kSize + 2> table_{};
};

// What the sound of one frame does to the whole picture.
struct Mood {
    float time = 0;    // slow motion, s
    float zoom = 1;    // a kick pulls space together
    float warp = 0;    // bass bends it
    float light = 1;
    float sparkle = 0;
    float drift = 0;   // along the palette
};

Mood mood_of(const FeatureFrame& sound, Seconds at, Beats beat) {
    const float bass = std::max(sound.bands[0], sound.bands[1]);
    Mood mood;
    mood.time = static_cast<float>(at.value);
    mood.zoom = 1.0f - 0.16f * sound.kick;
    mood.warp = 0.22f + 0.30f * bass;
    mood.light = 0.50f + 0.35f * sound.level + 0.35f * sound.kick;
    mood.sparkle = 0.5f * sound.hat;
    mood.drift = static_cast<float>(beat.value) / 32.0f + 0.08f * sound.snare;
    return mood;
}

std::uint8_t byte_of(float linear) {
    const float soft = linear / (1.0f + 0.25f * linear);  // shoulders instead of clipping
    return static_cast<std::uint8_t>(255.0f * std::clamp(soft * 1.2f, 0.0f, 1.0f));
}

// A number of its own for each seed, small enough to stay exact in float.
float offset_of(std::uint64_t seed) { return static_cast<float>((seed * 0x9e3779b97f4a7c15ull) >> 48) / 655.36f; }

void paint(std::uint8_t* out, int width, int height, const Mood& mood, const PromptColours& colours, float offset) {
    static const SineTable sine;
    const float aspect = static_cast<float>(width) / static_cast<float>(height);
    const float t = 0.045f * mood.time + offset;
    for (int row = 0; row < height; ++row) {
        for (int column = 0; column < width; ++column, out += 4) {
            float x = (static_cast<float>(column) / static_cast<float>(width) - 0.5f) * aspect * mood.zoom;
            float y = (static_cast<float>(row) / static_cast<float>(height) - 0.5f) * mood.zoom;
            const float from_centre = x * x + y * y;
            // Three folds of space, each bent by the one before: ink in slow water.
            for (float scale : {0.9f, 1.7f, 2.9f}) {
                const float bend = mood.warp / (1.0f + scale);
                const float nx = x + bend * sine(y * scale + t * 1.3f + 0.11f * scale);
                y += bend * sine(x * scale - t + 0.37f * scale);
                x = nx;
            }
            const float field = sine(0.8f * x + t) + sine(0.9f * y - 0.7f * t) + sine(0.7f * (x + y) + 0.4f * t);
            const float ridge = 0.5f + 0.5f * sine(1.1f * field + 0.2f * t);
            const float glint = mood.sparkle * std::max(0.0f, ridge - 0.82f) * 5.0f;
            const float light = mood.light * (0.25f + 0.95f * ridge * ridge) / (1.0f + 1.3f * from_centre) + glint;
            const Rgb colour = colours.at(0.16f * field + mood.drift, light);
            out[0] = byte_of(colour.r + 0.3f * glint);
            out[1] = byte_of(colour.g + 0.3f * glint);
            out[2] = byte_of(colour.b + 0.3f * glint);
            out[3] = 255;
        }
    }
}

}  // namespace

PatternGenerator::PatternGenerator(const Size& size) {
    require(size.width > 0 && size.height > 0 && size.width <= 8192 && size.height <= 8192,
            "expected a picture size between 1x1 and 8192x8192, got " + std::to_string(size.width) + "x" +
                std::to_string(size.height));
    info_.name = "pattern";
    info_.width = size.width;
    info_.height = size.height;
    info_.frame_rate = size.frame_rate;
    info_.first_frames = info_.next_frames = size.chunk_frames;
}

VideoChunk PatternGenerator::generate(const ChunkRequest& request, std::stop_token stop) {
    VideoChunk chunk{request.index, info_.width, info_.height, {}, {}};
    const auto frames = static_cast<std::size_t>(request.new_frames);
    chunk.rgba.resize(frames * chunk.bytes_per_frame());
    const PromptColours colours(request.prompt, request.seed);
    // The seed of the show, not of the chunk: a walking seed must not cut the picture.
    const float offset = offset_of(static_cast<std::uint64_t>(request.params[ParamId::kSeed]));
    for (std::size_t i = 0; i < frames; ++i) {
        require(!stop.stop_requested(), "the chunk was given up: the show stops");
        const Seconds at = request.start + seconds_of(Frames{static_cast<std::int64_t>(i)}, request.frame_rate);
        const Beats beat = request.grid.beat_at(at);
        const FeatureFrame sound = i < request.features.size() ? request.features[i] : FeatureFrame{};
        paint(chunk.rgba.data() + i * chunk.bytes_per_frame(), info_.width, info_.height, mood_of(sound, at, beat), colours,
              offset);
        chunk.stamps.push_back({at, beat});
    }
    return chunk;
}

}  // namespace chladni
