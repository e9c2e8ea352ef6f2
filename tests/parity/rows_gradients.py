"""The trainer's loss and gradients against PyTorch's own through diffusers' transformer, with the audio cross-attention beside it."""

import json
import types

import models
import torch
from bench import Check, draws_of
from safetensors.torch import save_file
from torch import nn

DEFAULTS = dict(model={}, grid=(3, 2, 3), rows=2, text=5, kept=None, context=0, sound=None, window_s=None)

ROWS = [
    dict(name="the base"),
    dict(name="the base, given two clean latent frames", context=2),
    dict(name="the base, masked text", kept=(5, 2)),
    dict(name="no biases", model=dict(attention_bias=False, attention_out_bias=False)),
    dict(name="with the sound", sound=7),
    dict(name="with the sound, four heads, six blocks", sound=5, model=dict(heads=4, head=8, layers=6)),
    dict(name="with the sound, heads of 32, two clean latent frames", sound=6, context=2, model=dict(heads=2, head=32)),
    dict(name="with the sound near by", sound=9, window_s=0.3, context=1),
]

# The largest difference of a gradient, as a part of the largest gradient of that weight.
BOUND = 2e-4
AUDIO = 14  # width of an audio token


class Ear(nn.Module):
    """attn3 as design.md, section 5, says it: RMS norm on the query, QK norm over the whole width, 1-D rotary in seconds."""

    def __init__(self, width, heads):
        super().__init__()
        self.width, self.heads = width, heads
        self.to_q, self.to_k, self.to_v = nn.Linear(width, width), nn.Linear(AUDIO, width), nn.Linear(AUDIO, width)
        self.to_out = nn.ModuleList([nn.Linear(width, width)])
        self.norm_q, self.norm_k = nn.RMSNorm(width, eps=1e-5), nn.RMSNorm(width, eps=1e-5)

    def turned(self, x, seconds):
        powers = 10000.0 ** torch.linspace(0, 1, self.width // 2)
        angles = seconds[:, None].float() * powers * (torch.pi / 20.0)
        turns = torch.polar(torch.ones_like(angles), angles)
        return torch.view_as_real(torch.view_as_complex(x.unflatten(-1, (-1, 2))) * turns).flatten(-2)

    def forward(self, x, sound, video_s, sound_s, window_s):
        split = lambda y: y.unflatten(-1, (self.heads, -1)).transpose(1, 2)
        query = nn.functional.rms_norm(x, (self.width,), eps=1e-6)
        q, k = self.turned(self.norm_q(self.to_q(query)), video_s), self.turned(self.norm_k(self.to_k(sound)), sound_s)
        near = torch.ones(len(video_s), len(sound_s), dtype=torch.bool)
        if window_s is not None:
            near = (video_s[:, None] - sound_s).abs() <= window_s + 1e-6
        deaf = ~near.any(1, keepdim=True)
        bias = torch.zeros(near.shape).masked_fill(~(near | deaf), float("-inf"))
        heard = nn.functional.scaled_dot_product_attention(split(q), split(k), split(self.to_v(sound)), bias)
        return self.to_out[0](heard.transpose(1, 2).flatten(2)) * (~deaf)


def hang_ear(block, ear, listen):
    """Puts the ear between the text's attention and the feed-forward: after the sum that diffusers makes of `attn2`."""
    text = block.attn2.forward

    def forward(self, x, *given, **named):
        read = text(x, *given, **named)
        return read + listen(ear, x + read)

    block.attn2.forward = types.MethodType(forward, block.attn2)


def with_ears(model, row, tensors, generator, folder):
    """The model with ears that hear, and its adapter in `folder`."""
    config = model.config
    width = config.num_attention_heads * config.attention_head_dim
    ears = nn.ModuleList([models.fill(Ear(width, config.num_attention_heads), generator) for _ in model.transformer_blocks])
    times = tensors["audio_times"]
    first = torch.arange(row["grid"][0]).mul(8).sub(7).clamp(min=0) / 24.0
    middles = torch.where(first == 0, first + 0.5 / 24, first + 4 / 24).repeat_interleave(row["grid"][1] * row["grid"][2])
    for block, ear in zip(model.transformer_blocks, ears):
        hang_ear(block, ear, lambda e, x: e(x, tensors["audio_hidden_states"], middles, times, row["window_s"]))
    folder.mkdir()
    weights = {f"transformer_blocks.{i}.attn3.{name}": value.detach().clone() for i, ear in enumerate(ears) for name, value in ear.named_parameters()}
    save_file(weights, folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps({"injection_mode": "cross_attention", "audio_hidden_dim": AUDIO, "window_s": row["window_s"]}))
    return ears


def inputs_of(row, config, generator):
    shape = (row["rows"], config.in_channels, *row["grid"])
    tensors = {
        "latents": torch.randn(shape, generator=generator),
        "noise": torch.randn(shape, generator=generator),
        "levels": torch.rand(row["rows"], generator=generator) * 0.8 + 0.1,
        "encoder_hidden_states": torch.randn(row["rows"], row["text"], config.caption_channels, generator=generator),
    }
    if row["kept"]:
        tensors["encoder_attention_mask"] = (torch.arange(row["text"]) < torch.tensor(row["kept"])[:, None]).float()
    if row["sound"]:
        tensors["audio_hidden_states"] = torch.randn(row["rows"], row["sound"], AUDIO, generator=generator)
        tensors["audio_times"] = torch.sort(torch.rand(row["sound"], generator=generator))[0] * 0.8
    return tensors


def loss_of(model, row, tensors):
    """The mean square of the velocity that the model says, beside noise - clean, over the tokens to be made."""
    tokens = lambda x: x.flatten(2).transpose(1, 2)
    clean, noise = tokens(tensors["latents"]), tokens(tensors["noise"])
    kept = row["context"] * row["grid"][1] * row["grid"][2]
    level = tensors["levels"][:, None].repeat(1, clean.shape[1])
    level[:, :kept] = 0
    coords = models.coordinates(*row["grid"], 24.0, True).expand(row["rows"], -1, -1)
    text = tensors["encoder_hidden_states"]
    said = model(hidden_states=torch.lerp(clean, noise, level[..., None]), encoder_hidden_states=text, timestep=level * 1000,
                 encoder_attention_mask=tensors.get("encoder_attention_mask", torch.ones(text.shape[:2])), video_coords=coords).sample
    return (said - (noise - clean))[:, kept:].square().mean()


@torch.enable_grad()
def check(row, bench):
    """Runs one row."""
    row = {**DEFAULTS, **row}
    generator = next(iter(draws_of(row["name"])))
    model = models.transformer(generator, **row["model"])
    model.save_pretrained(bench.folder / "model" / "transformer")
    tensors = inputs_of(row, model.config, generator)
    ears = with_ears(model, row, tensors, generator, bench.folder / "model" / "audio_adapter") if row["sound"] else None
    got = bench.verify(bench.folder / "model", "train.gradients", tensors, {"conditioning_latents": row["context"]})
    loss = loss_of(model, row, tensors)
    loss.backward()
    want = {f"transformer/{name}": value.grad for name, value in model.named_parameters()}
    for i, ear in enumerate(ears or []):
        want.update({f"audio_adapter/transformer_blocks.{i}.attn3.{name}": value.grad for name, value in ear.named_parameters()})
    assert set(got) - {"loss"} == set(want), sorted(set(got) ^ set(want))
    errors = [abs(got["loss"].item() - loss.item()) / loss.item()]
    errors += [((got[name] - grad).abs().max() / grad.abs().max().clamp(min=1e-6)).item() for name, grad in want.items()]
    return Check(max(errors), BOUND)
