"""What every comparison stands on: calling `chladni model verify`, and saying how far two tensors are apart."""

import copy
import dataclasses
import os
import pathlib
import subprocess
import zlib

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

# In float32: the largest difference, as a part of the output's standard deviation.
FLOAT32_BOUND = 2e-4
# In bfloat16: root mean square error against the float32 reference, as a multiple of the error that the reference's own
# bfloat16 makes, over this many models. 1 would be "no worse"; two equally good roundings differ by some per cent by chance
# (measured here for small outputs: 0.87 to 1.5 for one model at a time).
BFLOAT16_BOUND = 1.1
BFLOAT16_DRAWS = 4


class Refused(Exception):
    """The program did not do what it was asked; the text is its own sentence."""


@dataclasses.dataclass(frozen=True)
class Check:
    """The outcome of one configuration: `error` may be as large as `bound`."""

    error: float
    bound: float

    def holds(self):
        """Whether the error is within the bound; an error that is no number is not."""
        return self.error <= self.bound


class Bench:
    """A folder of one configuration's own and the program under test."""

    def __init__(self, program, folder, spoil=False):
        self.program = str(program)
        self.folder = pathlib.Path(folder)
        self.spoil = spoil  # whether the program is given other weights than the reference has

    def verify(self, model, component, tensors, settings=None, dtype="float32"):
        """Runs one component and gives its output tensors by name. Raises Refused with what the program said."""
        if self.spoil:
            spoil_weights(pathlib.Path(model))
        given, made = self.folder / "in.safetensors", self.folder / "out.safetensors"
        words = {key: str(value) for key, value in (settings or {}).items()}
        save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, given, metadata=words)
        command = [self.program, "model", "verify", str(model), "--component", component, "--inputs", str(given), "--outputs",
                   str(made), "--dtype", dtype]
        environment = {"OMP_NUM_THREADS": "1", **os.environ}
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment)
        if done.returncode != 0:
            raise Refused(f"exit {done.returncode}: {done.stderr.strip() or 'nothing on standard error'}")
        return load_file(made)


def spoil_weights(model):
    """Makes all matrices and kernels of a model's files larger by 5 %."""
    for path in sorted(model.rglob("*.safetensors")) if model.is_dir() else [model]:
        with safe_open(path, "pt") as file:
            words, tensors = file.metadata(), {name: file.get_tensor(name) for name in file.keys()}
        changed = {name: (x.float() * 1.05).to(x.dtype) if x.dim() > 1 else x for name, x in tensors.items()}
        save_file(changed, path, metadata=words)


def seed_of(name):
    """A generator that depends on the configuration's name alone."""
    return torch.Generator().manual_seed(zlib.crc32(name.encode()))


def draws_of(name):
    """The generators of the models that a bfloat16 row is judged over."""
    return [seed_of(f"{name}, draw {draw}") for draw in range(BFLOAT16_DRAWS)]


def expect_shape(got, want):
    """Refuses a tensor of another shape, which a difference could broadcast away."""
    if got.shape != want.shape:
        raise Refused(f"expected an output of shape {list(want.shape)}, got {list(got.shape)}")


def compare_float32(got, want):
    """The largest difference in standard deviations of what was wanted."""
    expect_shape(got, want)
    return Check(float((got.double() - want.double()).abs().max() / want.double().std(correction=0)), FLOAT32_BOUND)


def compare_bfloat16(triples):
    """The program's bfloat16 error over the reference's own. Triples: the program's output, the reference's in float32 and in
    bfloat16."""
    mine, theirs = 0.0, 0.0
    for got, exact, rounded in triples:
        expect_shape(got, exact)
        scale = float(exact.double().square().mean())
        mine += float((got.double() - exact.double()).square().mean()) / scale
        theirs += float((rounded.double() - exact.double()).square().mean()) / scale
    return Check((mine / theirs) ** 0.5, BFLOAT16_BOUND)


def compare(row, outputs):
    """Judges a row of either dtype. `outputs(row, generator)` gives the program's output, the reference's in float32 and, where
    row["dtype"] says so, in bfloat16."""
    if row["dtype"] == "float32":
        got, exact, _ = outputs(row, seed_of(row["name"]))
        return compare_float32(got, exact)
    return compare_bfloat16([outputs(row, generator) for generator in draws_of(row["name"])])


def rounded(row, model):
    """A bfloat16 copy of a reference model where the row asks for one."""
    return copy.deepcopy(model).to(torch.bfloat16) if row["dtype"] == "bfloat16" else None


def compare_ids(got, want):
    """How many whole numbers differ; none may."""
    expect_shape(got, want)
    return Check(float((got != want).sum()), 0.0)


def worst(checks):
    """The check that is nearest to its bound, or furthest beyond it. One that is no number comes first."""
    return max(checks, key=lambda c: float("inf") if c.error != c.error else c.error / max(c.bound, 1e-9))
