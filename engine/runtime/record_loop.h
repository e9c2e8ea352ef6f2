#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/base/worker.h"
#include "engine/runtime/analysis_loop.h"
#include "engine/base/bulletin.h"
#include "engine/runtime/picture.h"

namespace chladni {

/// Films the show: pictures as shown, sound as heard. The render thread hands pictures over and never waits; what the
/// encoder cannot keep up with is left out and its neighbour repeated, so that the film keeps time.
class RecordLoop {
public:
    RecordLoop(const Heard& heard, std::function<void(const std::string&)> notice);
    ~RecordLoop();

    /// Any thread, as all but offer(). Where it cannot start (or the disk is full later) a notice says so; the show goes on. A film
    /// that runs ends first. Throws Error where that file's film is not finished yet: two would write into one.
    void start(const std::string& path, int width, int height);
    /// Nothing is filmed any more; the film is finished soon, and a notice tells. Waits for nothing.
    void end();
    /// The same, and waits until all films are finished.
    void stop();

    bool recording() const;
    std::string path() const;
    double seconds() const;

    /// Render thread only: the picture just drawn, at this show time.
    void offer(Picture& picture, Seconds now);

private:
    struct Film;
    bool holds(const std::string& path);

    const Heard& heard_;
    std::function<void(const std::string&)> notice_;
    std::atomic<std::shared_ptr<Film>> film_;
    std::mutex mutex_;                           // of those that end
    std::vector<std::shared_ptr<Film>> ending_;
};

}  // namespace chladni
