"""Windows that end in every way, in processes of their own, and what the next one says of it."""

import importlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cnnstudio import cli, crash_report, paths
from cnnstudio.errors import StorageError
from tests.gui.windows import SEGFAULT, Window

posix = pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")


def log_files(home: Path) -> list[str]:
    return sorted(file.name for file in (home / "log").iterdir()) if (home / "log").is_dir() else []


def test_the_next_window_is_told_what_is_read_of_the_one_before(studio_home: Path) -> None:
    """Once with real windows; what other ends leave is read in this process, as the next window would."""
    with Window(studio_home) as window:
        window.do(SEGFAULT)
        assert window.end()[0] < 0
    with Window(studio_home) as window:
        assert "crashed" in window.notice
        (name,) = [name for name in log_files(studio_home) if name.startswith("crash-")]
        report = (studio_home / "log" / name).read_text()
        assert "Segmentation fault" in report
        window.do(
            "find('copy').click(); from PySide6.QtGui import QGuiApplication as G; say(len(G.clipboard().text()))"
        )
        assert int(window.answer()) == len(report)
        assert window.ask("find('folder').isVisible()") == "True"
        window.close()
    with Window(studio_home) as window:
        assert window.notice == "", "it was told"
        window.close()
    assert name in log_files(studio_home), "the report stays"


def test_a_window_that_was_closed_leaves_nothing_to_tell(studio_home: Path) -> None:
    with Window(studio_home) as window:
        assert window.notice == ""
        names = log_files(studio_home)
        assert [Path(name).suffix for name in names] == [".lock", ".txt"]
        window.close()
    assert log_files(studio_home) == []
    assert crash_report.former() is None


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_request_to_end_is_no_crash(studio_home: Path, number: signal.Signals) -> None:
    with Window(studio_home) as window:
        window.process.send_signal(number)
        assert window.end() == (0, "")
    assert log_files(studio_home) == []
    assert crash_report.former() is None


@posix
def test_a_request_to_end_before_there_is_a_window_is_no_crash(studio_home: Path) -> None:
    before = "import os, signal\nmain_window.MainWindow._restore = lambda self: os.kill(os.getpid(), signal.SIGTERM)"
    with Window(studio_home, before=before) as window:
        assert window.end() == (128 + signal.SIGTERM, "")
    assert log_files(studio_home) == []


@posix
def test_a_terminal_that_is_closed_ends_nothing_that_was_to_stay(studio_home: Path) -> None:
    before = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)"
    with Window(studio_home, before=before) as window:
        window.process.send_signal(signal.SIGHUP)
        assert window.ask("window.room") == "models"
        window.close()


@posix
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("import os; os.abort()", "Aborted"),
        ("from PySide6.QtCore import qFatal; qFatal('no way on')", "Aborted"),
        (
            "import threading, ctypes; threading.Thread(target=ctypes.string_at, args=(0,)).start()",
            "Segmentation fault",
        ),
        ("import os, signal; os.kill(os.getpid(), signal.SIGFPE)", "Floating"),
    ],
)
def test_every_kind_of_crash_is_told_once_with_its_report(studio_home: Path, fault: str, said: str) -> None:
    with Window(studio_home) as window:
        window.do(fault)
        status, _ = window.end()
        assert status < 0
    end = crash_report.former()
    assert end.report.name in log_files(studio_home)
    assert end.report.read_text() == end.text
    assert end.text.startswith("CNN Studio ")
    assert said in end.text
    assert "most recent call first" in end.text
    assert crash_report.former() is None
    assert end.report.name in log_files(studio_home), "the report stays"


@posix
def test_a_kill_has_no_report_and_is_told_as_what_it_is(studio_home: Path) -> None:
    with Window(studio_home) as window:
        window.process.kill()
        window.end()
    with Window(studio_home) as window:
        assert "killed, or the computer went off" in window.notice
        assert window.ask("find('copy')") == "None"
        assert window.ask("find('safe-start').isVisible()") == "True"
        window.close()
    assert log_files(studio_home) == []


@posix
def test_a_kill_after_the_request_to_end_is_nobodys_business(studio_home: Path) -> None:
    hang = (
        "import time; window.closed.connect(lambda: (say('hangs'), time.sleep(600)));"
        "from PySide6.QtCore import QTimer; QTimer.singleShot(0, window.close)"
    )
    with Window(studio_home) as window:
        window.do(hang)
        assert window.answer() == "hangs"
        window.process.kill()
        window.end()
    assert crash_report.former() is None


@posix
def test_a_crash_while_it_ends_is_told_all_the_same(studio_home: Path) -> None:
    with Window(studio_home) as window:
        window.do(f"window.closing.connect(lambda: exec({SEGFAULT!r})); window.close()")
        window.end()
    assert "Segmentation fault" in crash_report.former().text


@posix
def test_two_windows_at_once_do_not_report_each_other(studio_home: Path) -> None:
    with Window(studio_home) as first, Window(studio_home) as second:
        assert (first.notice, second.notice) == ("", "")
        first.do(SEGFAULT)
        first.end()
        with Window(studio_home) as third:
            assert "crashed" in third.notice
            with Window(studio_home) as fourth:
                assert fourth.notice == "", "it was told to the third"
                fourth.close()
            third.close()
        assert second.ask("window.notice.isVisible()") == "False"
        second.close()
    assert [name for name in log_files(studio_home) if not name.startswith("crash-")] == []


@posix
def test_an_error_that_ends_the_program_is_told(studio_home: Path) -> None:
    before = "main_window.MainWindow._restore = lambda self: 1 / 0"
    with Window(studio_home, before=before) as window:
        status, complaints = window.end()
        assert status == 1
        assert "ZeroDivisionError" in complaints
    assert "ZeroDivisionError" in crash_report.former().text
    (name,) = [name for name in log_files(studio_home) if name.startswith("crash-")]
    assert "ZeroDivisionError" in (studio_home / "log" / name).read_text()


def test_where_no_note_can_be_left_the_window_opens_all_the_same(studio_home: Path) -> None:
    (studio_home / "log").write_text("in the way")
    with Window(studio_home) as window:
        assert window.notice == ""
        window.close()


# --- inside this process


def leave_note(text: str, name: str = "window-2026-01-01-000000-1-abc.txt") -> Path:
    note = paths.log_dir() / name
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(text)
    return note


@pytest.mark.parametrize(
    "text", ["", "\0" * 100, "--- ready\n", "Traceback (most recent call last):\n", "x" * 5_000_000, "é\ud800"]
)
def test_a_note_of_any_content_is_a_kill_without_a_report(studio_home: Path, text: str) -> None:
    leave_note("").write_bytes(text.encode(errors="surrogatepass"))
    assert crash_report.former() == crash_report.BadEnd()
    assert log_files(studio_home) == []
    assert crash_report.former() is None


def test_a_fault_of_windows_is_known_too(studio_home: Path) -> None:
    leave_note("CNN Studio\n--- ready\nWindows fatal exception: access violation\n\nThread 0x1\n")
    end = crash_report.former()
    assert end.report.name.startswith("crash-")
    assert "access violation" in end.text


def test_the_newest_is_told_and_all_reports_are_kept(studio_home: Path) -> None:
    for day in (1, 2, 3):
        leave_note(f"Fatal Python error: on day {day}\n", f"window-2026-01-0{day}-000000-1-abc.txt")
    assert "day 3" in crash_report.former().text
    assert len(log_files(studio_home)) == 3 + 1  # and how many starts failed


def test_old_reports_go(studio_home: Path) -> None:
    for number in range(25):
        leave_note("Fatal Python error: x\n--- ready\n", f"window-2026-01-{number + 1:02d}-000000-1-abc.txt")
        crash_report.former()
    reports = [name for name in log_files(studio_home) if name.startswith("crash-")]
    assert len(reports) == crash_report.MOST_REPORTS
    assert reports[0].startswith("crash-2026-01-16")


def test_a_note_that_is_a_folder_or_a_link_does_no_harm(studio_home: Path) -> None:
    leave_note("").unlink()
    (paths.log_dir() / "window-2026-01-01-000000-1-abc.txt").mkdir()
    if os.name == "posix":
        (paths.log_dir() / "window-2026-01-02-000000-1-abc.txt").symlink_to("nowhere")
    crash_report.former()
    assert crash_report.former() is None or sys.platform == "win32"


def test_windows_that_crash_while_they_start_are_counted(studio_home: Path) -> None:
    assert not crash_report.fails_to_start()
    leave_note("Fatal Python error: x\n")
    crash_report.former()
    assert not crash_report.fails_to_start()
    leave_note("")  # a kill is no crash
    crash_report.former()
    assert not crash_report.fails_to_start()
    leave_note("Fatal Python error: x\n")
    crash_report.former()
    assert crash_report.fails_to_start()
    (paths.log_dir() / "failed-starts").write_text("many")
    assert not crash_report.fails_to_start()
    crash_report.forget_failed_starts()
    assert not crash_report.fails_to_start()


def test_watching_begins_and_ends(studio_home: Path) -> None:
    import faulthandler

    before = faulthandler.is_enabled()
    watch = crash_report.Watch()
    watch.begin()
    assert len(log_files(studio_home)) == 2
    assert crash_report.former() is None, "this window is open"
    watch.ready()
    watch.end()
    watch.end()
    assert log_files(studio_home) == []
    assert faulthandler.is_enabled() == before


# A command whose library ends the process; ``PYTHONFAULTHANDLER`` is not set.
_CRASHES = f"""
import sys
from cnnstudio import cli, datasets

def load(*_):
    print("goes on", flush=True)
    sys.stdin.readline()
    {SEGFAULT}

datasets.load = load
sys.exit(cli.main(["train", "--device", "cpu"]))
"""


def _command() -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", _CRASHES],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={name: value for name, value in os.environ.items() if name != "PYTHONFAULTHANDLER"},
    )


def test_a_command_that_crashes_leaves_a_report(studio_home: Path) -> None:
    with _command() as command:
        assert command.stdout is not None
        assert command.stdout.readline() == "goes on\n"
        assert crash_report.former() is None, "it goes on"
        assert [name[:8] for name in log_files(studio_home)] == ["command-"] * 2
        command.communicate("\n")
    assert command.returncode != 0
    end = crash_report.former()
    assert end is not None
    assert end.report is not None
    assert end.report.name.startswith("crash-")
    assert "Fatal" in end.text or "fatal" in end.text
    assert "in load" in end.text
    assert crash_report.former() is None, "it was told"
    assert not crash_report.fails_to_start()
    assert log_files(studio_home) == [end.report.name]


def test_a_command_that_is_killed_is_no_news(studio_home: Path) -> None:
    with _command() as command:
        assert command.stdout is not None
        assert command.stdout.readline() == "goes on\n"
        command.kill()
    assert log_files(studio_home)
    assert crash_report.former() is None
    assert log_files(studio_home) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ZeroDivisionError("why"), StorageError("The disk is full.")])
def test_a_command_that_ends_leaves_no_note(
    studio_home: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    seen: list[str] = []

    def run(_: object) -> int:
        seen.extend(log_files(studio_home))
        raise error

    monkeypatch.setattr(importlib.import_module("cnnstudio.cli.predict"), "run", run)
    monkeypatch.setattr(crash_report.faulthandler, "is_enabled", lambda: False)
    monkeypatch.setattr(crash_report.faulthandler, "enable", lambda *_arguments, **_options: None)
    monkeypatch.setattr(crash_report.faulthandler, "disable", lambda: None)
    assert cli.main(["predict", "a.png"]) in (1, 130)
    assert [Path(name).suffix for name in seen] == [".lock", ".txt"]
    assert [name for name in log_files(studio_home) if name != "errors.log"] == []
