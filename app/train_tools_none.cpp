// Chosen where LibTorch is not built in.
#include "engine/base/check.h"
#include "engine/train/train_model.h"

namespace chladni {

namespace {

[[noreturn]] void refuse() { throw Error("expected a program built with LibTorch to train a model, this one is not"); }

}  // namespace

void train_model(const TrainWishes&, const ClipSource&, const ClipSource&, const std::function<void(const TrainNews&)>&, std::stop_token) { refuse(); }
void begin_model(const std::filesystem::path&, const std::string&, const std::filesystem::path&, std::uint64_t) { refuse(); }

}  // namespace chladni
