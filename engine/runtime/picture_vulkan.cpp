// Chosen where Vulkan is built in.
#include "engine/render/modulation.h"
#include "engine/render/renderer.h"
#include "engine/runtime/picture.h"

namespace chladni {

namespace {

class VulkanPicture : public Picture {
public:
    explicit VulkanPicture(const PictureOptions& options)
        : windowed_(options.preview || options.output),
          renderer_({options.width, options.height, options.validation, options.effects, options.preview, options.output}) {}

    void draw(const PictureRequest& request) override {
        DrawRequest draw;
        draw.from = request.from;
        draw.to = request.to;
        draw.from_id = request.from_id;
        draw.to_id = request.to_id;
        draw.blend = request.blend;
        draw.params = request.params;
        draw.drive = drive_effects(request.params, request.sound, request.grid, request.now);
        draw.frame_time_s = request.elapsed_s;
        renderer_.draw(draw);
    }

    void read_back(std::vector<std::uint8_t>& rgba) override { renderer_.read_back(rgba); }

    PictureStatus status() const override {
        const RendererStatus& status = renderer_.status();
        return {status.device, status.output_state, status.flash_limited, status.flashes_per_s};
    }
    bool paces_itself() const override { return false; }  // a software driver presents at once: the loop keeps the pace
    int width() const override { return renderer_.width(); }
    int height() const override { return renderer_.height(); }

private:
    bool windowed_;
    Renderer renderer_;
};

}  // namespace

std::unique_ptr<Picture> make_vulkan_picture(const PictureOptions& options) {
    return std::make_unique<VulkanPicture>(options);
}

}  // namespace chladni
