// Chosen where FFmpeg is not built in.
#include "engine/base/check.h"
#include "engine/runtime/offline_clip.h"

namespace chladni {

RenderResult render_offline(const OfflineRender& job, const std::function<void(const RenderProgress&)>&, std::stop_token) {
    throw Error("expected a program built with FFmpeg to write '" + job.film.string() + "', this one is not");
}

RenderResult render_clip(const OfflineRender& job, ClipCall, std::stop_token) {
    throw Error("expected a program built with FFmpeg to write '" + job.film.string() + "', this one is not");
}

}  // namespace chladni
