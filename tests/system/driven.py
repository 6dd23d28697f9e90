"""A real window driven by the system tests: started as the program starts, worked by its own widgets, watched.

It runs in a process of its own that was made for it; one window after another may be opened there, each on another
home.
"""

import hashlib
import os
import re
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QListView, QSpinBox, QWidget

from cnnstudio.gui import errors, settings, theme
from cnnstudio.gui.app import workspace_of_last_time
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.rooms import ROOMS
from cnnstudio.gui.studio import Studio
from cnnstudio.training.runs import RunSummary, list_runs
from tests.gui.digit_canvas.pen_strokes import SEVEN, draw_on

PATIENCE_S = 120.0
_WORKSPACE = re.compile(r"data/workspace(-[0-9]+)?\.(json|lock)")
# What the platform plug-ins say of themselves; and that the arrows of a home that was pulled out are not there.
_HARMLESS = ("This plugin does not support", "/cache/icons/")


class TroubleError(Exception):
    """Something that must not happen in a window."""


class Watch:
    """Collects what must not happen: exceptions on any thread, Qt's warnings, errors that nobody expected."""

    def __init__(self) -> None:
        self.troubles: list[str] = []
        self._qt_before = qInstallMessageHandler(self._on_message)
        sys.excepthook = self._on_exception
        threading.excepthook = lambda told: self._note(told.exc_value)

    def take(self) -> list[str]:
        """What came since the last time."""
        log = errors.log_file()
        if log.is_file():
            self.troubles.append(f"logged: {log.read_text(encoding='utf-8', errors='replace')[-3000:]}")
            log.unlink()
        troubles, self.troubles = list(dict.fromkeys(self.troubles)), []
        return troubles

    def _on_message(self, kind: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
        harmless = kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) or any(
            part in str(message) for part in _HARMLESS
        )
        if not harmless:
            self.troubles.append(f"Qt: {message}")

    def _on_exception(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        self._note(error)

    def _note(self, error: BaseException | None) -> None:
        if error is not None:
            self.troubles.append("".join(traceback.format_exception(error))[-3000:])


def close_all() -> None:
    """Close the windows that a failure has left open."""
    for window in [window for window in QApplication.topLevelWidgets() if isinstance(window, MainWindow)]:
        with suppress(Exception):
            window.close_without_asking()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


class Driven:
    """One window on one home, from its opening to its end."""

    def __init__(self, home: Path) -> None:
        os.environ["CNNSTUDIO_HOME"] = str(home)
        settings._open.clear()
        self.home = home
        self.sentences: list[str] = []
        # The style sheet names files in this home's cache.
        for mode in ("light", "dark", settings.get(settings.THEME)):
            theme.manager().set_mode(mode)
        workspace, problem = workspace_of_last_time()
        self.studio = Studio(workspace=workspace)
        self.window = MainWindow(self.studio)
        if problem is not None:
            errors.show_error(self.window, problem)
        self.window.show()
        self.note_sentence()

    def close(self) -> None:
        """Close it as at the end of a session, and forget it."""
        self.note_sentence()
        self.window.close_without_asking()
        self.studio.shut_down()
        self.window.deleteLater()
        self.studio.deleteLater()
        for _ in range(3):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QApplication.processEvents()

    # --- hands

    def find(self, kind: type[QWidget], name: str, room: str = "") -> QWidget | None:
        """A widget by its name."""
        page = self.window.page(room) if room else self.window
        return None if page is None else page.findChild(kind, name)

    def click(self, name: str, room: str = "") -> bool:
        """Click a button, where it is there and can be clicked."""
        button = self.find(QAbstractButton, name, room)
        if button is None or not button.isEnabled():
            return False
        button.click()
        QApplication.processEvents()
        self.note_sentence()
        return True

    def wait(self, what: str, true: Callable[[], object], seconds: float = PATIENCE_S) -> None:
        """Let the window work until something is true.

        Raises:
            TroubleError: if it does not become true.
        """
        end = time.monotonic() + seconds
        while not true():
            if time.monotonic() > end:
                raise TroubleError(f"waited {seconds:.0f} s in vain for {what}")
            QTest.qWait(10)
            self.note_sentence()

    def note_sentence(self) -> None:
        """Remember what the window's error strip says now, and close it."""
        strip = self.window.error_strip
        if not strip.isHidden():
            if "did not expect" in strip.text:
                raise TroubleError(f"{strip.text}\n{strip.details}")
            self.sentences.append(strip.text)
            strip.hide()

    def open_room(self, name: str) -> None:
        """Show a room.

        Raises:
            TroubleError: if it cannot be built.
        """
        self.window.open_room(name)
        QApplication.processEvents()
        if self.window.findChild(QWidget, f"{name}-broken") is not None:
            raise TroubleError(f"the room {name} could not be opened: {self.window.error_strip.details}")
        self.note_sentence()

    # --- what is done

    def visit_all(self) -> None:
        """Every room, and in it what reads the user's files."""
        for room in ROOMS:
            self.open_room(room.name)
        self.look_at_runs()
        self.read_with_everything()

    def look_at_runs(self) -> None:
        """Select every run and lay its curves over the others."""
        self.open_room("train")
        view = self.find(QListView, "train-runs", "train")
        assert isinstance(view, QListView)
        for row in range(view.model().rowCount()):
            index = view.model().index(row, 0)
            view.setCurrentIndex(index)
            for state in (Qt.CheckState.Checked, Qt.CheckState.Unchecked):
                view.model().setData(index, state, Qt.ItemDataRole.CheckStateRole)
                QApplication.processEvents()
            self.click("train-run-use", "train")
        self.window.grab()
        self.note_sentence()

    def read_with_everything(self) -> None:
        """Choose all weights that Draw offers, one after another."""
        self.open_room("draw")
        box = self.find(QComboBox, "draw-weights", "draw")
        assert isinstance(box, QComboBox)
        for row in range(box.count()):
            box.setCurrentIndex(row)
            box.activated.emit(row)
            self.settle()
        box.setCurrentIndex(0)
        box.activated.emit(0)
        self.settle()

    def settle(self) -> None:
        """Wait until Draw has shown every answer that was asked for."""
        page = self.window.page("draw")
        self.wait("Draw's answers", lambda: not page.busy)

    def keep_digit(self, label: int, shift: float = 0.0) -> str:
        """Draw and keep a digit; its file's name, or "" where it was refused: then it is still on the pad.

        Raises:
            TroubleError: if it is neither kept nor on the pad with a sentence that says why.
        """
        self.open_room("draw")
        page = self.window.page("draw")
        page.pad.clear()
        draw_on(page.pad, [[(x + shift, y) for x, y in line] for line in SEVEN])
        self.settle()
        kept: list[str] = []
        add = page.handwriting.add

        def noted(ink: Any, label: int) -> Any:
            sample = add(ink, label)
            kept.append(sample.name)
            return sample

        page.handwriting.add = noted
        told = len(self.sentences)
        try:
            page.handwriting_panel.keep(label)
            QApplication.processEvents()
        finally:
            del page.handwriting.add
        self.note_sentence()
        if kept:
            file = self.home / "data" / "handwriting" / kept[0]
            if len(kept) != 1 or not file.is_file() or not page.pad.is_empty:
                raise TroubleError(f"one digit was drawn, kept were {kept}")
            return kept[0]
        if page.pad.is_empty or len(self.sentences) == told:
            raise TroubleError("a digit was neither kept nor refused")
        return ""

    def set_up_training(self, folder: Path, *, network: str = "convnet", epochs: int = 1, batch: int = 8) -> None:
        """Fill Train's form for a folder of idx files."""
        self.open_room("train")
        line = self.find(QLineEdit, "train-folder", "train")
        assert isinstance(line, QLineEdit)
        line.setText(str(folder))
        for name, value in (("train-dataset", "folder"), ("train-network", network)):
            box = self.find(QComboBox, name, "train")
            assert isinstance(box, QComboBox)
            box.setCurrentIndex(box.findData(value))
        for name, number in (("train-epochs", epochs), ("train-batch-size", batch)):
            field = self.find(QSpinBox, name, "train")
            assert isinstance(field, QSpinBox)
            field.setValue(number)

    def run_to_the_end(self) -> list[RunSummary]:
        """Start the run that was set up, wait for its end; all runs then."""
        page = self.window.page("train")
        # Noted, not looked at now and then: a run that is refused is over before one looks.
        states: list[str] = []
        page.controller.state_changed.connect(states.append)
        try:
            if self.click("train-start", "train"):
                self.wait("the start of the run", lambda: states)
                self.wait("the end of the run", lambda: states[-1] == "idle")
        finally:
            page.controller.state_changed.disconnect(states.append)
        return list_runs()


def user_files(home: Path) -> dict[str, str]:
    """Every file of the user's, by the sum of its content.

    Left out is what the program made only to be quicker, or brings up to date: caches and logs, settings and workspace
    (but not those that were set aside), what follows from the drawings.
    """
    found = {}
    for folder, _, names in os.walk(home):
        for name in names:
            path = Path(folder) / name
            relative = path.relative_to(home).as_posix()
            if path.is_symlink() or not path.is_file() or relative.startswith(("cache/", "log/")):
                continue
            if relative == "config/cnnstudio.ini" or _WORKSPACE.fullmatch(relative) or path.suffix == ".part":
                continue
            if path.parent.name == "handwriting" and name in ("images-idx3-ubyte", "labels-idx1-ubyte", "index.json"):
                continue
            try:
                found[hashlib.sha256(path.read_bytes()).hexdigest()] = relative
            except OSError:
                continue
    return found
