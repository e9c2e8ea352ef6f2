"""Renders random songs with FluidSynth, treats them as mastering and rooms do, keeps what the net hears and where the beats are.

Usage: prepare.py OUT_FOLDER FIRST_SEED COUNT [SOUNDFONT...]   (one .npz per song; songs that are there are left)"""
import os
import subprocess
import sys
import tempfile
import wave

import numpy as np

from listen import RATE_HZ, loudness
from songs import Song


def render(song, font, gain, folder):
    midi, sound = os.path.join(folder, "song.mid"), os.path.join(folder, "song.wav")
    with open(midi, "wb") as out:
        out.write(song.midi())
    subprocess.run(["fluidsynth", "-ni", "-q", "-g", f"{gain:.3f}", "-r", str(RATE_HZ), "-T", "wav", "-O", "s16", "-F", sound, font, midi],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with wave.open(sound) as f:
        pcm = np.frombuffer(f.readframes(f.getnframes()), np.int16).reshape(-1, f.getnchannels())
    mono = pcm.mean(axis=1).astype(np.float32) / 32768.0
    return np.pad(mono, (0, max(0, int(song.seconds * RATE_HZ) - len(mono))))[: int(song.seconds * RATE_HZ)]


def treat(mono, rng):
    """Colour, compression, noise: what stands between a band and the ear."""
    spectrum = np.fft.rfft(mono)
    octaves = np.log2(np.maximum(np.fft.rfftfreq(len(mono), 1.0 / RATE_HZ), 20.0) / 640.0)
    colour = rng.normal(0, 1.5) * octaves
    for _ in range(3):
        colour += rng.normal(0, 3.0) * np.exp(-0.5 * ((octaves - rng.uniform(-4, 4)) / rng.uniform(0.4, 1.2)) ** 2)
    if rng.random() < 0.15:
        colour -= 40.0 * np.maximum(0.0, octaves - rng.uniform(1.5, 3.5))  # a telephone, an old recording
    mono = np.fft.irfft(spectrum * 10.0 ** (colour / 20.0), len(mono)).astype(np.float32)
    mono /= max(1e-6, np.sqrt(np.mean(mono**2)))
    if rng.random() < 0.6:
        drive = rng.uniform(0.2, 1.2)
        mono = np.tanh(drive * mono) / drive
    mono *= 10.0 ** (rng.uniform(-32, -12) / 20.0)
    if rng.random() < 0.3:
        mono = mono + (10.0 ** (rng.uniform(-70, -42) / 20.0)) * rng.standard_normal(len(mono)).astype(np.float32)
    return np.clip(mono, -1, 1).astype(np.float32)


def prepare(path, seed, fonts):
    rng = np.random.default_rng(seed)
    song = Song(seed)
    with tempfile.TemporaryDirectory() as folder:
        mono = render(song, fonts[rng.integers(len(fonts))], rng.uniform(0.3, 0.8), folder)
    gap = song.silent_from_to()
    if gap:
        mono[int(gap[0] * RATE_HZ): int(gap[1] * RATE_HZ)] = 0.0
    mono = treat(mono, rng)
    np.savez(path + ".part.npz", heard=loudness(mono).astype(np.float16), beats=np.array(song.beats()),
             gap=np.array(gap or (0.0, 0.0)), style=song.style, mode=song.mode)
    os.replace(path + ".part.npz", path)


if __name__ == "__main__":
    out, first, count, fonts = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
    fonts = fonts or ["/usr/share/sounds/sf2/FluidR3_GM.sf2", "/usr/share/sounds/sf3/MuseScore_General_Lite.sf3"]
    os.makedirs(out, exist_ok=True)
    for seed in range(first, first + count):
        path = os.path.join(out, f"{seed}.npz")
        if not os.path.exists(path):
            prepare(path, seed, fonts)
