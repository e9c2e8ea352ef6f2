#pragma once

#include "app/command.h"
#include "engine/train/train_model.h"

namespace chladni {

// The sub-commands of `chladni train`, one file each.
void add_train_clips(CLI::App& train, const Program& program, Action& action);
void add_train_films(CLI::App& train, const Program& program, Action& action);
void add_train_vae(CLI::App& train, const Program& program, Action& action);
void add_train_adapter(CLI::App& train, const Program& program, Action& action);
void add_train_nano(CLI::App& train, const Program& program, Action& action);

/// What all trainings have in common.
void add_train_options(CLI::App& command, TrainWishes& wishes);
void add_samples_option(CLI::App& command, std::size_t& samples);

}  // namespace chladni
