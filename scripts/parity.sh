#!/usr/bin/env bash
# Compares the built program with diffusers and transformers, part by part, on small random models (tests/parity/).
# Usage: scripts/parity.sh [--install | --there] [ARGUMENTS OF tests/parity/run.py...], such as scripts/parity.sh --only 'vae/*'
#   --install  only installs the packages
#   --there    installs nothing; exits 77 where a package is not there (so ctest calls it)
# The packages go beside LibTorch into the virtual environment .venv/ (or VENV=...), in a second where they are there.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "${1:-}" = -h ] || [ "${1:-}" = --help ]; then sed -n '2,/^set/{/^set/!s/^# \{0,1\}//p}' "$0"; exit 0; fi

venv="${VENV:-.venv}"
wanted=tests/parity/requirements.txt
do=run
case "${1:-}" in --install | --there) do="${1#--}"; shift ;; esac
if [ ! -x "$venv/bin/python" ]; then
    echo "parity: expected a virtual environment with PyTorch at '$venv', found none; scripts/setup.sh makes it" >&2
    if [ "$do" = there ]; then exit 77; else exit 1; fi
fi

# A package is there where a folder of its name and version is.
missing() {
    local site line
    site=$(echo "$venv"/lib/python3*/site-packages)
    while read -r line; do
        line="${line//-/_}"
        compgen -G "$site/${line/==/-}.dist-info" >/dev/null || echo "$line"
    done < <(grep -v '^#' "$wanted" | tr 'A-Z' 'a-z')
}

# Folder names may differ from the list's in case.
shopt -s nocaseglob
if [ -n "$(missing)" ]; then
    if [ "$do" = there ]; then
        echo "parity: skipped: expected the packages of $wanted in '$venv', $(missing | wc -l) are not there; scripts/parity.sh installs them"
        exit 77
    fi
    echo "parity: installing $(missing | wc -l) Python packages into $venv" >&2
    "$venv/bin/python" -m pip install -q --disable-pip-version-check --retries 1 --timeout 20 --no-deps -r "$wanted" >&2
fi
if [ "$do" = install ]; then exit 0; fi
exec "$venv/bin/python" tests/parity/run.py "$@"
