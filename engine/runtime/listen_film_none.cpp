// Chosen where FFmpeg is not built in.
#include "engine/base/check.h"
#include "engine/runtime/listen_film.h"

namespace chladni {

ListenReport listen_to_film(const ListenRequest& request) {
    throw Error("expected a program built with FFmpeg to read '" + request.film + "', this one is not");
}

}  // namespace chladni
