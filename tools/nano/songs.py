"""Random songs with exact scores, for procedural clips: FluidSynth plays them, sections and mixes change.

Usage: songs.py FOLDER FIRST_SEED COUNT [SOUNDFONT...]   (NAME.flac, mono, 16 kHz, and NAME.score.json; songs that are there are left)

Needs numpy, fluidsynth and flac, and soundfonts (Debian: fluid-soundfont-gm, musescore-general-soundfont-small). The format of the
score is described in docs/clips.md."""
import json
import os
import subprocess
import sys
import tempfile
import wave

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "beat_net"))
import songs as beat_songs  # noqa: E402
from prepare import treat  # noqa: E402
from listen import RATE_HZ  # noqa: E402

SECONDS, OUT_HZ = 40.0, 16000
FONTS = ["/usr/share/sounds/sf2/FluidR3_GM.sf2", "/usr/share/sounds/sf3/MuseScore_General_Lite.sf3"]
KICKS, SNARES = {35, beat_songs.KICK}, {beat_songs.SNARE, beat_songs.CLAP, beat_songs.RIM, 40}
HATS = {beat_songs.HAT, beat_songs.PEDAL, beat_songs.OPEN, beat_songs.RIDE, beat_songs.CRASH, beat_songs.SHAKER, beat_songs.TAMBOURINE}
DRUMS, CHORDS, BASS, LEAD = 9, 0, 1, 2
KINDS = ["full"] * 5 + ["break"] * 2 + ["kick", "hats", "pad", "silence"]


def plays(kind, channel, note):
    """Whether a section of this kind has this note."""
    if kind == "full":
        return True
    if kind == "break":
        return channel != DRUMS or note in HATS
    if kind == "kick":
        return channel == DRUMS and note in KICKS
    if kind == "hats":
        return channel == DRUMS and note in HATS
    return kind == "pad" and channel == CHORDS


def draw_sections(song, rng):
    """[(first beat, kind, gain)]: the first is full, two of a kind never follow each other."""
    sections, bar = [], 0
    drums = song.style not in ("nodrums", "piano", "strings")
    while bar * song.meter < len(song.times) - 1:
        last = sections[-1][1] if sections else None
        kind = "full" if last is None else rng.choice([k for k in KINDS if k != last and (drums or k in ("full", "pad", "silence"))])
        sections.append((bar * song.meter, str(kind), float(rng.uniform(0.55, 1.0))))
        bar += 1 if kind == "silence" else int(rng.choice([1, 2, 2, 4, 4, 8]))
    return sections


def apply_sections(song, sections):
    """Leaves out what the sections do not play. What sounds on into a silence is cut there."""
    starts = [first for first, _, _ in sections] + [1e9]
    kept = []
    for beat, length, channel, note, velocity in song.notes:
        i = max(k for k in range(len(sections)) if starts[k] <= beat + 1e-6)
        if plays(sections[i][1], channel, note):
            kept.append((beat, min(length, max(0.05, starts[i + 1] - beat)), channel, note, velocity))
    song.notes = kept


def events_of(midi):
    """(seconds, channel, note, velocity) of the one track that Song.midi() writes; velocity 0 ends a note."""
    at, now, out = midi.index(b"MTrk") + 8, 0, []
    while True:
        delta = 0
        while True:
            delta = delta << 7 | midi[at] & 0x7F
            at += 1
            if midi[at - 1] < 0x80:
                break
        now += delta
        status = midi[at]
        if status == 0xFF:
            return out
        if status & 0xF0 == 0xC0:
            at += 2
            continue
        out.append((now / beat_songs.TICKS_PER_SECOND, status & 15, midi[at + 1], midi[at + 2] if status & 0xF0 == 0x90 else 0))
        at += 3


def notes_of(events):
    """(start s, length s, channel, note, velocity 0..1)"""
    sounding, notes = {}, []
    for time_s, channel, note, velocity in events:
        key = channel, note
        if velocity:
            sounding[key] = time_s, velocity
        elif key in sounding:
            start_s, strength = sounding.pop(key)
            notes.append((start_s, time_s - start_s, channel, note, min(1.0, strength / 110.0)))
    return sorted(notes)


def score_of(song, notes, sections):
    def hits(which, least):
        return [[round(t, 4), round(v, 3)] for t, _, c, n, v in notes if c == DRUMS and n in which and v >= least and t < SECONDS]

    def tones(channel):
        return [[round(t, 4), round(d, 4), n, round(v, 3)] for t, d, c, n, v in notes if c == channel and t < SECONDS]

    beats = song.beats()
    return {"duration_s": SECONDS, "bpm": round(song.bpm, 3), "style": song.style,
            "beats_s": [round(t, 4) for t, _ in beats], "downbeats_s": [round(t, 4) for t, place in beats if place == 1],
            "sections": [{"start_s": round(song.times[b], 4) if b else 0.0, "kind": kind, "gain": round(gain, 3)}
                         for b, kind, gain in sections if song.times[b] < SECONDS],
            "kicks": hits(KICKS, 0.3), "snares": hits(SNARES, 0.55), "hats": hits(HATS, 0.3),
            "bass": tones(BASS), "lead": tones(CHORDS) + tones(LEAD), "chords": []}


def render(midi, font, gain, folder):
    path, sound = os.path.join(folder, "song.mid"), os.path.join(folder, "song.wav")
    with open(path, "wb") as out:
        out.write(midi)
    subprocess.run(["fluidsynth", "-ni", "-q", "-g", f"{gain:.3f}", "-r", str(RATE_HZ), "-T", "wav", "-O", "s16", "-F", sound, font, path],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with wave.open(sound) as f:
        pcm = np.frombuffer(f.readframes(f.getnframes()), np.int16).reshape(-1, f.getnchannels())
    mono = pcm.mean(axis=1).astype(np.float32) / 32768.0
    length = int(SECONDS * RATE_HZ)
    return np.pad(mono, (0, max(0, length - len(mono))))[:length]


def shape(mono, song, sections):
    """The sections' gains, over 10 ms; silence is silent."""
    gain = np.ones(len(mono), np.float32)
    for beat, kind, level in sections:
        gain[int(song.times[beat] * RATE_HZ) if beat else 0:] = 0.0 if kind == "silence" else level
    width = int(0.01 * RATE_HZ)
    sums = np.cumsum(np.pad(gain, (width, 0), mode="edge"), dtype=np.float64)
    return mono * ((sums[width:] - sums[:-width]) / width).astype(np.float32)


def resampled(mono):
    """To 16 kHz: what is above 8 kHz is cut off in the spectrum, which covers the whole song."""
    length = int(len(mono) * OUT_HZ / RATE_HZ)
    spectrum = np.fft.rfft(mono)
    out = np.zeros(length // 2 + 1, np.complex128)
    n = min(len(out), len(spectrum))
    out[:n] = spectrum[:n]
    return np.fft.irfft(out, length) * (length / len(mono))


def write_flac(path, mono, folder):
    sound = os.path.join(folder, "out.wav")
    with wave.open(sound, "wb") as f:
        f.setnchannels(1)
        f.setsampwidth(2)
        f.setframerate(OUT_HZ)
        f.writeframes((np.clip(mono, -1, 1) * 32767).astype(np.int16).tobytes())
    subprocess.run(["flac", "--silent", "--force", "--best", "-o", path, sound], check=True)


def make(folder, seed, fonts):
    rng = np.random.default_rng(seed)
    song = beat_songs.Song(seed, seconds=SECONDS)
    sections = draw_sections(song, rng)
    apply_sections(song, sections)
    midi = song.midi()
    name = os.path.join(folder, f"{song.style}_{seed}")
    with tempfile.TemporaryDirectory() as scratch:
        mono = render(midi, fonts[rng.integers(len(fonts))], rng.uniform(0.3, 0.8), scratch)
        mono = shape(treat(mono, rng), song, sections)  # after the mix, so that its compressor does not fill the gaps
        mono *= 0.9 / max(1e-6, np.abs(mono).max())
        write_flac(name + ".flac", resampled(mono), scratch)
    with open(name + ".score.json.part", "w") as out:
        json.dump(score_of(song, notes_of(events_of(midi)), sections), out)
    os.replace(name + ".score.json.part", name + ".score.json")


if __name__ == "__main__":
    out_folder, first, count, chosen = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:] or FONTS
    os.makedirs(out_folder, exist_ok=True)
    there = {name.split(".")[0].rsplit("_", 1)[-1] for name in os.listdir(out_folder) if name.endswith(".score.json")}
    for number in range(first, first + count):
        if str(number) not in there:
            make(out_folder, number, chosen)
