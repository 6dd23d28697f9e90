"""How people write the ten digits: pen strokes of several styles a digit.

A stroke is a row of control points, in percent of the digit's height: x to the right, y down. The pen passes smoothly
through them; ``!`` marks a corner, where it may change direction. Styles are ways of writing, not fonts: each is varied
in proportion, slant, curvature and so on by ``variation``, so only what differs in kind stands here.
"""

from dataclasses import dataclass

Point = tuple[float, float, bool]  # x, y in 0..1 of the height; corner


@dataclass(frozen=True, slots=True)
class Style:
    """One way to write one digit.

    Attributes:
        digit: 0..9.
        name: stable, kebab case, unique over all digits: ``"zero-slashed"``.
        title: in plain words: ``"slashed zero"``.
        weight: how often it is met among the styles of its digit (relative).
        strokes: pen-down to pen-up movements, each of at least two points.
    """

    digit: int
    name: str
    title: str
    weight: float
    strokes: tuple[tuple[Point, ...], ...]


def _style(digit: int, name: str, title: str, weight: float, *strokes: str) -> Style:
    return Style(digit, name, title, weight, tuple(_stroke(text) for text in strokes))


def _stroke(text: str) -> tuple[Point, ...]:
    points = []
    for word in text.split():
        x, y = word.rstrip("!").split(",")
        points.append((float(x) / 100, float(y) / 100, word.endswith("!")))
    return tuple(points)


STYLES: tuple[Style, ...] = (
    _style(0, "zero-round", "zero, closed", 5, "38,2 16,14 4,50 14,88 36,99 58,86 68,50 58,14 38,2"),
    _style(0, "zero-overlap", "zero, ends crossing", 3, "54,12 30,2 8,24 3,60 20,95 44,97 65,70 66,30 46,3 24,12"),
    _style(0, "zero-open", "zero, not quite closed", 2, "44,6 20,8 4,42 8,80 34,99 60,82 66,46 58,20 48,10"),
    _style(
        0, "zero-clockwise", "zero, written clockwise", 1.5, "22,8 44,2 64,20 68,56 52,92 28,98 6,76 6,34 24,6 40,10"
    ),
    _style(
        0, "zero-curl", "zero with a curl inside", 1, "34,16 26,4 8,24 3,62 22,96 48,94 66,62 62,24 44,3 26,8 40,24"
    ),
    _style(0, "zero-flat", "zero, broad", 2, "52,16 26,16 2,44 4,78 36,92 76,78 92,44 76,16 46,12"),
    _style(0, "zero-slashed", "slashed zero", 0.4, "38,2 16,14 4,50 14,88 36,99 58,86 68,50 58,14 38,2", "66,4 4,98"),
    _style(0, "zero-spur", "zero with a spur", 1.5, "44,-2 28,8 8,32 4,70 26,98 52,88 66,56 58,20 40,6 22,16"),
    _style(1, "one-plain", "one, a plain stroke", 9, "30,0 30,33 30,67 30,100"),
    _style(1, "one-flag", "one with a flag", 1.5, "14,22 24,12 34,0! 34,33 34,67 34,100"),
    _style(
        1, "one-flag-foot", "one with flag and foot", 0.8, "8,22 20,14 34,0! 34,33 34,67 34,100", "6,99 34,100 62,98"
    ),
    _style(1, "one-foot", "one with a foot", 0.4, "34,0 34,33 34,67 34,100", "8,99 34,100 60,98"),
    _style(1, "one-long-flag", "one with a long flag", 0.7, "0,40 18,22 36,0! 36,33 36,67 36,100"),
    _style(1, "one-twice", "one, gone over twice", 1, "26,0 26,50 27,100! 36,98 36,50 35,2"),
    _style(2, "two-flat", "two with a flat base", 5, "6,24 20,5 42,1 60,18 52,44 28,74 4,97! 34,97 68,97"),
    _style(2, "two-loop", "two with a small loop", 3, "8,20 30,1 58,10 60,36 38,68 14,94 3,88 10,76 28,82 48,95 72,90"),
    _style(
        2,
        "two-big-loop",
        "two with a big loop",
        4,
        "8,24 28,2 54,12 54,40 34,70 12,92 -2,86 2,66 22,60 42,76 58,96 80,88",
    ),
    _style(
        2,
        "two-down-tail",
        "two with a falling tail",
        4,
        "10,22 34,2 56,16 52,44 32,74 10,94 -2,82 8,62 30,66 48,84 70,98",
    ),
    _style(
        2,
        "two-wide-loop",
        "two, broad, with a loop",
        2,
        "6,18 30,2 52,18 52,48 44,76 24,96 4,90 8,72 30,66 56,76 80,86",
    ),
    _style(2, "two-short-base", "two with a short base", 1.5, "8,18 32,1 54,16 46,46 30,72 18,94! 34,96 54,98"),
    _style(2, "two-swan", "two with a curved base", 3, "6,24 28,1 58,12 56,40 32,72 4,96! 22,86 46,96 70,86"),
    _style(2, "two-hook", "two with a curled head", 2, "24,30 8,22 22,3 52,4 62,28 44,62 8,94! 22,84 48,96 74,86"),
    _style(2, "two-angular", "two like a z", 1, "4,10 32,4 60,6! 46,36 26,66 4,96! 36,96 70,96"),
    _style(2, "two-small-head", "two with a low head", 1, "2,40 16,14 36,16 42,40 24,72 4,96! 36,94 80,92"),
    _style(
        2, "two-low-start", "two with a low start", 2, "2,40 12,10 36,1 56,20 48,50 26,82 8,94 4,80 26,76 46,92 72,94"
    ),
    _style(3, "three-round", "three, round", 5, "6,14 30,1 58,12 52,36 24,47! 54,54 64,76 42,98 4,88"),
    _style(3, "three-loop", "three with a loop", 1, "6,14 32,1 58,14 48,38 26,50 20,44 34,44 58,56 62,82 36,99 4,90"),
    _style(3, "three-soft", "three, hardly notched", 2, "8,10 36,1 58,16 44,40 34,47 50,54 64,74 44,97 4,92"),
    _style(3, "three-flat", "three with a flat top", 2, "6,4 34,4 60,4! 44,24 28,42! 54,50 62,76 40,98 4,90"),
    _style(
        3,
        "three-curled",
        "three with curled ends",
        1,
        "16,26 6,14 30,1 58,12 50,38 28,47! 58,54 62,82 34,99 4,88 14,78",
    ),
    _style(3, "three-narrow", "three, narrow", 1.5, "12,10 28,1 46,12 40,32 24,44! 42,54 46,76 26,98 4,92"),
    _style(3, "three-broad", "three, broad", 1, "2,12 38,2 66,12 52,34 26,46! 64,54 78,76 44,98 0,94"),
    _style(4, "four-open", "four, open", 5, "12,2 8,28 6,54! 34,56 66,52", "54,6 52,38 50,70 48,100"),
    _style(4, "four-closed", "four, closed", 3, "48,0 26,30 4,62! 36,62 72,60", "48,0 48,33 48,67 48,100"),
    _style(4, "four-cup", "four with a round cup", 2.5, "14,4 4,34 14,54 42,50 60,38", "62,2 58,36 52,68 48,100"),
    _style(4, "four-one-stroke", "four in one stroke", 1.5, "14,4 6,36 18,54 44,50 60,26 64,4! 58,38 52,70 48,100"),
    _style(4, "four-short-stem", "four with a low stem", 1, "20,0 12,24 2,50! 34,52 68,50", "44,30 42,54 40,76 38,100"),
    _style(4, "four-looped", "four with a pointed loop", 0.2, "52,4 30,20 8,50 20,60 46,48 60,20! 56,44 50,72 46,100"),
    _style(5, "five-one-stroke", "five in one stroke", 4, "64,4 40,4 18,4! 14,22 10,42! 36,36 60,54 58,82 34,99 4,90"),
    _style(
        5,
        "five-two-strokes",
        "five with its bar apart",
        3,
        "18,4 14,22 10,42! 36,36 60,54 58,82 34,99 4,90",
        "18,4 44,3 70,1",
    ),
    _style(
        5,
        "five-long-bar",
        "five with a long bar",
        3,
        "30,4 24,22 18,42! 40,44 52,62 44,88 22,99 2,90",
        "30,6 58,4 88,0",
    ),
    _style(5, "five-curved", "five like an s", 2.5, "66,3 38,4 16,16 22,40 48,52 58,74 40,97 6,94"),
    _style(5, "five-slim", "five, slim", 1.5, "70,2 46,6 26,8! 20,26 16,42! 36,46 46,64 40,86 22,98 2,92"),
    _style(
        5,
        "five-curled",
        "five with a curled end",
        1.5,
        "64,2 40,4 20,6! 14,24 12,44! 40,38 62,56 52,88 22,98 4,82 16,70",
    ),
    _style(
        5,
        "five-closed",
        "five with a closed belly",
        1,
        "60,4 40,4 20,6! 14,28 10,48! 36,38 60,54 56,86 30,99 8,92 6,74",
    ),
    _style(5, "five-barless", "five without a bar", 1.5, "36,2 24,24 12,46! 38,40 56,60 46,88 22,99 2,92"),
    _style(6, "six-curved", "six, curved", 4, "54,2 28,22 8,56 12,90 38,99 58,80 46,58 22,66 10,82"),
    _style(6, "six-straight", "six with a straight back", 3, "40,0 24,26 10,54 6,82 26,99 50,92 56,72 36,62 8,82"),
    _style(6, "six-round", "six, round", 2, "62,10 36,3 12,30 4,66 20,96 48,96 62,74 46,56 22,62 8,78"),
    _style(6, "six-wide", "six with a wide loop", 1.5, "22,0 8,28 2,64 14,96 48,96 70,70 58,46 34,52 18,80"),
    _style(
        6, "six-crossing", "six with a crossing end", 1.5, "34,0 14,30 4,70 20,98 46,92 60,70 44,54 26,64 22,92 36,100"
    ),
    _style(
        6, "six-short-stem", "six with a short stem", 0.7, "34,2 16,22 4,54 8,88 36,99 62,84 64,54 42,36 16,50 8,72"
    ),
    _style(7, "seven-plain", "seven", 5, "4,6 32,6 62,4! 46,36 34,68 26,100"),
    _style(7, "seven-serif", "seven with a serif", 2, "6,22 8,6! 34,5 62,4! 46,36 34,68 26,100"),
    _style(7, "seven-bar", "seven with a bar", 1.5, "4,6 32,6 62,4! 46,36 34,68 26,100", "16,52 38,50 60,48"),
    _style(7, "seven-curved", "seven with a curved top", 2, "4,22 18,6 40,8 62,4! 50,32 36,64 30,100"),
    _style(7, "seven-bent", "seven with a bent stem", 2, "2,10 30,5 54,8 58,28 46,62 38,100"),
    _style(7, "seven-deep-serif", "seven with a deep serif", 3, "2,40 8,22 12,8! 36,8 58,4! 54,36 46,68 40,100"),
    _style(
        7,
        "seven-serif-bar",
        "seven with serif and bar",
        1.5,
        "4,26 10,8! 36,10 64,4! 48,36 36,68 28,100",
        "14,58 38,52 66,50",
    ),
    _style(7, "seven-short", "seven, broad", 1, "0,12 36,10 76,6! 62,36 48,68 42,100"),
    _style(7, "seven-closed", "seven with a curled serif", 1, "14,34 4,18 16,6 34,10 60,4! 48,36 38,66 30,100"),
    _style(7, "seven-dip", "seven with a dipped top", 1.5, "4,4 8,24 30,26 64,4! 50,36 38,68 30,100"),
    _style(7, "seven-hook", "seven with a hooked top", 1.5, "2,34 6,10 16,12 40,14 64,4! 52,36 44,68 40,100"),
    _style(
        8,
        "eight-one-stroke",
        "eight in one stroke",
        5,
        "58,14 34,1 12,20 30,44 54,62 56,88 32,99 8,86 16,62 42,42 60,20 54,8",
    ),
    _style(
        8,
        "eight-two-loops",
        "eight of two loops",
        1,
        "34,1 14,12 16,36 34,47 54,36 54,12 34,1",
        "34,47 10,60 8,88 34,99 60,88 58,60 34,47",
    ),
    _style(
        8, "eight-open", "eight, open at the top", 3, "64,14 36,2 14,20 32,44 50,64 50,88 28,99 8,84 18,62 44,40 66,6"
    ),
    _style(
        8, "eight-flag", "eight with a flag", 1.5, "62,12 34,4 14,18 26,40 46,62 42,90 22,99 10,84 22,60 50,32 76,0"
    ),
    _style(8, "eight-slim", "eight, slim", 1.5, "50,8 32,2 18,18 28,42 42,60 44,86 26,99 10,86 18,62 40,38 50,14"),
    _style(
        8,
        "eight-small-base",
        "eight with a small base",
        2,
        "62,18 36,2 8,18 22,46 42,66 44,88 28,99 16,86 26,64 54,44 64,22",
    ),
    _style(8, "eight-ribbon", "eight, open at the foot", 2, "12,96 26,62 52,30 52,8 32,1 14,14 26,42 48,68 52,96"),
    _style(
        8,
        "eight-from-below",
        "eight begun at the foot",
        2,
        "24,78 42,46 58,20 46,2 20,4 14,24 34,48 54,72 48,96 22,98 14,82 28,64",
    ),
    _style(
        8,
        "eight-half-open",
        "eight with an open head",
        2,
        "62,10 42,2 16,14 26,42 52,64 52,92 26,99 8,84 22,60 42,42 52,28",
    ),
    _style(
        8,
        "eight-small-head",
        "eight with a small head",
        1.5,
        "52,10 36,1 20,14 32,36 58,62 62,88 34,100 6,88 10,62 36,36 52,20 48,6",
    ),
    _style(8, "eight-gamma", "eight like a gamma", 1.5, "12,6 22,30 44,60 48,88 30,99 12,86 20,62 46,34 62,4"),
    _style(9, "nine-straight", "nine with a straight tail", 4, "58,14 36,2 10,18 8,42 34,48 58,14! 58,42 54,72 50,100"),
    _style(
        9, "nine-curved", "nine with a curved tail", 1.5, "58,12 34,2 8,20 14,46 44,44 60,14! 62,50 52,86 30,99 8,90"
    ),
    _style(9, "nine-loop", "nine in one sweep", 3, "60,8 30,4 6,28 20,48 48,34 60,10 54,46 46,72 38,100"),
    _style(
        9, "nine-apart", "nine with its stem apart", 1.5, "56,20 34,3 10,14 8,40 34,48 54,30", "60,2 58,34 56,68 52,100"
    ),
    _style(9, "nine-open", "nine, open", 2, "50,6 26,8 6,34 20,50 46,42 60,16! 54,46 46,74 38,100"),
    _style(9, "nine-slim", "nine, slim", 3, "46,4 28,6 12,30 20,44 38,32 48,4! 42,36 34,68 26,100"),
    _style(9, "nine-wide", "nine, broad", 1, "66,10 34,4 4,26 18,46 48,40 68,12! 58,48 44,76 34,100"),
    _style(
        9, "nine-big-loop", "nine with a big loop", 1, "60,26 40,2 10,14 2,46 26,64 54,48 62,16! 62,46 58,74 54,100"
    ),
    _style(9, "nine-flat", "nine with a flat head", 1.5, "74,8 40,2 8,26 6,46 36,44 66,12! 62,44 60,72 60,98"),
    _style(9, "nine-like-a", "nine like an a", 1.5, "58,20 38,2 8,22 4,62 28,80 52,62 60,16! 62,52 64,100"),
    _style(
        9, "nine-short-loop", "nine with a low loop", 1.5, "56,8 38,4 14,24 8,50 24,56 44,40 58,10! 52,44 44,72 38,100"
    ),
    _style(9, "nine-gap", "nine with a gap", 1.5, "44,6 22,10 8,34 20,48 44,38 60,10! 54,42 48,70 42,100"),
)
