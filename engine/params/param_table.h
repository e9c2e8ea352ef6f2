#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace chladni {

/// The most transformer blocks that any published model has (13B: 48); one toggle each.
inline constexpr std::size_t kMaxLayers = 48;

/// One name per parameter, in the order of the table.
enum class ParamId : std::size_t {
    kAudioScale, kGuidanceScale, kSteps, kKeepPace, kSeed, kSeedWalk, kLoraScale,
    kFxAmount, kFxZoom, kFxTrail, kFxHue, kFxGlow, kFxKaleidoscope, kFxSegments, kFxDisplace, kFxRelief, kFxReact,
    kBrightness, kContrast, kSaturation, kFill, kFlashLimit,
    kBlackout, kFreeze, kLook,
    kGainDb, kLatencyMs, kChannel, kChannelPair, kBlockDc, kGateDb, kAutoGain, kTargetDb,
    kPlay, kPreviousTrack, kNextTrack, kSeek, kLoop, kLoopIn, kLoopOut, kLoopSpan,
    kLayer0,                                         // kLayer0 + i is the toggle of transformer block i
    kCount = kLayer0 + kMaxLayers
};
inline constexpr std::size_t kParamCount = static_cast<std::size_t>(ParamId::kCount);

constexpr ParamId layer_param(std::size_t block) {
    return static_cast<ParamId>(static_cast<std::size_t>(ParamId::kLayer0) + block);
}

enum class ParamKind { kContinuous, kInteger, kToggle };

/// Where a parameter shows in the window, and when a change of it is heard or seen: the model's at the next chunk, all
/// others at the next display frame.
enum class ParamGroup { kModel, kEffects, kPicture, kStage, kSound, kTransport, kLayers };

/// One row: all that the window, MIDI, presets, the status socket and --help know of a parameter.
struct ParamRow {
    std::string_view id;     ///< in presets, maps and on the socket; never changes once released
    std::string_view name;   ///< for people
    std::string_view unit;   ///< "" where it has none
    float min = 0.0f;
    float max = 1.0f;
    float initial = 0.0f;
    ParamKind kind = ParamKind::kContinuous;
    ParamGroup group = ParamGroup::kModel;
    std::string_view help;   ///< one sentence
};

/// The one list, indexed by ParamId.
std::span<const ParamRow, kParamCount> param_table();

inline const ParamRow& row_of(ParamId id) { return param_table()[static_cast<std::size_t>(id)]; }

/// Nothing where no row has that id.
std::optional<ParamId> param_named(std::string_view id);

/// The nearest value that the row allows: inside its range, whole for integers, 0 or 1 for toggles; NaN gives `initial`.
float clamp_to(const ParamRow& row, float value);

/// What every stage gets: all values at one instant. Taken once per chunk (generation) or once per frame (render).
struct ParamValues {
    std::array<float, kParamCount> values{};
    float operator[](ParamId id) const { return values[static_cast<std::size_t>(id)]; }
    float& operator[](ParamId id) { return values[static_cast<std::size_t>(id)]; }
    bool on(ParamId id) const { return (*this)[id] >= 0.5f; }
};

/// Every parameter at its initial value.
ParamValues initial_values();

}  // namespace chladni
