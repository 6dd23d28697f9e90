"""The ground floor's formulas of a layer, set for the eye: fractions, brackets, indices."""

import re
from collections.abc import Iterable

from cnnstudio.analysis.formulas import Formula, FullyConnected, Quantity, formulas
from cnnstudio.analysis.results import Layer
from cnnstudio.gui import labels
from cnnstudio.gui.language import translate
from cnnstudio.gui.model_browser.inspector.formula import Fraction, Index, Part, Rounded, Text, num, result, row

_ROUNDED = re.compile(r"([⌊⌈])\(([^⌊⌈⌋⌉]+)\) / ([\w,]+)[⌋⌉]")
_TOKEN = re.compile(r"(?P<number>\d[\d,]*)|(?P<variable>[A-Za-z]+(?:_\w+)?)|(?P<sign>[^\w]+)")


def output_size(layer: Layer) -> list[Part]:
    """Rows of the output, and columns where they differ; nothing where no window slides."""
    found = [formula for formula in formulas(layer) if formula.quantity in (Quantity.ROWS, Quantity.COLUMNS)]
    if len(found) == 2 and found[0].terms == found[1].terms:
        return _lines(found[:1])
    names = (translate("models", "rows"), translate("models", "columns"))
    lines = _lines(found[:1], names[0])
    return lines + [line for formula in found[1:] for line in _lines([formula], names[1])[1:]]


def parameters(layer: Layer) -> list[Part]:
    """Its own weights and biases, counted; tensor by tensor where there is no formula."""
    found = _lines(formula for formula in formulas(layer) if formula.quantity is Quantity.PARAMETERS)
    if found or not layer.own_params:
        return found
    lines: list[Part] = []
    for parameter in layer.parameters:
        sizes = " × ".join(map(labels.integer, parameter.shape)) or "1"
        lines.append(row(f"{parameter.name}: ", typeset(sizes), " = ", result(parameter.count)))
    return lines


def macs(layer: Layer) -> list[Part]:
    """Multiply-accumulates of its own arithmetic."""
    found = _lines(formula for formula in formulas(layer) if formula.quantity is Quantity.MACS)
    return found or ([row(result(layer.own_macs))] if layer.own_macs and not layer.children else [])


def dense(layer: Layer, cost: FullyConnected) -> tuple[list[Part], str]:
    """What a fully connected layer of the same input and output would cost instead, and what that means."""
    lines: list[Part] = [
        row(num(cost.inputs), " × ", num(cost.outputs), " + ", num(cost.outputs)),
        row("= ", result(cost.params), "  ", translate("models", "parameters")),
    ]
    words = translate("models", "{times} times as many parameters: {memory} of weights in this one layer.")
    if cost.params == layer.own_params:
        words = translate("models", "As many parameters: {memory} of weights in this one layer.")
    note = words.format(times=labels.times(cost.params / layer.own_params), memory=labels.data_size(4 * cost.params))
    return lines, note


def typeset(text: str) -> Part:
    """A flat formula such as ``⌊(n + 2 × p - 1) / s⌋ + 1`` as a tree."""
    parts: list[Part] = []
    rounded = _ROUNDED.search(text)
    if rounded:
        bracket, above, below = rounded.groups()
        middle = Rounded(Fraction(typeset(above), typeset(below)), bracket == "⌈")
        before, after = text[: rounded.start()], text[rounded.end() :]
        return row(*([typeset(before)] if before else []), middle, *([typeset(after)] if after else []))
    for token in _TOKEN.finditer(text):
        content = token.group()
        if token.lastgroup == "number":
            parts.append(num(content))
        elif token.lastgroup == "variable":
            name, _, index = content.partition("_")
            parts.append(Index(name, index) if index else Text(name, "variable"))
        else:
            parts.append(Text(content.replace("-", "−")))
    return row(*parts)


def _lines(found: Iterable[Formula], name: str = "") -> list[Part]:
    """Each formula in symbols, and under it in numbers with what comes out."""
    lines: list[Part] = []
    for formula in found:
        tail = [f"  {name}"] if name else []
        if formula.symbols != formula.numbers:
            lines.append(typeset(formula.symbols))
        lines.append(row(typeset(formula.numbers), " = ", result(formula.value), *tail))
    return lines
