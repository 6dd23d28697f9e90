import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cnnstudio.gui import platform_check

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="checks Linux's own display servers")


@pytest.fixture
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


@linux_only
def test_without_a_display_one_line_says_what_to_do(no_display: None) -> None:
    done = subprocess.run([sys.executable, "-m", "cnnstudio"], capture_output=True, text=True, check=False, timeout=300)
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


# --- displays that are named and not there


def started(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program, in an environment of nothing but this; a core dump would land in ``folder``."""
    keep = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "CNNSTUDIO_HOME") if name in os.environ}
    command = f"ulimit -c unlimited; exec {sys.executable} -m cnnstudio"
    return subprocess.run(
        ["sh", "-c", command],
        env={**keep, "PYTHONPATH": str(Path(__file__).parents[2]), **environment},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )


def refused(done: subprocess.CompletedProcess[str], folder: Path) -> str:
    """The one line that was said."""
    assert done.returncode == 1, done.stderr
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith("cnnstudio: ")
    assert "cnnstudio train" in done.stderr
    assert not [file.name for file in folder.iterdir() if "core" in file.name]
    return done.stderr


@linux_only
@pytest.mark.parametrize("display", [":77", "nonsense", "localhost:23", ":77.3", "/nowhere:0", "\U0001f984:0"])
def test_an_x_display_that_is_not_there_is_one_line(tmp_path: Path, display: str) -> None:
    assert f"DISPLAY={display}" in refused(started(tmp_path, DISPLAY=display), tmp_path)


@linux_only
@pytest.mark.parametrize("kind", ["nothing", "dead", "a file", "absolute", "too long", "no runtime folder"])
def test_a_wayland_display_that_is_not_there_is_one_line(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "wayland-7"
    runtime = {"XDG_RUNTIME_DIR": str(tmp_path)}
    name = "wayland-7"
    match kind:
        case "dead":
            with socket.socket(socket.AF_UNIX) as left_behind:
                left_behind.bind(str(place))
        case "a file":
            place.write_bytes(b"")
        case "absolute":
            name = str(place)
        case "too long":
            name = "w" * 200
        case "no runtime folder":
            runtime = {}
    said = refused(started(tmp_path, WAYLAND_DISPLAY=name, **runtime), tmp_path)
    assert f"WAYLAND_DISPLAY={name}" in said
    said = refused(started(tmp_path, WAYLAND_DISPLAY=name, DISPLAY=":77", **runtime), tmp_path)
    assert f"WAYLAND_DISPLAY={name}" in said
    assert " DISPLAY=:77" in said


@linux_only
@pytest.mark.parametrize("platform", ["foo", " xcb", "foo;bar", "xcb", "wayland", "eglfs", "minimalegl", "WAYLAND-EGL"])
def test_a_platform_that_does_not_open_is_one_line(tmp_path: Path, platform: str) -> None:
    refused(started(tmp_path, QT_QPA_PLATFORM=platform), tmp_path)


@linux_only
@pytest.mark.parametrize(
    "platform", ["offscreen", "Offscreen", "minimal", "foo;offscreen", "xcb;offscreen", ";minimal"]
)
def test_a_platform_that_opens_is_let_through(tmp_path: Path, platform: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from cnnstudio.gui import platform_check; print(repr(platform_check.problem()))"],
        env={**os.environ, "QT_QPA_PLATFORM": platform, "DISPLAY": ":77"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == ("''\n", "")


@linux_only
@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"DISPLAY": ":77"},
        {"WAYLAND_DISPLAY": "wayland-77"},
        {"WAYLAND_DISPLAY": "wayland-77", "DISPLAY": ":77"},
        {"QT_QPA_PLATFORM": "offscreen"},
        {"QT_QPA_PLATFORM": "minimal", "DISPLAY": ":77"},
    ],
    ids=str,
)
def test_nothing_is_asked_where_nobody_would_see_it(
    no_display: None, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert not platform_check.shows_windows()


@pytest.fixture
def strange_server() -> Iterator[tuple[str, list[socket.socket]]]:
    """A server where an X server might be, which accepts and says nothing."""
    server = socket.socket()
    for number in range(20, 90):
        try:
            server.bind(("127.0.0.1", 6000 + number))
            break
        except OSError:
            continue
    server.listen()
    callers: list[socket.socket] = []

    def accept() -> None:
        try:
            while True:
                callers.append(server.accept()[0])
        except OSError:
            return

    threading.Thread(target=accept, daemon=True).start()
    yield f"127.0.0.1:{server.getsockname()[1] - 6000}", callers
    for caller in callers:
        caller.close()
    server.shutdown(socket.SHUT_RDWR)
    server.close()


@linux_only
def test_a_server_that_never_answers_is_not_waited_for(
    no_display: None, monkeypatch: pytest.MonkeyPatch, strange_server: tuple[str, list[socket.socket]]
) -> None:
    name, callers = strange_server
    monkeypatch.setenv("DISPLAY", name)
    monkeypatch.setattr(platform_check, "_PATIENCE_S", 0.3)
    assert f"DISPLAY={name}" in platform_check.problem()
    assert callers, "it was asked"


@linux_only
@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="no X server is installed")
def test_an_x_server_that_answers_is_let_through(
    no_display: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # Without "-noreset" the server begins anew when its last caller has gone, and the next one may fall into that.
    monkeypatch.setattr(platform_check, "_PATIENCE_S", 120.0)
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-nolisten", "tcp", "-noreset"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    try:
        os.close(writer)
        with os.fdopen(reader) as pipe:
            display = f":{pipe.readline().strip()}"
        monkeypatch.setenv("DISPLAY", display)
        assert platform_check.problem() == ""
        assert platform_check.shows_windows()
        # A compositor that has gone leaves its name behind: Qt then takes the X server.
        monkeypatch.setenv("WAYLAND_DISPLAY", str(tmp_path / "gone"))
        assert platform_check.problem() == ""
        monkeypatch.setenv("QT_QPA_PLATFORM", "wayland")
        assert "No Wayland display" in platform_check.problem()
    finally:
        server.terminate()
        server.wait()


@linux_only
def test_a_wayland_display_that_answers_is_let_through(
    no_display: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "w"))
        compositor.listen()
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
        monkeypatch.setenv("WAYLAND_DISPLAY", "w")
        assert platform_check._dead_wayland() == ""


@linux_only
def test_standard_error_is_as_it_was_after_asking(capfd: pytest.CaptureFixture[str]) -> None:
    with platform_check._caught_stderr() as said:
        os.write(2, b"No protocol specified\n\n")
    os.write(2, b"after\n")
    assert said == ["No protocol specified"]
    assert capfd.readouterr().err == "after\n"
