"""What the net hears: the same numbers as engine/analysis/beat_net_ear.cpp."""
import numpy as np

BANDS, LOWEST_HZ, HIGHEST_HZ, FRAMES_PER_SECOND = 64, 30.0, 11000.0, 50.0


def mel(hz):
    return 2595.0 * np.log10(1.0 + np.asarray(hz) / 700.0)


def mel_bank(bins, bin_hz):
    """Triangles equally spaced in mel, each of sum 1. [bins, BANDS]"""
    edges = 700.0 * (10.0 ** (np.linspace(mel(LOWEST_HZ), mel(HIGHEST_HZ), BANDS + 2) / 2595.0) - 1.0)
    hz = np.arange(bins) * bin_hz
    rise = (hz[:, None] - edges[:-2]) / (edges[1:-1] - edges[:-2])
    fall = (edges[2:] - hz[:, None]) / (edges[2:] - edges[1:-1])
    bank = np.maximum(0.0, np.minimum(rise, fall))
    return (bank / np.maximum(bank.sum(0), 1e-9)).astype(np.float32)


def loudness(mono, rate_hz, window):
    """Logarithmic loudness of the bands, frame n centred at n / 50 s - window / 2 after ... [frames, BANDS].

    Frame n ends with sample (n + 1) * rate / 50, so its middle is half a window earlier; what is before the start is silence."""
    hop = rate_hz / FRAMES_PER_SECOND
    assert hop == int(hop)
    hop = int(hop)
    frames = len(mono) // hop
    padded = np.concatenate([np.zeros(window, np.float32), mono[: frames * hop].astype(np.float32)])
    hann = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(window) / (window - 1))).astype(np.float32) * (2048.0 / window)
    bank = mel_bank(window // 2, rate_hz / window)
    out = np.empty((frames, BANDS), np.float32)
    for first in range(0, frames, 512):
        rows = np.arange(first, min(first + 512, frames))
        ends = (rows + 1) * hop + window
        pieces = padded[(ends[:, None] - window) + np.arange(window)]
        out[rows] = np.abs(np.fft.rfft(pieces * hann, axis=1)[:, :-1]).astype(np.float32) @ bank
    return np.log10(1e-2 + out)
