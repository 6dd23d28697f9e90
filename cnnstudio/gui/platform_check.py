"""What Qt needs from the machine, checked before Qt would abort the process over it."""

import ctypes
import importlib.util
import os
import sys
from pathlib import Path

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


def problem() -> str:
    """Why the window cannot open, in one line that says what to do; "" when nothing speaks against it."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if sys.platform.startswith("linux") and not platform:
        if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            return (
                "There is no display to open the window on. Set QT_QPA_PLATFORM=offscreen to run it without one, "
                "or train from the command line: cnnstudio train"
            )
    try:
        import PySide6.QtGui
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        return _missing(str(error))
    if sys.platform.startswith("linux") and (platform or _default_platform()).split(":")[0] == "xcb":
        return _missing(_load_error("libqxcb.so"))
    return ""


def _default_platform() -> str:
    # Qt takes Wayland where both are offered and its plug-in loads; then xcb is only the fallback.
    return "" if os.environ.get("WAYLAND_DISPLAY") else "xcb"


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
        return f"The system library {library} is missing. Install it: sudo apt install {package}"
    return f"Qt could not be loaded: {message}"
