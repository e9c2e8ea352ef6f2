#include "ui/new_notices.h"

#include <algorithm>

namespace chladni {

std::vector<std::string> new_notices(const std::vector<std::string>& seen, const std::vector<std::string>& now) {
    for (std::size_t shared = std::min(seen.size(), now.size()); shared > 0; --shared)
        if (std::equal(now.begin(), now.begin() + static_cast<std::ptrdiff_t>(shared),
                       seen.end() - static_cast<std::ptrdiff_t>(shared)))
            return {now.begin() + static_cast<std::ptrdiff_t>(shared), now.end()};
    return now;
}

}  // namespace chladni
