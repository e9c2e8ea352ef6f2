#include "engine/looks/look.h"

#include "engine/looks/draw.h"

namespace chladni {

namespace {

constexpr std::array kLooks = {
    Look{"ink", {"ink", "ink"}, {"ink in water", "drifting ink", "clouds of ink", "ink plumes"}, 1.04f, draw_ink},
    Look{"plasma", {"plasma", "plasma"}, {"plasma", "glowing plasma", "waves of plasma", "plasma light"}, 1.0f, draw_plasma},
    Look{"aurora", {"aurora", "northern"}, {"aurora", "northern lights", "aurora over the sky", "curtains of aurora"}, 0.92f, draw_aurora},
    Look{"smoke", {"smoke", "smoke"}, {"smoke", "rising smoke", "curling smoke", "veils of smoke"}, 0.97f, draw_smoke},
    Look{"ripples", {"ripples", "rings"}, {"ripples on water", "spreading ripples", "rings on a pond", "crossing ripples"}, 1.0f, draw_ripples},
    Look{"petals", {"petals", "flower"}, {"petals", "opening flower", "flower petals", "blooming flower"}, 1.06f, draw_petals},
    Look{"lava", {"lava", "lava"}, {"lava lamp", "molten lava", "drops of lava", "glowing lava"}, 0.95f, draw_lava},
    Look{"silk", {"silk", "silk"}, {"folds of silk", "flowing silk", "silk in the wind", "waving silk"}, 1.0f, draw_silk},
};

}  // namespace

std::span<const Look> looks() { return kLooks; }

}  // namespace chladni
