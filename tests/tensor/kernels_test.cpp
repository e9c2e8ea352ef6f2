// Every set of float32 loops that this CPU can run, not only the one that is chosen.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <vector>

#include "engine/tensor/f32_kernels.h"

namespace chladni {
namespace {

constexpr std::int64_t kWidth = 96;
constexpr float kEps = 1e-6f;

class F32Kernels : public testing::TestWithParam<const Kernels<float>* (*)()> {
protected:
    void SetUp() override {
        if (!loops_) GTEST_SKIP() << "this CPU has no such loops";
    }

    static const float* at(const at::Tensor& x) { return x.const_data_ptr<float>(); }

    template <typename Work>
    static at::Tensor filled(const Work& work, at::IntArrayRef shape = {kWidth}) {
        at::Tensor out = at::full(shape, NAN);
        work(out.mutable_data_ptr<float>());
        return out;
    }

    static void expect_near(const at::Tensor& got, const at::Tensor& want) { EXPECT_LT((got - want).abs().max().item<double>(), 1e-5); }

    const Kernels<float>* loops_ = GetParam()();
    at::Tensor x_ = at::randn({kWidth}), a_ = at::randn({kWidth}), b_ = at::randn({kWidth}), angles_ = at::randn({kWidth / 2});
    at::Tensor turns_ = at::stack({angles_.cos(), angles_.sin()}, 1).flatten();
    at::Tensor normed_ = x_ * (x_.square().mean() + kEps).rsqrt();
    Rows<float> row_{at(x_), 1, kWidth, kEps};

    at::Tensor turned(const at::Tensor& x, const at::Tensor& angles) const {
        return at::view_as_real(at::view_as_complex(x.view({-1, 2})) * at::polar(at::ones_like(angles), angles)).flatten();
    }
};

INSTANTIATE_TEST_SUITE_P(Cpus, F32Kernels, testing::Values(&f32_kernels_avx512, &f32_kernels_avx2),
                         [](const auto& tested) { return tested.index == 0 ? "Avx512" : "Avx2"; });

TEST_P(F32Kernels, Norms) {
    expect_near(filled([&](float* out) { loops_->rms_norm_plain(row_, out); }), normed_);
    expect_near(filled([&](float* out) { loops_->rms_norm(row_, {at(a_)}, out); }), normed_ * a_);
    expect_near(filled([&](float* out) { loops_->rms_norm_modulated(row_, {at(a_)}, {at(b_)}, out); }), normed_ * a_ + b_);
    expect_near(filled([&](float* out) { loops_->rms_norm_silu(row_, {at(a_)}, {at(b_)}, out); }), at::silu(normed_ * a_ + b_));
    expect_near(filled([&](float* out) { loops_->rms_norm_silu(row_, {}, {}, out); }), at::silu(normed_));
}

TEST_P(F32Kernels, Turns) {
    expect_near(filled([&](float* out) { loops_->rms_norm_turned(row_, {at(a_)}, {at(turns_)}, out); }), turned(normed_ * a_, angles_));
    expect_near(filled([&](float* out) { loops_->turn(row_, {at(turns_)}, false, out); }), turned(x_, angles_));
    expect_near(filled([&](float* out) { loops_->turn(row_, {at(turns_)}, true, out); }), turned(x_, -angles_));
}

TEST_P(F32Kernels, TheNormsGradientIsAutograds) {
    const at::Tensor r = (x_.square().mean() + kEps).rsqrt();
    const at::Tensor want = r * a_ - x_ * r.pow(3) * (a_ * x_).mean();
    expect_near(filled([&](float* out) { loops_->rms_norm_back(row_, at(a_), out); }), want);
}

TEST_P(F32Kernels, GeluOfAnyCount) {
    for (const std::int64_t count : {1, 7, 16, 61}) {
        at::Tensor x = at::linspace(-6, 6, 64);
        const at::Tensor want = at::cat({at::gelu(x.narrow(0, 0, count), "tanh"), x.narrow(0, count, 64 - count)});
        loops_->gelu_tanh(x.mutable_data_ptr<float>(), count);
        expect_near(x, want);
    }
}

TEST_P(F32Kernels, Attention) {
    for (const std::int64_t keys : {1, 12, 47, 100}) {
        const Keys shape{keys, 32};
        const at::Tensor q = at::randn({5, 32}), k = at::randn({keys, 32}), v = at::randn({keys, 32}), bias = at::randn({5, keys});
        const at::Tensor packed_keys = filled([&](float* out) { loops_->pack_keys(at(k), 32, shape, out); }, {shape.padded() * 32});
        const at::Tensor packed_values = filled([&](float* out) { loops_->pack_values(at(v), 32, shape, out); }, {shape.padded() * 32});
        std::vector<float> scratch(static_cast<std::size_t>(shape.scratch_floats()), NAN);
        const Queries<float> queries{at(q), 32, 5, at(bias), keys};
        const at::Tensor got = filled([&](float* out) { loops_->attend_rows(queries, at(packed_keys), at(packed_values), shape, 0.3f, out, 32, scratch.data()); }, {5, 32});
        expect_near(got, at::matmul(at::softmax(at::matmul(q, k.t()) * 0.3 + bias, -1), v));
    }
}

}  // namespace
}  // namespace chladni
