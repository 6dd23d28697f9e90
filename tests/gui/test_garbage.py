import gc
import weakref
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cnnstudio.gui import garbage
from cnnstudio.gui.garbage import QuietCollector
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
def collector(studio: Studio, clock: list[float]) -> Iterator[QuietCollector]:
    before = gc.get_threshold()
    made = QuietCollector(studio, look_ms=2, quiet_s=2.0)
    yield made
    made.end()
    assert gc.get_threshold() == before


def make_objects(collections: int) -> list[list[object]]:
    """Set off as many collections of young objects."""
    kept: list[list[object]] = []
    before = gc.get_count()[2]
    while before <= gc.get_count()[2] < before + collections:
        kept.extend([] for _ in range(1000))
    return kept


def old_garbage() -> "weakref.ref[Thing]":
    """Something in a cycle that only a full collection finds."""
    thing = Thing()
    gc.collect(1)  # it is old now
    return weakref.ref(thing)


def test_no_full_collection_comes_while_something_changes_and_then_one_does(
    collector: QuietCollector, studio: Studio, clock: list[float], full: list[int], qtbot: QtBot
) -> None:
    garbage_ref = old_garbage()
    for step in range(30):
        clock[0] += 1.5
        studio.edit(EMPTY.switch("features.0", step % 4, on=False), "off")
        make_objects(4)
        qtbot.wait(5)
    assert not full
    assert garbage_ref() is not None
    clock[0] += 2
    qtbot.waitUntil(lambda: bool(full))
    assert garbage_ref() is None
    qtbot.wait(30)
    assert len(full) == 1, "there is nothing new to look through"


def test_a_pressed_button_is_no_quiet_time(
    collector: QuietCollector, clock: list[float], full: list[int], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    down = [Qt.MouseButton.LeftButton]
    pressed = SimpleNamespace(mouseButtons=lambda: down[0])
    monkeypatch.setattr(garbage, "QGuiApplication", pressed)
    clock[0] += 10
    make_objects(40)
    qtbot.wait(30)
    assert not full
    down[0] = Qt.MouseButton.NoButton
    qtbot.waitUntil(lambda: bool(full))


@pytest.mark.parametrize("what", ["the pad", "the network"])
def test_what_changes_without_an_edit_counts_too(
    collector: QuietCollector, studio: Studio, clock: list[float], full: list[int], qtbot: QtBot, what: str
) -> None:
    clock[0] += 10
    if what == "the pad":
        studio.documents.stateChanged.emit("draw")
    else:
        studio.choose(CatalogueNetwork("mlp"))
    clock[0] += 1.9
    make_objects(40)
    qtbot.wait(30)
    assert not full
    clock[0] += 0.2
    qtbot.waitUntil(lambda: bool(full))


def test_who_never_rests_gets_one_at_last(
    collector: QuietCollector, full: list[int], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "_AT_THE_LATEST", 60)
    make_objects(50)
    qtbot.wait(30)
    assert not full
    make_objects(15)
    qtbot.waitUntil(lambda: bool(full))


def test_while_collecting_is_off_none_is_made(
    collector: QuietCollector, clock: list[float], full: list[int], qtbot: QtBot
) -> None:
    make_objects(40)
    clock[0] += 10
    gc.disable()
    try:
        qtbot.wait(30)
        assert not full
    finally:
        gc.enable()
    qtbot.waitUntil(lambda: bool(full))
