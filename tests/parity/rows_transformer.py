"""The transformer against diffusers' LTXVideoTransformer3DModel."""

import functools

import models
import torch
from bench import compare, rounded

# grid: latent frames, height, width. kept: real text tokens per row (the rest is masked); None: no mask is given.
# times: a timestep per row; tokens_at: how many tokens at the front have which timestep instead (one per token).
DEFAULTS = dict(model={}, grid=(3, 2, 3), text=5, kept=None, times=(700.0,), tokens_at=None, frame_rate=24.0, causal=True,
                far=0.0, dtype="float32", save={}, weights_in="float32")

ROWS = [
    dict(name="width 24 (D%6=0)"),
    dict(name="width 20 (D%6=2)", model=dict(head=10)),
    dict(name="width 16 (D%6=4)", model=dict(head=8)),
    dict(name="width 128, one head of 64 twice", model=dict(head=64)),
    dict(name="heads of 32, masked text, batch 2", model=dict(heads=3, head=32), kept=(5, 2), times=(900.0, 300.0)),
    dict(name="heads of 32, a row of nothing", model=dict(head=32), kept=(0,)),
    dict(name="heads of 32, per-token timesteps, long text", model=dict(head=32), text=70, grid=(4, 5, 6), tokens_at=((60, 0.0),)),
    dict(name="one head of 18", model=dict(heads=1, head=18)),
    dict(name="heads of 6, eight of them", model=dict(heads=8, head=6)),
    dict(name="heads of 14, width 42", model=dict(heads=3, head=14)),
    dict(name="no attention biases", model=dict(attention_bias=False)),
    dict(name="no output biases", model=dict(attention_out_bias=False)),
    dict(name="no biases at all", model=dict(attention_bias=False, attention_out_bias=False)),
    dict(name="one block", model=dict(layers=1)),
    dict(name="six blocks", model=dict(layers=6)),
    dict(name="block norm eps 1e-3", model=dict(norm_eps=1e-3)),
    dict(name="other channels out than in", model=dict(channels=8, out_channels=5)),
    dict(name="caption width 7", model=dict(caption=7)),
    dict(name="caption width 96", model=dict(caption=96)),
    dict(name="one token", grid=(1, 1, 1)),
    dict(name="one token, a batch of 3", grid=(1, 1, 1), times=(1.0, 500.0, 1000.0)),
    dict(name="one text token", text=1),
    dict(name="long text, mostly masked", text=256, kept=(19,)),
    dict(name="mask of a row of nothing", kept=(0,)),
    dict(name="mask of ones", kept=(5,)),
    dict(name="batch 2, own masks and timesteps", kept=(5, 2), times=(900.0, 300.0)),
    dict(name="timestep 0", times=(0.0,)),
    dict(name="timestep 1000", times=(1000.0,)),
    dict(name="timestep with a fraction", times=(421.875,)),
    dict(name="per-token timesteps, clean front", tokens_at=((6, 0.0),)),
    dict(name="per-token timesteps, four levels, batch 2", times=(900.0, 450.0), tokens_at=((3, 0.0), (4, 50.0), (2, 321.5))),
    dict(name="positions of a long, large clip", far=1.0),
    dict(name="60 frames a second, not causal", frame_rate=60.0, causal=False),
    dict(name="a larger grid, 280 tokens", grid=(4, 7, 10), model=dict(heads=4, head=16)),
    dict(name="weights in shards", save=dict(max_shard_size="20KB")),
    dict(name="weights stored in bfloat16", weights_in="bfloat16"),
    dict(name="bfloat16", dtype="bfloat16", model=dict(heads=4, head=32, layers=4), grid=(4, 5, 6), text=16),
    dict(name="bfloat16, D%6=2, masked, batch 2", dtype="bfloat16", model=dict(heads=4, head=20, layers=3), grid=(3, 4, 6), text=16,
         kept=(16, 3), times=(900.0, 300.0)),
    dict(name="bfloat16, per-token timesteps", dtype="bfloat16", model=dict(heads=2, head=64, layers=3), grid=(3, 4, 5),
         tokens_at=((20, 0.0),)),
]


def inputs_of(row, channels, caption, generator):
    """The tensors of one configuration as the program takes them."""
    rows, tokens = len(row["times"]), torch.Size(row["grid"]).numel()
    timestep = torch.tensor(row["times"])
    if row["tokens_at"]:
        timestep = timestep[:, None].repeat(1, tokens)
        start = 0
        for count, level in row["tokens_at"]:
            timestep[:, start:start + count] = level
            start += count
    coords = models.coordinates(*row["grid"], row["frame_rate"], row["causal"])
    coords = coords + row["far"] * torch.tensor([[37.3], [2500.0], [4000.0]])
    tensors = {
        "hidden_states": torch.randn(rows, tokens, channels, generator=generator),
        "encoder_hidden_states": torch.randn(rows, row["text"], caption, generator=generator),
        "timestep": timestep,
        "coords": coords.expand(rows, -1, -1),
    }
    if row["kept"] is not None:
        tensors["encoder_attention_mask"] = (torch.arange(row["text"]) < torch.tensor(row["kept"])[:, None]).float()
    return tensors


def reference(model, tensors):
    """What diffusers says, in the dtype of its weights."""
    text = tensors["encoder_hidden_states"].to(model.dtype)
    mask = tensors.get("encoder_attention_mask", torch.ones(text.shape[:2]))
    return model(hidden_states=tensors["hidden_states"].to(model.dtype), encoder_hidden_states=text,
                 timestep=tensors["timestep"], encoder_attention_mask=mask, video_coords=tensors["coords"]).sample.float()


def outputs(row, generator, bench):
    """The program's sample, diffusers' and, for bfloat16, diffusers' own rounding of it."""
    model = models.transformer(generator, **row["model"]).to(getattr(torch, row["weights_in"]))
    model.save_pretrained(bench.folder / "model" / "transformer", **row["save"])
    model.float()
    tensors = inputs_of(row, model.config.in_channels, model.config.caption_channels, generator)
    got = bench.verify(bench.folder / "model", "transformer", tensors, dtype=row["dtype"])["sample"]
    low = rounded(row, model)
    return got, reference(model, tensors), low and reference(low, tensors)


def check(row, bench):
    """Runs one row."""
    return compare({**DEFAULTS, **row}, functools.partial(outputs, bench=bench))
