"""Writes diffusers' models the way the original checkpoints hold them: one file, the original names, the configuration in its
metadata."""

import json

import torch
from safetensors.torch import save_file

RESIDUAL = {"residual": True, "multiplier": 2}


def stages(names, layers):
    """A list of blocks: the named ones in order, each res_x with its layers."""
    layers = iter(layers)
    return [[name, {"num_layers": next(layers)}] if name == "res_x" else [name, 1] for name in names]


def residual_stages(kind_by_step, layers, noise):
    """res_x blocks with a residual block of the given kinds between them."""
    blocks = [["res_x", {"num_layers": count, "inject_noise": noisy}] for count, noisy in zip(layers, noise)]
    between = [[kind, dict(RESIDUAL) if kind == "compress_all" else {"multiplier": 2}] for kind in kind_by_step]
    return [block for pair in zip(blocks, between + [None]) for block in pair if block]


OLD_NAMES = ["res_x", "compress_all", "res_x_y", "res_x", "compress_all", "res_x_y", "res_x", "compress_all", "res_x", "res_x"]
OLD_ENCODER = ["down_blocks.0", "down_blocks.0.downsamplers.0", "down_blocks.0.conv_out", "down_blocks.1", "down_blocks.1.downsamplers.0",
               "down_blocks.1.conv_out", "down_blocks.2", "down_blocks.2.downsamplers.0", "down_blocks.3", "mid_block"]
OLD_DECODER = ["mid_block", "up_blocks.0", "up_blocks.1.upsamplers.0", "up_blocks.1", "up_blocks.2.conv_in", "up_blocks.2.upsamplers.0",
               "up_blocks.2", "up_blocks.3.conv_in", "up_blocks.3.upsamplers.0", "up_blocks.3"]
NEW_DECODER = ["mid_block"] + [f"up_blocks.{i}{part}" for i in range(3) for part in (".upsamplers.0", "")]
NEW_ENCODER = [f"down_blocks.{i}{part}" for i in range(4) for part in ("", ".downsamplers.0")] + ["mid_block"]
NEW_KINDS = ["compress_space_res", "compress_time_res", "compress_all_res", "compress_all_res"]

# For each version: diffusers' block for the original's k-th, and how the original's configuration describes them.
LAYOUTS = {
    "0.9": dict(encoder=OLD_ENCODER, decoder=OLD_DECODER),
    "0.9.1": dict(encoder=OLD_ENCODER, decoder=NEW_DECODER),
    "0.9.5": dict(encoder=NEW_ENCODER, decoder=NEW_DECODER),
}


def vae_blocks(version, config):
    """The block lists of the original's configuration."""
    if version == "0.9":
        return {"blocks": stages(OLD_NAMES, config.layers_per_block)}
    encoder = (stages(OLD_NAMES, config.layers_per_block) if version == "0.9.1" else
               residual_stages(NEW_KINDS, config.layers_per_block, [False] * 5))
    noise = config.decoder_inject_noise if version == "0.9.1" else [False] * 4
    return {"encoder_blocks": encoder, "decoder_blocks": residual_stages(["compress_all"] * 3, config.decoder_layers_per_block, noise)}


def vae_config(version, config):
    """The member `vae` of the metadata."""
    return {"_class_name": "CausalVideoAutoencoder", "dims": 3, "in_channels": 3, "out_channels": 3, "latent_channels": config.latent_channels,
            **vae_blocks(version, config), "encoder_base_channels": config.block_out_channels[0],
            "decoder_base_channels": config.decoder_block_out_channels[0] // config.upsample_factor[0], "scaling_factor": 1.0, "norm_layer": "pixel_norm",
            "patch_size": config.patch_size, "latent_log_var": "uniform", "use_quant_conv": False, "causal_decoder": False,
            "timestep_conditioning": config.timestep_conditioning}


def transformer_config(config, causal):
    """The member `transformer` of the metadata."""
    same = ("in_channels", "out_channels", "num_layers", "num_attention_heads", "attention_head_dim", "cross_attention_dim",
            "caption_channels", "norm_eps")
    return {"_class_name": "Transformer3DModel", **{key: config[key] for key in same}, "activation_fn": "gelu-approximate",
            "attention_bias": True, "norm_elementwise_affine": False, "qk_norm": "rms_norm", "standardization_norm": "rms_norm",
            "positional_embedding_type": "rope", "positional_embedding_theta": 10000.0, "positional_embedding_max_pos": [20, 2048, 2048],
            "timestep_scale_multiplier": 1000, "dropout": 0.0, "only_cross_attention": False, "double_self_attention": False,
            "upcast_attention": False, "causal_temporal_positioning": causal}


SCHEDULERS = {
    "0.9": {"_class_name": "RectifiedFlowScheduler", "num_train_timesteps": 1000, "shifting": "SD3", "base_resolution": None,
            "target_shift_terminal": 0.1, "sampler": "Uniform"},
    "0.9.5": {"_class_name": "RectifiedFlowScheduler", "num_train_timesteps": 1000, "shifting": None, "base_resolution": None,
              "target_shift_terminal": None, "sampler": "LinearQuadratic"},
}
SCHEDULERS["0.9.1"] = SCHEDULERS["0.9"]


def transformer_name(name):
    """The original's name of one of diffusers' transformer weights."""
    for new, old in (("proj_in.", "patchify_proj."), ("time_embed.", "adaln_single.")):
        if name.startswith(new):
            name = old + name[len(new):]
    return "model.diffusion_model." + name.replace(".norm_q.", ".q_norm.").replace(".norm_k.", ".k_norm.")


def vae_name(name, layout):
    """The original's name of one of diffusers' autoencoder weights."""
    statistics = {"latents_mean": "per_channel_statistics.mean-of-means", "latents_std": "per_channel_statistics.std-of-means"}
    if name in statistics:
        return "vae." + statistics[name]
    side, tail = name.split(".", 1)
    blocks = sorted(enumerate(layout[side]), key=lambda pair: -len(pair[1]))  # the longest name that fits
    place = next(((k, block) for k, block in blocks if tail.startswith(block + ".")), None)
    if place is None:
        for new, old in (("time_embedder.", "last_time_embedder."), ("scale_shift_table", "last_scale_shift_table")):
            tail = old + tail[len(new):] if tail.startswith(new) else tail
        return f"vae.{side}.{tail}"
    kind = "down_blocks" if side == "encoder" else "up_blocks"
    rest = tail[len(place[1]) + 1:].replace("resnets.", "res_blocks.").replace("conv_shortcut.conv.", "conv_shortcut.")
    return f"vae.{side}.{kind}.{place[0]}.{rest.replace('norm3.', 'norm3.norm.')}"


def is_fp8(name, tensor):
    """Whether the published fp8 files hold this transformer weight in 8 bits."""
    return tensor.dim() == 2 and name.endswith(".weight") and any(f".{part}." in name for part in ("attn1", "attn2", "ff"))


def stored(tensor, dtype):
    """The tensor as the file holds it, and the same numbers in float32."""
    kept = tensor.to(dtype)
    return kept.contiguous(), kept.float()


@torch.no_grad()
def write(path, version, transformer=None, vae=None, dtype=torch.float32, fp8=False, causal=True):
    """One checkpoint. The models are left holding the numbers that the file does."""
    tensors, config = {}, {"scheduler": SCHEDULERS[version]}
    if transformer is not None:
        config["transformer"] = transformer_config(transformer.config, causal)
        for name, tensor in transformer.state_dict().items():
            kept, same = stored(tensor, torch.float8_e4m3fn if fp8 and is_fp8(name, tensor) else dtype)
            tensors[transformer_name(name)] = kept
            tensor.copy_(same)
    if vae is not None:
        config["vae"] = vae_config(version, vae.config)
        for name, tensor in vae.state_dict().items():
            tensors[vae_name(name, LAYOUTS[version])], same = stored(tensor, dtype)
            tensor.copy_(same)
        for unused in ("channel", "mean-of-stds", "mean-of-stds_over_std-of-means"):
            tensors[f"vae.per_channel_statistics.{unused}"] = torch.ones(vae.config.latent_channels, dtype=dtype)
    save_file(tensors, path, metadata={"config": json.dumps(config)})
