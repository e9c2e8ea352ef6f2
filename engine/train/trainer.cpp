#include "engine/train/trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "engine/base/check.h"
#include "engine/train/checkpoint.h"
#include "engine/train/learning_rate.h"

namespace chladni::train {

namespace {

constexpr std::int64_t kMostFailures = 5;      // losses without value between two checkpoints
constexpr std::int64_t kHeldBackStep = 1'000'000'000;  // draws of validation: no step of a training gets there
constexpr std::int64_t kHeldBackBatches = 8;
constexpr const char* kCheckpoint = "checkpoint.safetensors";

double seconds_since(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

Trainer::Trainer(ListeningModel& model, std::vector<LatentClip> clips, std::vector<LatentClip> held_back, WindowDrawer drawer, const TrainerPlan& plan,
                 std::filesystem::path run_folder, std::shared_ptr<Team> team)
    : model_(model), clips_(std::move(clips)), held_back_(std::move(held_back)), drawer_(std::move(drawer)), plan_(plan), folder_(std::move(run_folder)), team_(std::move(team)),
      optimizer_(plan.rates), average_(plan.average), log_(folder_ / "loss.csv", 0) {
    std::filesystem::create_directories(folder_);
    goes_on_ = resume();
    log_ = LossLog(folder_ / "loss.csv", step_);
}

bool Trainer::resume() {
    const std::optional<Checkpoint> found = read_checkpoint(folder_ / kCheckpoint);
    if (!found) return false;
    found->restore(model_.parameters(), average_, optimizer_, folder_);
    step_ = found->step, skipped_ = found->skipped;
    return true;
}

void Trainer::run(const std::function<void(const LossRow&)>& told, std::stop_token stop) {
    bool stopped = false;
    while (step_ < plan_.steps && !(stopped = all_stop(stop.stop_requested()))) {
        LossRow row = take_step();
        if (!std::isfinite(row.loss) || !std::isfinite(row.gradient)) {
            roll_back();
            continue;
        }
        ++step_;
        if (team_->leads() && (step_ % plan_.validate_every == 0 || step_ == plan_.steps)) validate(row);
        log_.add(row);
        if (step_ % plan_.checkpoint_every == 0 || step_ == plan_.steps) checkpoint();
        told(row);
    }
    if (stopped) checkpoint();
}

LossRow Trainer::take_step() {
    const auto begin = std::chrono::steady_clock::now();
    LossRow row;
    row.step = step_;
    row.rate = learning_rate(step_, plan_.steps, plan_.warm_up, plan_.last_rate);
    NamedTensors gradients;
    row.loss = gather(gradients);
    row.gradient = clip_gradients(gradients, plan_.clip);
    if (std::isfinite(row.loss) && std::isfinite(row.gradient)) {
        NamedTensors parameters = model_.parameters().trained();
        optimizer_.step(parameters, gradients, row.rate);
        average_.add(model_.parameters().trained(), step_);
    }
    row.seconds = seconds_since(begin);
    return row;
}

// The gradients of the mean loss over all batches of the step.
double Trainer::gather(NamedTensors& gradients) {
    model_.parameters().forget_gradients();
    double sum = 0;
    for (std::int64_t i = 0; i < plan_.accumulate; ++i) {
        const WindowBatch batch = drawer_.draw(clips_, (step_ + skipped_) * plan_.accumulate + i, team_->rank(), team_->size());
        const at::Tensor loss = model_.losses(batch, point(batch), plan_.guidance).mean() / static_cast<double>(plan_.accumulate);  // []
        if (loss.requires_grad()) loss.backward();  // else no window has sound, and nothing else is trained
        sum += loss.item<double>();
    }
    gradients = model_.parameters().gradients();
    return averaged(sum, gradients);
}

// The mean loss, and the mean gradients, over all processes, in one piece. A weight that none of them has a gradient of stays without.
double Trainer::averaged(double loss, NamedTensors& gradients) const {
    if (team_->size() == 1) return loss;
    std::vector<at::Tensor> parts;
    std::vector<float> there;
    for (const auto& [name, parameter] : model_.parameters().trained()) {
        const auto own = gradients.find(name);
        there.push_back(own == gradients.end() ? 0.0f : 1.0f);
        parts.push_back((own == gradients.end() ? at::zeros_like(parameter) : own->second).flatten());
    }
    parts.push_back(at::tensor(there).to(parts.front().device()));
    parts.push_back(at::full({1}, loss, parts.front().options()));
    at::Tensor all = at::cat(parts);  // [every gradient | which there are | loss]
    team_->average(all);
    gradients.clear();
    const auto count = static_cast<std::int64_t>(there.size());
    const at::Tensor anywhere = all.narrow(0, all.size(0) - 1 - count, count).cpu();  // [weights]
    std::int64_t at = 0, number = 0;
    for (const auto& [name, parameter] : model_.parameters().trained()) {
        if (anywhere[number++].item<float>() > 0) gradients[name] = all.narrow(0, at, parameter.numel()).view(parameter.sizes());
        at += parameter.numel();
    }
    return all[all.size(0) - 1].item<double>();
}

// Whether any process was asked to stop.
bool Trainer::all_stop(bool here) const {
    at::Tensor asked = at::full({1}, here ? 1.0f : 0.0f);
    team_->average(asked);
    return asked.item<float>() > 0;
}

FlowPoint Trainer::point(const WindowBatch& batch, const NamedTensors* values) const {
    return plan_.way ? plan_.way->point(batch, model_, values) : model_.point(batch);
}

// The same draws every time, and besides the same windows of other clips, each of the next one.
void Trainer::validate(LossRow& row) const {
    if (held_back_.empty()) return;
    const at::NoGradGuard guard;
    const WindowDrawer judged = drawer_.plain();
    const bool others = held_back_.size() > 1;
    std::vector<LatentClip> next = held_back_;
    std::ranges::rotate(next, next.begin() + 1);
    HeldBackLosses sum{0, 0, others ? 0.0 : -1.0, others ? 0.0 : -1.0};
    for (std::int64_t i = 0; i < kHeldBackBatches; ++i) {
        const WindowBatch own = judged.draw(held_back_, kHeldBackStep + i);
        const FlowPoint point = this->point(own, &average_.values());
        const auto loss = [&](const WindowBatch& batch) { return model_.losses(batch, point, 1.0, &average_.values()).mean().item<double>() / kHeldBackBatches; };
        sum.own += loss(own);
        WindowBatch deaf = own;
        deaf.scale = at::zeros_like(own.scale);
        sum.no_sound += loss(deaf);
        if (!others) continue;
        const WindowBatch other = judged.draw(next, kHeldBackStep + i);
        WindowBatch misheard = own, misread = own;
        misheard.columns = other.columns;
        misread.captions = other.captions;
        sum.other_sound += loss(misheard);
        sum.other_caption += loss(misread);
    }
    row.held_back = sum;
}

void Trainer::checkpoint() {
    failures_ = 0;
    if (team_->leads()) write();
    team_->meet();  // the others go back to this file too
}

// A full disk ends no training: the checkpoint before stays, and the next one is tried again.
void Trainer::write() {
    try {
        log_.write();  // before the checkpoint: rows behind it are dropped by who goes on, missing ones would stay away
        write_checkpoint(folder_ / kCheckpoint, Checkpoint::of(step_, skipped_, model_.parameters(), average_, optimizer_));
        trouble_.clear();
    } catch (const std::exception& error) {
        trouble_ = error.what();
    }
}

void Trainer::roll_back() {
    ++failures_;
    require(failures_ < kMostFailures, "expected losses that are numbers, got none in " + std::to_string(failures_) +
                                           " batches since the last checkpoint, now at step " + std::to_string(step_) + "; try a smaller learning rate");
    const std::int64_t passed = skipped_ + step_ + 1;  // that batch is not seen again
    if (resume()) log_.forget_from(step_);
    skipped_ = passed - step_;
}

}  // namespace chladni::train
