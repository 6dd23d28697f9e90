import subprocess
import sys

import pytest

from cnnstudio.gui import platform_check

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="checks Linux's own display servers")


@pytest.fixture
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


@linux_only
def test_without_a_display_one_line_says_what_to_do(no_display: None) -> None:
    done = subprocess.run([sys.executable, "-m", "cnnstudio"], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "QT_QPA_PLATFORM=offscreen" in done.stderr
    assert "cnnstudio train" in done.stderr


def test_offscreen_needs_no_display(no_display: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert platform_check.problem() == ""


def test_a_missing_library_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    message = "libEGL.so.1: cannot open shared object file: No such file or directory"

    class Broken:
        def find_spec(self, name: str, *_where: object) -> None:
            if name == "PySide6.QtGui":
                raise ImportError(message)

    monkeypatch.delitem(sys.modules, "PySide6.QtGui")
    monkeypatch.setattr("sys.meta_path", [Broken(), *sys.meta_path])
    assert platform_check.problem() == (
        "The system library libEGL.so.1 is missing. Install it: sudo apt install libegl1"
    )


@linux_only
def test_what_the_xcb_plugin_lacks_is_found_before_qt_aborts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    message = "libxcb-cursor.so.0: cannot open shared object file: No such file or directory"

    def refuse(path: str) -> None:
        assert path.endswith("libqxcb.so")
        raise OSError(message)

    monkeypatch.setattr("ctypes.CDLL", refuse)
    assert platform_check.problem() == (
        "The system library libxcb-cursor.so.0 is missing. Install it: sudo apt install libxcb-cursor0"
    )


def test_an_unknown_library_is_still_named() -> None:
    assert "libfoo.so.3" in platform_check._missing("libfoo.so.3: cannot open shared object file")
