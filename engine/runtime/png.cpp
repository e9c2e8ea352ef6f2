#include "engine/runtime/png.h"

#include <zlib.h>

#include <string>
#include <vector>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"

namespace chladni {

namespace {

void append_u32(std::string& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xff);
}

void append_chunk(std::string& png, const std::string& type, const std::string& data) {
    append_u32(png, static_cast<std::uint32_t>(data.size()));
    const std::string body = type + data;
    png += body;
    append_u32(png, static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()))));
}

// Each row led by its filter byte (0, none), alpha left out: [height, 1 + 3 * width].
std::string rows_of(const PictureView& picture) {
    std::string rows;
    rows.reserve(static_cast<std::size_t>(picture.height) * (1 + 3 * static_cast<std::size_t>(picture.width)));
    const std::uint8_t* pixel = picture.rgba;
    for (int y = 0; y < picture.height; ++y) {
        rows += '\0';
        for (int x = 0; x < picture.width; ++x, pixel += 4) rows.append(reinterpret_cast<const char*>(pixel), 3);
    }
    return rows;
}

std::string deflated(const std::string& raw) {
    uLongf size = compressBound(raw.size());
    std::string out(size, '\0');
    const int result = compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(raw.data()), raw.size(), 6);
    require(result == Z_OK, "expected to pack a picture, zlib answered " + std::to_string(result));
    out.resize(size);
    return out;
}

}  // namespace

void save_png(const std::filesystem::path& path, const PictureView& picture) {
    require(picture.rgba && picture.width > 0 && picture.height > 0, "expected a picture to save, there is none yet");
    std::string header;
    append_u32(header, static_cast<std::uint32_t>(picture.width));
    append_u32(header, static_cast<std::uint32_t>(picture.height));
    header += std::string("\x08\x02\x00\x00\x00", 5);  // 8 bits, RGB, deflate, adaptive filters, not interlaced
    std::string png("\x89PNG\r\n\x1a\n", 8);
    append_chunk(png, "IHDR", header);
    append_chunk(png, "IDAT", deflated(rows_of(picture)));
    append_chunk(png, "IEND", "");
    write_file_atomically(path, png);
}

}  // namespace chladni
