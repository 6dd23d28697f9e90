"""Labelled pictures from styles: the same number of each digit, in a seeded random order."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from cnnstudio.datasets.builtin.glyphs import STYLES, Style
from cnnstudio.datasets.builtin.rendering import SIDE, render
from cnnstudio.datasets.builtin.variation import Paths, Variation, write

_DEFAULT = Variation()


def paths_of(style: Style, count: int, seed: int, variation: Variation = _DEFAULT) -> Paths:
    """The pen paths of ``count`` digits of one style, each by another hand."""
    return write(style, count, np.random.default_rng((seed, STYLES.index(style))), variation)


def draw(
    count: int, seed: int, styles: Iterable[Style] = STYLES, variation: Variation = _DEFAULT
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """``count`` pictures (N, 28, 28) and labels (N,): a pure function of its arguments.

    The digits that have a style get equal shares, their styles shares by weight.
    """
    *_, (images, labels) = drawing(count, seed, styles, variation)
    return images, labels


def drawing(
    count: int, seed: int, styles: Iterable[Style] = STYLES, variation: Variation = _DEFAULT
) -> Iterator[tuple[NDArray[np.uint8], NDArray[np.uint8]]]:
    """As ``draw``, style by style: yields what is drawn so far, unshuffled, and last the whole in its order."""
    chosen = tuple(styles)
    images = np.empty((count, SIDE, SIDE), np.uint8)
    labels = np.empty(count, np.uint8)
    done = 0
    for style, number in zip(chosen, _shares(chosen, count), strict=True):
        part = slice(done, done + number)
        images[part] = render(paths_of(style, number, seed, variation))
        labels[part] = style.digit
        done += number
        yield images[:done], labels[:done]
    order = np.random.default_rng(seed).permutation(count)
    yield images[order], labels[order]


def _shares(styles: tuple[Style, ...], count: int) -> list[int]:
    """How many pictures each style gets, by largest remainders, so that they add up to ``count``."""
    digits = {style.digit for style in styles}
    total = {digit: sum(style.weight for style in styles if style.digit == digit) for digit in digits}
    exact = [count / len(digits) * style.weight / total[style.digit] for style in styles]
    ends = np.rint(np.cumsum(exact)).astype(int)
    return [int(number) for number in np.diff(ends, prepend=0)]
