#pragma once

#include <cstdint>
#include <memory>

#include "engine/tensor/torch.h"

namespace chladni::train {

/// Processes that train one model together: each takes its own rows of every batch, and all take the same step. One thread.
class Team {
public:
    virtual ~Team() = default;

    virtual std::int64_t rank() const = 0;        ///< 0 .. size() - 1; 0 writes the files
    virtual std::int64_t size() const = 0;
    /// Puts the mean over all processes in the place of `values`, float32 and contiguous: the same bits everywhere.
    virtual void average(at::Tensor& values) = 0;
    /// Puts what process 0 has in the place of `values` everywhere.
    virtual void share(at::Tensor& values) = 0;
    /// Returns once every process is here.
    virtual void meet() = 0;
    /// The last call of a process whose work went well. One that fails does not come here, and the launcher ends the others.
    virtual void end() = 0;

    bool leads() const { return rank() == 0; }
};

/// The processes that mpirun started this one among; alone where it was not. Tensors on a CUDA device are averaged by NCCL where it is
/// built in. Throws Error where MPI is not built in and there are several.
std::shared_ptr<Team> open_team(at::Device device);

/// This process by itself.
std::shared_ptr<Team> team_of_one();

/// Which of the processes on this machine this is, by what the launcher says: the GPU that it is to take. 0 without one.
int rank_on_machine();

}  // namespace chladni::train
