#!/usr/bin/env python3
"""Compares `chladni model verify` with diffusers and transformers on small random models, configuration by configuration.
Usage: tests/parity/run.py [--program PATH] [--only PATTERN] [--jobs N] [--list] [--spoil]
The program may also be named by CHLADNI; default build/chladni. PATTERN is a shell pattern or a part of FAMILY/NAME.
--spoil asks whether the comparisons can fail: the program gets weights that are 5 % larger, and each must notice.
One line per configuration: error, bound, ok or FAILED. Exit 1 where one failed, 77 where the packages are not there."""

import argparse
import concurrent.futures
import fnmatch
import os
import pathlib
import sys
import tempfile
import time

NO_PACKAGES = 77  # ctest takes it for "skipped"
TREE = pathlib.Path(__file__).resolve().parents[2]
FAMILIES = ("transformer", "vae", "text", "scheduler", "pipeline", "conditioning", "checkpoint", "lora", "audio", "audio_clap", "audio_wav2vec2", "gradients")


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
    torch.set_num_threads(1)
    return {family: __import__(f"rows_{family}") for family in FAMILIES if (pathlib.Path(__file__).parent / f"rows_{family}.py").exists()}


def wanted(full_name, pattern):
    """Whether --only names this configuration."""
    return not pattern or pattern in full_name or fnmatch.fnmatch(full_name, pattern)


def run_row(module, row, given):
    """(holds, what to print) of one configuration."""
    import bench
    import torch
    with tempfile.TemporaryDirectory(prefix="chladni-parity-") as folder, torch.no_grad():
        try:
            check = module.check(row, bench.Bench(given.program, folder, given.spoil))
        except bench.Refused as refusal:
            return False, str(refusal).replace(folder, "...")
        except Exception as trouble:  # an output that is missing, a call that hangs: this row's failure, not the others'
            return False, f"{type(trouble).__name__}: {trouble}".replace(folder, "...")
    return check.holds(), f"{check.error:9.3g}  bound {check.bound:g}"


def run_all(rows, given):
    """Runs the rows, `given.jobs` at a time, printing a line for each in their order. Gives the names of those that failed."""
    failed = []
    with concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
        outcomes = pool.map(lambda row: run_row(row[1], row[2], given), rows)
        for (name, _, row), (holds, text) in zip(rows, outcomes):
            needs = f"  (needs {row['needs']})" if not holds and "needs" in row else ""
            if not holds:
                failed.append(name + needs)
            print(f"{'ok    ' if holds else 'FAILED'} {name:62} {text}{needs}", flush=True)
    return failed


def arguments():
    """The command line."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--program", default=os.environ.get("CHLADNI", TREE / "build" / "chladni"))
    words.add_argument("--only", metavar="PATTERN")
    words.add_argument("--jobs", type=int, default=min(4, os.cpu_count() or 1))
    words.add_argument("--list", action="store_true")
    words.add_argument("--spoil", action="store_true")
    given = words.parse_args()
    if not given.list and not os.access(given.program, os.X_OK):
        raise SystemExit(f"parity: expected a program at '{given.program}', found none")
    return given


def main():
    """Runs what was asked for and says how it went."""
    given, began = arguments(), time.monotonic()
    families = import_families()
    rows = [(f"{family}/{row['name']}", module, row) for family, module in families.items() for row in module.ROWS]
    rows = [row for row in rows if wanted(row[0], given.only) and not (given.spoil and row[0].startswith("scheduler/"))]
    if not rows:
        raise SystemExit(f"parity: expected a configuration of --list, got '{given.only}'")
    if given.list:
        print("\n".join(name for name, _, _ in rows))
        return
    failed = run_all(rows, given)
    if given.spoil:
        print(f"parity: {len(failed)} of {len(rows)} comparisons noticed spoilt weights")
        raise SystemExit(0 if len(failed) == len(rows) else 1)
    for name in failed:
        print(f"parity: failed: {name}")
    print(f"parity: {len(rows) - len(failed)} passed, {len(failed)} failed, in {time.monotonic() - began:.0f} s")
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
