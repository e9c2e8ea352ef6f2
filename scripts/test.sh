#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test. The last lines are ctest's summary.
# Usage: scripts/test.sh [CTEST-ARGUMENTS...], such as scripts/test.sh -R analysis
# Tests that need what a machine has not (a GPU, the shared data) are skipped and say why.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "${1:-}" = -h ] || [ "${1:-}" = --help ]; then sed -n '2,/^set/{/^set/!s/^# \{0,1\}//p}' "$0"; exit 0; fi
scripts/setup.sh --test
scripts/build.sh -DCHLADNI_TESTS=ON

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -m 700 "$scratch/run"
export XDG_RUNTIME_DIR="$scratch/run" JACK_NO_AUDIO_RESERVATION=1 OMP_NUM_THREADS=1
run=(ctest --test-dir build --output-on-failure --parallel "$(nproc)" "$@")
if [ -z "${DISPLAY:-}" ]; then run=(xvfb-run -a -s "-screen 0 1920x1080x24 -nolisten tcp" "${run[@]}"); fi
"${run[@]}"
