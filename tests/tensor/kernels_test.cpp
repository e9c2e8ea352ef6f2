// Every set of loops that this CPU can run, not only those that are chosen for it.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <type_traits>
#include <vector>

#include "engine/tensor/f32_kernels.h"
#include "engine/tensor/kernel_tensors.h"

namespace chladni {
namespace {

constexpr std::int64_t kRows = 3, kWidth = 96;
constexpr float kEps = 1e-6f;

struct F32OfAvx512 {
    using Value = float;
    static const Kernels<float>* loops() { return f32_kernels_avx512(); }
};

struct F32OfAvx2 {
    using Value = float;
    static const Kernels<float>* loops() { return f32_kernels_avx2(); }
};

struct Bf16OfAvx512 {
    using Value = Bf16;
    static const Kernels<Bf16>* loops() { return bf16_kernels(); }
};

template <typename Tested>
class KernelsOf : public testing::Test {
protected:
    using Value = typename Tested::Value;
    static constexpr bool kExact = std::is_same_v<Value, float>;
    static constexpr at::ScalarType kDtype = kExact ? at::kFloat : at::kBFloat16;

    void SetUp() override {
        if (!loops_) GTEST_SKIP() << "this CPU has no such loops";
    }

    static at::Tensor drawn(at::IntArrayRef shape) { return at::randn(shape).to(kDtype); }
    static const Value* in(const at::Tensor& x) { return values_of<Value>(x); }
    static Beside<Value> same(const at::Tensor& x) { return {in(x), 0}; }
    static Beside<Value> each(const at::Tensor& x) { return {in(x), kWidth}; }
    Beside<float> turns() const { return {values_of<float>(turns_), kWidth}; }

    template <typename Work>
    static at::Tensor filled(const Work& work, at::IntArrayRef shape = {kRows, kWidth}) {
        at::Tensor out = at::full(shape, NAN, kDtype);
        work(mutable_values_of<Value>(out));
        return out.to(at::kFloat);
    }

    static void expect_near(const at::Tensor& got, const at::Tensor& want) {
        EXPECT_LT(((got - want).abs() / want.abs().clamp_min(1.0)).max().template item<double>(), kExact ? 1e-5 : 0.02);
    }

    static at::Tensor turned(const at::Tensor& x, const at::Tensor& angles) {
        return at::view_as_real(at::view_as_complex(x.view({kRows, -1, 2})) * at::polar(at::ones_like(angles), angles)).flatten(1);
    }

    const Kernels<Value>* loops_ = Tested::loops();
    at::Tensor x_ = drawn({kRows, kWidth}), a_ = drawn({kRows, kWidth}), b_ = drawn({kRows, kWidth}), weight_ = drawn({kWidth});
    at::Tensor angles_ = at::randn({kRows, kWidth / 2}), turns_ = at::stack({angles_.cos(), angles_.sin()}, 2).flatten(1);
    at::Tensor x32_ = x_.to(at::kFloat), a32_ = a_.to(at::kFloat), b32_ = b_.to(at::kFloat), weight32_ = weight_.to(at::kFloat);
    at::Tensor inverse_ = (x32_.square().mean(1, true) + kEps).rsqrt(), normed_ = x32_ * inverse_;
    Rows<Value> rows_{in(x_), kRows, kWidth, kEps};
};

using AllKernels = testing::Types<F32OfAvx512, F32OfAvx2, Bf16OfAvx512>;
TYPED_TEST_SUITE(KernelsOf, AllKernels);

TYPED_TEST(KernelsOf, Norms) {
    this->expect_near(this->filled([&](auto* out) { this->loops_->rms_norm_plain(this->rows_, out); }), this->normed_);
    this->expect_near(this->filled([&](auto* out) { this->loops_->rms_norm(this->rows_, this->same(this->weight_), out); }), this->normed_ * this->weight32_);
    const auto modulated = [&](auto* out) { this->loops_->rms_norm_modulated(this->rows_, this->each(this->a_), this->same(this->weight_), out); };
    this->expect_near(this->filled(modulated), this->normed_ * this->a32_ + this->weight32_);
    const auto silu = [&](auto* out) { this->loops_->rms_norm_silu(this->rows_, this->each(this->a_), this->each(this->b_), out); };
    this->expect_near(this->filled(silu), at::silu(this->normed_ * this->a32_ + this->b32_));
    this->expect_near(this->filled([&](auto* out) { this->loops_->rms_norm_silu(this->rows_, {}, {}, out); }), at::silu(this->normed_));
}

TYPED_TEST(KernelsOf, Turns) {
    const auto normed = [&](auto* out) { this->loops_->rms_norm_turned(this->rows_, this->same(this->weight_), this->turns(), out); };
    this->expect_near(this->filled(normed), this->turned(this->normed_ * this->weight32_, this->angles_));
    this->expect_near(this->filled([&](auto* out) { this->loops_->turn(this->rows_, this->turns(), false, out); }), this->turned(this->x32_, this->angles_));
    this->expect_near(this->filled([&](auto* out) { this->loops_->turn(this->rows_, this->turns(), true, out); }), this->turned(this->x32_, -this->angles_));
}

TYPED_TEST(KernelsOf, TheNormsGradientIsAutograds) {
    at::Tensor x = this->x32_.clone().requires_grad_();
    at::Tensor normed = x * (x.square().mean(1, true) + kEps).rsqrt();
    normed.backward(this->a32_);
    this->expect_near(this->filled([&](auto* out) { this->loops_->rms_norm_back(this->rows_, this->in(this->a_), out); }), x.grad());
}

TYPED_TEST(KernelsOf, GeluOfAnyCountLeavesTheRest) {
    for (const std::int64_t count : {1, 7, 16, 61}) {
        at::Tensor x = at::linspace(-6, 6, 64).to(this->kDtype);
        const at::Tensor exact = x.to(at::kFloat), want = at::cat({at::gelu(exact.narrow(0, 0, count), "tanh"), exact.narrow(0, count, 64 - count)});
        this->loops_->gelu_tanh(mutable_values_of<typename TypeParam::Value>(x), count);
        this->expect_near(x.to(at::kFloat), want);
    }
}

TYPED_TEST(KernelsOf, Attention) {
    for (const std::int64_t keys : {1, 12, 47, 100}) {
        const Keys shape{keys, 32};
        const at::Tensor q = this->drawn({5, 32}), k = this->drawn({keys, 32}), v = this->drawn({keys, 32}), bias = this->drawn({5, keys});
        at::Tensor packed_keys = at::full({shape.padded() * 32}, NAN, this->kDtype), packed_values = packed_keys.clone();
        this->loops_->pack_keys(this->in(k), 32, shape, mutable_values_of<typename TypeParam::Value>(packed_keys));
        this->loops_->pack_values(this->in(v), 32, shape, mutable_values_of<typename TypeParam::Value>(packed_values));
        std::vector<float> scratch(static_cast<std::size_t>(shape.scratch_floats()), NAN);
        const Queries<typename TypeParam::Value> queries{this->in(q), 32, 5, this->in(bias), keys};
        const auto attend = [&](auto* out) { this->loops_->attend_rows(queries, this->in(packed_keys), this->in(packed_values), shape, 0.3f, out, 32, scratch.data()); };
        const auto exact = [](const at::Tensor& x) { return x.to(at::kFloat); };
        this->expect_near(this->filled(attend, {5, 32}), at::matmul(at::softmax(at::matmul(exact(q), exact(k).t()) * 0.3 + exact(bias), -1), exact(v)));
    }
}

}  // namespace
}  // namespace chladni
