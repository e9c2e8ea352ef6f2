#include "engine/train/checkpoint.h"

#include "engine/base/check.h"

namespace chladni::train {

namespace fs = std::filesystem;

namespace {

const std::string kParameters = "parameters:", kAverage = "average:", kOptimizer = "optimizer:";
constexpr std::uintmax_t kSpare = 64u << 20;  // bytes that are left to others

void put(NamedTensors& all, const std::string& prefix, const NamedTensors& some) {
    for (const auto& [name, tensor] : some) all[prefix + name] = tensor;
}

NamedTensors taken(const NamedTensors& all, const std::string& prefix) {
    NamedTensors some;
    for (const auto& [name, tensor] : all)
        if (name.starts_with(prefix)) some[name.substr(prefix.size())] = tensor.clone();
    return some;
}

void require_disk(const fs::path& folder, const NamedTensors& tensors) {
    std::uintmax_t bytes = kSpare;
    for (const auto& [name, tensor] : tensors) bytes += tensor.nbytes();
    std::error_code unknown;
    const fs::space_info space = fs::space(folder, unknown);
    require(unknown || space.available >= bytes, "expected " + std::to_string(bytes >> 20) + " MB of room for a checkpoint in '" + folder.string() + "', found " +
                                                     std::to_string(space.available >> 20) + " MB; free some, the training goes on meanwhile");
}

NamedTensors on(at::Device device, const NamedTensors& tensors) {
    NamedTensors there;
    for (const auto& [name, tensor] : tensors) there[name] = tensor.to(device);
    return there;
}

}  // namespace

Checkpoint Checkpoint::of(std::int64_t step, std::int64_t skipped, const Parameters& parameters, const MovingAverage& average, const Optimizer& optimizer) {
    NamedTensors plain;
    for (const auto& [name, parameter] : parameters.trained()) plain[name] = parameter.detach();
    return {step, skipped, std::move(plain), average.values(), optimizer.state()};
}

void Checkpoint::restore(Parameters& into, MovingAverage& mean, Optimizer& steps, const fs::path& folder) const {
    const at::NoGradGuard guard;
    for (const auto& [name, parameter] : into.trained()) {
        const auto value = parameters.find(name);
        require(value != parameters.end() && value->second.sizes() == parameter.sizes(),
                "expected the checkpoint in '" + folder.string() + "' to be of this model, found no '" + name + "' of its shape; name another run folder");
        at::Tensor(parameter).copy_(value->second);
    }
    mean.set_values(on(into.device(), average));
    steps.set_state(on(into.device(), optimizer));
}

void write_checkpoint(const fs::path& file, const Checkpoint& checkpoint) {
    NamedTensors all;
    put(all, kParameters, checkpoint.parameters);
    put(all, kAverage, checkpoint.average);
    put(all, kOptimizer, checkpoint.optimizer);
    require_disk(file.parent_path(), all);
    write_safetensors(file, all, {{"step", std::to_string(checkpoint.step)}, {"skipped", std::to_string(checkpoint.skipped)}});
}

std::optional<Checkpoint> read_checkpoint(const fs::path& file) {
    std::error_code ignored;
    if (!fs::exists(file, ignored)) return std::nullopt;
    Metadata metadata;
    const NamedTensors all = read_safetensors(file, &metadata);
    Checkpoint checkpoint;
    checkpoint.step = std::stoll(metadata["step"]);
    checkpoint.skipped = std::stoll(metadata["skipped"]);
    checkpoint.parameters = taken(all, kParameters);
    checkpoint.average = taken(all, kAverage);
    checkpoint.optimizer = taken(all, kOptimizer);
    return checkpoint;
}

}  // namespace chladni::train
