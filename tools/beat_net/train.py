"""Trains the beat net on prepared songs, from published weights or from nothing; goes on where it stopped.

Usage: train.py DATA_FOLDER OUT.safetensors [--from WEIGHTS.safetensors] [--steps N] [--resume STATE.pt]"""
import argparse
import glob
import math
import os
import time

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from listen import with_rise
from net import BeatNet

FRAMES_PER_SECOND, CROP, BATCH = 50.0, 600, 24
CLASS_WEIGHTS = torch.tensor([5.0, 10.0, 1.0])


def targets(beats, frames):
    """Likeness of the three classes, frame by frame: a beat counts half one frame beside it. [frames, 3]"""
    out = np.zeros((frames, 3), np.float32)
    for seconds, place in beats:
        at = seconds * FRAMES_PER_SECOND
        for n in range(max(0, math.ceil(at - 1.5)), min(frames, math.floor(at + 1.5) + 1)):
            kind = 1 if place == 1 else 0
            out[n, kind] = max(out[n, kind], 1.0 - abs(n - at) / 1.5)
    out[:, 2] = 1.0 - out[:, 0] - out[:, 1]
    return out


class Songs:
    def __init__(self, paths):
        self.songs = []
        for path in paths:
            with np.load(path) as song:
                heard = song["heard"]
                counts = np.ones(len(heard), np.float32)
                start, end = song["gap"]
                counts[int(start * FRAMES_PER_SECOND): int(end * FRAMES_PER_SECOND) + 5] = 0.0
                self.songs.append((heard, targets(song["beats"], len(heard)), counts))

    def batch(self, rng):
        rows = [self.crop(*self.songs[rng.integers(len(self.songs))], rng) for _ in range(BATCH)]
        return [torch.from_numpy(np.stack(part)) for part in zip(*rows)]

    def crop(self, heard, wanted, counts, rng):
        start = rng.integers(0, len(heard) - CROP + 1)
        part = slice(start, start + CROP)
        return with_rise(coloured(heard[part].astype(np.float32), rng)), wanted[part], counts[part]


def coloured(heard, rng):
    """Another level and another equaliser: exact, since the bands are logarithms of 1 + x."""
    bands = np.linspace(-1, 1, heard.shape[1])
    decibel = rng.normal(0, 5) + rng.normal(0, 3) * bands
    for _ in range(2):
        decibel = decibel + rng.normal(0, 4) * np.exp(-0.5 * ((bands - rng.uniform(-1, 1)) / rng.uniform(0.1, 0.4)) ** 2)
    return np.log10(1.0 + 10.0 ** (decibel / 20.0) * (10.0**heard - 1.0)).astype(np.float32)


def loss_of(net, heard, wanted, counts):
    likeness = torch.log_softmax(net(heard), 2)
    frames = -(CLASS_WEIGHTS * wanted * likeness).sum(2) * counts
    return frames[:, 50:].mean()  # the first second is for listening


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("data"), words.add_argument("out")
    words.add_argument("--from", dest="start"), words.add_argument("--steps", type=int, default=2000)
    words.add_argument("--rate", type=float, default=1e-3), words.add_argument("--state")
    options = words.parse_args()
    paths = sorted(glob.glob(os.path.join(options.data, "*.npz")))
    paths = [p for p in paths if not p.endswith(".part.npz")]
    held = Songs(paths[::20])
    songs = Songs([p for i, p in enumerate(paths) if i % 20])
    torch.manual_seed(1)
    net = BeatNet()
    if options.start:
        net.load_state_dict({k: v.float() for k, v in load_file(options.start).items()})
    optimiser = torch.optim.Adam(net.parameters(), lr=options.rate)
    rng, begin = np.random.default_rng(1), 0
    mean = {name: value.clone() for name, value in net.state_dict().items()}  # a running mean of the weights
    if options.state and os.path.exists(options.state):
        saved = torch.load(options.state, weights_only=False)
        net.load_state_dict(saved["net"]), optimiser.load_state_dict(saved["optimiser"])
        mean, begin, rng = saved["mean"], saved["step"], np.random.default_rng(1 + saved["step"])
    check = [held.batch(np.random.default_rng(7)) for _ in range(4)]
    started, recent = time.time(), []
    for step in range(begin, options.steps):
        for group in optimiser.param_groups:
            group["lr"] = options.rate * min(1.0, (step + 1) / 50) * 0.5 * (1 + math.cos(math.pi * step / options.steps))
        loss = loss_of(net, *songs.batch(rng))
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        keep = min(0.99, (step + 1) / (step + 10))
        for name, value in net.state_dict().items():
            mean[name].mul_(keep).add_(value, alpha=1 - keep)
        recent.append(loss.item())
        if (step + 1) % 25 == 0:
            averaged = BeatNet()
            averaged.load_state_dict(mean)
            with torch.no_grad():
                other = sum(loss_of(averaged, *b).item() for b in check) / len(check)
            print(f"step {step + 1}: loss {np.mean(recent):.4f}, held-back songs {other:.4f}, {(time.time() - started) / (step + 1 - begin):.2f} s a step", flush=True)
            recent = []
            save_file({k: v.half().contiguous() for k, v in mean.items()}, options.out + ".part")
            os.replace(options.out + ".part", options.out)
            if options.state:
                torch.save({"net": net.state_dict(), "optimiser": optimiser.state_dict(), "mean": mean, "step": step + 1}, options.state + ".part")
                os.replace(options.state + ".part", options.state)


if __name__ == "__main__":
    main()
