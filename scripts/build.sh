#!/usr/bin/env bash
# Configures and builds into build/, on all cores. The program is build/chladni.
# Usage: scripts/build.sh [CMAKE-ARGUMENTS...], such as scripts/build.sh -DCHLADNI_WITH_TORCH=OFF
# The folder may be another: BUILD_DIR=build-debug scripts/build.sh -DCMAKE_BUILD_TYPE=Debug
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "${1:-}" = -h ] || [ "${1:-}" = --help ]; then sed -n '2,/^set/{/^set/!s/^# \{0,1\}//p}' "$0"; exit 0; fi

build="${BUILD_DIR:-build}"
begin=$SECONDS
cmake -S . -B "$build" -G Ninja "$@" >&2
cmake --build "$build" --parallel "$(nproc)" >&2
echo "build: $build/ is up to date after $((SECONDS - begin)) s$([ -x "$build/chladni" ] && echo "; the program is $build/chladni")" >&2
