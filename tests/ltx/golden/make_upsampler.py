"""Makes upsampler.safetensors: what tiny latent upsamplers of diffusers' LTXLatentUpsamplerModel make, per variant, and what
its pipeline's AdaIN and tone map do. Needs torch, diffusers and safetensors.
Usage: python3 make_upsampler.py [folder]"""

import json
import pathlib
import sys

import torch
from diffusers.pipelines.ltx.modeling_latent_upsampler import LTXLatentUpsamplerModel
from diffusers.pipelines.ltx.pipeline_ltx_latent_upsample import LTXLatentUpsamplePipeline
from hashed_weights import fill
from safetensors.torch import save_file

VARIANTS = {
    "spatial": dict(dims=3, spatial_upsample=True, temporal_upsample=False),
    "temporal": dict(dims=3, spatial_upsample=False, temporal_upsample=True),
    "both": dict(dims=3, spatial_upsample=True, temporal_upsample=True),
    "flat": dict(dims=2, spatial_upsample=True, temporal_upsample=False),
}

torch.set_grad_enabled(False)
torch.manual_seed(4)
latents = torch.randn(2, 4, 3, 2, 3)
tensors, metadata = {"latents": latents}, {}
for name, variant in VARIANTS.items():
    model = LTXLatentUpsamplerModel(in_channels=4, mid_channels=32, num_blocks_per_stage=1, **variant).eval()
    fill(model)
    tensors[name] = model(latents).contiguous()
    metadata[name + ".config"] = json.dumps({key: value for key, value in model.config.items() if not key.startswith("_")})
    metadata[name + ".shapes"] = json.dumps({key: list(tensor.shape) for key, tensor in model.state_dict().items()})

pipeline = LTXLatentUpsamplePipeline.__new__(LTXLatentUpsamplePipeline)
tensors["adain"] = pipeline.adain_filter_latent(tensors["spatial"], latents, 0.7)
tensors["tone_map"] = pipeline.tone_map_latents(latents * 2, 0.6)
folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
save_file(tensors, folder / "upsampler.safetensors", metadata=metadata)
