"""English, Chinese, English, while things go on and are half done: nothing is lost, nothing is disturbed."""

import struct
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QInputDialog,
    QLineEdit,
    QSpinBox,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot
from safetensors.numpy import load_file

from cnnstudio import paths, translations
from cnnstudio.convolution.state import Part
from cnnstudio.datasets.builtin import draw
from cnnstudio.errors import StudioError
from cnnstudio.gui import errors, language
from cnnstudio.gui.digit_canvas.page import DrawPage
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.model_browser.page import ModelsPage
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.training_panel.document import TrainDocument
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.training import runs
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.engine import Engine
from cnnstudio.training.runs import RunFolder
from tests.gui.digit_canvas.pen_strokes import FOUR, ONE, draw_on

CHINESE = "zh_CN"
LONG = 20_000
TRAINED, TESTED, BATCH, EPOCHS = 256, 64, 8, 30

# Of every menu that pops up.
pytestmark = [
    pytest.mark.usefixtures("english_again"),
    pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True),
    pytest.mark.skipif(CHINESE not in translations.codes(), reason="the Chinese catalogue is not compiled"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few of the built-in digits, as a folder of idx files."""
    folder = tmp_path_factory.mktemp("tiny")
    for part, count, seed in (("train", TRAINED, 1), ("t10k", TESTED, 2)):
        pictures, labels = draw(count, seed=seed)
        images = np.asarray(pictures, np.uint8)
        (folder / f"{part}-images-idx3-ubyte").write_bytes(struct.pack(">4I", 2051, count, 28, 28) + images.tobytes())
        named = np.asarray(labels, np.uint8)
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(struct.pack(">2I", 2049, count) + named.tobytes())
    return folder


@pytest.fixture
def config(folder: Path) -> TrainConfig:
    return TrainConfig(
        network=CatalogueNetwork("lenet5"),
        dataset=str(folder),
        epochs=EPOCHS,
        batch_size=BATCH,
        device="cpu",
        optimizer="adam",
        learning_rate=0.002,
        seed=5,
    )


def speak(window: MainWindow, code: str, qtbot: QtBot) -> None:
    """Choose a language in View."""
    action = window.findChild(QAction, f"action-window-language-{code}")
    assert action is not None
    before = window.centralWidget()
    action.trigger()
    qtbot.waitUntil(lambda: window.centralWidget() is not before, timeout=LONG)
    assert language.manager().code == code


def find(window: QWidget, kind: type, name: str):  # type: ignore[no-untyped-def]  # what is asked for
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def folds(tree: QTreeView) -> list[bool]:
    """Which of the outermost rows are unfolded."""
    return [tree.isExpanded(tree.model().index(row, 0)) for row in range(tree.model().rowCount())]


def trained(window: MainWindow) -> TrainDocument:
    document = window.studio.documents.get("train")
    assert isinstance(document, TrainDocument)
    return document


def models(window: MainWindow, qtbot: QtBot) -> ModelsPage:
    window.open_room("models")
    page = window.page("models")
    assert isinstance(page, ModelsPage)
    qtbot.waitUntil(lambda: page.document.analysis is not None and not page.document.busy, timeout=LONG)
    return page


def test_a_run_goes_on_and_all_that_was_half_done_stays(
    main_window: MainWindow, qtbot: QtBot, config: TrainConfig, one_thread: None
) -> None:
    window, studio = main_window, main_window.studio
    window.resize(1280, 800)
    # A run, held while the rest is prepared.
    window.open_room("train")
    document = trained(window)
    document.set_config(config)
    document.start()
    qtbot.waitUntil(lambda: document.controller.state == "running" and document.record.run is not None, timeout=LONG)
    run = document.record.run
    assert run is not None
    document.controller.pause()
    qtbot.waitUntil(lambda: document.controller.state == "paused", timeout=LONG)
    # A diagram with a block opened, moved and enlarged; a row of the catalogue unfolded.
    studio.choose(CatalogueNetwork("resnet18"))
    page = models(window, qtbot)
    view = page.diagram.view
    view.toggle(next(item for item in view.diagram.boxes.values() if item.can_open))
    view.zoom_in()
    view.verticalScrollBar().setValue(view.verticalScrollBar().minimum() + 200)
    looked_at, opened = view.view_state(), view.diagram.opened
    assert looked_at is not None
    catalogue = find(window, QTreeView, "models-catalogue")
    catalogue.expand(catalogue.model().index(1, 0))
    unfolded = folds(catalogue)
    page.inspector.tabs.setCurrentIndex(1)
    # A kernel with a number changed.
    window.open_room("playground")
    play = window.page("playground")
    assert isinstance(play, PlaygroundPage)
    assert play.model.change("Change", lambda state: state.with_cells(Part.KERNEL, {(0, 0, 1, 1): -9.0}))
    # Two marks on the pad, the second undone; its bars.
    window.open_room("draw")
    pad_page = window.page("draw")
    assert isinstance(pad_page, DrawPage)
    draw_on(pad_page.pad, ONE)
    draw_on(pad_page.pad, FOUR)
    pad_page.sheet["draw-undo"].trigger()
    ink, marks = pad_page.pad.ink().copy(), pad_page.pad.drawing.visible
    # The next run is set up, a number half typed in the form; the run goes on.
    window.open_room("train")
    find(window, QAbstractButton, "train-next").click()
    epochs = find(window, QSpinBox, "train-epochs")
    epochs.setFocus()
    epochs.selectAll()
    QTest.keyClicks(epochs, "12")
    document.controller.resume()
    qtbot.waitUntil(lambda: document.controller.state == "running", timeout=LONG)
    config_before, states = document.config, studio.documents.states()
    undo = [document.undo_stack.count() for document in studio.documents.all if document.undo_stack is not None]

    speak(window, CHINESE, qtbot)
    assert document.controller.busy, "the run was too short for the test"
    document.controller.pause()
    qtbot.waitUntil(lambda: document.controller.state == "paused", timeout=LONG)
    assert "文件" in window.menuBar().actions()[0].text()
    # Typed and not taken: the form still has it, the document not.
    qtbot.waitUntil(lambda: find(window, QSpinBox, "train-epochs").text() == "12", timeout=LONG)
    assert document.config == config_before
    assert find(window, QAbstractButton, "train-next").isChecked()
    document.controller.resume()
    qtbot.waitUntil(lambda: document.controller.state == "running", timeout=LONG)
    speak(window, translations.ENGLISH, qtbot)
    assert document.controller.busy, "the run was too short for the test"
    assert window.menuBar().actions()[0].text() == "&File"
    qtbot.waitUntil(lambda: find(window, QSpinBox, "train-epochs").text() == "12", timeout=LONG)
    qtbot.waitUntil(lambda: window.focusWidget() is find(window, QSpinBox, "train-epochs"), timeout=LONG)
    assert document.config == config_before
    assert studio.documents.states() == states
    stacks = [document.undo_stack.count() for document in studio.documents.all if document.undo_stack is not None]
    assert stacks == undo

    # The other rooms, as they are shown again.
    window.open_room("draw")
    pad_page = window.page("draw")
    assert isinstance(pad_page, DrawPage)
    assert pad_page.pad.drawing.visible == marks
    np.testing.assert_array_equal(pad_page.pad.ink(), ink)
    pad_page.sheet["draw-redo"].trigger()
    assert len(pad_page.pad.drawing.visible) > len(marks)
    window.open_room("playground")
    play = window.page("playground")
    assert isinstance(play, PlaygroundPage)
    assert play.model.state.kernel.at(0, 0, 1, 1) == -9.0
    play.model.undo_step()
    assert play.model.state.kernel.at(0, 0, 1, 1) != -9.0
    page = models(window, qtbot)
    view = page.diagram.view
    qtbot.waitUntil(lambda: view.view_state() is not None and view.view_state()[0] == looked_at[0], timeout=LONG)
    assert view.view_state()[1:] == pytest.approx(looked_at[1:])
    assert page.diagram.view.diagram.opened == opened
    catalogue = find(window, QTreeView, "models-catalogue")
    qtbot.waitUntil(lambda: folds(catalogue) == unfolded, timeout=LONG)
    assert page.inspector.tabs.currentIndex() == 1

    # The run's weights are those of a run that nobody disturbed.
    qtbot.waitUntil(lambda: not document.controller.busy, timeout=LONG)
    engine = Engine(config, run_dir=paths.runs_dir() / "undisturbed")
    for _ in engine.run():
        pass
    ours = load_file(run / "weights-final.safetensors")
    theirs = load_file(engine.folder.path / "weights-final.safetensors")
    assert ours.keys() == theirs.keys()
    for name, values in theirs.items():
        np.testing.assert_array_equal(ours[name], values, err_msg=name)


def test_a_number_that_is_typed_into_a_cell_is_typed_on(main_window: MainWindow, qtbot: QtBot) -> None:
    main_window.open_room("playground")
    grid = find(main_window, QWidget, "play-kernel")
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClicks(grid, "4")
    before = main_window.studio.documents.states()
    for code in (CHINESE, translations.ENGLISH):
        speak(main_window, code, qtbot)
        editor = find(main_window, QLineEdit, "play-kernel-editor")
        qtbot.waitUntil(editor.isVisible, timeout=LONG)
        assert editor.text() == "4"
        assert main_window.studio.documents.states() == before
    QTest.keyClicks(editor, "2")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    play = main_window.page("playground")
    assert isinstance(play, PlaygroundPage)
    assert play.model.state.kernel.at(0, 0, 0, 1) == 42.0


def test_the_window_slides_on(main_window: MainWindow, qtbot: QtBot) -> None:
    main_window.open_room("playground")
    speed = find(main_window, QComboBox, "play-speed")
    speed.setCurrentIndex(0)
    find(main_window, QAbstractButton, "play-play").click()
    for code in (CHINESE, translations.ENGLISH):
        speak(main_window, code, qtbot)
        page = main_window.page("playground")
        assert isinstance(page, PlaygroundPage)
        qtbot.waitUntil(lambda page=page: page.timeline.playing, timeout=LONG)
        assert find(main_window, QComboBox, "play-speed").currentIndex() == 0


def test_what_waits_its_turn_waits_on_and_is_trained(
    main_window: MainWindow, qtbot: QtBot, config: TrainConfig, one_thread: None
) -> None:
    from dataclasses import replace

    main_window.open_room("train")
    document = trained(main_window)
    document.set_config(replace(config, epochs=8))
    document.start()
    qtbot.waitUntil(lambda: document.controller.state == "running", timeout=LONG)
    document.controller.pause()
    qtbot.waitUntil(lambda: document.controller.state == "paused", timeout=LONG)
    document.set_config(replace(config, epochs=2, seed=6))
    document.start()
    assert len(document.controller.waiting) == 1
    for code in (CHINESE, translations.ENGLISH):
        speak(main_window, code, qtbot)
        assert document.controller.state == "paused"
        queue = [row for row in main_window.findChildren(QWidget) if row.objectName().startswith("train-queue")]
        assert any(row.isVisible() for row in queue)
    resume = find(main_window, QAbstractButton, "train-start")
    resume.click()
    qtbot.waitUntil(lambda: not document.controller.busy and not document.controller.waiting, timeout=LONG)
    done = {RunFolder(run.path).config().seed: run.state for run in runs.list_runs()}
    assert done == {5: "finished", 6: "finished"}


def test_a_dialog_is_answered_first(main_window: MainWindow, qtbot: QtBot) -> None:
    central = main_window.centralWidget()
    seen: list[object] = []

    def answer() -> None:
        dialog = main_window.findChild(QInputDialog, "window-open-link")
        if dialog is None or not dialog.isVisible():
            QTimer.singleShot(10, answer)
        elif language.manager().code != CHINESE:
            dialog.setTextValue("cnnstudio:dr")
            language.manager().choose(CHINESE)
            QTimer.singleShot(200, answer)
        else:
            # It is still there, over the window that it was opened from, with what was typed.
            seen.append((dialog.textValue(), main_window.centralWidget() is central))
            dialog.setTextValue("cnnstudio:draw")
            dialog.accept()

    QTimer.singleShot(0, answer)
    find(main_window, QAction, "action-window-open-link").trigger()
    assert seen == [("cnnstudio:dr", True)]
    qtbot.waitUntil(lambda: main_window.centralWidget() is not central, timeout=LONG)
    assert main_window.room == "draw"
    assert "文件" in main_window.menuBar().actions()[0].text()
    assert QApplication.activeModalWidget() is None


def test_what_was_told_stays_until_it_is_closed(main_window: MainWindow, qtbot: QtBot) -> None:
    errors.show_error(main_window, StudioError("The disk is full. Make room."), about="disk")
    main_window.notice.show_notice("Something to know.")
    speak(main_window, CHINESE, qtbot)
    qtbot.waitUntil(main_window.error_strip.isVisible, timeout=LONG)
    assert main_window.error_strip.text == "The disk is full. Make room."
    assert main_window.notice.text == "Something to know."
    errors.take_back("disk")
    assert not main_window.error_strip.isVisible()
    speak(main_window, translations.ENGLISH, qtbot)
    qtbot.waitUntil(main_window.notice.isVisible, timeout=LONG)
    assert not main_window.error_strip.isVisible()


@pytest.mark.parametrize("room", ["models", "playground", "train", "draw", "learn"])
def test_every_part_that_scrolls_stands_where_it_stood(main_window: MainWindow, qtbot: QtBot, room: str) -> None:
    main_window.resize(1024, 640)
    main_window.open_room(room)
    if room == "models":
        models(main_window, qtbot)
    qtbot.wait(300)
    page = main_window.page(room)
    assert page is not None

    def places() -> dict[str, int]:
        shown = main_window.page(room)
        assert shown is not None
        bars = {area.objectName(): area.verticalScrollBar() for area in shown.findChildren(QAbstractScrollArea)}
        return {name: bar.value() for name, bar in bars.items() if name and bar.isVisible()}

    for area in page.findChildren(QAbstractScrollArea):
        if area.isVisible():
            area.verticalScrollBar().setValue(area.verticalScrollBar().minimum() + 15)
    qtbot.wait(300)
    before = places()
    speak(main_window, CHINESE, qtbot)
    speak(main_window, translations.ENGLISH, qtbot)
    qtbot.waitUntil(lambda: places() == before, timeout=20_000)


def test_only_the_picture_stays_alone(main_window: MainWindow, qtbot: QtBot) -> None:
    main_window.open_room("playground")
    main_window._show_picture_only(True)
    speak(main_window, CHINESE, qtbot)
    page = main_window.page("playground")
    assert isinstance(page, PlaygroundPage)
    assert page.frame.picture_only
    assert not main_window.menuBar().isVisible()
