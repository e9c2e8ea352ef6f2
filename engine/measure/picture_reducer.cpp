#include "engine/measure/picture_reducer.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace chladni {

namespace {

constexpr int kMostAcross = 64;
constexpr float kRed = 0.2126f, kGreen = 0.7152f, kBlue = 0.0722f;  // Rec. ITU-R BT.709

int edge(int at, int points, int pixels) { return static_cast<int>(static_cast<std::int64_t>(at) * pixels / points); }

}  // namespace

PictureFacts PictureReducer::reduce(const PictureView& picture, double time_s) {
    if (picture.width != width_ || picture.height != height_) fit(picture);
    std::swap(now_, before_);
    shrink(picture);
    PictureFacts facts;
    facts.time_s = time_s;
    measure_light(facts);
    if (has_before_) measure_change(facts);
    has_before_ = true;
    return facts;
}

// A film may change its size on the way: there is no difference across that.
void PictureReducer::fit(const PictureView& picture) {
    width_ = picture.width, height_ = picture.height;
    across_ = std::min(kMostAcross, width_);
    down_ = std::clamp(across_ * height_ / width_, 1, height_);
    column_.resize(static_cast<std::size_t>(across_) + 1);
    for (int i = 0; i <= across_; ++i) column_[static_cast<std::size_t>(i)] = edge(i, across_, width_);
    now_.assign(static_cast<std::size_t>(across_) * static_cast<std::size_t>(down_), {});
    before_ = now_;
    sums_.resize(static_cast<std::size_t>(across_));
    has_before_ = false;
}

void PictureReducer::shrink(const PictureView& picture) {
    for (int y = 0; y < down_; ++y) {
        const int first = edge(y, down_, height_), last = edge(y + 1, down_, height_);
        std::ranges::fill(sums_, std::array<std::uint32_t, 3>{});
        for (int row = first; row < last; ++row) add_row(picture.rgba + static_cast<std::ptrdiff_t>(row) * width_ * 4);
        for (std::size_t x = 0; x < sums_.size(); ++x) {
            const float pixels = static_cast<float>((column_[x + 1] - column_[x]) * (last - first));
            for (std::size_t c = 0; c < 3; ++c)
                now_[static_cast<std::size_t>(y) * sums_.size() + x][c] = static_cast<float>(sums_[x][c]) / (255.0f * pixels);
        }
    }
}

void PictureReducer::add_row(const std::uint8_t* pixels) {
    for (std::size_t x = 0; x < sums_.size(); ++x) {
        std::uint32_t red = 0, green = 0, blue = 0;
        for (int i = column_[x]; i < column_[x + 1]; ++i) red += pixels[4 * i], green += pixels[4 * i + 1], blue += pixels[4 * i + 2];
        sums_[x][0] += red, sums_[x][1] += green, sums_[x][2] += blue;
    }
}

void PictureReducer::measure_light(PictureFacts& facts) const {
    double light = 0.0, colour = 0.0;
    for (const Colour& c : now_) {
        light += static_cast<double>(kRed * c[0] + kGreen * c[1] + kBlue * c[2]);
        colour += static_cast<double>(std::max({c[0], c[1], c[2]}) - std::min({c[0], c[1], c[2]}));
    }
    facts.brightness = static_cast<float>(light / static_cast<double>(now_.size()));
    facts.saturation = static_cast<float>(colour / static_cast<double>(now_.size()));
}

void PictureReducer::measure_change(PictureFacts& facts) const {
    std::array<double, PictureFacts::kCellsAcross * PictureFacts::kCellsDown> squares{}, counts{};
    double all = 0.0;
    for (int y = 0; y < down_; ++y)
        for (int x = 0; x < across_; ++x) {
            const auto point = static_cast<std::size_t>(y * across_ + x);
            const auto cell = static_cast<std::size_t>(y * PictureFacts::kCellsDown / down_ * PictureFacts::kCellsAcross + x * PictureFacts::kCellsAcross / across_);
            double square = 0.0;
            for (std::size_t c = 0; c < 3; ++c) {
                const auto change = static_cast<double>(now_[point][c] - before_[point][c]);
                square += change * change / 3.0;
            }
            squares[cell] += square, counts[cell] += 1.0, all += square;
        }
    facts.motion = static_cast<float>(std::sqrt(all / static_cast<double>(now_.size())));
    for (std::size_t cell = 0; cell < squares.size(); ++cell)
        if (counts[cell] > 0.0) facts.cells[cell] = static_cast<float>(std::sqrt(squares[cell] / counts[cell]));
}

}  // namespace chladni
