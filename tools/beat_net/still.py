"""Sounds without a beat, for the net to be silent at: noise, held and trembling notes, speech-like syllables, hits at random.

Usage: still.py OUT_FOLDER FIRST_SEED COUNT"""
import os
import sys

import numpy as np

from listen import RATE_HZ, loudness
from prepare import treat

SECONDS = 45.0
N = int(SECONDS * RATE_HZ)
T = np.arange(N) / RATE_HZ


def tone(hz, rng):
    """A held note with overtones; `hz` may vary from sample to sample."""
    turns = np.cumsum(np.broadcast_to(hz, N)) / RATE_HZ
    return sum(rng.uniform(0, 1) / h * np.sin(2 * np.pi * h * turns + rng.uniform(0, 6)) for h in range(1, rng.integers(2, 10)))


def noise(rng):
    spectrum = np.fft.rfft(rng.standard_normal(N))
    spectrum *= np.maximum(np.fft.rfftfreq(N, 1 / RATE_HZ), 20.0) ** rng.uniform(-1, 0)
    return np.fft.irfft(spectrum, N)


def vibrato(rng):
    width, speed = rng.uniform(0.02, 1.2), rng.uniform(3.5, 8.0)
    return tone(rng.uniform(100, 900) * 2 ** (width / 12 * np.sin(2 * np.pi * speed * T)), rng)


def pad(rng):
    swell = 0.6 + 0.4 * np.sin(2 * np.pi * rng.uniform(0.02, 0.15) * T + rng.uniform(0, 6))
    return swell * sum(tone(rng.uniform(60, 900), rng) for _ in range(3))


def hit(rng, kind):
    t = np.arange(int(0.3 * RATE_HZ)) / RATE_HZ
    fall = np.exp(-t / rng.uniform(0.003, 0.1))
    return fall * (np.sin(2 * np.pi * kind * t) if kind > 0 else rng.standard_normal(len(t)))


def scattered(rng):
    """Hits whose pauses are exponential: many onsets, and no order."""
    out, at, pause = np.zeros(N + RATE_HZ), 0.0, 1.0 / rng.uniform(0.7, 9.0)
    kinds = rng.choice([0.0, 60.0, 200.0, 900.0, 1500.0, 4000.0], rng.integers(1, 4))
    while (at := at + rng.exponential(pause)) < SECONDS:
        piece, start = rng.uniform(0.3, 1.0) * hit(rng, rng.choice(kinds)), int(at * RATE_HZ)
        out[start: start + len(piece)] += piece
    return out[:N]


def syllables(rng):
    out, at = np.zeros(N + 2 * RATE_HZ), 0.0
    while at < SECONDS:
        length = int(rng.uniform(0.06, 0.35) * RATE_HZ)
        t = np.arange(length) / RATE_HZ
        voiced = sum(np.sin(2 * np.pi * h * rng.uniform(90, 260) * t) / h for h in range(1, 12)) if rng.random() < 0.8 else rng.standard_normal(length)
        out[int(at * RATE_HZ): int(at * RATE_HZ) + length] += np.hanning(length) * voiced
        at += length / RATE_HZ * rng.uniform(0.8, 1.8) + (rng.uniform(0.2, 1.2) if rng.random() < 0.15 else 0)
    return out[:N]


KINDS = [noise, vibrato, vibrato, pad, scattered, scattered, syllables]

if __name__ == "__main__":
    folder, first, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    os.makedirs(folder, exist_ok=True)
    for seed in range(first, first + count):
        rng = np.random.default_rng(seed)
        sound = treat(KINDS[seed % len(KINDS)](rng).astype(np.float32), rng)
        np.savez(os.path.join(folder, f"still_{seed}.npz"), heard=loudness(sound).astype(np.float16), beats=np.zeros((0, 2)),
                 gap=np.array((0.0, 0.0)), style="still", mode=KINDS[seed % len(KINDS)].__name__)
