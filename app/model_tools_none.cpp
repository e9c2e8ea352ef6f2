// Chosen where LibTorch is not built in.
#include "app/model_tools.h"
#include "engine/base/check.h"

namespace chladni {

namespace {

[[noreturn]] void refuse_model() { throw Error("expected a program built with LibTorch to run a model, this one is not"); }

}  // namespace

void verify(const VerifyWishes&) { refuse_model(); }
void synthesize(const std::filesystem::path&, const std::string&, const std::string&, std::uint64_t) { refuse_model(); }
OrderedJson model_facts(const std::filesystem::path&) { refuse_model(); }
std::string words_of_model(const OrderedJson&) { refuse_model(); }
void import_model(const std::filesystem::path&, const std::filesystem::path&) { refuse_model(); }
std::vector<double> time_component(const VerifyWishes&, int) { refuse_model(); }
OrderedJson time_loading(const std::filesystem::path&, const std::string&, const std::string&, int) { refuse_model(); }
void encode_file(const EncodeWishes&) { refuse_model(); }
OrderedJson time_ears(const std::filesystem::path&, const std::string&, const std::string&, int) { refuse_model(); }
std::vector<double> time_encoder(const std::filesystem::path&, std::int64_t, int) { refuse_model(); }

}  // namespace chladni
