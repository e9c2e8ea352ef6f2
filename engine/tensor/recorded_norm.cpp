#include "engine/tensor/recorded_norm.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>

#include "engine/tensor/kernel_tensors.h"
#include "engine/tensor/row_norm.h"

namespace chladni {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

bool records_here(const at::Tensor& x) { return x.size(-1) % kKernelWidth == 0 && has_kernels(x); }

// work(number of the first row, where it stands, how many) for each thread's share of the rows of x [..., D].
template <typename Work>
void each_share(const at::Tensor& x, const Work& work) {
    const std::int64_t width = x.size(-1);
    at::parallel_for(0, x.numel() / width, kRowsAtOnce, [&](std::int64_t begin, std::int64_t end) { work(begin, begin * width, end - begin); });
}

struct RmsNorm : torch::autograd::Function<RmsNorm> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& given, double eps) {
        const at::Tensor x = given.contiguous(), y = at::empty_like(x);  // [..., D]
        context->save_for_backward({x});
        context->saved_data["eps"] = eps;
        by_kernels(x, [&]<typename Value>(const Kernels<Value>& kernels) {
            each_share(x, [&](std::int64_t, std::int64_t at, std::int64_t count) {
                kernels.rms_norm_plain({values_of<Value>(x) + at, count, x.size(-1), static_cast<float>(eps)}, mutable_values_of<Value>(y) + at);
            });
        });
        return y;
    }

    static variable_list backward(AutogradContext* context, variable_list slopes) {
        const at::Tensor x = context->get_saved_variables()[0], slope = slopes[0].to(x.scalar_type()).contiguous(), out = at::empty_like(x);  // [..., D]
        const auto eps = static_cast<float>(context->saved_data["eps"].toDouble());
        by_kernels(x, [&]<typename Value>(const Kernels<Value>& kernels) {
            each_share(x, [&](std::int64_t, std::int64_t at, std::int64_t count) {
                kernels.rms_norm_back({values_of<Value>(x) + at, count, x.size(-1), eps}, values_of<Value>(slope) + at, mutable_values_of<Value>(out) + at);
            });
        });
        return {out, at::Tensor()};
    }
};

// Row i of [B, N, D] has row i of the angles, or row i % N where all films have the same.
at::Tensor turned_rows(const at::Tensor& x, const at::Tensor& angles, bool back) {
    const at::Tensor y = at::empty_like(x);  // [B, N, D]
    const std::int64_t rows = angles.numel() / x.size(-1);
    const auto* table = angles.const_data_ptr<float>();
    by_kernels(x, [&]<typename Value>(const Kernels<Value>& kernels) {
        each_share(x, [&](std::int64_t first, std::int64_t begin, std::int64_t count) {
            const std::int64_t width = x.size(-1);
            for (std::int64_t i = first, at = begin, run = 0; i < first + count; i += run, at += run * width) {
                run = std::min(first + count - i, rows - i % rows);  // a table's rows begin anew with each film
                kernels.turn({values_of<Value>(x) + at, run, width}, {table + i % rows * width, width}, back, mutable_values_of<Value>(y) + at);
            }
        });
    });
    return y;
}

struct Turn : torch::autograd::Function<Turn> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& angles) {
        context->save_for_backward({angles});
        return turned_rows(x.contiguous(), angles, false);  // [B, N, D]
    }

    static variable_list backward(AutogradContext* context, variable_list slopes) {
        return {turned_rows(slopes[0].contiguous(), context->get_saved_variables()[0], true), at::Tensor()};  // [B, N, D]
    }
};

}  // namespace

at::Tensor recorded_rms_norm(const at::Tensor& x, double eps) {
    if (!records_here(x)) return at::rms_norm(x, {x.size(-1)}, {}, eps);
    return RmsNorm::apply(x, eps);
}

at::Tensor recorded_turn(const at::Tensor& x, const at::Tensor& turns) {
    const bool one_table = turns.size(0) == 1 || turns.size(0) == x.size(0);
    if (!records_here(x) || !one_table || turns.size(1) != x.size(1)) return turned(x, turns);
    return Turn::apply(x, at::view_as_real(turns).flatten(-2).contiguous());
}

}  // namespace chladni
