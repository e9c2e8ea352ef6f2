#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace chladni {

/// What `now` has beyond `seen`, where both are windows on one growing list (newest last) that forgets its oldest.
inline std::vector<std::string> new_notices(const std::vector<std::string>& seen, const std::vector<std::string>& now) {
    for (auto shared = static_cast<std::ptrdiff_t>(std::min(seen.size(), now.size())); shared > 0; --shared)
        if (std::equal(now.begin(), now.begin() + shared, seen.end() - shared)) return {now.begin() + shared, now.end()};
    return now;
}

}  // namespace chladni
