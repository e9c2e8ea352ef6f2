// Chosen where LibTorch is not built in.
#include "app/model_tools.h"
#include "engine/base/check.h"

namespace chladni {

namespace {

[[noreturn]] void refuse() { throw Error("expected a program built with LibTorch to run a model, this one is not"); }

}  // namespace

void verify(const VerifyWishes&) { refuse(); }
void synthesize(const std::filesystem::path&, const std::string&, const std::string&, std::uint64_t) { refuse(); }
OrderedJson model_facts(const std::filesystem::path&) { refuse(); }
std::string words_of_model(const OrderedJson&) { refuse(); }
void import_model(const std::filesystem::path&, const std::filesystem::path&) { refuse(); }
std::vector<double> time_component(const VerifyWishes&, int) { refuse(); }
OrderedJson time_loading(const std::filesystem::path&, const std::string&, const std::string&, int) { refuse(); }
void encode_file(const EncodeWishes&) { refuse(); }
OrderedJson time_ears(const std::filesystem::path&, const std::string&, const std::string&, int) { refuse(); }
std::vector<double> time_encoder(const std::filesystem::path&, std::int64_t, int) { refuse(); }

}  // namespace chladni
