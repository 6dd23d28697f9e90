"""Drawn digits and drawn things that are no digits, made by the one preprocessing function from pen paths."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from cnnstudio.datasets.builtin import STYLES, Style, Variation
from cnnstudio.datasets.builtin.variation import Paths, write
from cnnstudio.prediction import strokes
from cnnstudio.prediction.preprocessing import INPUT_SIDE, Ink, pen_width, preprocess
from cnnstudio.prediction.training_sets.glyphs import HABITS, NO_DIGITS
from cnnstudio.prediction.training_sets.lookalikes import KEPT_BACK, LOOKALIKES

_EASILY_TAKEN = frozenset((*LOOKALIKES, *KEPT_BACK))

Pictures = NDArray[np.uint8]
Labels = NDArray[np.uint8]

HANDS = Variation(
    jitter=0.045,
    ending=0.06,
    stroke_shift=0.04,
    stroke_scale=0.12,
    curvature=0.8,
    slant=0.28,
    slant_mean=0.1,
    aspect=0.26,
    rotation=0.13,
    perspective=0.15,
    balance=0.2,
    wave=0.035,
    width=0.45,
    width_mean=0.1,
)
"""Hands that differ more than the built-in set's, and pens from hair line to felt tip."""

STEADY = replace(HANDS, jitter=0.035, stroke_shift=0.03, slant=0.22, aspect=0.2, rotation=0.09, perspective=0.12)
"""Hands that write what is easily taken for another digit: a one that is turned far enough is a seven."""

# Shares of digits that were drawn with a mouse, in steps, and with a trembling hand.
_STEPPED, _COARSE, _TREMBLING = 0.25, 0.15, 0.15
# The share of marker pens, and their widths beside the digit's height; such a pen fills loops.
_MARKERS, _MARKER_WIDTHS = 0.12, (0.18, 0.34)
# Shares of pens that touch down or leave with a little hook, start late or stop early, run on, skip on the way, and are
# hardly lifted between two strokes that lie near each other.
_HOOKED, _CUT, _RUN_ON, _SKIPPING, _DRAGGED = 0.12, 0.12, 0.12, 0.06, 0.06
_NEAR = 0.45  # of the digit's height
# The share of digits that come from a small scan, its longer side in pixels, and the thinnest pen that a scan of that
# size shows, beside the digit's longer side.
_SCANNED, _SCAN_SIDES, _SCANNED_PEN = 0.18, (8, 16), 0.075


def digits(count: int, seed: int) -> tuple[Pictures, Labels]:
    """``count`` digits (N, 28, 28) and labels: built-in styles and further habits, each digit equally often.

    The rarer styles are drawn more often than they are met, as the root of their weight. A pure function.
    """
    return _digits((*STYLES, *HABITS, *LOOKALIKES), count, np.random.default_rng((seed, 0)))


def kept_back(count: int, seed: int) -> tuple[Pictures, Labels]:
    """As ``digits``, in the habits that no training sees."""
    return _digits(KEPT_BACK, count, np.random.default_rng((seed, 4)))


def _digits(styles: Sequence[Style], count: int, rng: np.random.Generator) -> tuple[Pictures, Labels]:
    pictures = np.empty((count, INPUT_SIDE, INPUT_SIDE), np.uint8)
    labels = np.empty(count, np.uint8)
    at = 0
    for digit in range(10):
        wanted = count // 10 + (digit < count % 10)
        for ink in _written([style for style in styles if style.digit == digit], wanted, rng):
            pictures[at], labels[at] = _normalised(scanned(ink, rng)), digit
            at += 1
    order = rng.permutation(count)
    return pictures[order], labels[order]


def no_digits(count: int, seed: int) -> Pictures:
    """``count`` pictures (N, 28, 28) no digits: signs, known and invented, scribbles, numbers, blots, textures."""
    rng = np.random.default_rng((seed, 1))
    shares = rng.multinomial(count, [0.4, 0.15, 0.15, 0.12, 0.08, 0.1])
    inks = itertools.chain(
        _written(NO_DIGITS, int(shares[0]), rng),
        (_invented(rng) for _ in range(shares[1])),
        (_scribble(rng) for _ in range(shares[2])),
        _several_digits(int(shares[3]), rng),
        (_blot(rng) for _ in range(shares[4])),
        (_texture(rng) for _ in range(shares[5])),
    )
    # Normalised one by one: the inks of a whole training set would fill gigabytes.
    pictures = np.stack([_normalised(ink) for ink in inks])
    return pictures[rng.permutation(count)]


def signs(count: int, seed: int, kinds: Sequence[Style]) -> Pictures:
    """``count`` pictures (N, 28, 28) of signs of these kinds, kind by kind."""
    return np.stack([_normalised(ink) for ink in _written(kinds, count, np.random.default_rng((seed, 3)))])


def written(style: Style, count: int, seed: int) -> list[Ink]:
    """``count`` inks of one style, each by another hand and pen."""
    return list(_written([style], count, np.random.default_rng((seed, 2))))


def _normalised(ink: Ink) -> Pictures:
    return np.rint(preprocess(ink).network_input * 255).astype(np.uint8)


def _written(styles: Sequence[Style], count: int, rng: np.random.Generator) -> Iterator[Ink]:
    weights = np.sqrt([style.weight for style in styles])
    for style, number in zip(styles, rng.multinomial(count, weights / weights.sum()), strict=True):
        if number:
            paths = write(style, int(number), rng, STEADY if style in _EASILY_TAKEN else HANDS)
            for i in range(number):
                yield _drawn(paths, i, rng)


def _drawn(paths: Paths, i: int, rng: np.random.Generator) -> Ink:
    points, pen_down = _handled(paths.points[i], paths.pen_down[i], rng)
    widths = paths.widths[i]
    if rng.random() < _MARKERS:
        widths = widths * np.float32(rng.uniform(*_MARKER_WIDTHS) / widths.mean())
    return strokes.render(points, widths, pen_down)


def _handled(
    points: NDArray[np.float32], pen_down: NDArray[np.bool_], rng: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """What mice, slow machines, pens and hands make of a path."""
    points, pen_down = _penned(points.copy(), pen_down.copy(), rng)
    how = rng.random(3)
    if how[0] < _TREMBLING:
        noise = rng.standard_normal(points.shape).astype(np.float32)
        points = points + noise * np.float32(rng.uniform(0.004, 0.014))
    if how[1] < _COARSE:
        # Only every n-th point arrives; the ones between lie on straight lines. Stroke ends always arrive.
        step = int(rng.integers(3, 8))
        keep = np.zeros(len(points), bool)
        keep[::step] = True
        keep[0] = keep[-1] = True
        lifts = np.flatnonzero(~pen_down)
        keep[lifts] = keep[lifts + 1] = True
        known = np.flatnonzero(keep)
        every = np.arange(len(points))
        points = np.stack([np.interp(every, known, points[known, axis]) for axis in (0, 1)], axis=1).astype(np.float32)
    if how[2] < _STEPPED:
        grid = np.float32(rng.uniform(0.02, 0.07))
        points = np.rint(points / grid) * grid
    return points, pen_down


def _penned(
    points: NDArray[np.float32], pen_down: NDArray[np.bool_], rng: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """How a pen touches down, leaves, skips and is dragged; changes both arrays."""
    lifts = np.flatnonzero(~pen_down)
    how = rng.random(5)
    if how[4] < _DRAGGED:
        gaps = np.linalg.norm(points[lifts + 1] - points[lifts], axis=1)
        pen_down[lifts[gaps < _NEAR]] = True
    ends = [*zip([0, *(lifts + 1)], [*lifts, len(points) - 1], strict=True)]
    first, last = ends[int(rng.integers(len(ends)))]
    if last - first < 12:
        return points, pen_down
    # Of one stroke, one end.
    tip, inward = (first, 1) if rng.random() < 0.5 else (last, -1)
    if how[0] < _CUT:
        gone = int(rng.integers(1, max(2, (last - first) // 10)))
        points[tip : tip + inward * gone : inward] = points[tip + inward * gone]
    if how[1] < _RUN_ON:
        along = points[tip] - points[tip + inward * 3]
        reach = rng.uniform(0.03, 0.12) / max(float(np.linalg.norm(along)), 1e-3)
        points[tip] += along * np.float32(min(reach, 2.0))
    if how[2] < _HOOKED:
        angle = rng.uniform(0, 2 * np.pi)
        hook = rng.uniform(0.02, 0.07) * np.array([np.cos(angle), np.sin(angle)])
        points[tip] = points[tip + inward] + hook.astype(np.float32)
    if how[3] < _SKIPPING:
        gone = int(rng.integers(1, 4))
        start = int(rng.integers(first + 4, last - 4 - gone))
        points[start : start + gone] = points[start - 1]
        pen_down[start + gone - 1] = False
    return points, pen_down


def scanned(ink: Ink, rng: np.random.Generator) -> Ink:
    """Some of the inks as a small scan gives them: few pixels and grey levels, enlarged until they can be seen."""
    if rng.random() >= _SCANNED or pen_width(ink) < _SCANNED_PEN * max(ink.shape):
        return ink
    side = int(rng.integers(*_SCAN_SIDES))
    scale = side / max(ink.shape)
    width, height = (max(2, round(length * scale)) for length in (ink.shape[1], ink.shape[0]))
    small = np.pad(np.asarray(Image.fromarray(ink).resize((width, height), Image.Resampling.BOX)), 1)
    levels = np.float32(rng.choice([16, 255]))
    scan = Image.fromarray(np.rint(small / small.max() * levels) / levels)
    enlarged = np.asarray(scan.resize((scan.width * 8, scan.height * 8), Image.Resampling.BICUBIC))
    # As ``pictures.ink_of`` stretches what stands out from the paper.
    full, floor = np.percentile(enlarged[enlarged > 0.4], 80), rng.uniform(0.02, 0.2)
    found: Ink = ((enlarged - floor) / (full - floor)).clip(0, 1).astype(np.float32)
    return found


def _scribble(rng: np.random.Generator) -> Ink:
    """A pen going to and fro: many random turns, smooth or sharp."""
    turns = int(rng.integers(9, 40))
    shape = rng.uniform(0.3, 1.0, 2)
    knots = rng.random((turns, 2)) * shape
    if rng.random() < 0.4:
        # Hatching: to and fro along a slowly moving line.
        along = np.linspace(0, 1, turns)
        across = (np.arange(turns) % 2) * rng.uniform(0.3, 0.9) + rng.normal(0, 0.05, turns)
        knots = np.stack([along * shape[0], across], axis=1)
    fine = np.linspace(0, turns - 1, turns * 8)
    points = np.stack([np.interp(fine, np.arange(turns), knots[:, axis]) for axis in (0, 1)], axis=1)
    for _ in range(int(rng.integers(0, 4))):
        points[1:-1] = (points[:-2] + 2 * points[1:-1] + points[2:]) / 4
    angle = rng.uniform(0, np.pi)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    path = (points @ turn).astype(np.float32)
    widths = np.full(len(path), rng.uniform(0.02, 0.12), np.float32)
    return strokes.render(path, widths, np.ones(len(path) - 1, bool))


def _invented(rng: np.random.Generator) -> Ink:
    """A sign of no script: three to five lines, arcs, corners and rings thrown together.

    With fewer strokes too many would be digits.
    """
    count = int(rng.integers(3, 6))
    parts = [_element(rng) for _ in range(count)]
    path = np.concatenate(parts).astype(np.float32)
    down = np.ones(len(path) - 1, bool)
    down[np.cumsum([len(part) for part in parts[:-1]]) - 1] = False
    return strokes.render(path, np.full(len(path), rng.uniform(0.03, 0.14), np.float32), down)


def _element(rng: np.random.Generator) -> NDArray[np.float64]:
    """One stroke of an invented sign, somewhere in the unit square, (P, 2)."""
    t = np.linspace(0, 1, 24)[:, None]
    start, middle, end = rng.random((3, 2))
    points: NDArray[np.float64]
    match int(rng.integers(4)):
        case 0:
            points = start + (end - start) * t
        case 1:
            points = (1 - t) ** 2 * start + 2 * t * (1 - t) * middle + t**2 * end
        case 2:
            points = np.concatenate([start + (middle - start) * t, middle + (end - middle) * t])
        case _:
            turn = 2 * np.pi * t
            reach = rng.uniform(0.1, 0.4, 2)
            points = start + np.concatenate([np.cos(turn) * reach[0], np.sin(turn) * reach[1]], axis=1)
    return points


def _several_digits(count: int, rng: np.random.Generator) -> Iterator[Ink]:
    """Two or three digits in a row: a number, not a digit."""
    styles = [style for style in STYLES if style.digit != 1]
    hands = [replace(HANDS, width=0.2, width_mean=0.09)]
    for _ in range(count):
        parts, widths, down, right = [], [], [], 0.0
        for _ in range(2 if rng.random() < 0.8 else 3):
            paths = write(styles[int(rng.integers(len(styles)))], 1, rng, hands[0])
            points = paths.points[0] - paths.points[0].min(axis=0)
            points[:, 0] += right
            right = float(points[:, 0].max()) + float(rng.uniform(0.1, 0.4))
            parts.append(points)
            widths.append(paths.widths[0])
            down += [*paths.pen_down[0].tolist(), False]
        width = np.full(sum(map(len, widths)), float(np.mean(widths[0])), np.float32)
        yield strokes.render(np.concatenate(parts), width, np.array(down[:-1]))


def _blot(rng: np.random.Generator) -> Ink:
    """A tap of the pen, or a filled shape."""
    side = 160
    paper = Image.new("L", (side, side))
    pen = ImageDraw.Draw(paper)
    corners = int(rng.integers(3, 9))
    if rng.random() < 0.4:
        half = rng.uniform(20, 70, 2)
        pen.ellipse((80 - half[0], 80 - half[1], 80 + half[0], 80 + half[1]), fill=1)
    else:
        angles = np.sort(rng.uniform(0, 2 * np.pi, corners))
        radii = rng.uniform(30, 78, corners)
        pen.polygon([(80 + r * np.cos(a), 80 + r * np.sin(a)) for r, a in zip(radii, angles, strict=True)], fill=1)
    ink = np.asarray(paper, dtype=np.float32)
    return ink if ink.any() else np.ones((side, side), np.float32)


def _texture(rng: np.random.Generator) -> Ink:
    """Grey clouds, clothes-like silhouettes, speckle: what a photograph of no digit leaves."""
    side = 112
    noise = Image.fromarray(rng.integers(0, 256, (side, side), dtype=np.uint8))
    cloud = np.asarray(noise.filter(ImageFilter.GaussianBlur(rng.uniform(1.5, 14))), dtype=np.float32)
    cloud = (cloud - cloud.min()) / max(float(np.ptp(cloud)), 1e-6)
    if rng.random() < 0.6:
        cloud = (cloud > np.quantile(cloud, rng.uniform(0.4, 0.9))).astype(np.float32)
    else:
        cloud = np.maximum(cloud - np.float32(0.2), 0)
    if rng.random() < 0.5:
        half = side // 2
        mirrored = np.concatenate([cloud[:, :half], cloud[:, half - 1 :: -1]], axis=1)
        y, x = np.mgrid[-1 : 1 : side * 1j, -1 : 1 : side * 1j]
        inside = np.abs(x) ** rng.uniform(1, 6) + np.abs(y) ** rng.uniform(1, 6) < 1
        cloud = (mirrored * inside).astype(np.float32)
    return cloud if cloud.any() else np.ones((side, side), np.float32)
