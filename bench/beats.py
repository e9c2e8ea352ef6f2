#!/usr/bin/env python3
"""Causal beat tracking on annotated songs: chladni with and without its beat nets, beside aubio where that is installed.

Usage: bench/beats.py FOLDER... [--json OUT.json] [--limit N] [--seconds S]
A song is a sound file with NAME.beats beside it (seconds, place in the bar), or NAME.mid with NAME.beats or NAME.beat_midi.txt
(POP909), which FluidSynth renders first (Debian: fluidsynth, fluid-soundfont-gm). Scores are the means over songs, as
mir_eval counts: from 5 s on."""
import argparse
import json
import os
import pathlib
import resource
import shutil
import subprocess
import tempfile
import time

PROGRAM = str(pathlib.Path(__file__).parent.parent / "build" / "chladni")
FONT = "/usr/share/sounds/sf2/FluidR3_GM.sf2"
SOUNDS = {".ogg", ".wav", ".flac", ".mp3"}
MEASURES = ["f_measure", "cml_t", "aml_t", "downbeat_f_measure", "mean_offset_s", "median_error_s"]


def run(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def annotated(path):
    """[(seconds, place)] of a song; place 1 starts a bar."""
    plain, pop = path.with_suffix(".beats"), path.with_suffix(".beat_midi.txt")
    if plain.exists():
        return [(float(a), int(float(b))) for a, b in (line.split()[:2] for line in plain.read_text().splitlines() if line)]
    if pop.exists():
        rows = [line.split() for line in pop.read_text().splitlines() if line]
        return [(float(a), 1 if float(c) else 2) for a, _, c in rows]
    return None


def sound_of(path, folder, seconds):
    """The song's sound, rendered where it is a score, cut where it is longer than asked."""
    if path.suffix != ".mid":
        return str(path)
    out = os.path.join(folder, "song.wav")
    run("fluidsynth", "-ni", "-q", "-g", "0.6", "-r", "44100", "-T", "wav", "-F", out, FONT, str(path))
    if seconds:
        cut = os.path.join(folder, "cut.wav")
        run("ffmpeg", "-v", "error", "-y", "-i", out, "-t", str(seconds), cut)
        return cut
    return out


def by_chladni(nets):
    def beats(sound):
        said = json.loads(run(PROGRAM, "--quiet", "analyze", sound, "--causal", "--json", *nets))
        down = set(said["downbeats"])
        return [(t, 1 if t in down else 2) for t in said["beats"]], said
    return beats


def by_aubio(sound):
    return [(float(line), 2) for line in run("aubiotrack", "-i", sound).split()], {}


def score(truth, beats, folder, last):
    names = [os.path.join(folder, name) for name in ("annotated", "heard")]
    for name, rows in zip(names, (truth, beats)):
        with open(name, "w") as out:
            out.writelines(f"{t:.6f} {place}\n" for t, place in rows if t <= last)
    return json.loads(run(PROGRAM, "score", *names, "--json"))


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("folders", nargs="+", type=pathlib.Path)
    words.add_argument("--json"), words.add_argument("--limit", type=int), words.add_argument("--seconds", type=float)
    options = words.parse_args()
    trackers = {"chladni, flux alone": by_chladni(["--beat-nets", "none"]), "chladni": by_chladni([])}
    if shutil.which("aubiotrack"):
        trackers["aubio 0.4.9"] = by_aubio
    results = {}
    for folder in options.folders:
        scored = sorted(p for p in folder.iterdir() if p.suffix in SOUNDS) or sorted(p for p in folder.iterdir() if p.suffix == ".mid")
        songs = [p for p in scored if annotated(p)][: options.limit]
        rows = {name: [] for name in trackers}
        for path in songs:
            with tempfile.TemporaryDirectory() as scratch:
                truth, sound = annotated(path), sound_of(path, scratch, options.seconds)
                last = options.seconds or 1e9
                for name, tracker in trackers.items():
                    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.time()
                    beats, said = tracker(sound)
                    after = resource.getrusage(resource.RUSAGE_CHILDREN)
                    row = score(truth, beats, scratch, last)
                    row["cpu"] = (after.ru_utime - before.ru_utime) / (said.get("duration_s") or truth[-1][0])
                    rows[name].append(row)
        print(f"{folder.name}: {len(songs)} songs")
        for name, found in rows.items():
            means = {key: sum(row[key] for row in found) / len(found) for key in MEASURES + ["cpu"]}
            results.setdefault(folder.name, {"songs": len(songs)})[name] = means
            print(f"  {name:20} F {means['f_measure']:.3f}  CMLt {means['cml_t']:.3f}  AMLt {means['aml_t']:.3f}  downbeat F {means['downbeat_f_measure']:.3f}"
                  f"  {1e3 * means['mean_offset_s']:+.1f} ms, median {1e3 * means['median_error_s']:.1f} ms  CPU {100 * means['cpu']:.2f} %", flush=True)
    if options.json:
        with open(options.json, "w") as out:
            json.dump(results, out, indent=1)


if __name__ == "__main__":
    main()
