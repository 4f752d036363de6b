"""A quiet chord that breathes."""

import math
import random
from array import array

RATE = 44_100
_CHORDS = ((0, 7, 12, 16), (0, 7, 14, 19), (0, 5, 12, 17), (0, 7, 12, 15), (0, 9, 12, 16))


class Chord:
    """Stereo samples between -1 and 1: a loop of two seconds, in which every tone swings a whole number of times."""

    _LOOP = 2 * RATE

    def __init__(self, seed: int, seconds: int) -> None:
        chance = random.Random(seed)  # noqa: S311 - a tune
        root = 110 * 2 ** (chance.randint(0, 9) / 12)
        steps = chance.choice(_CHORDS)
        self._length = seconds * RATE
        loop = self._loop(root, steps, chance)
        # the right ear hears the same chord 9 ms later, which makes it wide
        self._sides = (loop, loop[400:] + loop[:400])

    def samples(self, start: int, count: int) -> tuple[bytes, bytes]:
        """The next samples of both sides as 32-bit floats."""
        swell = self._swell(start)
        left, right = (self._cut(side, start, count, swell) for side in self._sides)
        return left, right

    def _loop(self, root: float, steps: tuple[int, ...], chance: random.Random) -> "array[float]":
        total = array("f", bytes(4 * self._LOOP))
        for step in steps:
            # the loop lasts two seconds, so whole swings a loop are half swings a second
            swings = round(2 * root * 2 ** (step / 12)) + chance.choice((-1, 0, 1))
            tone = _tone(swings, self._LOOP, chance.random())
            total = array("f", map(float.__add__, total, tone))
        return array("f", (value * 0.035 for value in total))

    def _swell(self, start: int) -> float:
        """Rises over the first second, falls over the last."""
        into, left = start / RATE, (self._length - start) / RATE
        return min(1.0, into * 1.5, left * 1.2) * (0.85 + 0.15 * math.sin(into * 1.3))

    def _cut(self, side: "array[float]", start: int, count: int, swell: float) -> bytes:
        at = start % self._LOOP
        piece = side[at : at + count]
        piece += side[: count - len(piece)]
        return array("f", (value * swell for value in piece)).tobytes()


def _tone(swings: int, length: int, phase: float) -> "array[float]":
    """A sine read from a table: a tenth of the time that `math.sin` takes."""
    table = array("f", (math.sin(2 * math.pi * (at / 4096 + phase)) for at in range(4096)))
    return array("f", (table[at * swings * 4096 // length & 4095] for at in range(length)))
