#!/usr/bin/env python3
"""Gives the words of a nano model's text encoder rows that tell them apart, where its layers had drowned them: what the layers added had
grown to a hundred times a word's own row, alike for most words. The new encoder says for each token what the old one said of it on the
mean over all captions, by the token's row alone; its layers begin anew, next to silent. Words of a look that the old one could not tell
from others (`--lost LOOK=WORD,WORD`) get besides a direction of their own, one for each look, or that of another word
(`--lost LOOK=WORD,WORD:LIKE`). The transformer has to learn the new directions: go on with `chladni train nano`.

words.py MODEL CAPTIONS [--lost ...]
CAPTIONS: a text file, a caption a line. The weights in MODEL/text_encoder are replaced.
Needs the packages of tests/parity/requirements.txt. Prints one JSON object: the share of the old encoder's answers that the rows alone miss."""
import argparse
import collections
import json
import math
import pathlib
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
from sentencepiece import SentencePieceProcessor
from transformers import T5EncoderModel

SOFT = 0.05                # of the usual size: how loud the new layers begin
OWN = 12.0                 # length of a direction of its own; an answer is about 15 long
ROW = 16.0                 # length of a row, as of a normal one of 256 numbers


def answers(encoder, ids):  # [B, N]
    return encoder(ids).last_hidden_state  # [B, N, D]


def begun_anew(name, weight):
    if name.endswith("layer_norm.weight") and not name.startswith("encoder.final"):
        return torch.ones_like(weight)
    if "relative_attention_bias" in name:
        return torch.zeros_like(weight)
    if ".layer." not in name:
        return weight.clone()
    loud = SOFT if name.endswith((".o.weight", ".wo.weight")) else 1.0
    return loud * torch.randn_like(weight) / math.sqrt(weight.shape[1])


def directions(lost, pieces, mean):
    """What is added to the answers of the words that were lost: by their pieces."""
    torch.manual_seed(3)
    own = torch.linalg.qr(torch.randn(mean.shape[1], max(1, len(lost))))[0].T * OWN  # [L, D]
    names = [[pieces.piece_to_id("\u2581" + word) for word in wish.partition("=")[2].partition(":")[0].split(",")] for wish in lost]
    common = torch.stack([mean[i] for row in names for i in row]).mean(0) if lost else None
    added = {}
    for wish, row, direction in zip(lost, names, own):
        like = wish.partition(":")[2]
        for i in row:
            added[i] = mean[pieces.piece_to_id("\u2581" + like)] - common if like else direction
    return added


def write(encoder, file):
    """Under the names of the file that was there."""
    with safe_open(file, "pt") as part:
        names, about = list(part.keys()), part.metadata()
    weights = encoder.state_dict()
    save_file({name: weights[name].to(torch.bfloat16).contiguous() for name in names}, file, about)


def told_of(encoder, pieces, captions):
    """What the encoder says of every caption, those of one length together: (tokens [B, N], answers [B, N, D])."""
    same_length = collections.defaultdict(list)
    for caption in captions:
        ids = pieces.encode(caption, add_eos=True)
        same_length[len(ids)].append(ids)
    batches = [torch.tensor(rows) for rows in same_length.values()]
    return [(ids, answers(encoder, ids)) for ids in batches]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("model", type=pathlib.Path), arguments.add_argument("captions", type=pathlib.Path)
    arguments.add_argument("--lost", nargs="*", default=[])
    options = arguments.parse_args()
    folder = options.model / "text_encoder"
    encoder = T5EncoderModel.from_pretrained(folder, dtype=torch.float32).eval()
    pieces = SentencePieceProcessor(model_file=str(options.model / "tokenizer" / "spiece.model"))
    captions = options.captions.read_text().splitlines()
    told = told_of(encoder, pieces, captions)
    old = encoder.shared.weight
    sums, counts = torch.zeros_like(old), torch.zeros(len(old))
    for ids, said in told:
        sums.index_add_(0, ids.flatten(), said.flatten(0, 1))
        counts.index_add_(0, ids.flatten(), torch.ones(ids.numel()))
    mean = sums / counts.clamp(min=1)[:, None]  # [V, D]
    added = directions(options.lost, pieces, mean)
    wanted = mean.clone()
    for i, direction in added.items():
        wanted[i] += direction
    torch.manual_seed(4)
    for name, weight in encoder.named_parameters():
        weight.copy_(begun_anew(name, weight))
    rows, used = wanted / encoder.encoder.final_layer_norm.weight, counts > 0
    old[used] = (ROW * rows / rows.norm(dim=1, keepdim=True).clamp(min=1e-3))[used]
    missed = total = 0.0
    for ids, said in told:
        for i, direction in added.items():
            said[ids == i] += direction
        missed += (answers(encoder, ids) - said).square().sum().item()
        total += said.square().sum().item()
    write(encoder, folder / "model.safetensors")
    print(json.dumps({"captions": len(captions), "tokens": int(used.sum()), "missed": round(missed / total, 4)}))


if __name__ == "__main__":
    with torch.no_grad():
        main()
