#include "engine/tensor/memory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "engine/base/check.h"
#include "engine/tensor/linear.h"
#include "tests/support/complaint.h"
#include "tests/support/temp_folder.h"

namespace chladni {
namespace {

namespace fs = std::filesystem;

TEST(Memory, WhatIsTooLargeIsRefusedWithBothNumbers) {
    EXPECT_EQ(complaint([] { require_room(3'200'000'000, 3'200'000'000, "m"); }), "");
    const std::string text = complaint([] { require_room(9'520'000'000, 3'249'000'000, "models/x"); });
    EXPECT_NE(text.find("expected 9.5 GB of memory for 'models/x', found 3.2 GB free"), std::string::npos) << text;
}

TEST(Memory, TensorsTakeTheirNumbersTimesTheDtype) {
    const TensorShapes shapes{{"matrix", {3, 5}}, {"scalar", {}}, {"none", {0, 7}}};
    EXPECT_EQ(bytes_of(shapes, at::kBFloat16), 32u);
    EXPECT_EQ(bytes_of(shapes, at::kFloat), 64u);
}

TEST(Memory, ThereIsSomeHereAndNoEndOfItOnTheMetaDevice) {
    EXPECT_GT(available_bytes(at::kCPU), 1u << 20);
    EXPECT_GT(available_bytes(at::kMeta), available_bytes(at::kCPU));
}

// One matrix [rows, columns] of bfloat16 under the name "l.weight": all hole, no disk.
fs::path write_sparse(const TempFolder& folder, std::int64_t rows, std::int64_t columns) {
    const std::uint64_t bytes = 2 * static_cast<std::uint64_t>(rows) * static_cast<std::uint64_t>(columns);
    std::string header = R"({"l.weight":{"dtype":"BF16","shape":)" + std::string("[") + std::to_string(rows) + "," +
                         std::to_string(columns) + R"(],"data_offsets":[0,)" + std::to_string(bytes) + "]}}";
    header.append((8 - header.size() % 8) % 8, ' ');
    const fs::path path = folder.path() / "model.safetensors";
    std::ofstream out(path, std::ios::binary);
    for (int i = 0; i < 8; ++i) out.put(static_cast<char>(header.size() >> (8 * i) & 0xff));
    out << header;
    out.close();
    fs::resize_file(path, 8 + header.size() + bytes);
    return path;
}

TEST(Memory, AFileLargerThanMemoryIsRefusedBeforeAWeightOfItIsRead) {
    const TempFolder folder;
    constexpr std::int64_t kColumns = 1 << 16;
    const std::uint64_t size = std::max<std::uint64_t>(40'000'000'000, 2 * available_bytes(at::kCPU));
    const auto rows = static_cast<std::int64_t>(size / (2 * kColumns));
    write_sparse(folder, rows, kColumns);
    int reads = 0;
    const auto build = [&](Weights& from) {
        const bool meta = from.device().is_meta();
        reads += !meta;
        return meta ? take_linear(from, "l", kColumns, rows, false) : Linear{};
    };
    const std::string text = complaint([&] { build_from_weights(folder.path(), at::kCPU, at::kBFloat16, build); });
    EXPECT_NE(text.find("of memory for '" + folder.path().string() + "'"), std::string::npos) << text;
    EXPECT_EQ(reads, 0);
}

}  // namespace
}  // namespace chladni
