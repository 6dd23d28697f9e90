"""Every method that Qt calls is guarded, and the window outlives all of them failing at once."""

import importlib
import inspect
import os
import pkgutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from types import FunctionType, SimpleNamespace
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPointF,
    QRectF,
    QSize,
    QSizeF,
    QSortFilterProxyModel,
    Qt,
    QThread,
    QVariantAnimation,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QIcon,
    QIconEngine,
    QPainter,
    QPainterPath,
    QPixmap,
    QSyntaxHighlighter,
    QUndoCommand,
    QUndoStack,
    QValidator,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDoubleSpinBox,
    QGraphicsItem,
    QGraphicsScene,
    QGraphicsView,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QStyledItemDelegate,
    QTableView,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

import cnnstudio.gui
from cnnstudio import error_log
from cnnstudio.errors import StorageError
from cnnstudio.gui import errors, guard
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.training_panel.curve_plot import TimedView
from tests.screenshots import settle

# Overrides by name alone that neither Qt nor pyqtgraph calls: (class, name) -> why.
NOT_CALLED: dict[tuple[str, str], str] = {
    ("Elided", "setText"): "QLabel.setText is not virtual: Python alone calls it",
    ("ElidedButton", "setText"): "QAbstractButton.setText is not virtual: Python alone calls it",
    ("_Words", "setText"): "QLabel.setText is not virtual: Python alone calls it",
}

_PYTHON = {"__init__", "__module__", "__qualname__", "__doc__", "__dict__", "__weakref__", "__annotations__", "__new__"}
_FOREIGN = ("PySide6.", "pyqtgraph.")


def _all_classes() -> list[type]:
    for module in pkgutil.walk_packages(cnnstudio.gui.__path__, "cnnstudio.gui."):
        importlib.import_module(module.name)
    found: set[type] = set()
    waiting = [shiboken6.Shiboken.Object]
    while waiting:
        new = set(type.__subclasses__(waiting.pop())) - found
        found |= new
        waiting += new
    ours = [cls for cls in found if cls.__module__.startswith("cnnstudio.") and ".probe" not in cls.__module__]
    return sorted(ours, key=lambda cls: (cls.__module__, cls.__qualname__))


def _overrides() -> list[tuple[type, str, object]]:
    """All that our classes hold under a name of one of their Qt or pyqtgraph bases."""
    found = []
    for cls in _all_classes():
        foreign = [base for base in cls.__mro__[1:] if base.__module__.startswith(_FOREIGN)]
        for name, value in vars(cls).items():
            what = callable(value) or isinstance(value, (staticmethod, classmethod, property))
            if what and name not in _PYTHON and any(name in vars(base) for base in foreign):
                found.append((cls, name, value))
    return found


def _inner(cls: type, name: str) -> Any:
    """The cell that holds the guarded method."""
    outer = vars(cls)[name]
    return outer.__closure__[outer.__code__.co_freevars.index("function")]


@pytest.fixture
def bridge() -> Iterator[None]:
    """As in the program: what is reported is logged, and shown by the event loop."""
    guard._told.clear()
    bridge = errors.install()
    yield
    bridge.restore()
    bridge.deleteLater()


def _logged() -> str:
    return errors.log_file().read_text(encoding="utf-8") if errors.log_file().exists() else ""


# --- all of them


def test_every_override_of_a_method_that_qt_calls_is_guarded() -> None:
    overrides = _overrides()
    unguarded = [
        f"{cls.__module__}.{cls.__qualname__}.{name}"
        for cls, name, value in overrides
        if not guard.is_guarded(value) and (cls.__name__, name) not in NOT_CALLED
    ]
    assert not unguarded, "write into guard.VIRTUALS what takes their place, or into NOT_CALLED why nobody calls them"
    assert len(overrides) > 200
    names = {name for _, name, _ in overrides}
    assert {"paintEvent", "paint", "boundingRect", "data", "sizeHint", "tickStrings", "closeEvent", "redo"} <= names


def _is_slot(value: object) -> bool:
    return hasattr(value, "_slots") or hasattr(getattr(value, "__wrapped__", value), "_slots")


def test_no_slot_takes_the_place_of_another() -> None:
    """PySide connects one that does so that it is called when Qt has destroyed its object, too."""
    again = [
        f"{cls.__module__}.{cls.__qualname__}.{name}"
        for cls in _all_classes()
        for name, value in vars(cls).items()
        if callable(value) and any(_is_slot(vars(base).get(name)) for base in cls.__mro__[1:])
    ]
    assert again == [], "connect a slot that nobody overrides, which calls the method that is overridden"


@pytest.mark.parametrize("again", [False, True])
def test_a_slot_that_takes_the_place_of_another_outlives_its_object(qapp: QApplication, again: bool) -> None:
    """Why there is such a rule; where it no longer holds, the rule can go."""
    called: list[str] = []

    class Source(QObject):
        said = Signal()

    class Receiver(QObject):
        def __init__(self, source: Source) -> None:
            super().__init__()
            source.said.connect(self.hear)

        @Slot()
        def hear(self) -> None:
            called.append("hear")

    class Other(Receiver):
        @Slot()
        def hear(self) -> None:
            called.append("other")

    source = Source()
    receiver = Other(source) if again else Receiver(source)
    shiboken6.delete(receiver)
    source.said.emit()
    assert called == (["other"] if again else [])


KINDS: dict[str, type | tuple[type, ...]] = {
    "intrinsicSize": QSizeF,
    "boundingRect": QRectF,
    "shape": QPainterPath,
    "sizeHint": QSize,
    "minimumSizeHint": QSize,
    "index": QModelIndex,
    "parent": QModelIndex,
    "rowCount": int,
    "columnCount": int,
    "heightForWidth": int,
    "id": int,
    "textFromValue": str,
    "valueFromText": (int, float),
    "pixmap": QPixmap,
    "scaledPixmap": QPixmap,
    "clone": QIconEngine,
    "validate": tuple,
    "tickStrings": list,
    "tickValues": list,
    "logTickStrings": list,
    "event": bool,
    "eventFilter": bool,
    "editorEvent": bool,
    "filterAcceptsRow": bool,
    "focusNextPrevChild": bool,
    "hasHeightForWidth": bool,
    "lessThan": bool,
    "mergeWith": bool,
    "setData": bool,
    "viewportEvent": bool,
}


def test_each_of_them_may_raise_is_logged_and_falls_back_in_kind(
    bridge: None, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(error_log, "MOST_BYTES", 50_000_000)
    monkeypatch.setattr(sys, "__excepthook__", lambda *_: None)  # hundreds of tracebacks
    monkeypatch.setattr(errors, "show_error", lambda *_: None)
    planted = []
    for cls, name, value in _overrides():
        if (cls.__name__, name) in NOT_CALLED:
            continue
        place = f"{cls.__module__}.{cls.__qualname__}.{name}"

        def fail(*_: object, place: str = place) -> None:
            raise RuntimeError(f"planted in {place}.")

        assert isinstance(value, FunctionType)
        parameters = list(inspect.signature(value).parameters.values())[1:]
        given = [[1.0, 2.0] if parameter.name == "values" else None for parameter in parameters]
        cell = _inner(cls, name)
        method = cell.cell_contents
        cell.cell_contents = fail
        try:
            fallback = value(cls.__new__(cls), *given)
        finally:
            cell.cell_contents = method
        kind = KINDS.get(name)
        if kind is not None:
            assert isinstance(fallback, kind), f"{place} answered {fallback!r}"
        elif name not in ("flags", "itemChange"):
            assert fallback is None, f"{place} answered {fallback!r}"
        planted.append(place)
    assert len(planted) > 200
    logged = _logged()
    assert [place for place in planted if f"planted in {place}." not in logged] == []


# --- as Qt calls them


def _everything_seen(window: MainWindow) -> None:
    """Every room in every tab, painted, resized and with the pointer over each of its widgets."""
    for name in ("models", "playground", "train", "draw"):
        window.open_room(name)
        settle(0.2)
        page = window.page(name)
        assert page is not None
        for tabs in page.findChildren(QTabWidget):
            for index in range(tabs.count()):
                tabs.setCurrentIndex(index)
                page.grab()
        window.resize(window.width() + 1, window.height())
        for widget in page.findChildren(QWidget):
            if widget.isVisible():
                QTest.mouseMove(widget, widget.rect().center())
        assert not window.grab().isNull()


def test_the_window_outlives_all_of_them_failing_at_once(
    bridge: None, main_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real window with every room open, painted by Qt, with a fault in each of our methods at once."""
    monkeypatch.setattr(error_log, "MOST_BYTES", 50_000_000)
    monkeypatch.setattr(sys, "__excepthook__", lambda *_: None)
    _everything_seen(main_window)
    train = main_window.page("train")
    train.charts.setCurrentIndex(1)
    assert not _logged()
    # PySide looks a method up on the object first: ``widget.paintEvent = ...`` would be past the guard.
    objects = [thing for thing in shiboken6.getAllValidWrappers() if hasattr(thing, "__dict__")]
    assert len(objects) > 500
    assert [thing for thing in objects if guard.virtuals(type(thing)).keys() & vars(thing).keys()] == []

    reached: set[str] = set()
    telling: list[str] = []
    shown_while: list[list[str]] = []
    show = main_window.error_strip.show_text

    def show_text(*texts: str, **others: Any) -> None:
        shown_while.append(list(telling))
        show(*texts, **others)

    monkeypatch.setattr(main_window.error_strip, "show_text", show_text)
    monkeypatch.setattr(sys, "excepthook", _noting(sys.excepthook, telling))
    cells = []
    for cls, name, value in _overrides():
        # Without an index no cell would be asked for its data, and without that view's paint nothing in it is painted.
        passes_on = name in ("index", "parent", "rowCount", "columnCount", "closeEvent") or cls is TimedView
        if guard.is_guarded(value) and not passes_on:
            cell = _inner(cls, name)
            cells.append((cell, cell.cell_contents))
            cell.cell_contents = _failing(f"{cls.__module__}.{cls.__qualname__}.{name}", reached)
    try:
        _everything_seen(main_window)
    finally:
        for cell, method in cells:
            cell.cell_contents = method
    names = {place.rpartition(".")[2] for place in reached}
    assert len(reached) > 60
    assert {"paintEvent", "paint", "boundingRect", "data", "sizeHint", "resizeEvent", "showEvent"} <= names
    assert any("grid.Grid.paint" in place for place in reached), "under pyqtgraph's painting an exception is deadly"
    logged = _logged()
    assert [place for place in reached if place not in logged] == []
    settle(0.2)
    assert main_window.error_strip.isVisible()
    assert shown_while
    assert all(not places for places in shown_while), "the strip was shown from inside a method that failed"
    _everything_seen(main_window)


def _failing(place: str, reached: set[str]) -> Callable[..., None]:
    def fail(*_: object) -> None:
        reached.add(place)
        raise RuntimeError(f"planted in {place}")

    return fail


def _noting(hook: Callable[..., None], telling: list[str]) -> Callable[..., None]:
    """An ``excepthook`` that notes which error is being told."""

    def noting(kind: type[BaseException], error: BaseException, trace: Any) -> None:
        telling.append(str(error))
        try:
            hook(kind, error, trace)
        finally:
            telling.pop()

    return noting


# --- kinds that the window may come to have, each called by Qt


class FaultError(Exception):
    """What the probes raise."""


def probe(*bases: type, **methods: Callable[..., Any]) -> type:
    """A class as one of the program's own would be: its bases, and methods that are guarded when it is made."""
    return type(bases[0])("Probe", bases, {"__module__": "cnnstudio.gui.probe", **methods})


def faults(names: str) -> dict[str, Callable[..., Any]]:
    """Methods that fail, each in its own name."""

    def method(name: str) -> Callable[..., Any]:
        def fail(*_: object) -> None:
            raise FaultError(name)

        return fail

    return {name: method(name) for name in names.split()}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The faults that reached ``sys.excepthook``, by name; anything else fails."""
    guard._told.clear()
    names: list[str] = []

    def hook(kind: type[BaseException], error: BaseException, trace: object) -> None:
        assert kind is FaultError, error
        names.append(str(error))

    monkeypatch.setattr(sys, "excepthook", hook)
    return names


def test_a_table_whose_model_fails_is_shown_empty(told: list[str], qtbot: QtBot) -> None:
    methods = faults("data headerData flags")
    rows = {"rowCount": lambda *_: 3, "columnCount": lambda *_: 2}
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(probe(QAbstractTableModel, **methods, **rows)(view))
    assert not view.grab().isNull()
    assert {"data", "headerData"} <= set(told)
    assert view.model().index(0, 0).data() is None
    broken = probe(QAbstractTableModel, **faults("rowCount columnCount data"))(view)
    view.setModel(broken)
    view.grab()
    assert {"rowCount", "columnCount"} <= set(told)
    assert broken.rowCount() == 0


def test_a_sorted_and_filtered_model_keeps_its_rows(told: list[str], qtbot: QtBot) -> None:
    source = QListWidget()
    qtbot.addWidget(source)
    source.addItems(["b", "a", "c"])
    proxy = probe(QSortFilterProxyModel, **faults("lessThan filterAcceptsRow"))(source)
    proxy.setSourceModel(source.model())
    proxy.sort(0)
    assert set(told) == {"lessThan", "filterAcceptsRow"}
    assert [proxy.index(row, 0).data() for row in range(proxy.rowCount())] == ["a", "b", "c"], "Qt's own answers"


def test_a_delegate_fails_without_the_view(told: list[str], qtbot: QtBot) -> None:
    view = QListWidget()
    qtbot.addWidget(view)
    view.addItems(["one", "two"])
    view.setItemDelegate(probe(QStyledItemDelegate, **faults("paint sizeHint displayText"))(view))
    assert not view.grab().isNull()
    assert {"paint", "sizeHint"} <= set(told)
    assert view.sizeHintForRow(0) > 0, "as high as Qt has it"


def test_an_icon_engine_fails_without_the_button(told: list[str], qtbot: QtBot) -> None:
    engine = probe(QIconEngine, **faults("paint clone pixmap scaledPixmap"))()
    button = QPushButton(QIcon(engine), "text")
    qtbot.addWidget(button)
    assert not button.grab().isNull()
    copy = QIcon(button.icon())
    copy.addPixmap(QPixmap(4, 4))  # a copy of its own: clones the engine
    copy.pixmap(16, 16)
    assert {"clone", "scaledPixmap"} <= set(told)


def test_an_undo_command_fails_without_the_stack(told: list[str]) -> None:
    stack = QUndoStack()
    command = probe(QUndoCommand, **faults("redo undo id mergeWith"))
    stack.push(command())
    stack.push(command())
    stack.undo()
    assert {"redo", "undo", "id"} <= set(told)
    assert stack.count() == 2


def test_a_graphics_item_fails_without_the_scene(told: list[str], qtbot: QtBot) -> None:
    scene = QGraphicsScene()
    view = QGraphicsView(scene)
    qtbot.addWidget(view)
    item = probe(QGraphicsItem, **faults("paint shape"), boundingRect=lambda _: QRectF(0, 0, 20, 20))()
    scene.addItem(item)
    nowhere = probe(QGraphicsItem, **faults("paint boundingRect"))()
    scene.addItem(nowhere)
    assert not view.grab().isNull()
    scene.items(QPointF(5, 5))
    assert {"paint", "boundingRect", "shape"} <= set(told)
    assert nowhere.sceneBoundingRect().isNull()
    scene.clear()


def test_a_number_field_fails_without_the_typing(told: list[str], qtbot: QtBot) -> None:
    field = probe(QDoubleSpinBox, **faults("validate textFromValue stepBy"))()
    other = probe(QDoubleSpinBox, **faults("valueFromText"))()
    for box in (field, other):
        qtbot.addWidget(box)
        box.show()
        QTest.keyClicks(box, "12")
        QTest.keyClick(box, Qt.Key.Key_Up)
    assert set(told) == {"validate", "valueFromText", "textFromValue", "stepBy"}
    state, text, _ = field.validate("7", 1)
    assert (state, text) == (QValidator.State.Intermediate, "7")
    assert other.valueFromText("7") == 7.0, "Qt's own fallback"


def test_threads_animations_and_highlighters_fail_by_themselves(told: list[str], qtbot: QtBot) -> None:
    thread = probe(QThread, **faults("run"))()
    with qtbot.waitSignal(thread.finished):
        thread.start()
    assert thread.wait(5000)
    animation = probe(QVariantAnimation, **faults("updateCurrentValue"))()
    animation.setStartValue(0.0)
    animation.setEndValue(1.0)
    animation.setCurrentTime(100)
    text = QPlainTextEdit()
    qtbot.addWidget(text)
    highlighter = probe(QSyntaxHighlighter, **faults("highlightBlock"))(text.document())
    text.setPlainText("one")
    highlighter.rehighlight()
    assert set(told) == {"run", "updateCurrentValue", "highlightBlock"}


def test_a_failed_paint_lets_go_of_its_painter(told: list[str], qtbot: QtBot) -> None:
    """A painter kept alive by the error's traceback would make Qt warn, and hinder all later painting."""
    fails = True

    def paint(widget: QWidget, _event: object) -> None:
        painter = QPainter(widget)
        painter.fillRect(widget.rect(), Qt.GlobalColor.red)
        if fails:
            raise FaultError("painting")

    kept: list[BaseException] = []
    hook = sys.excepthook
    sys.excepthook = lambda kind, error, trace: (kept.append(error), hook(kind, error, trace))
    widget = probe(QWidget, paintEvent=paint)()
    qtbot.addWidget(widget)
    widget.resize(20, 20)
    widget.grab()
    assert told == ["painting"]
    assert kept[0].__traceback__ is not None
    fails = False
    assert widget.grab().toImage().pixelColor(10, 10) == Qt.GlobalColor.red


def test_pyqtgraphs_own_painting_may_fail(told: list[str], qtbot: QtBot) -> None:
    """In a process of its own: unguarded, the second part kills it."""
    code = """
import sys
import cnnstudio.gui
import pyqtgraph as pg
from PySide6.QtWidgets import QApplication
from cnnstudio.gui import guard
app = QApplication([])
told = []
sys.excepthook = lambda kind, error, trace: told.append(str(error))

def fail(name):
    def method(*_):
        raise RuntimeError(name)
    return method

def spoil(cls, name):
    outer = vars(cls)[name]
    assert guard.is_guarded(outer)
    outer.__closure__[outer.__code__.co_freevars.index("function")].cell_contents = fail(f"{cls.__name__}.{name}")

axis = type("Axis", (pg.AxisItem,), {"__module__": "cnnstudio.gui.probe", "tickStrings": fail("tickStrings")})
view = pg.PlotWidget(axisItems={"left": axis("left")})
view.plot([1, 2, 3], [3, 1, 2])
view.resize(300, 200)
view.show()
app.processEvents()
for cls in (pg.PlotCurveItem, pg.AxisItem, pg.ViewBox):
    spoil(cls, "paint")
view.plot([1, 2, 3], [2, 2, 2])
view.viewport().update()
app.processEvents()
view.grab()
print(*sorted(set(told)))
"""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["AxisItem.paint", "PlotCurveItem.paint", "ViewBox.paint", "tickStrings"]


# --- how a class is guarded


def test_a_method_from_a_base_that_is_no_qt_class_is_guarded(told: list[str], qtbot: QtBot) -> None:
    mixin = type("Mixin", (), {"__module__": "cnnstudio.gui.probe", **faults("paintEvent")})
    widget = type(QWidget)("Mixed", (mixin, QWidget), {"__module__": "cnnstudio.gui.probe"})()
    qtbot.addWidget(widget)
    widget.grab()
    assert told == ["paintEvent"]


def test_a_method_behind_qts_own_is_left_where_it_is(qtbot: QtBot) -> None:
    behind = type("Behind", (), {"__module__": "cnnstudio.gui.probe", **faults("sizeHint")})
    made = type(QWidget)("Mixed", (QWidget, behind), {"__module__": "cnnstudio.gui.probe"})
    assert "sizeHint" not in vars(made)


def test_a_heir_goes_on_where_its_base_failed(told: list[str], qtbot: QtBot) -> None:
    base = probe(QWidget, **faults("resizeEvent"))
    done: list[str] = []

    def resize(widget: Any, event: Any) -> None:
        super(heir, widget).resizeEvent(event)
        done.append("heir")

    heir = probe(base, resizeEvent=resize)
    widget = heir()
    qtbot.addWidget(widget)
    widget.grab()
    assert told == ["resizeEvent"]
    assert done


def test_a_guarded_method_is_still_the_slot_that_it_was(told: list[str], qtbot: QtBot) -> None:
    """PySide hands a slot no more than it takes; the guard takes everything."""
    seen: list[tuple[object, ...]] = []

    def step(_box: object, steps: int) -> None:
        seen.append((steps,))

    box = probe(QDoubleSpinBox, stepBy=step, clear=lambda _box: seen.append(()))()
    button = QPushButton(checkable=True)
    for widget in (box, button):
        qtbot.addWidget(widget)
    sender = probe(QLabel, sent=Signal(int, str))()
    qtbot.addWidget(sender)
    sender.sent.connect(box.stepBy)
    button.clicked.connect(box.clear)
    sender.sent.emit(3, "more")
    button.click()
    assert seen == [(3,), ()]
    assert told == []


def test_what_qt_does_not_call_is_left_alone() -> None:
    made = probe(QWidget, data=lambda _: 1, index=lambda _: 2, helper=lambda _: 3)
    assert not any(guard.is_guarded(vars(made)[name]) for name in ("data", "index", "helper"))
    elsewhere = type(QWidget)("Else", (QWidget,), {"__module__": "somewhere", **faults("paintEvent")})
    assert not guard.is_guarded(vars(elsewhere)["paintEvent"])


# --- what is told


def test_a_fault_that_comes_again_and_again_is_told_once(told: list[str], qtbot: QtBot) -> None:
    widget = probe(QWidget, **faults("paintEvent sizeHint"))()
    qtbot.addWidget(widget)
    for _ in range(20):
        widget.grab()
        widget.sizeHint()
    assert sorted(told) == ["paintEvent", "sizeHint"]


def test_it_is_told_again_later(told: list[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([100.0, 109.0, 111.0, 112.0])
    monkeypatch.setattr(guard, "time", SimpleNamespace(monotonic=lambda: next(times)))
    widget = probe(QWidget, **faults("sizeHint"))()
    qtbot.addWidget(widget)
    for _ in range(4):
        widget.sizeHint()
    assert told == ["sizeHint", "sizeHint"]


def test_what_a_user_can_mend_is_said_each_time_it_is_done(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    times = iter([100.0, 100.1, 103.0, 103.1])
    monkeypatch.setattr(guard, "time", SimpleNamespace(monotonic=lambda: next(times)))
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: said.append(str(error)))
    files = ["a", "b", "a", "a"]

    def drop(_widget: object, _event: object) -> None:
        raise StorageError(f"{files.pop(0)} cannot be read. Choose another.")

    guard._told.clear()
    widget = probe(QWidget, hideEvent=drop)()
    qtbot.addWidget(widget)
    for _ in range(4):
        widget.show()
        widget.hide()
    assert said == [f"{file} cannot be read. Choose another." for file in "aba"]


def test_nothing_leaves_even_where_telling_fails(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def hook(*_: object) -> None:
        raise OSError("no standard error")

    guard._told.clear()
    monkeypatch.setattr(sys, "excepthook", hook)
    widget = probe(QWidget, **faults("sizeHint"))()
    qtbot.addWidget(widget)
    assert widget.sizeHint() == QSize(-1, -1)
