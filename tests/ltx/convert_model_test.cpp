#include "engine/ltx/convert_model.h"

#include <gtest/gtest.h>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/ltx/ltx_model.h"
#include "engine/ltx/model_info.h"
#include "engine/ltx/model_source.h"
#include "engine/ltx/synth_model.h"
#include "tests/support/temp_folder.h"

namespace chladni {
namespace {

namespace fs = std::filesystem;

class ConvertModelTest : public testing::Test {
protected:
    ConvertModelTest() { synthesize_model(folder_.path() / "model", "tiny", 1); }

    fs::path at(const std::string& name) const { return folder_.path() / name; }

    static NamedTensors part(const fs::path& model, const std::string& name) {
        return Weights::open(ltx::ModelSource::open(model).folder() / name, at::kCPU, at::kFloat).stored();
    }

    const c10::InferenceMode inference_;
    TempFolder folder_;
};

void expect_same(const NamedTensors& got, const NamedTensors& want) {
    ASSERT_EQ(got.size(), want.size());
    for (const auto& [name, tensor] : want) {
        ASSERT_TRUE(got.count(name)) << name;
        EXPECT_EQ(got.at(name).scalar_type(), tensor.scalar_type()) << name;
        EXPECT_TRUE(at::equal(got.at(name), tensor)) << name;
    }
}

TEST_F(ConvertModelTest, AFolderComesBackFromASingleFile) {
    convert_model(at("model"), at("one.safetensors"));
    convert_model(at("one.safetensors"), at("again"));
    for (const char* name : {"transformer", "vae"}) expect_same(part(at("again"), name), part(at("model"), name));
    EXPECT_EQ(ltx::load_transformer_config(at("again") / "transformer" / "config.json").width(), 64);
    EXPECT_TRUE(ltx::ModelSource::open(at("again")).causal_positions());
}

TEST_F(ConvertModelTest, ASingleFileComesBackFromAFolderWithAllThatItHeld) {
    convert_model(at("model"), at("one.safetensors"));
    Metadata metadata;
    NamedTensors tensors = read_safetensors(at("one.safetensors"), &metadata);
    metadata["note"] = "kept";
    tensors["vae.per_channel_statistics.channel"] = at::ones({8});
    tensors["model.diffusion_model.transformer_blocks.0.attn1.to_q.weight"] =
        tensors.at("model.diffusion_model.transformer_blocks.0.attn1.to_q.weight").to(at::kFloat8_e4m3fn);
    write_safetensors(at("two.safetensors"), tensors, metadata);
    convert_model(at("two.safetensors"), at("folder"));
    convert_model(at("folder"), at("three.safetensors"));
    Metadata after;
    const NamedTensors back = read_safetensors(at("three.safetensors"), &after);
    EXPECT_EQ(after, metadata);
    ASSERT_EQ(back.size(), tensors.size());
    for (const auto& [name, tensor] : tensors) EXPECT_TRUE(at::equal(back.at(name).view(at::kByte), tensor.view(at::kByte))) << name;
}

// The published file tells of its solver by its name alone, and a folder may have any name.
TEST_F(ConvertModelTest, AFolderTellsWhichSolverItsFileWasMadeFor) {
    convert_model(at("model"), at("ltxv-2b-0.9.6-distilled.safetensors"));
    convert_model(at("ltxv-2b-0.9.6-distilled.safetensors"), at("folder"));
    convert_model(at("model"), at("plain.safetensors"));
    convert_model(at("plain.safetensors"), at("plain"));
    const auto vae = ltx::ModelSource::open(at("folder")).vae();
    EXPECT_EQ(ltx::load_model_habits(ltx::ModelSource::open(at("folder")), vae.config).solver, ltx::Solver::kStochastic);
    EXPECT_EQ(ltx::load_model_habits(ltx::ModelSource::open(at("plain")), vae.config).solver, ltx::Solver::kEuler);
}

TEST_F(ConvertModelTest, NothingThatIsThereIsTouched) {
    write_file_atomically(at("taken"), "mine");
    EXPECT_THROW(convert_model(at("model"), at("taken")), Error);
    EXPECT_EQ(read_text_file(at("taken")), "mine");
    EXPECT_THROW(convert_model(at("nowhere"), at("new")), Error);
    EXPECT_FALSE(fs::exists(at("new")));
}

TEST_F(ConvertModelTest, InfoTellsWhatIsThereAndWhatIsMissing) {
    const OrderedJson whole = model_info(at("model"));
    EXPECT_EQ(whole["layout"], "folder");
    EXPECT_TRUE(whole["hears"].get<bool>());
    EXPECT_TRUE(whole["missing"].empty());
    EXPECT_EQ(whole["parts"]["transformer"]["dtypes"]["F32"].get<std::size_t>(), part(at("model"), "transformer").size());
    fs::create_directory(at("lone"));
    convert_model(at("model"), at("lone") / "one.safetensors");
    const OrderedJson single = model_info(at("lone") / "one.safetensors");
    EXPECT_EQ(single["layout"], "single file");
    EXPECT_FALSE(single["hears"].get<bool>());
    EXPECT_TRUE(single["missing"].contains("text_encoder"));
    EXPECT_EQ(single["parts"]["vae"]["parameters"], whole["parts"]["vae"]["parameters"]);
    fs::remove(at("model") / "vae" / "config.json");
    EXPECT_TRUE(model_info(at("model"))["parts"]["vae"].contains("error"));
    EXPECT_THROW(model_info(at("nowhere")), Error);
}

}  // namespace
}  // namespace chladni
