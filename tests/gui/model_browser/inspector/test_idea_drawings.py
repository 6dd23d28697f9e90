"""Each picture is held against a real network: what it says in words, and that it stays within its edges."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from cnnstudio.analysis import teaching
from cnnstudio.analysis.results import Analysis
from cnnstudio.gui import theme
from cnnstudio.gui.model_browser.inspector.idea_drawings import (
    AttentionDrawing,
    BottleneckDrawing,
    BranchesDrawing,
    DenseDrawing,
    SeparableDrawing,
    SkipDrawing,
    StackDrawing,
    StagesDrawing,
)
from cnnstudio.gui.model_browser.inspector.sketch import Drawing, IdeaPicture, Sketch
from tests.gui.printed import assert_equations

Analysed = Callable[..., Analysis]


def test_a_skip_says_its_block(analysed: Analysed) -> None:
    said = SkipDrawing(teaching.skips(analysed("resnet18"))[2]).says()
    for part in ("64 × 56 × 56", "3 × 3", "128 × 28 × 28", "1 × 1"):
        assert part in said, said


def test_branches_say_their_channels(analysed: Analysed) -> None:
    said = BranchesDrawing(teaching.parallel_branches(analysed("googlenet"))[0]).says()
    for part in ("64", "128", "32", "256"):
        assert part in said, said


def test_a_bottleneck_says_both_costs(analysed: Analysed) -> None:
    pair = next(one for one in teaching.bottlenecks(analysed("googlenet")) if one.channels == (192, 96, 128))
    said = BottleneckDrawing(pair).says()
    for part in ("192", "96", "128", "129,024", "221,184"):  # 192·96 + 96·128·9, and 192·128·9
        assert part in said, said


def test_a_separable_convolution_says_both_costs(analysed: Analysed) -> None:
    pair = next(iter(teaching.separable(analysed("mobilenet_v2"))))
    said = SeparableDrawing(pair).says()
    for part in ("32", "16", "800", "4,608"):  # 32·9 + 32·16, and 32·16·9
        assert part in said, said


def test_a_dense_block_says_how_it_grows(analysed: Analysed) -> None:
    said = DenseDrawing(teaching.dense_blocks(analysed("densenet121"))[0]).says()
    for part in ("64", "96", "128", "256"):
        assert part in said, said


def test_stages_say_sizes_and_channels(analysed: Analysed) -> None:
    said = StagesDrawing(teaching.halving_and_doubling(analysed("vgg16"))).says()
    assert said.startswith("224 × 224, 64 channels; 112 × 112, 128 channels")
    assert said.endswith("14 × 14, 512 channels")


def test_attention_says_how_many_weights(analysed: Analysed) -> None:
    assert "197 × 197 = 38,809" in AttentionDrawing(teaching.attentions(analysed("vit_b_16"))[0]).says()


def test_a_stack_says_both_costs(analysed: Analysed) -> None:
    run = next(run for run in teaching.stacked_kernels(analysed("vgg16")) if run.channels == (256, 512, 512, 512))
    said = StackDrawing(run).says()
    assert f"{9 * (256 * 512 + 2 * 512 * 512):,}" in said
    assert f"{49 * 256 * 512:,}" in said


def _drawings(analysis: Analysis) -> list[Drawing]:
    found: list[Drawing] = [
        *map(SkipDrawing, teaching.skips(analysis)),
        *map(BranchesDrawing, teaching.parallel_branches(analysis)),
        *map(BottleneckDrawing, teaching.bottlenecks(analysis)),
        *map(SeparableDrawing, teaching.separable(analysis)),
        *map(DenseDrawing, teaching.dense_blocks(analysis)),
        *map(AttentionDrawing, teaching.attentions(analysis)),
        *map(StackDrawing, teaching.stacked_kernels(analysis)),
    ]
    stages = teaching.halving_and_doubling(analysis)
    return [*found, StagesDrawing(stages)] if stages else found


@pytest.mark.parametrize("width", [250, 330])
@pytest.mark.parametrize(
    "name",
    ["resnet18", "resnet50", "inception_v3", "densenet201", "shufflenet_v2_x1_0", "maxvit_t", "vit_b_16", "vgg16"],
)
def test_no_picture_leaves_its_edges(qtbot: QtBot, analysed: Analysed, name: str, width: int) -> None:
    margin = 12
    ground = theme.tokens().panel
    seen = set()
    for drawing in _drawings(analysed(name)):
        if drawing.says() in seen:
            continue
        seen.add(drawing.says())
        high = round(drawing.height()) + 4
        image = QImage(width + 2 * margin, high + 2 * margin, QImage.Format.Format_RGB32)
        image.fill(ground)
        painter = QPainter(image)
        painter.translate(margin + 2, margin + 2)
        drawing.draw(Sketch(painter), width - 4.0)
        painter.end()
        inner = image.copy(margin, margin, width, high)
        blank = QImage(image)
        blank.fill(ground)
        painter = QPainter(blank)
        painter.drawImage(margin, margin, inner)
        painter.end()
        assert image == blank, f"{type(drawing).__name__}: {drawing.says()}"
        empty = QImage(inner)
        empty.fill(ground)
        assert inner != empty
    assert seen


def test_a_picture_is_drawn_in_both_themes(qtbot: QtBot, analysed: Analysed) -> None:
    picture = IdeaPicture("p")
    qtbot.addWidget(picture)
    picture.show_drawing(SkipDrawing(teaching.skips(analysed("resnet18"))[0]))
    picture.resize(260, picture.sizeHint().height())
    picture.show()
    light = picture.grab().toImage()
    theme.manager().set_mode("dark")
    dark = picture.grab().toImage()
    assert light != dark


@pytest.mark.parametrize(
    ("name", "least"),
    [("googlenet", 9), ("inception_v3", 11), ("vit_b_16", 12), ("swin_t", 4), ("shufflenet_v2_x1_0", 3)],
)
def test_what_a_picture_reckons_is_true(analysed: Analysed, name: str, least: int) -> None:
    found = sum(assert_equations(drawing.says()) for drawing in _drawings(analysed(name)))
    assert found >= least, "of branches the channels, of attentions the weights"
