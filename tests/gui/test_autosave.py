from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnstudio.gui import autosave
from cnnstudio.gui.autosave import Autosave
from cnnstudio.workspace import restart
from cnnstudio.workspace.current import Workspace


class Holder:
    workspace = Workspace(room="draw")


def test_a_change_is_on_the_disk_soon(qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(autosave, "AFTER_MS", 10)
    holder = Holder()
    saver = Autosave(lambda: holder.workspace)
    saver.note_change()
    saver.note_change()
    qtbot.waitUntil(lambda: restart.load() == holder.workspace)
    holder.workspace = replace(holder.workspace, room="train")
    saver.note_change()
    qtbot.waitUntil(lambda: restart.load() == holder.workspace)
    saver.finish()


def test_the_end_saves_what_is_left(qapp: QApplication) -> None:
    holder = Holder()
    saver = Autosave(lambda: holder.workspace)
    saver.note_change()
    assert restart.load() is None
    saver.finish()
    assert restart.load() == holder.workspace


def test_what_cannot_be_written_is_told_once_and_tried_again(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosave, "AFTER_MS", 10)
    told: list[BaseException] = []
    monkeypatch.setattr(autosave.errors, "show_error", lambda _widget, error: told.append(error))
    restart.file().mkdir(parents=True)
    holder = Holder()
    saver = Autosave(lambda: holder.workspace)
    saver.note_change()
    qtbot.waitUntil(lambda: len(told) == 1)
    restart.file().rmdir()
    saver.note_change()
    qtbot.waitUntil(lambda: restart.load() == holder.workspace)
    assert len(told) == 1
    saver.finish()


@pytest.mark.parametrize("told_before", [False, True])
def test_at_the_end_what_was_not_told_before_is_logged(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, told_before: bool
) -> None:
    monkeypatch.setattr(autosave, "AFTER_MS", 10)
    told: list[BaseException] = []
    monkeypatch.setattr(autosave.errors, "show_error", lambda _widget, error: told.append(error))
    restart.file().mkdir(parents=True)
    saver = Autosave(lambda: Holder.workspace)
    if told_before:
        saver.note_change()
        qtbot.waitUntil(lambda: len(told) == 1)
    saver.finish()
    log = autosave.errors.log_file()
    assert log.exists() != told_before
    assert told_before or str(restart.file().name) in log.read_text()
