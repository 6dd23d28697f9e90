import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.gui import errors, settings, theme
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.rooms import ROOMS, Room
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets.page import Page
from cnnstudio.gui.widgets.room_frame import RoomFrame
from cnnstudio.networks.reference import CatalogueNetwork, PythonNetwork
from cnnstudio.weights.edits import EMPTY
from cnnstudio.weights.reference import Shipped
from cnnstudio.workspace.current import Current


class FramedPage(Page):
    def __init__(self) -> None:
        super().__init__()
        self.question = ""
        self.shut = 0
        self.state: object = None
        self.frame = RoomFrame("fake", picture=QLabel("picture"), controls=QLabel("controls"), inspector=QLabel("i"))
        QVBoxLayout(self).addWidget(self.frame)

    def closing_question(self) -> str:
        return self.question

    def shut_down(self) -> None:
        self.shut += 1

    def open_state(self, state: object) -> None:
        self.state = state


@pytest.fixture(autouse=True)
def fake_room(monkeypatch: pytest.MonkeyPatch) -> Iterator[types.ModuleType]:
    """Every room is this module; ``create_page`` may be replaced by the test."""
    module = types.ModuleType("cnnstudio_fake_room")
    module.__spec__ = types.SimpleNamespace(name=module.__name__)
    module.create_page = lambda _studio: FramedPage()
    monkeypatch.setitem(sys.modules, module.__name__, module)
    fake = tuple(Room(room.name, module.__name__, room.icon, room.title, room.promise) for room in ROOMS)
    monkeypatch.setattr("cnnstudio.gui.main_window.ROOMS", fake)
    return module


def button(window: QWidget, name: str) -> QToolButton:
    found = window.findChild(QToolButton, name)
    assert found is not None, name
    return found


def test_rooms_open_by_the_rail_and_by_keys(fake_room: types.ModuleType, main_window: MainWindow, qtbot: QtBot) -> None:
    assert main_window.room == "models"
    qtbot.mouseClick(button(main_window, "nav-train"), Qt.MouseButton.LeftButton)
    assert main_window.room == "train"
    qtbot.keyClick(main_window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert main_window.room == "draw"
    assert button(main_window, "nav-draw").isChecked()
    assert not button(main_window, "nav-train").isChecked()
    assert main_window.page("learn") is None, "a page is built when its room is first shown"
    first = main_window.page("train")
    main_window.open_room("train")
    assert main_window.page("train") is first


def test_the_room_is_remembered(fake_room: types.ModuleType, main_window: MainWindow, studio: Studio) -> None:
    main_window.open_room("draw")
    main_window.close()
    again = MainWindow(studio)
    assert again.room == "draw"
    again.close_without_asking()
    again.deleteLater()


def test_a_room_to_come_says_so(main_window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setitem(
        main_window._rooms, "learn", Room("learn", "cnnstudio.gui.lessons.not_built", "book-open", "Learn", "The text.")
    )
    monkeypatch.setattr(main_window, "_pages", {})
    main_window.open_room("learn")
    page = main_window.findChild(QWidget, "learn-to-come")
    assert page is not None
    words = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "still to come" in words
    assert "The text." in words
    assert page.findChild(QPushButton) is None


def test_a_room_that_breaks_is_shown_with_details_and_can_be_tried_again(
    fake_room: types.ModuleType, main_window: MainWindow, qtbot: QtBot
) -> None:
    def broken(studio: Studio) -> QWidget:
        raise RuntimeError("no kernel image is available")

    works = fake_room.create_page
    fake_room.create_page = broken
    main_window.open_room("train")
    assert "no kernel image" in main_window.error_strip.text
    assert "RuntimeError" in main_window.error_strip.details
    retry = main_window.findChild(QPushButton, "train-broken-button")
    fake_room.create_page = works
    qtbot.mouseClick(retry, Qt.MouseButton.LeftButton)
    assert isinstance(main_window.page("train"), FramedPage)


def test_rooms_wait_while_libraries_load(fake_room: types.ModuleType, studio: Studio, qtbot: QtBot) -> None:
    window = MainWindow(studio, hold_rooms=True)
    assert window.page("models") is None
    assert window.findChild(QWidget, "models-loading") is not None
    window.release_rooms()
    assert isinstance(window.page("models"), FramedPage)
    window.close_without_asking()
    window.deleteLater()


def test_folds_by_keys_and_buttons(fake_room: types.ModuleType, main_window: MainWindow, qtbot: QtBot) -> None:
    page = main_window.page("models")
    assert isinstance(page, FramedPage)
    assert page.frame.controls_shown
    qtbot.keyClick(main_window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert not page.frame.controls_shown
    qtbot.keyClick(main_window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert not page.frame.inspector_shown
    qtbot.mouseClick(button(main_window, "window-controls-button"), Qt.MouseButton.LeftButton)
    assert page.frame.controls_shown
    assert not page.frame.inspector_shown


def test_f11_leaves_only_the_picture_and_brings_everything_back(
    fake_room: types.ModuleType, main_window: MainWindow, qtbot: QtBot
) -> None:
    rail = main_window.findChild(QWidget, "window-rail")
    controls = main_window.findChild(QWidget, "fake-controls")
    qtbot.keyClick(main_window, Qt.Key.Key_F11)
    assert not rail.isVisible()
    assert not controls.isVisible()
    assert not main_window.menuBar().isVisible()
    qtbot.keyClick(main_window, Qt.Key.Key_F11)
    assert rail.isVisible()
    assert controls.isVisible()
    assert main_window.menuBar().isVisible()


def test_leaving_a_room_leaves_picture_only_too(
    fake_room: types.ModuleType, main_window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(main_window, Qt.Key.Key_F11)
    qtbot.keyClick(main_window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert main_window.findChild(QWidget, "window-rail").isVisible()
    main_window.open_room("models")
    assert main_window.page("models").frame.controls_shown


def test_help_lists_every_shortcut(main_window: MainWindow, qtbot: QtBot) -> None:
    from cnnstudio.gui import actions

    qtbot.keyClick(main_window, Qt.Key.Key_F1)
    assert main_window.room == "help"
    page = main_window.findChild(QWidget, "help-page")
    words = [label.text() for label in page.findChildren(QLabel)]
    for spec in actions.SPECS:
        if spec.shortcuts:
            assert actions.title(spec) in words
    assert any("torch" in word and "Python" in word for word in words)
    qtbot.mouseClick(page.findChild(QPushButton, "help-copy-versions"), Qt.MouseButton.LeftButton)
    assert "torch" in QApplication.clipboard().text()


def test_the_theme_is_switched_live_and_remembered(main_window: MainWindow, qtbot: QtBot) -> None:
    told: list[bool] = []
    theme.manager().changed.connect(lambda: told.append(theme.tokens().dark))
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(main_window, Qt.Key.Key_L, keys)
    assert told == [True]
    assert settings.get(settings.THEME) == "dark"
    assert QApplication.palette().window().color() == theme.DARK.window
    qtbot.keyClick(main_window, Qt.Key.Key_L, keys)
    assert settings.get(settings.THEME) == "light"


def test_the_current_network_is_shown_and_changed_from_the_top_bar(
    main_window: MainWindow, studio: Studio, qtbot: QtBot
) -> None:
    chooser = button(main_window, "window-network")
    assert chooser.text() == "ConvNet · random weights, seed 1"
    chooser.menu().aboutToShow.emit()
    titles = {action.text(): action for action in chooser.menu().actions()}
    titles["DigitNet"].trigger()
    assert studio.current == Current(network=CatalogueNetwork("digitnet"), weights=Shipped("digitnet"))
    qtbot.waitUntil(lambda: chooser.text() == "DigitNet · built in, 99.6 % of the test set")
    studio.choose(CatalogueNetwork("googlenet"))
    assert chooser.text() == "GoogLeNet · random weights, seed 1"
    chooser.menu().aboutToShow.emit()
    assert "GoogLeNet" in {action.text() for action in chooser.menu().actions() if action.isChecked()}
    studio.edit(EMPTY.prune(0.5), "pruning")
    assert chooser.text() == "GoogLeNet · random weights, seed 1 · edited"


def test_a_python_file_runs_when_the_user_says_so(
    main_window: MainWindow, studio: Studio, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "mine.py"
    file.write_text(
        "from torch import nn\nclass Net(nn.Linear):\n    def __init__(self):\n        super().__init__(3, 4)\n"
    )
    own = PythonNetwork.of(file, "Net")
    run = main_window.findChild(QPushButton, "window-run-file")
    assert run is not None
    assert not run.isVisible()
    studio.choose(own)
    assert button(main_window, "window-network").text() == "Net (mine.py) · random weights, seed 1"
    assert run.isVisible()
    file.write_text(file.read_text() + "# changed\n")
    qtbot.mouseClick(run, Qt.MouseButton.LeftButton)
    assert "has changed" in main_window.error_strip.text
    assert not own.agreed
    studio.choose(PythonNetwork.of(file, "Net"))
    qtbot.mouseClick(run, Qt.MouseButton.LeftButton)
    assert isinstance(studio.current.network, PythonNetwork)
    assert studio.current.network.agreed
    assert not run.isVisible()
    qtbot.waitUntil(lambda: not studio.busy, timeout=60_000)


def test_another_room_is_opened_in_a_given_state(
    fake_room: types.ModuleType, main_window: MainWindow, studio: Studio
) -> None:
    studio.open_room("playground", {"kernel": 3})
    page = main_window.page("playground")
    assert isinstance(page, FramedPage)
    assert page.state == {"kernel": 3}


def test_a_state_asked_for_while_libraries_load_is_not_lost(fake_room: types.ModuleType, studio: Studio) -> None:
    window = MainWindow(studio, hold_rooms=True)
    studio.open_room("train", "some run")
    window.release_rooms()
    page = window.page("train")
    assert isinstance(page, FramedPage)
    assert page.state == "some run"
    window.close_without_asking()
    window.deleteLater()


def _answer(name: str) -> None:
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    assert box.styleSheet() == theme.manager().style_sheet
    box.findChild(QPushButton, name).click()


def test_closing_asks_only_when_something_would_be_interrupted(
    fake_room: types.ModuleType, main_window: MainWindow
) -> None:
    page = main_window.page("models")
    assert main_window.close()
    assert page.shut == 1


def test_a_page_that_cannot_say_what_it_does_does_not_keep_the_window_open(
    fake_room: types.ModuleType, main_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    main_window.open_room("train")

    def fail() -> str:
        raise RuntimeError("confused")

    monkeypatch.setattr(main_window.page("models"), "closing_question", fail)
    main_window.page("train").question = "Stop the running training?"
    QTimer.singleShot(0, lambda: _answer("window-closing-stay"))
    assert not main_window.close(), "the other page is still asked"
    QTimer.singleShot(0, lambda: _answer("window-closing-stop"))
    closed: list[bool] = []
    main_window.closed.connect(lambda: closed.append(True))
    assert main_window.close()
    assert closed
    assert "confused" in errors.log_file().read_text(encoding="utf-8")


@pytest.mark.parametrize(("answer", "closes"), [("window-closing-stay", False), ("window-closing-stop", True)])
def test_closing_while_something_runs_asks_first(
    fake_room: types.ModuleType, main_window: MainWindow, answer: str, closes: bool
) -> None:
    page = main_window.page("models")
    page.question = "Stop the running training?"
    QTimer.singleShot(0, lambda: _answer(answer))
    assert main_window.close() is closes
    assert main_window.isVisible() is not closes
    assert page.shut == int(closes)


def test_a_page_that_fails_to_shut_down_does_not_keep_the_others(
    fake_room: types.ModuleType, main_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    main_window.open_room("train")

    def fail() -> None:
        raise RuntimeError("stuck")

    monkeypatch.setattr(main_window.page("models"), "shut_down", fail)
    assert main_window.close()
    assert main_window.page("train").shut == 1


def test_geometry_off_every_screen_is_pulled_back(studio: Studio, main_window: MainWindow) -> None:
    main_window.move(20_000, 20_000)
    settings.put(settings.GEOMETRY, bytes(main_window.saveGeometry().data()))
    again = MainWindow(studio)
    assert any(screen.geometry().intersects(again.geometry()) for screen in QApplication.screens())
    again.close_without_asking()
    again.deleteLater()


def test_damaged_geometry_does_no_harm(studio: Studio) -> None:
    settings.put(settings.GEOMETRY, b"\x01\xd9\xd0\xcb\x00\x03 not a geometry")
    settings.put(settings.ROOM, "cellar")
    window = MainWindow(studio)
    assert window.room == "models"
    assert window.width() >= window.minimumWidth()
    window.close_without_asking()
    window.deleteLater()


@pytest.mark.parametrize("size", [(1024, 700), (1280, 800), (3840, 2160)])
def test_fits_every_size(
    fake_room: types.ModuleType, main_window: MainWindow, size: tuple[int, int], qtbot: QtBot
) -> None:
    main_window.resize(*size)
    qtbot.waitUntil(lambda: (main_window.width(), main_window.height()) == size)
    frame = main_window.page("models").frame
    assert frame.mapTo(main_window, frame.rect().bottomRight()).x() < size[0]
    assert main_window.findChild(QWidget, "window-status").geometry().bottom() < size[1]


def test_what_is_going_on_stands_at_the_bottom(main_window: MainWindow, studio: Studio) -> None:
    status = main_window.statusBar()
    training = studio.jobs.activity(studio)
    training.tell("Training", 0.42)
    assert status.progress_text == "Training · 42 %"
    training.end()
    assert status.progress_text == ""
    status.refresh()
    assert "CPU" in status.machine_text
    assert "iB" in status.machine_text


def test_everything_interactive_in_the_shell_has_a_name(main_window: MainWindow) -> None:
    main_window.open_help()
    for kind in (QToolButton, QPushButton):
        for widget in main_window.findChildren(kind):
            # What has no name of its own here is Qt's, for menu bars and tool bars that are too narrow.
            assert widget.objectName(), widget
