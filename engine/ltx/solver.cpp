#include "engine/ltx/solver.h"

namespace chladni::ltx {

std::optional<Solver> solver_named(const std::string& word) {
    if (word == "euler") return Solver::kEuler;
    if (word == "adams_bashforth") return Solver::kAdamsBashforth;
    if (word == "stochastic") return Solver::kStochastic;
    return std::nullopt;
}

}  // namespace chladni::ltx
