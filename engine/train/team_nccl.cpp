// Chosen for the wheel with CUDA, which brings NCCL.
#include "engine/train/team_nccl.h"

#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>
#include <nccl.h>

#include <cstring>

#include "engine/base/check.h"

namespace chladni::train {

namespace {

void check(ncclResult_t result, const char* what) {
    require(result == ncclSuccess, std::string("expected NCCL to ") + what + ", got: " + ncclGetErrorString(result));
}

class NcclTeam final : public Team {
public:
    NcclTeam(std::shared_ptr<Team> team, at::Device device) : team_(std::move(team)), device_(device) {
        ncclUniqueId id{};
        if (team_->leads()) check(ncclGetUniqueId(&id), "begin");
        at::Tensor bytes = at::empty({static_cast<std::int64_t>(sizeof id)}, at::kByte);
        std::memcpy(bytes.data_ptr(), &id, sizeof id);
        team_->share(bytes);
        std::memcpy(&id, bytes.data_ptr(), sizeof id);
        const c10::cuda::CUDAGuard guard(device_);
        check(ncclCommInitRank(&comm_, static_cast<int>(team_->size()), id, static_cast<int>(team_->rank())), "join the GPUs");
    }
    ~NcclTeam() override { ncclCommDestroy(comm_); }
    NcclTeam(const NcclTeam&) = delete;
    NcclTeam& operator=(const NcclTeam&) = delete;

    std::int64_t rank() const override { return team_->rank(); }
    std::int64_t size() const override { return team_->size(); }
    void share(at::Tensor& values) override { team_->share(values); }
    void meet() override { team_->meet(); }
    void end() override { team_->end(); }

    void average(at::Tensor& values) override {
        if (!values.is_cuda()) return team_->average(values);
        const c10::cuda::CUDAGuard guard(device_);
        at::Tensor here = values.contiguous();
        check(ncclAllReduce(here.data_ptr(), here.data_ptr(), static_cast<std::size_t>(here.numel()), ncclFloat32, ncclAvg, comm_,
                            c10::cuda::getCurrentCUDAStream(device_.index()).stream()),
              "average numbers");
        if (!here.is_same(values)) values.copy_(here);
    }

private:
    std::shared_ptr<Team> team_;
    at::Device device_;
    ncclComm_t comm_ = nullptr;
};

}  // namespace

std::shared_ptr<Team> by_nccl(std::shared_ptr<Team> team, at::Device device) { return std::make_shared<NcclTeam>(std::move(team), device); }

}  // namespace chladni::train
