#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>

namespace chladni {

/// A wave file of 32-bit floats, bit for bit what was given: also what no writer of ours would write.
inline std::string wav_bytes(std::span<const float> interleaved, std::uint16_t channels, std::uint32_t rate_hz) {
    std::string out;
    const auto put = [&](auto value) { out.append(reinterpret_cast<const char*>(&value), sizeof value); };
    const auto bytes = static_cast<std::uint32_t>(interleaved.size_bytes());
    out += "RIFF";
    put(std::uint32_t{36 + bytes});
    out += "WAVEfmt ";
    put(std::uint32_t{16});
    put(std::uint16_t{3});  // floats
    put(channels);
    put(rate_hz);
    put(std::uint32_t{rate_hz * channels * 4u});
    put(static_cast<std::uint16_t>(channels * 4));
    put(std::uint16_t{32});
    out += "data";
    put(bytes);
    out.append(reinterpret_cast<const char*>(interleaved.data()), bytes);
    return out;
}

}  // namespace chladni
