#include "engine/params/param_table.h"

#include <algorithm>
#include <cmath>

namespace chladni {

namespace {

constexpr auto kContinuous = ParamKind::kContinuous;
constexpr auto kInteger = ParamKind::kInteger;
constexpr auto kToggle = ParamKind::kToggle;

constexpr std::array<ParamRow, static_cast<std::size_t>(ParamId::kLayer0)> kNamedRows{{
    {"audio_scale", "Audio scale", "", 0, 3, 1, kContinuous, ParamGroup::kModel,
     "How strongly the model listens; 0 is the base model."},
    {"guidance_scale", "Guidance", "", 1, 12, 1, kContinuous, ParamGroup::kModel,
     "How strictly the picture follows the prompt; above 1 a step costs twice."},
    {"steps", "Steps", "", 1, 50, 4, kInteger, ParamGroup::kModel, "Denoising steps per chunk: quality against time."},
    {"keep_pace", "Keep pace", "", 0, 1, 1, kToggle, ParamGroup::kModel,
     "On: fewer steps or a smaller picture where the machine is too slow for all of them; off: what was asked, even if it is late."},
    {"seed", "Seed", "", 0, 9999999, 1, kInteger, ParamGroup::kModel, "The noise that a picture starts from."},
    {"seed_walk", "New seed per chunk", "", 0, 1, 1, kToggle, ParamGroup::kModel,
     "On: every chunk draws fresh noise; off: every chunk starts from the same."},
    {"lora_scale", "LoRA", "", 0, 2, 1, kContinuous, ParamGroup::kModel, "How much the LoRA files add, all together; 0 is the base model."},
    {"fx.amount", "Effects", "", 0, 1, 1, kContinuous, ParamGroup::kEffects, "All effects together."},
    {"fx.zoom", "Zoom pulse", "", 0, 1, 0.35f, kContinuous, ParamGroup::kEffects, "Kicks push the picture towards the eye."},
    {"fx.trail", "Feedback trail", "", 0, 1, 0.2f, kContinuous, ParamGroup::kEffects, "What was stays behind and drifts outwards."},
    {"fx.hue", "Hue", "", 0, 1, 0.15f, kContinuous, ParamGroup::kEffects, "Colours turn with the sound's brightness."},
    {"fx.glow", "Glow", "", 0, 1, 0.3f, kContinuous, ParamGroup::kEffects, "Light spills over on loud sound."},
    {"fx.kaleidoscope", "Kaleidoscope", "", 0, 1, 0, kContinuous, ParamGroup::kEffects, "Mirrors the picture into a rosette."},
    {"fx.segments", "Segments", "", 2, 16, 6, kInteger, ParamGroup::kEffects, "How many mirrors the kaleidoscope has."},
    {"fx.displace", "Displacement", "", 0, 1, 0.2f, kContinuous, ParamGroup::kEffects, "Bass bends the picture."},
    {"fx.relief", "Relief", "", 0, 1, 0.4f, kContinuous, ParamGroup::kEffects, "The picture lit like a wet surface; hats make it shine."},
    {"fx.react", "Reaction", "", 0, 2, 1, kContinuous, ParamGroup::kEffects, "How far the sound moves the effects."},
    {"brightness", "Brightness", "", 0, 2, 1, kContinuous, ParamGroup::kPicture, "Of the finished picture."},
    {"contrast", "Contrast", "", 0, 2, 1, kContinuous, ParamGroup::kPicture, "Of the finished picture."},
    {"saturation", "Saturation", "", 0, 2, 1, kContinuous, ParamGroup::kPicture, "Of the finished picture."},
    {"fill", "Fill the screen", "", 0, 1, 0, kToggle, ParamGroup::kPicture,
     "On: the picture fills the screen and loses its edges; off: bars show where shapes differ."},
    {"flash_limit", "Flash limiter", "", 0, 1, 1, kToggle, ParamGroup::kPicture,
     "Keeps the whole picture from flashing more than three times a second."},
    {"blackout", "Blackout", "", 0, 1, 0, kToggle, ParamGroup::kStage, "The output is black until it is switched off again."},
    {"freeze", "Freeze", "", 0, 1, 0, kToggle, ParamGroup::kStage, "The picture stands still until it is switched off again."},
    {"look", "Look", "", 0, 127, 0, kInteger, ParamGroup::kStage, "Which preset of presets/looks/ was chosen last."},
    {"gain_db", "Input gain", "dB", -24, 24, 0, kContinuous, ParamGroup::kSound, "Of what the analysis hears."},
    {"latency_ms", "Picture offset", "ms", -500, 500, 0, kContinuous, ParamGroup::kSound,
     "Shows the picture earlier (negative) or later than the sound."},
    {"channel", "Input channel", "", 0, 32, 0, kInteger, ParamGroup::kSound, "Which channel of the input is heard; 0: the mean of all."},
    {"channel_pair", "Stereo pair", "", 0, 1, 0, kToggle, ParamGroup::kSound, "The chosen channel and the one after it are heard, as their mean."},
    {"block_dc", "DC filter", "", 0, 1, 1, kToggle, ParamGroup::kSound, "Takes a constant offset off what the analysis hears."},
    {"gate_db", "Noise gate", "dB", -100, 0, -100, kContinuous, ParamGroup::kSound,
     "What is quieter is silence to the analysis; at -100 there is no gate."},
    {"auto_gain", "Automatic gain", "", 0, 1, 0, kToggle, ParamGroup::kSound, "Brings what the analysis hears slowly to the target level."},
    {"target_db", "Target level", "dB", -40, -6, -18, kContinuous, ParamGroup::kSound, "RMS that the automatic gain aims at, dBFS."},
    {"play", "Play", "", 0, 1, 1, kToggle, ParamGroup::kTransport, "A file plays; off: it is paused where it stands."},
    {"previous_track", "Previous track", "", 0, 1, 0, kToggle, ParamGroup::kTransport,
     "Goes back to the beginning of the file, or to the one before it; jumps back to off by itself."},
    {"next_track", "Next track", "", 0, 1, 0, kToggle, ParamGroup::kTransport, "Goes to the next file of the playlist; jumps back to off by itself."},
    {"seek", "Seek", "", 0, 1, 0, kContinuous, ParamGroup::kTransport, "Goes to this share of the file when it is moved."},
    {"loop", "Loop", "", 0, 1, 1, kToggle, ParamGroup::kTransport, "The file, or the playlist, starts again at its end."},
    {"loop_in", "Loop from here", "", 0, 1, 0, kToggle, ParamGroup::kTransport, "Sets A of the A-B loop; jumps back to off by itself."},
    {"loop_out", "Loop to here", "", 0, 1, 0, kToggle, ParamGroup::kTransport, "Sets B of the A-B loop and starts it; jumps back to off by itself."},
    {"loop_span", "A-B loop", "", 0, 1, 0, kToggle, ParamGroup::kTransport, "Goes round between A and B."},
}};

// "layer.0" ... "layer.47", made at compile time so that rows are plain views like all others.
struct LayerText {
    std::array<std::array<char, 12>, kMaxLayers> id{}, name{};
    constexpr LayerText() {
        for (std::size_t i = 0; i < kMaxLayers; ++i) {
            write(id[i], "layer.", i);
            write(name[i], "Layer ", i);
        }
    }
    static constexpr void write(std::array<char, 12>& out, std::string_view head, std::size_t number) {
        std::size_t at = 0;
        for (char c : head) out[at++] = c;
        if (number >= 10) out[at++] = static_cast<char>('0' + number / 10);
        out[at] = static_cast<char>('0' + number % 10);
    }
};
constexpr LayerText kLayerText;

constexpr std::array<ParamRow, kParamCount> make_table() {
    std::array<ParamRow, kParamCount> table{};
    for (std::size_t i = 0; i < kNamedRows.size(); ++i) table[i] = kNamedRows[i];
    for (std::size_t i = 0; i < kMaxLayers; ++i)
        table[kNamedRows.size() + i] = {kLayerText.id[i].data(), kLayerText.name[i].data(), "", 0, 1, 1, kToggle,
                                        ParamGroup::kLayers, "Whether this transformer block hears the sound."};
    return table;
}

constexpr std::array<ParamRow, kParamCount> kTable = make_table();

}  // namespace

std::span<const ParamRow, kParamCount> param_table() { return kTable; }

std::optional<ParamId> param_named(std::string_view id) {
    for (std::size_t i = 0; i < kParamCount; ++i)
        if (kTable[i].id == id) return static_cast<ParamId>(i);
    return std::nullopt;
}

float clamp_to(const ParamRow& row, float value) {
    if (std::isnan(value)) return row.initial;
    const float inside = std::clamp(value, row.min, row.max);
    if (row.kind == ParamKind::kInteger) return std::round(inside);
    if (row.kind == ParamKind::kToggle) return inside >= 0.5f ? 1.0f : 0.0f;
    return inside;
}

ParamValues initial_values() {
    ParamValues values;
    for (std::size_t i = 0; i < kParamCount; ++i) values.values[i] = kTable[i].initial;
    return values;
}

}  // namespace chladni
