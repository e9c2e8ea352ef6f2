"""The autoencoder against diffusers' AutoencoderKLLTXVideo, version by version."""

import functools

import models
import torch
from bench import compare, rounded

# latents: batch, frames, height, width of what is decoded; clip: batch, frames, height, width in latents of what is encoded.
DEFAULTS = dict(latents=None, clip=None, timestep=None, dtype="float32", model={})

ROWS = [
    dict(name="decode 0.9", version="0.9", latents=(1, 3, 2, 3)),
    dict(name="decode 0.9, one latent frame", version="0.9", latents=(1, 1, 2, 2)),
    dict(name="decode 0.9, odd sizes, batch 2", version="0.9", latents=(2, 2, 3, 5)),
    dict(name="decode 0.9 ignores a timestep", version="0.9", latents=(1, 2, 2, 2), timestep=(0.3,)),
    dict(name="decode 0.9.1, noise scales 0", version="0.9.1", latents=(1, 3, 2, 3)),
    dict(name="decode 0.9.1, timesteps of a batch", version="0.9.1", latents=(2, 2, 2, 2), timestep=(0.0, 0.4)),
    dict(name="decode 0.9.1, one latent frame", version="0.9.1", latents=(1, 1, 3, 1)),
    dict(name="decode 0.9.5, its default timestep", version="0.9.5", latents=(1, 3, 2, 3)),
    dict(name="decode 0.9.5, timestep 0.2", version="0.9.5", latents=(1, 2, 3, 2), timestep=(0.2,)),
    dict(name="decode 0.9.5, timestep 1 and 0", version="0.9.5", latents=(2, 2, 1, 1), timestep=(1.0, 0.0)),
    dict(name="decode 0.9.5, one latent", version="0.9.5", latents=(1, 1, 1, 1)),
    dict(name="decode 0.9.5, odd sizes", version="0.9.5", latents=(1, 4, 5, 3)),
    dict(name="decode 0.9.5 without timestep", version="0.9.5 no timestep", latents=(1, 3, 2, 2)),
    dict(name="decode 0.9.5, causal decoder", version="0.9.5 causal decoder", latents=(1, 3, 2, 2)),
    dict(name="decode 0.9.5, scaling factor 0.5", version="0.9.5", latents=(1, 2, 2, 2), model=dict(scaling_factor=0.5)),
    dict(name="decode 0.9.5, all published stages", version="0.9.5 full", latents=(1, 2, 1, 2)),
    dict(name="decode 0.9, bfloat16", version="0.9", latents=(1, 3, 4, 4), dtype="bfloat16"),
    dict(name="decode 0.9.1, bfloat16", version="0.9.1", latents=(1, 3, 4, 4), dtype="bfloat16"),
    dict(name="decode 0.9.5, bfloat16", version="0.9.5", latents=(1, 3, 4, 4), dtype="bfloat16"),
    dict(name="encode 0.9", version="0.9", clip=(1, 9, 2, 3)),
    dict(name="encode 0.9, one frame, batch 2", version="0.9", clip=(2, 1, 2, 2)),
    dict(name="encode 0.9.1, odd sizes", version="0.9.1", clip=(1, 5, 3, 1)),
    dict(name="encode 0.9.5", version="0.9.5", clip=(1, 9, 2, 3)),
    dict(name="encode 0.9.5, one frame", version="0.9.5", clip=(1, 1, 1, 1)),
    dict(name="encode 0.9.5, odd sizes, batch 2", version="0.9.5", clip=(2, 5, 3, 5)),
    dict(name="encode 0.9.5, all published stages", version="0.9.5 full", clip=(1, 9, 2, 1)),
    dict(name="encode 0.9.5, scaling factor 0.5", version="0.9.5", clip=(1, 5, 1, 2), model=dict(scaling_factor=0.5)),
    dict(name="encode 0.9, bfloat16", version="0.9", clip=(1, 9, 8, 8), dtype="bfloat16"),
    dict(name="encode 0.9.5, bfloat16", version="0.9.5", clip=(1, 9, 8, 8), dtype="bfloat16"),
]


def decoding(row, model, generator):
    """Inputs of vae.decode, the name of its output, and what diffusers makes of them with a given model."""
    batch, *grid = row["latents"]
    tensors = {"latents": torch.randn(batch, model.config.latent_channels, *grid, generator=generator)}
    if row["timestep"]:
        tensors["timestep"] = torch.tensor(row["timestep"])
    return tensors, "frames", lambda m: models.decode(m, tensors["latents"], tensors.get("timestep"))


def encoding(row, model, generator):
    """The same for vae.encode."""
    batch, frames, height, width = row["clip"]
    step = model.spatial_compression_ratio
    clip = torch.rand(batch, 3, frames, height * step, width * step, generator=generator) * 2 - 1
    return {"frames": clip}, "latents", lambda m: models.encode(m, clip)


def outputs(row, generator, bench):
    """The program's output, diffusers' and, for bfloat16, diffusers' own rounding of it."""
    model = models.vae(generator, row["version"], **row["model"])
    model.save_pretrained(bench.folder / "model" / "vae")
    tensors, output, reference = (decoding if row["latents"] else encoding)(row, model, generator)
    component = "vae.decode" if row["latents"] else "vae.encode"
    got = bench.verify(bench.folder / "model", component, tensors, dtype=row["dtype"])[output]
    low = rounded(row, model)
    return got, reference(model), low and reference(low)


def check(row, bench):
    """Runs one row."""
    return compare({**DEFAULTS, **row}, functools.partial(outputs, bench=bench))
