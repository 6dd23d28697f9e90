from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from torch import Tensor, nn

from cnnstudio.analysis.network import analyse_module
from cnnstudio.analysis.results import Analysis
from cnnstudio.gui.model_browser.diagram.scene import DiagramScene
from cnnstudio.gui.model_browser.inspector import layer_formulas
from cnnstudio.gui.model_browser.inspector.detail_pane import DetailPane
from cnnstudio.gui.model_browser.inspector.ideas_view import IdeasView
from cnnstudio.gui.model_browser.inspector.layer_formulas import typeset
from cnnstudio.gui.model_browser.selection import Selection
from cnnstudio.gui.widgets.typesetting import set_formula
from tests.gui.printed import assert_equations

Pane = Callable[[Analysis], DetailPane]


@pytest.fixture
def pane(qtbot: QtBot) -> Pane:
    def make(analysis: Analysis) -> DetailPane:
        pane = DetailPane(Selection())
        pane.setMinimumSize(200, 200)
        pane.resize(320, 900)
        qtbot.addWidget(pane)
        pane.show()
        qtbot.waitExposed(pane)
        pane.show_analysis(analysis)
        return pane

    return make


def test_before_a_network_is_there_no_heading_and_no_button_stands_alone(qtbot: QtBot, resnet18: Analysis) -> None:
    pane = DetailPane(Selection())
    qtbot.addWidget(pane)
    pane.show()
    shown = [widget for kind in (QLabel, QPushButton) for widget in pane.findChildren(kind) if widget.isVisible()]
    assert not any(widget.text() for widget in shown)
    pane.show_analysis(resnet18)
    pane._selection.select("conv1")
    assert pane.size_formula.isVisible()
    assert pane.whole.isVisible()


def test_a_convolution_has_its_numbers_in_its_formulas(pane: Pane, resnet18: Analysis) -> None:
    shown = pane(resnet18)
    shown._selection.select("conv1")
    assert shown.flow.text() == "3 × 224 × 224 → 64 × 112 × 112"
    assert shown.size_formula.text.splitlines()[-1] == "⌊(224 + 2 × 3 − 1 × (7 − 1) − 1) / 2⌋ + 1 = 112"
    assert shown.params_formula.text.splitlines()[-1] == "64 × 3 × 7 × 7 = 9,408"
    assert shown.macs_formula.text.splitlines()[-1].endswith("= 118,013,952")
    assert "802,816" in shown.dense_formula.text
    assert not shown.size_formula.grab().isNull()


def test_a_folded_blocks_figures_are_the_diagrams(pane: Pane, resnet18: Analysis) -> None:
    diagram = DiagramScene()
    shown = pane(resnet18)
    for analysis, path, count in ((resnet18, "layer1.0", 2), (analyse_module(_Again(), (3, 8, 8)), "block", 3)):
        diagram.show_analysis(analysis)
        shown.show_analysis(analysis)
        shown._selection.select(path)
        tip = next(item.toolTip() for item in diagram.boxes.values() if item.box.path == path).splitlines()
        assert f"× {count}" in tip[0]
        assert shown.run.text().splitlines()[1:] == tip[-2:]
        # What is said of one block stands in the inspector's own sections, too.
        assert tip[-2].split(" ")[0] in shown.params_note.text()
    assert tip[-2:] == ["84 parameters, the same in all 3", "5.18 kMAC each, 15.6 kMAC all 3 together"]
    assert "15,552, " in shown.macs_note.text()
    shown._selection.select("block.0")
    assert not shown.run.isVisible()


class _Again(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.block = nn.Sequential(nn.Conv2d(3, 3, 3, padding=1), nn.ReLU())

    def forward(self, x: Tensor) -> Tensor:
        for _ in range(3):
            x = self.block(x)
        return x


def test_what_has_no_formula_shows_none(pane: Pane, resnet18: Analysis) -> None:
    shown = pane(resnet18)
    shown._selection.select("relu")
    assert not shown.size_formula.isVisible()
    assert not shown.params_formula.isVisible()
    assert shown.receptive_field.isVisible()


def test_a_sum_is_explained(pane: Pane, resnet18: Analysis) -> None:
    shown = pane(resnet18)
    add = next(node for node in resnet18.graph.nodes if node.label in ("add", "iadd"))
    shown._selection.select(add.path, add.id)
    assert shown.title.text() == "+"
    assert "residual" in shown.note.text()


def test_links_select_equal_layers_and_parts(pane: Pane, resnet18: Analysis, qtbot: QtBot) -> None:
    shown = pane(resnet18)
    shown._selection.select("layer1.0.conv1")
    assert "layer1.1.conv2" in shown.alike.text()
    shown.alike.linkActivated.emit("layer1.1.conv2")
    assert shown.path.text() == "layer1.1.conv2"
    qtbot.mouseClick(shown.whole, Qt.MouseButton.LeftButton)
    assert shown.title.text() == "ResNet-18"


def test_the_receptive_field_follows_pointer_and_keys(pane: Pane, resnet18: Analysis, qtbot: QtBot) -> None:
    shown = pane(resnet18)
    shown._selection.select("layer1.0.conv1")
    field = shown.receptive_field
    assert field.at == (28, 28)
    top, left, bottom, right = field.box
    assert (bottom - top, right - left) == (19, 19)
    qtbot.mouseMove(field, QPoint(8, 8))
    assert field.at[0] < 3
    field.setFocus()
    before = field.at
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert field.at == (before[0] + 1, before[1])


def test_no_words_are_cut_off(pane: Pane, resnet18: Analysis, googlenet: Analysis, qtbot: QtBot) -> None:
    shown = pane(resnet18)
    shown.show_analysis(googlenet)
    for path in ("", "inception3a", "conv1.conv"):
        shown._selection.select(path)
        labels = (shown.parts, shown.macs_note, shown.params_note, shown.receptive_field_note)
        qtbot.waitUntil(
            lambda labels=labels: all(
                not label.isVisible() or label.height() >= label.heightForWidth(label.width()) for label in labels
            )
        )


def test_formulas_are_set_with_fraction_and_brackets() -> None:
    assert typeset("⌈(n + 2 × p - 1) / s⌉ + 1") == (r"\left\lceil \frac{n + 2  \times  p - 1}{s} \right\rceil + 1")
    assert typeset("c_out × 3,000") == r"c_{\mathrm{out}}  \times  3{,}000"
    limited = "min(⌈(7 + 2 × 1 - 1) / 2⌉ + 1, ⌈(7 + 1) / 2⌉) × (⌊(n_h + 1) / s⌋ + 1)"
    assert typeset(limited).count(r"\frac") == 3


@pytest.mark.parametrize("name", ["convnet", "lenet5-1998", "googlenet", "vit_b_16"])
def test_every_formula_of_a_network_can_be_set(analysed: Callable[..., Analysis], name: str) -> None:
    wanted = {
        line.latex
        for layer in analysed(name).layers.values()
        for lines in (layer_formulas.output_size(layer), layer_formulas.parameters(layer), layer_formulas.macs(layer))
        for line in lines
    }
    assert len(wanted) > 5
    for latex in sorted(wanted)[:25]:
        assert set_formula(latex).width > 0


def test_a_layers_formulas_are_set_and_copied_as_latex(pane: Pane, resnet18: Analysis, qtbot: QtBot) -> None:
    shown = pane(resnet18)
    shown._selection.select("conv1")
    qtbot.waitUntil(lambda: shown.size_formula.is_set and shown.params_formula.is_set, timeout=60_000)
    shown.size_formula.copy()
    copied = QGuiApplication.clipboard().text()
    assert r"\left\lfloor \frac{224 + 2" in copied
    assert copied.endswith("= 112")
    assert "color" not in copied


def test_the_ideas_count_for_the_network(qtbot: QtBot, googlenet: Analysis, resnet18: Analysis) -> None:
    selection = Selection()
    ideas = IdeasView(selection)
    qtbot.addWidget(ideas)
    ideas.show_analysis(googlenet)
    assert "inception3a" in ideas.bottlenecks.text()
    ideas.bottlenecks.linkActivated.emit("inception3a.branch2.0.conv")
    assert selection.current.path == "inception3a.branch2.0.conv"
    assert not ideas.branches.parentWidget().isHidden()
    assert "9 places" in ideas.branches.text()
    assert ideas.skips.parentWidget().isHidden()
    assert ideas.stages.parentWidget().isHidden(), "halved once in four"
    ideas.show_analysis(resnet18)
    assert ideas.bottlenecks.parentWidget().isHidden()
    assert ideas.branches.parentWidget().isHidden()
    assert "8 blocks" in ideas.skips.text()
    assert "112 × 112" in ideas.stages.text()
    assert "Not so from 112 × 112 (64) → 56 × 56 (64)." in ideas.stages.text()
    ideas.channels.setValue(1)
    assert "18 weights instead of 25" in ideas.stacks.text()


def test_a_network_without_ideas_says_so(qtbot: QtBot) -> None:
    ideas = IdeasView(Selection())
    qtbot.addWidget(ideas)
    ideas.show_analysis(analyse_module(nn.Sequential(nn.Flatten(), nn.Linear(16, 4)), (1, 4, 4)))
    assert not ideas.none.isHidden()


@pytest.mark.parametrize("name", ["convnet", "lenet5-1998", "googlenet", "mobilenet_v2", "convnext_tiny", "vit_b_16"])
def test_every_equation_of_every_layer_is_true_as_it_is_written(
    pane: Pane, analysed: Callable[..., Analysis], name: str
) -> None:
    analysis = analysed(name)
    shown = pane(analysis)
    views = (shown.size_formula, shown.params_formula, shown.macs_formula, shown.dense_formula)
    seen, found = set(), 0
    for layer in analysis.layers.values():
        if (layer.structure, layer.input_shape) in seen:
            continue
        seen.add((layer.structure, layer.input_shape))
        shown._selection.select(layer.path)
        for view in views:
            # The section's visibility, for the pane need not be scrolled to it.
            found += 0 if view.isHidden() else assert_equations(view.text)
        if not shown.params_formula.isHidden() and not layer.children and layer.own_params == layer.total_params:
            last = shown.params_formula.text.replace(",", "").splitlines()[-1].rpartition("= ")[2]
            assert len(layer.parameters) > 2 or int(last) in (layer.own_params, layer.parameters[-1].count), layer.path
    assert found >= 10


def test_the_equations_of_odd_layers_are_true_as_they_are_written(pane: Pane) -> None:
    odd = nn.Sequential(
        nn.Conv2d(4, 8, (3, 5), stride=(2, 1), padding=(1, 0), dilation=(1, 2), groups=2),
        nn.ConvTranspose2d(8, 6, 4, stride=2, padding=1, output_padding=1, groups=2),
        nn.MaxPool2d(2, 2, 1, ceil_mode=True),
        nn.Bilinear(4, 4, 2),
    )
    shown = pane(analyse_module(nn.Sequential(*odd[:3]), (4, 20, 24), batch=3))
    found = 0
    for path in ("0", "1", "2"):
        shown._selection.select(path)
        for view in (shown.size_formula, shown.params_formula, shown.macs_formula, shown.dense_formula):
            found += 0 if view.isHidden() else assert_equations(view.text)
    assert found >= 9


@pytest.mark.parametrize(
    ("layer", "size", "note"),
    [
        (nn.Conv2d(8, 8, 3, padding=1, bias=False), 1, "0.125 times as many parameters: 288 B of weights"),
        (nn.Conv2d(8, 8, 1), 1, "As many parameters: 288 B of weights"),
        (nn.Conv2d(8, 4, 3, padding=1), 2, "1.81 times as many parameters: 2.06 KiB of weights"),
        (nn.Conv2d(8, 8, 3, padding=1), 8, "450 times as many parameters: 1.00 MiB of weights"),
    ],
    ids=["an eighth", "as many", "a little more", "many"],
)
def test_a_fully_connected_layer_may_also_be_the_smaller_one(
    pane: Pane, layer: nn.Module, size: int, note: str
) -> None:
    """On a map of one cell a window of nine weights has eight that meet padding alone."""
    shown = pane(analyse_module(nn.Sequential(layer), (8, size, size)))
    shown._selection.select("0")
    assert shown.dense_note.text() == f"{note} in this one layer."


def test_a_layers_trace_of_the_network_is_not_called_none(pane: Pane, analysed: Callable[..., Analysis]) -> None:
    shown = pane(analysed("resnet18"))
    shown._selection.select("bn1")
    assert shown.params_note.text() == "< 0.01 % of the network."
    shown._selection.select("layer1.0.bn1")
    assert shown.params_note.text() == "< 0.01 % of the network."
    shown._selection.select("fc")
    assert shown.params_note.text() == "4.39 % of the network."
    assert shown.macs_note.text().startswith("0.03 % of the network;")
