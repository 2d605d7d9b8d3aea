"""Music: short clips of four styles made from a seed, and what their spectrum says in eleven numbers.

The clips are synthetic: sines, noise and envelopes, put together by the rules of thumb of each style.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.random import RandomState

from playground.engine.types import Array

RATE = 22_050
"""Samples a second."""
SECONDS = 3.0
LENGTH = int(RATE * SECONDS)
FRAME, HOP = 1024, 512
BANDS = (0.0, 150.0, 500.0, 1500.0, 4000.0, RATE / 2)
"""The edges of the bands whose energy is measured, in Hz."""
FEATURES = (
    "band_1",
    "band_2",
    "band_3",
    "band_4",
    "band_5",
    "centroid",
    "roll_off",
    "flatness",
    "flux",
    "onsets",
    "dynamics",
)
"""The columns of `features`: shares of the bands in dB, then Hz, Hz, dB, a ratio, 1/s, dB."""
MAJOR, MINOR, SEVENTH = (0, 4, 7), (0, 3, 7), (0, 4, 7, 10)


def clip(style: str, seed: int) -> Array:
    """A clip in one of the STYLES, (66150,) float32 between −1 and 1; the same for the same seed."""
    make, salt = STYLES[style], list(STYLES).index(style)
    random = RandomState(seed * len(STYLES) + salt)
    sound = np.zeros(LENGTH, np.float32)
    make(sound, random)
    sound += _noise(random, LENGTH) * 10 ** random.uniform(-4, -1.7)  # a tape or a room is never quite silent
    sound *= 0.9 / np.abs(sound).max()
    return sound


def _electronic(sound: Array, random: RandomState) -> None:
    """A kick on every beat, a buzzing bass in eighths, bright chords."""
    beat, root = 60 / random.uniform(112, 140), random.randint(33, 45)
    drums, bright = random.uniform(0.0, 1.0), random.randint(2, 14)
    chord = [root + 24 + step for step in (MINOR if random.rand() < 0.7 else MAJOR)]
    for k, time in enumerate(np.arange(0, SECONDS, beat)):
        _add(sound, time, drums * _kick())
        _add(sound, time + beat / 2, 0.25 * drums * _hiss(random, 0.05, 90))
        for half in (0.0, 0.5):
            note = root + (12 if half else 0) + (3 if k % 4 == 3 else 0)
            _add(sound, time + half * beat, 0.5 * _tone(note, beat / 2, _saw(bright), 0.005, 4))
        if k % 2 == 0:
            for note in chord:
                _add(sound, time, 0.15 * _tone(note, beat * 1.8, _saw(bright), 0.02, 1))


def _classical(sound: Array, random: RandomState) -> None:
    """Long soft notes: a broken chord over a held bass, of strings or of a piano, without drums."""
    note, root = random.uniform(0.22, 0.6), random.randint(45, 58)
    piano = random.rand() < 0.4
    weights = [1, 0.5, 0.3, 0.2, 0.1, 0.06][: random.randint(3, 7)]
    attack, decay = (0.004, 3.0) if piano else (random.uniform(0.04, 0.12), 0.6)
    scale = [root + step for step in (0, 7, 12, 16, 19, 16, 12, 7)]
    if random.rand() < 0.5:
        scale = [n - 1 if (n - root) % 12 == 4 else n for n in scale]
    _add(sound, 0, 0.5 * _tone(root - 12, SECONDS, weights, 0.1, 0.3))
    for k, time in enumerate(np.arange(0, SECONDS, note)):
        loud = random.uniform(0.5, 1.0)
        _add(sound, time, 0.5 * loud * _tone(scale[k % len(scale)], note * 2, weights, attack, decay))
        if random.rand() < 0.4:
            _add(sound, time, 0.3 * loud * _tone(scale[k % len(scale)] + 12, note * 2, weights, attack, decay))


def _rock(sound: Array, random: RandomState) -> None:
    """Power chords through an overdriven amplifier, kick on the odd beats, snare on the even ones."""
    beat, root = 60 / random.uniform(95, 165), random.randint(40, 47)
    drive, drums = 10 ** random.uniform(-0.7, 1.0), random.uniform(0.1, 1.0)
    guitar = np.zeros(LENGTH, np.float32)
    for k, time in enumerate(np.arange(0, SECONDS, beat)):
        shift = (0, 0, 3, 5)[k // 2 % 4]
        for half in (0.0, 0.5):
            for step in (0, 7, 12):
                _add(guitar, time + half * beat, _tone(root + shift + step, beat / 2, _saw(6), 0.003, 2))
    np.tanh(drive * guitar, out=guitar)
    sound += 0.5 * guitar
    for k, time in enumerate(np.arange(0, SECONDS, beat)):
        _add(sound, time, drums * (_snare(random) if k % 2 else _kick()))
        for half in (0.0, 0.5):
            _add(sound, time + half * beat, 0.2 * drums * _hiss(random, 0.06, 60))


def _jazz(sound: Array, random: RandomState) -> None:
    """A walking bass, a swinging cymbal, seventh chords off the beat, and a breathy melody."""
    beat, root = 60 / random.uniform(90, 190), random.randint(34, 43)
    cymbal, melody = random.uniform(0.0, 0.4) ** 2, random.uniform(0.0, 0.6)
    walk = [0, 4, 7, 9, 10, 9, 7, 4]
    for k, time in enumerate(np.arange(0, SECONDS, beat)):
        _add(sound, time, 0.7 * _tone(root + walk[k % 8], beat, [1, 0.6, 0.3, 0.15], 0.008, 3))
        _add(sound, time, cymbal * _hiss(random, 0.15, 22))
        if k % 2:
            _add(sound, time + beat * 2 / 3, 0.7 * cymbal * _hiss(random, 0.12, 30))
        if random.rand() < 0.6:
            for step in SEVENTH:
                late = time + beat * 2 / 3
                _add(sound, late, 0.15 * _tone(root + 24 + step, beat * 0.6, [1, 0.4, 0.2, 0.1], 0.006, 5))
        for part in (0.0, 2 / 3):
            if random.rand() < 0.7:
                note = root + 36 + int(random.choice([0, 2, 4, 7, 9, 10, 12]))
                _add(
                    sound,
                    time + part * beat,
                    melody * _tone(note, beat * 0.6, [1, 0.1, 0.5, 0.1, 0.3, 0, 0.1], 0.02, 2),
                )


STYLES: dict[str, Callable[[Array, RandomState], None]] = {
    "electronic": _electronic,
    "classical": _classical,
    "rock": _rock,
    "jazz": _jazz,
}
"""What fills a silent clip with a style, by name."""


def _add(sound: Array, time: float, part: Array) -> None:
    """Mix `part` into `sound`, beginning at `time` in seconds; what runs over the end is lost."""
    begin = round(time * RATE)
    end = min(begin + len(part), len(sound))
    sound[begin:end] += part[: max(end - begin, 0)]


def _tone(note: float, seconds: float, weights: Sequence[float], attack: float, decay: float) -> Array:
    """A note (69 = A of 440 Hz) with the given weights of its harmonics, rising in `attack` s, then fading."""
    time = np.arange(max(int(seconds * RATE), 1), dtype=np.float32) / np.float32(RATE)
    pitch = 440 * 2 ** ((note - 69) / 12)
    sound: Array = np.zeros_like(time)
    for k, weight in enumerate(weights, start=1):
        if k * pitch < RATE / 2:
            sound += np.float32(weight) * np.sin(np.float32(2 * np.pi * k * pitch) * time)
    envelope = np.minimum(time / np.float32(attack), 1) * np.exp(np.float32(-decay) * time)
    sound *= envelope
    sound *= np.minimum((time[-1] - time) / np.float32(0.01), 1)  # no click where a note is cut off
    return sound


def _saw(harmonics: int) -> list[float]:
    """The weights of a sawtooth wave's first harmonics."""
    return [1 / k for k in range(1, harmonics + 1)]


def _noise(random: RandomState, length: int) -> Array:
    noise: Array = random.uniform(-1, 1, length).astype(np.float32)
    return noise


def _hiss(random: RandomState, seconds: float, decay: float) -> Array:
    """A cymbal: noise without its low part, fading."""
    noise: Array = np.diff(_noise(random, int(seconds * RATE) + 1))
    noise *= np.exp(np.float32(-decay / RATE) * np.arange(len(noise), dtype=np.float32))
    return noise


def _kick() -> Array:
    """A bass drum: a sine that falls from 150 Hz to 45 Hz."""
    time = np.arange(int(0.25 * RATE), dtype=np.float32) / np.float32(RATE)
    phase = np.float32(2 * np.pi) * (45 * time + np.float32(105 / 30) * (1 - np.exp(-30 * time)))
    sound: Array = np.sin(phase) * np.exp(-14 * time)
    return sound


def _snare(random: RandomState) -> Array:
    """A snare drum: noise over a short tone."""
    noise = _noise(random, int(0.18 * RATE))
    time = np.arange(len(noise), dtype=np.float32) / np.float32(RATE)
    sound: Array = (0.7 * noise + 0.5 * np.sin(np.float32(2 * np.pi * 190) * time)) * np.exp(-22 * time)
    return sound


def features(sound: Array) -> Array:
    """The eleven FEATURES of a clip's spectrum, (11,) float64, for samples (n,) at 22,050 a second.

    The clip is cut into frames of 1024 samples, every 512, each under a Hann window; P is the power of a frequency in a
    frame. ValueError for a clip that is too short, silent or not finite.
    """
    sound = np.asarray(sound, dtype=np.float32)
    if sound.ndim != 1 or len(sound) < 2 * FRAME or not np.isfinite(sound).all() or not sound.any():
        raise ValueError(f"a clip needs at least {2 * FRAME} finite samples, and a sound")
    frames = np.lib.stride_tricks.sliding_window_view(sound / np.abs(sound).max(), FRAME)[::HOP]
    spectrum = np.fft.rfft(frames * np.hanning(FRAME).astype(np.float32), axis=1)
    power = np.abs(spectrum).astype(float) ** 2 + 1e-9  # the floor of silence
    frequency = np.fft.rfftfreq(FRAME, 1 / RATE)
    whole = power.mean(axis=0)
    share = whole / whole.sum()
    bands = np.add.reduceat(share, np.searchsorted(frequency, BANDS[:-1]))
    magnitude = np.sqrt(power)
    centroid = (magnitude * frequency).sum(axis=1) / magnitude.sum(axis=1)
    rise = np.maximum(np.diff(magnitude, axis=0), 0).sum(axis=1) / magnitude.sum(axis=1).mean()
    flatness = np.exp(np.log(whole).mean()) / whole.mean()
    loudness = 10 * np.log10(power.sum(axis=1))
    return np.concatenate(
        [
            10 * np.log10(bands),
            [
                centroid.mean(),
                frequency[np.searchsorted(share.cumsum(), 0.85)],
                10 * np.log10(flatness),
                rise.mean(),
                _onsets(rise),
                loudness.std(),
            ],
        ]
    )


def _onsets(rise: Array) -> float:
    """Onsets a second: peaks of the rise (frames,) that stand out from their mean by a standard deviation."""
    inner = rise[1:-1]
    peaks = (inner > rise[:-2]) & (inner >= rise[2:]) & (inner > rise.mean() + rise.std())
    return float(peaks.sum()) / (len(rise) * HOP / RATE)


def table(clips: int = 20) -> list[str]:
    """The lines of task_data/music.csv: style, seed and features of the first `clips` seeds of every style."""
    head = ",".join(["style", "seed", *FEATURES])
    rows = [
        ",".join([style, str(seed), *(f"{number:.6g}" for number in features(clip(style, seed)))])
        for style in STYLES
        for seed in range(clips)
    ]
    return [head, *rows]


if __name__ == "__main__":  # python -m playground.tasks.music.synthesis > playground/tasks/music/clips.csv
    print(*table(), sep="\n")
