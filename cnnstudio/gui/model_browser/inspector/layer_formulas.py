"""The ground floor's formulas of a layer as LaTeX: fractions, brackets, indices."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from cnnstudio.analysis.formulas import Formula, FullyConnected, Quantity, formulas
from cnnstudio.analysis.results import Layer
from cnnstudio.gui import labels, language
from cnnstudio.gui.language import translate
from cnnstudio.gui.predict_first import HIDDEN
from cnnstudio.gui.widgets import typesetting
from cnnstudio.gui.widgets.formula_view import Line

_ROUNDED = re.compile(r"([⌊⌈])\(([^⌊⌈⌋⌉]+)\) / ([\w,]+)[⌋⌉]")
_BRACKETS = re.compile(r"[⌊⌈][^⌊⌈⌋⌉]*[⌋⌉]")
_SIGNS = {
    "×": r" \times ", "·": r" \cdot ", "−": "-", "⌊": r"\lfloor ", "⌋": r" \rfloor", "⌈": r"\lceil ", "⌉": r" \rceil",
}  # fmt: skip
_TOKEN = re.compile(r"(?P<number>\d[\d,]*)|(?P<variable>[A-Za-z]+(?:_\w+)?)|(?P<sign>[^\w]+)")


@dataclass(frozen=True, slots=True)
class Missed:
    """A result that was predicted wrongly: it stays hidden, and the part that the slip gets wrong is marked.

    Attributes:
        slip: its name; empty where it is not known.
    """

    slip: str = ""


_SIZE_TERMS: dict[str, tuple[str, ...]] = {
    "one_side": ("p",),
    "padding_twice": ("p",),
    "padding_forgotten": ("p",),
    "stride_forgotten": ("s",),
    "stride_multiplied": ("s",),
    "minus_half_kernel": ("k",),
    "trimmed_both_sides": ("k",),
    "dilation_forgotten": ("d",),
    "dilation_times_kernel": ("d", "k"),
    "same": ("p", "k"),
}
_COUNT_TERMS: dict[str, tuple[str, ...]] = {
    "in_channels_forgotten": ("c_in", "n_in"),
    "side_for_area": ("k_w",),
    "groups_forgotten": ("g",),
    "positions_forgotten": ("h", "w"),
    "input_positions": ("h", "w"),
    "stride_forgotten": ("h", "w"),
    "padding_forgotten": ("h", "w"),
    "one_side": ("h", "w"),
    "one_direction": ("w",),
}
_BIAS = frozenset(("bias_forgotten", "one_bias", "bias_of_inputs"))
_WHOLE = -1


def marked_terms(symbols: str, slip: str, quantity: Quantity) -> set[int]:
    """Which terms of a formula a slip gets wrong, counted from its beginning; {-1} for the brackets, none for none."""
    terms = [token.group() for token in _TOKEN.finditer(symbols) if token.lastgroup != "sign"]
    sizes = quantity in (Quantity.ROWS, Quantity.COLUMNS)
    if sizes and slip == "ceil_for_floor":
        return {_WHOLE}
    if (sizes and slip == "no_plus_one") or (slip in _BIAS and "+" in symbols):
        return {len(terms) - 1}
    if slip == "out_channels_forgotten":
        return {next((at for at, term in enumerate(terms) if term in ("c_out", "n_out")), _WHOLE)}
    wrong = (_SIZE_TERMS if sizes else _COUNT_TERMS).get(slip, ())
    found = {at for at, term in enumerate(terms) if term in wrong}
    # The 2 before p belongs to it.
    return found | {at - 1 for at in found if terms[at] == "p" and at and terms[at - 1] == "2"}


def output_size(layer: Layer, missed: Missed | None = None) -> list[Line]:
    """Rows of the output, and columns where they differ; nothing where no window slides."""
    found = [formula for formula in formulas(layer) if formula.quantity in (Quantity.ROWS, Quantity.COLUMNS)]
    if len(found) == 2 and found[0].terms == found[1].terms:
        return _lines(found[:1], missed=missed)
    names = (translate("models", "rows"), translate("models", "columns"))
    lines = _lines(found[:1], names[0], missed)
    return lines + [line for formula in found[1:] for line in _lines([formula], names[1], missed)[1:]]


def parameters(layer: Layer, missed: Missed | None = None) -> list[Line]:
    """Its own weights and biases, counted; tensor by tensor where there is no formula."""
    own = [formula for formula in formulas(layer) if formula.quantity is Quantity.PARAMETERS]
    found = _lines(own, missed=missed)
    if found or not layer.own_params or missed is not None:
        return found
    lines: list[Line] = []
    for parameter in layer.parameters:
        sizes = " × ".join(map(labels.integer, parameter.shape)) or "1"
        name = parameter.name.replace("_", r"\_")
        lines.append(_equation(sizes, _flat(parameter.count), (rf"\text{{{name}: }}", f"{parameter.name}: ")))
    return lines


def macs(layer: Layer, missed: Missed | None = None) -> list[Line]:
    """Multiply-accumulates of its own arithmetic."""
    own = [formula for formula in formulas(layer) if formula.quantity is Quantity.MACS]
    found = _lines(own, missed=missed)
    if missed is not None:
        return found
    return found or ([_equation("", _flat(layer.own_macs))] if layer.own_macs and not layer.children else [])


def dense(layer: Layer, cost: FullyConnected) -> tuple[list[Line], str]:
    """What a fully connected layer of the same input and output would cost instead, and what that means."""
    inputs, outputs = _flat(cost.inputs), _flat(cost.outputs)
    lines: list[Line] = [
        _line(f"{inputs} × {outputs} + {outputs}"),
        _equation("", _flat(cost.params), ("= ", "= "), words=translate("models", "parameters")),
    ]
    words = translate("models", "{times} times as many parameters: {memory} of weights in this one layer.")
    if cost.params == layer.own_params:
        words = translate("models", "As many parameters: {memory} of weights in this one layer.")
    note = words.format(times=labels.times(cost.params / layer.own_params), memory=labels.data_size(4 * cost.params))
    return lines, note


def typeset(text: str, marks: Collection[int] = (), at: Iterator[int] | None = None) -> str:
    """A flat formula such as ``⌊(n + 2 × p - 1) / s⌋ + 1`` as LaTeX.

    Args:
        text: the formula.
        marks: the terms, counted from 0, that are marked; -1 for the brackets.
        at: counts them where only a part of a formula is set.
    """
    at = count() if at is None else at
    rounded = _ROUNDED.search(text)
    if rounded:
        bracket, above, below = rounded.groups()
        left, right = (r"\lceil", r"\rceil") if bracket == "⌈" else (r"\lfloor", r"\rfloor")
        before = typeset(text[: rounded.start()], marks, at)
        inner = rf"\frac{{{typeset(above, marks, at)}}}{{{typeset(below, marks, at)}}}"
        middle = rf"\left{left} {inner} \right{right}"
        after = typeset(text[rounded.end() :], marks, at)
        return f"{before}{typesetting.marked(middle) if _WHOLE in marks else middle}{after}"
    parts: list[str] = []
    for token in _TOKEN.finditer(text):
        content = token.group()
        if token.lastgroup == "sign":
            parts.append("".join(_SIGNS.get(sign, sign) for sign in content))
            continue
        name, _, index = content.partition("_")
        if token.lastgroup == "number":
            # In braces no space is set behind a separator.
            term = re.sub(r"\D", lambda separator: rf"{{{separator.group()}}}", language.local(content))
        else:
            term = f"{_name(name)}_{{{_name(index)}}}" if index else _name(name)
        parts.append(typesetting.marked(term) if next(at) in marks else term)
    return "".join(parts)


def plain(text: str, marks: Collection[int] = ()) -> str:
    """The same as plain text, with what is marked between arrows."""
    at = count()

    def term(found: re.Match[str]) -> str:
        content = found.group()
        if found.lastgroup == "sign":
            return content.replace("-", "−")
        if found.lastgroup == "number":
            content = language.local(content)
        return f"→{content}←" if next(at) in marks else content

    written = _TOKEN.sub(term, text)
    return _BRACKETS.sub(r"→\g<0>←", written, count=1) if _WHOLE in marks else written


def _flat(value: int) -> str:
    """As the ground floor's formulas write numbers; ``typeset`` and ``plain`` write them in the window's language."""
    return format(value, ",")


def _name(letters: str) -> str:
    return letters if len(letters) < 2 else rf"\mathrm{{{letters}}}"


def _line(flat: str, marks: Collection[int] = ()) -> Line:
    return Line(typeset(flat, marks), plain(flat, marks))


def _equation(
    flat: str, value: str, before: tuple[str, str] = ("", ""), words: str = "", marks: Collection[int] = ()
) -> Line:
    """``flat = value``, the value as the result; ``before`` it stands something as LaTeX and as plain text."""
    equals = " = " if flat else ""
    found = typesetting.result(typeset(value))
    return Line(
        f"{before[0]}{typeset(flat, marks)}{equals}{found}",
        f"{before[1]}{plain(flat, marks)}{equals}{plain(value)}",
        words,
    )


def _lines(found: Iterable[Formula], name: str = "", missed: Missed | None = None) -> list[Line]:
    """Each formula in symbols, and under it in numbers with what comes out."""
    lines: list[Line] = []
    for formula in found:
        marks = set() if missed is None else marked_terms(formula.symbols, missed.slip, formula.quantity)
        if formula.symbols != formula.numbers:
            lines.append(_line(formula.symbols, marks))
        value = _flat(formula.value) if missed is None else HIDDEN
        lines.append(_equation(formula.numbers, value, words=name, marks=marks))
    return lines
