"""What BeatNet hears (Heydari, Cwitkowitz and Duan, ISMIR 2021), at 22050 Hz: the numbers of engine/analysis/net_ear.cpp."""
import numpy as np

RATE_HZ, WINDOW, HOP = 22050, 1411, 441  # 64 ms every 20 ms
LOWEST_HZ, HIGHEST_HZ, BANDS_PER_OCTAVE = 30.0, 17000.0, 24


def bank():
    """Triangles a quarter tone apart around 440 Hz, each of sum 1. [705, 136]"""
    bins = WINDOW // 2
    bin_hz = RATE_HZ / (2.0 * bins)
    k = np.arange(np.ceil(BANDS_PER_OCTAVE * np.log2(LOWEST_HZ / 440.0)), np.log2(HIGHEST_HZ / 440.0) * BANDS_PER_OCTAVE + 1e-9)
    nearest = np.rint(440.0 * 2.0 ** (k / BANDS_PER_OCTAVE) / bin_hz).astype(int)
    centres = np.unique(np.minimum(nearest, bins - 1))
    columns = []
    for low, centre, high in zip(centres[:-2], centres[1:-1], centres[2:]):
        if high - low < 2:
            centre, high = low, low + 1
        column = np.zeros(bins)
        column[low:centre] = np.arange(centre - low) / max(1, centre - low)
        column[centre:high] = 1.0 - np.arange(high - centre) / (high - centre)
        columns.append(column / column.sum())
    return np.stack(columns, 1).astype(np.float32)


def loudness(mono):
    """Logarithmic loudness of the bands; frame n is centred at n / 50 s, outside is silence. [frames, 136]"""
    frames = -(-len(mono) // HOP)
    before = WINDOW // 2
    padded = np.concatenate([np.zeros(before, np.float32), mono.astype(np.float32), np.zeros(WINDOW, np.float32)])
    window, weights = np.hanning(WINDOW).astype(np.float32), bank()
    out = np.empty((frames, weights.shape[1]), np.float32)
    for first in range(0, frames, 512):
        starts = np.arange(first, min(first + 512, frames)) * HOP
        pieces = padded[starts[:, None] + np.arange(WINDOW)] * window
        out[first: first + len(starts)] = np.abs(np.fft.rfft(pieces, axis=1)[:, : WINDOW // 2]).astype(np.float32) @ weights
    return np.log10(1.0 + out)


def with_rise(heard):
    """[frames, 136] -> [frames, 272]: what is heard, and by how much it is more than a frame ago."""
    rise = np.zeros_like(heard)
    rise[1:] = np.maximum(0.0, heard[1:] - heard[:-1])
    return np.concatenate([heard, rise], 1)
