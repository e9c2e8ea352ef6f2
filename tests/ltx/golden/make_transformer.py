"""Writes transformer.safetensors: a tiny LTX transformer of random weights, inputs, and what diffusers makes of them.

Made with torch 2.11.0, diffusers 0.42.1, safetensors 0.8.0, numpy 2.2.6: the versions of tests/parity/requirements.txt, which
scripts/parity.sh --install brings. Usage: ../../../.venv/bin/python make_transformer.py (in this folder).
Keys: w.<name> weights, in.* inputs, out.<case> outputs; sigmas.<steps>.<tokens> of the scheduler below.
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "parity"))
import torch_stand_ins

torch_stand_ins.prepare()
import numpy as np
import torch
from diffusers import FlowMatchEulerDiscreteScheduler, LTXVideoTransformer3DModel
from diffusers.pipelines.ltx.pipeline_ltx import calculate_shift
from safetensors.torch import save_file

CONFIG = dict(in_channels=6, out_channels=6, num_attention_heads=2, attention_head_dim=10, cross_attention_dim=20,
              num_layers=2, caption_channels=10)  # width 20: 20 mod 6 = 2, so that the padding of the rotary table counts
SCHEDULER = dict(use_dynamic_shifting=True, base_shift=0.95, max_shift=2.05, base_image_seq_len=1024, max_image_seq_len=4096,
                 shift_terminal=0.1)
F, H, W, T, B = 3, 2, 3, 5, 2

torch.manual_seed(7)
model = LTXVideoTransformer3DModel(**CONFIG).eval()
with torch.no_grad():
    for name, p in model.named_parameters():
        p.copy_(torch.randn_like(p) * (1.2 / p.shape[-1] ** 0.5 if p.ndim > 1 else 0.3))
        if "norm" in name:
            p.add_(1.0)

f, h, w = torch.meshgrid(torch.arange(F), torch.arange(H), torch.arange(W), indexing="ij")
seconds = (8.0 * f - 7.0).clamp(min=0) / 24.0
coords = torch.stack([seconds, 32.0 * h, 32.0 * w]).flatten(1)[None].repeat(B, 1, 1).float()
inputs = {
    "hidden_states": torch.randn(B, F * H * W, CONFIG["in_channels"]),
    "encoder_hidden_states": torch.randn(B, T, CONFIG["caption_channels"]),
    "encoder_attention_mask": torch.tensor([[1, 1, 1, 1, 1], [1, 1, 0, 0, 0]]).float(),
    "coords": coords,
}
times = {"row": torch.tensor([900.0, 300.0]), "token": torch.where(torch.arange(F * H * W) < H * W, 0.0, 700.0)[None].repeat(B, 1)}
out = {"w." + k: v.contiguous() for k, v in model.state_dict().items()}
out |= {"in." + k: v for k, v in inputs.items()} | {"in.timestep." + k: v for k, v in times.items()}
with torch.no_grad():
    for name, timestep in times.items():
        call = dict(hidden_states=inputs["hidden_states"], encoder_hidden_states=inputs["encoder_hidden_states"],
                    encoder_attention_mask=inputs["encoder_attention_mask"], video_coords=coords)
        out["out." + name] = model(timestep=timestep, **call).sample

for steps, tokens in ((8, 1536), (20, 6144), (2, 2080)):
    scheduler = FlowMatchEulerDiscreteScheduler(**SCHEDULER)
    mu = calculate_shift(tokens, 1024, 4096, 0.95, 2.05)
    scheduler.set_timesteps(sigmas=np.linspace(1.0, 1 / steps, steps), mu=mu)
    out[f"sigmas.{steps}.{tokens}"] = scheduler.sigmas
save_file(out, "transformer.safetensors")
print(out["out.row"].std(), out["out.token"].std())
