"""Random songs with known beats: a score in beats, a tempo map, a MIDI file. Seconds are exact by construction."""
import math
import random
import struct

TICKS_PER_SECOND = 960  # 480 to a quarter at a nominal 120 BPM: times are seconds, whatever the tempo of the song

KICK, RIM, SNARE, CLAP, HAT, PEDAL, OPEN, CRASH, RIDE, TOM_LOW, TOM_MID, TOM_HIGH = 36, 37, 38, 39, 42, 44, 46, 49, 51, 45, 47, 50
SHAKER, TAMBOURINE, CONGA_HIGH, CONGA_LOW, COWBELL = 70, 54, 63, 64, 56

MAJOR, MINOR = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10)
PROGRESSIONS = [(0, 4, 5, 3), (5, 3, 0, 4), (0, 5, 3, 4), (0, 3, 4, 3), (1, 4, 0, 0), (0, 0, 3, 4), (0, 6, 5, 4), (5, 4, 3, 4),
                (0, 2, 3, 4), (0, 0, 0, 0), (0, 0, 5, 5), (3, 4, 2, 5)]

# name: (slowest, fastest BPM, beats per bar, swing of the eighths at most)
STYLES = {
    "house": (115, 132, 4, 0.05), "techno": (124, 150, 4, 0), "trance": (128, 142, 4, 0), "disco": (105, 128, 4, 0),
    "rock": (90, 180, 4, 0), "halftime": (70, 110, 4, 0), "funk": (88, 125, 4, 0.12), "hiphop": (75, 105, 4, 0.25), "trap": (120, 160, 4, 0),
    "dnb": (160, 182, 4, 0), "jazz": (100, 210, 4, 0.33), "ballad": (58, 92, 4, 0), "sixeight": (60, 90, 4, 0.33), "waltz": (84, 190, 3, 0),
    "reggae": (68, 100, 4, 0.2), "latin": (90, 130, 4, 0), "breakbeat": (120, 145, 4, 0.05), "shuffle": (90, 150, 4, 0.33),
    "nodrums": (65, 150, 4, 0), "piano": (60, 130, 4, 0.05), "strings": (70, 140, 4, 0), "threefour": (80, 150, 3, 0),
}
MODES = ["const"] * 6 + ["human"] * 3 + ["ramp", "jump", "breakdown", "gap"]


def tempo_map(rng, mode, bpm, seconds):
    """Times of the beats: a list of seconds, one per beat, past the end by one bar."""
    times, t, k = [], rng.choice([0.0, 0.0, rng.uniform(0.05, 1.5)]), 0
    jump_at, ratio = rng.uniform(0.35, 0.65) * seconds, rng.choice([0.75, 0.8, 0.85, 1.15, 1.2, 1.25, 1.33])
    ramp = rng.uniform(-0.2, 0.25)
    walk = 0.0
    while t < seconds + 8.0:
        times.append(t)
        now = bpm
        if mode == "human":
            if k % 4 == 0:
                walk = 0.7 * walk + rng.gauss(0.0, 0.012)
            now *= 1.0 + walk + rng.gauss(0.0, 0.004)
        elif mode == "ramp":
            now *= 1.0 + ramp * min(1.0, max(0.0, (t / seconds - 0.15) / 0.7))
        elif mode == "jump" and t > jump_at:
            now *= ratio
        t += 60.0 / now
        k += 1
    return times


class Song:
    """Notes in beats; `meter` beats to the bar."""

    def __init__(self, seed, style=None, mode=None, seconds=45.0):
        self.rng = random.Random(seed)
        rng = self.rng
        self.style = style or rng.choice(sorted(STYLES))
        slow, fast, self.meter, swing = STYLES[self.style]
        self.mode = mode or rng.choice(MODES)
        self.bpm = rng.uniform(slow, fast)
        self.swing = rng.uniform(0.0, swing) if swing < 0.3 else rng.uniform(0.25, 0.36)
        self.seconds = seconds
        self.times = tempo_map(rng, self.mode, self.bpm, seconds)
        self.bars = len(self.times) // self.meter
        self.notes = []     # (start beat, length in beats, channel, note, velocity)
        self.programs = {}
        self.quiet = set()  # bars in which the drums rest
        self.root = rng.randrange(12)
        self.scale = rng.choice([MAJOR, MINOR])
        self.loose_s = rng.choice([0.0, 0.002, 0.004, 0.008])
        self.push_s = {c: rng.gauss(0.0, 0.003) for c in (0, 1, 2, 3, 9)}
        self._sections()
        self._write()

    # -- time

    def at(self, beat):
        """Seconds of a position in beats, swung."""
        whole = math.floor(beat + 1e-9)
        part = beat - whole
        if self.swing:
            half = 0.5 + 0.5 * self.swing
            part = part / 0.5 * half if part < 0.5 else half + (part - 0.5) / 0.5 * (1 - half)
        i = min(max(whole, 0), len(self.times) - 2)
        return self.times[i] + (part + whole - i) * (self.times[i + 1] - self.times[i])

    def beats(self):
        """[(seconds, place in the bar from 1)]"""
        return [(t, i % self.meter + 1) for i, t in enumerate(self.times) if t < self.seconds]

    # -- structure

    def _sections(self):
        rng = self.rng
        self.parts, bar = [], 0
        while bar < self.bars:
            length = rng.choice([4, 4, 8, 8, 16])
            self.parts.append((bar, min(bar + length, self.bars), rng.randrange(3)))
            bar += length
        if rng.random() < 0.3:  # starts without drums
            self.quiet |= set(range(0, rng.choice([1, 2, 4])))
        if self.mode == "breakdown":
            first = rng.randrange(self.bars // 4, max(self.bars // 4 + 1, self.bars // 2))
            self.quiet |= set(range(first, first + rng.choice([4, 6, 8])))

    def _chord_of(self, bar, part):
        degrees = self.progressions[part]
        return degrees[(bar // self.bars_per_chord) % len(degrees)]

    def pitch(self, degree, octave):
        return 12 * octave + self.root + 12 * (degree // 7) + self.scale[degree % 7]

    def chord(self, degree, octave):
        return [self.pitch(degree + step, octave) for step in ((0, 2, 4, 6) if self.sevenths else (0, 2, 4))]

    def add(self, beat, length, channel, note, velocity):
        velocity = max(1, min(127, int(velocity + self.rng.gauss(0.0, 5.0))))
        if 0 < note < 128:
            self.notes.append((beat, length, channel, note, velocity))

    def hit(self, beat, note, velocity):
        self.add(beat, 0.1, 9, note, velocity * self.drum_gain)

    # -- parts

    def _write(self):
        rng = self.rng
        self.progressions = [rng.choice(PROGRESSIONS) for _ in range(3)]
        self.bars_per_chord = rng.choice([1, 1, 1, 2])
        self.sevenths = self.style in ("jazz", "funk", "hiphop") or rng.random() < 0.2
        self.drum_gain = rng.uniform(0.8, 1.1)
        self.variant = rng.random()
        drums = self.style not in ("nodrums", "piano", "strings") and getattr(self, "_drums_" + self.style, None)
        for first, end, part in self.parts:
            # What a part repeats bar after bar.
            self.comp_pattern = self._comp_pattern()
            self.bass_pattern = self._bass_pattern()
            self.motif = [(rng.choice([0, .5, 1, 1.5, 2, 2.5, 3, 3.5]), rng.choice([0, 1, 2, 4, 5, 6, 7])) for _ in range(rng.choice([2, 3, 4, 5]))]
            with_melody = rng.random() < 0.65
            for bar in range(first, end):
                start, degree = bar * self.meter, self._chord_of(bar, part)
                if drums and bar not in self.quiet:
                    if bar == first and rng.random() < 0.8:
                        self.hit(start, CRASH, 105)
                    fill = bar == end - 1 and rng.random() < 0.7
                    drums(start, self.meter - (rng.choice([1, 2]) if fill else 0))
                    if fill:
                        self._fill(start)
                self._bass(start, degree)
                self._comp(start, degree)
                if with_melody:
                    self._melody(start, degree)
        rng_program = {0: self._comp_program(), 1: rng.choice([32, 33, 34, 35, 36, 38, 39]), 2: rng.choice([0, 11, 56, 65, 66, 73, 80, 81, 84, 54, 26])}
        if self.style in ("piano",):
            rng_program = {0: 0, 1: 0, 2: 0}
        if self.style == "strings":
            rng_program = {0: 48, 1: 43, 2: rng.choice([40, 68, 73, 60])}
        if self.style == "nodrums":
            rng_program[1] = rng.choice([32, 33, 38, 39, 43, 0])
        self.programs = rng_program
        self.programs[9] = rng.choice([0, 0, 8, 16, 24, 25, 32, 40])

    def _comp_program(self):
        by_style = {"rock": [25, 27, 29, 30, 24], "shuffle": [25, 27, 16, 0], "house": [4, 50, 48, 0, 16], "techno": [38, 81, 90, 50], "trance": [81, 90, 50, 48],
                    "jazz": [0, 26, 4], "reggae": [27, 16], "trap": [88, 11, 48, 52], "hiphop": [4, 0, 16, 11], "dnb": [50, 88, 4, 48]}
        return self.rng.choice(by_style.get(self.style, [0, 1, 4, 5, 11, 16, 24, 25, 26, 27, 46, 48, 50, 88, 89]))

    def _comp_pattern(self):
        rng, meter, style = self.rng, self.meter, self.style
        if style == "reggae":
            return ("chord", [b + 0.5 for b in range(meter)] if rng.random() < 0.5 else [1, 3], 0.2)
        if style in ("house", "disco", "trance") and rng.random() < 0.6:
            return ("chord", [b + 0.5 for b in range(meter)], 0.3)
        if style == "jazz":
            return ("chord", sorted(rng.sample([0, .5, 1, 1.5, 2, 2.5, 3, 3.5], 3)), 0.4)
        if style in ("waltz", "threefour") and rng.random() < 0.6:
            return ("chord", [1, 2], 0.5)
        kind = rng.choice(["pad", "chord", "chord", "eighths", "arpeggio", "arpeggio"])
        if kind == "pad":
            return ("chord", [0], meter * 0.98)
        if kind == "eighths":
            return ("chord", [b * 0.5 for b in range(2 * meter)], 0.4)
        if kind == "arpeggio":
            step = rng.choice([0.5, 0.5, 0.25, 1.0])
            return ("arpeggio", [b * step for b in range(int(meter / step))], step * 1.2)
        some = sorted(rng.sample([b * 0.5 for b in range(2 * meter)], rng.choice([2, 3, 4])))
        return ("chord", some, 0.5)

    def _comp(self, start, degree):
        kind, places, length = self.comp_pattern
        chord, level = self.chord(degree, 4), self.rng.uniform(58, 82)
        for k, place in enumerate(places):
            accent = 12 if place == 0 else 0
            if kind == "arpeggio":
                order = chord + [chord[0] + 12] + chord[::-1][:-1]
                self.add(start + place, length, 0, order[k % len(order)], level + accent)
            else:
                for note in chord:
                    self.add(start + place, length, 0, note, level + accent)

    def _bass_pattern(self):
        rng, meter, style = self.rng, self.meter, self.style
        if style == "jazz":
            return [(b, b) for b in range(meter)]
        if style in ("waltz", "threefour"):
            return [(0, 0)] + ([(2, 4)] if rng.random() < 0.3 else [])
        if style == "piano" or style == "strings":
            return rng.choice([[(0, 0)], [(0, 0), (2, 4)], [(b * 0.5, [0, 4, 7, 4][b % 4]) for b in range(2 * meter)], [(b, 0) for b in range(meter)]])
        if style in ("techno", "trance") and rng.random() < 0.6:
            return [(b + p, 0) for b in range(meter) for p in (0.25, 0.5, 0.75)] if rng.random() < 0.5 else [(b + 0.5, 0) for b in range(meter)]
        choice = rng.random()
        if choice < 0.25:
            return [(b * 0.5, 0) for b in range(2 * meter)]
        if choice < 0.45:
            return [(0, 0), (meter / 2, 0)]
        if choice < 0.6:
            return [(b, 0 if b % 2 == 0 else 4) for b in range(meter)]
        others = sorted(rng.sample([p * 0.25 for p in range(2, 4 * meter)], rng.choice([1, 2, 3, 4])))
        return [(0, 0)] + [(p, rng.choice([0, 0, 4, 7])) for p in others]

    def _bass(self, start, degree):
        if self.bass_pattern is None:
            return
        ends = [p for p, _ in self.bass_pattern[1:]] + [self.meter]
        for (place, step), end in zip(self.bass_pattern, ends):
            note = self.pitch(degree, 2) + (0 if step == 0 else [0, 2, 4, 7, 7, 5, 9, 12][step % 8])
            self.add(start + place, 0.9 * min(end - place, 2.0), 1, note, self.rng.uniform(78, 100))

    def _melody(self, start, degree):
        for place, step in self.motif:
            if place < self.meter and self.rng.random() < 0.85:
                self.add(start + place, self.rng.choice([0.4, 0.5, 0.9, 1.4]), 2, self.pitch(degree + step, 5), self.rng.uniform(66, 100))

    def _fill(self, start):
        rng = self.rng
        step = rng.choice([0.25, 0.25, 0.5])
        place = self.meter - rng.choice([1, 2])
        while place < self.meter:
            if rng.random() < 0.85:
                self.hit(start + place, rng.choice([SNARE, SNARE, TOM_HIGH, TOM_MID, TOM_LOW]), rng.uniform(75, 110))
            place += step

    def _hats(self, start, upto, step, strong=80, weak=62, note=HAT, keep=0.97):
        place = 0.0
        while place < upto - 1e-9:
            if self.rng.random() < keep:
                self.hit(start + place, note, strong if place % 1 == 0 else weak)
            place += step

    def _four(self, start, upto, level=112):
        for b in range(int(upto)):
            self.hit(start + b, KICK, level)

    def _back(self, start, upto, note=SNARE, level=105, places=(1, 3)):
        for b in places:
            if b < upto:
                self.hit(start + b, note, level)

    def _ghosts(self, start, upto, chance):
        for p in range(1, int(4 * upto), 2):
            if self.rng.random() < chance:
                self.hit(start + p * 0.25, SNARE, 50)

    def _drums_house(self, start, upto):
        self._four(start, upto)
        self._back(start, upto, CLAP if self.variant < 0.6 else SNARE)
        for b in range(int(upto)):
            self.hit(start + b + 0.5, OPEN if self.variant < 0.7 else HAT, 82)
        if self.variant < 0.5:
            self._hats(start, upto, 0.25, 50, 48)

    def _drums_disco(self, start, upto):
        self._four(start, upto)
        self._back(start, upto)
        self._hats(start, upto, 0.25 if self.variant < 0.4 else 0.5, 70, 62)
        for b in range(int(upto)):
            self.hit(start + b + 0.5, OPEN, 78)

    def _drums_techno(self, start, upto):
        self._four(start, upto, 118)
        for b in range(int(upto)):
            self.hit(start + b + 0.5, HAT if self.variant < 0.5 else OPEN, 80)
        if self.variant > 0.4:
            self._back(start, upto, CLAP, 88)
        if self.variant > 0.7:
            self._hats(start, upto, 0.25, 55, 60, keep=0.8)
        elif self.rng.random() < 0.4:
            self.hit(start + self.rng.choice([0.75, 1.75, 2.25, 2.75]), RIM, 80)

    _drums_trance = _drums_house

    def _drums_rock(self, start, upto):
        self._hats(start, upto, 0.5, 88, 70, RIDE if self.variant > 0.7 else HAT)
        self._back(start, upto, level=112)
        for p in (0, 2) + ((2.5,) if self.variant < 0.5 else ()) + ((1.5,) if self.variant > 0.6 else ()):
            if p < upto:
                self.hit(start + p, KICK, 110)

    def _drums_halftime(self, start, upto):
        self._hats(start, upto, 0.5 if self.variant < 0.6 else 0.25, 84, 66)
        self._back(start, upto, places=(2,), level=114)
        for p in (0, 0.75, 1.5) if self.variant < 0.4 else (0, 3.5):
            if p < upto:
                self.hit(start + p, KICK, 110)

    def _drums_funk(self, start, upto):
        self._hats(start, upto, 0.25, 78, 58)
        self._back(start, upto)
        self._ghosts(start, upto, 0.3)
        for p in [0] + [q for q in (0.75, 1.5, 2.5, 2.75, 3.25) if (hash((round(self.variant * 1e6), q)) & 3) < 2]:
            if p < upto:
                self.hit(start + p, KICK, 106)

    def _drums_hiphop(self, start, upto):
        self._hats(start, upto, 0.5 if self.variant < 0.6 else 0.25, 80, 62)
        self._back(start, upto)
        for p in [0] + [q for q in (0.5, 1.5, 1.75, 2.0, 2.5, 3.5, 3.75) if (hash((round(self.variant * 1e6), q)) & 3) < 2]:
            if p < upto:
                self.hit(start + p, KICK, 110)

    def _drums_trap(self, start, upto):
        self._hats(start, upto, 0.5 if self.variant < 0.4 else 0.25, 76, 66)
        if self.rng.random() < 0.5:
            roll = self.rng.choice([0, 1, 2, 3])
            if roll < upto:
                for k in range(6):
                    self.hit(start + roll + k / 6.0, HAT, 60 + 5 * k)
        self._back(start, upto, CLAP if self.variant < 0.5 else SNARE, 112, (2,))
        for p in [0] + [q for q in (0.75, 1.5, 2.5, 2.75, 3.5) if (hash((round(self.variant * 1e6), q)) & 3) < 2]:
            if p < upto:
                self.hit(start + p, KICK, 114)

    def _drums_dnb(self, start, upto):
        self._hats(start, upto, 0.5, 78, 64)
        if self.variant > 0.5:
            self._hats(start, upto, 0.25, 40, 52, keep=0.7)
        self._back(start, upto, level=115)
        self._ghosts(start, upto, 0.15)
        for p in (0, 2.5) if self.variant < 0.7 else (0, 1.75, 2.5):
            if p < upto:
                self.hit(start + p, KICK, 114)

    def _drums_breakbeat(self, start, upto):
        self._hats(start, upto, 0.5, 80, 66)
        self._back(start, upto, level=110)
        self._ghosts(start, upto, 0.35)
        for p in (0, 0.5, 2.5, 2.75) if self.variant < 0.5 else (0, 1.75, 2.5):
            if p < upto:
                self.hit(start + p, KICK, 110)

    def _drums_jazz(self, start, upto):
        for b in range(int(upto)):
            self.hit(start + b, RIDE, 88 if b % 2 else 78)
            if b % 2:
                self.hit(start + b + 0.5, RIDE, 68)
                self.hit(start + b, PEDAL if self.variant < 0.6 else HAT, 78)
        if self.rng.random() < 0.4:
            self.hit(start + self.rng.choice([0.5, 1.5, 2.5, 3]), self.rng.choice([SNARE, KICK]), 60)

    def _drums_shuffle(self, start, upto):
        self._hats(start, upto, 0.5, 86, 68, RIDE if self.variant < 0.4 else HAT)
        self._back(start, upto)
        for p in (0, 2) if self.variant < 0.6 else (0, 1.5, 2):
            if p < upto:
                self.hit(start + p, KICK, 108)

    def _drums_ballad(self, start, upto):
        self._hats(start, upto, 0.5, 76, 58, RIDE if self.variant < 0.4 else HAT)
        if self.variant > 0.7:
            self._hats(start, upto, 0.25, 40, 44)
        self._back(start, upto, RIM if self.variant < 0.3 else SNARE, 98)
        for p in (0, 2) if self.variant < 0.5 else (0, 1.5, 2):
            if p < upto:
                self.hit(start + p, KICK, 100)

    _drums_sixeight = _drums_shuffle

    def _drums_waltz(self, start, upto):
        self.hit(start, KICK, 105)
        for b in (1, 2):
            if b < upto:
                self.hit(start + b, SNARE if self.variant < 0.5 else HAT, 84)
        if self.variant > 0.6:
            self._hats(start, upto, 0.5, 70, 54)

    def _drums_threefour(self, start, upto):
        self._hats(start, upto, 0.5, 80, 62)
        self.hit(start, KICK, 108)
        if self.variant > 0.4 and upto > 2:
            self.hit(start + 2, SNARE, 100)
        elif upto > 1:
            self.hit(start + 1, SNARE, 100)

    def _drums_reggae(self, start, upto):
        if self.variant < 0.6:      # one drop
            self._back(start, upto, KICK, 108, (2,))
            self._back(start, upto, RIM, 96, (2,))
        else:                       # steppers
            self._four(start, upto, 104)
            self._back(start, upto, RIM, 92, (2,))
        self._hats(start, upto, 0.5, 74, 66)

    def _drums_latin(self, start, upto):
        for p in (0, 1.5, 2, 3.5) if self.variant < 0.5 else (0, 2):
            if p < upto:
                self.hit(start + p, KICK, 98)
        clave = (0, 1.5, 3) if (start // self.meter) % 2 == 0 else (1, 2)
        for p in clave:
            if p < upto:
                self.hit(start + p, RIM, 96)
        self._hats(start, upto, 0.5, 70, 62, SHAKER)
        for p in (0.5, 1, 1.5, 2.5, 3, 3.5):
            if p < upto and self.rng.random() < 0.8:
                self.hit(start + p, CONGA_HIGH if p % 1 else CONGA_LOW, 82)
        if self.variant > 0.5:
            for b in range(int(upto)):
                self.hit(start + b, COWBELL, 74)

    # -- out

    def silent_from_to(self):
        """Where a gap is cut into the sound, seconds; nothing where there is none."""
        if self.mode != "gap":
            return None
        start = self.rng.uniform(0.35, 0.6) * self.seconds
        return start, start + self.rng.uniform(2.0, 4.0)

    def midi(self):
        """The bytes of a MIDI file of one track."""
        events = [(0, bytes([0xC0 | c, p])) for c, p in sorted(self.programs.items())]
        for beat, length, channel, note, velocity in self.notes:
            loose = self.rng.gauss(0.0, self.loose_s) + self.push_s[channel] if self.loose_s else 0.0
            start = max(0.0, self.at(beat) + loose)
            end = max(start + 0.03, self.at(beat + length))
            if start < self.seconds + 1.0:
                events.append((round(start * TICKS_PER_SECOND), bytes([0x90 | channel, note, velocity])))
                events.append((round(end * TICKS_PER_SECOND), bytes([0x80 | channel, note, 0])))
        events.sort(key=lambda e: (e[0], e[1][0] & 0xF0))
        track, now = bytearray(), 0
        for tick, event in events:
            track += _number(tick - now) + event
            now = tick
        track += _number(0) + b"\xff\x2f\x00"
        return b"MThd" + struct.pack(">IHHH", 6, 0, 1, 480) + b"MTrk" + struct.pack(">I", len(track)) + bytes(track)


def _number(n):
    out = bytearray([n & 0x7F])
    while n := n >> 7:
        out.insert(0, 0x80 | n & 0x7F)
    return bytes(out)
