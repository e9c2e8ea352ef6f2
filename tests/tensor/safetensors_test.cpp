#include "engine/tensor/safetensors.h"

#include <gtest/gtest.h>

#include <fstream>

#include "engine/base/check.h"
#include "tests/support/temp_folder.h"

namespace chladni {
namespace {

namespace fs = std::filesystem;

// A file as somebody else might write it: any header, any number of bytes after it.
fs::path write_raw(const TempFolder& folder, const std::string& header, std::size_t data, std::uint64_t length = 0) {
    const fs::path path = folder.path() / "raw.safetensors";
    std::ofstream out(path, std::ios::binary);
    if (length == 0) length = header.size();
    for (int i = 0; i < 8; ++i) out.put(static_cast<char>(length >> (8 * i) & 0xff));
    out << header << std::string(data, '\1');
    return path;
}

std::string complaint(const fs::path& path) {
    try {
        SafetensorsFile file(path);
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

void expect_refused(const std::string& header, std::size_t data, const std::string& word, std::uint64_t length = 0) {
    const TempFolder folder;
    const std::string text = complaint(write_raw(folder, header, data, length));
    EXPECT_NE(text.find("expected"), std::string::npos) << text;
    EXPECT_NE(text.find("raw.safetensors"), std::string::npos) << text;
    EXPECT_NE(text.find(word), std::string::npos) << text;
}

TEST(Safetensors, WhatIsWrittenComesBackWithItsMetadata) {
    const TempFolder folder;
    const fs::path path = folder.path() / "a.safetensors";
    const NamedTensors tensors{{"f32", at::arange(6).to(at::kFloat).view({2, 3})}, {"bf16", at::ones({3}, at::kBFloat16)},
                               {"f16", at::ones({1}, at::kHalf)},                   {"i64", at::arange(4)},
                               {"i32", at::arange(2, at::kInt)},                    {"u8", at::arange(3, at::kByte)},
                               {"bool", at::ones({5}, at::kBool)},                  {"empty", at::zeros({0, 4})},
                               {"f8", at::ones({2}).to(at::kFloat8_e4m3fn)},        {"turned", at::arange(6).view({2, 3}).t()}};
    write_safetensors(path, tensors, {{"prompt", "ink \"and\" light"}});
    Metadata metadata;
    const NamedTensors read = read_safetensors(path, &metadata);
    ASSERT_EQ(read.size(), tensors.size());
    for (const auto& [name, tensor] : tensors) {
        EXPECT_EQ(read.at(name).scalar_type(), tensor.scalar_type()) << name;
        EXPECT_TRUE(at::equal(read.at(name).to(at::kFloat), tensor.to(at::kFloat))) << name;
    }
    EXPECT_EQ(metadata.at("prompt"), "ink \"and\" light");
}

TEST(Safetensors, ATensorAtAnOddAddressIsReadAsWell) {
    const TempFolder folder;
    const fs::path path = write_raw(folder, R"({"a":{"dtype":"I32","shape":[2],"data_offsets":[0,8]}} )", 8);
    EXPECT_EQ(SafetensorsFile(path).tensor("a")[1].item<int>(), 0x01010101);
}

TEST(Safetensors, TheMappedMemoryOutlivesItsFileObject) {
    const TempFolder folder;
    const fs::path path = folder.path() / "a.safetensors";
    write_safetensors(path, {{"a", at::ones({1000})}});
    const at::Tensor tensor = SafetensorsFile(path).tensor("a");
    EXPECT_EQ(tensor.sum().item<float>(), 1000.0f);
}

TEST(Safetensors, AFileThatIsNotThereIsNamed) {
    EXPECT_NE(complaint("/nowhere/x.safetensors").find("/nowhere/x.safetensors"), std::string::npos);
}

TEST(Safetensors, BrokenFilesAreRefusedInOneSentence) {
    const std::string good = R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})";
    expect_refused("", 0, "header", 1);
    expect_refused(good, 8, "at most", std::uint64_t{1} << 60);
    expect_refused(good, 8, "cut off", 4000);
    expect_refused(good, 7, "cut off");
    expect_refused(good, 12, "up to the end");
    expect_refused("[1, 2]", 0, "JSON object");
    expect_refused("{\"a\":", 0, "JSON object");
    expect_refused(std::string(100000, '['), 0, "JSON object");
    expect_refused(R"({"a":3})", 0, "'a'");
    expect_refused(R"({"a":{"dtype":"F13","shape":[2],"data_offsets":[0,8]}})", 8, "F13");
    expect_refused(R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", 8, "shape [3]");
    expect_refused(R"({"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})", 8, "whole sizes");
    expect_refused(R"({"a":{"dtype":"F32","shape":[70368744177664,70368744177664],"data_offsets":[0,0]}})", 0, "shape");
    expect_refused(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}})", 8, "offsets");
    expect_refused(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}})", 8, "two");
    expect_refused(R"({"__metadata__":{"k":1}})", 0, "'k'");
}

TEST(Safetensors, TensorsThatOverlapOrLeaveAHoleAreRefused) {
    expect_refused(R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}})", 6, "'b'");
    expect_refused(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[4,6]}})", 6, "'b'");
}

TEST(Safetensors, AFileCutAtAnyByteIsRefused) {
    const TempFolder folder;
    const fs::path path = folder.path() / "a.safetensors";
    write_safetensors(path, {{"a", at::ones({3})}, {"b", at::ones({2}, at::kBFloat16)}});
    for (auto size = static_cast<std::int64_t>(fs::file_size(path)) - 1; size >= 0; --size) {
        fs::resize_file(path, static_cast<std::uintmax_t>(size));
        EXPECT_NE(complaint(path), "") << size;
    }
}

}  // namespace
}  // namespace chladni
