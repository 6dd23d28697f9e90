"""The arithmetic of a window operation in words and grids: for the playground's cells and for a network's units."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from cnnstudio.convolution.geometry import Operation
from cnnstudio.convolution.step_through import CellSteps, Doubles
from cnnstudio.gui import labels
from cnnstudio.gui.widgets.product_grid import ProductGrid
from cnnstudio.gui.widgets.product_view import Divider, Piece, Said, Tone

_MOST_CELLS = 121
_MOST_GRIDS = 8
_MOST_LISTED = 9
_SPELLED_OUT = 60  # characters

translate = QCoreApplication.translate


def pieces(
    taken: CellSteps,
    *,
    front: Sequence[int] | None = None,
    names: Sequence[int] | None = None,
    grids: bool = True,
    terms: int = 8,
) -> list[Piece]:
    """How a number comes about.

    Args:
        taken: the number, taken apart.
        front: which of its input channels are shown, as places in ``taken.inputs``; the others are one term. None = all
            of them.
        names: the number of each input channel in the layer, counted from 0; None = ``taken.inputs``.
        grids: whether the products are shown cell by cell.
        terms: of a sum too long to be shown by channel so many of the largest terms are listed.
    """
    if taken.weights is None:
        return _pooled(taken, grids=grids)
    found: list[Piece] = []
    under = len(taken.down) * len(taken.across)
    if under > _MOST_CELLS or (under == 1 and len(taken.inputs) > _MOST_GRIDS):
        found += largest(taken.values, taken.weights, taken.products, "{value} × {weight}", terms)
        summed = largest_terms(taken.products, terms)
        if taken.rest is not None:
            summed.append(taken.rest)
            found.append(_others(taken.rest_channels, taken.rest))
    else:
        lines, summed = _by_channel(taken, range(len(taken.inputs)) if front is None else front, names, grids=grids)
        found += lines
    if taken.bias is not None:
        found.append(Said(translate("arithmetic", "+ bias {bias}").format(bias=labels.number(taken.bias))))
        summed.append(taken.bias)
    sign = labels.sum_equals(summed, taken.result)
    return [*found, Said(f"{sign} {labels.number(taken.result)}", Tone.RESULT)]


def largest(values: Doubles, weights: Doubles, products: Doubles, term: str, count: int) -> list[Said]:
    """The largest terms of a long sum, one a line, and the sum of the others.

    Args:
        values: any shape.
        weights: the same shape.
        products: the same shape: what is added up.
        term: how one is computed, with ``{value}`` and ``{weight}``.
        count: how many are listed.
    """
    flat = products.ravel()
    order = np.argsort(-np.abs(flat), kind="stable")[:count]
    found = []
    for index in order.tolist():
        text = term.format(
            value=labels.number(float(values.ravel()[index])), weight=labels.number(float(weights.ravel()[index]))
        )
        product = labels.number(float(flat[index]))
        numbers = (float(array.ravel()[index]) for array in (values, weights, products))
        sign = labels.equals(*((number, labels.number(number)) for number in numbers))
        found.append(Said(f"[{labels.counted(index)}] {text.replace('− −', '+ ')} {sign} {product}"))
    if len(flat) > len(order):
        rest = _rest(flat, order)
        line = translate("arithmetic", "… {count} more = {rest}")
        more = labels.integer(len(flat) - len(order))
        found.append(Said(line.format(count=more, rest=labels.number(rest))))
    return found


def largest_terms(products: Doubles, count: int) -> list[float]:
    """The numbers that `largest` writes: the largest terms, and the sum of the others where there are any."""
    flat = products.ravel()
    order = np.argsort(-np.abs(flat), kind="stable")[:count]
    terms: list[float] = flat[order].tolist()
    return terms if len(flat) <= len(order) else [*terms, _rest(flat, order)]


def _rest(flat: Doubles, listed: NDArray[np.intp]) -> float:
    """What is not listed, added up by itself: the difference of two sums would make a trace of nothing but zeros."""
    return float(np.delete(flat, listed).sum())


def _by_channel(
    taken: CellSteps, front: Sequence[int], names: Sequence[int] | None, *, grids: bool
) -> tuple[list[Piece], list[float]]:
    """The lines of the channels, and the numbers in them that are added up."""
    several = len(taken.inputs) + taken.rest_channels > 1
    found: list[Piece] = []
    sums = []
    peak = _peak(taken.products[list(front)])
    for index in front:
        channel = (taken.inputs if names is None else names)[index]
        number = labels.counted(channel)
        if several and grids:
            found.append(Said(translate("arithmetic", "Channel {number}").format(number=number), Tone.HEADING))
        if not taken.values.size:
            found.append(Said(translate("arithmetic", "No input cell lands here."), Tone.QUIET))
        elif grids:
            found.append(_grid(taken, index, peak, channel))
        sums.append(float(taken.products[index].sum()))
        found.append(Said(_sum_line(taken, index, sums[-1], number if several else "")))
    if len(sums) > 1:
        found += [Divider(), Said(translate("arithmetic", "All channels"), Tone.HEADING)]
        found.append(Said(_added(map(labels.number, sums)), Tone.ASIDE))
    others = len(taken.inputs) - len(sums)
    if others or taken.rest is not None:
        hidden = [index for index in range(len(taken.inputs)) if index not in front]
        rest = float(taken.products[hidden].sum()) + (taken.rest or 0.0)
        found.append(_others(others + taken.rest_channels, rest))
        sums.append(rest)
    return found, sums


def _others(count: int, total: float) -> Said:
    """``24 other channels: +0.31``."""
    said = labels.amount(
        count, "{n} other channel: {value}", "{n:,} other channels: {value}", value=labels.signed(total)
    )
    return Said(said)


def _sum_line(taken: CellSteps, index: int, total: float, number: str) -> str:
    assert taken.weights is not None
    values, weights = taken.values[index].ravel().tolist(), taken.weights[index].ravel().tolist()
    end = f" = {labels.number(total)}"
    if not values:
        return "0"
    if len(values) <= _MOST_LISTED:
        spelled = " + ".join(_factors(*pair) for pair in zip(values, weights, strict=True))
        if len(spelled) <= _SPELLED_OUT:
            sign = labels.equals(*((number, labels.number(number)) for number in (*values, *weights, total)))
            return f"{spelled} {sign} {labels.number(total)}"
    if number:
        return translate("arithmetic", "Σ channel {number}").format(number=number) + end
    return labels.amount(len(values), "Σ {n} product", "Σ {n:,} products") + end


def _factors(value: float, weight: float) -> str:
    spelled = labels.number(weight)
    return f"{labels.number(value)}·{f'({spelled})' if weight < 0 else spelled}"


def _pooled(taken: CellSteps, *, grids: bool) -> list[Piece]:
    values = taken.values.ravel().tolist()
    found: list[Piece] = (
        [_grid(taken, 0, _peak(taken.products), taken.inputs[0])] if grids and len(values) <= _MOST_CELLS else []
    )
    numbers = [labels.number(value) for value in values] if len(values) <= _MOST_LISTED else []
    if taken.geometry.operation is Operation.MAX_POOL:
        count = labels.integer(len(values))
        said = f"max({labels.arguments(numbers)})" if numbers else translate("arithmetic", "max of {count} values")
        line = said.format(count=count)
    elif numbers:
        line = f"({_added(numbers)}) / {taken.divisor}"
    else:
        total = labels.number(float(taken.values.sum()))
        line = translate("arithmetic", "sum {total} / {count}").format(total=total, count=taken.divisor)
    # What is spelled out can be reckoned again: then "=" is said of exact numbers alone.
    # The largest of rounded numbers is the largest, rounded.
    if taken.geometry.operation is Operation.MAX_POOL:
        shown = [] if numbers else [taken.result]
    else:
        shown = [*(values if numbers else [float(taken.values.sum())]), taken.result]
    sign = labels.equals(*((number, labels.number(number)) for number in shown))
    return [*found, Said(f"{line} {sign} {labels.number(taken.result)}")]


def _grid(taken: CellSteps, index: int, peak: float, number: int) -> ProductGrid:
    chosen = None if taken.winner is None else taken.winner[1:]
    weights = None if taken.weights is None else taken.weights[index]
    return ProductGrid(taken.values[index], taken.products[index], weights, peak, taken.padding, chosen, index, number)


def _peak(products: Doubles) -> float:
    finite = np.abs(products[np.isfinite(products)])
    return float(finite.max()) if finite.size else 0.0


def _added(numbers: Iterable[str]) -> str:
    return " + ".join(numbers).replace("+ −", "− ")
