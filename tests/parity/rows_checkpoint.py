"""Single-file checkpoints in the original layout, bfloat16 and fp8 ones among them, against diffusers with the same numbers."""

import copy

import models
import references
import rows_transformer
import rows_vae
import single_file
import torch
from bench import Check, compare_bfloat16, compare_float32, seed_of, spoil_weights, worst
from diffusers.loaders import single_file_utils
from rows_pipeline import tensors_of, text_inputs
from safetensors.torch import load_file

NEEDS = "single-file checkpoints"
DEFAULTS = dict(component="transformer", version="0.9.5", stored="bfloat16", fp8=False, dtype="float32", model={}, latents=None, clip=None,
                timestep=None, causal=True)

ROWS = [
    dict(name="0.9 as diffusers reads it", component="diffusers", version="0.9"),
    dict(name="0.9.1 as diffusers reads it", component="diffusers", version="0.9.1"),
    dict(name="0.9.5 as diffusers reads it", component="diffusers"),
    dict(name="transformer, stored in float32", stored="float32"),
    dict(name="transformer, stored in bfloat16, D%6=2", model=dict(head=10)),
    dict(name="transformer, fp8 weights", fp8=True, model=dict(head=10, layers=3)),
    dict(name="transformer, fp8 weights, computed in bfloat16", fp8=True, model=dict(heads=4, head=32, layers=3), dtype="bfloat16"),
    dict(name="decode 0.9", component="vae.decode", version="0.9", stored="float32", latents=(1, 2, 2, 1)),
    dict(name="decode 0.9.1", component="vae.decode", version="0.9.1", latents=(1, 2, 1, 2)),
    dict(name="decode 0.9.1, timestep 0.3", component="vae.decode", version="0.9.1", latents=(1, 2, 1, 2), timestep=(0.3,)),
    dict(name="decode 0.9.5", component="vae.decode", latents=(2, 2, 1, 2)),
    dict(name="encode 0.9", component="vae.encode", version="0.9", stored="float32", clip=(1, 9, 1, 2)),
    dict(name="encode 0.9.1", component="vae.encode", version="0.9.1", clip=(1, 9, 2, 1)),
    dict(name="encode 0.9.5", component="vae.encode", clip=(1, 9, 1, 2)),
    dict(name="scheduler 0.9: shifted by the tokens", component="scheduler", version="0.9", tokens=1536, steps=8),
    dict(name="pipeline 0.9.5, distilled", component="pipeline"),
    dict(name="pipeline 0.9.5, distilled, fp8", component="pipeline", fp8=True),
]
for every in (row for row in ROWS if row.get("component") != "diffusers"):
    every["needs"] = "fp8" if every.get("fp8") else NEEDS


def write(row, bench, generator):
    """The file and its two models."""
    vae = models.vae(generator, f"{row['version']} full")
    transformer = models.transformer(generator, channels=vae.config.latent_channels, **row["model"])
    path = bench.folder / "checkpoint.safetensors"
    single_file.write(path, row["version"], transformer, vae, getattr(torch, row["stored"]), row["fp8"], row["causal"])
    return path, transformer, vae


def transformer_check(row, bench, generator):
    """One forward."""
    path, transformer, _ = write(row, bench, generator)
    shape = {**rows_transformer.DEFAULTS, "grid": (3, 4, 5), "kept": (3, 5), "times": (900.0, 300.0)}
    tensors = rows_transformer.inputs_of(shape, transformer.config.in_channels, transformer.config.caption_channels, generator)
    got = bench.verify(path, "transformer", tensors, dtype=row["dtype"])["sample"]
    exact = rows_transformer.reference(transformer, tensors)
    if row["dtype"] == "float32":
        return compare_float32(got, exact)
    low = copy.deepcopy(transformer).to(torch.bfloat16)
    return compare_bfloat16([(got, exact, rows_transformer.reference(low, tensors))])


def vae_check(row, bench, generator):
    """One decode or encode."""
    path, _, vae = write(row, bench, generator)
    tensors, output, reference = (rows_vae.decoding if row["latents"] else rows_vae.encoding)(row, vae, generator)
    return compare_float32(bench.verify(path, row["component"], tensors)[output], reference(vae))


def scheduler_check(row, bench, generator):
    """The file's own schedule."""
    path, _, _ = write(row, bench, generator)
    got = bench.verify(path, "scheduler", {"unused": torch.zeros(1)}, {"steps": row["steps"], "tokens": row["tokens"]})
    return compare_float32(got["sigmas"], references.sigmas("flow_match", row["steps"], row["tokens"]))


def pipeline_check(row, bench, generator):
    """A whole run, with positions as this version has them."""
    path, transformer, vae = write(row, bench, generator)
    shape = dict(text=6, batch=1, kept=(4,), kept_negative=(2,), grid=(2, 2, 1))
    texts = text_inputs(shape, transformer.config.caption_channels, generator)
    latents = torch.randn(1, vae.config.latent_channels, *shape["grid"], generator=generator)
    settings = {"kind": "distilled", "steps": 8, "frame_rate": 24, "causal_positions": "true"}
    got = bench.verify(path, "pipeline", tensors_of(latents, texts, False), settings)
    levels = references.sigmas("distilled", 8, 0)
    coords = models.coordinates(*shape["grid"], 24.0, True)
    tokens = references.denoise(transformer, references.tokens_of(latents), texts, coords, levels, references.Guidance())
    want = references.latents_of(tokens, shape["grid"])
    return worst([compare_float32(got["latents"], want), compare_float32(got["frames"], models.decode(vae, want))])


def writer_check(row, bench, generator):
    """That single_file.py writes the original's names: diffusers' own reader of such files must give back every weight."""
    path, transformer, vae = write(row, bench, generator)
    if bench.spoil:
        spoil_weights(path)
    given, tell = load_file(path), "encoder.conv_out.conv.weight"
    if row["version"] == "0.9.5":
        given["vae." + tell] = torch.zeros(1, 2048)  # that reader knows this version by the published width
    read = single_file_utils.convert_ltx_transformer_checkpoint_to_diffusers(dict(given))
    read |= single_file_utils.convert_ltx_vae_checkpoint_to_diffusers(dict(given))
    want = transformer.state_dict() | vae.state_dict()
    wrong = [name for name in want if name not in read or name != tell and not torch.equal(read[name].float(), want[name].float())]
    return Check(float(len(wrong)), 0.0)


CHECKS = {"diffusers": writer_check, "transformer": transformer_check, "vae.decode": vae_check, "vae.encode": vae_check, "scheduler": scheduler_check,
          "pipeline": pipeline_check}


def check(row, bench):
    """Runs one row."""
    row = {**DEFAULTS, **row}
    return CHECKS[row["component"]](row, bench, seed_of(row["name"]))
