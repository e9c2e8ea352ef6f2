#pragma once

#include <stdexcept>
#include <string>

namespace chladni {

/// What ends a command or a load: one plain sentence that says what was expected, what came and what to do. Exit code 1.
class Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The caller's words were wrong (an option, a value out of range). Exit code 2.
class UsageError : public Error {
public:
    using Error::Error;
};

/// Throws Error(message) where the condition does not hold. Any thread but the audio thread.
inline void require(bool condition, const std::string& message) {
    if (!condition) throw Error(message);
}

}  // namespace chladni
