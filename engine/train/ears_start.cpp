#include "engine/train/ears_start.h"

#include <cmath>
#include <limits>

#include "engine/base/check.h"
#include "engine/train/draw.h"
#include "engine/train/learning_rate.h"
#include "engine/train/optimizer.h"

namespace chladni::train {

namespace {

constexpr std::uint64_t kClipDraw = 31;
constexpr double kLeastSpread = 1e-3;  // of latents in a frame, whose deviation is near 1
constexpr std::int64_t kWarmUp = 20;

/// What is heard, and what the picture does to it.
struct Lesson {
    at::Tensor columns;  // [A, inputs]
    at::Tensor wanted;   // [A, 2 C]: the latent that ends with each token's first frames, beside the clip's mean
};

Lesson lesson_of(const LatentClip& clip, at::Device device) {
    const std::int64_t tokens = std::min(clip.columns.size(0), clip.latents.size(1) - 1);
    const at::Tensor latents = clip.latents.narrow(1, 1, tokens).to(at::kFloat).flatten(2);               // [C, A, H W]
    const at::Tensor spread = latents.std(2, false).clamp_min(kLeastSpread).log();                        // [C, A]
    const at::Tensor all = at::cat({latents.mean(2), spread}).t();                                        // [A, 2 C]
    return {clip.columns.narrow(0, 0, tokens).to(device), (all - all.mean(0, true)).to(device)};
}

std::vector<Lesson> lessons_of(const std::vector<LatentClip>& clips, at::Device device) {
    std::vector<Lesson> lessons;
    for (const LatentClip& clip : clips) lessons.push_back(lesson_of(clip, device));
    return lessons;
}

// Of what is wanted: [2 C].
at::Tensor deviations(const std::vector<Lesson>& lessons) {
    at::Tensor squares = at::zeros_like(lessons.front().wanted[0]);
    for (const Lesson& lesson : lessons) squares += lesson.wanted.square().mean(0);
    return (squares / static_cast<double>(lessons.size())).sqrt().clamp_min(1e-6);
}

class EarsStart {
public:
    EarsStart(const ColumnEncoder& encoder, NamedTensors ears, const std::vector<LatentClip>& clips, const EarsStartPlan& plan)
        : encoder_(encoder), plan_(plan), device_(ears.begin()->second.device()), lessons_(lessons_of(clips, device_)), size_(deviations(lessons_)), trained_(std::move(ears)), optimizer_({.adam = plan.rate}) {
        const std::int64_t wanted = size_.size(0), hidden = encoder.config().hidden_dim;
        head_ = at::zeros({wanted, hidden}, device_).requires_grad_();  // [2 C, hidden]
    }

    void run() {
        for (std::int64_t step = 0; step < plan_.steps; ++step) take_step(step);
    }

    double explained(const std::vector<LatentClip>& judged) const {
        if (judged.empty()) return std::numeric_limits<double>::quiet_NaN();
        const at::NoGradGuard guard;
        double left = 0, all = 0;
        for (const Lesson& lesson : lessons_of(judged, device_)) {
            const at::Tensor wanted = lesson.wanted / size_;                                              // [A, 2 C]
            left += (told(lesson.columns.unsqueeze(0))[0] - wanted).square().sum().item<double>();
            all += wanted.square().sum().item<double>();
        }
        return 1.0 - left / all;
    }

private:
    // [B, A, inputs] -> [B, A, 2 C]
    at::Tensor told(const at::Tensor& columns) const { return at::linear((*encoder_.layers_of(trained_))(columns).to(at::kFloat), head_); }

    void take_step(std::int64_t step) {
        Draw draw(plan_.seed, step, kClipDraw);
        std::vector<at::Tensor> columns, wanted;
        for (std::int64_t i = 0; i < plan_.clips; ++i) {
            const Lesson& lesson = lessons_[static_cast<std::size_t>(draw.below(static_cast<std::int64_t>(lessons_.size())))];
            columns.push_back(lesson.columns), wanted.push_back(lesson.wanted / size_);
        }
        for (auto& [name, tensor] : trained_) tensor.mutable_grad() = at::Tensor();
        head_.mutable_grad() = at::Tensor();
        const at::Tensor loss = (told(at::stack(columns)) - at::stack(wanted)).square().mean();           // []
        require(std::isfinite(loss.item<double>()), "expected a loss that is a number while the ears are started, got none in step " + std::to_string(step));
        loss.backward();
        NamedTensors parameters = trained_, gradients;
        parameters["head"] = head_;
        for (const auto& [name, tensor] : parameters)
            if (tensor.grad().defined()) gradients[name] = tensor.grad();
        clip_gradients(gradients, 1.0);
        optimizer_.step(parameters, gradients, learning_rate(step, plan_.steps, kWarmUp));
    }

    const ColumnEncoder& encoder_;
    const EarsStartPlan& plan_;
    at::Device device_;
    std::vector<Lesson> lessons_;
    at::Tensor size_;  // [2 C]
    NamedTensors trained_;
    at::Tensor head_;  // [2 C, hidden]
    Optimizer optimizer_;
};

}  // namespace

double start_ears(const ColumnEncoder& encoder, NamedTensors ears, const std::vector<LatentClip>& clips, const std::vector<LatentClip>& judged,
                  const EarsStartPlan& plan) {
    require(!clips.empty() && !ears.empty(), "expected clips and weights to start the ears with, got none");
    EarsStart start(encoder, std::move(ears), clips, plan);
    start.run();
    return start.explained(judged);
}

}  // namespace chladni::train
