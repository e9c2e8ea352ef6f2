#include <algorithm>
#include <cmath>

#include "engine/runtime/picture.h"

namespace chladni {

namespace {

class MemoryPicture : public Picture {
public:
    explicit MemoryPicture(const PictureOptions& options)
        : width_(options.width), height_(options.height),
          rgba_(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_) * 4, 0) {}

    void draw(const PictureRequest& request) override {
        if (request.params.on(ParamId::kFreeze) || !request.from.rgba) return;
        const float gain = request.params.on(ParamId::kBlackout) ? 0.0f : request.params[ParamId::kBrightness];
        const PictureView& to = request.to.rgba ? request.to : request.from;
        for (int row = 0; row < height_; ++row) draw_row(row, request.from, to, request.blend, gain);
    }

    void read_back(std::vector<std::uint8_t>& rgba) override { rgba = rgba_; }
    PictureStatus status() const override { return {"memory", 0, false, 0.0}; }
    int width() const override { return width_; }
    int height() const override { return height_; }

private:
    static const std::uint8_t* texel(const PictureView& picture, int column, int row, int width, int height) {
        const auto x = static_cast<std::int64_t>(column) * picture.width / width;
        const auto y = static_cast<std::int64_t>(row) * picture.height / height;
        return picture.rgba + (y * picture.width + x) * 4;
    }

    void draw_row(int row, const PictureView& from, const PictureView& to, float blend, float gain) {
        std::uint8_t* out = rgba_.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(width_) * 4;
        for (int column = 0; column < width_; ++column, out += 4) {
            const std::uint8_t* a = texel(from, column, row, width_, height_);
            const std::uint8_t* b = texel(to, column, row, width_, height_);
            for (int c = 0; c < 3; ++c) {
                const float mixed = static_cast<float>(a[c]) * (1.0f - blend) + static_cast<float>(b[c]) * blend;
                out[c] = static_cast<std::uint8_t>(std::clamp(std::lround(gain * mixed), 0l, 255l));
            }
            out[3] = 255;
        }
    }

    int width_, height_;
    std::vector<std::uint8_t> rgba_;
};

}  // namespace

std::unique_ptr<Picture> make_memory_picture(const PictureOptions& options) {
    return std::make_unique<MemoryPicture>(options);
}

}  // namespace chladni
