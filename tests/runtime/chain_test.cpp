// The chain without any third-party library: clicks -> analyzer -> planner -> generator -> playout -> picture.
#include <gtest/gtest.h>

#include <cmath>

#include "engine/audio/paced_clip.h"
#include "engine/runtime/generation_loop.h"
#include "engine/runtime/generator_factory.h"
#include "engine/runtime/render_loop.h"
#include "tests/audio/deck_rig.h"
#include "tests/runtime/clicks.h"
#include "tests/runtime/eventually.h"
#include "tests/runtime/machine_pulse.h"

namespace chladni {

namespace {

// Counts how often what is to be seen differs from what was seen before.
class CountingPicture : public Picture {
public:
    CountingPicture(std::atomic<int>& moves, std::atomic<int>& drawn) : moves_(moves), drawn_(drawn), inner_(make_memory_picture({64, 36})) {}
    void draw(const PictureRequest& request) override {
        inner_->draw(request);
        inner_->read_back(now_);
        if (!request.from.rgba) return;
        ++drawn_;
        if (now_ != before_) ++moves_;
        before_ = now_;
    }
    void read_back(std::vector<std::uint8_t>& rgba) override { inner_->read_back(rgba); }
    PictureStatus status() const override { return inner_->status(); }
    int width() const override { return 64; }
    int height() const override { return 36; }

private:
    std::atomic<int>&moves_, &drawn_;
    std::unique_ptr<Picture> inner_;
    std::vector<std::uint8_t> now_, before_;
};

ShowConfig small(const std::string& generator) {
    ShowConfig config;
    config.generator = generator;
    config.generate_width = 64;
    config.generate_height = 36;
    return config;
}

struct Chain {
    explicit Chain(const std::string& generator) : factory(generator_factory(small(generator))) {}

    GeneratorFactory factory;
    ParameterStore params;
    Bulletin<Prompts> prompts;
    Bulletin<GenerationStatus> status;
    std::atomic<int> moves{0}, drawn{0};
    Heard heard{48000 * 30};
    AudioInput input;
    AnalysisLoop analysis{input, params, [] { return 48000; }, heard};
    SlotPool slots{192, 64 * 36 * 4};
    SpscRing<VideoFrame> frames{192};
    std::function<void(const std::string&)> notice = [](const std::string&) {};
    GenerationLoop generation{{heard, params, prompts, [] { return std::nullopt; }, notice, slots, frames, status}, factory};
    RenderDesk desk;
    MachinePulse pulse;
    RenderLoop render{{heard, params, slots, frames, desk, notice, nullptr}, std::make_unique<CountingPicture>(moves, drawn), 60.0};
};

}  // namespace

TEST(Chain, ClicksBecomeAMovingPictureOnTheirBeat) {
    Chain chain("pattern");
    PacedClip source("clicks", deck_of(clicks(), true), chain.input);
    EXPECT_TRUE(eventually([&] {
        const BeatGrid grid = chain.heard.grid.get();
        return grid.trusted() && std::abs(grid.tempo.bpm - kClicksBpm) < 1.0;
    }));
    EXPECT_TRUE(eventually([&] { return chain.moves > 100 && chain.status.read().chunks >= 5; }));
    EXPECT_EQ(chain.status.read().state, "running");
    EXPECT_EQ(chain.status.read().name, "pattern");
}

TEST(Chain, ThePictureMovesWithoutAnySound) {
    Chain chain("pattern");
    EXPECT_TRUE(eventually([&] { return chain.moves > 100; }));
}

TEST(Chain, ThePictureMovesWhileTheGeneratorHangsAndTheSoundIsGone) {
    Chain chain("fake:hang_at=2");
    EXPECT_TRUE(eventually([&] { return chain.status.read().state == "running"; }));
    EXPECT_TRUE(eventually([&] { return chain.status.read().late > 0 || chain.status.read().state == "hung"; }));
    const int moves = chain.moves, drawn = chain.drawn;
    EXPECT_TRUE(eventually([&] { return chain.drawn - drawn >= 120; }));
    EXPECT_GT(chain.moves - moves, (chain.drawn - drawn) / 2);
    EXPECT_LT(chain.desk.longest_gap_ms, chain.pulse.standstill_ms());
}

TEST(Chain, TheBeatGoesOnWhenTheSoundBreaksOff) {
    Chain chain("pattern");
    auto source = std::make_unique<PacedClip>("clicks", deck_of(clicks(), true), chain.input);
    EXPECT_TRUE(eventually([&] { return chain.heard.grid.get().trusted(); }));
    source.reset();
    const Seconds then = chain.heard.clock.get().stream_time(AudioClock::now_ns());
    const int moves = chain.moves;
    EXPECT_TRUE(eventually([&] { return chain.moves - moves > 90; }));
    EXPECT_GT(chain.heard.clock.get().stream_time(AudioClock::now_ns()) - then, Seconds{1.0});
}

}  // namespace chladni
