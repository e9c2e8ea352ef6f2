#include "engine/runtime/render_loop.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "engine/runtime/png.h"

namespace chladni {

namespace {

// Frames are known by slot and chunk: the slot alone comes round again.
std::uint64_t id_of(const VideoFrame& frame) {
    return (static_cast<std::uint64_t>(frame.chunk) + 1) << 20 | frame.slot;
}

}  // namespace

RenderLoop::RenderLoop(RenderPlace place, std::unique_ptr<Picture> picture, double frame_rate)
    : place_(std::move(place)),
      picture_(std::move(picture)),
      period_s_(1.0 / frame_rate),
      queue_([this](SlotIndex slot) { place_.slots.give_back(slot); }) {
    place_.desk.device.post(picture_->status().device);
    place_.desk.running = true;
    thread_ = Worker("render", [this](std::stop_token stop) { run(stop); });
}

RenderLoop::~RenderLoop() {
    thread_.request_stop();
    thread_.join();
    place_.desk.running = false;
    // What was shown last is given back, so that another render loop finds every slot free or queued.
    queue_.clear();
}

void RenderLoop::run(std::stop_token stop) {
    std::int64_t due_ns = AudioClock::now_ns(), before_ns = due_ns;
    const auto period_ns = static_cast<std::int64_t>(period_s_ * 1e9);
    while (!stop.stop_requested()) {
        const std::int64_t now_ns = AudioClock::now_ns();
        bool shown = false;
        try {
            shown = draw(static_cast<double>(now_ns - before_ns) * 1e-9);
        } catch (const std::exception& error) {
            place_.notice(std::string("one picture could not be drawn: ") + error.what());
        }
        before_ns = now_ns;
        note_frame(AudioClock::now_ns(), shown);
        due_ns += period_ns;
        const std::int64_t left_ns = due_ns - AudioClock::now_ns();
        if (left_ns > 0) {
            std::this_thread::sleep_for(std::chrono::nanoseconds(left_ns));
        } else if (left_ns < -period_ns) {
            status_.missed += -left_ns / period_ns;
            due_ns -= left_ns;  // what is missed is missed: no hurry to catch up
        }
    }
}

std::optional<ShownFrames> RenderLoop::due(Seconds now, double elapsed_s) {
    for (VideoFrame frame; place_.frames.pop(frame);) queue_.push(frame);
    const BeatGrid grid = place_.heard.grid.get();
    const Seconds wanted = now + Seconds{-1e-3 * place_.params.get(ParamId::kLatencyMs)};
    const Seconds target = grid.trusted() ? queue_.time_of_beat(grid.beat_at(wanted), grid) : wanted;
    return queue_.at(lock_.follow(target, Seconds{elapsed_s}), grid.tempo.seconds_in(Beats{1.0}));
}

PictureView RenderLoop::view_of(const VideoFrame& frame) {
    return {place_.slots.bytes(frame.slot).data(), frame.width, frame.height};
}

bool RenderLoop::draw(double elapsed_s) {
    const Seconds now = place_.heard.clock.get().stream_time(AudioClock::now_ns());
    const auto shown = due(now, elapsed_s);
    PictureRequest request;
    if (shown) {
        request.from = view_of(shown->from);
        request.to = view_of(shown->to);
        request.from_id = id_of(shown->from);
        request.to_id = id_of(shown->to);
        request.blend = shown->blend;
        status_.bridging = shown->bridging;
    }
    request.params = place_.params.snapshot();
    request.sound = place_.heard.features.get();
    request.grid = place_.heard.grid.get();
    request.now = now;
    request.elapsed_s = std::clamp(elapsed_s, 1e-4, 0.5);
    picture_->draw(request);
    if (place_.drawn) place_.drawn(*picture_, now);
    save_screenshot();
    const Seconds heard_at = seconds_of(request.sound.at, place_.heard.rate.load());
    const double age_ms = 1e3 * (place_.heard.clock.get().stream_time(AudioClock::now_ns()) - heard_at).value;
    if (age_ms > 0 && age_ms < 1000) status_.audio_to_photon_ms += 0.05 * (age_ms - status_.audio_to_photon_ms);
    return shown.has_value();
}

void RenderLoop::note_frame(std::int64_t now_ns, bool shown) {
    const double gap_s = last_shown_ns_ != 0 ? static_cast<double>(now_ns - last_shown_ns_) * 1e-9 : 0.0;
    if (gap_s > 0) note_gap(1e3 * gap_s);  // one that still lasts counts too
    if (shown) {
        ++status_.frames;
        if (gap_s > 0) smooth_period_s_ = smooth_period_s_ > 0 ? smooth_period_s_ + 0.05 * (gap_s - smooth_period_s_) : gap_s;
        last_shown_ns_ = now_ns;
    }
    const double period_s = shown ? smooth_period_s_ : std::max(smooth_period_s_, gap_s);
    status_.fps = period_s > 0 ? 1.0 / period_s : 0.0;
    const PictureStatus picture = picture_->status();
    if (picture.rebuilds != rebuilds_) {
        rebuilds_ = picture.rebuilds;
        place_.desk.device.post(picture.device);
        place_.notice("the GPU was lost; " + picture.device + " draws the picture now");
    }
    status_.flash_limited = picture.flash_limited;
    status_.flashes_per_s = picture.flashes_per_s;
    place_.desk.status.set(status_);
}

void RenderLoop::note_gap(double gap_ms) {
    double longest = place_.desk.gap_ms.load();
    while (gap_ms > longest && !place_.desk.gap_ms.compare_exchange_weak(longest, gap_ms)) {
    }
    if (gap_ms > place_.desk.longest_gap_ms.load()) place_.desk.longest_gap_ms.store(gap_ms);
}

void RenderLoop::save_screenshot() {
    std::string path;
    place_.desk.screenshot.edit([&](std::string& wanted) { path.swap(wanted); });
    if (path.empty()) return;
    picture_->read_back(pixels_);
    // Packing a PNG takes longer than a display frame: another thread does it.
    std::thread([pixels = pixels_, width = picture_->width(), height = picture_->height(), path, notice = place_.notice] {
        try {
            save_png(path, {pixels.data(), width, height});
            notice("screenshot written to " + path);
        } catch (const std::exception& error) {
            notice(error.what());
        }
    }).detach();
}

}  // namespace chladni
