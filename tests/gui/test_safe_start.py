"""A start with the defaults: asked for, offered after a crash, or taken by itself; nothing of the user's is lost."""

import os
import re
import signal
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication, QPushButton

from cnnstudio import crash_report
from cnnstudio.cli import main
from cnnstudio.crash_report import BadEnd
from cnnstudio.errors import StorageError
from cnnstudio.gui import safe_start, settings
from cnnstudio.gui.main_window import MainWindow
from tests.gui.windows import SEGFAULT, Window
from tests.test_crash_report import leave_note

posix = pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")


def choose_dark() -> None:
    """The user's own settings, as a window leaves them."""
    settings._open.clear()
    settings.put(settings.THEME, "dark")
    settings.save()
    settings._open.clear()


def remembered(window: Window) -> tuple[str, str]:
    """Theme and room."""
    return window.ask("settings.get(settings.THEME)"), window.ask("window.room")


def test_the_users_settings_and_workspace_are_kept(studio_home: Path) -> None:
    choose_dark()
    workspace = studio_home / "data" / "workspace.json"
    workspace.parent.mkdir(parents=True, exist_ok=True)
    workspace.write_text('{"of": "the user"}')
    before = (studio_home / "config" / "cnnstudio.ini").read_bytes()
    with Window(studio_home, "--safe-start") as window:
        assert remembered(window) == ("system", "models")
        kept = studio_home / "config" / "cnnstudio-before-safe-start.ini"
        assert str(kept) in window.notice
        assert kept.read_bytes() == before
        assert workspace.with_name("workspace-unread.json").read_text() == '{"of": "the user"}'
        window.close()
    with Window(studio_home) as window:
        assert remembered(window) == ("system", "models"), "the defaults hold"
        window.close()
    with Window(studio_home, "--safe-start") as window:
        assert "cnnstudio-before-safe-start-2.ini" in window.notice
        assert kept.read_bytes() == before, "not replaced by the second"
        window.close()


# Says what would be started, instead of starting it.
_STARTS_NOTHING = """
from PySide6.QtCore import QProcess
QProcess.startDetached = staticmethod(lambda program, arguments: print('starts', *arguments, flush=True) or True)
"""


def test_they_can_be_brought_back(studio_home: Path) -> None:
    choose_dark()
    workspace = studio_home / "data" / "workspace.json"
    workspace.parent.mkdir(parents=True, exist_ok=True)
    workspace.write_text('{"of": "the user"}')
    with Window(studio_home, "--safe-start", before=_STARTS_NOTHING) as window:
        window.do("find('bring-back').click()")
        assert window.answer() == "starts -m cnnstudio"
        assert window.end() == (0, "")
    assert workspace.read_text() == '{"of": "the user"}', "not what the window has remembered at its end"
    workspace.unlink()
    with Window(studio_home) as window:
        assert remembered(window)[0] == "dark"
        assert window.notice == ""
        window.close()


def test_without_settings_there_is_nothing_to_keep(studio_home: Path) -> None:
    with Window(studio_home, "--safe-start") as window:
        assert window.notice == "Started with the default settings."
        assert window.ask("find('bring-back')") == "None"
        window.close()


@posix
def test_two_crashes_before_the_window_was_ready_are_enough(studio_home: Path) -> None:
    choose_dark()
    crash = f"main_window.MainWindow.__init__ = lambda *_arguments, **_options: exec({SEGFAULT!r})"
    for _ in range(2):
        with Window(studio_home, before=crash) as window:
            assert window.notice is None
            assert window.end()[0] < 0
    with Window(studio_home, before=_STARTS_NOTHING) as window:
        assert "crashed twice while it started" in window.notice
        assert remembered(window) == ("system", "models")
        window.do("find('bring-back').click()")
        assert window.answer() == "starts -m cnnstudio"
        assert window.end() == (0, "")
    with Window(studio_home) as window:
        assert window.notice == ""
        assert remembered(window)[0] == "dark"
        window.close()


@posix
def test_crashes_of_a_window_that_was_ready_start_nothing_safely(studio_home: Path) -> None:
    choose_dark()
    for _ in range(crash_report.TOO_MANY):
        leave_note("Fatal Python error: Segmentation fault\n--- ready\n")
        assert crash_report.former() is not None
    with Window(studio_home) as window:
        window.do(SEGFAULT)
        window.end()
    with Window(studio_home) as window:
        assert "crashed the last time" in window.notice
        assert remembered(window)[0] == "dark"
        window.close()


@posix
def test_the_button_closes_the_window_and_starts_another(studio_home: Path) -> None:
    choose_dark()
    with Window(studio_home) as window:
        window.do(SEGFAULT)
        window.end()
    with Window(studio_home) as window:
        window.do("find('safe-start').click()")
        status, complaints = window.end()
    assert (status, complaints) == (0, "")
    note = wait_for(lambda: next((studio_home / "log").glob("window-*.txt"), None))
    process = int(re.search(r"-(\d+)-[0-9a-f]+\.txt", note.name)[1])
    try:
        assert process != window.process.pid
        wait_for((studio_home / "config" / "cnnstudio-before-safe-start.ini").is_file)
    finally:
        os.kill(process, signal.SIGTERM)
        wait_for(lambda: not note.exists())


def wait_for(thing, seconds: float = 60):
    end = time.monotonic() + seconds
    while not (found := thing()):
        assert time.monotonic() < end
        time.sleep(0.02)
    return found


@pytest.mark.usefixtures("no_rooms")
def test_who_goes_on_is_not_restarted(main_window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    notices = safe_start.Notices(main_window)
    notices.tell_end(BadEnd())
    asked = []
    with monkeypatch.context() as patched:
        patched.setattr(main_window, "_own_pages", lambda: [_Asks()])
        patched.setattr(main_window, "_may_stop", lambda question: asked.append(question) or False)
        main_window.findChild(QPushButton, "window-notice-safe-start").click()
    assert asked == ["Stop the training?"]
    assert main_window.isVisible()
    assert notices.next_start is None


class _Asks:
    def closing_question(self) -> str:
        return "Stop the training?"


def test_settings_that_cannot_be_brought_back_are_a_sentence(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    monkeypatch.setattr(QProcess, "startDetached", lambda *command: started.append(command) or True)
    safe_start._start_with([tmp_path / "workspace-unread.json"])
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "workspace" in said
    assert started == [(sys.executable, ["-m", "cnnstudio"])]


def test_settings_that_cannot_be_set_aside_are_a_sentence(studio_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (studio_home / "config").mkdir()
    (studio_home / "config" / "cnnstudio.ini").write_text('[window]\ntheme=\\"dark\\"\n')

    def refuse(old: Path, wanted: Path) -> Path:
        raise StorageError("The disk is full. Free some space.")

    monkeypatch.setattr(settings, "move_numbered", refuse)
    with pytest.raises(StorageError):
        safe_start.set_aside()
    assert (studio_home / "config" / "cnnstudio.ini").is_file()
    before = """
from cnnstudio.errors import StorageError
def refuse(*_arguments):
    raise StorageError('The disk is full. Free some space.')
from cnnstudio.gui import settings
settings.move_numbered = refuse
"""
    with Window(studio_home, "--safe-start", before=before) as window:
        assert window.ask("window.error_strip.text") == "The disk is full. Free some space."
        window.close()


def test_the_command_line_knows_the_switch(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--safe-start", "train"])
    assert left.value.code == 2
    assert "--safe-start takes no command" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "--safe-start" in capsys.readouterr().out


def test_the_packaged_program_starts_itself(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert safe_start.command(safe=True) == [sys.executable, "-m", "cnnstudio", "--safe-start"]
    assert safe_start.command(safe=False) == [sys.executable, "-m", "cnnstudio"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    started = []
    monkeypatch.setattr(QProcess, "startDetached", lambda *command: started.append(command) or False)
    safe_start.start_anew(safe=True)
    assert started == [(sys.executable, ["--safe-start"])]
    assert "could not be started anew" in capsys.readouterr().err
