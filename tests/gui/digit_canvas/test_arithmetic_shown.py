"""The arithmetic that Draw prints, reckoned again from the text alone, gives what the layer gave.

Every kind of unit of every kind of layer of every network that trains on digits; what the layers took and gave is told
by forward hooks of this test's own.
"""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
import torch
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from torch import Tensor, nn

from cnnstudio import compute
from cnnstudio.gui.digit_canvas.inside_view import InsideView
from cnnstudio.gui.digit_canvas.predicting import activation_levels
from cnnstudio.gui.digit_canvas.unit_view import UnitView, name_below
from cnnstudio.gui.labels import number
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.prediction.activations import LayerActivation, Unit, record
from cnnstudio.prediction.arithmetic import Rule, explain
from cnnstudio.weights import library, loading
from cnnstudio.weights.shipped import digits
from tests.gui.printed import Interval, assert_equal_where_it_says_so, reckon, reckon_sum

DIGIT_NETWORKS = [spec.name for spec in catalogue.specs() if spec.trainable_on_digits]


@cache
def picture() -> np.ndarray:
    """A seven with soft edges on bare paper, not in the middle."""
    inked = np.zeros((28, 28), np.float32)
    inked[6:9, 7:21] = np.array([[0.4], [1.0], [0.6]], np.float32)
    for row in range(9, 24):
        column = 19 - (row - 9) // 2
        inked[row, column - 1 : column + 2] = (0.3, 1.0, 0.7)
    return inked


def network(name: str) -> nn.Module:
    """With the weights that are shipped for it, else with seeded ones that have seen a few pictures."""
    shipped = {library.entry(entry).network: entry for entry in digits()}
    if CatalogueNetwork(name) in shipped:
        return loading.load(CatalogueNetwork(name), shipped[CatalogueNetwork(name)]).module
    with compute.random_stream(1):
        model = catalogue.build(name).train()
        pictures = torch.from_numpy(np.stack([np.roll(picture(), shift, (0, 1)) for shift in range(-4, 5)]))[:, None]
        with torch.no_grad():
            for parameter in model.parameters():
                if parameter.dim() == 1:  # biases, scales, shifts, coefficients: as training would leave them
                    parameter.add_(torch.randn_like(parameter) * 0.1)
            for _ in range(8):
                model(pictures)
    return model.eval()


@dataclass
class Call:
    """What a layer took and gave, as a hook saw it."""

    path: str
    taken: Tensor
    given: Tensor


def hooked(model: nn.Module) -> dict[str, Call]:
    """Runs the network with hooks of this test's own; calls are named as ``record`` names them."""
    calls: dict[str, Call] = {}
    counts: Counter[str] = Counter()
    taken: dict[str, Tensor] = {}

    def before(path: str, given: tuple[Tensor, ...]) -> None:
        taken[path] = given[0][0].clone()

    def after(path: str, given: Tensor) -> None:
        counts[path] += 1
        name = path if counts[path] == 1 else f"{path} ({counts[path]})"
        calls[name] = Call(name, taken[path], given[0].clone())

    handles = []
    for path, module in model.named_modules():
        handles.append(module.register_forward_pre_hook(lambda _, given, path=path: before(path, given)))
        handles.append(module.register_forward_hook(lambda _m, _i, given, path=path: after(path, given)))
    with torch.inference_mode():
        model(torch.from_numpy(picture())[None, None])
    for handle in handles:
        handle.remove()
    return calls


def units(layer: LayerActivation, *, deep: bool) -> list[Unit]:
    """All maps, each at two places; in the first, a middle and the last map every kind of place.

    The kinds: the corners, the middles of the borders (where padding comes in), the middle, places by chance. In a deep
    network, whose layers repeat, every map is looked at in one place, another from layer to layer.
    """
    count = layer.output.shape[0]
    if not layer.is_maps:
        return [Unit(channel) for channel in range(count)]
    _, height, width = layer.output.shape
    chance = np.random.default_rng(height * 1000 + count)
    kinds = [(row, column) for row in (0, height // 2, height - 1) for column in (0, width // 2, width - 1)]
    kinds += [(int(chance.integers(height)), int(chance.integers(width))) for _ in range(3)]
    thorough = {len(layer.path) % count} if deep else {0, count // 2, count - 1}
    places: dict[Unit, None] = {}
    for channel in range(count):
        two = [kinds[(channel + len(layer.path)) % len(kinds)], kinds[(7 * channel + 4) % len(kinds)]]
        chosen = kinds if channel in thorough else two[: 1 if deep else 2]
        places |= dict.fromkeys(Unit(channel, row, column) for row, column in chosen)
    return list(places)


def firsts_and_lasts(activations: Sequence[LayerActivation]) -> set[int]:
    """The places of the layers to be looked at: of those alike in kind, settings and sizes, the first and the last."""
    alike: dict[tuple[object, ...], list[int]] = {}
    for place, layer in enumerate(activations):
        alike.setdefault((repr(layer.module), layer.input.shape, layer.output.shape), []).append(place)
    return {place for places in alike.values() for place in (places[0], places[-1])}


@pytest.fixture
def view(qtbot: QtBot) -> UnitView:
    view = UnitView()
    qtbot.addWidget(view)
    view.resize(320, 600)
    return view


@pytest.mark.parametrize("name", DIGIT_NETWORKS)
def test_what_is_printed_gives_what_the_layer_gave(view: UnitView, name: str) -> None:
    model = network(name)
    calls, activations = hooked(model), record(model, picture())
    assert {type(model.get_submodule(activation.path.partition(" ")[0])).__name__ for activation in activations} == {
        activation.kind for activation in activations
    }
    leaves = {path for path, module in model.named_modules() if path and not any(module.children())}
    left_out = leaves - {activation.path for activation in activations}
    assert {type(model.get_submodule(path)) for path in left_out} <= {nn.Flatten, nn.Dropout}
    looked_at = firsts_and_lasts(activations)
    for place, layer in enumerate(activations):
        call = calls[layer.path]
        assert np.array_equal(layer.output, call.given.numpy()), layer.path
        assert np.array_equal(layer.input, call.taken.numpy()), layer.path
        if place not in looked_at:
            continue
        for unit in units(layer, deep=len(activations) > 40):
            arithmetic = explain(layer, unit)
            assert arithmetic.rule is not Rule.UNKNOWN, (layer.path, unit)
            view.show_unit(layer, name_below(activations, place), unit, arithmetic, None, grid=True)
            try:
                assert_true(view, layer, unit, call)
            except AssertionError as error:
                raise AssertionError(f"{layer.path} {layer.kind} {unit}:\n{view.text}\n{error}") from error


def assert_true(view: UnitView, layer: LayerActivation, unit: Unit, call: Call) -> None:
    """The name's number, the window and the formula are the layer's."""
    given = call.given.numpy()
    output = float(given[unit.channel, unit.row, unit.column] if given.ndim == 3 else given[unit.channel])
    name, window, formula = view.text.split("\n", 2)
    assert output in reckon(name.rpartition(" = ")[2])
    if "the same number: " in formula or "padding: " in formula:
        total = reckon(formula.partition(": ")[2])
    else:
        total = reckon_sum(formula)
        assert_equal_where_it_says_so(formula)
        shown = reckon(formula.replace("≈", "=").rpartition("= ")[2])
        # Rounding may carry into the last figure that is shown, no further.
        assert abs(output - (shown.low + shown.high) / 2) <= 1.1 * (shown.high - shown.low) + 1e-6
    assert output in total
    values = window_values(window, call.taken.numpy())
    if values is not None:
        assert_cells(view, formula, values, layer)


def window_values(window: str, taken: np.ndarray) -> list[np.ndarray] | None:
    """What stands below at the places that are named, one array a map, NaN in the padding; None for a vector."""
    if taken.ndim == 1:
        count = re.search(r"over ([\d,]+) value", window)
        assert count is not None
        assert int(count[1].replace(",", "")) in (1, taken.size)
        return None
    maps, rows, columns = (_numbers(window, word) for word in ("map", "row", "column"))
    _, height, width = taken.shape
    cut = []
    for channel in (counted - 1 for counted in maps):  # people count from 1
        values = np.full((len(rows), len(columns)), np.nan)
        for i, row in enumerate(counted - 1 for counted in rows):
            for j, column in enumerate(counted - 1 for counted in columns):
                if 0 <= row < height and 0 <= column < width:
                    values[i, j] = taken[channel, row, column]
        cut.append(values)
    return cut


def _numbers(window: str, word: str) -> list[int]:
    found = re.search(rf"\b{word}s? ([−\d…, ]*\d)", window)
    assert found is not None, window
    plain = found[1].replace("−", "-")
    if "…" in plain:
        first, _, last = plain.partition("…")
        return list(range(int(first), int(last) + 1))
    return [int(number) for number in plain.split(", ")]


def assert_cells(view: UnitView, formula: str, values: list[np.ndarray], layer: LayerActivation) -> None:
    """The cells hold the values that stand at the named places, and their products add up to the map's line."""
    if not view.grids:
        return
    (grid,) = view.grids
    cells, shown = view.cells(grid), values[grid.channel]
    rows, columns = shown.shape
    assert (rows, columns) == (len(cells), len(cells[0])), "no digit network dilates"
    total = Interval(0.0, 0.0)
    for row, column in itertools.product(range(rows), range(columns)):
        lines = cells[row][column].splitlines()
        there = shown[row, column]
        if len(lines) == 3:
            value, weight, product = lines[0], lines[1].removeprefix("× "), lines[2].lstrip("=≈ ")
            assert (there if not np.isnan(there) else 0.0) in reckon(value)
            both, printed = reckon(value) * reckon(weight), reckon(product)
            assert both.low <= printed.high
            assert printed.low <= both.high
            total += printed
        elif np.isnan(there):
            assert lines[0] in ("−∞", "0")
        else:
            assert there in reckon(lines[0])
    line = re.search(r"^(?:Σ (?:channel|\d+ products)|.*·).*? = (.*)$", formula, re.MULTILINE)
    if line is not None and len(cells[0][0].splitlines()) == 3:
        own = reckon(line[1])
        assert own.low <= total.high
        assert total.low <= own.high


@pytest.mark.parametrize("name", ["lenet5", "lenet5-1998", "mini-inception", "resnet-8"])
def test_the_pointer_and_a_click_show_the_same_for_every_map(qtbot: QtBot, name: str) -> None:
    """The real widgets: over every map with the pointer, then its page with the maps below."""
    inside = InsideView()
    qtbot.addWidget(inside)
    inside.resize(330, 700)
    inside.show()
    model = network(name)
    calls, activations = hooked(model), record(model, picture())
    inside.show_activations(activations, activation_levels(activations))
    qtbot.waitExposed(inside)
    area = inside.findChild(QScrollArea, "draw-maps-scroll")
    assert isinstance(area, QScrollArea)
    qtbot.waitUntil(lambda: area.verticalScrollBar().isVisible() and area.viewport().width() == inside.maps.width())
    for place, layer in enumerate(activations):
        for channel in range(0, layer.output.shape[0], 1 if len(activations) < 20 else 7):
            block = inside.maps.cell_rect(place, channel)
            at = QPoint(round(block.center().x()), round(block.center().y()))
            area.ensureVisible(at.x(), at.y())
            point_at(inside.maps, at)
            assert inside.maps.place is not None
            assert (inside.maps.place.layer, inside.maps.place.unit.channel) == (place, channel)
            assert_true(inside.arithmetic, layer, inside.maps.place.unit, calls[layer.path])
            if channel in (0, 7):
                inside.grab()
                qtbot.mouseClick(inside.maps, Qt.MouseButton.LeftButton, pos=at)
                assert inside.map_shown
                inside.grab()
                unit = inside.map_page.place.unit
                assert_true(inside.map_page.formula, layer, unit, calls[layer.path])
                assert_parts(inside, layer, unit, calls[layer.path])
                inside.close_map()


def point_at(widget: QWidget, at: QPoint) -> None:
    """The pointer comes to this place; QTest's own leaves the event out where scrolling brought the place to it."""
    where = QPointF(at)
    none, plain = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, where, widget.mapToGlobal(where), none, none, plain)
    QApplication.sendEvent(widget, event)


def assert_parts(inside: InsideView, layer: LayerActivation, unit: Unit, call: Call) -> None:
    """What the maps below add, with the bias, is the unit; other layers have no such rows."""
    parts = inside.map_page.parts
    convolves = layer.kind in ("Conv2d", "SparseConv2d", "Subsampling")
    assert parts.isVisible() == convolves
    if convolves:
        window = inside.map_page.formula.text.splitlines()[1]
        assert [parts.label(row) for row in range(parts.rows)] == [str(number) for number in _numbers(window, "map")]
        bias = layer.module.bias
        total = Interval(*[float(bias.detach()[unit.channel])] * 2) if bias is not None else Interval(0.0, 0.0)
        for row in range(parts.rows):
            total += reckon(parts.sum_text(row))
        assert float(call.given[unit.channel, unit.row, unit.column]) in total


def test_the_printed_numbers_are_known_to_four_figures() -> None:
    assert 0.12346 in reckon(number(0.12346))
    assert 0.1236 not in reckon(number(0.12346))
    assert reckon("(1 − 0.5) / √(3.99 + 1e-05) × 2 + 0.25").low < 0.5 / 3.99**0.5 * 2 + 0.25
    with pytest.raises(AssertionError):
        reckon_sum("Σ channel 3 = 1\n2 other channels: +1\n+ bias 0.5\n= 2.6")
    with pytest.raises(AssertionError):
        reckon_sum("1·2 + 3·(−1) = 1\n= 1")
    with pytest.raises(AssertionError):
        reckon_sum("Σ channel 3 = 1\nΣ channel 4 = 2\nAll channels\n1 + 3\n= 3")
    with pytest.raises(AssertionError):
        reckon_sum("[0] 2 × 3 = 7\n… 3 more = 1\n= 8")
    with pytest.raises(AssertionError):
        reckon_sum("max(0, 0.3) = 0.2")
