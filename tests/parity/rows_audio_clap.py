"""CLAP's ears against transformers: feature extractor and audio tower with projection, on random models. Where transformers draws
lots (which clip of a batch counts as long, where a long clip is cut) it is told what to draw, and the program what it drew."""

import json
import threading
import unittest.mock

import models
import numpy
import torch
from bench import compare_float32, seed_of, worst
from transformers import ClapAudioConfig, ClapAudioModelWithProjection, ClapConfig, ClapFeatureExtractor, ClapModel, ClapTextConfig

TINY = dict(patch_embeds_hidden_size=16, depths=[2, 2, 2, 2], num_attention_heads=[1, 2, 4, 8], hidden_size=128, projection_dim=32)
NARROW = dict(patch_embeds_hidden_size=12, depths=[1, 2, 3], num_attention_heads=[1, 2, 3], hidden_size=48, projection_dim=10)
# seconds: of the clips, whole hops of 10 ms more or less. draw: what each draw of transformers gives.
DEFAULTS = dict(config=TINY, fusion=True, seconds=3.0, batch=1, extractor={}, whole=False, longer=0, lots={}, shards=False, rate=48000)
DRAWING = threading.Lock()  # numpy's draws are everybody's
SHORT = dict(sampling_rate=16000, hop_length=160, fft_window_size=400, max_length_s=4, frequency_max=7600)

ROWS = [
    dict(name="fused, 3 s", seconds=3.0),
    dict(name="fused, 10 s", seconds=10.0),
    dict(name="fused, 10 s and half a hop: taken whole", seconds=10.005),
    dict(name="fused, one hop longer", seconds=10.01),
    dict(name="fused, 12.3 s", seconds=12.3, lots={"chunks": (7, 100, 229)}),
    dict(name="fused, batch 2", batch=2, seconds=2.0),
    dict(name="fused, batch 2, the second counts as long", batch=2, seconds=2.0, longer=1),
    dict(name="fused, batch 2, long", batch=2, seconds=11.0, lots={"chunks": (0, 50, 99)}),
    dict(name="fused, 0.4 s", seconds=0.4),
    dict(name="fused, one sample", seconds=1 / 48000),
    dict(name="unfused, 3 s", fusion=False),
    dict(name="unfused, 10 s", fusion=False, seconds=10.0),
    dict(name="unfused, 13 s, cut", fusion=False, seconds=13.0, lots={"crop": 1234}),
    dict(name="unfused, batch 2", fusion=False, batch=2, seconds=7.0),
    dict(name="padding repeat", extractor=dict(padding="repeat"), seconds=2.9),
    dict(name="padding pad", extractor=dict(padding="pad"), seconds=2.9),
    dict(name="unfused, padding repeat", fusion=False, extractor=dict(padding="repeat"), seconds=6.1),
    dict(name="a whole ClapModel", whole=True),
    dict(name="a whole ClapModel, unfused, in shards", whole=True, fusion=False, shards=True),
    dict(name="three stages of other depths and widths", config=NARROW),
    dict(name="three stages, unfused", config=NARROW, fusion=False, seconds=10.0),
    dict(name="window of 4", config={**TINY, "window_size": 4}),
    dict(name="patches of 6 in strides of 4", config={**TINY, "patch_size": 6}, fusion=False),
    dict(name="patches of 6 in strides of 4, fused", config={**TINY, "patch_size": 6}, seconds=10.01),
    dict(name="strides of 8 and 4", config={**NARROW, "patch_stride": [8, 4], "patch_size": [8, 4]}, fusion=False),
    dict(name="32 mel bands in 128 px", config={**NARROW, "num_mel_bins": 32, "spec_size": 128, "window_size": 4, "patch_stride": [2, 2], "patch_size": 2},
         extractor=dict(feature_size=32, max_length_s=5), fusion=False, seconds=4.0),
    dict(name="16 kHz, clips of 4 s", extractor=SHORT, rate=16000, seconds=2.5),
    dict(name="16 kHz, long", extractor=SHORT, rate=16000, seconds=4.02),
    dict(name="aff_block_r 2", config={**TINY, "aff_block_r": 2}),
    dict(name="no bias in attention", config={**TINY, "qkv_bias": False}),
    dict(name="no norm of patches", config={**TINY, "enable_patch_layer_norm": False}),
    dict(name="mlp_ratio 2.5", config={**TINY, "mlp_ratio": 2.5}),
    dict(name="eps 1e-2", config={**TINY, "layer_norm_eps": 1e-2}),
    dict(name="projection gelu, hidden relu", config={**TINY, "projection_hidden_act": "gelu", "hidden_act": "relu"}),
    dict(name="from 0 to 8000 Hz", extractor=dict(frequency_min=0, frequency_max=8000)),
    dict(name="published size, fused", config=dict(), seconds=10.01),
    dict(name="published size, unfused", config=dict(), fusion=False, seconds=5.0),
]


def fill(module, generator):
    """Random weights as elsewhere; statistics of the batch norms as sound has them; tables of indices as they are."""
    indices = {name: tensor.clone() for name, tensor in module.state_dict().items() if not tensor.is_floating_point()}
    models.fill(module, generator)
    with torch.no_grad():
        for name, tensor in module.state_dict().items():
            if name in indices:
                tensor.copy_(indices[name])
            if name.endswith("running_var"):
                tensor.abs_().add_(0.5)
            if name.endswith("batch_norm.running_var"):
                tensor.mul_(300.0)
            if name.endswith("batch_norm.running_mean"):
                tensor.sub_(40.0)
    return module


def model_of(row, generator):
    """(what is saved, the audio half of it)."""
    audio = {**row["config"], "enable_fusion": row["fusion"]}
    if not row["whole"]:
        model = fill(ClapAudioModelWithProjection(ClapAudioConfig(**audio)), generator)
        return model, model
    text = ClapTextConfig(vocab_size=40, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, max_position_embeddings=20)
    config = ClapConfig(text_config=text.to_dict(), audio_config=audio, projection_dim=row["config"]["projection_dim"])
    whole = fill(ClapModel(config), generator)
    half = ClapAudioModelWithProjection(whole.config.audio_config).eval()
    half.audio_model, half.audio_projection = whole.audio_model, whole.audio_projection
    return whole, half


def sound(row, generator):
    """[B, S]: a tone, clicks and noise; each clip another."""
    count = max(1, round(row["seconds"] * row["rate"]))
    t = torch.arange(count, dtype=torch.float64) / row["rate"]
    tones = [torch.sin(2 * torch.pi * (220 * 1.5**i) * t) * 0.3 + 0.4 * torch.exp(-(t % 0.5) / 0.02) * torch.sin(2 * torch.pi * 3000 * t) for i in range(row["batch"])]
    return (torch.stack(tones) + 0.02 * torch.randn(row["batch"], count, generator=generator)).float()


def extracted(row, extractor, waveform):
    """transformers' input, with the row's lots drawn: which clip is long, where long ones are cut."""
    chunks = [list(row["lots"].get("chunks", ()))] * row["batch"]
    draws = iter([frame for clip in chunks for frame in clip])
    choice = lambda places: next(draws, places[len(places) // 2])
    randint = lambda low, high: row["longer"] if row["fusion"] else row["lots"].get("crop", high - 1)
    with DRAWING, unittest.mock.patch.object(numpy.random, "choice", choice), unittest.mock.patch.object(numpy.random, "randint", randint):
        return extractor(list(waveform.numpy()), sampling_rate=row["rate"], return_tensors="pt")


def unfolded(row, model, given):
    """The third stage before it is halved, in the order of time, its rows averaged: [B, T, 4 c]."""
    encoder = model.audio_model.audio_encoder
    states = encoder(given["input_features"], is_longer=given["is_longer"], output_hidden_states=True, output_hidden_states_before_downsampling=True)
    third = states.hidden_states[3]
    folds = encoder.freq_ratio
    return third.unflatten(2, (folds, -1)).mean(3).permute(0, 2, 3, 1).flatten(1, 2)


def write_ears(folder, kind, network, extractor, shards=False):
    """audio_encoder/ with the network in a folder of its own."""
    ears = folder / "audio_encoder"
    network.save_pretrained(ears / kind, **({"max_shard_size": "200KB"} if shards else {}))
    extractor.save_pretrained(ears / kind)
    (ears / "config.json").write_text(json.dumps({"encoder_type": kind, "hidden_dim": 24, f"{kind}_model_path": kind}))


def check(given_row, bench):
    """Features and embedding of one row."""
    row = {**DEFAULTS, **given_row}
    generator = seed_of(row["name"])
    saved, model = model_of(row, generator)
    extractor = ClapFeatureExtractor(**{"frequency_min": 50, "truncation": "fusion" if row["fusion"] else "rand_trunc", **row["extractor"]})
    write_ears(bench.folder / "model", "clap", saved, extractor, row["shards"])
    waveform = sound(row, generator)
    settings = {"sample_rate": row["rate"], "longer": row["longer"], **{key: ",".join(map(str, numpy.atleast_1d(value))) for key, value in row["lots"].items()}}
    got = bench.verify(bench.folder / "model", "audio.clap", {"waveform": waveform}, settings)
    given = extracted(row, extractor, waveform)
    wanted = {"features": unfolded(row, model, given), "embedding": model(**given).audio_embeds}
    return worst([compare_float32(got[name], tensor) for name, tensor in wanted.items()])
