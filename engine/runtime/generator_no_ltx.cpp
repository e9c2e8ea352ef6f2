// Chosen where LibTorch is not built in.
#include "engine/base/check.h"
#include "engine/runtime/generator_factory.h"

namespace chladni {

GeneratorFactory ltx_factory(const ShowConfig&, int) {
    return []() -> ListeningGenerator {
        throw Error("expected a program built with LibTorch to run a model, this one is not; use --generator pattern");
    };
}

std::optional<OwnPlay> own_play_of(const std::filesystem::path&) { return std::nullopt; }

}  // namespace chladni
