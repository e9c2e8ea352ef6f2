#pragma once

#include <stop_token>

#include "engine/runtime/ltx_audio_video_pipeline.h"
#include "engine/runtime/offline_render.h"

namespace chladni {

/// A clip of the model as a film: loads the model, hears job.audio, makes job's film of what `call` asks for. Its result is
/// complete or none: a clip is not made by halves. Throws as LTXAudioVideoPipeline and render_offline do.
RenderResult render_clip(const OfflineRender& job, ClipCall call, std::stop_token stop);

}  // namespace chladni
