#include "engine/looks/look.h"

#include "engine/looks/draw.h"

namespace chladni {

namespace {

constexpr std::array kLooks = {
    Look{"ink", {"ink", "ink"}, {"ink in water", "drifting ink", "clouds of ink", "ink plumes"}, draw_ink},
    Look{"plasma", {"plasma", "plasma"}, {"plasma", "glowing plasma", "waves of plasma", "plasma light"}, draw_plasma},
    Look{"aurora", {"aurora", "northern"}, {"aurora", "northern lights", "aurora over the sky", "curtains of aurora"}, draw_aurora},
    Look{"smoke", {"smoke", "smoke"}, {"smoke", "rising smoke", "curling smoke", "veils of smoke"}, draw_smoke},
    Look{"ripples", {"ripples", "rings"}, {"ripples on water", "spreading ripples", "rings on a pond", "crossing ripples"}, draw_ripples},
    Look{"petals", {"petals", "flower"}, {"petals", "opening flower", "flower petals", "blooming flower"}, draw_petals},
    Look{"lava", {"lava", "lava"}, {"lava lamp", "molten lava", "drops of lava", "glowing lava"}, draw_lava},
    Look{"silk", {"silk", "silk"}, {"folds of silk", "flowing silk", "silk in the wind", "waving silk"}, draw_silk},
};

}  // namespace

std::span<const Look> looks() { return kLooks; }

}  // namespace chladni
