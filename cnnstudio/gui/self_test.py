"""``cnnstudio --self-test``: the real window is driven through every room, so that an installation can be trusted.

Widgets are found by their object names, as a user finds them by sight; rooms by the window's own table. Nothing heavy
is imported before the window's first paint, so that the time of the first line is an ordinary start's.
"""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TextIO, TypeVar

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QListWidget,
    QSpinBox,
    QTextBrowser,
    QTreeView,
    QWidget,
)

from cnnstudio import installation, paths
from cnnstudio.gui import errors, language
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.rooms import ROOMS, Room
from cnnstudio.networks.reference import CatalogueNetwork

STEPS = 50  # all of the built-in digits in one epoch
_LOOK_MS = 20
_PATIENCE_S = 300.0  # a slow and busy machine is no broken installation

W = TypeVar("W", bound=QObject)


class SelfTestError(Exception):
    """Something of the program does not work; the text says what."""


@dataclass(frozen=True, slots=True)
class _Until:
    """Go on when ``true()``; ``what`` tells what is waited for."""

    what: str
    true: Callable[[], bool]


class SelfTest(QObject):
    """Drives one window from its first paint on, then closes it.

    Attributes:
        passed: whether everything worked, known when the window has closed.
        lost: why what it says could not be printed, such as a reader that has gone; it then ends early.
    """

    def __init__(self, window: MainWindow, patience_s: float = _PATIENCE_S) -> None:
        super().__init__(window)
        self.passed = False
        self.lost: OSError | None = None
        self._window = window
        self._patience_s = patience_s
        self._began = self._told = time.monotonic()
        self._steps = self._drive()
        self._waited: _Until | None = None
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._go_on)
        window.firstPaint.connect(self._begin)

    @Slot()
    def _begin(self) -> None:
        self._print_time("first paint")
        self._timer.start()

    @Slot()
    def _go_on(self) -> None:
        self._timer.stop()
        try:
            if self._waited is None or self._is_there(self._waited):
                self._waited = next(self._steps)
                self._began = time.monotonic()
        except StopIteration:
            self.passed = True
        except SelfTestError as error:
            self._print(f"cnnstudio: The self-test failed: {error}", sys.stderr)
        except Exception as error:  # a part of the program raised: that is what is looked for
            self._print(f"cnnstudio: The self-test failed: {errors.details(error)}", sys.stderr)
        else:
            if self.lost is None:
                self._timer.start()
                return
        self._print("The self-test passed." if self.passed else "The self-test failed.", sys.stdout)
        self._window.close_without_asking()

    def _is_there(self, waited: _Until) -> bool:
        strip = self._window.error_strip
        if strip.isVisible():
            raise SelfTestError(f"{strip.text} (while waiting for {waited.what})")
        if errors.log_file().exists():
            raise SelfTestError(errors.log_file().read_text(encoding="utf-8"))
        if waited.true():
            return True
        if time.monotonic() - self._began > self._patience_s:
            raise SelfTestError(f"waited {self._patience_s:.0f} s in vain for {waited.what}")
        return False

    def _print_time(self, done: str) -> None:
        now = time.monotonic()
        self._print(f"{now - self._told:6.1f} s  {done}", sys.stdout)
        self._told = now

    def _print(self, text: str, stream: TextIO | None) -> None:
        """Print a line at once, unless one could not be printed before: an error must not leave an event handler."""
        if self.lost is None:
            try:
                print(text, file=stream, flush=True)
            except OSError as error:
                self.lost = error

    # --- what is done

    def _drive(self) -> Iterator[_Until]:
        window = self._window
        problem = installation.problem(installation.folder(), contents=True)
        if problem:
            raise SelfTestError(problem)
        yield _Until("the libraries to be loaded", lambda: not window.rooms_held)
        self._print_time("the libraries are loaded")
        self._print_time(f"the window speaks {language.manager().code}")
        for room in ROOMS:
            if room.exists:
                yield from self._open(room)
            else:
                self._print_time(f"{room.name}: this version has no such room")
        window.open_help()
        yield _Until("the help page", lambda: window.room == "help" and self._page("help").isVisible())
        self._print_time("help opened")
        built = {room.name: room for room in ROOMS if room.exists}
        for name, use in (
            ("models", self._analyse),
            ("models", self._read_pickle),
            ("train", self._train),
            ("draw", self._draw),
            ("learn", self._read_lesson),
        ):
            if name in built:
                yield from self._open(built[name])
                yield from use(self._page(name))

    def _page(self, name: str) -> QWidget:
        page = self._window.page(name)
        if page is None:
            raise SelfTestError(f"the room {name} is not there")
        return page

    def _open(self, room: Room) -> Iterator[_Until]:
        self._find(self._window, QAbstractButton, f"nav-{room.name}").click()

        def shown() -> bool:
            if self._window.findChild(QWidget, f"{room.name}-broken"):
                raise SelfTestError(f"the room {room.name} could not be opened")
            page = self._window.page(room.name)
            return page is not None and page.isVisible()

        yield _Until(f"the room {room.name}", shown)
        self._print_time(f"{room.name} opened")

    def _analyse(self, page: QWidget) -> Iterator[_Until]:
        # DenseNet's classes are decorated for TorchScript, which wants to read their source.
        for network in ("resnet18", "densenet121"):
            before = self._find(page, QLabel, "models-totals").text()
            self._window.studio.choose(CatalogueNetwork(network))
            yield _Until(f"the analysis of {network}", partial(self._analysis_differs, page, before))
            self._print_time(f"models: {network} taken apart")
        self._window.studio.choose(CatalogueNetwork("convnet"))

    def _analysis_differs(self, page: QWidget, before: str) -> bool:
        totals = self._find(page, QLabel, "models-totals").text()
        return totals not in ("", before) and self._find(page, QTreeView, "models-tree").model().rowCount() > 0

    def _read_pickle(self, _page: QWidget) -> Iterator[_Until]:
        """Weights of another program, which are read by starting this one once more."""
        import torch

        from cnnstudio.networks import catalogue
        from cnnstudio.networks.reference import CatalogueNetwork
        from cnnstudio.weights import elsewhere

        file = paths.cache_dir() / "elsewhere.pth"
        file.parent.mkdir(parents=True, exist_ok=True)
        torch.save(catalogue.build("convnet").state_dict(), file)
        steps = elsewhere.steps(file, agreed=True)
        found: list[elsewhere.Content] = []

        def is_read() -> bool:
            content = next(steps)
            found.extend([] if content is None else [content])
            return content is not None

        yield _Until("a process of its own to read weights", is_read)
        elsewhere.refuse(elsewhere.fit(found[0], CatalogueNetwork("convnet")))
        self._print_time("models: weights of another program read by a process of its own")

    def _read_lesson(self, page: QWidget) -> Iterator[_Until]:
        contents = self._find(page, QListWidget, "learn-contents")
        yield _Until("the lessons", lambda: contents.count() > 0)
        contents.setCurrentRow(0)
        yield _Until("a lesson", lambda: page.findChild(QLabel, "learn-title") is not None)
        if not any("<img" in text.toHtml() for text in page.findChildren(QTextBrowser, "learn-prose")):
            raise SelfTestError("no formula of the lesson could be set")
        self._print_time("learn: a lesson opened, its formulas set")

    def _train(self, page: QWidget) -> Iterator[_Until]:
        from cnnstudio.datasets.builtin import TRAIN_SIZE
        from cnnstudio.training import runs

        dataset = self._find(page, QComboBox, "train-dataset")
        dataset.setCurrentIndex(dataset.findData("builtin"))
        recipe = self._find(page, QComboBox, "train-recipe")
        recipe.setCurrentIndex(recipe.findData("fast"))
        network = self._find(page, QComboBox, "train-network")
        network.setCurrentIndex(network.findData("compact"))
        self._find(page, QSpinBox, "train-epochs").setValue(1)
        self._find(page, QSpinBox, "train-batch-size").setValue(TRAIN_SIZE // STEPS)
        self._click(page, "train-start")

        def finished() -> bool:
            listed = runs.list_runs()
            if listed and listed[0].state == "failed":
                raise SelfTestError(f"training failed: {listed[0].message}")
            return bool(listed) and listed[0].state == "finished"

        yield _Until(f"{STEPS} steps of training", finished)
        run = runs.list_runs()[0]
        if run.step != STEPS or not run.test_accuracy:
            raise SelfTestError(f"training ended after {run.step} of {STEPS} steps")
        yield _Until("the end of the run", self._find(page, QAbstractButton, "train-start").isEnabled)
        self._print_time(f"train: {STEPS} steps on the built-in digits, test accuracy {run.test_accuracy:.1%}")

    def _draw(self, page: QWidget) -> Iterator[_Until]:
        guess = self._find(page, QLabel, "draw-guess-digit")
        blank = guess.text()
        self._stroke(self._find(page, QWidget, "draw-canvas"))
        yield _Until("the network's prediction for a drawing", lambda: guess.text() not in ("", blank))
        self._print_time(f"draw: a stroke downwards is read as {guess.text()}")

    # --- hands

    def _find(self, parent: QWidget, kind: type[W], name: str) -> W:
        found = parent.findChild(kind, name)
        if found is None:
            raise SelfTestError(f"there is no {kind.__name__} called {name}")
        return found

    def _click(self, page: QWidget, name: str) -> None:
        button = self._find(page, QAbstractButton, name)
        if not button.isEnabled():
            raise SelfTestError(f"the button {name} is disabled")
        button.click()

    @staticmethod
    def _stroke(canvas: QWidget) -> None:
        """A line down the middle, as the mouse draws it."""
        middle, height, points = canvas.width() / 2, canvas.height(), 24
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        for index in range(points + 1):
            place = QPointF(middle, height * (0.2 + 0.6 * index / points))
            kind, button, held = (
                (QEvent.Type.MouseButtonPress, left, left)
                if index == 0
                else (QEvent.Type.MouseButtonRelease, left, none)
                if index == points
                else (QEvent.Type.MouseMove, none, left)
            )
            event = QMouseEvent(kind, place, canvas.mapToGlobal(place), button, held, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(canvas, event)
