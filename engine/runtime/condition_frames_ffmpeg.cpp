// Chosen where FFmpeg is built in.
#include <algorithm>
#include <deque>

#include "engine/base/check.h"
#include "engine/media/film_reader.h"
#include "engine/runtime/condition_frames.h"

namespace chladni {

namespace {

// One source pixel mean per target pixel: an area filter when the source is larger, the nearest pixel when it is smaller.
class Filler {
public:
    Filler(const PictureView& from, int width, int height) : from_(from), width_(width), height_(height) {
        scale_ = std::min(static_cast<double>(from.width) / width, static_cast<double>(from.height) / height);
        left_ = (from.width - scale_ * width) / 2;
        top_ = (from.height - scale_ * height) / 2;
    }

    std::vector<std::uint8_t> filled() const {
        std::vector<std::uint8_t> out(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_) * 4, 255);
        for (int y = 0; y < height_; ++y)
            for (int x = 0; x < width_; ++x) fill(out.data() + (static_cast<std::ptrdiff_t>(y) * width_ + x) * 4, x, y);
        return out;
    }

private:
    struct Span {
        int begin, end;
    };
    Span span(double start, int at, int limit) const {
        const int begin = std::clamp(static_cast<int>(start + at * scale_), 0, limit - 1);
        return {begin, std::clamp(static_cast<int>(start + (at + 1) * scale_), begin + 1, limit)};
    }

    void fill(std::uint8_t* pixel, int x, int y) const {
        const Span columns = span(left_, x, from_.width), rows = span(top_, y, from_.height);
        const int count = (columns.end - columns.begin) * (rows.end - rows.begin);
        int sum[3] = {0, 0, 0};
        for (int row = rows.begin; row < rows.end; ++row)
            for (int column = columns.begin; column < columns.end; ++column)
                for (int c = 0; c < 3; ++c) sum[c] += from_.rgba[(static_cast<std::ptrdiff_t>(row) * from_.width + column) * 4 + c];
        for (int c = 0; c < 3; ++c) pixel[c] = static_cast<std::uint8_t>((sum[c] + count / 2) / count);
    }

    PictureView from_;
    int width_, height_;
    double scale_ = 1, left_ = 0, top_ = 0;
};

}  // namespace

std::vector<std::vector<std::uint8_t>> condition_frames(const std::filesystem::path& file, int width, int height, std::int64_t most) {
    FilmReader reader(file);
    std::vector<std::vector<std::uint8_t>> frames;
    while (static_cast<std::int64_t>(frames.size()) < most) {
        const std::optional<PictureView> picture = reader.next();
        if (!picture) break;
        frames.push_back(Filler(*picture, width, height).filled());
    }
    require(!frames.empty(), "expected a picture or a film in '" + file.string() + "', found no frame");
    return frames;
}

std::vector<std::vector<std::uint8_t>> last_condition_frames(const std::filesystem::path& file, int width, int height, std::int64_t most) {
    FilmReader reader(file);
    std::deque<std::vector<std::uint8_t>> frames;
    while (const std::optional<PictureView> picture = reader.next()) {
        frames.push_back(Filler(*picture, width, height).filled());
        if (static_cast<std::int64_t>(frames.size()) > most) frames.pop_front();
    }
    require(!frames.empty(), "expected a picture or a film in '" + file.string() + "', found no frame");
    return {frames.begin(), frames.end()};
}

}  // namespace chladni
