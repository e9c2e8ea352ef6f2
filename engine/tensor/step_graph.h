#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "engine/tensor/torch.h"

namespace chladni {

/// Work on a GPU that is done again and again on inputs of the same shapes: run as it is at first, recorded into a CUDA graph the
/// second time, replayed from then on. A denoising step has hundreds of kernels, and starting each from the host takes longer
/// than a small one runs. On the CPU, and where recording fails, the work is run as it is every time. One thread, on a
/// stream of its own.
class StepGraph {
public:
    /// Must give the same for the same inputs, wait for nothing, and read beside them only what neither changes nor is freed
    /// before the last replay.
    using Work = std::function<at::Tensor(const std::vector<at::Tensor>& inputs)>;

    StepGraph();
    ~StepGraph();
    StepGraph(StepGraph&&) noexcept;

    /// work(inputs). What a replay gives is overwritten by the next.
    at::Tensor run(const std::vector<at::Tensor>& inputs, const Work& work);

    bool is_recorded() const;

private:
    struct Recording;
    std::unique_ptr<Recording> recording_;
    int runs_ = 0;
    bool failed_ = false;
};

}  // namespace chladni
