"""The self-test finds what does not work. That it passes where all works is tested in tests/cli/test_self_test.py."""

import errno
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio import installation
from cnnstudio.errors import DatasetError
from cnnstudio.gui import errors, rooms
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.self_test import SelfTest
from cnnstudio.gui.studio import Studio


@pytest.fixture
def outcome(qtbot: QtBot, studio: Studio, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs the self-test on a window whose rooms are made by ``page``; gives what it says on standard error."""

    def run(page, *, patience_s: float = 30.0, then=lambda _: None) -> tuple[bool, str]:
        monkeypatch.setattr(rooms.Room, "exists", property(lambda room: room.name == "models"))
        monkeypatch.setattr(rooms.Room, "create_page", lambda _room, _studio: page())
        window = MainWindow(studio)
        test = SelfTest(window, patience_s=patience_s)
        then(window)
        window.show()
        with qtbot.waitSignal(window.closed, timeout=20_000):
            pass
        window.deleteLater()
        passed = test.passed
        QApplication.processEvents()
        return passed, capsys.readouterr().err

    return run


def _raise() -> QWidget:
    raise DatasetError("No page today.")


def test_a_room_that_cannot_be_opened_fails(outcome) -> None:
    passed, said = outcome(_raise)
    assert not passed
    assert "The self-test failed: " in said
    assert "No page today." in said


def test_a_missing_widget_is_named(outcome) -> None:
    passed, said = outcome(QWidget)
    assert not passed
    assert "there is no QLabel called models-totals" in said


def test_an_error_in_the_window_fails(outcome) -> None:
    passed, said = outcome(QWidget, then=lambda window: window.error_strip.show_text("It broke.", ""))
    assert not passed
    assert "It broke. (while waiting for " in said


def test_an_error_in_the_log_fails(outcome) -> None:
    passed, said = outcome(QWidget, then=lambda _: errors.log(ValueError("unseen")))
    assert not passed
    assert "ValueError: unseen" in said


def test_what_never_comes_is_not_waited_for_forever(outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MainWindow, "rooms_held", property(lambda _: True))
    passed, said = outcome(QWidget, patience_s=0.1)
    assert not passed
    assert "in vain for the libraries to be loaded" in said


def test_a_damaged_packaged_program_fails(outcome, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "library.so").write_bytes(b"code")
    installation.write_list(tmp_path)
    (tmp_path / "library.so").write_bytes(b"cude")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    passed, said = outcome(QWidget)
    assert not passed
    assert "library.so has been changed" in said


@pytest.mark.parametrize("room", [QWidget, _raise], ids=["goes on", "fails"])
@pytest.mark.parametrize("streams", [("stdout",), ("stderr",), ("stdout", "stderr")], ids=" and ".join)
def test_a_reader_that_goes_away_ends_it_quietly(
    outcome, monkeypatch: pytest.MonkeyPatch, room, streams: tuple[str, ...]
) -> None:
    class Closed:
        def write(self, _text: str) -> int:
            raise BrokenPipeError(errno.EPIPE, "Broken pipe")

        def flush(self) -> None:
            pass

    for name in streams:
        monkeypatch.setattr(sys, name, Closed())
    passed, said = outcome(room)
    assert not passed
    assert said == ""
    log = errors.log_file()
    assert "BrokenPipe" not in (log.read_text(encoding="utf-8") if log.exists() else "")


def test_a_sentence_that_nobody_reads_is_no_error(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed:
        def write(self, _text: str) -> int:
            raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setattr(sys, "stderr", Closed())
    errors.print_line("Nobody reads this.")
    errors.show_error(None, DatasetError("Nor this."))
