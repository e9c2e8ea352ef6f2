#pragma once

#include "engine/media/libav.h"

namespace chladni {

/// Tells whether a file was read as far as it says it goes: a copy that was broken off is shorter.
class FilmLength {
public:
    explicit FilmLength(const AVFormatContext& input);
    /// Each packet, as it is read.
    void read(const AVFormatContext& input, const AVPacket& packet);
    /// 0 where nothing is missing, or the file does not say how long it is.
    double missing_s() const;

private:
    double stated_s_ = 0, read_s_ = 0;  // where it ends, on the file's clock
};

}  // namespace chladni
