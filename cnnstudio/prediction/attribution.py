"""Why this digit and not that one: which ink speaks for one class against another.

Two ways to ask. *Gradients*: integrated along the way from blank paper to the ink (M. Sundararajan, A. Taly, Q. Yan,
"Axiomatic attribution for deep networks", 2017), so that all contributions add up to the difference of the two logits.
*Occlusion*: a patch of paper is laid over each place and the change measured (M. Zeiler, R. Fergus, "Visualizing and
understanding convolutional networks", 2014).
"""

from collections.abc import Callable, Sequence
from enum import Enum

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from cnnstudio.prediction.preprocessing import Ink, Preprocessed

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

Network = Callable[[Tensor], Tensor]
"""Logits (N, C) of normalised pictures (N, 1, H, W) in 0..1: ``Reader.logits``, which scales them for its weights."""

_STEPS = 24
_MOST_STEPS = 768
_REMAINDER = 0.005
"""The way is halved where the gradient turns until all contributions differ from the change of the margin by no more
than this share of it, or there are so many steps."""


class Method(Enum):
    """How contributions are found."""

    GRADIENTS = "gradients"
    OCCLUSION = "occlusion"


def attribute(model: Network, network_input: Ink, target: int, against: int, method: Method) -> Floats:
    """What each pixel adds to logit(target) - logit(against): positive speaks for ``target``.

    Args:
        model: the network, in evaluation mode.
        network_input: (H, W) normalised picture.

    Returns:
        (H, W) float32; NaN where the network's numbers are not finite, for the picture or on the way to it.
    """
    if method is Method.GRADIENTS:
        return _integrated_gradients(model, network_input, target, against)
    return _occlusion(model, network_input, target, against)


def margin_of(model: Network, network_input: Ink, target: int, against: int) -> float:
    """logit(target) - logit(against) of one picture, (H, W)."""
    return float(_margins(model, network_input[None], target, against)[0])


def on_ink(contributions: Floats, seen: Preprocessed, shape: tuple[int, int]) -> Floats:
    """Carry contributions from the network input back to the paper.

    Args:
        contributions: (28, 28) of ``attribute``.
        seen: how the ink came into the network input.
        shape: (H, W) of the ink.

    Returns:
        (H, W), 0 outside the crop.
    """
    paper = np.zeros(shape, np.float32)
    left, top, width, height = seen.box
    x, y, across, down = seen.placed
    if width and height:
        part = Image.fromarray(np.ascontiguousarray(contributions[y : y + down, x : x + across]))
        paper[top : top + height, left : left + width] = np.asarray(
            part.resize((width, height), Image.Resampling.BICUBIC), dtype=np.float32
        )
    return paper


def by_stroke(
    model: Network,
    seen: Preprocessed,
    strokes: Sequence[Ink],
    target: int,
    against: int,
    method: Method,
    contributions: Floats | None = None,
) -> list[float]:
    """What each stroke adds to logit(target) - logit(against).

    With gradients a stroke gets the contributions of its pixels, and where strokes cross they share; with occlusion it
    is the fall of that margin when the stroke is taken away.

    Args:
        strokes: the ink of each stroke alone, (H, W) each, as large as the whole ink.
        contributions: what ``attribute`` gave for the same question, where it was asked already.
    """
    if not strokes or seen.empty:
        return [0.0] * len(strokes)
    shares = _shares(seen, strokes)
    if method is Method.GRADIENTS:
        if contributions is None:
            contributions = _integrated_gradients(model, seen.network_input, target, against)
        return [float((contributions * share).sum()) for share in shares]
    pictures = np.concatenate([seen.network_input[None], seen.network_input * (1 - shares)])
    margins = _margins(model, pictures, target, against)
    return [float(margins[0] - margin) for margin in margins[1:]]


def _shares(seen: Preprocessed, strokes: Sequence[Ink]) -> Floats:
    """How much of each pixel of the network input belongs to each stroke, (S, 28, 28), at most 1 in all."""
    left, top, width, height = seen.box
    x, y, across, down = seen.placed
    covers = np.zeros((len(strokes), *seen.network_input.shape), np.float32)
    for cover, ink in zip(covers, strokes, strict=True):
        part = Image.fromarray(np.ascontiguousarray(ink[top : top + height, left : left + width], np.float32))
        cover[y : y + down, x : x + across] = np.asarray(part.resize((across, down), Image.Resampling.BOX))
    shares: Floats = covers / np.maximum(covers.sum(axis=0), np.float32(1e-6))
    return shares


@torch.inference_mode()
def _margins(model: Network, pictures: Floats, target: int, against: int) -> Floats:
    logits = model(torch.from_numpy(np.ascontiguousarray(pictures, np.float32))[:, None])
    margins: Floats = (logits[:, target] - logits[:, against]).numpy()
    return margins


def _integrated_gradients(model: Network, network_input: Ink, target: int, against: int) -> Floats:
    """Midpoint rule over steps of any length: where a step explains its own change worst, it is halved."""
    ends = np.linspace(0.0, 1.0, _STEPS + 1)
    starts, lengths = ends[:-1], np.diff(ends)
    margins, gradients = _along_the_way(model, network_input, starts + lengths / 2, ends, target, against)
    with np.errstate(invalid="ignore", over="ignore"):
        gains = np.diff(margins)
        change = margins[-1] - margins[0]
    while True:
        with np.errstate(invalid="ignore", over="ignore"):  # a network may give numbers that are not finite
            explained = (gradients * network_input).sum((1, 2), dtype=np.float64) * lengths
            errors = np.abs(gains - explained)
        if not np.isfinite(errors).all():
            return np.full_like(network_input, np.nan)
        close = abs(change - explained.sum()) <= _REMAINDER * abs(change)
        if close or len(starts) >= _MOST_STEPS or not errors.any():
            contributions: Floats = (np.tensordot(lengths, gradients, 1) * network_input).astype(np.float32)
            return contributions
        worst = errors >= errors.max() / 4
        half = lengths[worst] / 2
        middles = starts[worst] + half
        new_starts = np.concatenate([starts[worst], middles])
        new_lengths = np.concatenate([half, half])
        inner, found = _along_the_way(model, network_input, new_starts + new_lengths / 2, middles, target, against)
        first = np.interp(starts[worst], ends, margins)  # known: every start is an end
        new_gains = np.concatenate([inner - first, first + gains[worst] - inner])
        ends, margins = np.concatenate([ends, middles]), np.concatenate([margins, inner])
        order = np.argsort(ends)
        ends, margins = ends[order], margins[order]
        starts, lengths = np.concatenate([starts[~worst], new_starts]), np.concatenate([lengths[~worst], new_lengths])
        gains, gradients = np.concatenate([gains[~worst], new_gains]), np.concatenate([gradients[~worst], found])


def _along_the_way(
    model: Network, network_input: Ink, middles: Doubles, ends: Doubles, target: int, against: int
) -> tuple[Doubles, Floats]:
    """The margins at these shares of the ink, (E,), and their gradients at those, (M, H, W)."""
    ink = torch.from_numpy(network_input)[None, None]
    margins = _margins(model, network_input[None] * ends.astype(np.float32)[:, None, None], target, against)
    found = []
    for some in np.array_split(middles.astype(np.float32), -(-len(middles) // 96)):
        with torch.enable_grad():
            path = (ink * torch.from_numpy(some).view(-1, 1, 1, 1)).requires_grad_()
            logits = model(path)
            gradients: Tensor = torch.autograd.grad((logits[:, target] - logits[:, against]).sum(), path)[0]
        found.append(gradients[:, 0].detach().numpy())
    return margins.astype(np.float64), np.concatenate(found)


def _occlusion(model: Network, network_input: Ink, target: int, against: int, size: int = 5) -> Floats:
    """Each pixel gets the mean change over all patches that cover it, spread over the ink they hid."""
    height, width = network_input.shape
    places = [(row, column) for row in range(1 - size, height) for column in range(1 - size, width)]
    covered = [(slice(max(row, 0), row + size), slice(max(column, 0), column + size)) for row, column in places]
    # A patch over bare paper changes nothing.
    covered = [patch for patch in covered if network_input[patch].any()]
    contributions = np.zeros_like(network_input)
    if not covered:
        return contributions
    pictures = np.repeat(network_input[None], len(covered) + 1, axis=0)
    for picture, patch in zip(pictures, covered, strict=False):
        picture[patch] = 0
    margins = _margins(model, pictures, target, against)
    counts = np.zeros_like(network_input)
    for margin, patch in zip(margins[:-1], covered, strict=True):
        contributions[patch] += margins[-1] - margin
        counts[patch] += 1
    return (contributions / np.maximum(counts, 1) * (network_input > 0)).astype(np.float32)
