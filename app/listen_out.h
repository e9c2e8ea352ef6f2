#pragma once

#include <string>

#include "engine/base/json.h"
#include "engine/runtime/listen_film.h"

namespace chladni {

/// The object of `chladni listen --json`; docs/listen.md says what its members mean. `chance`: the values of the null too.
OrderedJson json_of(const ListenReport& report, bool chance);

/// The same for people, some lines.
std::string words_of(const ListenReport& report);

/// "the picture is 40 ms after the sound", where that can be told.
std::string lag_words(const Agreement& agreement);

/// "0.71", "0.042", "0.0010", "below 0.0001".
std::string p_words(double p);

}  // namespace chladni
