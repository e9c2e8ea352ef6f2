#include "engine/tensor/weights.h"

#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/tensor/device.h"
#include "engine/tensor/linear.h"
#include "tests/support/complaint.h"
#include "tests/support/temp_folder.h"

namespace chladni {
namespace {

Weights open(const TempFolder& folder, at::ScalarType dtype = at::kFloat) {
    return Weights::open(folder.path(), at::kCPU, dtype);
}

TEST(Weights, FloatsTakeTheDtypeAndWholeNumbersKeepTheirs) {
    const TempFolder folder;
    write_safetensors(folder.path() / "model.safetensors", {{"w", at::ones({2}, at::kHalf)}, {"n", at::arange(2)}});
    Weights weights = open(folder, at::kBFloat16);
    EXPECT_EQ(weights.take("w", {2}).scalar_type(), at::kBFloat16);
    EXPECT_EQ(weights.take_float("w", {2}).scalar_type(), at::kFloat);
    EXPECT_EQ(weights.take("n", {2}).scalar_type(), at::kLong);
    EXPECT_NO_THROW(weights.finish());
}

TEST(Weights, EverythingThatDoesNotFitIsToldAtOnce) {
    const TempFolder folder;
    write_safetensors(folder.path() / "model.safetensors", {{"a", at::ones({2})}, {"extra", at::ones({1})}});
    Weights weights = open(folder);
    weights.take("a", {3});
    weights.take("b", {1});
    weights.take("c", {1});
    const std::string text = complaint([&] { weights.finish(); });
    for (const char* word : {"expected", "2 missing: b, c", "a (expected [3], got [2])", "1 unknown: extra"})
        EXPECT_NE(text.find(word), std::string::npos) << text;
}

TEST(Weights, AFolderThatDoesNotFitIsRefusedBeforeAnyWeightIsRead) {
    const TempFolder folder;
    write_safetensors(folder.path() / "model.safetensors", {{"l.weight", at::ones({2, 3})}});
    int real_builds = 0;
    const auto build = [&](Weights& from) {
        real_builds += !from.device().is_meta();
        return take_linear(from, "l", 3, 2);
    };
    const std::string text = complaint([&] { build_from_weights(folder.path(), at::kCPU, at::kFloat, build); });
    EXPECT_NE(text.find("l.bias"), std::string::npos) << text;
    EXPECT_EQ(real_builds, 0);
}

void write_shards(const TempFolder& folder, const std::string& map) {
    write_safetensors(folder.path() / "m-1-of-2.safetensors", {{"a", at::ones({2})}});
    write_safetensors(folder.path() / "m-2-of-2.safetensors", {{"b", at::zeros({2})}});
    write_file_atomically(folder.path() / "m.safetensors.index.json", R"({"weight_map":)" + map + "}");
}

TEST(Weights, ShardsAreOneSetOfTensors) {
    const TempFolder folder;
    write_shards(folder, R"({"a":"m-1-of-2.safetensors","b":"m-2-of-2.safetensors"})");
    Weights weights = open(folder);
    EXPECT_EQ(weights.take("a", {2}).sum().item<float>(), 2.0f);
    EXPECT_EQ(weights.take("b", {2}).sum().item<float>(), 0.0f);
    EXPECT_NO_THROW(weights.finish());
}

TEST(Weights, AnIndexThatListsWhatIsNotThereIsRefused) {
    for (const char* map : {R"({"a":"m-2-of-2.safetensors"})", R"({"a":"m-3.safetensors"})", R"({"a":"../m.safetensors"})", "3",
                            R"({"a":7})"}) {
        const TempFolder folder;
        write_shards(folder, map);
        EXPECT_NE(complaint([&] { open(folder); }).find("expected"), std::string::npos) << map;
    }
}

TEST(Weights, AFolderWithoutWeightsOrWithTwoFilesIsRefused) {
    const TempFolder folder;
    EXPECT_NE(complaint([&] { open(folder); }).find("found 0"), std::string::npos);
    write_safetensors(folder.path() / "a.safetensors", {});
    write_safetensors(folder.path() / "b.safetensors", {});
    EXPECT_NE(complaint([&] { open(folder); }).find("found 2"), std::string::npos);
}

TEST(Device, WordsThatNameNoDeviceOrDtypeAreUsageErrors) {
    EXPECT_EQ(device_from("cpu"), at::Device(at::kCPU));
    EXPECT_EQ(dtype_from("float32", at::kCPU), at::kFloat);
    for (const char* word : {"", "gpu", "cuda:", "cuda:x", "cuda:-1", "cuda:1x"})
        EXPECT_THROW(device_from(word), UsageError) << word;
    EXPECT_THROW(dtype_from("fp8", at::kCPU), UsageError);
    EXPECT_THROW(device_from("cuda:126"), Error);
}

TEST(Device, CoresAreLeftToOthersUnlessTheEnvironmentSaysHowManyThreadsThereAre) {
    const char* said = std::getenv("OMP_NUM_THREADS");
    const std::string before = said ? said : "";
    unsetenv("OMP_NUM_THREADS");
    at::set_num_threads(4);  // as on a machine of four cores: nothing in this program has asked for fewer yet
    leave_cores(1);
    EXPECT_EQ(at::get_num_threads(), 3);
    leave_cores(1000);
    EXPECT_EQ(at::get_num_threads(), 1);
    leave_cores(0);
    EXPECT_EQ(at::get_num_threads(), 4);
    at::set_num_threads(2);  // somebody else's wish
    leave_cores(0);
    EXPECT_EQ(at::get_num_threads(), 2);
    setenv("OMP_NUM_THREADS", "2", 1);
    leave_cores(1);
    EXPECT_EQ(at::get_num_threads(), 2);
    said ? setenv("OMP_NUM_THREADS", before.c_str(), 1) : unsetenv("OMP_NUM_THREADS");
}

}  // namespace
}  // namespace chladni
