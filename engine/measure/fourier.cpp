#include "engine/measure/fourier.h"

#include <cmath>
#include <numbers>
#include <utility>

namespace chladni {

namespace {

void reverse_bits(ComplexRow& row) {
    for (std::size_t i = 1, j = 0; i < row.size(); ++i) {
        std::size_t bit = row.size() >> 1;
        for (; j & bit; bit >>= 1) j ^= bit;
        j ^= bit;
        if (i < j) std::swap(row[i], row[j]);
    }
}

// exp(-2 pi i k / n), k < n / 2.
ComplexRow turns(std::size_t n) {
    ComplexRow row(n / 2);
    for (std::size_t k = 0; k < row.size(); ++k)
        row[k] = std::polar(1.0, -2.0 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(n));
    return row;
}

}  // namespace

void fourier(ComplexRow& row) {
    reverse_bits(row);
    const ComplexRow turn = turns(row.size());
    for (std::size_t half = 1; half < row.size(); half *= 2) {
        const std::size_t stride = row.size() / (2 * half);
        for (std::size_t start = 0; start < row.size(); start += 2 * half)
            for (std::size_t k = 0; k < half; ++k) {
                const std::complex<double> turned = row[start + half + k] * turn[k * stride];
                row[start + half + k] = row[start + k] - turned;
                row[start + k] += turned;
            }
    }
}

void fourier_back(ComplexRow& row) {
    for (auto& value : row) value = std::conj(value);
    fourier(row);
    for (auto& value : row) value = std::conj(value) / static_cast<double>(row.size());
}

}  // namespace chladni
