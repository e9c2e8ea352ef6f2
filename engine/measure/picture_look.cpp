#include "engine/measure/picture_look.h"

#include <algorithm>
#include <cmath>

namespace chladni {

namespace {

constexpr float kFlat = 3.0f;           // of 255: less is no edge
constexpr int kLeastEdges = 48;         // a tenth of all neighbours
constexpr double kShadesWeigh = 0.5;

struct Pixels {
    int begin, end;
};

// The pixels of a place along a side of `length`; one at least.
Pixels pixels_of(int place, int length) {
    const int begin = std::min(place * length / PictureLook::kPlaces, length - 1);
    return {begin, std::clamp((place + 1) * length / PictureLook::kPlaces, begin + 1, length)};
}

float lightness_of(float red, float green, float blue) { return 0.299f * red + 0.587f * green + 0.114f * blue; }

// Shares a value of 0..255 between the two shades around it, so that a little more light moves little.
void share(std::array<float, PictureLook::kShades>& shades, float value) {
    const float place = std::clamp(value / 256.0f * PictureLook::kShades - 0.5f, 0.0f, PictureLook::kShades - 1.001f);
    const auto low = static_cast<std::size_t>(place);
    shades[low + 1] += place - static_cast<float>(low);
    shades[low] += 1.0f - (place - static_cast<float>(low));
}

}  // namespace

PictureLook::PictureLook(const PictureView& picture) {
    for (int row = 0; row < kPlaces; ++row)
        for (int column = 0; column < kPlaces; ++column) {
            const Pixels rows = pixels_of(row, picture.height), columns = pixels_of(column, picture.width);
            Colour& place = places_[static_cast<std::size_t>(row * kPlaces + column)];
            for (int y = rows.begin; y < rows.end; ++y)
                for (int x = columns.begin; x < columns.end; ++x) {
                    const std::uint8_t* rgb = picture.rgba + (static_cast<std::ptrdiff_t>(y) * picture.width + x) * 4;
                    count(rgb);
                    for (std::size_t c = 0; c < 3; ++c) place.of[c] += rgb[c];
                }
            const auto pixels = static_cast<float>((rows.end - rows.begin) * (columns.end - columns.begin));
            for (float& c : place.of) c /= pixels;
        }
    for (auto& shades : shades_) {
        float sum = 0.0f;
        for (const float s : shades) sum += s;
        for (float& s : shades) s /= sum;
    }
}

void PictureLook::count(const std::uint8_t* rgb) {
    const float red = rgb[0], blue = rgb[2], light = lightness_of(red, rgb[1], blue);
    share(shades_[0], light);
    share(shades_[1], 128.0f + 0.564f * (blue - light));
    share(shades_[2], 128.0f + 0.713f * (red - light));
}

double PictureLook::change_to(const PictureLook& other) const {
    float colours = 0.0f, amounts = 0.0f;
    for (std::size_t i = 0; i < places_.size(); ++i)
        for (std::size_t c = 0; c < 3; ++c) colours += std::abs(places_[i].of[c] - other.places_[i].of[c]);
    for (std::size_t k = 0; k < shades_.size(); ++k)
        for (std::size_t s = 0; s < shades_[k].size(); ++s) amounts += std::abs(shades_[k][s] - other.shades_[k][s]);
    return colours / (255.0 * 3 * static_cast<double>(places_.size())) + kShadesWeigh * amounts / 6.0;
}

float PictureLook::lightness(int row, int column) const {
    const auto& place = places_[static_cast<std::size_t>(row * kPlaces + column)].of;
    return lightness_of(place[0], place[1], place[2]);
}

double PictureLook::light() const {
    double sum = 0.0;
    for (const Colour& place : places_) sum += lightness_of(place.of[0], place.of[1], place.of[2]);
    return sum / static_cast<double>(places_.size());
}

double PictureLook::kept_edges(const PictureLook& other) const {
    int same = 0, turned = 0;
    const auto compare = [&](int row, int column, int next_row, int next_column) {
        const float here = lightness(next_row, next_column) - lightness(row, column);
        const float there = other.lightness(next_row, next_column) - other.lightness(row, column);
        if (std::abs(here) < kFlat || std::abs(there) < kFlat) return;
        (here > 0) == (there > 0) ? ++same : ++turned;
    };
    for (int row = 0; row < kPlaces; ++row)
        for (int column = 0; column + 1 < kPlaces; ++column) {
            compare(row, column, row, column + 1);
            compare(column, row, column + 1, row);
        }
    return same + turned < kLeastEdges ? 0.0 : static_cast<double>(same - turned) / (same + turned);
}

}  // namespace chladni
