#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace chladni::ltx {

/// How long a part takes to load, and its files to be read with nothing done with them. Medians.
struct LoadTimes {
    std::string part;
    double gb = 0;  ///< 1e9 bytes of files
    double load_s = 0, read_s = 0;
};

/// Transformer and VAE in turns, `runs` times each, files warm or cold as the system keeps them. `now_s` is a clock. Throws
/// Error.
std::vector<LoadTimes> time_loading(const std::filesystem::path& model, const std::string& device, const std::string& dtype, int runs,
                                    const std::function<double()>& now_s);

}  // namespace chladni::ltx
