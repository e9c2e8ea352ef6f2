#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/params/param_table.h"
#include "engine/render/surface_provider.h"
#include "engine/types/beat_grid.h"
#include "engine/types/feature_frame.h"
#include "engine/types/video_frame.h"

namespace chladni {

/// What is to be seen at one display frame, before any graphics library.
struct PictureRequest {
    PictureView from, to;                  ///< the frames around now ...
    std::uint64_t from_id = 0, to_id = 0;  ///< ... and who they are: equal ids are equal pixels
    float blend = 0.0f;
    ParamValues params = initial_values();
    FeatureFrame sound;                    ///< as heard just now: the unforeseen
    BeatGrid grid;
    Seconds now;                           ///< show time
    double elapsed_s = 1.0 / 60.0;         ///< since the last display frame
};

struct PictureStatus {
    std::string device;
    int rebuilds = 0;  ///< times that all was made anew after a GPU was lost
    bool flash_limited = false;
    double flashes_per_s = 0;
};

/// Where the show is drawn: Vulkan, or plain memory where there is none. Render thread only after construction.
class Picture {
public:
    virtual ~Picture() = default;
    virtual void draw(const PictureRequest& request) = 0;
    virtual void read_back(std::vector<std::uint8_t>& rgba) = 0;  ///< [height, width, 4]
    virtual PictureStatus status() const = 0;
    virtual bool paces_itself() const { return false; }           ///< draw() waits for a display
    virtual int width() const = 0;
    virtual int height() const = 0;
};

struct PictureOptions {
    int width = 1280, height = 720;
    bool effects = true, validation = false;
    SurfaceProvider* preview = nullptr;
    SurfaceProvider* output = nullptr;
    int lose_gpu_every = 0;  ///< for rehearsals: so many pieces of work later the GPU counts as lost, again and again; 0: never
};

/// Throws Error where Vulkan is not built in or has no driver. GUI thread where there are windows.
std::unique_ptr<Picture> make_vulkan_picture(const PictureOptions& options);

/// No library, no effects: blend, scale, brightness, blackout. For machines without a driver, and for tests.
std::unique_ptr<Picture> make_memory_picture(const PictureOptions& options);

}  // namespace chladni
