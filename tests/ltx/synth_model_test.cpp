#include <gtest/gtest.h>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/ltx/chunk_window.h"
#include "engine/ltx/deblock.h"
#include "engine/ltx/ltx_generator.h"
#include "engine/ltx/ltx_pipeline.h"
#include "engine/ltx/model_source.h"
#include "engine/ltx/synth_geometry.h"
#include "engine/ltx/synth_model.h"
#include "engine/ltx/synth_sentences.h"
#include "tests/support/temp_folder.h"

namespace chladni::ltx {
namespace {

namespace fs = std::filesystem;

std::map<std::string, std::string> files_of(const fs::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) files[fs::relative(entry.path(), folder)] = read_text_file(entry.path());
    return files;
}

class SynthModelTest : public testing::Test {
protected:
    fs::path made(const std::string& geometry, std::uint64_t seed) {
        const fs::path folder = folder_.path() / (geometry + std::to_string(seed) + std::to_string(++count_));
        synthesize_model(folder, geometry, seed);
        return folder;
    }
    TempFolder folder_;
    int count_ = 0;
};

TEST_F(SynthModelTest, TheSameSeedGivesTheSameBytesAndAnotherSeedOtherWeights) {
    const auto first = files_of(made("tiny", 3)), again = files_of(made("tiny", 3)), other = files_of(made("tiny", 4));
    EXPECT_EQ(first, again);
    for (const char* part :
         {"transformer/diffusion_pytorch_model.safetensors", "vae/diffusion_pytorch_model.safetensors",
          "text_encoder/model.safetensors", "audio_adapter/model.safetensors"})
        EXPECT_NE(first.at(part), other.at(part)) << part;
    EXPECT_EQ(first.at("tokenizer/spiece.model"), other.at("tokenizer/spiece.model"));
}

TEST_F(SynthModelTest, NanoHasTheGeometryThatItsNameMeans) {
    const LtxModel model = LtxModel::load(made("nano", 1), at::kCPU, at::kFloat);
    EXPECT_EQ(model.transformer.config().width(), 192);
    EXPECT_EQ(model.transformer.config().layers, 6);
    EXPECT_EQ(model.vae.config().spatial_ratio, 16);
    EXPECT_EQ(model.vae.config().temporal_ratio, 4);
    EXPECT_EQ(model.vae.config().latent_channels, 32);
    ASSERT_TRUE(model.adapter.has_value());
    EXPECT_EQ(model.adapter->config().layers.size(), 6u);
    EXPECT_TRUE(model.adapter->config().has(AudioMode::kCrossAttention) && model.adapter->config().has(AudioMode::kAdd));
    EXPECT_TRUE(model.adapter->can_hear(5));
    EXPECT_EQ(model.habits.solver, Solver::kAdamsBashforth);
    EXPECT_FALSE(model.scheduler.terminal.has_value()) << "its last step goes straight to no noise";
}

TEST_F(SynthModelTest, AModelSaysItsSolver) {
    const fs::path folder = made("tiny", 1), index = folder / "model_index.json";
    const auto solver_of = [&](const char* key, const OrderedJson& value) {
        OrderedJson json = OrderedJson::parse(read_text_file(index));
        json["chladni"].erase("solver");
        json["chladni"][key] = value;
        write_file_atomically(index, json.dump());
        const ModelSource source = ModelSource::open(folder);
        return load_model_habits(source, source.vae().config).solver;
    };
    EXPECT_EQ(solver_of("solver", "stochastic"), Solver::kStochastic);
    EXPECT_THROW(solver_of("solver", "runge_kutta"), Error);
    EXPECT_EQ(solver_of("stochastic_sampling", true), Solver::kStochastic);
}

TEST_F(SynthModelTest, ThePublicSizesHaveThePublishedNumbersOfTensorsAndWeights) {
    const SynthGeometry two_b = synth_geometry("2b");
    const fs::path file = folder_.path() / "config.json";
    write_file_atomically(file, two_b.configs.at("transformer/config.json").dump());
    const TensorShapes transformer = Transformer::shapes(load_transformer_config(file));
    EXPECT_EQ(transformer.size(), 715u);
    EXPECT_EQ(transformer.at("proj_in.weight"), (std::vector<std::int64_t>{2048, 128}));
    write_file_atomically(file, two_b.configs.at("vae/config.json").dump());
    std::int64_t weights = 0;
    for (const auto& [name, shape] : VideoVae::shapes(load_vae_config(file))) {
        std::int64_t count = 1;
        for (const std::int64_t n : shape) count *= n;
        weights += count;
    }
    EXPECT_NEAR(static_cast<double>(weights), 1246.9e6, 0.1e6);
    write_file_atomically(file, synth_geometry("13b").configs.at("transformer/config.json").dump());
    EXPECT_EQ(Transformer::shapes(load_transformer_config(file)).size(), 1215u);
}

TEST_F(SynthModelTest, ItsTokenizerKnowsEverySignOfAPrompt) {
    const Tokenizer tokenizer(made("nano", 1) / "tokenizer");
    constexpr std::int64_t kUnknown = 2;
    std::string signs;
    for (char c = ' '; c <= '~'; ++c) signs += c;
    for (const std::string& words : {std::string("Neon tunnel, 80% blue & gold!"), signs})
        for (const std::int64_t id : tokenizer.encode(words, 512)) EXPECT_NE(id, kUnknown) << words;
    EXPECT_LT(tokenizer.encode("neon tunnel, blue and gold", 64).size(), 16u);  // pieces, not letters
}

TEST_F(SynthModelTest, ItPaintsAPictureThatIsNeitherEmptyNorFlat) {
    LtxOptions options;
    options.device = "cpu";
    options.dtype = "float32";
    options.prompt_store = "";
    const auto generator = make_ltx_generator(made("tiny", 1), options);
    ChunkRequest request;
    request.new_frames = generator->info().first_frames;
    const VideoChunk chunk = generator->generate(request, {});
    ASSERT_EQ(chunk.frames(), 13u);
    const auto [low, high] = std::ranges::minmax_element(chunk.rgba);
    EXPECT_GT(*high - *low, 32);
}

TEST_F(SynthModelTest, ChunksMadeSmallerComeOutInTheSameSizeAndGoOnFromOthers) {
    LtxOptions options;
    options.device = "cpu";
    options.dtype = "float32";
    options.prompt_store = "";
    const fs::path model = made("tiny", 1);
    const auto last_chunk = [&](std::initializer_list<double> scales) {
        const auto generator = make_ltx_generator(model, options);
        ChunkRequest request;
        VideoChunk chunk;
        for (const double scale : scales) {
            request.new_frames = frames_of_chunk(generator->info(), request.index);
            request.scale = scale;
            chunk = generator->generate(request, {});
            EXPECT_EQ(chunk.width, generator->info().width);
            EXPECT_EQ(chunk.height, generator->info().height);
            EXPECT_EQ(static_cast<std::int64_t>(chunk.frames()), request.new_frames);
            ++request.index;
        }
        return chunk;
    };
    const VideoChunk smaller = last_chunk({1.0, 0.5}), after_smaller = last_chunk({0.5, 1.0}), whole = last_chunk({1.0, 1.0});
    EXPECT_NE(smaller.rgba, whole.rgba);
    EXPECT_NE(after_smaller.rgba, whole.rgba);  // what was before it matters
    const auto [low, high] = std::ranges::minmax_element(smaller.rgba);
    EXPECT_GT(*high - *low, 32);
}

class DeblockedChunksTest : public SynthModelTest {
protected:
    DeblockedChunksTest() : model_(made("tiny", 1)) {
        OrderedJson index = OrderedJson::parse(read_text_file(model_ / "model_index.json"));
        index["chladni"]["deblock"] = true;
        write_file_atomically(model_ / "model_index.json", index.dump());
        options_.device = "cpu";
        options_.dtype = "float32";
        options_.prompt_store = "";
        generator_ = make_ltx_generator(model_, options_);
    }
    VideoChunk next() {
        request_.new_frames = frames_of_chunk(generator_->info(), request_.index);
        VideoChunk chunk = generator_->generate(request_, {});
        ++request_.index;
        return chunk;
    }
    const fs::path model_;
    LtxOptions options_;
    std::unique_ptr<Generator> generator_;
    ChunkRequest request_;
};

int most_apart(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) {
    int most = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) most = std::max(most, std::abs(a[i] - b[i]));
    return most;
}

TEST_F(DeblockedChunksTest, TheFirstNewFrameTakesFromTheLastThatWasShown) {
    next();
    const VideoChunk chunk = next();
    const c10::InferenceMode inference;
    LtxPipeline pipeline(LtxModel::load(model_, at::kCPU, at::kFloat), at::kCPU);
    LtxCall call;
    call.seed = request_.seed;
    call.num_inference_steps = static_cast<std::int64_t>(request_.params[ParamId::kSteps]);
    call.guidance_scale = static_cast<double>(request_.params[ParamId::kGuidanceScale]);
    const at::Tensor before = pipeline.latents(call);                                                           // [1, C, F, H, W]
    call.conditioning.push_back({before.narrow(2, before.size(2) - options_.context_latents, options_.context_latents), 0, 1.0, {}});
    const ChunkWindow window{pipeline.grid_of(call), options_.context_latents};
    const at::Tensor shown = pipeline.decode(before), frames = pipeline.decode(pipeline.latents(call));         // [1, 3, T, H, W]
    const at::Tensor after = frames.narrow(2, window.context_frames(), 1);                                      // [1, 3, 1, H, W]
    const at::Tensor joined = deblocked_after(after, shown.narrow(2, shown.size(2) - 1, 1));                    // [1, 3, 1, H, W]
    EXPECT_LE(most_apart(chunk.rgba, finished_chunk(joined, 0, request_, 24).rgba), 1);
    EXPECT_GT(most_apart(chunk.rgba, finished_chunk(after, 0, request_, 24).rgba), 1);
}

TEST_F(DeblockedChunksTest, AFilmThatBeginsAnewTakesFromNothing) {
    const VideoChunk first = next();
    next();
    request_.index = 0;
    EXPECT_EQ(most_apart(next().rgba, first.rgba), 0);
}

TEST_F(SynthModelTest, AnUnknownGeometryIsAUsageErrorAndAFolderWithOtherFilesIsLeftAlone) {
    EXPECT_THROW(synthesize_model(folder_.path() / "a", "huge", 1), UsageError);
    EXPECT_FALSE(fs::exists(folder_.path() / "a"));
    write_file_atomically(folder_.path() / "letter.txt", "dear");
    EXPECT_THROW(synthesize_model(folder_.path(), "tiny", 1), Error);
    EXPECT_EQ(read_text_file(folder_.path() / "letter.txt"), "dear");
    EXPECT_FALSE(fs::exists(folder_.path() / "transformer"));
}

}  // namespace
}  // namespace chladni::ltx
