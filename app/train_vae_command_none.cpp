// Chosen where LibTorch is not built in.
#include "app/train.h"
#include "engine/base/check.h"

namespace chladni {

void add_train_vae(CLI::App& train, const Program&, Action& action) {
    train.add_subcommand("vae", "makes the small model's autoencoder from procedural clips")->allow_extras()->callback([&action] {
        action = []() -> int { throw Error("expected a program built with LibTorch to train, this one is not"); };
    });
}

}  // namespace chladni
