#pragma once

#include <cstddef>
#include <vector>

namespace chladni {

/// Sound as the model's audio cross-attention reads it, free of any tensor library. Made by encode/, used by ltx/.
struct AudioTokens {
    std::size_t dim = 0;            ///< width of a token (hidden_dim of the encoder)
    std::vector<float> values;      ///< [A, dim], row by row
    std::vector<double> times_s;    ///< [A], centre of each token on the stream's time

    std::size_t count() const { return times_s.size(); }
};

}  // namespace chladni
