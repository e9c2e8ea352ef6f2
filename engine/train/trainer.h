#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "engine/train/listening_model.h"
#include "engine/train/loss_log.h"
#include "engine/train/moving_average.h"
#include "engine/train/optimizer.h"
#include "engine/train/taught_way.h"
#include "engine/train/team.h"

namespace chladni::train {

/// How long and how fast a model is taught.
struct TrainerPlan {
    std::int64_t steps = 1000, warm_up = 50;
    std::int64_t accumulate = 1;           ///< batches whose gradients make one step
    double clip = 1.0;                     ///< most length of the gradients
    double guidance = 1.0;                 ///< see ListeningModel::losses()
    std::shared_ptr<const TaughtWay> way;  ///< that is learnt; null: the clips' own
    double average = 0.999;                ///< decay of the moving average that is kept as the result
    double last_rate = 0.05;               ///< of the learning rate, at the end
    OptimizerRates rates;
    std::int64_t checkpoint_every = 100, validate_every = 100;  ///< steps
    std::uint64_t seed = 1;
};

/// The loop: batches, steps, checkpoints, a log. What it writes lies in its run folder: checkpoint.safetensors, loss.csv. A run that
/// was cut off goes on from its checkpoint with the very numbers it would have had. Processes of a team take the step of one process with
/// all their batches together. One thread.
class Trainer {
public:
    Trainer(ListeningModel& model, std::vector<LatentClip> clips, std::vector<LatentClip> held_back, WindowDrawer drawer, const TrainerPlan& plan,
            std::filesystem::path run_folder, std::shared_ptr<Team> team = team_of_one());

    /// To the plan's last step; `told` after every one. Throws Error where losses stay without value. Ends early, at a checkpoint,
    /// where `stop` asks for it.
    void run(const std::function<void(const LossRow&)>& told, std::stop_token stop = {});

    std::int64_t step() const { return step_; }
    bool goes_on() const { return goes_on_; }  ///< from a checkpoint that was found
    const std::vector<LatentClip>& clips() const { return clips_; }
    const std::vector<LatentClip>& held_back() const { return held_back_; }
    const NamedTensors& result() const { return average_.values(); }  ///< by part and name
    std::string trouble() const { return trouble_; }                  ///< why the last checkpoint could not be written; empty: it was

private:
    bool resume();
    LossRow take_step();
    double gather(NamedTensors& gradients);
    double averaged(double loss, NamedTensors& gradients) const;
    bool all_stop(bool here) const;
    void validate(LossRow& row) const;
    FlowPoint point(const WindowBatch& batch, const NamedTensors* values = nullptr) const;
    void checkpoint();
    void write();
    void roll_back();

    ListeningModel& model_;
    std::vector<LatentClip> clips_, held_back_;
    WindowDrawer drawer_;
    TrainerPlan plan_;
    std::filesystem::path folder_;
    std::shared_ptr<Team> team_;
    Optimizer optimizer_;
    MovingAverage average_;
    LossLog log_;
    std::int64_t step_ = 0;
    std::int64_t skipped_ = 0;  ///< batches passed by after losses without value
    std::int64_t failures_ = 0; ///< since the last checkpoint
    bool goes_on_ = false;
    std::string trouble_;
};

}  // namespace chladni::train
