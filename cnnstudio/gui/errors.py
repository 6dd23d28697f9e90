"""Errors in the window: put into words, shown in the window's error strip, written to the log file.

``show_error(widget, error)`` is what a room calls. ``install()`` catches what nobody caught, on any thread: it is
logged there and shown from the GUI thread only.
"""

import platform
import sys
import threading
import traceback
from collections.abc import Hashable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot, qVersion
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget

from cnnstudio import __version__, error_log
from cnnstudio.errors import StudioError, readable
from cnnstudio.gui import language

# An attribute of an error that is in the log: whoever catches one logs it at once, whoever shows it does so later.
_LOGGED = "_cnnstudio_logged"


def log_file() -> Path:
    """Where unexpected errors are written."""
    return error_log.file()


def sentence(error: BaseException) -> str:
    """What happened and what to do, for the user."""
    if isinstance(error, StudioError):
        return readable(language.say(error.message))
    what = str(error).strip().splitlines()
    return QCoreApplication.translate(
        "errors",
        "Something went wrong that the program did not expect: {error}. You can go on; if it comes again, "
        "copy the details into a report.",
    ).format(error=readable(what[0]).rstrip(".") if what else type(error).__name__)


def details(error: BaseException) -> str:
    """The technical side, to be copied: versions and the traceback with all causes."""
    head = f"CNN Studio {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"
    return f"{head}\n\n{''.join(traceback.format_exception(error))}".rstrip()


def show_error(
    widget: QWidget | None, error: BaseException, *, about: Hashable = None, offer: QAction | None = None
) -> None:
    """Show an error in the window that ``widget`` belongs to; call it on the GUI thread.

    ``about`` names what it is told about: ``take_back`` takes it away once that is as it should be. ``offer`` is what
    can be done about it, a button beside the sentence.

    Unexpected errors (not ``StudioError``) are logged too. Without a window that has an error strip, the sentence goes
    to standard error.
    """
    if not isinstance(error, StudioError):
        log(error)
    windows = [widget.window()] if widget else []
    for window in [*windows, *QApplication.topLevelWidgets()]:
        strip = getattr(window, "error_strip", None)
        if strip is not None:
            strip.show_text(sentence(error), details(error), about=about, offer=offer)
            return
    print_line(sentence(error))


def print_line(text: str) -> None:
    """A sentence on standard error, for where there is no window; nothing where nobody reads it any more."""
    with suppress(OSError):
        print(f"cnnstudio: {text}", file=sys.stderr)


def take_back(about: Hashable) -> None:
    """What was told about this no longer holds: it is back, or nobody asks for it any more."""
    for window in QApplication.topLevelWidgets():
        strip = getattr(window, "error_strip", None)
        if strip is not None:
            strip.take_back(about)


def log(error: BaseException) -> None:
    """Append an error to the log file, once however often it is told of; never raises."""
    if _LOGGED in vars(error):
        return
    vars(error)[_LOGGED] = True
    with suppress(OSError):
        error_log.append(details(error))


class _Bridge(QObject):
    """Carries uncaught errors from any thread to the GUI thread."""

    raised = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._former = (sys.excepthook, threading.excepthook)
        self.raised.connect(self._show, Qt.ConnectionType.QueuedConnection)
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread

    def restore(self) -> None:
        """Put the former hooks back."""
        sys.excepthook, threading.excepthook = self._former

    def _uncaught(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        error = error or kind()
        sys.__excepthook__(kind, error, trace)
        log(error)
        self.raised.emit(error)

    def _uncaught_in_thread(self, arguments: threading.ExceptHookArgs) -> None:
        self._uncaught(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    @Slot(object)
    def _show(self, error: BaseException) -> None:
        show_error(QApplication.activeWindow(), error)


def install() -> _Bridge:
    """Catch what nobody caught, on every thread, until ``restore()``. Call it on the GUI thread."""
    return _Bridge()
