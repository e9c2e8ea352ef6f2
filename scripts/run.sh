#!/usr/bin/env bash
# Installs what is missing, builds, and plays: the window with the bundled track. Where there is no display, that track is
# rendered to a film instead, and where it lies is said.
# Usage: scripts/run.sh [ARGUMENTS OF chladni...], such as scripts/run.sh render song.mp3 -o song.mp4
set -euo pipefail
here="$(cd "$(dirname "$0")/.." && pwd)"
if [ "${1:-}" = -h ] || [ "${1:-}" = --help ]; then sed -n '2,/^set/{/^set/!s/^# \{0,1\}//p}' "$0"; exit 0; fi
"$here/scripts/setup.sh"
# The tests are built by test.sh; a newcomer need not wait for them.
"$here/scripts/build.sh" ${CHLADNI_BUILD_ARGUMENTS:--DCHLADNI_TESTS=OFF}
chladni="$here/build/chladni"

if [ $# -gt 0 ]; then exec "$chladni" "$@"; fi
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$chladni" live --input "file:$here/build/share/chladni/demo.flac"
fi
film="$here/out/demo.mp4"
mkdir -p "$here/out"
echo "run: there is no display; rendering the bundled track to $film" >&2
"$chladni" render "$here/build/share/chladni/demo.flac" -o "$film"
echo "$film"
