// A model that is whole, fits its configuration, and is larger than the machine's memory.
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/ltx/ltx_model.h"
#include "engine/ltx/synth_geometry.h"
#include "engine/ltx/verify.h"
#include "tests/ltx/sparse_weights.h"
#include "tests/ltx/tiny_model.h"
#include "tests/support/complaint.h"

namespace chladni::ltx {
namespace {

namespace fs = std::filesystem;

class MemoryTest : public testing::Test {
protected:
    // The 13 billion weights' transformer with so many layers that its file has 40 GB, and as much as there is memory.
    void enlarge_transformer() const {
        Json config = Json::parse(synth_geometry("13b").configs.at("transformer/config.json").dump());
        const std::uint64_t wanted = std::max<std::uint64_t>(40'000'000'000, available_bytes(at::kCPU));
        config["num_layers"] = wanted / 500'000'000;  // 0.54 GB each
        config["in_channels"] = config["out_channels"] = 8;
        config["caption_channels"] = 32;
        fs::remove_all(model_.path() / "audio_adapter");
        write_file_atomically(folder() / "config.json", config.dump());
        fs::remove(folder() / "diffusion_pytorch_model.safetensors");
        write_sparse(file(), Transformer::shapes(load_transformer_config(folder() / "config.json")));
    }
    fs::path folder() const { return model_.path() / "transformer"; }
    fs::path file() const { return folder() / "sparse.safetensors"; }

    TinyModel model_;
};

TEST_F(MemoryTest, APartLargerThanMemoryIsRefusedBeforeItIsRead) {
    enlarge_transformer();
    EXPECT_GE(fs::file_size(file()), 40'000'000'000u);
    write_safetensors(model_.path() / "in.safetensors", {{"hidden_states", at::zeros({1, 4, 8})}});
    const VerifyJob job{model_.path(),
                        "transformer",
                        model_.path() / "in.safetensors",
                        model_.path() / "out.safetensors",
                        "bfloat16",
                        "cpu",
                        {}};
    const std::string text = complaint([&] { verify_component(job); });
    EXPECT_NE(text.find("of memory for '" + folder().string() + "', found"), std::string::npos) << text;
    EXPECT_FALSE(fs::exists(job.outputs));
}

TEST_F(MemoryTest, AModelIsAddedUpBeforeItsFirstPartIsRead) {
    enlarge_transformer();
    const std::string text = complaint([&] { LtxModel::load(model_.path(), at::kCPU, at::kBFloat16); });
    EXPECT_NE(text.find("of memory for '" + model_.path().string() + "', found"), std::string::npos) << text;
}

}  // namespace
}  // namespace chladni::ltx
