#!/usr/bin/env bash
# Builds the threads and queues of chladni with a sanitizer and runs their tests: base, params, audio, control, schedule,
# playout, generate, runtime and the chain, without LibTorch, Qt and Vulkan, whose own code is not ours to check.
# Usage: scripts/sanitize.sh address | thread      (address includes undefined behaviour); none: both, one after the other
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "${1:-}" = -h ] || [ "${1:-}" = --help ]; then sed -n '2,/^set/{/^set/!s/^# \{0,1\}//p}' "$0"; exit 0; fi

check() {
    local name=$1 sanitizers=$2
    BUILD_DIR="build-$name" scripts/build.sh -DCHLADNI_SANITIZE="$sanitizers" -DCMAKE_BUILD_TYPE=RelWithDebInfo \
        -DCHLADNI_WITH_TORCH=OFF -DCHLADNI_WITH_QT=OFF -DCHLADNI_WITH_VULKAN=OFF -DCHLADNI_TESTS=ON
    # halt_on_error: a finding is a failure. Leaks inside ALSA's and JACK's own plug-ins are not ours.
    ASAN_OPTIONS="fast_unwind_on_malloc=0" LSAN_OPTIONS="suppressions=$PWD/scripts/leaks.supp:print_suppressions=0" \
    UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1" TSAN_OPTIONS="halt_on_error=1:suppressions=$PWD/scripts/races.supp" \
        ctest --test-dir "build-$name" --output-on-failure -R '^(base|params|audio|audio_slow_device|control|schedule|playout|generate|runtime|show)_test$'
}

case "${1:-both}" in
    address) check address address,undefined ;;
    thread) check thread thread ;;
    both) check address address,undefined; check thread thread ;;
    *) echo "sanitize: expected address or thread, got '$1'" >&2; exit 2 ;;
esac
