"""What the program's sampling is compared with: the original model's rules, written around diffusers' transformer.

Velocity v = noise - clean; a token at time t holds (1 - t) clean + t noise. Times here are 0..1, the network's are 1000 times that."""

import contextlib
import dataclasses

import numpy
import torch
from diffusers import FlowMatchEulerDiscreteScheduler
from diffusers.pipelines.ltx.pipeline_ltx import calculate_shift

DISTILLED = [1.0, 0.9937, 0.9875, 0.9812, 0.975, 0.9094, 0.725, 0.4219]
SCHEDULER = dict(use_dynamic_shifting=True, base_shift=0.95, max_shift=2.05, base_image_seq_len=1024, max_image_seq_len=4096,
                 shift_terminal=0.1, shift=1.0, num_train_timesteps=1000, time_shift_type="exponential")


def linear_quadratic(steps, threshold=0.025):
    """The noise removed grows linearly to the threshold in the first half of the steps, then quadratically to all of it."""
    if steps == 1:
        return [1.0]
    half, left = steps // 2, steps - steps // 2
    rest = half - threshold * steps
    square = rest / (half * left ** 2)
    linear = threshold / half - 2 * rest / left ** 2
    removed = [i * threshold / half if i < half else square * i * i + linear * i + square * half ** 2 for i in range(steps)]
    return [1 - x for x in removed]


def flow_match(steps, tokens, config):
    """diffusers' own scheduler, called as its LTX pipelines call it."""
    if steps == 1:
        return [1.0]  # the stretch to shift_terminal divides 0 by 0 there
    scheduler = FlowMatchEulerDiscreteScheduler(**config)
    get = lambda key, default: scheduler.config.get(key, default)
    shift = calculate_shift(tokens, get("base_image_seq_len", 256), get("max_image_seq_len", 4096), get("base_shift", 0.5),
                            get("max_shift", 1.15))
    scheduler.set_timesteps(sigmas=numpy.linspace(1.0, 1 / steps, steps), mu=shift if scheduler.config.use_dynamic_shifting else None)
    return scheduler.sigmas[:-1].tolist()


def sigmas(kind, steps, tokens, config=None):
    """The noise levels of a run, 0 at the end."""
    lists = {
        "flow_match": lambda: flow_match(steps, tokens, config or SCHEDULER),
        "linear_quadratic": lambda: linear_quadratic(steps),
        "distilled": lambda: DISTILLED[:steps],
        "distilled_refine": lambda: DISTILLED[5:],
    }
    return torch.tensor(lists[kind]() + [0.0], dtype=torch.float32)


@dataclasses.dataclass
class Guidance:
    """How the velocities of one step become one. Without lists the same in every step."""

    scale: float = 1.0
    rescale: float = 0.0
    stg_scale: float = 0.0
    stg_mode: str = "attention_values"
    skip_layers: tuple = ()
    stg_rescale: float = 1.0
    cfg_star: bool = False
    scales: tuple = ()
    stg_scales: tuple = ()
    stg_rescales: tuple = ()
    timesteps: tuple = ()

    def at(self, level):
        """This guidance as it is at one noise level: the first interval whose time is not above it, else the last."""
        if not self.timesteps:
            return self
        index = next((j for j, time in enumerate(self.timesteps) if time <= level), len(self.timesteps) - 1)
        pick = lambda values, single: values[index] if values else single
        return dataclasses.replace(self, scale=pick(self.scales, self.scale), stg_scale=pick(self.stg_scales, self.stg_scale),
                                   stg_rescale=pick(self.stg_rescales, self.stg_rescale))


class PerturbedAttention:
    """diffusers' attention processor with the mixing of tokens taken out: each token's own value, or its own input, goes on."""

    def __init__(self, mode):
        self.mode = mode

    def __call__(self, attn, hidden_states, encoder_hidden_states=None, attention_mask=None, image_rotary_emb=None):
        kept = attn.to_v(hidden_states) if self.mode == "attention_values" else hidden_states
        return attn.to_out[1](attn.to_out[0](kept))


@contextlib.contextmanager
def perturbed(model, mode, layers):
    """The transformer with the named blocks perturbed."""
    undo = []
    if mode == "residual":  # the attention's own residual, which these models have not
        layers = ()
    for block in (model.transformer_blocks[i] for i in layers):
        if mode == "transformer_block":
            undo.append((block, "forward", block.forward))
            block.forward = lambda hidden_states, *rest, **named: hidden_states
        else:
            undo.append((block.attn1, "processor", block.attn1.processor))
            block.attn1.processor = PerturbedAttention(mode)
    yield model
    for owner, name, value in undo:
        setattr(owner, name, value)


def spread(x):
    """Unbiased standard deviation over everything but the batch: [B, 1, 1]."""
    return x.flatten(1).std(dim=1).view(-1, 1, 1)


def combine(guidance, positive, negative, weak):
    """One velocity from the conditional, the unconditional and the perturbed one, in the original's order."""
    velocity = positive
    if negative is not None:
        if guidance.cfg_star:
            product = (positive * negative).flatten(1).sum(1) / (negative.square().flatten(1).sum(1) + 1e-8)
            negative = negative * product.view(-1, 1, 1)
        velocity = negative + guidance.scale * (positive - negative)
        if guidance.rescale > 0:
            velocity = guidance.rescale * velocity * spread(positive) / spread(velocity) + (1 - guidance.rescale) * velocity
    if weak is not None:
        velocity = velocity + guidance.stg_scale * (positive - weak)
        if guidance.stg_rescale != 1:
            velocity = velocity * (guidance.stg_rescale * spread(positive) / spread(velocity) + 1 - guidance.stg_rescale)
    return velocity


def guided_velocity(model, guidance, call, texts, x, times):
    """The network's word on tokens x [B, N, C] at their times [B, N]."""
    run = lambda text: model(hidden_states=x.to(model.dtype), encoder_hidden_states=text[0].to(model.dtype), timestep=times * 1000.0,
                             encoder_attention_mask=text[1], **call).sample.float()
    positive = run(texts["positive"])
    negative = run(texts["negative"]) if guidance.scale > 1 else None
    weak = None
    if guidance.stg_scale > 0:
        with perturbed(model, guidance.stg_mode, guidance.skip_layers):
            weak = run(texts["positive"])
    return combine(guidance, positive, negative, weak)


def next_levels(levels, times):
    """For each token the largest level strictly below its own time, 0 if there is none."""
    below = torch.where(levels < times.unsqueeze(-1) - 1e-6, levels, torch.zeros(()))
    return below.amax(-1)


def denoise(model, x, texts, coords, levels, guidance, strength=None):
    """Euler steps of tokens x [B, N, C]. `strength` [N]: how far a token is given (1: wholly, and never moved)."""
    strength = torch.zeros(x.shape[1]) if strength is None else strength
    call = {"video_coords": coords.expand(len(x), -1, -1)}
    for level in levels[:-1]:
        times = torch.minimum(level, 1 - strength).expand(len(x), -1)
        velocity = guided_velocity(model, guidance.at(float(level)), call, texts, x, times)
        stepped = x - (times - next_levels(levels, times)).unsqueeze(-1) * velocity
        moves = (level - 1e-6 < 1 - strength).view(1, -1, 1)
        x = torch.where(moves, stepped, x)
    return x


def tokens_of(latents):
    """[B, C, F, H, W] to [B, N, C]."""
    return latents.flatten(2).transpose(1, 2)


def latents_of(tokens, grid):
    """[B, N, C] to [B, C, F, H, W]."""
    return tokens.transpose(1, 2).unflatten(2, grid)
