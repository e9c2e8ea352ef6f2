#pragma once

#include <memory>
#include <span>

namespace chladni {

/// The gated loudness of a whole piece by EBU R 128, taken in piece by piece in constant memory. One channel is taken for
/// what two loudspeakers play; what is no number is silence, and silence is -70 LUFS. One thread.
class SongLoudness {
public:
    explicit SongLoudness(double rate_hz);
    ~SongLoudness();
    void add(std::span<const float> mono);
    double lufs() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace chladni
