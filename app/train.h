#pragma once

#include "app/command.h"

namespace chladni {

// The sub-commands of `chladni train`, one file each.
void add_train_clips(CLI::App& train, const Program& program, Action& action);
void add_train_films(CLI::App& train, const Program& program, Action& action);

}  // namespace chladni
