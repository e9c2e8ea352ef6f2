#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "engine/params/param_table.h"

namespace chladni {

/// What is painted where nobody says what: of the bundled model's looks one that stays rich in few steps, on slow machines too.
inline constexpr const char* kFirstPrompt = "flowing silk, blue and gold";

/// How a model's text encoder is used.
struct TextChoice {
    std::string device = "auto";    ///< auto: the model's
    bool free = false;              ///< its memory, after each new prompt
    std::string blend = "linear";   ///< of weighted prompts: linear, slerp
};

/// Every start-up choice of a show; what can change while it runs is a parameter.
struct ShowConfig {
    std::string input = "none";        ///< device:NAME, file:PATH, none
    std::vector<std::string> more_inputs;  ///< the rest of a playlist, each file:PATH
    std::vector<std::pair<ParamId, float>> params;  ///< set at the start, over the preset's
    std::vector<std::pair<ParamId, float>> model_params;  ///< the model's own, which a preset and params go over
    std::string audio_api;             ///< jack, alsa, pulse ...; empty: any
    bool audible = true;               ///< a file is also played to the default output
    std::filesystem::path beat_nets;   ///< folder of the nets that help to hear the beat; empty: none
    std::string generator = "ltx";     ///< ltx, pattern, fake:...
    std::filesystem::path model;       ///< model folder
    TextChoice text;
    bool fp8 = false;                  ///< the transformer's blocks multiply in fp8
    std::string injection_mode;        ///< ways of listening, joined by "+"; empty: all that the model has
    std::vector<std::pair<std::filesystem::path, double>> loras;  ///< files and strengths
    std::string device = "auto";
    std::string dtype = "auto";
    int generate_width = 0, generate_height = 0;  ///< 0: the model's own
    double generate_frame_rate = 0;    ///< frames per second of the generator; 0: the model's own
    std::int64_t window_frames = 0;    ///< frames that the model makes at once; 0: its own
    int width = 1280, height = 720;    ///< program picture, px
    double frame_rate = 60.0;          ///< display rate offscreen; a window has its own
    bool effects = true;
    std::string prompt = kFirstPrompt;
    std::string negative_prompt;
    std::filesystem::path preset;      ///< empty: none
    std::string midi_api;              ///< jack, alsa; empty: whichever works
    std::vector<std::string> midi_ports;
    std::filesystem::path midi_map;
    std::filesystem::path midi_learned;  ///< keeps what controllers learn; empty: until the end of the show
    std::filesystem::path record;      ///< film to write, or empty
    std::filesystem::path status_socket;
    bool validation = false;           ///< Vulkan validation layer on
    int lose_gpu_every = 0;            ///< for rehearsals: see PictureOptions
};

}  // namespace chladni
