#!/usr/bin/env bash
# Installs what chladni is built from: Debian packages, PyTorch's wheel (for LibTorch) in .venv/, and BeatNet's weights.
# Usage: scripts/setup.sh [--test] [--cuda | --cpu] [--no-torch]
#   --test      also what only the tests need (Xvfb, a JACK server, Vulkan validation, diffusers and transformers in .venv/)
#   --cuda      the wheel that runs on NVIDIA cards; the default where an NVIDIA driver is found
#   --cpu       the small wheel, even where there is one
#   --no-torch  no LibTorch: for a build with -DCHLADNI_WITH_TORCH=OFF
# Does nothing, in a second, where all is there.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/packages.sh

torch_version=2.11.0
wanted="$packages_build $packages_engine $packages_picture"
torch=auto
tests=no
for word in "$@"; do
    case "$word" in
        --test) wanted="$wanted $packages_test" tests=yes ;;
        --cuda | --cpu | --no-torch) torch="${word#--}" ;;
        -h | --help) sed -n '2,/^set/{/^set/!s/^# \{0,1\}//p}' "$0"; exit 0 ;;
        *) echo "setup: expected --test, --cuda, --cpu or --no-torch, got '$word'" >&2; exit 2 ;;
    esac
done

say() { echo "setup: $*" >&2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else say "expected to be root, or sudo, to run: $*"; exit 1
    fi
}

install_packages() {
    local missing=() name
    local installed
    installed=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' 2>/dev/null | awk '$1 == "ii" { print $2 }')
    for name in $wanted; do
        grep -qxF "$name" <<<"$installed" || missing+=("$name")
    done
    if [ ${#missing[@]} = 0 ]; then say "all packages are there"; return; fi
    say "installing ${#missing[@]} packages: ${missing[*]}"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >&2
}

has_nvidia_driver() { [ -e /proc/driver/nvidia/version ] || [ -e /dev/nvidiactl ]; }

# What is in .venv: "none", "cpu" or "cuda".
installed_torch() {
    local site
    site=$(echo .venv/lib/python3*/site-packages)
    [ -d "$site/torch-$torch_version.dist-info" ] && [ -e "$site/torch/include/ATen/ATen.h" ] || { echo none; return; }
    if compgen -G "$site/nvidia/cu13/lib/libcublas.so.*" >/dev/null; then echo cuda; else echo cpu; fi
}

install_torch() {
    [ "$torch" = no-torch ] && return
    if [ "$torch" = auto ]; then torch=$(has_nvidia_driver && echo cuda || echo cpu); fi
    local there
    there=$(installed_torch)
    if [ "$there" = "$torch" ] || [ "$there" = cuda ]; then say "LibTorch $torch_version ($there) is there"; return; fi
    [ -x .venv/bin/pip ] || python3 -m venv .venv
    if [ "$torch" = cuda ]; then
        say "installing LibTorch $torch_version for NVIDIA cards into .venv (4.6 GB)"
        .venv/bin/pip install -q --disable-pip-version-check "torch==$torch_version" >&2
    else
        say "installing LibTorch $torch_version into .venv (1.3 GB)"
        .venv/bin/pip install -q --disable-pip-version-check --no-deps "torch==$torch_version" \
            nvidia-cuda-runtime==13.0.96 nvidia-cuda-cupti==13.0.85 >&2
    fi
}

# The published beat net (CC BY 4.0), beside our own. Without a package registry the beat is heard with our own alone.
install_beat_net() {
    local net=models/beats/beatnet.safetensors scratch
    [ -e "$net" ] && return
    say "fetching BeatNet's weights (9 MB) into $net"
    scratch=$(mktemp -d)
    [ -x .venv/bin/pip ] || python3 -m venv .venv
    .venv/bin/pip download -q --disable-pip-version-check --retries 1 --timeout 20 --no-deps --dest "$scratch" BeatNet==1.1.3 >&2 || true
    if [ -n "$(ls "$scratch")" ] && python3 tools/beat_net/published.py "$scratch"/BeatNet-*.whl "$net"; then :
    else say "BeatNet's weights could not be fetched: beats are heard without them"; fi
    rm -rf "$scratch"
}

# Without a package registry the tests that compare with these skip; nothing else needs them.
install_peers() {
    [ "$tests" = no ] || [ "$torch" = no-torch ] && return
    scripts/parity.sh --install || say "the packages of tests/parity/requirements.txt could not be installed: the test 'parity' will be skipped"
}

install_packages
install_torch
install_beat_net
install_peers
