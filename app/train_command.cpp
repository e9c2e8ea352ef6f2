#include "app/train.h"

namespace chladni {

void add_train(CLI::App& app, const Program& program, Action& action) {
    CLI::App* train = app.add_subcommand("train", "makes models, and what they are made from");
    train->fallthrough();
    train->require_subcommand(1);
    for (const auto add : {add_train_adapter, add_train_clips, add_train_films, add_train_nano, add_train_vae}) add(*train, program, action);
}

}  // namespace chladni
