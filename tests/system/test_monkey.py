"""The monkey in its short form, and the parts of it that must not be wrong."""

import json
import shutil
import threading
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QGraphicsScene,
    QGraphicsView,
    QLabel,
    QListWidget,
    QMainWindow,
    QMenu,
    QMessageBox,
    QSplitter,
    QSplitterHandle,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.errands import Errand
from tests.system.monkey import command, expected, plants, watch
from tests.system.monkey.hands import Hands, _all_visible, windows_kept
from tests.system.monkey.watch import HANG_S, Clock, Growth, Moment, Sample

Json = dict[str, Any]


SHORT = Errand("-m", "tests.system", "monkey", "--short")


@pytest.fixture(scope="module")
def short() -> Json:
    """What came of the short runs, in processes of their own."""
    done = SHORT.done()
    assert done.status == 0, done.output[-3000:] + done.errors[-3000:]
    told: Json = json.loads(done.output.splitlines()[-1])
    return told


@pytest.mark.errand(SHORT)
@pytest.mark.parametrize("name", ["first", "second"])
def test_the_window_survives_a_seed(short: Json, name: str) -> None:
    run = short[name]
    assert run["failures"] == []
    assert len(run["record"]) == run["events"] == command.SHORT
    hits = run["hits"]
    assert sum(count > 0 for count in hits["room"].values()) >= 4
    assert sum(hits["splitter"].values()) > 0
    assert len([kind for kind, count in hits["event"].items() if count]) >= 15


@pytest.mark.errand(SHORT)
def test_a_seed_chooses_the_same_events_again(short: Json) -> None:
    record = short["first"]["record"][: command.SHORT_AGAIN]
    again = short["again"]["record"]
    assert len(again) == command.SHORT_AGAIN
    # What a worker has done by then may differ, on a busy machine above all; one event that differs changes no other.
    assert sum(one == other for one, other in zip(record, again, strict=True)) >= 0.9 * len(again)


@pytest.mark.errand(SHORT)
def test_a_record_is_performed_again(short: Json) -> None:
    replayed = short["replayed"]
    assert replayed["record"] == short["first"]["record"][: command.SHORT_AGAIN]
    assert replayed["skipped"] <= 0.2 * command.SHORT_AGAIN
    assert replayed["failures"] == []


@pytest.mark.errand(SHORT)
def test_a_hidden_fault_is_found_and_all_that_is_found_was_hidden(short: Json) -> None:
    raised = [place for place, was in short["planted"]["planted"].items() if was]
    texts = [failure["text"] for failure in short["planted"]["failures"]]
    assert raised
    for place in raised:
        assert any(f"planted: {place}." in text for text in texts)
    assert [text for text in texts if "planted: " not in text] == []


class _Runner:
    """Fails when the events ``needed`` are there in their order."""

    def __init__(self, folder: Path, needed: Sequence[int]) -> None:
        self.folder, self.needed, self.runs = folder, list(needed), 0

    def run(self, _seed: str, events: int, *, replay: Sequence[Json]) -> tuple[command.Outcome, Path]:
        self.runs += 1
        numbers: Iterator[int] = iter([event["n"] for event in replay])
        fails = all(number in numbers for number in self.needed)
        failures = [{"where": "exception here", "kind": "exception", "event": 0, "text": ""}] if fails else []
        return command.Outcome(failures, events), self.folder / "nothing"


@pytest.mark.parametrize("needed", [[499], [7, 499], [3, 250, 251, 499]])
def test_shrinking_leaves_what_is_needed_alone(tmp_path: Path, needed: list[int]) -> None:
    runner = _Runner(tmp_path, needed)
    events = [{"n": number} for number in range(500)]
    rest = command.shrink(runner, "1", events, "exception here", patience_s=60)
    assert [event["n"] for event in rest] == needed
    assert runner.runs < 250


def test_shrinking_ends_in_time_with_what_fails(tmp_path: Path) -> None:
    events = [{"n": number} for number in range(50)]
    assert command.shrink(_Runner(tmp_path, [1]), "1", events, "exception here", patience_s=0) == events


def _grown(memory_mb: Sequence[float], widgets: Sequence[int]) -> Growth:
    pairs = enumerate(zip(memory_mb, widgets, strict=True))
    return Growth([Sample(100 * step, mb, count, 1000, 400_000) for step, (mb, count) in pairs])


def test_growth_over_the_last_half_is_told_and_a_plateau_is_not() -> None:
    steady = [700.0 + 3 * (step % 3) for step in range(20)]
    assert _grown([500 + 20 * step for step in range(10)] + steady[:10], [800] * 20).problem() == ""
    assert "memory_mb +" in _grown([500 + 30 * step for step in range(20)], [800] * 20).problem()
    leaking = _grown(steady, [800 + 40 * step for step in range(20)])
    assert "widgets +" in leaking.problem()
    assert leaking.last_half()["widgets"] == pytest.approx(40 * 9)


def test_one_large_sample_is_no_growth() -> None:
    steady = [700.0] * 20
    steady[15] = 2000.0
    assert _grown(steady, [800] * 20).problem() == ""


@pytest.mark.parametrize(
    ("computed_s", "waited_s", "ticks", "late_s"),
    [
        (0.1, 0.0, 100, 5.0),
        (0.1, 4.5, 100, 0.5),
        (2.0, 4.5, 100, 2.0),
        (0.0, 9.0, 100, 0.0),
        (0.0, 0.0, 1, 0.0),
        (4.0, 0.0, 1, 5.0),
    ],
    ids=["blocked", "others ran", "computing", "others had all", "all stood still", "computing, the watchdog kept out"],
)
def test_what_others_took_of_the_machine_is_no_hang(
    monkeypatch: pytest.MonkeyPatch, computed_s: float, waited_s: float, ticks: int, late_s: float
) -> None:
    """Five seconds on the wall: the GUI thread computed, threads waited for a processor, and the watchdog looked."""
    clock = Clock(threading.get_ident())
    if not clock.tells:
        pytest.skip("this kernel does not tell how long a thread waited")
    share = 0.0
    monkeypatch.setattr(watch, "_waited_s", lambda: 100.0 + share * waited_s)
    monkeypatch.setattr(watch.time, "monotonic", lambda: 1000.0 + share * 5.0)
    monkeypatch.setattr(watch.time, "process_time", lambda: 30.0 + share * computed_s)
    for tick in range(ticks):
        share = tick / ticks
        clock.tick()
    share = 1.0
    assert clock.between(Moment(1000.0, 7.0), Moment(1005.0, 7.0 + computed_s)) == pytest.approx(late_s, abs=1e-6)


def test_what_a_thread_had_waited_stays_counted_when_it_ends(tmp_path: Path) -> None:
    """Else its end would look like seconds in which the GUI thread did nothing: the end of every training."""

    def stand(**threads: float) -> float:
        shutil.rmtree(tmp_path / "task", ignore_errors=True)
        for name, waited_s in threads.items():
            (tmp_path / "task" / name).mkdir(parents=True)
            (tmp_path / "task" / name / "schedstat").write_text(f"9999 {round(waited_s * 1e9)} 7\n")
        return waits.seconds()

    waits = watch.Waits(tmp_path / "task")
    assert stand(gui=1.0, trains=0.5) == pytest.approx(1.5)
    assert stand(gui=1.1, trains=6.5) == pytest.approx(7.6)
    assert stand(gui=1.2) == pytest.approx(7.7)
    assert stand(gui=1.2, trains=0.2) == pytest.approx(7.9), "another thread with the old one's number"
    assert stand(gui=1.2, trains=0.3, other=2.0) == pytest.approx(10.0)


def test_the_end_of_a_thread_takes_nothing_away() -> None:
    if not Clock(threading.get_ident()).tells:
        pytest.skip("this kernel does not tell how long a thread waited")
    before = watch._waited_s()
    ended = threading.Thread(target=lambda: None)
    ended.start()
    ended.join()
    assert watch._waited_s() >= before


def test_without_the_kernel_computing_alone_is_a_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(threading.get_ident())
    monkeypatch.setattr(clock, "tells", False)
    assert clock.between(Moment(0.0, 0.0), Moment(60.0, 0.2)) == pytest.approx(0.2)
    assert clock.between(Moment(0.0, 0.0), Moment(60.0, 3.0)) > HANG_S


def test_looking_at_a_thread_keeps_nothing_of_what_it_had() -> None:
    """A painter that outlives its paint event on another thread takes the process with it."""

    class Painter:
        pass

    ready, go, painters = threading.Event(), threading.Event(), []

    def painting() -> None:
        painter = Painter()
        painters.append(weakref.ref(painter))
        ready.set()
        go.wait(10)

    def working() -> None:
        painting()
        ready.set()

    thread = threading.Thread(target=working)
    thread.start()
    assert ready.wait(10)
    stack = watch.stack_of(thread.ident or 0)
    calls = [line.rpartition(" ")[2] for line in stack.splitlines() if line.startswith("  File")]
    assert calls.index("working") < calls.index("painting") < calls.index("wait")
    assert "painting()" in stack
    ready.clear()
    go.set()
    assert ready.wait(10)
    assert painters[0]() is None
    thread.join()
    assert watch.stack_of(1) == ""


def test_what_was_hit_too_rarely_is_named() -> None:
    hits = {
        "room": {"draw": 30, "train": 3},
        "drop": {"text": 0},
        "dialog": {"weights-dialog": 0, "Export the picture": 20},
        "menu": {"train-run-menu": 0},
        "splitter": {"train-columns": 0},
        "action": {"action-window-quit": 1, "action-draw-clear": 0},
        "event": {"x": 1},
    }
    assert command.rare(hits) == [
        "room train (3)",
        "dialog weights-dialog (0)",
        "menu train-run-menu (0)",
        "action action-draw-clear (0)",
        "splitter train-columns (0)",
        "drop text (0)",
    ]


def test_every_dialog_and_context_menu_of_the_program_is_expected() -> None:
    dialogs = expected.dialogs()
    assert {"window-closing", "window-open-link", "help-licences", "weights-dialog", "train-export-dialog"} <= dialogs
    assert {"Open weights", "Export the picture", "Export my handwriting into a folder"} <= dialogs
    assert {"models-tree-menu", "train-run-menu"} <= expected.context_menus()


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("QMessageBox(QMessageBox.Icon.NoIcon, title, parent=self, objectName='sure')", {"sure"}),
        ("QFileDialog.getSaveFileName(self, self.tr('Save it'), '')", {"Save it"}),
        ("QFileDialog.getOpenFileName(None, QCoreApplication.translate('Context', 'Open it'))", {"Open it"}),
        (
            "class Ask(QDialog):\n    def __init__(self): super().__init__(None, objectName='ask')\nAsk()",
            {"ask"},
        ),
        ("QDialogButtonBox(objectName='no-dialog')", set()),
        ("QMessageBox(text)", None),
        ("QInputDialog(self, objectName=name)", None),
        ("QFileDialog.getSaveFileName(self, title)", None),
        ("QFileDialog.getOpenFileName()", None),
        ("class Ask(QDialog):\n    pass", None),
    ],
)
def test_a_dialog_is_known_by_its_source_and_one_without_a_name_is_told(
    tmp_path: Path, source: str, names: set[str] | None
) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "page.py").write_text(source)
    if names is not None:
        assert expected.dialogs(tmp_path) == names
        return
    with pytest.raises(ValueError, match=r"page.py:1: the name"):
        expected.dialogs(tmp_path)


class _Window(QMainWindow):
    """As much of the main window as hands take hold of."""

    roomShown = Signal(str)  # noqa: N815
    room = "train"

    def page(self, _name: str) -> None:
        return None


@pytest.fixture
def window(qtbot: QtBot) -> _Window:
    window = _Window()
    qtbot.addWidget(window)
    for name in ("train-columns", "train-middle"):
        splitter = QSplitter(window, objectName=name)
        splitter.addWidget(QLabel("left"))
        splitter.addWidget(QLabel("right"))
    window.show()
    return window


@pytest.fixture
def hands(window: _Window) -> Hands:
    sandbox: Any = SimpleNamespace(samples={"text": []}, random=None)
    hands = Hands("1", lambda: window, sandbox)
    hands.adopt(window)
    return hands


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)  # offscreen, of menus
def test_what_was_never_hit_is_told(hands: Hands, window: _Window, qtbot: QtBot) -> None:
    rare = command.rare(hands.hits)
    for wanted in ("dialog weights-dialog", "menu train-run-menu", "splitter train-columns", "splitter train-middle"):
        assert f"{wanted} (0)" in rare
    menu = QMenu(window, objectName="train-run-menu")
    menu.addAction("Use final weights: 97.41 %")
    menu.addAction("Not now").setEnabled(False)
    menu.popup(window.mapToGlobal(window.rect().center()))
    qtbot.waitUntil(menu.isVisible)
    hands._notice(1)
    assert hands.hits["menu"]["train-run-menu"] == 1
    assert hands.hits["action"]["train-run-menu: Use final weights: # %"] == 0
    assert "train-run-menu: Not now" not in hands.hits["action"]
    menu.actions()[0].trigger()
    assert hands.hits["action"]["train-run-menu: Use final weights: # %"] == 1
    menu.close()


def test_a_dialogs_own_splitter_is_expected_and_a_drag_is_counted_for_its_splitter(
    hands: Hands, window: _Window, qtbot: QtBot
) -> None:
    dialog = QDialog(window, objectName="help-licences")
    splitter = QSplitter(dialog)
    splitter.resize(200, 100)
    for text in ("table", "text"):
        splitter.addWidget(QLabel(text))
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    hands._notice(1)
    assert hands.hits["dialog"]["help-licences"] == 1
    assert hands.hits["splitter"]["help-licences: splitter"] == 0
    handles = [path for path, widget in _all_visible() if isinstance(widget, QSplitterHandle)]
    (path,) = [path for path in handles if path.startswith("help-licences")]
    assert hands.perform({"n": 1, "do": "splitter", "at": path, "to": 1.0})
    assert hands.hits["splitter"]["help-licences: splitter"] == 1
    dialog.close()


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)  # offscreen, of menus
def test_a_menu_on_one_row_of_an_empty_list_is_found_and_reached_again(
    hands: Hands, window: _Window, qtbot: QtBot
) -> None:
    runs = QListWidget(window, objectName="train-runs")
    runs.setGeometry(0, 0, 300, 400)
    runs.addItem("the only run")
    menu = QMenu(runs, objectName="train-run-menu")
    chosen: list[str] = []
    menu.addAction("Show its folder").triggered.connect(lambda: chosen.append("folder"))
    menu.addMenu("Use").addAction("Final weights").triggered.connect(lambda: chosen.append("final"))
    runs.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    runs.customContextMenuRequested.connect(
        lambda place: menu.popup(runs.viewport().mapToGlobal(place)) if runs.itemAt(place) is not None else None
    )
    runs.show()
    gestures = [hands._gesture(str(number), Random(number)) for number in range(8)]
    assert {event["do"] for event in gestures if event} == {"right", "double"}
    right = next(event for event in gestures if event and event["do"] == "right")
    hands.perform({"n": 1, **right})
    qtbot.waitUntil(menu.isVisible)
    hands._notice(2)
    assert hands.hits["menu"]["train-run-menu"] == 1
    hands.put_down()
    hands._notice(3)
    room, opener, pick = hands._openers["action train-run-menu: Show its folder"]
    assert (room["do"], opener["do"]) == ("room", "right")
    hands.perform({"n": 4, "do": "click", "at": "_Window", "x": 0.99, "y": 0.99})  # as on the way to a room
    hands.perform({"n": 5, **opener})
    qtbot.waitUntil(menu.isVisible)
    assert hands.perform({"n": 6, **pick})
    assert chosen == ["folder"]


class _Diagram(QGraphicsView):
    """A canvas of graphics that answers a double click on a thing in it."""

    __module__ = "cnnstudio.of.a.test"

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, objectName="diagram")
        self._things = QGraphicsScene(self)
        self._things.addRect(0, 0, 20, 20)
        self.setScene(self._things)
        self.found = 0

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.found += self.itemAt(event.position().toPoint()) is not None


def test_things_in_a_canvas_of_graphics_are_double_clicked(hands: Hands, window: _Window, qtbot: QtBot) -> None:
    window.resize(400, 400)
    diagram = _Diagram(window)
    diagram.setGeometry(0, 0, 300, 300)
    diagram.show()
    event = hands._gesture("1", Random(1))
    assert event is not None
    assert event["do"] == "double"
    assert hands.perform({"n": 1, **event})
    assert diagram.found == 1


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)  # offscreen, of menus
def test_an_entry_of_a_menu_within_a_menu_is_picked(hands: Hands, window: _Window, qtbot: QtBot) -> None:
    menu = QMenu(window, objectName="train-run-menu")
    chosen: list[str] = []
    menu.addMenu(QMenu("Use", menu, objectName="uses")).menu().addAction("Final").triggered.connect(
        lambda: chosen.append("final")
    )
    menu.popup(window.mapToGlobal(window.rect().center()))
    qtbot.waitUntil(menu.isVisible)
    assert hands.perform({"n": 1, "do": "pick", "action": "uses: Final"})
    assert chosen == ["final"]
    assert not hands.perform({"n": 2, "do": "pick", "action": "uses: Latest"})
    hands.put_down()


class _Closing(QMessageBox):
    """The question before the window closes."""

    def __init__(self) -> None:
        super().__init__(objectName="window-closing")
        self.stop = self.addButton("Stop and close", QMessageBox.ButtonRole.AcceptRole)
        self.stay = self.addButton("Keep going", QMessageBox.ButtonRole.RejectRole)
        self.open()


def test_the_window_is_closed_as_often_as_it_may_and_asked_about_for_ever(hands: Hands, qtbot: QtBot) -> None:
    def answers(quits_left: int) -> set[str]:
        hands.quits_left = quits_left
        given = set()
        for salt in range(20):
            box = _Closing()
            qtbot.addWidget(box)
            qtbot.waitUntil(lambda box=box: QApplication.activeModalWidget() is box)
            assert hands.perform({"n": salt, "do": "answer", "salt": salt})
            given.add(box.clickedButton().text())
        return given

    assert answers(1) == {"Stop and close", "Keep going"}
    assert answers(0) == {"Keep going"}


def test_keys_end_where_a_dialog_closes(hands: Hands, window: _Window, qtbot: QtBot) -> None:
    outer, inner = QDialog(window), QDialog(window)
    for dialog in (outer, inner):
        dialog.open()
        qtbot.waitUntil(lambda dialog=dialog: QApplication.activeModalWidget() is dialog)
    escape = {"do": "key", "key": int(Qt.Key.Key_Escape), "modifiers": 0, "times": 5}
    assert hands.perform({"n": 1, **escape})
    assert (outer.isVisible(), inner.isVisible()) == (True, False)
    assert hands.perform({"n": 2, **escape})
    assert not outer.isVisible()


# --- hidden faults


def _planted(found: int, of: int = len(plants.PLACES), *, other: bool = False) -> command.Outcome:
    failures = [{"kind": "exception", "where": "", "text": f"planted: {place}."} for place in plants.PLACES[:found]]
    failures += [{"kind": "hang", "where": "here", "text": "3 s"}] * other
    return command.Outcome(failures, 5_000, {"planted": dict.fromkeys(plants.PLACES[:of], True)})


def test_all_ten_must_be_found_and_nothing_else() -> None:
    assert len(plants.PLACES) == 10
    assert command._tell_plants(_planted(10))
    assert not command._tell_plants(_planted(9))
    assert not command._tell_plants(_planted(9, of=9))
    assert not command._tell_plants(_planted(10, other=True))
    assert not command._tell_plants(command.Outcome())


def test_hidden_faults_are_sought_for_5000_events() -> None:
    assert command._options(["--plant"]).events == 5_000
    assert command._options([]).events == command.LONG == 20_000
    assert command._options(["--plant", "--events", "70"]).events == 70


def press_with_shift(dialog: QDialog) -> None:
    """Ctrl, Shift and L, one after another."""
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyEvent(QTest.KeyAction.Press, dialog.windowHandle(), Qt.Key.Key_L, modifiers)


class _Fleeting(QDialog):
    """Goes as soon as Shift is pressed, before the key that is pressed with it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Shift:
            self.deleteLater()
            QCoreApplication.sendPostedEvents(self, QEvent.Type.DeferredDelete)


def test_a_key_may_close_its_window_and_the_window_goes_afterwards(qtbot: QtBot) -> None:
    dialog = _Fleeting()
    dialog.show()
    gone: list[bool] = []
    dialog.destroyed.connect(lambda: gone.append(True))
    with windows_kept():
        press_with_shift(dialog)
        assert gone == []
    assert gone == [True]


class _Taking(QDialog):
    """Says at Shift that its window goes, then that it goes itself: it takes its window along."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Shift:
            window = self.windowHandle()
            for thing in (self, window):
                thing.deleteLater()
                QCoreApplication.sendPostedEvents(thing, QEvent.Type.DeferredDelete)


def test_a_widget_and_its_own_window_may_both_go(qtbot: QtBot) -> None:
    dialog = _Taking()
    dialog.show()
    gone: list[str] = []
    dialog.destroyed.connect(lambda: gone.append("dialog"))
    dialog.windowHandle().destroyed.connect(lambda: gone.append("window"))
    with windows_kept():
        press_with_shift(dialog)
        assert gone == []
    assert sorted(gone) == ["dialog", "window"]
