"""Writing habits that MNIST hardly has, and signs that are no digits, in the notation of the built-in digits."""

from cnnstudio.datasets.builtin import Style


def _sign(name: str, *strokes: str, digit: int = -1, weight: float = 1.0) -> Style:
    paths = []
    for stroke in strokes:
        points = []
        for word in stroke.split():
            x, y = word.rstrip("!").split(",")
            points.append((float(x) / 100, float(y) / 100, word.endswith("!")))
        paths.append(tuple(points))
    return Style(digit, name, name.replace("-", " "), weight, tuple(paths))


_ZERO = "38,2 16,14 4,50 14,88 36,99 58,86 68,50 58,14 38,2"
_ROUND_ZERO = "50,2 18,10 2,48 16,88 50,98 84,88 98,48 82,10 48,2"

HABITS: tuple[Style, ...] = (
    _sign("zero-slash-long", _ZERO, "80,-8 -10,108", digit=0, weight=2),
    _sign("zero-slash-inside", _ZERO, "58,20 14,80", digit=0, weight=2),
    _sign("zero-slash-short", _ZERO, "48,34 22,68", digit=0, weight=0.5),
    _sign("zero-slash-flat", _ZERO, "78,26 -6,76", digit=0),
    _sign("zero-slash-back", _ZERO, "8,8 62,92", digit=0, weight=0.7),
    _sign("zero-slash-round", _ROUND_ZERO, "94,4 6,96", digit=0, weight=2),
    _sign("zero-slash-one-stroke", "44,2 18,10 4,50 14,88 36,99 60,84 68,46 62,10! 36,52 6,96", digit=0),
    _sign("zero-dot", _ZERO, "34,48 36,52", digit=0, weight=0.3),
    _sign("zero-round-wide", _ROUND_ZERO, digit=0, weight=1.5),
    _sign("zero-loop-inside", "40,12 16,16 4,52 16,90 38,98 60,84 66,48 54,16 34,4 22,16 34,28 48,18", digit=0),
    _sign("zero-tail", "30,10 8,36 8,78 32,98 58,78 62,34 44,8 22,6 52,0 76,-6", digit=0, weight=0.7),
    _sign("one-flag-long", "-4,50 14,26 34,0! 34,50 34,100", digit=1, weight=2),
    _sign("one-flag-steep", "20,34 28,16 36,0! 32,50 28,100", digit=1, weight=1.5),
    _sign("one-serif", "14,8 34,0! 34,50 34,100", digit=1, weight=1.5),
    _sign("one-foot-wide", "4,28 34,0! 34,50 34,98", "-4,100 34,98 72,98", digit=1, weight=1.5),
    _sign("one-foot-stroke", "12,20 34,0! 34,50 34,96! 6,98! 36,98 66,98", digit=1),
    _sign("one-hook", "34,0 34,60 36,92 48,96", digit=1, weight=0.6),
    _sign("two-small-loop", "10,16 32,0 54,16 40,52 12,88 6,98 14,90 22,88 40,96 66,92", digit=2),
    _sign("two-open", "2,30 26,2 52,12 50,40 4,98! 68,92", digit=2),
    _sign("three-corner", "4,4 62,4! 30,40! 62,62 54,94 4,94", digit=3),
    _sign("three-ezh", "6,4 60,2! 32,40! 56,48 64,76 40,98 2,90", digit=3),
    _sign("four-tall-stem", "28,0 10,30 0,56! 60,56", "44,28 42,60 40,100", digit=4),
    _sign("four-triangle", "50,0 2,66! 70,66", "50,0 50,100", digit=4),
    _sign("four-ll", "10,0 8,50! 62,50", "46,10 44,100", digit=4),
    _sign("four-wide", "16,6 2,48! 80,46", "60,4 54,52 50,100", digit=4),
    _sign("five-flat-top", "60,2 12,2! 10,44! 40,38 62,62 44,96 4,94", digit=5),
    _sign("five-bar-first", "12,2 68,2", "14,2 12,44! 44,38 60,68 38,98 2,92", digit=5),
    _sign("five-bar-off", "14,10 12,46! 42,40 58,68 36,98 2,92", "28,6 76,2", digit=5),
    _sign("six-small-loop", "44,0 18,36 8,78 20,98 40,88 38,72 14,80", digit=6),
    _sign("six-open", "50,2 18,30 4,70 22,98 48,86 50,64 30,60", digit=6),
    _sign("seven-bar-low", "4,4 64,4! 40,50 24,100", "18,60 60,56", digit=7, weight=1.5),
    _sign("seven-bar-wide", "2,8 64,4! 44,50 30,100", "6,48 74,46", digit=7, weight=1.5),
    _sign("seven-bar-serif", "4,22 6,4! 64,4! 42,50 28,100", "14,50 64,48", digit=7, weight=1.5),
    _sign("seven-bar-slanted", "4,4 62,4! 40,50 26,100", "16,60 62,42", digit=7),
    _sign("seven-long-serif", "2,34 6,4! 64,6! 42,52 30,100", digit=7),
    _sign("seven-foot", "4,6 62,4! 36,60 26,98", "8,100 48,98", digit=7, weight=0.4),
    _sign("eight-crossed", "58,10 34,0 8,18 58,78 34,99 6,80 56,22 54,8", digit=8),
    _sign("eight-s", "60,12 36,0 10,22 56,66 50,94 20,98 6,78 60,20 62,6", digit=8),
    _sign("eight-stacked", "34,46 8,28 20,2 52,4 56,30 34,46! 4,68 14,98 54,98 62,68 34,46", digit=8),
    _sign("nine-flat-cup", "62,8 20,2 4,30 24,50 62,34! 60,66 58,100", digit=9),
    _sign("nine-hook", "58,10 24,2 6,26 24,48 58,20! 60,72 40,98 10,90", digit=9, weight=1.5),
    _sign("nine-unclosed", "60,4 20,6 8,34 30,50 58,36! 56,70 50,100", digit=9),
)
"""Digits: they join the built-in styles for the shipped networks."""

NO_DIGITS: tuple[Style, ...] = (
    _sign("letter-a", "4,100 34,0! 64,100", "14,62 54,62"),
    _sign("letter-e", "62,4 10,4! 10,96! 62,98", "10,50 52,50"),
    _sign("letter-e-small", "8,62 54,58 50,32 26,28 6,60 20,94 58,90"),
    _sign("letter-f", "62,4 10,4! 10,50 10,100", "10,48 50,48"),
    _sign("letter-h", "8,0 8,100", "60,0 60,100", "8,50 60,50"),
    _sign("letter-j", "4,2 70,2", "48,2 48,70 32,98 4,84"),
    _sign("letter-k-small", "10,0 10,100", "48,40 12,66! 54,100"),
    _sign("letter-l", "8,0 8,98! 66,98"),
    _sign("letter-m-small", "4,100 4,40! 4,60 20,40 32,54 32,100! 32,60 48,40 62,54 64,100"),
    _sign("letter-n", "8,100 8,2! 58,98! 58,0"),
    _sign("letter-n-small", "8,100 8,36! 8,60 30,38 54,52 56,100"),
    _sign("letter-p", "10,0 10,100", "10,2 44,4 58,26 40,50 10,52"),
    _sign("letter-r", "10,0 10,100", "10,2 44,4 58,24 40,48 10,50! 36,72 62,100"),
    _sign("letter-t", "-6,2 74,2", "34,2 34,100"),
    _sign("letter-u", "6,0 6,60 20,96 46,96 60,60 60,0"),
    _sign("letter-u-small", "6,20 8,80 30,98 50,74! 54,20 54,100"),
    _sign("letter-v", "4,0 34,100! 64,0"),
    _sign("letter-w-round", "4,10 14,96 34,50 36,50 54,96 66,10"),
    _sign("letter-w", "-8,0 14,100! 34,30! 54,100! 76,0"),
    _sign("letter-x", "4,0 64,100", "64,0 4,100"),
    _sign("plus", "34,14 34,86", "0,50 68,50"),
    _sign("equals", "0,34 70,34", "0,66 70,66"),
    _sign("star", "34,0 54,100! 0,36! 68,36! 12,100! 34,0"),
    _sign("triangle", "40,4 84,90! -4,90! 40,4"),
    _sign("arrow", "0,50 100,50", "70,20 100,50! 70,80"),
    _sign("arrow-up", "34,100 34,0", "4,34 34,0! 64,34"),
    _sign("tick", "0,56 24,98! 80,2"),
    _sign("wave", "0,50 16,30 32,50 48,70 64,50 80,30 96,50"),
    _sign("zigzag", "0,20 14,80! 28,20! 42,80! 56,20! 70,80"),
    _sign("dash", "0,50 50,50 100,50"),
    _sign("spiral", "50,50 56,44 50,36 38,42 40,62 62,66 72,44 54,20 24,26 14,60 40,90 80,80"),
    _sign(
        "smile",
        "50,0 14,14 0,50 14,86 50,100 86,86 100,50 86,14 50,0",
        "34,34 36,38",
        "66,34 68,38",
        "28,64 50,78 74,62",
    ),
    _sign("hash", "24,0 16,100", "58,0 50,100", "0,34 76,34", "-4,66 72,66"),
    _sign("house", "0,100 0,40! 40,0! 80,40! 80,100! 0,100"),
    _sign("lying-eight", "50,50 20,20 0,50 20,80 50,50 80,20 100,50 80,80 50,50"),
    _sign("lying-three", "0,90 8,40 30,20 46,70! 60,20 84,40 96,90"),
    _sign("grid", "0,0 100,0! 100,100! 0,100! 0,0", "50,0 50,100", "0,50 100,50"),
    _sign("percent", "70,0 0,100", "14,4 4,18 16,30 28,16 14,4", "56,70 46,84 58,96 70,82 56,70"),
    _sign("loops", "0,60 20,20 34,50 14,76 10,50 40,20 56,50 36,76 34,50 66,20 80,50 60,76 58,50 100,30"),
)
"""The gate of "not sure it is a digit" learns from these. Letters that may be digits (B, D, G, I, O, Q, S, Y, Z, b, g,
i, o, q, s, y, z) are left out."""

UNSEEN: tuple[Style, ...] = (
    _sign("letter-k", "10,0 10,100", "60,4 12,54! 62,100"),
    _sign("letter-m", "4,100 10,2! 34,60! 60,2! 66,100"),
    _sign("letter-h-small", "10,0 10,100", "10,60 30,42 52,54 54,100"),
    _sign("letter-f-small", "56,10 40,2 28,20 26,100", "2,42 56,42"),
    _sign("asterisk", "34,0 34,100", "0,20 68,80", "68,20 0,80"),
    _sign("heart", "40,30 16,2 -6,30 40,100! 86,30 64,2 40,30"),
    _sign("umbrella", "0,50 10,16 50,0 90,16 100,50! 0,50", "50,50 50,90 36,100 24,88"),
    _sign("hourglass", "0,0 80,0! 0,100! 80,100! 0,0"),
)
"""Kept out of training, to measure what the gate says of signs it has never seen."""
