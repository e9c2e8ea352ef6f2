#include "engine/tensor/device.h"

#include <ATen/Parallel.h>
#include <ATen/core/ivalue.h>
#include <ATen/cpu/Utils.h>
#include <ATen/detail/CUDAHooksInterface.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdlib>
#include <optional>

#include "engine/base/check.h"

namespace chladni {

namespace {

int gpu_count() { return at::hasCUDA() ? static_cast<int>(at::detail::getCUDAHooks().deviceCount()) : 0; }

// N of "cuda:N", 0 of "cuda".
std::optional<int> gpu_number(const std::string& word) {
    if (word == "cuda") return 0;
    if (word.rfind("cuda:", 0) != 0) return std::nullopt;
    int number = -1;
    const char* end = word.data() + word.size();
    const auto result = std::from_chars(word.data() + 5, end, number);
    if (result.ec != std::errc() || result.ptr != end || number < 0 || number > 127) return std::nullopt;
    return number;
}

}  // namespace

at::Device device_from(const std::string& word) {
    if (word == "cpu") return at::kCPU;
    const int count = gpu_count();
    if (word == "auto") return count > 0 ? at::Device(at::kCUDA, 0) : at::Device(at::kCPU);
    const std::optional<int> number = gpu_number(word);
    if (!number) throw UsageError("expected a device: auto, cpu, cuda or cuda:N, got '" + word + "'");
    require(*number < count, "expected a CUDA device " + std::to_string(*number) + ", found " + std::to_string(count) +
                                 " of them; choose cpu, or install the CUDA build with scripts/setup.sh --cuda");
    return at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(*number));
}

bool is_by_intel() {
#if defined(__x86_64__)
    return __builtin_cpu_is("intel") != 0;
#else
    return false;
#endif
}

bool is_quick_in_bfloat16(at::Device device) {
    static const bool cpu_is = [] {  // asked in every step of a training
        const auto abilities = at::cpu::get_cpu_capabilities();
        const auto has = [&](const char* name) {
            const auto found = abilities.find(name);
            return found != abilities.end() && found->second.toBool();
        };
        return has("amx_bf16") || (has("avx512_bf16") && !is_by_intel());
    }();
    return !device.is_cpu() || cpu_is;
}

at::ScalarType dtype_from(const std::string& word, at::Device device) {
    if (word == "auto") return is_quick_in_bfloat16(device) ? at::kBFloat16 : at::kFloat;
    if (word == "float32") return at::kFloat;
    if (word == "bfloat16") return at::kBFloat16;
    if (word == "float16") return at::kHalf;
    throw UsageError("expected a dtype: auto, float32, bfloat16 or float16, got '" + word + "'");
}

void leave_cores(int count) {
    static const int all = at::get_num_threads();  // before the first of these calls
    static std::atomic<bool> left{false};
    if (std::getenv("OMP_NUM_THREADS") != nullptr || (count == 0 && !left)) return;
    left = count > 0;
    at::set_num_threads(std::max(1, all - count));
}

}  // namespace chladni
