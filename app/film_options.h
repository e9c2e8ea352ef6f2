#pragma once

#include <string>

#include "app/model_options.h"
#include "engine/runtime/offline_render.h"

namespace chladni {

/// What the commands that write a film have in common.
struct FilmOptions {
    std::string output, film_size, beat_nets, effects = "none", generator = "ltx", codec = "h264";
    int crf = 18;
    bool json = false;
};
void add_film_options(CLI::App& command, FilmOptions& options);

/// The job that these options mean, without sound: finds the model where one is needed, and sees that it listens as asked. Throws
/// UsageError, and Error where there is no such model.
OfflineRender job_of(const FilmOptions& film, const ModelOptions& model, const PaintOptions& paint, const std::string& steps_option, const Program& program);

/// Prints the result where JSON was asked for; returns the exit code.
int tell_film(const RenderResult& result, const FilmOptions& options);

/// Renders with progress on standard error; returns the exit code. Throws Error where it was stopped early.
int make_film(const OfflineRender& job, const FilmOptions& options, const Program& program);

}  // namespace chladni
