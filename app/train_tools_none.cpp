// Chosen where LibTorch is not built in.
#include "engine/base/check.h"
#include "engine/train/loss_log.h"
#include "engine/train/train_model.h"

namespace chladni {

namespace {

[[noreturn]] void refuse_training() { throw Error("expected a program built with LibTorch to train a model, this one is not"); }

}  // namespace

void once_in_team(const std::function<void()>&) { refuse_training(); }
void train_model(const TrainWishes&, const ClipSource&, const ClipSource&, const std::function<void(const TrainNews&)>&, std::stop_token) { refuse_training(); }
std::vector<train::LossRow> train::read_loss_log(const std::filesystem::path&) { refuse_training(); }
ClipShape clip_shape(const std::filesystem::path&, int) { refuse_training(); }
std::filesystem::path begun_model(const std::filesystem::path&, const std::filesystem::path&) { refuse_training(); }
std::filesystem::path begin_adapter(const std::filesystem::path&, const std::filesystem::path&, const AdapterWishes&, bool) { refuse_training(); }
void begin_copy(const std::filesystem::path&, const std::filesystem::path&) { refuse_training(); }
void begin_model(const std::filesystem::path&, const std::string&, const std::filesystem::path&, std::uint64_t, const std::vector<std::string>&) { refuse_training(); }

}  // namespace chladni
