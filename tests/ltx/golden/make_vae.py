"""Makes vae_<version>.safetensors: what a tiny VAE of diffusers' AutoencoderKLLTXVideo decodes and encodes, per published
version, with the scales of injected noise at 0: it is drawn afresh in every call. The files here are of torch 2.11.0,
diffusers 0.42.1, safetensors 0.8.0: the versions of tests/parity/requirements.txt, which scripts/parity.sh --install brings.
Usage: .venv/bin/python make_vae.py [folder]"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "parity"))
import torch_stand_ins

torch_stand_ins.prepare()
import torch
from diffusers import AutoencoderKLLTXVideo
from hashed_weights import fill
from safetensors.torch import save_file

OLD, NEW = "LTXVideoDownBlock3D", "LTXVideo095DownBlock3D"
SHARED = dict(patch_size_t=1, resnet_norm_eps=1e-6, scaling_factor=1.0, encoder_causal=True, decoder_causal=False)
VERSIONS = {
    "0.9": dict(
        latent_channels=6, block_out_channels=[4, 8, 8], down_block_types=[OLD] * 3, layers_per_block=[1, 1, 1, 1],
        spatio_temporal_scaling=[True, True, False], decoder_block_out_channels=[4, 8, 8], decoder_layers_per_block=[1, 1, 2, 1],
        decoder_spatio_temporal_scaling=[True, True, False], patch_size=2),
    "0.9.1": dict(
        latent_channels=6, block_out_channels=[4, 8], down_block_types=[OLD] * 2, layers_per_block=[1, 1, 1],
        spatio_temporal_scaling=[True, True], decoder_block_out_channels=[8, 16], decoder_layers_per_block=[2, 1, 1],
        decoder_spatio_temporal_scaling=[True, True], decoder_inject_noise=[True, True, False], upsample_residual=[True, True],
        upsample_factor=[2, 2], timestep_conditioning=True, patch_size=2),
    "0.9.5": dict(
        latent_channels=6, block_out_channels=[4, 8, 8, 16], down_block_types=[NEW] * 3, layers_per_block=[1, 1, 1, 1],
        spatio_temporal_scaling=[True, True, True], downsample_type=["spatial", "temporal", "spatiotemporal"],
        decoder_block_out_channels=[8, 16], decoder_layers_per_block=[1, 2, 1], decoder_spatio_temporal_scaling=[True, True],
        upsample_residual=[True, True], upsample_factor=[2, 2], timestep_conditioning=True, patch_size=2,
        spatial_compression_ratio=8, temporal_compression_ratio=4),
}


def make(version, config):
    vae = AutoencoderKLLTXVideo(**SHARED, **config).eval()
    fill(vae)
    for name, parameter in vae.named_parameters():
        if "per_channel_scale" in name:
            parameter.zero_()
    torch.manual_seed(9)
    channels, space = config["latent_channels"], config["patch_size"] * 4
    mean, std = (x.view(1, -1, 1, 1, 1) for x in (vae.latents_mean, vae.latents_std))
    latents = torch.randn(2, channels, 2, 2, 1)
    frames = torch.rand(1, 3, 5, 2 * space, space) * 2 - 1
    timestep = torch.tensor([0.05, 0.2])
    decoded = vae.decode(latents * std + mean, timestep if vae.config.timestep_conditioning else None).sample
    encoded = (vae.encode(frames).latent_dist.mode() - mean) / std
    tensors = {"latents": latents, "timestep": timestep, "decoded": decoded, "frames": frames, "encoded": encoded}
    shapes = {name: list(tensor.shape) for name, tensor in vae.state_dict().items()}
    plain = {key: value for key, value in vae.config.items() if not key.startswith("_")}
    return {name: t.contiguous() for name, t in tensors.items()}, {"config": json.dumps(plain), "shapes": json.dumps(shapes)}


torch.set_grad_enabled(False)
folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
for version, config in VERSIONS.items():
    tensors, metadata = make(version, config)
    save_file(tensors, folder / f"vae_{version}.safetensors", metadata=metadata)
