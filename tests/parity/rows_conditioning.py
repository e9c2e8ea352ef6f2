"""Frames given along the way (conditioning items), by the original model's rules: what starts the clip overwrites it, what
comes later goes in front as tokens of its own with its own positions, and every token is stepped from its own time."""

import models
import references
import torch
from bench import compare_float32, seed_of, worst
from references import Guidance
from rows_pipeline import guidance_settings, save_model, tensors_of, text_inputs

# An item: the frame it starts at, its latent frames, its strength. The autoencoder here has 4 frames per latent.
DEFAULTS = dict(version="0.9.5", grid=(4, 3, 4), batch=1, layers=3, text=6, kept=(4,), kept_negative=(2,), kind="linear_quadratic", steps=6,
                frame_rate=24, guidance=Guidance(), scheduler={}, needs="conditioning")

ROWS = [
    dict(name="A: first latent, strength 1", items=[(0, 1, 1.0)]),
    dict(name="A: first latent, strength 0.6", items=[(0, 1, 0.6)]),
    dict(name="A: two latents, strength 0.05", items=[(0, 2, 0.05)]),
    dict(name="A: strength 0 is nothing", items=[(0, 2, 0.0)]),
    dict(name="A: strength 0.8, distilled", items=[(0, 2, 0.8)], kind="distilled", steps=8),
    dict(name="B: one frame at 5", items=[(5, 1, 1.0)]),
    dict(name="B: the last frame", items=[(12, 1, 1.0)], frame_rate=30),
    dict(name="A and B: both ends", items=[(0, 1, 1.0), (12, 1, 1.0)]),
    dict(name="A at 0.7 and B, guided", items=[(0, 1, 0.7), (9, 1, 1.0)], guidance=Guidance(scale=3.0)),
    dict(name="C: two latents at frame 4", items=[(4, 2, 1.0)]),
    dict(name="C: three latents at frame 4", items=[(4, 3, 1.0)]),
    dict(name="A, B and C, batch 2", items=[(0, 1, 0.9), (4, 3, 1.0), (10, 1, 1.0)], batch=2, kept=(6, 3), kept_negative=(1, 6)),
    dict(name="A and B with STG and rescale", items=[(0, 1, 1.0), (7, 1, 1.0)],
         guidance=Guidance(scale=2.0, stg_scale=1.0, skip_layers=(1,), stg_rescale=0.7)),
]
for every in ROWS:
    every["needs"] = DEFAULTS["needs"]


def mix(noise, clean, strength):
    """What a token of this strength starts from."""
    return (1 - strength) * noise + strength * clean


def in_front(latents, frame, row, ratios):
    """Tokens, coordinates and strength of what goes in front: its own grid's times, moved to its frame."""
    grid = latents.shape[2:]
    coords = models.coordinates(*grid, row["frame_rate"], True, ratios)
    coords[0] += frame / row["frame_rate"]
    return references.tokens_of(latents), coords, torch.ones(grid.numel())


def apply_items(row, x, items, ratios):
    """All tokens [B, N, C] with coordinates [3, N] and strengths [N]; what goes in front comes first."""
    strength = torch.zeros(row["grid"])
    x, front = x.clone(), []
    for (frame, _, how), given in zip(row["items"], items):
        if frame == 0:
            x[:, :, :given.shape[2]] = mix(x[:, :, :given.shape[2]], given, how)
            strength[:given.shape[2]] = how
            continue
        front.append(in_front(given[:, :, :2].expand(len(x), -1, -1, -1, -1), frame, row, ratios))
        start, rest = frame // ratios[0] + 2, given[:, :, 2:]
        if rest.shape[2]:
            x[:, :, start:start + rest.shape[2]] = mix(x[:, :, start:start + rest.shape[2]], rest, how)
            strength[start:start + rest.shape[2]] = how
    front.append((references.tokens_of(x), models.coordinates(*row["grid"], row["frame_rate"], True, ratios), strength.flatten()))
    tokens, coords, strengths = zip(*front)
    return torch.cat(tokens, 1), torch.cat(coords, 1), torch.cat(strengths)


def check(row, bench):
    """Runs one row: latents and frames."""
    row = {**DEFAULTS, **row}
    generator = seed_of(row["name"])
    folder = bench.folder / "model"
    transformer, vae, scheduler = save_model(folder, generator, row)
    ratios = (vae.temporal_compression_ratio, vae.spatial_compression_ratio)
    draw = lambda batch, frames: torch.randn(batch, vae.config.latent_channels, frames, *row["grid"][1:], generator=generator)
    latents, items = draw(row["batch"], row["grid"][0]), [draw(1, count) for _, count, _ in row["items"]]
    texts = text_inputs(row, transformer.config.caption_channels, generator)
    settings = {"kind": row["kind"], "steps": row["steps"], "frame_rate": row["frame_rate"], "causal_positions": "true",
                **guidance_settings(row["guidance"])}
    tensors = tensors_of(latents, texts, row["guidance"].scale > 1)
    for i, ((frame, _, how), given) in enumerate(zip(row["items"], items)):
        tensors[f"conditioning.{i}.latents"] = given
        settings |= {f"conditioning.{i}.frame": frame, f"conditioning.{i}.strength": how}
    got = bench.verify(folder, "pipeline", tensors, settings)
    tokens, coords, strength = apply_items(row, latents, items, ratios)
    levels = references.sigmas(row["kind"], row["steps"], latents[0, 0].numel(), scheduler)
    tokens = references.denoise(transformer, tokens, texts, coords, levels, row["guidance"], strength)
    want = references.latents_of(tokens[:, -latents[0, 0].numel():], row["grid"])
    return worst([compare_float32(got["latents"], want), compare_float32(got["frames"], models.decode(vae, want))])
