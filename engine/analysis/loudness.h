#pragma once

#include <memory>
#include <span>

namespace chladni {

/// Loudness by EBU R 128 (libebur128). One channel is taken for what two loudspeakers play. -70 LUFS is silence, and so
/// is a sample that is no number.
class Loudness {
public:
    explicit Loudness(double rate_hz);
    ~Loudness();
    void add(std::span<const float> mono);
    float momentary_lufs() const;   ///< of the last 400 ms
    float short_term_lufs() const;  ///< of the last 3 s; costs a sum over all of them

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace chladni
