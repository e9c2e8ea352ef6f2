#!/usr/bin/env python3
"""Compares `chladni model verify` with diffusers and transformers on small random models, configuration by configuration.
Usage: tests/parity/run.py [--program PATH] [--only PATTERN] [--list]
The program may also be named by CHLADNI; default build/chladni. PATTERN is a shell pattern or a part of FAMILY/NAME.
One line per configuration: error, bound, ok or FAILED. Exit 1 where one failed, 77 where the packages are not there."""

import argparse
import fnmatch
import os
import pathlib
import sys
import tempfile
import time

NO_PACKAGES = 77  # ctest takes it for "skipped"
TREE = pathlib.Path(__file__).resolve().parents[2]
FAMILIES = ("transformer", "vae", "text", "scheduler", "pipeline", "conditioning", "checkpoint", "lora", "audio")


def import_families():
    """The modules rows_*.py by family. Leaves with 77 where a package is missing."""
    try:
        import torch_stand_ins
        torch_stand_ins.prepare()
        import torch
        import diffusers, safetensors, sentencepiece, transformers  # noqa: F401, E401
    except ImportError as missing:
        print(f"parity: skipped: expected the packages of tests/parity/requirements.txt, got: {missing}; scripts/parity.sh installs them")
        raise SystemExit(NO_PACKAGES) from None
    for library in (diffusers, transformers):
        library.utils.logging.set_verbosity_error()
        library.utils.logging.disable_progress_bar()
    torch.set_grad_enabled(False)
    return {family: __import__(f"rows_{family}") for family in FAMILIES if (pathlib.Path(__file__).parent / f"rows_{family}.py").exists()}


def wanted(full_name, pattern):
    """Whether --only names this configuration."""
    return not pattern or pattern in full_name or fnmatch.fnmatch(full_name, pattern)


def run_row(module, row, program):
    """(holds, what to print) of one configuration."""
    import bench
    with tempfile.TemporaryDirectory(prefix="chladni-parity-") as folder:
        try:
            check = module.check(row, bench.Bench(program, folder))
        except bench.Refused as refusal:
            return False, str(refusal).replace(folder, "...")
    return check.holds(), f"{check.error:9.3g}  bound {check.bound:g}"


def main():
    """Runs what was asked for and says how it went."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--program", default=os.environ.get("CHLADNI", TREE / "build" / "chladni"))
    words.add_argument("--only", metavar="PATTERN")
    words.add_argument("--list", action="store_true")
    given = words.parse_args()
    if not given.list and not os.access(given.program, os.X_OK):
        raise SystemExit(f"parity: expected a program at '{given.program}', found none")
    families = import_families()
    rows = [(f"{family}/{row['name']}", module, row) for family, module in families.items() for row in module.ROWS]
    rows = [row for row in rows if wanted(row[0], given.only)]
    if not rows:
        raise SystemExit(f"parity: expected a configuration of --list, got '{given.only}'")
    if given.list:
        print("\n".join(name for name, _, _ in rows))
        return
    began, failed = time.monotonic(), []
    for name, module, row in rows:
        holds, text = run_row(module, row, given.program)
        if not holds:
            failed.append((name, row.get("needs")))
        print(f"{'ok    ' if holds else 'FAILED'} {name:62} {text}" + (f"  (needs {row['needs']})" if not holds and "needs" in row else ""), flush=True)
    for name, needs in failed:
        print(f"parity: failed: {name}" + (f" (needs {needs})" if needs else ""))
    print(f"parity: {len(rows) - len(failed)} passed, {len(failed)} failed, in {time.monotonic() - began:.0f} s")
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
