"""Whole runs from given noise: against diffusers' own pipelines, and against the original's guidance rules (references.py)."""

import models
import references
import torch
from bench import compare_bfloat16, compare_float32, draws_of, rounded, seed_of, worst
from diffusers import FlowMatchEulerDiscreteScheduler, LTXImageToVideoPipeline, LTXPipeline
from references import Guidance
from rows_scheduler import write_config

STG = "spatio-temporal guidance"
# grid: latent frames, height, width. settings go to the program as they are; guidance is their meaning for the reference.
# by: whose loop makes the reference: diffusers' pipeline class, or "rules".
DEFAULTS = dict(version="0.9.5", grid=(3, 4, 4), batch=1, layers=3, text=6, kept=(4,), kept_negative=(2,), kind="flow_match", steps=4,
                frame_rate=24, causal=False, clean=0, decode_timestep=None, guidance=Guidance(), by="rules", settings={}, scheduler={}, dtype="float32")
LISTS = dict(guidance_list="1,4,2", stg_list="0,2,1", stg_rescale_list="1,0.5,0.7", guidance_timesteps="1.0,0.97,0.8")
LIST_VALUES = dict(scales=(1.0, 4.0, 2.0), stg_scales=(0.0, 2.0, 1.0), stg_rescales=(1.0, 0.5, 0.7), timesteps=(1.0, 0.97, 0.8))

ROWS = [
    dict(name="LTXPipeline, no guidance", by="LTXPipeline"),
    dict(name="LTXPipeline, guidance 3", by="LTXPipeline", guidance=Guidance(scale=3.0)),
    dict(name="LTXPipeline, guidance 3, rescale 0.7", by="LTXPipeline", guidance=Guidance(scale=3.0, rescale=0.7)),
    dict(name="LTXPipeline, guidance 5, rescale 1, batch 2", by="LTXPipeline", guidance=Guidance(scale=5.0, rescale=1.0), batch=2,
         kept=(6, 3), kept_negative=(1, 6)),
    dict(name="LTXPipeline, guidance below 1 is none", by="LTXPipeline", guidance=Guidance(scale=0.5)),
    dict(name="LTXPipeline, 0.9 VAE, 30 frames a second", by="LTXPipeline", version="0.9", frame_rate=30),
    dict(name="LTXPipeline, 0.9.1 VAE, decode timestep 0.1", by="LTXPipeline", version="0.9.1", decode_timestep=0.1),
    dict(name="LTXPipeline, 9 steps, one latent frame", by="LTXPipeline", steps=9, grid=(1, 4, 8)),
    dict(name="LTXPipeline, scheduler without terminal", by="LTXPipeline", scheduler=dict(shift_terminal=None)),
    dict(name="LTXImageToVideoPipeline", by="LTXImageToVideoPipeline", clean=1),
    dict(name="LTXImageToVideoPipeline, guidance 3, batch 2", by="LTXImageToVideoPipeline", clean=1, guidance=Guidance(scale=3.0), batch=2,
         kept=(6, 3), kept_negative=(2, 2)),
    dict(name="one step", steps=1),
    dict(name="odd sizes", grid=(2, 3, 5)),
    dict(name="causal positions", causal=True, frame_rate=25),
    dict(name="causal positions, two clean latents", causal=True, clean=2),
    dict(name="every latent clean", clean=3),
    dict(name="linear_quadratic, 6 steps", kind="linear_quadratic", steps=6),
    dict(name="distilled, 8 steps, causal", kind="distilled", steps=8, causal=True),
    dict(name="distilled, 7 steps", kind="distilled", steps=7),
    dict(name="distilled_refine, 3 steps", kind="distilled_refine", steps=3),
    dict(name="bfloat16, 4 steps", dtype="bfloat16", grid=(3, 6, 6)),
    dict(name="bfloat16, 8 distilled steps, guidance 3", dtype="bfloat16", grid=(3, 6, 6), kind="distilled", steps=8, guidance=Guidance(scale=3.0)),
    dict(name="STG attention_values", needs=STG, guidance=Guidance(stg_scale=1.5, skip_layers=(1,))),
    dict(name="STG attention_values, two layers, guided", needs=STG, guidance=Guidance(scale=3.0, stg_scale=1.0, skip_layers=(0, 2))),
    dict(name="STG attention_values, rescale 0.7", needs=STG, guidance=Guidance(scale=3.0, stg_scale=1.0, skip_layers=(1,), stg_rescale=0.7)),
    dict(name="STG attention_skip", needs=STG, guidance=Guidance(scale=2.0, stg_scale=1.0, stg_mode="attention_skip", skip_layers=(1, 2))),
    dict(name="STG transformer_block", needs=STG, guidance=Guidance(scale=2.0, stg_scale=1.0, stg_mode="transformer_block", skip_layers=(1,))),
    dict(name="STG, batch 2, rescale 0.5", needs=STG, batch=2, kept=(6, 3), kept_negative=(1, 6),
         guidance=Guidance(scale=3.0, stg_scale=2.0, skip_layers=(1,), stg_rescale=0.5)),
    dict(name="STG residual does nothing", needs=STG, guidance=Guidance(scale=2.0, stg_scale=1.0, stg_mode="residual", skip_layers=(1,))),
    dict(name="rescale without STG does nothing", needs=STG, guidance=Guidance(scale=3.0, stg_scale=0.0, skip_layers=(1,), stg_rescale=0.5)),
    dict(name="cfg star", needs="cfg star", guidance=Guidance(scale=4.0, cfg_star=True)),
    dict(name="cfg star, STG, rescale", needs="cfg star",
         guidance=Guidance(scale=4.0, cfg_star=True, stg_scale=1.0, skip_layers=(2,), stg_rescale=0.7)),
    dict(name="lists per step", needs="guidance lists", kind="linear_quadratic", steps=8, settings=LISTS,
         guidance=Guidance(skip_layers=(1,), **LIST_VALUES)),
    dict(name="lists per step, cfg star, attention_skip", needs="guidance lists", kind="distilled", steps=8, settings=LISTS, causal=True,
         guidance=Guidance(skip_layers=(0,), cfg_star=True, stg_mode="attention_skip", **LIST_VALUES)),
]


def guidance_settings(guidance):
    """The program's names for a guidance; what is at rest is not named."""
    rest = Guidance()
    named = dict(guidance_scale=(guidance.scale, rest.scale), guidance_rescale=(guidance.rescale, rest.rescale),
                 stg_scale=(guidance.stg_scale, rest.stg_scale), stg_mode=(guidance.stg_mode, rest.stg_mode),
                 stg_rescale=(guidance.stg_rescale, rest.stg_rescale))
    settings = {key: value for key, (value, at_rest) in named.items() if value != at_rest}
    if guidance.skip_layers:
        settings["skip_layers"] = ",".join(map(str, guidance.skip_layers))
    return settings | ({"cfg_star": "true"} if guidance.cfg_star else {})


def text_inputs(row, caption, generator):
    """Embeddings and masks of the prompt and of the negative one."""
    mask = lambda kept: (torch.arange(row["text"]) < torch.tensor(kept)[:, None]).float()
    draw = lambda: torch.randn(row["batch"], row["text"], caption, generator=generator)
    return {"positive": (draw(), mask(row["kept"])), "negative": (draw(), mask(row["kept_negative"]))}


def tensors_of(latents, texts, guided):
    """Inputs of the component."""
    tensors = {"latents": latents, "prompt_embeds": texts["positive"][0], "prompt_mask": texts["positive"][1]}
    if guided:
        tensors |= {"negative_prompt_embeds": texts["negative"][0], "negative_prompt_mask": texts["negative"][1]}
    return tensors


def by_diffusers(row, transformer, vae, scheduler, latents, texts):
    """Latents of one of diffusers' pipeline classes."""
    kind = {"LTXPipeline": LTXPipeline, "LTXImageToVideoPipeline": LTXImageToVideoPipeline}[row["by"]]
    pipeline = kind(scheduler=FlowMatchEulerDiscreteScheduler(**scheduler), vae=vae, text_encoder=None, tokenizer=None, transformer=transformer)
    pipeline.set_progress_bar_config(disable=True)
    frames, height, width = row["grid"]
    (positive, mask), (negative, negative_mask) = texts["positive"], texts["negative"]
    tokens = pipeline(
        height=height * vae.spatial_compression_ratio, width=width * vae.spatial_compression_ratio,
        num_frames=(frames - 1) * vae.temporal_compression_ratio + 1, frame_rate=row["frame_rate"], num_inference_steps=row["steps"],
        guidance_scale=row["guidance"].scale, guidance_rescale=row["guidance"].rescale, latents=references.tokens_of(latents),
        prompt_embeds=positive, prompt_attention_mask=mask, negative_prompt_embeds=negative,
        negative_prompt_attention_mask=negative_mask, output_type="latent", return_dict=False)[0]
    return references.latents_of(tokens, row["grid"]) if tokens.ndim == 3 else tokens


def by_rules(row, transformer, vae, scheduler, latents, texts):
    """Latents by references.denoise."""
    ratios = (vae.temporal_compression_ratio, vae.spatial_compression_ratio)
    coords = models.coordinates(*row["grid"], row["frame_rate"], row["causal"], ratios)
    cells = row["grid"][1] * row["grid"][2]
    strength = (torch.arange(row["grid"][0] * cells) < row["clean"] * cells).float()
    levels = references.sigmas(row["kind"], row["steps"], len(strength), scheduler)
    tokens = references.denoise(transformer, references.tokens_of(latents), texts, coords, levels, row["guidance"], strength)
    return references.latents_of(tokens, row["grid"])


def save_model(folder, generator, row):
    """A transformer and an autoencoder that fit each other, and a scheduler. Random velocities are rougher than learned ones
    and a run of steps would amplify rounding: they are kept small."""
    vae = models.vae(generator, row["version"])
    transformer = models.transformer(generator, layers=row["layers"], channels=vae.config.latent_channels)
    transformer.proj_out.weight *= 0.4
    transformer.proj_out.bias *= 0.4
    scheduler = {**references.SCHEDULER, **row["scheduler"]}
    transformer.save_pretrained(folder / "transformer")
    vae.save_pretrained(folder / "vae")
    write_config(folder, scheduler)
    return transformer, vae, scheduler


def run_both(row, generator, bench):
    """The program's tensors, the reference's latents, their bfloat16 twin where the row asks, and the autoencoder."""
    folder = bench.folder / "model"
    transformer, vae, scheduler = save_model(folder, generator, row)
    latents = torch.randn(row["batch"], vae.config.latent_channels, *row["grid"], generator=generator)
    texts = text_inputs(row, transformer.config.caption_channels, generator)
    settings = {"kind": row["kind"], "steps": row["steps"], "frame_rate": row["frame_rate"], "conditioning_latents": row["clean"],
                "causal_positions": str(row["causal"]).lower(), **guidance_settings(row["guidance"]), **row["settings"]}
    if row["decode_timestep"] is not None:
        settings["decode_timestep"] = row["decode_timestep"]
    guided = max(row["guidance"].scale, *row["guidance"].scales, 0) > 1
    got = bench.verify(folder, "pipeline", tensors_of(latents, texts, guided), settings, row["dtype"])
    reference = by_rules if row["by"] == "rules" else by_diffusers
    want = reference(row, transformer, vae, scheduler, latents, texts)
    low = rounded(row, transformer)
    return got, want, None if low is None else reference(row, low, vae, scheduler, latents, texts), vae


def check(row, bench):
    """Runs one row: both its latents and its frames must agree; in bfloat16 its latents, for frames follow from them."""
    row = {**DEFAULTS, **row}
    if row["dtype"] == "bfloat16":
        runs = [run_both(row, generator, bench) for generator in draws_of(row["name"])]
        return compare_bfloat16([(got["latents"], want, low) for got, want, low, _ in runs])
    got, want, _, vae = run_both(row, seed_of(row["name"]), bench)
    time = torch.full((row["batch"],), 0.05 if row["decode_timestep"] is None else row["decode_timestep"])
    return worst([compare_float32(got["latents"], want), compare_float32(got["frames"], models.decode(vae, want, time))])
