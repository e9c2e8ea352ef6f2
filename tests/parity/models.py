"""Small random models of diffusers and transformers, and the folders that the program reads them from."""

import torch
from diffusers import AutoencoderKLLTXVideo, LTXVideoTransformer3DModel
from transformers import T5Config, T5EncoderModel

OLD, NEW = "LTXVideoDownBlock3D", "LTXVideo095DownBlock3D"

# As published, but narrow and shallow: the same kinds of blocks in the same order. Ratios: 8 px and 4 frames.
VAE_VERSIONS = {
    "0.9": dict(
        latent_channels=6, block_out_channels=[8, 16, 16], down_block_types=[OLD] * 3, layers_per_block=[1, 1, 1, 1],
        spatio_temporal_scaling=[True, True, False], decoder_block_out_channels=[8, 16, 16],
        decoder_layers_per_block=[1, 1, 2, 1], decoder_spatio_temporal_scaling=[True, True, False], patch_size=2),
    "0.9.1": dict(
        latent_channels=6, block_out_channels=[8, 16], down_block_types=[OLD] * 2, layers_per_block=[1, 1, 1],
        spatio_temporal_scaling=[True, True], decoder_block_out_channels=[8, 16], decoder_layers_per_block=[2, 1, 1],
        decoder_spatio_temporal_scaling=[True, True], decoder_inject_noise=[True, True, False],
        upsample_residual=[True, True], upsample_factor=[2, 2], timestep_conditioning=True, patch_size=2),
    "0.9.5": dict(
        latent_channels=6, block_out_channels=[8, 16, 16, 32], down_block_types=[NEW] * 3, layers_per_block=[1, 1, 1, 1],
        spatio_temporal_scaling=[True, True, True], downsample_type=["spatial", "temporal", "spatiotemporal"],
        decoder_block_out_channels=[8, 16], decoder_layers_per_block=[1, 2, 1], decoder_spatio_temporal_scaling=[True, True],
        upsample_residual=[True, True], upsample_factor=[2, 2], timestep_conditioning=True, patch_size=2,
        spatial_compression_ratio=8, temporal_compression_ratio=4),
}
# 0.9.5's layout without its timestep, and with a causal decoder, which its configuration can say.
VAE_VERSIONS["0.9.5 no timestep"] = {**VAE_VERSIONS["0.9.5"], "timestep_conditioning": False}
VAE_VERSIONS["0.9.5 causal decoder"] = {**VAE_VERSIONS["0.9.5"], "decoder_causal": True}
# The published depth of stages (32 px and 8 frames), as single files hold it.
VAE_VERSIONS["0.9 full"] = dict(
    latent_channels=6, block_out_channels=[8, 16, 32, 32], down_block_types=[OLD] * 4, layers_per_block=[2, 1, 1, 1, 2],
    spatio_temporal_scaling=[True, True, True, False], decoder_block_out_channels=[8, 16, 32, 32],
    decoder_layers_per_block=[2, 1, 1, 1, 2], decoder_spatio_temporal_scaling=[True, True, True, False], patch_size=4)
VAE_VERSIONS["0.9.1 full"] = dict(
    VAE_VERSIONS["0.9 full"], decoder_block_out_channels=[8, 16, 32], decoder_layers_per_block=[1, 2, 1, 1],
    decoder_spatio_temporal_scaling=[True] * 3, decoder_inject_noise=[True, True, True, False],
    upsample_residual=[True] * 3, upsample_factor=[2] * 3, timestep_conditioning=True)
VAE_VERSIONS["0.9.5 full"] = dict(
    latent_channels=6, block_out_channels=[8, 16, 32, 64, 128], down_block_types=[NEW] * 4, layers_per_block=[1, 1, 1, 1, 1],
    spatio_temporal_scaling=[True] * 4, downsample_type=["spatial", "temporal", "spatiotemporal", "spatiotemporal"],
    decoder_block_out_channels=[8, 16, 32], decoder_layers_per_block=[1, 2, 1, 1],
    decoder_spatio_temporal_scaling=[True] * 3, upsample_residual=[True] * 3, upsample_factor=[2] * 3,
    timestep_conditioning=True, patch_size=4, spatial_compression_ratio=32, temporal_compression_ratio=8)

T5 = dict(vocab_size=400, d_model=24, d_kv=6, num_heads=4, d_ff=40, num_layers=2, feed_forward_proj="gated-gelu",
          relative_attention_num_buckets=32, relative_attention_max_distance=128, layer_norm_epsilon=1e-6, dropout_rate=0.0)


@torch.no_grad()
def fill(module, generator):
    """Weights that keep signals near 1: matrices by fan-in, norms around 1, the rest small; injected noise off."""
    for name, tensor in module.state_dict().items():
        if name == "encoder.embed_tokens.weight":  # T5's second name of shared.weight
            continue
        values = torch.randn(tensor.shape, generator=generator)
        if "per_channel_scale" in name or tensor.dim() == 0:
            continue
        if name == "latents_std":
            values = 0.5 + values.abs()
        elif "table" in name:
            values = 0.3 * values
        elif name.startswith("shared") or "relative_attention_bias" in name:
            pass
        elif tensor.dim() > 1:
            values = values * (1.2 / tensor[0].numel() ** 0.5)
        else:
            values = 0.2 * values + (1.0 if "norm" in name and name.endswith("weight") else 0.0)
        tensor.copy_(values)
    for name, parameter in module.named_parameters():
        if "per_channel_scale" in name:
            parameter.zero_()
    return module.eval()


def transformer(generator, heads=2, head=12, layers=2, channels=8, caption=20, **config):
    """diffusers' transformer of width heads x head."""
    return fill(LTXVideoTransformer3DModel(
        in_channels=channels, out_channels=config.pop("out_channels", channels), num_attention_heads=heads,
        attention_head_dim=head, cross_attention_dim=heads * head, num_layers=layers, caption_channels=caption, **config), generator)


def vae(generator, version, **config):
    """diffusers' autoencoder of one published version in small."""
    shared = dict(patch_size_t=1, resnet_norm_eps=1e-6, scaling_factor=1.0, encoder_causal=True)
    return fill(AutoencoderKLLTXVideo(**{**shared, **VAE_VERSIONS[version], **config}), generator)


def t5(generator, **config):
    """transformers' T5 encoder."""
    return fill(T5EncoderModel(T5Config(**{**T5, **config})), generator)


def statistics(model):
    """The autoencoder's per-channel mean and deviation, shaped for latents [B, C, F, H, W]."""
    return tuple(x.float().view(1, -1, 1, 1, 1) for x in (model.latents_mean, model.latents_std))


def decode(model, latents, timestep=None):
    """What diffusers makes of normalised latents, in the dtype of its weights."""
    mean, std = statistics(model)
    raw = (latents * std / model.config.scaling_factor + mean).to(model.dtype)
    if not model.config.timestep_conditioning:
        return model.decode(raw, None).sample.float()
    times = torch.full((len(latents),), 0.05) if timestep is None else timestep
    return model.decode(raw, times.to(model.dtype)).sample.float()


def encode(model, frames):
    """The mean of the latents of frames, normalised."""
    mean, std = statistics(model)
    raw = model.encode(frames.to(model.dtype)).latent_dist.mode().float()
    return (raw - mean) * model.config.scaling_factor / std


def coordinates(frames, height, width, frame_rate=24.0, causal=False, ratios=(8, 32)):
    """[3, N]: seconds, y and x in pixels, of a latent grid; time slowest, x fastest."""
    time = torch.arange(frames, dtype=torch.float32) * ratios[0]
    if causal:
        time = (time + 1 - ratios[0]).clamp(min=0)
    space = [torch.arange(n, dtype=torch.float32) * ratios[1] for n in (height, width)]
    mesh = torch.meshgrid(time * torch.tensor(1.0 / frame_rate), *space, indexing="ij")
    return torch.stack(mesh).flatten(1)
