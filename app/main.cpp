// chladni: plays generative video like an instrument. One program, one file per command.
#include <iostream>

#include "app/arguments.h"
#include "app/command.h"
#include "engine/base/check.h"
#include "engine/base/host_memory.h"
#include "engine/base/log.h"
#include "engine/base/stop_signal.h"

namespace chladni {

namespace {

void declare(CLI::App& app, Program& program, Action& action) {
    app.set_version_flag("--version", std::string("chladni ") + CHLADNI_VERSION);
    app.add_flag("-q,--quiet", program.quiet, "no progress, no log but errors");
    app.add_option("--log-level", program.log_level, "debug, info, warning, error or off")->default_str("info");
    app.require_subcommand(0, 1);
    for (const auto add : {add_live, add_render, add_generate, add_analyze, add_listen, add_score, add_encode, add_model, add_train, add_compose, add_bench,
                           add_devices, add_doctor})
        add(app, program, action);
}

int run(Program& program) {
    CLI::App app("chladni plays generative video like an instrument: music in, pictures out.", "chladni");
    Action action;
    declare(app, program, action);
    if (const auto exit_code = read_arguments(app, program.argc, program.argv)) return *exit_code;
    set_log_level(program.quiet ? LogLevel::kError : log_level_from(program.log_level));
    return action();
}

// One sentence; what libraries add below it (a stack, a hint for their developers) is cut.
int fail(int code, const std::string& words) {
    std::cerr << "chladni: " << words.substr(0, words.find('\n')) << "\n";
    return code;
}

}  // namespace

}  // namespace chladni

int main(int argc, char** argv) {
    using namespace chladni;
    keep_freed_memory();
    try {
        StopSignal::install();
        Program program{argc, argv, Resources(program_path())};
        return run(program);
    } catch (const UsageError& error) {
        return fail(2, error.what());
    } catch (const Error& error) {
        return fail(1, error.what());
    } catch (const std::bad_alloc&) {
        return fail(1, "expected enough memory, there is none left; choose a smaller size or model");
    } catch (const std::exception& error) {
        return fail(1, std::string("expected no trouble, a library reports: ") + error.what());
    }
}
