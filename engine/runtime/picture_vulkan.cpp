// Chosen where Vulkan is built in.
#include "engine/render/modulation.h"
#include "engine/render/renderer.h"
#include "engine/runtime/picture.h"

namespace chladni {

namespace {

RendererOptions renderer_options(const PictureOptions& options) {
    RendererOptions made;
    made.width = options.width, made.height = options.height;
    made.validation = options.validation, made.effects = options.effects;
    made.preview = options.preview, made.output = options.output;
    if (options.lose_gpu_every > 0) made.is_lost = [every = options.lose_gpu_every, work = 0]() mutable { return ++work % every == 0; };
    return made;
}

class VulkanPicture : public Picture {
public:
    explicit VulkanPicture(const PictureOptions& options) : renderer_(renderer_options(options)) {}

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
        return {status.device, status.rebuilds, status.flash_limited, status.flashes_per_s};
    }
    bool paces_itself() const override { return false; }  // a software driver presents at once: the loop keeps the pace
    int width() const override { return renderer_.width(); }
    int height() const override { return renderer_.height(); }

private:
    Renderer renderer_;
};

}  // namespace

std::unique_ptr<Picture> make_vulkan_picture(const PictureOptions& options) {
    return std::make_unique<VulkanPicture>(options);
}

}  // namespace chladni
