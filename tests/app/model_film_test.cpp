#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <set>

#include "engine/audio/resample.h"
#include "engine/base/json.h"
#include "tests/app/film_facts.h"
#include "tests/app/program.h"
#include "tests/runtime/eventually.h"

namespace chladni {
namespace {

using Words = std::vector<std::string>;

class ModelFilmTest : public testing::Test {
protected:
    void SetUp() override {
        Said said = run_program({"model", "synth", model_, "--geometry", "tiny", "--seed", "4"});
        ASSERT_EQ(said.code, 0) << said.err;
        said = run_program({"compose", "-o", track_, "--seed", "3", "--duration", "2"});
        ASSERT_EQ(said.code, 0) << said.err;
    }
    Said render(const std::string& film, const std::string& model, const Words& more = {}) {
        Words words{"render", track_, "-o", film, "--model", model, "--steps", "2", "--dtype", "float32", "--device", "cpu"};
        words.insert(words.end(), more.begin(), more.end());
        return run_program(words);
    }
    std::vector<std::uint64_t> frames_of(const Words& more, const std::string& model) {
        const Said said = render(in_folder("film.mp4"), model, more);
        EXPECT_EQ(said.code, 0) << said.err;
        return said.code == 0 ? facts_of(in_folder("film.mp4")).hashes : std::vector<std::uint64_t>{};
    }
    std::string in_folder(const char* name) const { return (folder_.path() / name).string(); }
    TempFolder folder_;
    std::string model_ = in_folder("model"), track_ = in_folder("track.wav");
};

TEST_F(ModelFilmTest, AnAudioScaleOfZeroIsTheModelWithoutEarsAndTheSameSeedTheSameFilm) {
    const std::string deaf = in_folder("deaf");
    std::filesystem::copy(model_, deaf, std::filesystem::copy_options::recursive);
    std::filesystem::remove_all(deaf + "/audio_adapter");
    const auto zero = frames_of({"--audio-scale", "0"}, model_);
    EXPECT_EQ(zero.size(), 48u);
    EXPECT_EQ(zero, frames_of({"--audio-scale", "0"}, model_));
    EXPECT_EQ(zero, frames_of({}, deaf));
    EXPECT_EQ(zero, frames_of({"--injection-layers", "none"}, model_));
    EXPECT_NE(zero, frames_of({"--audio-scale", "0", "--seed", "9"}, model_));
}

TEST_F(ModelFilmTest, StepsAndGuidanceAreTheModelsOwnWhereNobodySaysOtherwise) {
    Json index = Json::parse(content_of(model_ + "/model_index.json"));
    index["chladni"]["num_inference_steps"] = 3;
    index["chladni"]["guidance_scale"] = 1.5;
    std::ofstream(model_ + "/model_index.json") << index.dump();
    const auto film = [&](const Words& more) {
        Words words{"render", track_, "-o", in_folder("film.mp4"), "--model", model_, "--duration", "1", "--dtype", "float32", "--device", "cpu"};
        words.insert(words.end(), more.begin(), more.end());
        const Said said = run_program(words);
        EXPECT_EQ(said.code, 0) << said.err;
        return facts_of(in_folder("film.mp4")).hashes;
    };
    const auto own = film({});
    EXPECT_EQ(own, film({"--steps", "3", "--guidance-scale", "1.5"}));
    EXPECT_NE(own, film({"--steps", "2", "--guidance-scale", "1"}));
}

TEST_F(ModelFilmTest, WordsThatTheModelWasNeverTaughtAreTold) {
    Json index = Json::parse(content_of(model_ + "/model_index.json"));
    EXPECT_EQ(render(in_folder("film.mp4"), model_, {"--duration", "0.5", "--prompt", "ink elephants"}).err.find("elephants"), std::string::npos);
    index["chladni"]["words"] = {"ink", "water"};
    std::ofstream(model_ + "/model_index.json") << index.dump();
    const Said said = render(in_folder("film.mp4"), model_, {"--duration", "0.5", "--prompt", "ink elephants"});
    EXPECT_EQ(said.code, 0) << said.err;
    EXPECT_NE(said.err.find("not 'elephants'; it knows ink, water"), std::string::npos) << said.err;
    EXPECT_NE(run_program({"model", "info", model_}).out.find("Words it knows: ink water"), std::string::npos);
    EXPECT_EQ(Json::parse(run_program({"model", "info", model_, "--json"}).out)["words"], Json({"ink", "water"}));
}

TEST_F(ModelFilmTest, AShowTellsOfThemOnce) {
    Json index = Json::parse(content_of(model_ + "/model_index.json"));
    index["chladni"]["words"] = {"ink", "water"};
    std::ofstream(model_ + "/model_index.json") << index.dump();
    const std::string notice = "not 'elephants'; it knows ink, water";
    RunningProgram show({"live", "--headless", "--silent", "--input", "file:" + track_, "--model", model_, "--prompt", "ink elephants", "--size", "160x90"});
    EXPECT_TRUE(eventually([&] { return show.err().find(notice) != std::string::npos; })) << show.err();
    kill(show.pid(), SIGTERM);
    EXPECT_EQ(show.wait(), 0);
    EXPECT_EQ(show.err().find(notice), show.err().rfind(notice));
    EXPECT_NE(show.err().find("the show: "), std::string::npos) << show.err();
}

// Everything at once: any sound file, ears, text, transformer, decoder, effects, film.
TEST_F(ModelFilmTest, ASongBecomesAFilmWithEffectsAndItsSoundInPlace) {
    const std::string song = CHLADNI_SOURCE_DIR "/../shared/data/audio_cc/Kevin_MacLeod_-_Vibe_Ace.ogg";
    if (!std::filesystem::exists(song)) GTEST_SKIP() << "expected a song at " << song << ", found none";
    std::vector<std::uint64_t> hashes[2];
    for (const char* seed : {"1", "2"}) {
        const Said said = run_program({"render", song, "-o", in_folder("film.mp4"), "--model", model_, "--steps", "2", "--dtype", "float32", "--device",
                                       "cpu", "--start", "10", "--duration", "2", "--effects", "aurora", "--seed", seed});
        ASSERT_EQ(said.code, 0) << said.err;
        hashes[*seed - '1'] = facts_of(in_folder("film.mp4")).hashes;
    }
    EXPECT_EQ(hashes[0].size(), 48u);
    EXPECT_GT(std::set(hashes[0].begin(), hashes[0].end()).size(), 40u);
    EXPECT_NE(hashes[0], hashes[1]);
    const AudioBuffer heard = load_audio_file(in_folder("film.mp4"));
    EXPECT_NEAR(heard.duration().value, 2.0, 1.0 / 24);
    ASSERT_EQ(heard.sample_rate, 48000);
    const AudioBuffer whole = load_audio_file(song);
    const std::vector<float> original = resample(mono_of(whole), whole.sample_rate, heard.sample_rate);
    EXPECT_NEAR(lag_of(mono_of(heard), original, 10 * 48000, 2400), 0, 2000);
}

TEST_F(ModelFilmTest, SizesAndFramesThatTheVaeCannotMakeAreExitCodeTwo) {
    EXPECT_EQ(render(in_folder("film.mp4"), model_, {"--size", "65x64"}).code, 2);
    const Said said = run_program({"generate", "-o", in_folder("film.mp4"), "--model", model_, "--num-frames", "10"});
    EXPECT_EQ(said.code, 2) << said.err;
    EXPECT_NE(said.err.find("expected"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(in_folder("film.mp4")));
}

TEST_F(ModelFilmTest, ABrokenModelFolderIsOneSentenceAndLeavesNoFilm) {
    std::filesystem::remove_all(model_ + "/vae");
    const Said said = render(in_folder("film.mp4"), model_);
    EXPECT_EQ(said.code, 1);
    EXPECT_NE(said.err.find("vae"), std::string::npos) << said.err;
    EXPECT_FALSE(std::filesystem::exists(in_folder("film.mp4")));
}

TEST_F(ModelFilmTest, InfoTellsThePartsOfTheModel) {
    const Said said = run_program({"model", "info", model_, "--json"});
    ASSERT_EQ(said.code, 0) << said.err;
    const Json model = Json::parse(said.out);
    EXPECT_TRUE(model["hears"].get<bool>());
    for (const char* part : {"transformer", "vae", "text_encoder", "scheduler", "audio_encoder", "audio_adapter"})
        EXPECT_TRUE(model["parts"].contains(part)) << part;
}

TEST_F(ModelFilmTest, VerifyRefusesUnknownComponentsAsUsageAndMissingInputsAsFailure) {
    const auto verify = [&](const char* component) {
        return run_program({"model", "verify", model_, "--component", component, "--inputs", in_folder("gone.safetensors"), "--outputs", in_folder("out.safetensors")});
    };
    EXPECT_EQ(verify("nose").code, 2);
    for (const char* component : {"transformer", "audio.spectrogram"}) {
        const Said said = verify(component);
        EXPECT_EQ(said.code, 1) << component;
        EXPECT_NE(said.err.find("gone.safetensors"), std::string::npos) << said.err;
    }
    EXPECT_FALSE(std::filesystem::exists(in_folder("out.safetensors")));
}

TEST_F(ModelFilmTest, EncodeWritesOneTokenPerFourFrames) {
    const std::string tokens = in_folder("tokens.safetensors");
    const Said said = run_program({"encode", track_, "--frames", "25", "-o", tokens, "--model", model_});
    ASSERT_EQ(said.code, 0) << said.err;
    const std::string file = content_of(tokens);
    const Json header = Json::parse(file.substr(8, static_cast<std::size_t>(static_cast<unsigned char>(file[0])) + 256u * static_cast<unsigned char>(file[1])));
    EXPECT_EQ(header["tokens"]["shape"][1], 6);
    EXPECT_EQ(header["times"]["shape"], Json({6}));
}

}  // namespace
}  // namespace chladni
