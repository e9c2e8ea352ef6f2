#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "engine/base/worker.h"
#include "engine/params/parameter_store.h"
#include "engine/playout/beat_lock.h"
#include "engine/playout/playout_queue.h"
#include "engine/runtime/analysis_loop.h"
#include "engine/runtime/bulletin.h"
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

struct RenderPlace {
    const Heard& heard;
    const ParameterStore& params;
    SlotPool& slots;                                   ///< given back here
    SpscRing<VideoFrame>& frames;                      ///< from the generation thread
    Latest<RenderStatus>& status;
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

    /// Any thread: the longest time between two shown frames since the last call, ms.
    double take_max_gap_ms() { return max_gap_ms_.exchange(0.0); }
    /// Any thread: writes the next frame as PNG there, and says so by a notice.
    void screenshot(const std::string& path) { screenshot_.edit([&](std::string& wanted) { wanted = path; }); }

private:
    void run(std::stop_token stop);
    bool draw(double elapsed_s);
    std::optional<ShownFrames> due(Seconds now, double elapsed_s);
    PictureView view_of(const VideoFrame& frame);
    void note_frame(std::int64_t now_ns, bool shown);
    void save_screenshot();

    RenderPlace place_;
    std::unique_ptr<Picture> picture_;
    double period_s_;
    std::atomic<double> max_gap_ms_{0.0};
    Bulletin<std::string> screenshot_;
    // Render thread's own:
    PlayoutQueue queue_;
    BeatLock lock_;
    RenderStatus status_;
    std::int64_t last_shown_ns_ = 0;
    double smooth_period_s_ = 0;
    std::vector<std::uint8_t> pixels_;
    Worker thread_;
};

}  // namespace chladni
