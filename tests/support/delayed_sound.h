#pragma once

#include <cstdint>
#include <string>

namespace chladni {

/// The bytes of an MP4 or MOV film with the index before the media, its sound beginning later than its pictures: an empty
/// edit goes before the sound track's one edit, and everything that counts bytes is told.
class DelayedSound {
public:
    DelayedSound(std::string film, std::uint32_t delay_ms) : film_(std::move(film)) {
        const std::size_t edits = film_.rfind("elst", film_.find("smhd"));
        film_.insert(edits + 12, word(delay_ms) + "\xff\xff\xff\xff" + std::string("\0\1\0\0", 4));
        add(edits + 8, 1);
        for (const char* box : {"elst", "edts", "trak", "moov"}) add(film_.rfind(box, edits) - 4, kEdit_bytes);
        for (std::size_t at = film_.find("stco"); at != std::string::npos; at = film_.find("stco", at + 1)) move_chunks(at);
    }
    const std::string& film() const { return film_; }

private:
    static constexpr std::uint32_t kEdit_bytes = 12;

    static std::string word(std::uint32_t value) {
        std::string bytes;
        for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift);
        return bytes;
    }
    std::uint32_t word_at(std::size_t at) const {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(film_[at + i]);
        return value;
    }
    void add(std::size_t at, std::uint32_t more) { film_.replace(at, 4, word(word_at(at) + more)); }
    void move_chunks(std::size_t offsets) {
        for (std::uint32_t i = 0; i < word_at(offsets + 8); ++i) add(offsets + 12 + 4 * i, kEdit_bytes);
    }

    std::string film_;
};

}  // namespace chladni
