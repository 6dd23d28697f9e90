import gc
import threading
import weakref
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cnnstudio.gui import garbage, warm_up
from cnnstudio.gui.garbage import Collector
from cnnstudio.gui.studio import Studio
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights.edits import EMPTY


class Thing:
    """Holds itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def full() -> Iterator[list[int]]:
    """Grows with each full collection."""
    found: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start" and info["generation"] == 2:
            found.append(1)

    gc.collect()
    gc.callbacks.append(note)
    yield found
    gc.callbacks.remove(note)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds, moved by hand."""
    now = [100.0]
    monkeypatch.setattr(garbage, "perf_counter", lambda: now[0])
    return now


@pytest.fixture
def collector(studio: Studio, clock: list[float]) -> Iterator[Collector]:
    made = Collector(studio, look_ms=2, quiet_s=2.0)
    yield made
    made.end()


def make_objects(collections: int) -> list[list[object]]:
    """As many new objects as Python would look through in so many collections of young ones and those before them."""
    return [[] for _ in range(7_000 * collections)]


def old_garbage() -> "weakref.ref[Thing]":
    """Something in a cycle that only a full collection finds."""
    thing = Thing()
    gc.collect(1)  # it is old now
    return weakref.ref(thing)


def test_no_full_collection_comes_while_something_changes_and_then_one_does(
    collector: Collector, studio: Studio, clock: list[float], full: list[int], qtbot: QtBot
) -> None:
    garbage_ref = old_garbage()
    kept = []
    for step in range(30):
        clock[0] += 1.5
        studio.edit(EMPTY.switch("features.0", step % 4, on=False), "off")
        kept.append(make_objects(4))
        qtbot.wait(5)
    assert not full
    assert garbage_ref() is not None
    clock[0] += 2
    qtbot.waitUntil(lambda: bool(full))
    assert garbage_ref() is None
    qtbot.wait(30)
    assert len(full) == 1, "there is nothing new to look through"


def test_a_pressed_button_is_no_quiet_time(
    collector: Collector, clock: list[float], full: list[int], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    down = [Qt.MouseButton.LeftButton]
    pressed = SimpleNamespace(mouseButtons=lambda: down[0])
    monkeypatch.setattr(garbage, "QGuiApplication", pressed)
    clock[0] += 10
    kept = make_objects(40)
    qtbot.wait(30)
    assert not full
    assert kept
    down[0] = Qt.MouseButton.NoButton
    qtbot.waitUntil(lambda: bool(full))


@pytest.mark.parametrize("what", ["the pad", "the network"])
def test_what_changes_without_an_edit_counts_too(
    collector: Collector, studio: Studio, clock: list[float], full: list[int], qtbot: QtBot, what: str
) -> None:
    clock[0] += 10
    if what == "the pad":
        studio.documents.stateChanged.emit("draw")
    else:
        studio.choose(CatalogueNetwork("mlp"))
    clock[0] += 1.9
    kept = make_objects(40)
    qtbot.wait(30)
    assert not full
    clock[0] += 0.2
    qtbot.waitUntil(lambda: bool(full))
    assert kept


def test_who_never_rests_gets_one_at_last(
    collector: Collector, full: list[int], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "_AT_THE_LATEST", 60 * 7_000)
    kept = [make_objects(50)]
    qtbot.wait(30)
    assert not full
    kept.append(make_objects(15))
    qtbot.waitUntil(lambda: bool(full))


def test_while_libraries_are_loaded_none_is_made(
    collector: Collector, clock: list[float], full: list[int], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    loading = [True]
    monkeypatch.setattr(warm_up, "is_loading", lambda: loading[0])
    kept = make_objects(40)
    clock[0] += 10
    qtbot.wait(30)
    assert not full
    loading[0] = False
    qtbot.waitUntil(lambda: bool(full))
    assert kept


def test_what_another_thread_makes_is_collected_on_the_windows_thread(collector: Collector, qtbot: QtBot) -> None:
    """Qt's objects are destroyed where they live, whoever makes the objects that set a collection off."""
    where: list[int] = []
    thing = Thing()
    weakref.finalize(thing, lambda: where.append(threading.get_ident()))
    del thing
    kept: list[object] = []
    worker = threading.Thread(target=lambda: kept.extend(make_objects(30)))
    worker.start()
    worker.join()
    assert where == []
    qtbot.waitUntil(lambda: bool(where))
    assert where == [threading.get_ident()]


def test_it_stays_so_when_somebody_turns_collecting_on(collector: Collector, qtbot: QtBot) -> None:
    gc.enable()
    qtbot.waitUntil(lambda: not gc.isenabled())


def test_at_the_end_python_collects_as_before(studio: Studio) -> None:
    gc.enable()
    made = Collector(studio)
    assert not gc.isenabled()
    made.end()
    assert gc.isenabled()
