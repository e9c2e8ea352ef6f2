#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace chladni {

/// Triangles a quarter tone apart over the bins of a spectrum, 30 Hz to 17 kHz, in logarithmic loudness: log10(1 + sum).
/// (The filterbank of SuperFlux: Böck and Widmer, "Maximum filter vibrato suppression for onset detection", DAFx 2013.)
class LogBands {
public:
    LogBands(std::size_t bins, double bin_hz);

    std::size_t count() const { return triangles_.size(); }
    double centre_hz(std::size_t band) const { return triangles_[band].centre_hz; }
    /// `magnitudes` [bins] -> `bands` [count].
    void apply(std::span<const float> magnitudes, std::span<float> bands) const;

private:
    struct Triangle {
        std::size_t first_bin, first_weight, length;
        double centre_hz;
    };
    void add(std::size_t low, std::size_t centre, std::size_t high, double bin_hz);

    std::vector<Triangle> triangles_;
    std::vector<float> weights_;
};

}  // namespace chladni
