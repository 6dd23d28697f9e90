from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cnnstudio.convolution.geometry import Operation
from cnnstudio.convolution.links import Block, Cell
from cnnstudio.convolution.state import Mode
from cnnstudio.gui import errors
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.playground.page import PlaygroundPage
from tests.gui.playground.room import FIGURES, LEFT, click, error_text, output


def drop(page: PlaygroundPage, mime: QMimeData) -> None:
    event = QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier)
    page.dropEvent(event)


def test_a_dropped_picture_becomes_the_input(page: PlaygroundPage, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "grey.png"
    Image.linear_gradient("L").resize((40, 30)).save(file)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    with qtbot.waitSignal(page.model.stateChanged):
        drop(page, mime)
    assert page.model.state.geometry.input_size == (30, 40)
    page.model.undo.undo()
    assert output(page) == FIGURES[1]


def test_a_pasted_picture_becomes_the_input(page: PlaygroundPage, qtbot: QtBot) -> None:
    image = QImage(12, 9, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    QGuiApplication.clipboard().setImage(image)
    with qtbot.waitSignal(page.model.stateChanged):
        page.pictures.paste()
    assert page.model.state.geometry.input_size == (9, 12)
    assert page.model.state.input.peak == 1


def test_nothing_to_paste(page: PlaygroundPage, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("words")
    page.pictures.paste()
    assert "no picture" in page.findChild(QLabel, "play-hint").text()


@pytest.mark.parametrize("content", [b"not a picture", b""])
def test_what_is_no_picture_is_refused_and_the_state_kept(
    page: PlaygroundPage, qtbot: QtBot, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "notes.png"
    file.write_bytes(content)
    with qtbot.waitSignal(page.pictures.failed):
        page.pictures.use(file)
    assert "notes.png is not a picture" in error_text(page)
    assert output(page) == FIGURES[1]


def test_an_enormous_picture_is_refused(page: PlaygroundPage, qtbot: QtBot, tmp_path: Path) -> None:
    from tests.convolution.test_inputs import huge_png

    file = tmp_path / "huge.png"
    file.write_bytes(huge_png(30_000))
    with qtbot.waitSignal(page.pictures.failed):
        page.pictures.use(file)
    assert "more than memory" in error_text(page)
    assert output(page) == FIGURES[1]


@pytest.mark.parametrize("size", [(5000, 1), (1, 5000), (1, 1), (2, 1), (1, 2), (1441, 3)])
def test_a_picture_of_any_shape_is_drawn_by_every_operation(
    page: PlaygroundPage, qtbot: QtBot, tmp_path: Path, size: tuple[int, int]
) -> None:
    file = tmp_path / "thin.png"
    picture = Image.new("L", size, 40)
    picture.putpixel((size[0] - 1, size[1] - 1), 200)
    picture.save(file)
    page.pictures.use(file)
    width, height = (min(side, 2048) for side in size)
    qtbot.waitUntil(lambda: page.model.state.geometry.input_size == (height, width), timeout=10_000)
    for operation in Operation:
        page.model.change("operation", lambda state, wanted=operation: state.with_operation(wanted))
        qtbot.waitUntil(lambda: not page.model.busy, timeout=10_000)
        assert page.model.result.state.geometry.operation is operation
        assert min(page.model.result.output.shape) > 0
        assert not page.window().grab().isNull()
        for ending in ("png", "svg"):
            page.exporting.save(tmp_path / f"{operation.value}.{ending}")
            assert (tmp_path / f"{operation.value}.{ending}").stat().st_size > 0
    for cell in (Cell(Block.INPUT, 0, height - 1, width - 1), Cell(Block.OUTPUT, 0, 0, 0)):
        page.model.point(cell)
        page.window().grab()
    page.model.change("field", lambda state: state.with_mode(Mode.RECEPTIVE_FIELD))
    assert not page.window().grab().isNull()
    assert error_text(page) == ""


@pytest.mark.parametrize("size", [(5000, 1), (1, 5000), (1, 1)])
def test_a_thin_picture_is_shown_again_after_another_room(
    main_window: MainWindow, qtbot: QtBot, tmp_path: Path, size: tuple[int, int]
) -> None:
    file = tmp_path / "thin.png"
    Image.new("L", size, 40).save(file)
    main_window.open_room("playground")
    page = main_window.page("playground")
    assert isinstance(page, PlaygroundPage)
    page.pictures.use(file)
    width, height = (min(side, 2048) for side in size)
    qtbot.waitUntil(lambda: page.model.state.geometry.input_size == (height, width), timeout=10_000)
    for operation in Operation:
        page.model.change("operation", lambda state, wanted=operation: state.with_operation(wanted))
        qtbot.waitUntil(lambda: not page.model.busy, timeout=10_000)
        for room in ("models", "playground"):
            main_window.open_room(room)
            assert main_window.page(room).isVisible()
            assert not main_window.grab().isNull()
        assert page.model.result.state.geometry.operation is operation
    assert main_window.error_strip.isHidden()
    assert not errors.log_file().exists()


def test_a_handwritten_digit(page: PlaygroundPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.model.stateChanged, timeout=20_000):
        click(page, qtbot, "play-digit")
    assert page.model.state.geometry.input_size == (28, 28)
    assert "built-in digits" in page.findChild(QLabel, "play-hint").text()


def test_what_is_said_of_a_file_goes_when_another_is_opened(page: PlaygroundPage, qtbot: QtBot, tmp_path: Path) -> None:
    strip = page.window().error_strip
    for name in ("broken.png", "broken.json"):
        (tmp_path / name).write_bytes(b"nothing")
    Image.linear_gradient("L").resize((40, 30)).save(tmp_path / "grey.png")
    page.pictures.use(tmp_path / "broken.png")
    qtbot.waitUntil(lambda: "broken.png" in strip.text and not strip.isHidden())
    with qtbot.waitSignal(page.model.stateChanged):
        page.pictures.use(tmp_path / "grey.png")
    assert strip.isHidden()
    page.pictures.use(tmp_path / "broken.json")
    qtbot.waitUntil(lambda: "broken.json" in strip.text and not strip.isHidden())
    page.files.save(tmp_path / "mine.json")
    qtbot.waitUntil(lambda: not page.files.busy)
    assert not strip.isHidden(), "saving says nothing of what was opened"
    page.use_file(tmp_path / "mine.json")
    assert strip.isHidden()
    qtbot.waitUntil(lambda: not page.files.busy)
    assert strip.isHidden()
