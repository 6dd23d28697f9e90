"""The formula of one unit of a network, with its literal numbers."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtWidgets import QWidget

from cnnstudio.gui import labels
from cnnstudio.gui.language import translate
from cnnstudio.gui.widgets import window_sum
from cnnstudio.gui.widgets.product_grid import ProductGrid
from cnnstudio.gui.widgets.product_view import Piece, ProductView, Said, Tone
from cnnstudio.prediction.activations import LayerActivation, Unit
from cnnstudio.prediction.arithmetic import Arithmetic, Rule

_MOST_TERMS, _FEW_TERMS = 8, 2  # beside a grid, and where a few lines have to do
# No-break space, and the word joiner that keeps a line from breaking after an ellipsis.
_TIED, _JOINED = "\u00a0", "\u2060"


def unit_name(layer: LayerActivation, unit: Unit, class_name: str = "") -> str:
    """``features.0 · map 4 · row 12, column 5``, ``classifier · unit 8, for 7``."""
    number = labels.counted(unit.channel)
    if layer.is_maps:
        return translate("UnitView", "{layer} · map {number} · row {row}, column\u00a0{column}").format(
            layer=layer.path, number=number, row=labels.counted(unit.row), column=labels.counted(unit.column)
        )
    if class_name:
        text = translate("UnitView", "{layer} · unit\u00a0{number}, for\u00a0{name}")
        return text.format(layer=layer.path, number=number, name=class_name)
    return translate("UnitView", "{layer} · unit\u00a0{number}").format(layer=layer.path, number=number)


def class_name(activations: Sequence[LayerActivation], layer: int, unit: Unit, names: tuple[str, ...]) -> str:
    """The class that a unit stands for: in the last layer, where it has one unit for each."""
    last = layer == len(activations) - 1 and activations[layer].output.shape == (len(names),)
    return names[unit.channel] if last else ""


def name_below(activations: Sequence[LayerActivation], layer: int) -> str:
    """What a layer took in: the path of the layer below, the picture, or what the network computed between layers."""
    below = activations[layer].below
    if activations[layer].of_picture:
        return translate("UnitView", "the picture")
    return translate("UnitView", "its input") if below is None else activations[below].path


class UnitView(ProductView):
    """Name, window, products, and the sum of one unit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="draw-arithmetic", size=0.9)
        self.clear()

    @property
    def text(self) -> str:
        """All that is said, for tests and screen readers."""
        return super().text.replace(_TIED, " ").replace(_JOINED, "")

    def clear(self) -> None:
        """Nothing is pointed at."""
        hint = self.tr(
            "Point at a unit to see its arithmetic; click to open its map. Click a layer's name to change its weights."
        )
        self.show_pieces([Said(hint, Tone.QUIET)])

    def show_unit(
        self,
        layer: LayerActivation,
        below: str,
        unit: Unit,
        arithmetic: Arithmetic,
        channel: int | None,
        *,
        grid: bool,
        stands_for: str = "",
    ) -> None:
        """Show a unit.

        Args:
            layer: it is one of this layer's.
            below: what the layer took in.
            unit: which one.
            arithmetic: how it came about.
            channel: which of the window's channels stands in the grid; None = the weightiest.
            grid: whether there is a grid.
            stands_for: the class that the unit stands for; empty for none.
        """
        found: list[Piece] = [
            Said(f"{unit_name(layer, unit, stands_for)}{_TIED}={_TIED}{labels.number(arithmetic.output)}", Tone.TITLE),
            Said(self._where(below, layer, arithmetic), Tone.QUIET),
        ]
        terms = _MOST_TERMS if grid else _FEW_TERMS
        if arithmetic.taken is not None:
            last = len(arithmetic.taken.inputs) - 1
            front = (min(weightiest(arithmetic) if channel is None else channel, last),)
            found += window_sum.pieces(arithmetic.taken, front=front, grids=grid, terms=terms)
        else:
            found += self._formula(layer, arithmetic, terms, grid=grid)
        self.show_pieces(found)

    def _where(self, below: str, layer: LayerActivation, arithmetic: Arithmetic) -> str:
        window = arithmetic.window
        if window is None:
            return self.tr("{kind} over {below}").format(kind=layer.kind, below=below)
        if not arithmetic.values.size:
            return self.tr("{kind} over {below}: no number lands here").format(kind=layer.kind, below=below)
        if layer.input.ndim == 1:
            count = arithmetic.values.size
            return labels.amount(
                count,
                "{kind} over {n} value of {below}",
                "{kind} over {n:,} values of {below}",
                kind=layer.kind,
                below=below,
            )
        bottom = window.top + (window.height - 1) * window.dilation[0]
        right = window.left + (window.width - 1) * window.dilation[1]
        places = (
            self._maps(window.channels),
            _span(self.tr("row\u00a0{first}"), self.tr("rows\u00a0{first}…\u2060{last}"), window.top, bottom),
            _span(self.tr("column\u00a0{first}"), self.tr("columns\u00a0{first}…\u2060{last}"), window.left, right),
        )
        text = self.tr("{kind} over {below}: {places}")
        return text.format(kind=layer.kind, below=below, places=labels.details(places))

    def _maps(self, channels: tuple[int, ...]) -> str:
        """``map 4``, ``maps 1…6``, ``maps 1, 2, 4, 5``."""
        if channels == tuple(range(channels[0], channels[-1] + 1)):
            one, many = self.tr("map\u00a0{first}"), self.tr("maps\u00a0{first}…\u2060{last}")
            return _span(one, many, channels[0], channels[-1])
        return self.tr("maps\u00a0{numbers}").format(numbers=labels.listed(map(labels.counted, channels)))

    def _formula(self, layer: LayerActivation, arithmetic: Arithmetic, terms: int, *, grid: bool) -> list[Piece]:
        """What is no window operation."""
        values, result = arithmetic.values, labels.number(arithmetic.result)
        constants = {name: labels.number(value) for name, value in arithmetic.constants.items()}
        value = labels.number(float(values.flat[0])) if values.size else ""
        sign = _sign(*values.ravel()[:1], *arithmetic.constants.values(), arithmetic.result)
        match arithmetic.rule:
            case Rule.DISTANCE:
                weights, products = arithmetic.weights, arithmetic.products
                assert weights is not None
                assert products is not None
                lines = window_sum.largest(values, weights, products, "−1/2 × ({value} − {weight})²", terms)
                sign = labels.sum_equals(window_sum.largest_terms(products, terms), arithmetic.result)
                return [*lines, Said(f"{sign} {result}", Tone.RESULT)]
            case Rule.RECTIFY:
                # Of the rounded value it is the rounded result.
                text = f"max({labels.arguments(['0', value])}) = {result}"
            case Rule.NORMALISE:
                c = constants
                deviation = f"√({c['variance']} + {c['epsilon']})"
                text = f"({value} − {c['mean']}) / {deviation} × {c['scale']} + {c['shift']} {sign} {result}"
                text = text.replace("− −", "+ ")
            case Rule.FUNCTION:
                text = f"{arithmetic.formula.format(x=value, **constants)} {sign} {result}"
            case Rule.SOFTMAX:
                power = f"e^({constants['value']} − {constants['largest']})".replace("− −", "+ ")
                sign = _sign(*arithmetic.constants.values(), arithmetic.result)
                return [Said(f"{power} / ({power} + {constants['others']}) {sign} {result}")]
            case Rule.COPY if _is_inside(layer, arithmetic):
                text = self.tr("the same number: {value}").format(value=value)
            case Rule.COPY:
                text = self.tr("padding: {value}").format(value=value)
            case Rule.OFF:
                off = (
                    self.tr("This map is switched off by hand: it gives 0, whatever comes in.")
                    if layer.is_maps
                    else self.tr("This unit is switched off by hand: it gives 0, whatever comes in.")
                )
                return [Said(off), Said(f"= {result}", Tone.RESULT)]
            case _:
                return [Said(self.tr("How this layer comes to its numbers is not known here."))]
        one = [ProductGrid(values[0], values[0], None, float(np.abs(values).max()))] if grid else []
        return [*one, Said(text)]


def _sign(*numbers: float) -> str:
    """``=`` where all these are written as they are, ``≈`` where one of them is rounded."""
    return labels.equals(*((float(number), labels.number(float(number))) for number in numbers))


def weightiest(arithmetic: Arithmetic) -> int:
    """Which of the window's channels moves the sum most."""
    if arithmetic.products is None:
        return arithmetic.chosen[0] if arithmetic.chosen else 0
    return int(np.argmax(np.abs(arithmetic.products.sum(axis=(1, 2)))))


def _is_inside(layer: LayerActivation, arithmetic: Arithmetic) -> bool:
    """Whether a window of one unit stands on the layer below and not in its padding."""
    _, height, width = layer.input.shape
    window = arithmetic.window
    return window is not None and 0 <= window.top < height and 0 <= window.left < width


def _span(one: str, many: str, first: int, last: int) -> str:
    """``row 3``, ``rows 0…2``: row 0 is padding."""
    return (one if first == last else many).format(first=labels.counted(first), last=labels.counted(last))
