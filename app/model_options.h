#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "app/command.h"
#include "engine/base/json.h"
#include "engine/params/param_table.h"
#include "engine/runtime/show_config.h"

namespace chladni {

/// Which model, and where it runs.
struct ModelOptions {
    std::string model;
    std::vector<std::string> loras;  ///< FILE or FILE:STRENGTH
    std::string text_device = "auto", prompt_blend = "linear";
    bool free_text = false, fp8 = false;
    std::string device = "auto", dtype = "auto";
};
void add_model_options(CLI::App& command, ModelOptions& options);
/// What is asked of a model beyond which one it is: LoRAs, and how its text encoder is used.
void add_generator_options(CLI::App& command, ModelOptions& options);

/// Throws UsageError for a blend that is none.
TextChoice text_of(const ModelOptions& options);

/// Files and strengths. Throws UsageError for a strength that is none.
std::vector<std::pair<std::filesystem::path, double>> loras_of(const ModelOptions& options);

/// The folder or file named, or the default folder. Throws Error where it is not there.
std::filesystem::path model_folder(const ModelOptions& options, const Program& program);

/// How the model is asked to listen, and to paint.
struct PaintOptions {
    std::string prompt = kFirstPrompt, negative_prompt;
    std::optional<double> audio_scale, guidance_scale;
    std::optional<std::int64_t> steps, seed;
    std::string injection_mode, injection_layers, encoder;
};
void add_paint_options(CLI::App& command, PaintOptions& options, const std::string& steps_option);

/// `begin`, but as these options say. Throws UsageError.
ParamValues params_of(const PaintOptions& options, const std::string& steps_option, ParamValues begin);

/// Steps and guidance as the model says of itself, such as they can be set; none where it says nothing.
std::vector<std::pair<ParamId, float>> own_params_of(const std::filesystem::path& model);

/// All parameters at their start, those as the model says.
ParamValues own_values_of(const std::filesystem::path& model);

/// Throws Error where the model does not listen the way that was asked for, UsageError for words that no model knows.
void check_listening(const PaintOptions& options, const std::filesystem::path& model);

/// A configuration of a model's part; null where there is none.
Json config_of(const std::filesystem::path& model, const std::string& part);

}  // namespace chladni
