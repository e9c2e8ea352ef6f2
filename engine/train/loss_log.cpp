#include "engine/train/loss_log.h"

#include <cstdio>
#include <fstream>

#include "engine/base/atomic_file.h"

namespace chladni::train {

namespace {

constexpr const char* kHead = "step,loss,gradient,rate,seconds,held_back,no_sound,other_sound,other_caption\n";

std::string line_of(const LossRow& row) {
    char text[256];
    std::snprintf(text, sizeof text, "%lld,%.6f,%.4f,%.5f,%.3f,%.6f,%.6f,%.6f,%.6f\n", static_cast<long long>(row.step), row.loss, row.gradient, row.rate, row.seconds,
                  row.held_back.own, row.held_back.no_sound, row.held_back.other_sound, row.held_back.other_caption);
    return text;
}

}  // namespace

std::vector<LossRow> read_loss_log(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::vector<LossRow> rows;
    for (std::string line; std::getline(in, line);) {
        LossRow row;
        long long step = 0;
        const int found = std::sscanf(line.c_str(), "%lld,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf", &step, &row.loss, &row.gradient, &row.rate, &row.seconds,
                                      &row.held_back.own, &row.held_back.no_sound, &row.held_back.other_sound, &row.held_back.other_caption);
        row.step = step;
        if (found >= 8) rows.push_back(row);
    }
    return rows;
}

LossLog::LossLog(std::filesystem::path file, std::int64_t step) : file_(std::move(file)), rows_(read_loss_log(file_)) { forget_from(step); }

void LossLog::forget_from(std::int64_t step) {
    while (!rows_.empty() && rows_.back().step >= step) rows_.pop_back();
}

void LossLog::write() const {
    std::string text = kHead;
    for (const LossRow& row : rows_) text += line_of(row);
    write_file_atomically(file_, text);
}

}  // namespace chladni::train
