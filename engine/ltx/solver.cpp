#include "engine/ltx/solver.h"

#include "engine/base/check.h"

namespace chladni::ltx {

Solver solver_from(const std::string& word) {
    if (word == "euler") return Solver::kEuler;
    if (word == "adams_bashforth") return Solver::kAdamsBashforth;
    if (word == "stochastic") return Solver::kStochastic;
    throw Error("expected a solver euler, adams_bashforth or stochastic, got '" + word + "'");
}

}  // namespace chladni::ltx
