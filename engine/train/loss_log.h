#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace chladni::train {

/// One step of a training, as it is logged. What was not measured in a step is negative.
struct LossRow {
    std::int64_t step = 0;
    double loss = 0;                                  ///< of the batch
    double gradient = 0;                              ///< length, before clipping
    double rate = 0;                                  ///< factor of the learning rate
    double seconds = 0;                               ///< of the step
    double held_back = -1, deaf = -1, other = -1;     ///< on clips never trained on: with their sound, with none, with another clip's
};

/// The log of a training as CSV, written whole with every checkpoint so that both always agree. One thread.
class LossLog {
public:
    /// Reads what is there of steps before `step`.
    LossLog(std::filesystem::path file, std::int64_t step);

    void add(const LossRow& row) { rows_.push_back(row); }
    void forget_from(std::int64_t step);
    void write() const;
    const std::vector<LossRow>& rows() const { return rows_; }

private:
    std::filesystem::path file_;
    std::vector<LossRow> rows_;
};

/// Rows of such a file; none where there is none.
std::vector<LossRow> read_loss_log(const std::filesystem::path& file);

}  // namespace chladni::train
