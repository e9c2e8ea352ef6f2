// What is wrong with a model's folder or with inputs, as `chladni model verify` tells it: one sentence, and no file.
#include <gtest/gtest.h>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/base/json.h"
#include "engine/ltx/ltx_model.h"
#include "engine/ltx/verify.h"
#include "engine/tensor/safetensors.h"
#include "tests/ltx/tiny_model.h"

namespace chladni::ltx {
namespace {

namespace fs = std::filesystem;

const char* const kTransformer = "transformer/diffusion_pytorch_model.safetensors";

// A safetensors file of that header with any bytes behind it.
std::string as_file(const std::string& header, std::size_t data, std::uint64_t length) {
    std::string file;
    for (int i = 0; i < 8; ++i) file += static_cast<char>(length >> (8 * i) & 0xff);
    return file + header + std::string(data, '\1');
}
std::string as_file(const std::string& header, std::size_t data) { return as_file(header, data, header.size()); }

class BadInputTest : public testing::Test {
protected:
    BadInputTest() {
        write_safetensors(inputs_, {{"latents", at::zeros({1, 8, 1, 2, 2})},
                                    {"frames", at::zeros({1, 3, 1, 16, 16})},
                                    {"input_ids", at::ones({1, 4}, at::kLong)},
                                    {"hidden_states", at::zeros({1, 4, 8})},
                                    {"encoder_hidden_states", at::zeros({1, 3, 32})},
                                    {"timestep", at::full({1}, 500.0)},
                                    {"coords", at::zeros({1, 3, 4})}});
        fs::create_directory(outputs_.parent_path());
    }

    fs::path file(const std::string& path) const { return model_.path() / path; }

    Json config_of(const std::string& part) const { return Json::parse(read_text_file(file(part + "/config.json"))); }
    void write_config(const std::string& part, const Json& config) const {
        write_file_atomically(file(part + "/config.json"), config.dump());
    }

    // "" where it went well.
    std::string complaint(const std::string& component) const {
        try {
            verify_component({model_.path(), component, inputs_, outputs_, "float32", "cpu", {}});
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    }

    void expect_refused(const std::string& component, const std::vector<std::string>& words) const {
        const std::string text = complaint(component);
        EXPECT_NE(text.find("expected"), std::string::npos) << "'" << text << "'";
        EXPECT_EQ(text.find('\n'), std::string::npos) << text;
        EXPECT_LT(text.size(), 2000u) << text.substr(0, 200);
        for (const std::string& word : words) EXPECT_NE(text.find(word), std::string::npos) << word << ": " << text;
        EXPECT_TRUE(fs::is_empty(outputs_.parent_path())) << text;
    }

    TinyModel model_;
    fs::path inputs_ = model_.path() / "in.safetensors", outputs_ = model_.path() / "out" / "out.safetensors";
};

TEST_F(BadInputTest, AWholeModelIsVerified) {
    for (const char* component : {"transformer", "vae.decode", "vae.encode", "text", "scheduler"})
        EXPECT_EQ(complaint(component), "");
    EXPECT_TRUE(fs::is_regular_file(outputs_));
}

TEST_F(BadInputTest, WeightsThatAreNoSafetensorsFile) {
    const std::string tensor = R"("dtype":"F32","shape":[2],"data_offsets":[0,8])";
    const std::string one = R"({"a":{)" + tensor + "}}";
    const std::vector<std::pair<std::string, std::string>> files{
        {"", "8 bytes"},
        {std::string("\3\0\0", 3), "8 bytes"},
        {as_file(one, 8, ~std::uint64_t{0}), "a length of"},
        {as_file(one, 8, one.size() + 9), "cut off"},
        {as_file(one, 8, one.size() - 1), "JSON object"},
        {as_file(one, 8, 0), "JSON object"},
        {as_file(one, 7), "cut off"},
        {as_file(R"({"a":{)" + tensor + R"(},"a":{)" + tensor + "}}", 8), "two"},
        {as_file(R"({"a":{"dtype":"F4","shape":[2],"data_offsets":[0,8]}})", 8), "'F4'"},
        {as_file(R"({"a":{"dtype":"F32","shape":[NaN],"data_offsets":[0,8]}})", 8), "JSON object"},
        {as_file(R"({"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}})", 8), "whole sizes"},
        {as_file(R"({"a":{"dtype":"F32","shape":[1e400],"data_offsets":[0,8]}})", 8), "JSON object"},
        {as_file(R"({"a":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}})", 8), "whole sizes"},
        {as_file(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,18446744073709551615]}})", 8), "offsets"},
        {as_file(R"({"a":{)" + tensor + R"(},"b":{"dtype":"U8","shape":[4],"data_offsets":[6,10]}})", 10), "'b'"}};
    for (const auto& [content, word] : files) {
        write_file_atomically(file(kTransformer), content);
        expect_refused("transformer", {kTransformer, word});
    }
}

TEST_F(BadInputTest, WeightsCutOffInTheirMiddle) {
    for (const char* part : {"transformer", "vae", "text_encoder"}) {
        const std::string name = std::string(part) == "text_encoder" ? "model" : "diffusion_pytorch_model";
        const fs::path weights = file(std::string(part) + "/" + name + ".safetensors");
        fs::resize_file(weights, fs::file_size(weights) / 2);
    }
    expect_refused("transformer", {"transformer/", "cut off"});
    expect_refused("vae.decode", {"vae/", "cut off"});
    expect_refused("vae.encode", {"vae/", "cut off"});
    expect_refused("text", {"text_encoder/", "cut off"});
}

TEST_F(BadInputTest, WhatIsMissingMisshapenAndUnknownIsToldAtOnce) {
    NamedTensors weights = read_safetensors(file(kTransformer));
    weights.erase("proj_in.bias");
    weights.erase("transformer_blocks.1.attn2.to_v.weight");
    weights.at("proj_out.bias") = at::zeros({3});
    weights["lora_up.weight"] = at::zeros({3});
    write_safetensors(file(kTransformer), weights);
    expect_refused("transformer", {"2 missing: proj_in.bias, transformer_blocks.1.attn2.to_v.weight",
                                   "proj_out.bias (expected [8], got [3])", "1 unknown: lora_up.weight"});
}

TEST_F(BadInputTest, AConfigurationThatDisagreesWithItsWeights) {
    const auto with = [&](const std::string& part, const std::string& key, const Json& value) {
        Json config = config_of(part);
        config[key] = value;
        write_config(part, config);
    };
    with("transformer", "num_layers", 3);
    expect_refused("transformer", {"transformer_blocks.2.", "missing"});
    with("transformer", "num_layers", 1);
    expect_refused("transformer", {"transformer_blocks.1.", "unknown"});
    with("vae", "latent_channels", 16);
    expect_refused("vae.decode", {"decoder.conv_in.conv.weight", "of another shape"});
    with("text_encoder", "d_ff", 65);
    expect_refused("text", {"wi_0.weight (expected [65, 32], got [64, 32])"});
}

TEST_F(BadInputTest, AConfigurationThatIsNone) {
    for (const std::string& content :
         {std::string(), std::string("{\"in_channels\": 8,"), std::string("[]"), std::string("3"),
          std::string("\xff\xfe{"),
          R"({"in_channels": )" + std::string(300000, '[') + std::string(300000, ']') + "}"}) {
        write_file_atomically(file("transformer/config.json"), content);
        expect_refused("transformer", {"transformer/config.json", "JSON object"});
    }
    for (const char* value : {"-1", "0", "1e30", "\"8\"", "8.5", "null", "[8]", "{}", "18446744073709551616"}) {
        write_file_atomically(file("transformer/config.json"), std::string(R"({"in_channels": )") + value + "}");
        expect_refused("transformer", {"transformer/config.json", "'in_channels'"});
    }
}

TEST_F(BadInputTest, AnIndexOfShardsThatIsNestedDeeply) {
    fs::remove(file(kTransformer));
    write_file_atomically(file("transformer/w.safetensors.index.json"),
                          R"({"weight_map":{"a":)" + std::string(300000, '[') + std::string(300000, ']') + "}}");
    expect_refused("transformer", {"w.safetensors.index.json"});
}

TEST_F(BadInputTest, AModelOfAnotherFamilyIsCalledByItsName) {
    const auto named = [&](const std::string& part, const Json& config, const std::string& component,
                           const std::string& name) {
        write_config(part, config);
        expect_refused(component, {part + "/config.json", "'" + name + "'"});
    };
    named("transformer", {{"_class_name", "HunyuanVideoTransformer3DModel"}, {"num_layers", 20}}, "transformer",
          "HunyuanVideoTransformer3DModel");
    named("transformer", {{"model_type", "llama"}, {"hidden_size", 4096}}, "transformer", "llama");
    named("vae", {{"_class_name", "AutoencoderKLWan"}}, "vae.decode", "AutoencoderKLWan");
    named("vae", {{"model_type", "llama"}}, "vae.encode", "llama");
    named("text_encoder", {{"model_type", "llama"}, {"hidden_size", 4096}}, "text", "llama");
    named("text_encoder", {{"model_type", "umt5"}, {"feed_forward_proj", "gated-gelu"}}, "text", "umt5");
}

TEST_F(BadInputTest, APipelineOfAnotherFamilyIsCalledByItsName) {
    write_file_atomically(file("model_index.json"), R"({"_class_name": "HunyuanVideoPipeline"})");
    try {
        LtxModel::load(model_.path(), at::kCPU, at::kFloat);
        ADD_FAILURE() << "expected an Error";
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("HunyuanVideoPipeline"), std::string::npos) << error.what();
    }
}

TEST_F(BadInputTest, PartsThatDoNotMeetAreToldBeforeAnyIsRead) {
    const auto load = [&] { LtxModel::load(model_.path(), at::kCPU, at::kFloat); };
    const auto told = [&] {
        try {
            load();
        } catch (const Error& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    EXPECT_EQ(told(), "");
    NamedTensors text = read_safetensors(file("text_encoder/model.safetensors"));
    for (auto& [name, tensor] : text)  // twice as wide as the transformer takes it
        for (std::int64_t i = 0; i < tensor.dim(); ++i)
            if (tensor.size(i) == 32 && name.find("bias") == std::string::npos) tensor = at::cat({tensor, tensor}, i);
    Json config = config_of("text_encoder");
    config["d_model"] = 64;
    config["d_kv"] = 32;
    write_config("text_encoder", config);
    write_safetensors(file("text_encoder/model.safetensors"), text);
    EXPECT_NE(told().find("width of captions"), std::string::npos) << told();
}

TEST_F(BadInputTest, AFolderWhereAFileShouldBe) {
    const auto turn_into_folder = [&](const fs::path& path) {
        fs::remove(path);
        fs::create_directory(path);
    };
    turn_into_folder(file("vae/config.json"));
    expect_refused("vae.decode", {"vae/config.json"});
    turn_into_folder(file(kTransformer));
    expect_refused("transformer", {kTransformer});
    turn_into_folder(inputs_);
    expect_refused("text", {"in.safetensors"});
}

TEST_F(BadInputTest, AFileWhereAFolderShouldBeAndAPartThatIsNotThere) {
    fs::remove_all(file("vae"));
    expect_refused("vae.decode", {"vae/config.json"});
    write_file_atomically(file("vae"), "a letter");
    expect_refused("vae.decode", {"vae/config.json"});
    fs::remove(file("tokenizer/spiece.model"));
    fs::remove(file(kTransformer));
    expect_refused("transformer", {file("transformer").string(), "found 0"});
}

TEST_F(BadInputTest, InputsThatTheComponentCannotTake) {
    write_safetensors(inputs_, {{"latents", at::zeros({1, 7, 1, 2, 2})},
                                {"frames", at::zeros({1, 3, 2, 16, 16})},
                                {"input_ids", at::full({1, 4}, 1 << 20, at::kLong)},
                                {"hidden_states", at::zeros({1, 0, 8})}});
    expect_refused("vae.decode", {"in.safetensors", "'latents'"});
    expect_refused("vae.encode", {"in.safetensors", "'frames'"});
    expect_refused("text", {"in.safetensors", "'input_ids'", "1048576"});
    expect_refused("transformer", {"in.safetensors", "'hidden_states'"});
    write_safetensors(inputs_, {});
    for (const char* component : {"vae.decode", "vae.encode", "transformer", "pipeline"})
        expect_refused(component, {"in.safetensors", "no such tensor"});
    write_file_atomically(inputs_, "no tensors");
    for (const char* component : {"vae.decode", "vae.encode", "transformer", "text", "pipeline", "scheduler"})
        expect_refused(component, {"in.safetensors", "expected"});
}

}  // namespace
}  // namespace chladni::ltx
