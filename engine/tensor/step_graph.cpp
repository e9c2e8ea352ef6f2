#include "engine/tensor/step_graph.h"

#include "engine/base/log.h"

#ifdef CHLADNI_WITH_CUDA
#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDAStream.h>
#endif

namespace chladni {

#ifdef CHLADNI_WITH_CUDA

struct StepGraph::Recording {
    // Another thread may use the device meanwhile, so that only this one's calls are watched.
    Recording(const std::vector<at::Tensor>& given, const Work& work) {
        for (const at::Tensor& x : given) inputs.push_back(x.clone());
        graph.capture_begin({0, 0}, cudaStreamCaptureModeThreadLocal);
        try {
            output = work(inputs);
        } catch (...) {
            end_quietly();
            throw;
        }
        graph.capture_end();
    }

    // Work that failed leaves the stream recording, where nothing else would run.
    void end_quietly() {
        try {
            graph.capture_end();
        } catch (const c10::Error&) {  // what failed is told by the work's own error
        }
    }

    at::Tensor replay(const std::vector<at::Tensor>& given) {
        for (std::size_t i = 0; i < given.size(); ++i) inputs[i].copy_(given[i], /*non_blocking=*/true);
        graph.replay();
        return output;
    }

    at::cuda::CUDAGraph graph;
    std::vector<at::Tensor> inputs;
    at::Tensor output;
};

namespace {

bool can_record(const std::vector<at::Tensor>& inputs) {
    return inputs.front().is_cuda() && c10::cuda::getCurrentCUDAStream() != c10::cuda::getDefaultCUDAStream();
}

}  // namespace

#else

struct StepGraph::Recording {
    Recording(const std::vector<at::Tensor>&, const Work&) {}
    at::Tensor replay(const std::vector<at::Tensor>&) { return {}; }
};

namespace {

bool can_record(const std::vector<at::Tensor>&) { return false; }

}  // namespace

#endif

StepGraph::StepGraph() = default;
StepGraph::~StepGraph() = default;
StepGraph::StepGraph(StepGraph&&) noexcept = default;

bool StepGraph::is_recorded() const { return recording_ != nullptr; }

at::Tensor StepGraph::run(const std::vector<at::Tensor>& inputs, const Work& work) {
    if (recording_) return recording_->replay(inputs);
    if (runs_++ == 0 || failed_ || !can_record(inputs)) return work(inputs);
    try {
        recording_ = std::make_unique<Recording>(inputs, work);
        return recording_->replay(inputs);
    } catch (const c10::Error& error) {
        failed_ = true;
        log_warning(std::string("expected to record a step as a CUDA graph, got: ") + error.what_without_backtrace() + "; it runs without");
        return work(inputs);
    }
}

}  // namespace chladni
