#pragma once

namespace chladni {

inline constexpr double kFilmRate = 24.0;  ///< frames a second of a procedural film

/// What the sound does to one frame of a procedural film. Envelopes are 1 on the frame in which the drum sounds.
struct Drive {
    float kick = 0, snare = 0, hat = 0;  ///< 0..1, falling as exp(-dt / kKickFall_s) and so on
    float bass = 0;                      ///< 0..1, how strongly a bass note sounds
    float energy = 0;                    ///< 0..1, how much is going on, smooth
    float hue = 0;                       ///< 0..1, where the sounding notes lie on the circle of pitch classes, smooth
    float calm = 0;                      ///< 0..1, 1 in silence, smooth
    int scene = 0;                       ///< counts the breaks and sections
};

inline constexpr double kKickFall_s = 0.16, kSnareFall_s = 0.12, kHatFall_s = 0.05;

}  // namespace chladni
