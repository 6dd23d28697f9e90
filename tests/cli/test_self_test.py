"""The self-test's own process: its status, and that it leaves the user's files alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


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


def test_the_whole_program_passes_and_the_users_files_are_left_alone(studio_home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cnnstudio", "--self-test"],
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    assert "50 steps on the built-in digits" in done.stdout
    assert done.stdout.endswith("The self-test passed.\n")
    assert not list(studio_home.rglob("*"))
