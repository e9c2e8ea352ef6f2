"""LoRA files on the transformer, in diffusers' and in ComfyUI's naming, against diffusers with the weights merged."""

import functools

import models
import rows_transformer
import single_file
import torch
from bench import compare, rounded
from safetensors.torch import save_file

ATTENTION = ("attn1.to_q", "attn1.to_k", "attn1.to_v", "attn1.to_out.0", "attn2.to_q", "attn2.to_k", "attn2.to_v", "attn2.to_out.0")
FEED = ("ff.net.0.proj", "ff.net.2")
# alpha: None where the file has none (it counts as the rank then). scale: lora_scale, None where it is not given (1).
DEFAULTS = dict(prefix="transformer.", targets=ATTENTION, blocks=(0, 1), rank=4, alpha=None, scale=None, stored="float32", dtype="float32",
                model=dict(heads=2, head=10), fp8=None, names=("lora_A", "lora_B"), needs="LoRA")

ROWS = [
    dict(name="diffusers' names", rank=3),
    dict(name="ComfyUI's names", prefix="diffusion_model."),
    dict(name="diffusers' names, alpha", alpha=2.0),
    dict(name="ComfyUI's names, alpha, scale 0.7", prefix="diffusion_model.", alpha=6.0, scale=0.7),
    dict(name="lora_down and lora_up, alpha", prefix="diffusion_model.", names=("lora_down", "lora_up"), alpha=2.0),
    dict(name="scale 0 is the base model", scale=0.0),
    dict(name="scale -1.5", scale=-1.5),
    dict(name="feed-forward too", targets=ATTENTION + FEED),
    dict(name="one target of one block, rank 1", targets=("attn1.to_v",), blocks=(1,), rank=1),
    dict(name="rank above the width", rank=40, targets=FEED),
    dict(name="stored in bfloat16", stored="bfloat16"),
    dict(name="computed in bfloat16", dtype="bfloat16", model=dict(heads=4, head=32), scale=0.7, targets=ATTENTION + FEED),
    dict(name="on a single file", fp8=False),
    dict(name="on a single file of fp8 weights", fp8=True, prefix="diffusion_model.", scale=0.7),
]
for every in ROWS:
    every["needs"] = "LoRA" if every.get("fp8") is None else "LoRA and single-file checkpoints"


@torch.no_grad()
def write_and_merge(path, row, model, generator):
    """Writes the file, and adds to the model's weights what it says."""
    tensors, factor = {}, (1.0 if row["alpha"] is None else row["alpha"] / row["rank"]) * (1.0 if row["scale"] is None else row["scale"])
    weights = model.state_dict()
    for target in (f"transformer_blocks.{block}.{name}" for block in row["blocks"] for name in row["targets"]):
        out, into = weights[f"{target}.weight"].shape
        down = (torch.randn(row["rank"], into, generator=generator) / into ** 0.5).to(getattr(torch, row["stored"]))
        up = (torch.randn(out, row["rank"], generator=generator) / row["rank"] ** 0.5).to(getattr(torch, row["stored"]))
        tensors |= {f"{row['prefix']}{target}.{name}.weight": tensor for name, tensor in zip(row["names"], (down, up))}
        if row["alpha"] is not None:
            tensors[f"{row['prefix']}{target}.alpha"] = torch.tensor(row["alpha"])
        weights[f"{target}.weight"] += factor * up.float() @ down.float()
    save_file(tensors, path)


def outputs(row, generator, bench):
    """The program's sample, diffusers' and, for bfloat16, diffusers' own rounding of it."""
    model, place, file = models.transformer(generator, **row["model"]), bench.folder / "model", bench.folder / "lora.safetensors"
    if row["fp8"] is None:
        model.save_pretrained(place / "transformer")
    else:
        place = bench.folder / "checkpoint.safetensors"
        single_file.write(place, "0.9.5", model, models.vae(generator, "0.9.5 full"), torch.bfloat16, row["fp8"])
    write_and_merge(file, row, model, generator)
    shape = {**rows_transformer.DEFAULTS, "grid": (3, 3, 4), "kept": (3, 5), "times": (900.0, 300.0)}
    tensors = rows_transformer.inputs_of(shape, model.config.in_channels, model.config.caption_channels, generator)
    settings = {"lora": file} | ({"lora_scale": row["scale"]} if row["scale"] is not None else {})
    got = bench.verify(place, "transformer", tensors, settings, row["dtype"])["sample"]
    low = rounded(row, model)
    return got, rows_transformer.reference(model, tensors), low and rows_transformer.reference(low, tensors)


def check(row, bench):
    """Runs one row."""
    return compare({**DEFAULTS, **row}, functools.partial(outputs, bench=bench))
