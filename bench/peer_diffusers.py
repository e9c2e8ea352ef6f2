#!/usr/bin/env python3
"""How fast diffusers and chladni are on the same machine, torch, weights, inputs, threads and dtype (CPU): one transformer
forward and one VAE decode at three sizes. The two sides take turns; a ratio is the median over the turns of diffusers' time
by chladni's in the same turn, so above 1 chladni is faster.
Usage: .venv/bin/python bench/peer_diffusers.py [--program PATH] [--sizes nano,mid,2b] [--turns N] [--runs N] [--threads N]
       [--dtype bfloat16|float32] [--models FOLDER] [--json FILE]
Which dtype is the quicker one differs between CPUs: the best of Python is the better of two runs.
The packages are those of tests/parity (scripts/parity.sh --install). --models keeps the models made for the next time; 2b needs 20 GB
there for a while, and 16 GB of memory. What each side computes is compared too, by root mean square."""

import argparse
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

TREE = pathlib.Path(__file__).resolve().parents[1]
SEED = 3
# grid: latent frames, height, width of the transformer's tokens; text: its text tokens; latents: what the VAE decodes.
# free_gb: what making it takes on disk. turns: fewer where each takes long.
SIZES = {
    "nano": dict(geometry="nano", grid=(13, 9, 16), text=32, latents=(13, 9, 16), free_gb=1, turns=7, runs=5),
    "mid": dict(grid=(4, 8, 12), text=64, latents=(3, 6, 8), free_gb=2, turns=5, runs=2,
                transformer=dict(heads=16, head=64, layers=12, channels=128, caption=1024),
                vae=dict(latent_channels=128, block_out_channels=[32, 64, 128, 256, 256], layers_per_block=[1, 1, 1, 1, 1],
                         decoder_block_out_channels=[64, 128, 256], decoder_layers_per_block=[3, 3, 3, 3])),
    "2b": dict(geometry="2b", grid=(2, 5, 8), text=32, latents=(2, 4, 4), free_gb=20, turns=3, runs=2),
}


def arguments():
    """The command line."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--program", default=os.environ.get("CHLADNI", TREE / "build" / "chladni"))
    words.add_argument("--sizes", default="nano,mid,2b")
    words.add_argument("--turns", type=int)
    words.add_argument("--runs", type=int)
    words.add_argument("--threads", type=int, default=2)
    words.add_argument("--dtype", choices=("bfloat16", "float32"), default="bfloat16")
    words.add_argument("--models", type=pathlib.Path)
    words.add_argument("--json", type=pathlib.Path)
    given = words.parse_args()
    for size in given.sizes.split(","):
        if size not in SIZES:
            words.error(f"expected sizes of {', '.join(SIZES)}, got '{size}'")
    return given


def pin_threads(count):
    """The same for this process and for those it starts. Before torch is imported."""
    os.environ |= {"OMP_NUM_THREADS": str(count), "MKL_NUM_THREADS": str(count)}
    sys.path.insert(0, str(TREE / "tests" / "parity"))
    try:
        import torch_stand_ins
        torch_stand_ins.prepare()
        import diffusers
        import torch
    except ImportError as missing:
        raise SystemExit(f"peer_diffusers: expected the packages that scripts/parity.sh --install brings, got: {missing}") from None
    torch.set_num_threads(count)
    torch.set_grad_enabled(False)
    diffusers.utils.logging.set_verbosity_error()
    diffusers.utils.logging.disable_progress_bar()


def make_model(name, folder, program):
    """transformer/ and vae/ of one size in `folder`, in bfloat16, unless they are there."""
    import models
    import torch
    size = SIZES[name]
    if (folder / "complete").exists():
        return
    free_gb = shutil.disk_usage(folder.parent).free / 1e9
    if free_gb < size["free_gb"]:
        raise SystemExit(f"peer_diffusers: expected {size['free_gb']} GB free for size {name} in '{folder.parent}', found {free_gb:.0f}")
    if "geometry" in size:
        subprocess.run([program, "--quiet", "model", "synth", str(folder), "--geometry", size["geometry"]], check=True)
        shutil.rmtree(folder / "text_encoder")
    else:
        generator = torch.Generator().manual_seed(SEED)
        models.transformer(generator, **size["transformer"]).to(torch.bfloat16).save_pretrained(folder / "transformer")
        models.vae(generator, "0.9.5 full", **size["vae"]).to(torch.bfloat16).save_pretrained(folder / "vae")
    (folder / "complete").touch()


def load(kind, folder, dtype):
    """diffusers' model of a folder, without drawing random weights first."""
    import torch
    from safetensors.torch import load_file
    with torch.device("meta"):
        model = kind.from_config(kind.load_config(folder))
    weights = {name: tensor for file in sorted(folder.glob("*.safetensors")) for name, tensor in load_file(file).items()}
    model.load_state_dict(weights, assign=True)
    return model.to(getattr(torch, dtype)).eval()


def transformer_side(size, model):
    """(inputs, forward) of diffusers' transformer."""
    import models
    import torch
    generator = torch.Generator().manual_seed(SEED)
    tokens = torch.Size(size["grid"]).numel()
    inputs = {
        "hidden_states": torch.randn(1, tokens, model.config.in_channels, generator=generator),
        "encoder_hidden_states": torch.randn(1, size["text"], model.config.caption_channels, generator=generator),
        "timestep": torch.tensor([700.0]),
        "coords": models.coordinates(*size["grid"], causal=True)[None],
    }
    x, text = (inputs[key].to(model.dtype) for key in ("hidden_states", "encoder_hidden_states"))
    return inputs, lambda: model(hidden_states=x, encoder_hidden_states=text, timestep=inputs["timestep"], encoder_attention_mask=None,
                                 video_coords=inputs["coords"], return_dict=False)[0]


def decode_side(size, model):
    """(inputs, decode) of diffusers' autoencoder."""
    import models
    import torch
    latents = torch.randn(1, model.config.latent_channels, *size["latents"], generator=torch.Generator().manual_seed(SEED))
    return {"latents": latents}, lambda: models.decode(model, latents)


# Per component: diffusers' class, its folder, how it is called, and the output's name.
COMPONENTS = {
    "transformer": ("LTXVideoTransformer3DModel", "transformer", transformer_side, "sample"),
    "vae.decode": ("AutoencoderKLLTXVideo", "vae", decode_side, "frames"),
}


def milliseconds(call, runs):
    """Of each of `runs` calls."""
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * 1e3)
    return times


class Chladni:
    """The program on one component, model and input file. `trouble`: its sentence where it cannot be timed."""

    def __init__(self, program, component, model, inputs, dtype, scratch):
        self.words = [str(program)], ["--component", component, "--inputs", str(inputs), "--dtype", dtype]
        self.component, self.model, self.scratch, self.trouble = component, model, scratch, None

    def times(self, runs):
        """Milliseconds of each run, or none."""
        program, rest = self.words
        done = subprocess.run(program + ["bench"] + rest + ["--model", str(self.model), "--runs", str(runs), "--json"], capture_output=True, text=True)
        if done.returncode != 0:
            self.trouble = done.stderr.strip().splitlines()[0] if done.stderr.strip() else f"exit {done.returncode}"
            return []
        return json.loads(done.stdout)["runs_ms"]

    def output(self, name):
        """What it computes, as `model verify` writes it."""
        from safetensors.torch import load_file
        program, rest = self.words
        made = self.scratch / "out.safetensors"
        subprocess.run(program + ["model", "verify", str(self.model)] + rest + ["--outputs", str(made)], check=True)
        return load_file(made)[name]


def take_turns(forward, chladni, turns, runs):
    """Medians of each turn on either side; who begins alternates. One call of diffusers goes before, unmeasured."""
    forward()
    theirs, ours = [], []
    for turn in range(turns):
        sides = [lambda: theirs.append(statistics.median(milliseconds(forward, runs))),
                 lambda: ours.append(statistics.median(chladni.times(runs) or [float("nan")]))]
        if chladni.trouble:
            sides.pop()
        for side in sides if turn % 2 == 0 else reversed(sides):
            side()
    return theirs, [time for time in ours if time == time]


def measure(name, component, folder, given, scratch):
    """One row of the result."""
    import diffusers
    from safetensors.torch import save_file
    size = SIZES[name]
    kind, part, side, output = COMPONENTS[component]
    model = load(getattr(diffusers, kind), folder / part, given.dtype)
    inputs, forward = side(size, model)
    file = scratch / "in.safetensors"
    save_file({key: tensor.contiguous() for key, tensor in inputs.items()}, file)
    chladni = Chladni(given.program, component, folder, file, given.dtype, scratch)
    want = forward().float()
    apart = float((chladni.output(output) - want).square().mean().sqrt() / want.std())
    theirs, ours = take_turns(forward, chladni, given.turns or size["turns"], given.runs or size["runs"])
    row = {"size": name, "component": component, "input": list(want.shape), "parameters": sum(p.numel() for p in model.parameters()),
           "diffusers_ms": theirs, "diffusers_p50_ms": statistics.median(theirs), "rms_difference": apart}
    if chladni.trouble:
        return row | {"chladni": chladni.trouble}
    return row | {"chladni_ms": ours, "chladni_p50_ms": statistics.median(ours),
                  "ratio": statistics.median(a / b for a, b in zip(theirs, ours))}


def said(row):
    """One line of a row."""
    start = f"{row['size']:5} {row['component']:11} diffusers {row['diffusers_p50_ms']:9.1f} ms  "
    if "ratio" in row:
        return start + f"chladni {row['chladni_p50_ms']:9.1f} ms  ratio {row['ratio']:5.2f}  apart {row['rms_difference']:.1e}"
    return start + f"chladni: {row['chladni']}  apart {row['rms_difference']:.1e}"


def machine():
    """What the numbers belong to."""
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.processor())
    return {"cpu": model, "cores": os.cpu_count(), "load": os.getloadavg()[0]}


def main():
    """Makes what is missing, takes turns, prints and writes."""
    given = arguments()
    pin_threads(given.threads)
    import diffusers
    import torch
    version = subprocess.run([str(given.program), "--version"], capture_output=True, text=True, check=True).stdout.strip()
    result = {"machine": machine(), "torch": torch.__version__, "diffusers": diffusers.__version__, "chladni": version,
              "threads": given.threads, "dtype": given.dtype, "results": []}
    with tempfile.TemporaryDirectory(prefix="chladni-peer-") as scratch:
        for name in given.sizes.split(","):
            folder = (given.models or pathlib.Path(scratch)) / name
            folder.parent.mkdir(parents=True, exist_ok=True)
            make_model(name, folder, given.program)
            for component in COMPONENTS:
                row = measure(name, component, folder, given, pathlib.Path(scratch))
                result["results"].append(row)
                print(said(row), flush=True)
            if not given.models:
                shutil.rmtree(folder)
    if given.json:
        given.json.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
