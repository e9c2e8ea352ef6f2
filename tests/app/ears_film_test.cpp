// A model with each kind of ear, through the program: made, told about, encoding, painting.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/base/json.h"
#include "engine/base/plain_tensors.h"
#include "tests/app/film_facts.h"
#include "tests/app/program.h"

namespace chladni {
namespace {

using Words = std::vector<std::string>;

class EarsFilmTest : public testing::TestWithParam<const char*> {
protected:
    void SetUp() override {
        run({"model", "synth", model_, "--geometry", "tiny", "--encoder", GetParam(), "--seed", "4"});
        run({"compose", "-o", track_, "--seed", "3", "--duration", "3"});
    }
    static Said run(const Words& words) {
        const Said said = run_program(words);
        EXPECT_EQ(said.code, 0) << said.err;
        return said;
    }
    // What encode writes, by name.
    std::vector<PlainTensor> encoded(const std::string& sound, const Words& more = {}) const {
        Words words{"encode", sound, "--frames", "50", "-o", in_folder("tokens.safetensors"), "--model", model_};
        words.insert(words.end(), more.begin(), more.end());
        return run(words).code == 0 ? read_plain_tensors(in_folder("tokens.safetensors")) : std::vector<PlainTensor>{};
    }
    static const PlainTensor& named(const std::vector<PlainTensor>& all, const std::string& name) {
        const auto found = std::ranges::find(all, name, &PlainTensor::name);
        if (found == all.end()) throw std::runtime_error("expected a tensor " + name + ", there is none");
        return *found;
    }
    std::vector<std::uint64_t> film(Words words) const {
        for (const std::string& word : Words{"-o", in_folder("film.mp4"), "--model", model_, "--dtype", "float32", "--device", "cpu"}) words.push_back(word);
        return run(words).code == 0 ? facts_of(in_folder("film.mp4")).hashes : std::vector<std::uint64_t>{};
    }
    // The file of a clip's latents.
    std::string latents(const Words& more) const {
        Words words{"generate", "--num-inference-steps", "1", "--num-frames", "17", "--latents-out", in_folder("latents.safetensors")};
        words.insert(words.end(), more.begin(), more.end());
        return film(words).empty() ? std::string() : content_of(in_folder("latents.safetensors"));
    }
    std::string in_folder(const char* name) const { return (folder_.path() / name).string(); }
    TempFolder folder_;
    std::string model_ = in_folder("model"), track_ = in_folder("track.wav");
};

TEST_P(EarsFilmTest, InfoNamesTheEarAndRenderRefusesAnotherOne) {
    const Json model = Json::parse(run({"model", "info", model_, "--json"}).out);
    EXPECT_TRUE(model["hears"].get<bool>());
    EXPECT_NE(model["parts"]["audio_encoder"].dump().find(GetParam()), std::string::npos) << model["parts"]["audio_encoder"];
    const std::string other = GetParam() == std::string("clap") ? "wav2vec2" : "clap";
    const Said said = run_program({"render", track_, "-o", in_folder("film.mp4"), "--model", model_, "--encoder", other});
    EXPECT_EQ(said.code, 1);
    EXPECT_NE(said.err.find(other), std::string::npos) << said.err;
}

TEST_P(EarsFilmTest, EncodeGivesATokenForFourFramesEachInTheMiddleOfThem) {
    const std::vector<PlainTensor> made = encoded(track_, {"--features"});
    const PlainTensor &tokens = named(made, "tokens"), &times = named(made, "times"), &features = named(made, "features");
    ASSERT_EQ(tokens.shape.size(), 3u);
    EXPECT_EQ(tokens.shape[1], 12);
    ASSERT_EQ(times.shape, std::vector<std::int64_t>{12});
    for (std::size_t k = 0; k < 12; ++k) EXPECT_NEAR(times.values[k], (static_cast<double>(k) + 0.5) / 6.0, 1e-6);
    EXPECT_EQ(named(made, "feature_times").shape[0], features.shape[1]);
    EXPECT_GT(features.shape[1], 12);
    EXPECT_TRUE(std::ranges::all_of(tokens.values, [](float value) { return std::isfinite(value); }));
}

TEST_P(EarsFilmTest, TokensAreThoseOfTheSoundAndTheSameEachTime) {
    run({"compose", "-o", in_folder("other.wav"), "--seed", "9", "--duration", "3"});
    const std::vector<float> once = named(encoded(track_), "tokens").values;
    EXPECT_EQ(once, named(encoded(track_), "tokens").values);
    EXPECT_NE(once, named(encoded(in_folder("other.wav")), "tokens").values);
    EXPECT_NE(once, named(encoded(track_, {"--dtype", "bfloat16"}), "tokens").values);
}

TEST_P(EarsFilmTest, FilmsAndClipsFollowTheSound) {
    const Words render{"render", track_, "--steps", "1", "--duration", "1"}, scaled{"render", track_, "--steps", "1", "--duration", "1", "--audio-scale", "0"};
    const auto heard = film(render);
    EXPECT_EQ(heard.size(), 24u);
    EXPECT_NE(heard, film(scaled));
    const std::string deaf = latents({}), hearing = latents({"--audio", track_});
    EXPECT_NE(deaf, hearing);
    EXPECT_EQ(hearing, latents({"--audio", track_}));
}

INSTANTIATE_TEST_SUITE_P(All, EarsFilmTest, testing::Values("spectrogram", "clap", "wav2vec2"), [](const auto& kind) { return std::string(kind.param); });

}  // namespace
}  // namespace chladni
