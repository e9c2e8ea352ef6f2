"""Weights that anyone can make from their names alone, so that no golden has to hold them: tests/ltx/hashed_weights.h makes
the same numbers."""

import numpy as np
import torch


def uniform(name, count):
    """`count` numbers in -1..1."""
    seed = 2166136261  # FNV-1a
    for byte in name.encode():
        seed = (seed ^ byte) * 16777619 & 0xFFFFFFFF
    h = (np.arange(count, dtype=np.uint64) * 0x9E3779B9 + seed & 0xFFFFFFFF).astype(np.uint32)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):  # the end of MurmurHash3
        h ^= h >> np.uint32(shift)
        h *= np.uint32(factor)
    h ^= h >> np.uint32(16)
    return h.astype(np.float64) / 2147483648.0 - 1.0


def fill(module):
    """Matrices and kernels by their fan-in, norms around 1, the rest small."""
    for name, tensor in module.state_dict().items():
        if tensor.dim() == 0 or name == "encoder.embed_tokens.weight":  # T5's other name of shared.weight
            continue
        values = uniform(name, tensor.numel())
        if tensor.dim() > 1:
            values = values * (1.5 / np.sqrt(tensor[0].numel()))
        else:
            values = values * 0.25 + (1.0 if name.endswith(("norm.weight", "norm3.weight", "latents_std")) else 0.0)
        tensor.copy_(torch.from_numpy(values.astype(np.float32)).view(tensor.shape))
