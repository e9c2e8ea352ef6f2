#pragma once

#include <vector>

#include "engine/ltx/audio_adapter.h"

namespace chladni::ltx {

/// One chunk's sound, ready for every step: keys and values of the blocks that listen, and who may hear what.
class AudioListening final : public AudioInjection {
public:
    /// `video_times` [1 or B, N] middles in seconds; `scale` [1 or B, 1 or N] multiplies what is added; `active` says per
    /// block whether it takes part (blocks beyond its end do). Nothing that would be zero is computed.
    AudioListening(const AudioAdapter& adapter, const AudioInput& audio, const at::Tensor& video_times, const at::Tensor& scale,
                   const std::vector<bool>& active);

    at::Tensor after_text(std::size_t block, const at::Tensor& x) const override;

private:
    const AudioAdapter& adapter_;
    std::map<std::size_t, KeysValues> seen_;
    at::Tensor rotary_;  // [1 or B, N, D/2]
    at::Tensor bias_;    // [1 or B, 1, N, A] or undefined
    at::Tensor gain_;    // [1 or B, 1 or N, 1]: scale, 0 where nothing may be heard
};

}  // namespace chladni::ltx
