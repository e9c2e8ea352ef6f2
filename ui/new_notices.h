#pragma once

#include <string>
#include <vector>

namespace chladni {

/// What `now` has beyond `seen`, where both are windows on one growing list (newest last) that forgets its oldest.
std::vector<std::string> new_notices(const std::vector<std::string>& seen, const std::vector<std::string>& now);

}  // namespace chladni
