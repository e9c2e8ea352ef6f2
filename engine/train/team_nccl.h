#pragma once

#include "engine/train/team.h"

namespace chladni::train {

/// `team`, whose averages go from GPU to GPU by NCCL where it is built in; else `team` itself.
std::shared_ptr<Team> by_nccl(std::shared_ptr<Team> team, at::Device device);

}  // namespace chladni::train
