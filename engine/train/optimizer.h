#pragma once

#include <cstdint>

#include "engine/tensor/safetensors.h"

namespace chladni::train {

/// How large a step is, and what pulls weights toward zero.
struct OptimizerRates {
    double adam = 1e-3;             ///< of vectors and the ends of networks
    double embedding = 0.0;         ///< of the tables of tokens, whose numbers are some ten times as large as other weights; 0: as `adam`
    double matrix = 0.0;            ///< of the matrices within, by Muon; 0: AdamW for all
    double text_part = 1.0;         ///< of those rates, for the layers of a text encoder
    double beta_1 = 0.9, beta_2 = 0.99, eps = 1e-8;
    double momentum = 0.95;         ///< Muon's
    double weight_decay = 0.0;      ///< of matrices
};

/// AdamW (Loshchilov and Hutter 2019, algorithm 2), and for the matrices of the blocks Muon: momentum made orthogonal by five
/// Newton-Schulz steps (Jordan 2024), scaled to a root mean square of 0.2 as AdamW's updates have (Liu et al. 2025, equation 4). One thread.
class Optimizer {
public:
    explicit Optimizer(OptimizerRates rates) : rates_(rates) {}

    /// Moves `parameters` against their gradients, `factor` of the rates.
    void step(NamedTensors& parameters, const NamedTensors& gradients, double factor);

    /// All that a later step depends on, beside the rates.
    NamedTensors state() const;
    void set_state(const NamedTensors& state);

private:
    void adam(at::Tensor& parameter, const at::Tensor& gradient, const std::string& name, double rate);
    void muon(NamedTensors& parameters, const NamedTensors& gradients, const std::vector<std::string>& names, double rate);
    double part_for(const std::string& name) const;
    bool is_inner_matrix(const std::string& name, const at::Tensor& parameter) const;

    OptimizerRates rates_;
    std::int64_t steps_ = 0;
    NamedTensors first_, second_;  // moments
};

/// The nearest matrices with all singular values near 1, of `m` [n, rows, columns]; bfloat16 within where that is quick.
at::Tensor orthogonalized(const at::Tensor& m);

/// Scales all gradients so that their common length is at most `most`; gives the length before.
double clip_gradients(NamedTensors& gradients, double most);

}  // namespace chladni::train
