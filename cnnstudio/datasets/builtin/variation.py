"""Handwriting from styles: each digit gets a hand of its own, from a seeded generator.

Everything works on many digits at once: a stroke's curve is a fixed matrix times its control points, so a style costs
a handful of matrix products whatever the number of digits.
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cnnstudio.datasets.builtin.glyphs import Point, Style

Floats = NDArray[np.float32]

POINTS = 64  # samples of a digit's path, pen-ups included


@dataclass(frozen=True, slots=True)
class Variation:
    """How much hands differ: standard deviations unless said otherwise, lengths in units of the digit's height."""

    jitter: float = 0.025  # each control point by itself
    sway: float = 0.085  # neighbouring control points together
    ending: float = 0.05  # further, the first and last point of each stroke
    stroke_shift: float = 0.045  # each stroke as a whole
    stroke_scale: float = 0.12
    neatness: float = 0.8  # the neatest hand strays this much less in the five above (uniform from 0)
    curvature: float = 0.3  # largest share of straight lines in the curves (uniform from 0)
    slant: float = 0.25  # tangent
    slant_mean: float = 0.15  # most hands lean to the right
    aspect: float = 0.22  # of the logarithm of width/height
    rotation: float = 0.08  # radians
    perspective: float = 0.12
    balance: float = 0.15  # upper against lower half, left against right
    wave: float = 0.035  # amplitude of the smooth warp
    width: float = 0.34  # of the logarithm of the stroke width
    width_mean: float = 0.135  # stroke width
    pressure: float = 0.12  # relative change of the width along the path


@dataclass(frozen=True, slots=True)
class Paths:
    """Pen paths of many digits.

    Attributes:
        points: (N, POINTS, 2) x, y; y down; the digit's height is about 1.
        pen_down: (N, POINTS - 1) bool; False where the pen is lifted between two points.
        widths: (N, POINTS) stroke width.
    """

    points: Floats
    pen_down: NDArray[np.bool_]
    widths: Floats


def write(style: Style, count: int, random: np.random.Generator, variation: Variation) -> Paths:
    """``count`` digits of one style, each by another hand."""
    smooth, straight, pen_down, owner = _bases(style)
    controls = np.array([point[:2] for stroke in style.strokes for point in stroke], np.float32)
    hands = controls[None] + _normal(random, variation.jitter, (count, len(controls), 2))
    hands += _together(owner) @ _normal(random, variation.sway, (count, len(controls), 2))
    ends = np.flatnonzero(_is_end(style))
    hands[:, ends] += _normal(random, variation.ending, (count, len(ends), 2))
    hands = _move_strokes(hands, owner, random, variation)
    # Most people write neatly, some hardly legibly: each hand strays by a factor of its own.
    haste = random.uniform(1 - variation.neatness, 1, (count, 1, 1)).astype(np.float32)
    hands = controls + haste * (hands - controls)
    angular = random.uniform(0, variation.curvature, (count, 1, 1)).astype(np.float32)
    points = (1 - angular) * (smooth @ hands) + angular * (straight @ hands)
    points = _warp(points, random, variation)
    widths = variation.width_mean * np.exp(_normal(random, variation.width, (count, 1)))
    phase = random.uniform(0, 2 * np.pi, (count, 1)).astype(np.float32)
    along = np.linspace(0, 2 * np.pi, POINTS, dtype=np.float32)
    pressure = 1 + _normal(random, variation.pressure, (count, 1)) * np.sin(along + phase)
    return Paths(points, np.broadcast_to(pen_down, (count, POINTS - 1)), widths * pressure.clip(0.5, 1.5))


def _normal(random: np.random.Generator, deviation: float, shape: tuple[int, ...]) -> Floats:
    """Normal numbers, none beyond 2 deviations: a digit must stay readable."""
    numbers: Floats = random.standard_normal(shape, dtype=np.float32).clip(-2, 2) * np.float32(deviation)
    return numbers


def _together(owner: NDArray[np.intp]) -> Floats:
    """A matrix that spreads noise over neighbouring controls of a stroke, keeping its deviation."""
    steps = np.arange(len(owner))
    near = np.exp(-((steps[:, None] - steps) ** 2) / (2 * 1.2**2)) * (owner[:, None] == owner)
    spread: Floats = (near / np.linalg.norm(near, axis=1, keepdims=True)).astype(np.float32)
    return spread


def _move_strokes(hands: Floats, owner: NDArray[np.intp], random: np.random.Generator, variation: Variation) -> Floats:
    """Shift and scale each stroke of a digit by itself."""
    count = len(hands)
    for stroke in range(owner.max() + 1):
        mine = owner == stroke
        centre = hands[:, mine].mean(axis=1, keepdims=True)
        scale = 1 + _normal(random, variation.stroke_scale, (count, 1, 2))
        shift = _normal(random, variation.stroke_shift, (count, 1, 2))
        hands[:, mine] = centre + (hands[:, mine] - centre) * scale + shift
    return hands


def _warp(points: Floats, random: np.random.Generator, variation: Variation) -> Floats:
    """Proportions, perspective, slant, rotation and a smooth wave, each digit its own."""
    count = len(points)

    def draw(deviation: float) -> Floats:
        return _normal(random, deviation, (count, 1))

    x, y = points[..., 0] - 0.33, points[..., 1] - 0.5
    x = x * np.exp(draw(variation.aspect))
    # Monotone for every coefficient below 2: no part folds over another.
    x = x + draw(variation.balance) * (0.16 - x * x)
    y = y + draw(variation.balance) * (0.25 - y * y)
    x, y = x * (1 + draw(variation.perspective) * 2 * y), y * (1 + draw(variation.perspective) * 2 * x)
    for _ in range(2):
        angle = random.uniform(0, 2 * np.pi, (count, 1)).astype(np.float32)
        phase = random.uniform(0, 2 * np.pi, (count, 1)).astype(np.float32)
        wave = np.sin(
            random.uniform(3, 8, (count, 1)).astype(np.float32) * (x * np.cos(angle) + y * np.sin(angle)) + phase
        )
        x, y = x + draw(variation.wave) * wave, y + draw(variation.wave) * wave
    x = x - (draw(variation.slant) + variation.slant_mean) * y
    angle = draw(variation.rotation)
    x, y = x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle)
    return np.stack([x, y], axis=-1).astype(np.float32)


def _is_end(style: Style) -> NDArray[np.bool_]:
    return np.array([place in (0, len(stroke) - 1) for stroke in style.strokes for place in range(len(stroke))])


@cache
def _bases(style: Style) -> tuple[Floats, Floats, NDArray[np.bool_], NDArray[np.intp]]:
    """Matrices from control points to path samples, smooth and straight; pen-down flags; each control's stroke.

    Samples are shared out by length, so that all segments of a digit are about equally long.
    """
    lengths = np.array([_length(stroke) for stroke in style.strokes])
    shares = np.maximum(np.floor(POINTS * lengths / lengths.sum()).astype(int), 4)
    shares[np.argmax(shares)] += POINTS - shares.sum()
    total = sum(len(stroke) for stroke in style.strokes)
    smooth = np.zeros((POINTS, total), np.float32)
    straight = np.zeros((POINTS, total), np.float32)
    pen_down = np.ones(POINTS - 1, bool)
    row = column = 0
    for stroke, samples in zip(style.strokes, shares, strict=True):
        rows, columns = slice(row, row + samples), slice(column, column + len(stroke))
        smooth[rows, columns], straight[rows, columns] = _curve(stroke, int(samples))
        row, column = row + int(samples), column + len(stroke)
        if row < POINTS:
            pen_down[row - 1] = False
    owner = np.repeat(np.arange(len(style.strokes)), [len(stroke) for stroke in style.strokes])
    return smooth, straight, pen_down, owner


def _length(stroke: tuple[Point, ...]) -> float:
    points = np.array([point[:2] for point in stroke])
    return float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())


def _curve(stroke: tuple[Point, ...], samples: int) -> tuple[Floats, Floats]:
    """Cubic spline and piecewise linear interpolation of a stroke as (samples, controls) matrices.

    Natural splines bend least of all curves through their points (J. C. Holladay, 1957), as an elastic pen hand does;
    a corner ends one spline and begins another.
    """
    points = np.array([point[:2] for point in stroke])
    at = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    places = np.linspace(0, at[-1], samples)
    smooth = np.zeros((samples, len(stroke)), np.float32)
    straight = np.zeros((samples, len(stroke)), np.float32)
    knots = [0, *(i for i in range(1, len(stroke) - 1) if stroke[i][2]), len(stroke) - 1]
    for first, last in pairwise(knots):
        rows = (places >= at[first]) & (places <= at[last])
        columns = slice(first, last + 1)
        smooth[rows, columns], straight[rows, columns] = _spline(at[columns], places[rows])
        if last < len(stroke) - 1:
            # The sample nearest to a corner is put on it, so that it stays sharp.
            nearest = int(np.abs(places - at[last]).argmin())
            smooth[nearest] = straight[nearest] = np.eye(len(stroke))[last]
    return smooth, straight


def _spline(at: NDArray[np.float64], places: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Natural cubic and linear interpolation from values at the knots ``at`` to values at ``places``, as matrices."""
    count = len(at)
    gaps = np.diff(at)
    # Second derivatives at the knots, zero at both ends, from the values: system @ second = change @ values.
    system, change = np.eye(count), np.zeros((count, count))
    for i in range(1, count - 1):
        system[i, i - 1 : i + 2] = gaps[i - 1] / 6, (gaps[i - 1] + gaps[i]) / 3, gaps[i] / 6
        change[i, i - 1 : i + 2] = 1 / gaps[i - 1], -1 / gaps[i - 1] - 1 / gaps[i], 1 / gaps[i]
    second = np.linalg.solve(system, change)
    left = np.searchsorted(at, places, side="right").clip(1, count - 1) - 1
    gap = gaps[left][:, None]
    b = (places - at[left])[:, None] / gap
    a = 1 - b
    values = np.eye(count)
    straight = a * values[left] + b * values[left + 1]
    return straight + ((a**3 - a) * second[left] + (b**3 - b) * second[left + 1]) * gap**2 / 6, straight
