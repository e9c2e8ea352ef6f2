#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/train/held_back_losses.h"

namespace chladni::train {

/// One step of a training, as it is logged.
struct LossRow {
    std::int64_t step = 0;
    double loss = 0;           ///< of the batch
    double gradient = 0;       ///< length, before clipping
    double rate = 0;           ///< factor of the learning rate
    double seconds = 0;        ///< of the step
    HeldBackLosses held_back;  ///< measured in some steps
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

/// Rows of such a file, of older ones too, which lack the last column; none where there is none.
std::vector<LossRow> read_loss_log(const std::filesystem::path& file);

}  // namespace chladni::train
