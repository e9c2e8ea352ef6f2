#pragma once

#include <cstdint>
#include <deque>

#include "engine/tensor/torch.h"

namespace chladni::ltx {

/// The part of a picture that a tile covers, in latent cells.
struct VaeWindow {
    std::int64_t top = 0, left = 0, height = 0, width = 0;
    std::int64_t whole_height = 0, whole_width = 0;
};

/// What a VAE remembers of a film that comes in pieces: a slot for each of its parts that looks at neighbouring frames,
/// waits for others or draws a noise map. The parts ask in the order in which they run, which is always the same. As it
/// is made it stands for a film in one piece. One thread.
class VaeMemory {
public:
    struct Slot {
        bool begun = false;  ///< the film's first frame has passed
        at::Tensor kept;     ///< [B, few, H, W, C], or a noise map; a copy, never a view of a whole piece
    };

    VaeMemory() = default;
    explicit VaeMemory(const VaeWindow& window) : window_(window) {}

    /// Before each piece. `last`: no other follows.
    void begin_piece(bool last);
    bool last() const { return last_; }

    /// The asking part's own; stays where it is.
    Slot& slot();

    /// The next standard normal map [height, width, 1], float32 on the CPU, seeded so that the same latents give the
    /// same film; a tile gets its part of the whole picture's.
    at::Tensor fresh_noise(std::int64_t height, std::int64_t width);

    /// Held between pieces.
    std::size_t bytes() const;

private:
    VaeWindow window_;
    bool last_ = true;
    std::size_t next_ = 0;
    std::deque<Slot> slots_;
    at::Generator noise_;
};

/// Frames that go beside a path that is late: `x` joins those that wait, and the first `count` of all leave. Channels
/// last.
at::Tensor wait_for(const at::Tensor& x, std::int64_t count, VaeMemory& memory);

}  // namespace chladni::ltx
