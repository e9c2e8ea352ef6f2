#pragma once

#include <string>

#include "engine/base/json.h"
#include "engine/runtime/listen_film.h"

namespace chladni {

/// The object of `chladni listen --json`; docs/listen.md says what its members mean. `chance`: the values of the null too.
OrderedJson json_of(const ListenReport& report, bool chance);

/// The same for people, some lines.
std::string words_of(const ListenReport& report);

/// "0.71", "0.0010", "below 0.0001".
std::string p_words(double p);

}  // namespace chladni
