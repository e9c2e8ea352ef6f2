"""The audio layers (attn3), which no other program has, against a twin written from their description: docs and contract say
which tokens may be heard, that the query is the normed stream between attn2 and the feed-forward, and that q and k are turned by
their time in seconds. Where a token hears one sound at most, the turning cancels; the other rows depend on it too."""

import copy
import functools
import json
import math

import models
import rows_transformer
import torch
import torch.nn.functional as F
from bench import compare, rounded
from safetensors.torch import save_file

THETA, SPAN_S, FRAMES_PER_LATENT = 10000.0, 20.0, 8
# times: of the audio tokens in seconds. kept: per row which tokens the mask keeps; None: no mask.
DEFAULTS = dict(model=dict(heads=2, head=10, layers=3), grid=(3, 2, 3), dtype="float32", batch=1, width=12, layers=None, window=None,
                times=(0.0, 0.1, 0.25, 0.4, 0.55, 0.7), kept=None, scale=None, frame_rate=24.0, tokens_at=None)
SPARSE = (0.02, 0.21, 0.54)  # near the middles of latents 0, 1 and 2, far from each other

ROWS = [
    dict(name="hears everything"),
    dict(name="window of 0.2 s", window=0.2),
    dict(name="at most one sound in reach", window=0.1, times=SPARSE),
    dict(name="one sound for all", times=(0.3,)),
    dict(name="nothing in reach: the base model", window=0.1, times=(5.0, 6.0)),
    dict(name="only some tokens hear", window=0.1, times=(0.21, 3.0)),
    dict(name="times in any order", times=(0.7, 0.0, 0.4, 0.1), window=0.35),
    dict(name="scale 0.5", scale=0.5),
    dict(name="scale -2", scale=-2.0, window=0.2),
    dict(name="scale 0: the base model", scale=0.0),
    dict(name="two of three blocks", layers=[0, 2], window=0.2),
    dict(name="mask", kept=((1, 0, 1, 1, 0, 1),)),
    dict(name="mask, batch 2, window", kept=((1, 1, 0, 1, 0, 1), (0, 0, 0, 0, 1, 1)), batch=2, window=0.2),
    dict(name="a row that hears nothing", kept=((1, 1, 1, 1, 1, 1), (0, 0, 0, 0, 0, 0)), batch=2),
    dict(name="heads of 32, mask, batch 2, window", model=dict(heads=2, head=32, layers=2), kept=((1, 1, 0, 1, 0, 1), (0, 0, 0, 0, 1, 1)), batch=2, window=0.2),
    dict(name="30 frames a second", frame_rate=30.0, window=0.15),
    dict(name="per-token timesteps", window=0.2, tokens_at=((6, 0.0),)),
    dict(name="D%6=4", model=dict(heads=2, head=8, layers=2), window=0.3),
    dict(name="bfloat16", dtype="bfloat16", model=dict(heads=4, head=32, layers=3), grid=(3, 4, 5), window=0.3, width=48),
]


class Listener(torch.nn.Module):
    """One block's attn3."""

    def __init__(self, config, width):
        super().__init__()
        size = config.num_attention_heads * config.attention_head_dim
        self.heads, self.eps = config.num_attention_heads, config.norm_eps
        self.to_q, self.to_k, self.to_v = torch.nn.Linear(size, size), torch.nn.Linear(width, size), torch.nn.Linear(width, size)
        self.to_out = torch.nn.ModuleList([torch.nn.Linear(size, size)])
        self.norm_q, self.norm_k = torch.nn.RMSNorm(size, eps=1e-5), torch.nn.RMSNorm(size, eps=1e-5)

    def forward(self, x, sound):
        """What the sound adds to the stream x [B, N, D]."""
        query = self.norm_q(self.to_q(F.rms_norm(x, x.shape[-1:], eps=self.eps)))
        tokens = sound["tokens"].to(x.dtype)
        parts = [turned(query, sound["video_times"]), turned(self.norm_k(self.to_k(tokens)), sound["times"]), self.to_v(tokens)]
        q, k, v = (part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in parts)
        hears = sound["allowed"].any(-1, keepdim=True)
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=(sound["allowed"] | ~hears)[:, None])
        added = self.to_out[0](mixed.transpose(1, 2).flatten(2))
        return torch.where(hears, sound["scale"] * added, torch.zeros_like(added))


def turned(x, seconds):
    """Neighbouring channels as complex numbers, turned by their frequency's angle at this time; [B, N, D] and [N]."""
    count = x.shape[-1] // 2
    frequencies = THETA ** torch.linspace(0, 1, count) * math.pi / SPAN_S
    angles = seconds.float()[:, None] * frequencies
    pairs = torch.view_as_complex(x.float().unflatten(-1, (-1, 2)).contiguous())
    return torch.view_as_real(pairs * torch.polar(torch.ones_like(angles), angles)).flatten(-2).to(x.dtype)


def listening(model, listeners, sound):
    """The transformer with each listener after its block's attn2."""
    for number, listener in listeners.items():
        attend = model.transformer_blocks[int(number)].attn2
        def forward(x, *rest, inner=attend.forward, listener=listener, **named):
            added = inner(x, *rest, **named)
            return added + listener(x + added, sound)
        attend.forward = forward
    return model


def sound_of(row, coords, generator):
    """The audio inputs, and who may hear what."""
    times = torch.tensor(row["times"])
    middles = torch.where(coords[0] == 0, 0.5, coords[0] * row["frame_rate"] + FRAMES_PER_LATENT / 2) / row["frame_rate"]
    near = (times - middles[:, None]).abs() <= (math.inf if row["window"] is None else row["window"])
    mask = torch.tensor(row["kept"] or ((1,) * len(times),) * row["batch"], dtype=torch.float32)
    return {"tokens": torch.randn(row["batch"], len(times), row["width"], generator=generator), "times": times, "mask": mask,
            "video_times": middles, "allowed": near[None] & mask.bool()[:, None], "scale": 1.0 if row["scale"] is None else row["scale"]}


def write_adapter(folder, row, listeners):
    """audio_adapter/ as the contract describes it."""
    folder.mkdir(parents=True, exist_ok=True)
    config = {"injection_mode": "cross_attention", "injection_layers": row["layers"], "window_s": row["window"], "audio_hidden_dim": row["width"]}
    (folder / "config.json").write_text(json.dumps(config))
    weights = {f"transformer_blocks.{number}.attn3.{name}": tensor for number, listener in listeners.items()
               for name, tensor in listener.state_dict().items()}
    save_file(weights, folder / "adapter.safetensors")


def outputs(row, generator, bench):
    """The program's sample, the twin's and, for bfloat16, the twin's own rounding of it."""
    model = models.transformer(generator, **row["model"])
    blocks = range(model.config.num_layers) if row["layers"] is None else row["layers"]
    listeners = torch.nn.ModuleDict({str(i): models.fill(Listener(model.config, row["width"]), generator) for i in blocks})
    model.save_pretrained(bench.folder / "model" / "transformer")
    write_adapter(bench.folder / "model" / "audio_adapter", row, listeners)
    times = (700.0, 350.0)[:row["batch"]]
    shape = {**rows_transformer.DEFAULTS, "grid": row["grid"], "times": times, "tokens_at": row["tokens_at"], "frame_rate": row["frame_rate"]}
    tensors = rows_transformer.inputs_of(shape, model.config.in_channels, model.config.caption_channels, generator)
    sound = sound_of(row, tensors["coords"][0], generator)
    given = tensors | {"audio_hidden_states": sound["tokens"], "audio_times": sound["times"]}
    if row["kept"]:
        given["audio_attention_mask"] = sound["mask"]
    settings = {"frame_rate": row["frame_rate"]} | ({"audio_scale": row["scale"]} if row["scale"] is not None else {})
    got = bench.verify(bench.folder / "model", "transformer", given, settings, row["dtype"])["sample"]
    low = rounded(row, model)
    if low is not None:
        low = rows_transformer.reference(listening(low, rounded(row, listeners), sound), tensors)
    return got, rows_transformer.reference(listening(copy.deepcopy(model), listeners, sound), tensors), low


def check(row, bench):
    """Runs one row."""
    return compare({**DEFAULTS, **row}, functools.partial(outputs, bench=bench))
