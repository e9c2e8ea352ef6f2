#pragma once

#include <functional>
#include <string>

#include "engine/base/check.h"

namespace chladni {

/// What an Error said that the call threw; nothing where it threw none.
inline std::string complaint(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

}  // namespace chladni
