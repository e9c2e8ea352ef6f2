#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/render/modulation.h"
#include "engine/render/surface_provider.h"
#include "engine/types/video_frame.h"

namespace chladni {

class GpuRenderer;
struct RendererLasting;

/// One display frame, asked for.
struct DrawRequest {
    PictureView from;        ///< the shown frame ...
    PictureView to;          ///< ... and the one that it blends towards (may be the same, may be empty)
    std::uint64_t from_id = 0, to_id = 0;  ///< equal ids are equal pixels: not uploaded again. 0: always uploaded
    float blend = 0.0f;      ///< 0 from, 1 to
    ParamValues params = initial_values();
    EffectDrive drive;
    double frame_time_s = 1.0 / 60.0;  ///< since the last drawn frame: trails and the flash limiter run on it
};

struct RendererOptions {
    int width = 1280, height = 720;   ///< of the program picture (offscreen target), px
    bool validation = false;          ///< turn the validation layer on; its messages are counted
    bool effects = true;              ///< false: the picture as it came, scaled only
    SurfaceProvider* preview = nullptr;  ///< windows, or none for offscreen
    SurfaceProvider* output = nullptr;
    double patience_s = 2.0;          ///< a driver that takes longer for a picture has hung, or nearly
    std::function<bool()> is_lost;    ///< for rehearsals: asked whenever work is handed to the GPU; true is as if the driver said it is lost
};

struct RendererStatus {
    std::string device;              ///< name of the GPU
    std::uint64_t validation_messages = 0;
    bool flash_limited = false;
    float flashes_per_s = 0;
    int rebuilds = 0;                ///< times that all was made anew after the GPU was lost
};

/// Draws the show. All Vulkan objects live inside; render thread only, but for construction where noted. A GPU that is lost (its driver
/// crashed or was updated, it was pulled out) costs a few pictures: the next ones are drawn by what the best GPU then is.
class Renderer {
public:
    /// Throws Error where there is no Vulkan driver. With surfaces: construct on the GUI thread, then hand over.
    explicit Renderer(const RendererOptions& options);
    ~Renderer();

    /// Draws into the program picture and presents to the windows there are. Never throws for a lost window. Throws Error for a lost
    /// GPU, and where no other is there yet; to be called on.
    void draw(const DrawRequest& request);

    /// The program picture as drawn last: [height, width, 4]. Throws Error as draw() does.
    void read_back(std::vector<std::uint8_t>& rgba);

    const RendererStatus& status() const;
    int width() const;
    int height() const;

private:
    void build();
    void revive(double elapsed_s);
    void on_gpu(const std::function<void(GpuRenderer&)>& work);

    std::unique_ptr<RendererLasting> lasting_;  // goes after what is of a GPU
    std::unique_ptr<GpuRenderer> gpu_;          // none while the GPU is lost
    double pause_s_ = 0;                        // until it is tried again
};

}  // namespace chladni
