"""The self-test's own process: its status, and that it leaves the user's files alone."""

import subprocess
import sys

import pytest
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from tests.errands import Errand


def test_without_a_display_it_says_so_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    done = subprocess.run(
        [sys.executable, "-m", "cnnstudio", "--self-test"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "There is no display" in done.stderr


def test_it_takes_no_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cnnstudio", "--self-test", "networks"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "--self-test takes no command" in done.stderr


READER_GOES = Errand(
    "-c",
    """
import subprocess, sys
command = '{ "$0" -m cnnstudio --self-test; echo "status $?" >&2; } | head -1'
sys.exit(subprocess.run(["sh", "-c", command, sys.executable]).returncode)
""",
)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
@pytest.mark.errand(READER_GOES)
def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    done = READER_GOES.done()
    assert done.output.endswith(" s  first paint\n")
    assert done.errors == "status 1\n"


SELF_TEST = Errand("-m", "cnnstudio", "--self-test")


@pytest.mark.errand(SELF_TEST)
def test_the_whole_program_passes_and_the_users_files_are_left_alone() -> None:
    done = SELF_TEST.done()
    assert (done.status, done.errors) == (0, ""), done.output + done.errors
    assert "weights of another program read by a process of its own" in done.output
    assert "50 steps on the built-in digits" in done.output
    assert " the window speaks en\n" in done.output
    assert done.output.endswith("The self-test passed.\n")
    assert not list(done.home.rglob("*"))


IN_CHINESE = Errand(
    "-c",
    """
import os, subprocess, sys
for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
    os.environ.pop(name, None)
os.environ["LANG"] = "zh_CN.UTF-8"
sys.exit(subprocess.run([sys.executable, "-m", "cnnstudio", "--self-test"]).returncode)
""",
)


@pytest.mark.skipif(sys.platform != "linux", reason="the language is that of the environment")
@pytest.mark.errand(IN_CHINESE)
def test_it_passes_in_the_users_language(qapp: QApplication) -> None:
    spoken = "zh_CN" if QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese) else "en"
    done = IN_CHINESE.done()
    assert done.status == 0, done.output + done.errors
    assert f" the window speaks {spoken}\n" in done.output
    assert done.output.endswith("The self-test passed.\n")
