#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "engine/base/worker.h"
#include "engine/params/parameter_store.h"
#include "engine/playout/beat_lock.h"
#include "engine/playout/playout_queue.h"
#include "engine/runtime/analysis_loop.h"
#include "engine/base/bulletin.h"
#include "engine/runtime/picture.h"

namespace chladni {

/// Numbers of the picture; trivially copyable, so that nobody waits for a reader.
struct RenderStatus {
    double fps = 0;
    double audio_to_photon_ms = 0;   ///< age of the newest heard hop when its display frame was done
    double flashes_per_s = 0;
    std::int64_t frames = 0, missed = 0;
    bool flash_limited = false, bridging = false;
};

/// What other threads see and ask of the picture. It outlives the render loop, so nobody holds on to one that ends.
struct RenderDesk {
    Latest<RenderStatus> status;
    std::atomic<bool> running{false};
    std::atomic<double> gap_ms{0.0};      ///< longest time between two shown frames; whoever reports it sets it to 0
    std::atomic<double> longest_gap_ms{0.0};  ///< the longest ever
    Bulletin<std::string> device;         ///< the GPU's name
    Bulletin<std::string> screenshot;     ///< a path to write the next frame to, as PNG; empty: none wanted
};

struct RenderPlace {
    const Heard& heard;
    const ParameterStore& params;
    SlotPool& slots;                                   ///< given back here
    SpscRing<VideoFrame>& frames;                      ///< from the generation thread
    RenderDesk& desk;
    std::function<void(const std::string&)> notice;
    /// Called after each drawn frame where set: hands the picture on (record). Must not wait.
    std::function<void(Picture&, Seconds now)> drawn;
};

/// The render thread: takes what was made, shows what is due, at display rate. It waits for the display (or the pace) and
/// for nothing else.
class RenderLoop {
public:
    RenderLoop(RenderPlace place, std::unique_ptr<Picture> picture, double frame_rate);
    ~RenderLoop();

private:
    void run(std::stop_token stop);
    bool draw(double elapsed_s);
    std::optional<ShownFrames> due(Seconds now, double elapsed_s);
    PictureView view_of(const VideoFrame& frame);
    void note_frame(std::int64_t now_ns, bool shown);
    void note_gap(double gap_ms);
    void save_screenshot();

    RenderPlace place_;
    std::unique_ptr<Picture> picture_;
    double period_s_;
    // Render thread's own:
    PlayoutQueue queue_;
    BeatLock lock_;
    RenderStatus status_;
    std::int64_t last_shown_ns_ = 0;
    double smooth_period_s_ = 0;
    int rebuilds_ = 0;  // of the picture, that were told of
    std::vector<std::uint8_t> pixels_;
    Worker thread_;
};

}  // namespace chladni
