// Chosen where there is no MPI.
#include <cstdlib>
#include <string>

#include "engine/base/check.h"
#include "engine/train/team.h"

namespace chladni::train {

std::shared_ptr<Team> open_team(at::Device) {
    const char* const size = std::getenv("OMPI_COMM_WORLD_SIZE");
    require(!size || std::string(size) == "1", std::string("expected one process, since this program was built without MPI, got ") + (size ? size : "") +
                                                   "; install libopenmpi-dev and build again");
    return team_of_one();
}

}  // namespace chladni::train
