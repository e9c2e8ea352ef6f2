#include "engine/tensor/recomputed.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>

namespace chladni {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;
using Work = std::function<at::Tensor(const at::Tensor&)>;

struct WorkHolder : torch::CustomClassHolder {
    explicit WorkHolder(Work given) : work(std::move(given)) {}
    Work work;
};

struct Recomputed : torch::autograd::Function<Recomputed> {
    // `mark` wants a gradient, so that the way back leads here even where `x` wants none.
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& /*mark*/, const c10::intrusive_ptr<WorkHolder>& holder) {
        context->save_for_backward({x});
        context->saved_data["work"] = c10::IValue::make_capsule(holder);
        return holder->work(x);
    }

    static variable_list backward(AutogradContext* context, variable_list slopes) {
        const at::Tensor x = context->get_saved_variables()[0].detach().requires_grad_();
        const auto holder = c10::static_intrusive_pointer_cast<WorkHolder>(context->saved_data["work"].toCapsule());
        const at::AutoGradMode record(true);
        const at::Tensor y = holder->work(x);
        // Kept: what lies before the work, and is shared with other works, is passed by each of them.
        torch::autograd::backward({y}, {slopes[0]}, /*retain_graph=*/true);
        return {x.grad(), at::Tensor(), at::Tensor()};
    }
};

}  // namespace

at::Tensor recomputed(const Work& work, const at::Tensor& x) {
    return Recomputed::apply(x, at::zeros({1}).requires_grad_(), c10::make_intrusive<WorkHolder>(work));
}

}  // namespace chladni
