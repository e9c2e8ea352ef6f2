#pragma once

#include <optional>
#include <string>

namespace chladni::ltx {

/// How a step goes from one noise level to the next.
enum class Solver {
    kEuler,           ///< along the velocity where it stands: as the published models are run
    kAdamsBashforth,  ///< along the velocity as it goes on changing, judged by the step before: as good as Euler's in about half the steps
    kStochastic,      ///< to the clean picture and back with fresh noise, as some distilled models were made for
};

/// "euler", "adams_bashforth" or "stochastic"; nothing for another word.
std::optional<Solver> solver_named(const std::string& word);

}  // namespace chladni::ltx
