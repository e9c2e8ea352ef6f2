#include "engine/runtime/generator_factory.h"

#include <chrono>
#include <cmath>
#include <thread>

#include "engine/base/check.h"
#include "engine/generate/fake_generator.h"
#include "engine/generate/pattern_generator.h"

namespace chladni {

namespace {

PatternGenerator::Size pattern_size(const ShowConfig& config) {
    PatternGenerator::Size size;
    if (config.generate_width > 0) size.width = config.generate_width;
    if (config.generate_height > 0) size.height = config.generate_height;
    if (config.generate_frame_rate > 0) size.frame_rate = config.generate_frame_rate;
    if (config.window_frames > 0) size.chunk_frames = config.window_frames;
    return size;
}

// A slow model, simulated: the one place where time is slept away. An endless wait heeds nobody.
void wait_ms(double ms, std::stop_token stop) {
    constexpr double kSlice_ms = 10.0;
    for (double left = ms; left > 0 && !stop.stop_requested(); left -= kSlice_ms)
        std::this_thread::sleep_for(std::chrono::duration<double, std::milli>(std::min(left, kSlice_ms)));
}

GeneratorFactory fake_factory(const ShowConfig& config, const FakeFaults& faults) {
    return [size = pattern_size(config), faults, made = std::make_shared<std::int64_t>(0)] {
        return ListeningGenerator{std::make_unique<FakeGenerator>(std::make_unique<PatternGenerator>(size), faults, made, wait_ms),
                                  nullptr};
    };
}

}  // namespace

GeneratorFactory generator_factory(const ShowConfig& config, int cores_left) {
    if (config.generator == "ltx") return ltx_factory(config, cores_left);
    if (config.generator == "pattern")
        return [size = pattern_size(config)] {
            return ListeningGenerator{std::make_unique<PatternGenerator>(size), nullptr};
        };
    if (config.generator.starts_with("fake:")) return fake_factory(config, FakeFaults::parse(config.generator.substr(5)));
    throw UsageError("--generator: expected ltx, pattern or fake:..., got '" + config.generator + "'");
}

}  // namespace chladni
