#pragma once

#include <functional>
#include <string>

#include "app/resources.h"
#include "engine/base/command_line.h"

namespace chladni {

/// What every command knows.
struct Program {
    int& argc;
    char** argv;
    Resources resources;
    bool quiet = false;
    std::string log_level = "info";
};

/// What a command does once its arguments are read; returns the exit code.
using Action = std::function<int()>;

// One file each. They declare the command's options and, when it is chosen, set `action`.
void add_live(CLI::App& app, const Program& program, Action& action);
void add_render(CLI::App& app, const Program& program, Action& action);
void add_generate(CLI::App& app, const Program& program, Action& action);
void add_analyze(CLI::App& app, const Program& program, Action& action);
void add_listen(CLI::App& app, const Program& program, Action& action);
void add_score(CLI::App& app, const Program& program, Action& action);
void add_encode(CLI::App& app, const Program& program, Action& action);
void add_model(CLI::App& app, const Program& program, Action& action);
void add_train(CLI::App& app, const Program& program, Action& action);
void add_compose(CLI::App& app, const Program& program, Action& action);
void add_bench(CLI::App& app, const Program& program, Action& action);
void add_devices(CLI::App& app, const Program& program, Action& action);
void add_doctor(CLI::App& app, const Program& program, Action& action);

/// Declares a command; `run(options)` is its action. Options live as long as the action does.
template <typename Options>
CLI::App* add_command(CLI::App& app, const std::string& name, const std::string& what, Action& action,
                      const std::shared_ptr<Options>& options, int (*run)(const Options&, const Program&), const Program& program) {
    CLI::App* command = app.add_subcommand(name, what);
    command->fallthrough();
    command->callback([&action, options, run, &program] { action = [options, run, &program] { return run(*options, program); }; });
    return command;
}

}  // namespace chladni
