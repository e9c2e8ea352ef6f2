#!/usr/bin/env python3
"""Gives the words of a nano model's text encoder rows that tell them apart, where its layers had drowned them: what the layers added had
grown to a hundred times a word's own row, alike for most words. The new encoder says for each token what the old one said of it on the
mean over all captions, by the token's row alone; its layers begin anew, next to silent. Words of a look that the old one could not tell
from others (`--lost LOOK=WORD,WORD`) get besides a direction of their own, one for each look, or that of another word
(`--lost LOOK=WORD,WORD:LIKE`). The transformer has to learn the new directions: go on with `chladni train nano`.

words.py MODEL CAPTIONS [--lost ...]
CAPTIONS: a text file, a caption a line. The weights in MODEL/text_encoder are replaced.
Needs PyTorch and safetensors. Prints one JSON object: the share of the old encoder's answers that the rows alone miss."""
import argparse
import collections
import json
import math
import pathlib
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "parity"))
try:
    import torch_stand_ins
    torch_stand_ins.prepare()
except ImportError:
    pass
import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch.nn import functional

END = 1                    # </s>
SOFT = 0.05                # of the usual size: how loud the new layers begin
OWN = 12.0                 # length of a direction of its own; an answer is about 15 long
ROW = 16.0                 # length of a row, as of a normal one of 256 numbers
BIAS = "encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight"


def fields(data):
    """The fields of a protocol buffer's message: (number, value)."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        key = varint()
        if key & 7 == 2:
            size = varint()
            yield key >> 3, data[at:at + size]
            at += size
        elif key & 7 == 5:
            yield key >> 3, struct.unpack("<f", data[at:at + 4])[0]
            at += 4
        elif key & 7 == 1:
            at += 8
        else:
            yield key >> 3, varint()


class Pieces:
    """SentencePiece's unigram model: the likeliest pieces of each word."""

    def __init__(self, file):
        parts = [dict(fields(value)) for number, value in fields(file.read_bytes()) if number == 1]
        self.number = {part[1].decode(): i for i, part in enumerate(parts)}
        self.score = {part[1].decode(): part.get(2, 0.0) for part in parts}

    def of_word(self, word):
        best = [(0.0, [])] + [(-math.inf, [])] * len(word)
        for begin in range(len(word)):
            for end in range(begin + 1, len(word) + 1):
                piece = word[begin:end]
                if piece in self.number and best[begin][0] + self.score[piece] > best[end][0]:
                    best[end] = (best[begin][0] + self.score[piece], best[begin][1] + [self.number[piece]])
        return best[-1][1]

    def of(self, caption):
        return [piece for word in caption.split() for piece in self.of_word("\u2581" + word)] + [END]


def normed(x, weight):
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-6) * weight


def buckets(tokens, count, farthest):
    """T5's classes of distances (Raffel et al. 2020, section 2.1): [N, N]."""
    far = torch.arange(tokens)[None] - torch.arange(tokens)[:, None]
    half, near = count // 2, count // 4
    size = far.abs()
    wide = near + (torch.log(size.clamp(min=1) / near) / math.log(farthest / near) * (half - near)).long()
    return (far > 0).long() * half + torch.where(size < near, size, wide.clamp(max=half - 1))


def answers(weights, config, ids):  # [B, N]
    x = weights["shared.weight"][ids]  # [B, N, D]
    bias = weights[BIAS][buckets(ids.shape[1], config["relative_attention_num_buckets"], config["relative_attention_max_distance"])].permute(2, 0, 1)
    for block in range(config["num_layers"]):
        layer = f"encoder.block.{block}.layer."
        h = normed(x, weights[layer + "0.layer_norm.weight"])
        q, k, v = ((h @ weights[f"{layer}0.SelfAttention.{part}.weight"].T).unflatten(-1, (config["num_heads"], -1)).transpose(1, 2) for part in "qkv")
        x = x + ((q @ k.transpose(2, 3) + bias).softmax(-1) @ v).transpose(1, 2).flatten(2) @ weights[layer + "0.SelfAttention.o.weight"].T
        h = normed(x, weights[layer + "1.layer_norm.weight"])
        gate = functional.gelu(h @ weights[layer + "1.DenseReluDense.wi_0.weight"].T, approximate="tanh")
        x = x + (gate * (h @ weights[layer + "1.DenseReluDense.wi_1.weight"].T)) @ weights[layer + "1.DenseReluDense.wo.weight"].T
    return normed(x, weights["encoder.final_layer_norm.weight"])  # [B, N, D]


def begun_anew(name, weight):
    if name.endswith("layer_norm.weight") and not name.startswith("encoder.final"):
        return torch.ones_like(weight)
    if name == BIAS:
        return torch.zeros_like(weight)
    if ".layer." not in name:
        return weight.clone()
    loud = SOFT if name.endswith((".o.weight", ".wo.weight")) else 1.0
    return loud * torch.randn_like(weight) / math.sqrt(weight.shape[1])


def directions(lost, pieces, mean):
    """What is added to the answers of the words that were lost: by their pieces."""
    torch.manual_seed(3)
    own = torch.linalg.qr(torch.randn(mean.shape[1], max(1, len(lost))))[0].T * OWN
    names = [[pieces.number["\u2581" + word] for word in wish.partition("=")[2].partition(":")[0].split(",")] for wish in lost]
    common = torch.stack([mean[i] for row in names for i in row]).mean(0) if lost else None
    added = {}
    for wish, row, direction in zip(lost, names, own):
        like = wish.partition(":")[2]
        for i in row:
            added[i] = mean[pieces.number["\u2581" + like]] - common if like else direction
    return added


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("model", type=pathlib.Path), arguments.add_argument("captions", type=pathlib.Path)
    arguments.add_argument("--lost", nargs="*", default=[])
    options = arguments.parse_args()
    file = options.model / "text_encoder" / "model.safetensors"
    config = json.loads((options.model / "text_encoder" / "config.json").read_text())
    with safe_open(file, "pt") as part:
        old, about = {name: part.get_tensor(name).float() for name in part.keys()}, part.metadata()
    pieces = Pieces(options.model / "tokenizer" / "spiece.model")
    same_length = collections.defaultdict(list)
    for caption in options.captions.read_text().splitlines():
        ids = pieces.of(caption)
        same_length[len(ids)].append(ids)
    sums, counts, told = torch.zeros_like(old["shared.weight"]), torch.zeros(len(old["shared.weight"])), []
    for rows in same_length.values():
        ids = torch.tensor(rows)
        told.append((ids, answers(old, config, ids)))
        sums.index_add_(0, ids.flatten(), told[-1][1].flatten(0, 1))
        counts.index_add_(0, ids.flatten(), torch.ones(ids.numel()))
    mean = sums / counts.clamp(min=1)[:, None]
    wanted = mean.clone()
    added = directions(options.lost, pieces, mean)
    for i, direction in added.items():
        wanted[i] += direction
    torch.manual_seed(4)
    new = {name: begun_anew(name, weight) for name, weight in old.items()}
    rows = wanted / old["encoder.final_layer_norm.weight"]
    used = counts > 0
    new["shared.weight"][used] = (ROW * rows / rows.norm(dim=1, keepdim=True).clamp(min=1e-3))[used]
    missed = total = 0.0
    for ids, said in told:
        for i, direction in added.items():
            said[ids == i] += direction
        missed += (answers(new, config, ids) - said).square().sum().item()
        total += said.square().sum().item()
    save_file({name: weight.to(torch.bfloat16).contiguous() for name, weight in new.items()}, file, about)
    print(json.dumps({"captions": sum(len(rows) for rows in same_length.values()), "tokens": int(used.sum()), "missed": round(missed / total, 4)}))


if __name__ == "__main__":
    with torch.no_grad():
        main()
