#include "engine/runtime/png.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <fstream>
#include <map>
#include <sstream>
#include <vector>

#include "engine/base/check.h"
#include "tests/support/temp_folder.h"

namespace chladni {

namespace {

std::uint32_t u32_at(const std::string& bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes.at(at + i));
    return value;
}

// The chunks of a PNG by name (PNG specification, section 5: length, type, data, CRC over type and data).
std::map<std::string, std::string> chunks_of(const std::string& png) {
    std::map<std::string, std::string> chunks;
    for (std::size_t at = 8; at < png.size();) {
        const std::uint32_t length = u32_at(png, at);
        const std::string body = png.substr(at + 4, 4 + length);
        EXPECT_EQ(u32_at(png, at + 8 + length),
                  crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size())));
        chunks[body.substr(0, 4)] = body.substr(4);
        at += 12 + length;
    }
    return chunks;
}

}  // namespace

TEST(Png, APictureComesBackPixelByPixel) {
    TempFolder folder;
    const std::vector<std::uint8_t> rgba{1, 2, 3, 255, 4, 5, 6, 0, 7, 8, 9, 255, 10, 11, 12, 255, 13, 14, 15, 1, 250, 251, 252, 9};
    save_png(folder.path() / "a.png", {rgba.data(), 3, 2});
    std::ostringstream text;
    text << std::ifstream(folder.path() / "a.png", std::ios::binary).rdbuf();
    EXPECT_EQ(text.str().substr(0, 8), "\x89PNG\r\n\x1a\n");
    auto chunks = chunks_of(text.str());
    EXPECT_EQ(u32_at(chunks["IHDR"], 0), 3u);
    EXPECT_EQ(u32_at(chunks["IHDR"], 4), 2u);
    std::vector<std::uint8_t> rows(20);
    uLongf size = rows.size();
    const std::string& data = chunks["IDAT"];
    ASSERT_EQ(uncompress(rows.data(), &size, reinterpret_cast<const Bytef*>(data.data()), data.size()), Z_OK);
    EXPECT_EQ(rows, (std::vector<std::uint8_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 10, 11, 12, 13, 14, 15, 250, 251, 252}));
}

TEST(Png, NoPictureAndNoFolderAreErrorsAndLeaveNothing) {
    TempFolder folder;
    const std::vector<std::uint8_t> rgba(4);
    EXPECT_THROW(save_png(folder.path() / "a.png", PictureView{}), Error);
    EXPECT_THROW(save_png(folder.path() / "none" / "a.png", PictureView{rgba.data(), 1, 1}), Error);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace chladni
