"""What Qt needs from the machine, checked before Qt would abort the process over it."""

import ctypes
import importlib.util
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cnnstudio.files import systems
from cnnstudio.messages import Message, in_turn

# Debian and Ubuntu packages of the system libraries that Qt's Linux wheels need but do not bring.
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}


# Qt's platforms that need nothing of the machine.
_WITHOUT_SCREEN = ("offscreen", "minimal")
_EVERYWHERE = (*_WITHOUT_SCREEN, "vnc")
_ELSE = Message("QT_QPA_PLATFORM=offscreen runs without a display; cnnstudio train works on the command line.")
# A display that takes longer to answer is called dead: Qt would wait for it for minutes, without a window.
_PATIENCE_S = 10.0


def problem() -> str:
    """Why the window cannot open, in one line that says what to do; "" when nothing speaks against it."""
    linux = sys.platform.startswith("linux")
    platforms = _platforms()
    if linux and not platforms:
        return Message(
            "There is no display to open the window on. Set QT_QPA_PLATFORM=offscreen to run it without one, "
            "or train from the command line: cnnstudio train"
        )
    try:
        import PySide6.QtGui
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        return _missing(str(error))
    if not linux:
        return ""
    reasons = []
    for platform in platforms:
        reason = _refusal(platform)
        if not reason:
            return ""
        reasons.append(reason)
    return reasons[0] if len(reasons) == 1 else in_turn(dict.fromkeys(reasons))


def shows_windows() -> bool:
    """Whether a window that is opened now would open, and on a screen: a question there would be seen."""
    platforms = _platforms()
    return not (platforms and platforms[0] in _WITHOUT_SCREEN) and not problem()


def _platforms() -> list[str]:
    """The platforms that Qt tries here, in its order, by their names in small letters."""
    chosen = [one.split(":")[0].lower() for one in os.environ.get("QT_QPA_PLATFORM", "").split(";") if one]
    if chosen:
        return chosen
    wayland = bool(os.environ.get("WAYLAND_DISPLAY")) or os.environ.get("XDG_SESSION_TYPE") == "wayland"
    named = bool(os.environ.get("WAYLAND_DISPLAY")) or bool(os.environ.get("DISPLAY"))
    # Where both are offered xcb is the fallback.
    return [*(["wayland"] if wayland else []), "xcb"] if named else []


def _refusal(platform: str) -> str:
    """Why this platform will not do, as a sentence; "" if it will."""
    if platform in _EVERYWHERE:
        return ""
    if platform == "xcb":
        return _missing(_load_error("libqxcb.so")) or _dead_x()
    if platform.split("-")[0] == "wayland":
        return _dead_wayland() or _missing(_load_error("libqwayland.so"))
    return _failed_trial(platform)


def _dead_x() -> str:
    """Asks the X server by the library that Qt itself asks it by, which knows its addresses and its keys."""
    name = os.environ.get("DISPLAY", "")
    if not name:
        return Message("There is no X server to open the window on: DISPLAY is not set. {what_else}", what_else=_ELSE)
    connected: list[bool] = []

    def ask() -> None:
        try:
            xcb = ctypes.CDLL("libxcb.so.1")
        except OSError:  # Qt's plug-in was loaded, so it has one of its own
            connected.append(True)
            return
        xcb.xcb_connect.restype = ctypes.c_void_p
        xcb.xcb_connect.argtypes = (ctypes.c_char_p, ctypes.c_void_p)
        xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = (ctypes.c_void_p,)
        connection = xcb.xcb_connect(None, None)
        connected.append(not xcb.xcb_connection_has_error(connection))
        xcb.xcb_disconnect(connection)

    with _caught_stderr() as said:
        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(_PATIENCE_S)
    if connected == [True]:
        return ""
    why = _because(said[0]) if said else ""
    return Message(
        "No X server answers at DISPLAY={name}{why}. Set DISPLAY to one that is there. {what_else}",
        name=name,
        why=why,
        what_else=_ELSE,
    )


def _dead_wayland() -> str:
    """Connects to the socket, as Wayland's own library does."""
    if "WAYLAND_SOCKET" in os.environ:
        return ""  # a connection that was handed over
    name = os.environ.get("WAYLAND_DISPLAY") or "wayland-0"
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    try:
        if not folder and not Path(name).is_absolute():
            raise OSError("XDG_RUNTIME_DIR is not set")
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(_PATIENCE_S)
            connection.connect(str(Path(folder) / name))
    except (OSError, ValueError) as error:
        why = systems(error) if isinstance(error, OSError) else str(error)
        return Message(
            "No Wayland display answers at WAYLAND_DISPLAY={name}{why}. Set it to one that is there. {what_else}",
            name=name,
            why=_because(why),
            what_else=_ELSE,
        )
    return ""


def _failed_trial(platform: str) -> str:
    """Lets a child process open a platform of which nothing is known here: a failure aborts the process."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.dup2(writer, 1)
            os.dup2(writer, 2)
            _leave_no_core()
            signal.alarm(int(_PATIENCE_S))
            from PySide6.QtGui import QGuiApplication

            os.environ["QT_QPA_PLATFORM"] = next(
                one for one in os.environ["QT_QPA_PLATFORM"].split(";") if one.split(":")[0].lower() == platform
            )
            opened = QGuiApplication([])
            os._exit(0 if opened.primaryScreen() is not None else 1)
        finally:
            os._exit(1)
    os.close(writer)
    said = _lines_of(reader)
    _, status = os.waitpid(child, 0)
    if status == 0:
        return ""
    return Message(
        "Qt cannot open its platform {platform}{why}, which QT_QPA_PLATFORM asks for. Unset it. {what_else}",
        platform=platform,
        why=_because(said[0]) if said else "",
        what_else=_ELSE,
    )


def _because(reason: str) -> Message:
    """What a library or the system said of it, behind what it is about."""
    return Message(" ({reason})", reason=reason.rstrip("."))


def _leave_no_core() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextmanager
def _caught_stderr() -> Iterator[list[str]]:
    """The lines that libraries print to standard error inside the block; there after it."""
    said: list[str] = []
    if sys.stderr is not None:
        sys.stderr.flush()
    try:
        former = os.dup(2)
    except OSError:  # started without one
        yield said
        return
    reader, writer = os.pipe()
    os.dup2(writer, 2)
    os.close(writer)
    try:
        yield said
    finally:
        os.dup2(former, 2)
        os.close(former)
        said += _lines_of(reader)


def _lines_of(pipe: int) -> list[str]:
    with os.fdopen(pipe, "rb") as stream:
        return [line.strip() for line in stream.read().decode(errors="replace").splitlines() if line.strip()]


def _load_error(plugin: str) -> str:
    """What the dynamic loader says about a platform plug-in; "" when it loads or is not there to be tried."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        return ""
    file = Path(spec.submodule_search_locations[0]) / "Qt" / "plugins" / "platforms" / plugin
    if not file.exists():
        return ""
    try:
        ctypes.CDLL(str(file))
    except OSError as error:
        return str(error)
    return ""


def _missing(message: str) -> str:
    if not message:
        return ""
    library = message.split(":")[0].strip()
    package = PACKAGES.get(library)
    if package:
        return Message(
            "The system library {library} is missing. Install it: sudo apt install {package}",
            library=library,
            package=package,
        )
    return Message("Qt could not be loaded: {message}", message=message)
