#!/usr/bin/env python3
"""Whether a trained nano model paints what a caption says: a small classifier of looks and palettes, taught on the latents of real
clips, judges what the model makes of captions in wordings that no training clip had.

judge.py PROGRAM MODEL LATENTS [--count 64] [--steps 4] [--guidance 1] [--audio SOUND]
LATENTS: the folder with the latents of a training (RUN/latents/...), those of held-back clips among them.
Needs PyTorch, numpy and safetensors. Prints one JSON object."""
import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "parity"))
try:
    import torch_stand_ins
    torch_stand_ins.prepare()
except ImportError:
    pass
import torch
from safetensors import safe_open
from torch import nn

LOOKS = {"ink": ["ink"], "plasma": ["plasma"], "aurora": ["aurora", "northern"], "smoke": ["smoke"], "ripples": ["ripples", "rings"],
         "petals": ["petals", "flower"], "lava": ["lava"], "silk": ["silk"]}
PALETTES = [("blue", "gold"), ("red", "black"), ("green", "violet"), ("pink", "teal"), ("orange", "purple"), ("black", "white"),
            ("green", "yellow"), ("blue", "cyan")]


def labels_of(caption):
    words = set(caption.replace(",", " ").split())
    look = next(i for i, keys in enumerate(LOOKS.values()) if words & set(keys))
    palette = next(i for i, pair in enumerate(PALETTES) if set(pair) <= words)
    return look, palette


def read(folder):
    """Clips that were taught, and clips held back: [C, F, H, W] and the caption of each."""
    taught, held_back = [], []
    for file in sorted(pathlib.Path(folder).glob("*.safetensors")):
        with safe_open(file, "pt") as part:
            kept = held_back if part.metadata()["clip"].startswith("held back") else taught
            kept.append((part.get_tensor("latents").float(), part.metadata()["caption"]))
    return taught, held_back


class Judge(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(channels, 64, 3, 1, 1), nn.ReLU(), nn.Conv2d(64, 96, 3, 2, 1), nn.ReLU(), nn.Conv2d(96, 128, 3, 2, 1), nn.ReLU())
        self.heads = nn.ModuleList([nn.Linear(256, len(LOOKS)), nn.Linear(256, len(PALETTES))])

    def forward(self, frames):  # [B, C, H, W]
        h = self.body(frames)   # [B, 128, h, w]
        pooled = torch.cat([h.mean((2, 3)), h.amax((2, 3))], 1)
        return [head(pooled) for head in self.heads]


def teach(clips, steps=900, batch=64):
    torch.manual_seed(1)
    judge = Judge(clips[0][0].shape[0])
    optimizer = torch.optim.AdamW(judge.parameters(), 2e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, steps)
    targets = torch.tensor([labels_of(caption) for _, caption in clips])
    for _ in range(steps):
        rows = torch.randint(len(clips), (batch,))
        frames = torch.stack([clips[i][0][:, torch.randint(1, clips[i][0].shape[1], ()).item()] for i in rows])
        frames = frames + 0.2 * torch.randn_like(frames)
        loss = sum(nn.functional.cross_entropy(out, targets[rows][:, k], label_smoothing=0.05) for k, out in enumerate(judge(frames)))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return judge.eval()


@torch.no_grad()
def verdict(judge, latents):
    return [out.log_softmax(1).mean(0).argmax().item() for out in judge(latents[:, 1:].transpose(0, 1))]


def judged(judge, clips):
    """Of each clip: what the judge takes it for, and what its caption says, both (look, palette)."""
    return [(tuple(verdict(judge, latents)), labels_of(caption)) for latents, caption in clips]


def share_right(found):
    share = lambda right: round(sum(right(said, true) for said, true in found) / len(found), 3)
    return {"look": share(lambda said, true: said[0] == true[0]), "palette": share(lambda said, true: said[1] == true[1]),
            "both": share(lambda said, true: said == true), "clips": len(found)}


def mistaken(found):
    """How often each look was taken for which other, the most often first."""
    names = list(LOOKS)
    pairs = collections.Counter(f"{names[true[0]]} for {names[said[0]]}" for said, true in found if said[0] != true[0])
    return dict(pairs.most_common())


def paint(options, caption, number, folder):
    out = pathlib.Path(folder) / "latents.safetensors"
    subprocess.run([options.program, "-q", "generate", "-o", str(pathlib.Path(folder) / "clip.mp4"), "--model", options.model, "--prompt", caption, "--seed", str(number + 1),
                    "--num-inference-steps", str(options.steps), "--guidance-scale", str(options.guidance), "--latents-out", str(out), *(["--audio", options.audio] if options.audio else [])],
                   check=True)
    with safe_open(out, "pt") as part:
        return part.get_tensor("latents")[0].float()


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("program"), arguments.add_argument("model"), arguments.add_argument("latents")
    arguments.add_argument("--audio")
    arguments.add_argument("--count", type=int, default=64), arguments.add_argument("--steps", type=int, default=4)
    arguments.add_argument("--guidance", type=float, default=1.0)
    options = arguments.parse_args()
    clips, held_back = read(options.latents)
    judge = teach(clips)
    made = []
    with tempfile.TemporaryDirectory() as folder:
        for i, (_, caption) in enumerate(held_back[:options.count]):
            made.append((paint(options, caption, i, folder), caption))
    found = judged(judge, made)
    print(json.dumps({"judge on clips held back": share_right(judged(judge, held_back)), "model": share_right(found), "mistaken": mistaken(found),
                      "steps": options.steps, "guidance": options.guidance}))


if __name__ == "__main__":
    main()
