from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from cnnstudio.convolution.receptive_field import StackPreset, preset
from cnnstudio.convolution.state import Mode
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.playground.export_strip import ExportStrip
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets import picture_writer


def test_png_at_twice_the_size(page: PlaygroundPage, tmp_path: Path) -> None:
    file = tmp_path / "picture.png"
    page.exporting.save(file)
    image = QImage(str(file))
    assert image.size() == page.canvas.size() * 2
    colors = {image.pixel(x, y) for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)}
    assert len(colors) > 5
    assert list(tmp_path.iterdir()) == [file]


def test_svg_holds_the_numbers_as_text(page: PlaygroundPage, tmp_path: Path) -> None:
    file = tmp_path / "picture.svg"
    page.exporting.save(file)
    text = file.read_text()
    assert ">43</text>" in text.replace("\n", "")
    assert QSvgRenderer(str(file)).isValid()


def test_gif_slides_over_every_position_and_leaves_the_room_as_it_was(
    page: PlaygroundPage, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "sliding.gif"
    page.model.pin(1, 0)
    before = page.model.position
    with qtbot.waitSignal(page.exporting.finished, timeout=20_000):
        page.exporting.save(file)
    with Image.open(file) as animation:
        assert animation.n_frames == 4
        assert animation.info["duration"] > 0
        assert animation.info["loop"] == 0
    assert page.model.position == before
    assert not page.model.reveal


def test_progress_is_told_and_the_end(page: PlaygroundPage, qtbot: QtBot, tmp_path: Path) -> None:
    said: list[str] = []
    page._studio.statusMessage.connect(said.append)
    strip = page.findChild(ExportStrip)
    page.exporting.save(tmp_path / "sliding.gif")
    assert strip.isVisible()
    assert strip.label.text().startswith("sliding.gif: 0 of 4 positions")
    with qtbot.waitSignal(page.exporting.finished, timeout=20_000):
        pass
    assert not strip.isVisible()
    assert said[-1].startswith("Saved sliding.gif: 4 positions, ")
    assert [file.name for file in tmp_path.iterdir()] == ["sliding.gif"]


def test_another_animation_waits_for_its_turn(page: PlaygroundPage, qtbot: QtBot, tmp_path: Path) -> None:
    strip = page.findChild(ExportStrip)
    jobs = page._studio.jobs
    page.exporting.save(tmp_path / "first.gif")
    page.model.change("", lambda state: state.with_parameters(input_height=8))
    for name in ("second.gif", "third.gif"):
        page.exporting.save(tmp_path / name)
    assert strip.label.text().startswith("first.gif: 0 of 4 positions")
    assert str(jobs.going[1].progress) == "second.gif: waiting until first.gif is written"
    jobs.going[2].stop()
    ends: list[str] = []
    page.exporting.finished.connect(ends.append)
    qtbot.waitUntil(lambda: not page.exporting.busy, timeout=20_000)
    assert ends == ["completed", "completed"]
    assert not strip.isVisible()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["first.gif", "second.gif"]
    with Image.open(tmp_path / "second.gif") as animation:
        assert animation.n_frames > 4


def test_an_animation_goes_on_without_its_page_and_a_new_page_shows_it(
    main_window: MainWindow, studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    main_window.open_room("playground")
    page = main_window._pages.pop("playground")
    page.model.change("", lambda state: state.with_parameters(input_height=12, input_width=12))
    said: list[str] = []
    studio.statusMessage.connect(said.append)
    page.exporting.save(tmp_path / "sliding.gif")
    studio.jobs.exports.jobs[0].pause()
    page.shut_down()
    page.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    main_window.open_room("models")
    main_window.open_room("playground")
    other = main_window.page("playground")
    assert other is not page
    strip = other.findChild(ExportStrip)
    assert strip.isVisible()
    assert strip.label.text().startswith("sliding.gif: ")
    with qtbot.waitSignal(other.exporting.finished, timeout=20_000):
        studio.jobs.exports.jobs[0].resume()
    assert (tmp_path / "sliding.gif").exists()
    assert said[-1].startswith("Saved sliding.gif")
    assert not strip.isVisible()


def test_cancelling_leaves_no_file(page: PlaygroundPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.model.change("", lambda state: state.with_parameters(input_height=60, input_width=60))
    with qtbot.waitSignal(page.exporting.finished, timeout=20_000) as over:
        page.exporting.save(tmp_path / "sliding.gif")
        qtbot.mouseClick(page.findChild(ExportStrip).cancel, Qt.MouseButton.LeftButton)
    assert over.args == ["stopped"]
    assert not list(tmp_path.iterdir())


def test_closing_the_window_asks_before_an_animation_is_given_up(
    main_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    main_window.open_room("playground")
    page = main_window.page("playground")
    assert page.closing_question() == ""
    page.model.change("", lambda state: state.with_parameters(input_height=60, input_width=60))
    page.exporting.save(tmp_path / "sliding.gif")
    asked: list[str] = []

    def answer(name: str) -> None:
        box = QApplication.activeModalWidget()
        asked.append(box.text())
        box.findChild(QPushButton, name).click()

    QTimer.singleShot(0, lambda: answer("window-closing-stay"))
    assert not main_window.close()
    assert page.exporting.busy, "it goes on"
    QTimer.singleShot(0, lambda: answer("window-closing-stop"))
    assert main_window.close()
    assert len(asked) == 2
    assert all("sliding.gif" in text for text in asked)
    assert list(tmp_path.iterdir()) == []


def test_closing_after_the_animation_asks_nothing(page: PlaygroundPage, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(page.exporting.finished, timeout=20_000):
        page.exporting.save(tmp_path / "sliding.gif")
        assert page.closing_question()
    assert page.closing_question() == ""
    assert (tmp_path / "sliding.gif").exists()


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_the_stack_is_exported_too(page: PlaygroundPage, tmp_path: Path, ending: str) -> None:
    page.model.change("", lambda state: state.with_stack(preset(StackPreset.CONVNET)).with_mode(Mode.RECEPTIVE_FIELD))
    file = tmp_path / f"stack.{ending}"
    page.exporting.save(file)
    assert file.stat().st_size > 1000
    page.exporting.save(tmp_path / "stack.gif")
    assert not (tmp_path / "stack.gif").exists()


def test_a_place_that_cannot_be_written(page: PlaygroundPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.exporting.save(tmp_path / "missing" / "picture.png")
    assert "could not be written" in page.window().error_strip.text
    with qtbot.waitSignal(page.exporting.failed, timeout=20_000):
        page.exporting.save(tmp_path / "missing" / "sliding.gif")
    assert "sliding.gif could not be written" in page.window().error_strip.text


def test_a_large_png_is_told_when_it_is_there(
    page: PlaygroundPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_writer, "AT_ONCE", 1000)
    told: list[str] = []
    studio = page.exporting._studio
    studio.statusMessage.connect(told.append)
    studio.jobs.changed.connect(lambda: told.append(studio.progress.text))
    size = page.canvas.size()
    with qtbot.waitSignal(page.exporting.writer.saved, timeout=20_000):
        page.exporting.save(tmp_path / "large.png")
        page.exporting.save(tmp_path / "second.png")
    assert "Save second.png again" in page.window().error_strip.text
    assert QImage(str(tmp_path / "large.png")).size() == size * 2
    assert [text for text in told if "large" in text] == ["Writing large.png", "Saved large.png."]
    assert studio.progress.text == ""
    assert list(tmp_path.iterdir()) == [tmp_path / "large.png"]


def test_a_large_png_that_cannot_be_written_is_told(
    page: PlaygroundPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_writer, "AT_ONCE", 1000)
    with qtbot.waitSignal(page.exporting.writer.failed, timeout=20_000):
        page.exporting.save(tmp_path / "missing" / "large.png")
    assert "large.png could not be written" in page.window().error_strip.text
