#pragma once

#include <cstdint>
#include <string>

#include "engine/runtime/offline_render.h"

namespace chladni {

/// Progress of a film on standard error: a bar that redraws itself on a terminal, a plain line every two seconds elsewhere.
class ProgressLine {
public:
    explicit ProgressLine(bool quiet);
    void show(const RenderProgress& progress);
    /// Of a clip, which has steps only.
    void show_step(std::size_t step, std::size_t of);
    /// Of anything: `share` 0..1.
    void show(double share, const std::string& words);
    void end();

private:

    bool quiet_, terminal_;
    bool drawn_ = false;
    std::int64_t last_ns_ = 0;
};

}  // namespace chladni
