// Chosen where MPI is found.
#define OMPI_SKIP_MPICXX 1
#define MPICH_SKIP_MPICXX 1
#include <mpi.h>

#include <cstdlib>

#include "engine/base/check.h"
#include "engine/train/team.h"
#include "engine/train/team_nccl.h"

namespace chladni::train {

namespace {

// Open MPI, MPICH and Intel's, Slurm's.
bool was_launched() {
    for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"})
        if (std::getenv(name)) return true;
    return false;
}

void check(int code, const char* what) {
    require(code == MPI_SUCCESS, std::string("expected MPI to ") + what + ", got error " + std::to_string(code) + "; are all processes alive?");
}

/// Averages on the CPU by MPI itself; tensors of a GPU are copied, unless NCCL carries them.
class MpiTeam final : public Team {
public:
    MpiTeam() {
        int had = 0;
        MPI_Initialized(&had);
        if (!had) check(MPI_Init(nullptr, nullptr), "start");
        int rank = 0, size = 1;
        check(MPI_Comm_rank(MPI_COMM_WORLD, &rank), "tell this process's rank");
        check(MPI_Comm_size(MPI_COMM_WORLD, &size), "tell how many processes there are");
        rank_ = rank, size_ = size;
    }
    std::int64_t rank() const override { return rank_; }
    std::int64_t size() const override { return size_; }

    void average(at::Tensor& values) override {
        const at::Tensor here = values.to(at::kCPU, at::kFloat).contiguous();
        check(MPI_Allreduce(MPI_IN_PLACE, here.data_ptr<float>(), static_cast<int>(here.numel()), MPI_FLOAT, MPI_SUM, MPI_COMM_WORLD), "add numbers up");
        values.copy_(here / static_cast<double>(size_));
    }

    void share(at::Tensor& values) override {
        const at::Tensor here = values.to(at::kCPU).contiguous();
        check(MPI_Bcast(here.data_ptr(), static_cast<int>(here.nbytes()), MPI_BYTE, 0, MPI_COMM_WORLD), "hand numbers round");
        values.copy_(here);
    }

    void meet() override { check(MPI_Barrier(MPI_COMM_WORLD), "wait for all processes"); }
    void end() override { check(MPI_Finalize(), "end"); }

private:
    std::int64_t rank_ = 0, size_ = 1;
};

}  // namespace

std::shared_ptr<Team> open_team(at::Device device) {
    if (!was_launched()) return team_of_one();
    static const auto team = std::make_shared<MpiTeam>();  // MPI starts once in a process
    return device.is_cuda() && team->size() > 1 ? by_nccl(team, device) : team;
}

}  // namespace chladni::train
