"""What goes from one room to another, followed with the mouse in the real window to where it arrives."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from cnnstudio import datasets
from cnnstudio.datasets.origin import FromDataset
from cnnstudio.gui import theme
from cnnstudio.gui.digit_canvas.page import DrawPage
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.training_panel.page import TrainPage
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.events import Mistakes
from cnnstudio.weights.reference import RunWeights
from tests.gui.digit_canvas.conftest import settle
from tests.gui.digit_canvas.pen_strokes import SEVEN, Line, draw_on
from tests.gui.playground.opened import draw_few_digits
from tests.gui.training_panel.conftest import small_mnist  # noqa: F401

Send = Callable[[int], DrawPage]


@pytest.fixture(scope="module")
def mistakes(mnist_dir: Path) -> Mistakes:
    """Six real test pictures (7, 2, 1, 0, 4, 1), said to be missed."""
    data = datasets.load(mnist_dir)
    return Mistakes(
        indices=np.arange(6),
        pictures=data.test_images[:6].numpy(),
        labels=data.test_labels[:6].numpy(),
        predictions=(data.test_labels[:6].numpy() + 1) % 10,
        confidences=np.linspace(0.99, 0.5, 6).astype(np.float32),
    )


@pytest.fixture
def send(main_window: MainWindow, qtbot: QtBot, mistakes: Mistakes) -> Send:
    """Double-clicks a mistake in Train's gallery and waits until Draw has read it."""

    def to_draw(row: int) -> DrawPage:
        main_window.open_room("train")
        train = main_window.page("train")
        assert isinstance(train, TrainPage)
        gallery = train.inspector.gallery
        if gallery.model.rowCount() == 0:
            gallery.show_mistakes(mistakes, tuple("0123456789"), "mnist")
        tabs = train.inspector.tabs
        bar = tabs.tabBar()
        qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(tabs.indexOf(gallery)).center())
        gallery.view.scrollTo(gallery.model.index(row))
        place = gallery.view.visualRect(gallery.model.index(row)).center()
        viewport = gallery.view.viewport()
        qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        assert main_window.room == "draw"
        page = main_window.page("draw")
        assert isinstance(page, DrawPage)
        settle(qtbot, page)
        return page

    return to_draw


def assert_on_the_pad(page: DrawPage, picture: np.ndarray) -> None:
    """The ink of the paper, and what the eye sees: each place is about as dark as in the picture."""
    expected, ink = picture.astype(np.float32) / 255, page.pad.ink().astype(np.float32) / 255
    smooth = np.asarray(Image.fromarray(expected).resize(ink.shape, Image.Resampling.BILINEAR))
    assert np.abs(ink - smooth).mean() < 0.01
    sheet = page.pad.sheet()
    shown = page.pad.grab(sheet).toImage()
    paper, full = theme.tokens().panel.lightnessF(), theme.tokens().text.lightnessF()
    for row, column in (*np.argwhere(expected > 0.9)[::7], *np.argwhere(expected == 0)[::40]):
        x, y = (round((place + 0.5) * shown.width() / 28) for place in (column, row))
        if min(row, column) > 0 and max(row, column) < 27:  # beside the frame
            dark = (paper - shown.pixelColor(x, y).lightnessF()) / (paper - full)
            assert dark == pytest.approx(float(expected[row, column]), abs=0.35), (row, column)


def assert_read(page: DrawPage, picture: np.ndarray, digit: int) -> None:
    """The network was given this picture, not another, and says what it is."""
    assert page.prediction is not None
    assert np.array_equal(page.prediction.preprocessed.network_input, picture.astype(np.float32) / np.float32(255))
    assert page.prediction.ranking[0] == digit
    assert page.guess.text.startswith(str(digit))


def test_a_mistake_arrives_on_the_pad_of_a_room_that_was_never_opened(send: Send, mistakes: Mistakes) -> None:
    page = send(1)
    assert_on_the_pad(page, mistakes.pictures[1])
    assert_read(page, mistakes.pictures[1], 2)


def test_a_mistake_arrives_in_an_open_room_and_undo_brings_the_drawing_back(
    main_window: MainWindow, qtbot: QtBot, send: Send, mistakes: Mistakes
) -> None:
    main_window.open_room("draw")
    page = main_window.page("draw")
    assert isinstance(page, DrawPage)
    draw_on(page.pad, SEVEN)
    settle(qtbot, page)
    drawn = page.pad.ink()
    assert page.prediction is not None
    assert page.prediction.ranking[0] == 7
    assert send(1) is page
    assert_on_the_pad(page, mistakes.pictures[1])
    assert_read(page, mistakes.pictures[1], 2)
    actions = {action.objectName(): action for action in page.room_actions()}
    assert actions["action-draw-undo"].isEnabled()
    actions["action-draw-undo"].trigger()
    settle(qtbot, page)
    assert np.array_equal(page.pad.ink(), drawn)
    assert page.prediction.ranking[0] == 7
    actions["action-draw-redo"].trigger()
    settle(qtbot, page)
    assert_read(page, mistakes.pictures[1], 2)


def test_mistakes_sent_one_after_another_are_sheets_of_their_own(send: Send, mistakes: Mistakes, qtbot: QtBot) -> None:
    for row, digit in ((0, 7), (3, 0), (4, 4)):
        page = send(row)
        assert_on_the_pad(page, mistakes.pictures[row])
        assert_read(page, mistakes.pictures[row], digit)
    page.pad.undo()
    settle(qtbot, page)
    assert_read(page, mistakes.pictures[3], 0)


@pytest.mark.parametrize("stroke", [SEVEN[0], SEVEN[1]])
def test_a_mistake_that_comes_in_the_middle_of_a_stroke_loses_nothing(
    main_window: MainWindow, send: Send, mistakes: Mistakes, stroke: Line
) -> None:
    main_window.open_room("draw")
    page = main_window.page("draw")
    assert isinstance(page, DrawPage)
    _press(page, stroke)
    begun = page.pad.ink()
    assert begun.any()
    send(2)
    assert_on_the_pad(page, mistakes.pictures[2])
    page.pad.undo()
    assert (np.abs(page.pad.ink().astype(int) - begun) < 64).mean() > 0.99


def test_what_is_drawn_over_a_mistake_is_read_with_it(send: Send, mistakes: Mistakes, qtbot: QtBot) -> None:
    page = send(2)
    before = page.prediction
    draw_on(page.pad, SEVEN[1:])
    settle(qtbot, page)
    assert before is not None
    assert page.prediction is not None
    assert page.prediction.preprocessed.network_input.sum() > before.preprocessed.network_input.sum()
    page.pad.undo()
    settle(qtbot, page)
    assert_read(page, mistakes.pictures[2], 1)


def test_a_stage_can_be_switched_off_for_a_mistake_and_on_again(send: Send, mistakes: Mistakes, qtbot: QtBot) -> None:
    page = send(1)
    switch = page.strip.findChild(QCheckBox, "draw-stage-scale")
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton, pos=QPoint(5, switch.height() // 2))
    settle(qtbot, page)
    assert page.prediction is not None
    assert not np.array_equal(page.prediction.preprocessed.network_input, mistakes.pictures[1] / np.float32(255))
    assert page.guess._beside.isVisible()
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton, pos=QPoint(5, switch.height() // 2))
    settle(qtbot, page)
    assert_read(page, mistakes.pictures[1], 2)


def test_why_is_told_on_a_mistakes_own_ink(send: Send, mistakes: Mistakes, qtbot: QtBot) -> None:
    page = send(1)
    bar = page.tabs.tabBar()
    qtbot.mouseClick(
        bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(page.tabs.indexOf(page.why.parentWidget())).center()
    )
    settle(qtbot, page)
    shown = page.pad.grab(page.pad.sheet()).toImage()
    tokens = theme.tokens()
    paper = shown.pixelColor(0, 0)
    colours = [shown.pixelColor(x, y) for y in range(0, shown.height(), 2) for x in range(0, shown.width(), 2)]
    ink = [colour for colour in colours if abs(colour.lightness() - paper.lightness()) > 40]
    assert len(ink) > 0.01 * len(colours)
    assert np.mean([colour.saturation() > 60 for colour in ink]) > 0.05, "some of the ink argues"
    assert np.mean([colour.saturation() > 60 for colour in colours]) < 0.5, "the paper does not"
    assert tokens.positive.saturation() > 60


def test_what_draw_itself_reads_is_not_put_on_its_pad(
    main_window: MainWindow, qtbot: QtBot, send: Send, mistakes: Mistakes
) -> None:
    page = send(1)
    marks = page.pad.drawing.visible
    for _ in range(5):
        QApplication.processEvents()
    main_window.open_room("train")
    main_window.open_room("draw")
    settle(qtbot, page)
    assert page.pad.drawing.visible == marks
    assert len(marks) == 1


def test_a_mistake_says_where_it_comes_from(send: Send, studio: Studio, mistakes: Mistakes, qtbot: QtBot) -> None:
    for row in (1, 4):
        send(row)
        picture = studio.current.picture
        assert picture is not None
        assert picture.origin == FromDataset("mnist", "test", row)
        assert np.array_equal(picture.array[0], mistakes.pictures[row].astype(np.float32) / np.float32(255))


def test_a_layer_is_opened_before_a_mistake_of_a_run(
    main_window: MainWindow,
    studio: Studio,
    qtbot: QtBot,
    small_mnist: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draw_few_digits(monkeypatch)
    main_window.resize(1280, 800)
    main_window.open_room("train")
    train = main_window.page("train")
    assert isinstance(train, TrainPage)
    train.form.show_config(TrainConfig(network="lenet5", dataset=str(small_mnist), epochs=1, evaluate_test="epoch"))
    train.controls.start()
    with qtbot.waitSignal(train.controller.finished, timeout=60_000):
        pass
    run = train.document.record.run.absolute()
    studio.choose(CatalogueNetwork("mlp"))  # the mistake is another network's
    gallery = train.inspector.gallery
    train.inspector.tabs.setCurrentWidget(gallery)
    gallery.view.setCurrentIndex(gallery.model.index(1))
    qtbot.mouseClick(gallery.findChild(QPushButton, "train-mistake-open"), Qt.MouseButton.LeftButton)
    play = main_window.page("playground")
    assert isinstance(play, PlaygroundPage)
    assert main_window.room == "playground"
    qtbot.waitUntil(lambda: play.opening.look is not None and not play.opening.busy, timeout=60_000)
    assert (studio.current.network, studio.current.weights) == (CatalogueNetwork("lenet5"), RunWeights(run, "final"))
    assert studio.current.picture == gallery.model.picture(1)
    assert play.opened_panel.title.text() == "Layer features.0"

    others = gallery.findChild(QToolButton, "train-mistake-layers").menu()
    others.aboutToShow.emit()
    last = others.actions()[-1]
    last.trigger()
    qtbot.waitUntil(lambda: play.opened_panel.title.text() == f"Layer {last.text().partition(' ')[0]}", timeout=60_000)
    assert studio.current.picture == gallery.model.picture(1)


def _press(page: DrawPage, line: Sequence[tuple[float, float]]) -> None:
    sheet = page.pad.sheet()
    at = [QPoint(sheet.x() + round(x * sheet.width()), sheet.y() + round(y * sheet.height())) for x, y in line]
    QTest.mousePress(page.pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at[0])
    for place in at[1:]:
        QTest.mouseMove(page.pad, place)
