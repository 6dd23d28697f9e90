import shutil
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from cnnstudio import paths
from cnnstudio.gui import runs_watch
from cnnstudio.gui.runs_watch import RunsWatch
from cnnstudio.weights import library


@pytest.fixture
def watch(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunsWatch]:
    monkeypatch.setattr(runs_watch, "_LOOK_AGAIN_MS", 20)
    watch = RunsWatch()
    yield watch
    watch.shut_down()
    watch.deleteLater()


def test_what_others_add_and_delete_is_told(watch: RunsWatch, qtbot: QtBot) -> None:
    room = QObject()
    watch.set_shown(room, True)
    qtbot.waitUntil(lambda: watch._seen is not None)
    for place in (paths.runs_dir() / "run", library.folder_of_kept() / "kept.safetensors"):
        with qtbot.waitSignal(watch.found):
            place.mkdir(parents=True)
        with qtbot.waitSignal(watch.found):
            shutil.rmtree(place)


def test_what_this_window_has_told_itself_is_not_told_again(watch: RunsWatch, qtbot: QtBot) -> None:
    found: list[int] = []
    watch.found.connect(lambda: found.append(1))
    watch.set_shown(room := QObject(), True)
    qtbot.waitUntil(lambda: watch._seen is not None)
    watch._timer.stop()
    qtbot.waitUntil(lambda: not watch._worker.busy)
    (paths.runs_dir() / "mine").mkdir(parents=True)
    watch.look_again()
    qtbot.waitUntil(lambda: watch._seen is not None and "mine" in watch._seen[0])
    assert found == []
    watch._look()
    qtbot.waitUntil(lambda: not watch._worker.busy)
    assert found == []
    watch.set_shown(room, False)


def test_nobody_looks_while_no_room_is_shown_and_what_came_meanwhile_is_told_then(
    watch: RunsWatch, qtbot: QtBot
) -> None:
    one, other = QObject(), QObject()
    watch.set_shown(one, True)
    watch.set_shown(other, True)
    qtbot.waitUntil(lambda: watch._seen is not None)
    watch.set_shown(one, False)
    assert watch._timer.isActive()
    watch.set_shown(other, False)
    assert not watch._timer.isActive()
    qtbot.waitUntil(lambda: not watch._worker.busy)
    (paths.runs_dir() / "meanwhile").mkdir(parents=True)
    with qtbot.waitSignal(watch.found):
        watch.set_shown(one, True)
