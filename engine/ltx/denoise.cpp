#include "engine/ltx/denoise.h"

#include <map>
#include <utility>

#include "engine/base/check.h"
#include "engine/ltx/noise_levels.h"
#include "engine/tensor/step_graph.h"

namespace chladni::ltx {

namespace {

constexpr double kClean = 1.0 - 1e-6;

/// The prompt's rows as each kind of step needs them, made once.
class TextRows {
public:
    TextRows(const TextKeys& text, std::int64_t batch, bool has_negative) : text_(text), batch_(batch), has_negative_(has_negative) {}

    const TextKeys& for_step(const Guidance& guidance) {
        const std::pair kind{guidance.needs_negative(), guidance.needs_perturbed()};
        if (kind == std::pair{has_negative_, false}) return text_;
        const auto found = made_.find(kind);
        return found != made_.end() ? found->second : made_.emplace(kind, text_.rows(wanted(guidance))).first->second;
    }

private:
    at::Tensor wanted(const Guidance& guidance) const {
        const at::Tensor rows = at::arange(batch_, at::kLong);                 // [B]
        const at::Tensor positive = rows + (has_negative_ ? batch_ : 0);       // [B]
        std::vector<at::Tensor> list;
        if (guidance.needs_negative()) list.push_back(rows);
        list.push_back(positive);
        if (guidance.needs_perturbed()) list.push_back(positive);
        return at::cat(list);  // [B, 2B or 3B]
    }

    const TextKeys& text_;
    std::int64_t batch_;
    bool has_negative_;
    std::map<std::pair<bool, bool>, TextKeys> made_;
};

/// The steps of one job.
class Denoiser {
public:
    Denoiser(const Transformer& transformer, const DenoiseJob& job)
        : transformer_(transformer),
          job_(job),
          x_(job.tokens.to(transformer.device(), at::kFloat, false, /*copy=*/true)),
          levels_(job.sigmas, job.strengths, transformer.device()),
          text_(*job.text, x_.size(0), job.guidance.needs_negative()) {
        if (job.conditioning_noise > 0 && job.strengths.defined())
            clean_ = (job.strengths.to(transformer.device()) > kClean).to(at::kFloat).unsqueeze(-1);  // [., N, 1]
    }

    at::Tensor run(const std::stop_token& stop) {
        for (std::size_t i = 0; i < levels_.steps(); ++i) {
            if (stop.stop_requested()) throw Error("expected to finish a chunk, was asked to stop");
            if (job_.progress) job_.progress(i, levels_.steps());
            step(i);
        }
        return x_;
    }

private:
    void step(std::size_t i) {
        const at::Tensor v = velocity(i);                                    // [B, N, C]
        const at::Tensor from = levels_.from(i), to = levels_.to(i);         // [., ., 1]
        if (job_.solver == Solver::kStochastic) {
            const at::Tensor x0 = x_ - from * v;                             // [B, N, C]
            x_ = at::where(from == to, x_, (1.0 - to) * x0 + to * noise());  // [B, N, C]
        } else {
            const at::Tensor along = job_.solver == Solver::kAdamsBashforth ? foreseen(i, v) : v;  // [B, N, C]
            x_ = at::where(from == to, x_, at::addcmul(x_, to - from, along));                     // [B, N, C]
        }
    }

    // The mean velocity over the step, were it to go on changing as in the step before: Adams and Bashforth's second formula for
    // uneven steps (Hairer, Norsett, Wanner 1993, section III.5). Tokens that did not move then go as Euler's do.
    at::Tensor foreseen(std::size_t i, const at::Tensor& v) {
        const at::Tensor before = std::exchange(before_, v.clone());        // [B, N, C]: a recording writes over v
        if (!before.defined()) return v;
        const at::Tensor step = levels_.to(i) - levels_.from(i), last = levels_.to(i - 1) - levels_.from(i - 1);  // [., ., 1]
        const at::Tensor reach = at::where(last == 0, at::zeros_like(last), step / last);                         // [., ., 1]
        return at::addcmul(v, 0.5 * reach, v - before);                      // [B, N, C]
    }

    at::Tensor velocity(std::size_t i) {
        const Guidance& guidance = job_.guidance.at(levels_.sigma(i));
        const std::int64_t rows = guidance.rows();
        const at::Tensor in = network_input(i);                                                        // [B, N, C]
        const SkipLayers skip{job_.guidance.mode, guidance.skip_blocks, (rows - 1) * x_.size(0)};
        const TextKeys& text = text_.for_step(guidance);
        const TokenTimes times = levels_.times(i);
        // What is repeated is so inside: a recording must not read what is freed after the step.
        const StepGraph::Work network = [&](const std::vector<at::Tensor>& inputs) {
            const std::int64_t batch = rows * x_.size(0);
            return transformer_(rows == 1 ? inputs[0] : inputs[0].repeat({rows, 1, 1}), TokenTimes{inputs[1], times.index}.of_rows(batch), for_rows(job_.rotary, batch), text,
                                {job_.audio, guidance.needs_perturbed() ? &skip : nullptr});  // [rows B, N, C]
        };
        const at::Tensor v = graphs_[&guidance].run({in, times.levels}, network);                      // [rows B, N, C]
        return guided(v.to(at::kFloat), guidance);                                                     // [B, N, C]
    }

    // Clean tokens with a little noise that falls with the level, though the network is told that they have none.
    at::Tensor network_input(std::size_t i) {
        if (!clean_.defined()) return x_;
        const double sigma = levels_.sigma(i);
        return x_ + clean_ * (job_.conditioning_noise * sigma * sigma) * noise();  // [B, N, C]
    }

    // Drawn on the CPU, so that a seed means the same on every device: the one place of a step that waits for a copy.
    at::Tensor noise() { return at::randn(x_.sizes(), job_.random, at::TensorOptions().dtype(at::kFloat)).to(x_.device()); }  // [B, N, C]

    const Transformer& transformer_;
    const DenoiseJob& job_;
    at::Tensor x_;  // [B, N, C]
    NoiseLevels levels_;
    TextRows text_;
    std::map<const Guidance*, StepGraph> graphs_;  // one for each way of guiding
    at::Tensor before_;  // [B, N, C]: the velocity of the step before, or undefined
    at::Tensor clean_;  // [1 or B, N, 1] or undefined
};

}  // namespace

at::Tensor denoise(const Transformer& transformer, const DenoiseJob& job, std::stop_token stop) {
    require(!job.sigmas.empty() && job.text, "expected noise levels and a prompt to denoise with, got none");
    return Denoiser(transformer, job).run(stop);
}

at::Tensor tokens_of(const at::Tensor& latents) { return latents.flatten(2).transpose(1, 2).contiguous(); }  // [B, N, C]

at::Tensor latents_of(const at::Tensor& tokens, std::int64_t frames, std::int64_t height, std::int64_t width) {
    return tokens.transpose(1, 2).unflatten(2, {frames, height, width}).contiguous();  // [B, C, F, H, W]
}

at::Tensor clean_frames(std::int64_t count, std::int64_t frames, std::int64_t cells) {
    if (count == 0) return {};
    at::Tensor strengths = at::zeros({1, frames * cells});  // [1, N]
    strengths.narrow(1, 0, count * cells).fill_(1.0);       // [1, P]
    return strengths;
}

}  // namespace chladni::ltx
