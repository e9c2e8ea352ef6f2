#pragma once

#include <complex>
#include <vector>

namespace chladni {

using ComplexRow = std::vector<std::complex<double>>;

/// The discrete Fourier transform in place, not scaled; its length must be a power of two. (Cooley and Tukey, 1965.)
void fourier(ComplexRow& row);

/// Back again, scaled by 1/length.
void fourier_back(ComplexRow& row);

}  // namespace chladni
