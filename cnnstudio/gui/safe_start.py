"""What the window says of a window before it that ended badly, and the start with the defaults that it offers."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication

from cnnstudio import paths
from cnnstudio.crash_report import BadEnd
from cnnstudio.errors import StudioError
from cnnstudio.gui import errors, labels, settings
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.widgets.notice_strip import Offer

SWITCH = "--safe-start"


def set_aside() -> list[Path]:
    """Put the settings and what a restart restores under other names; returns those, for the user to know.

    Raises:
        StorageError: if a file cannot be renamed.
    """
    from cnnstudio.workspace import restart

    return [kept for kept in (settings.set_aside(), restart.set_aside()) if kept is not None]


def bring_back(kept: list[Path]) -> None:
    """Undo ``set_aside``, once no window of this process remembers anything any more.

    Raises:
        StorageError: if a file cannot be renamed.
    """
    from cnnstudio.workspace import restart

    for file in kept:
        if file.parent == paths.config_dir():
            settings.bring_back(file)
        else:
            restart.bring_back(file)


def command(*, safe: bool) -> list[str]:
    """What starts the program anew, with the defaults or as usual."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "cnnstudio"]
    return [*program, SWITCH] if safe else program


class Notices(QObject):
    """Shows at most one notice in a window that has just started.

    Attributes:
        next_start: what is to be done when the window has closed, where the user wants to start anew.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.next_start: Callable[[], None] | None = None
        self._window = window
        self._end: BadEnd | None = None
        self._kept: list[Path] = []

    def tell_end(self, end: BadEnd) -> None:
        """Say that the window before ended badly."""
        self._end = end
        again = Offer(
            "safe-start",
            self.tr("Safe start"),
            self.tr("Close this window and start with the default settings; yours are kept in a file."),
            self._start_safely,
        )
        if end.report is None:
            self._window.notice.show_notice(
                self.tr(
                    "CNN Studio did not end by itself the last time: it was killed, or the computer went off. "
                    "What was saved is here."
                ),
                again,
            )
            return
        self._window.notice.show_notice(
            self.tr("CNN Studio crashed the last time. What was saved is here; a report says where it happened."),
            Offer("copy", self.tr("Copy report"), str(end.report), self._copy),
            Offer("folder", self.tr("Show in folder"), str(end.report.parent), self._show_folder),
            again,
        )

    def tell_safe(self, kept: list[Path], *, by_itself: bool) -> None:
        """Say that this window started with the defaults, and where the former settings are."""
        self._kept = kept
        text = (
            self.tr("CNN Studio crashed twice while it started, so it started with the default settings.")
            if by_itself
            else self.tr("Started with the default settings.")
        )
        offers = []
        if kept:
            where = self.tr("Yours are kept in {files}.").format(files=labels.all_of(map(str, kept)))
            text = labels.in_turn([text, where])
            tip = self.tr("Close this window and start with them.")
            offers.append(Offer("bring-back", self.tr("Bring them back"), tip, self._bring_back))
        self._window.notice.show_notice(text, *offers)

    @Slot()
    def _copy(self) -> None:
        assert self._end is not None
        QGuiApplication.clipboard().setText(self._end.text)
        self._window.studio.statusMessage.emit(self.tr("The report is on the clipboard."))

    @Slot()
    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths.log_dir())))

    @Slot()
    def _start_safely(self) -> None:
        self._close_for(partial(start_anew, safe=True))

    @Slot()
    def _bring_back(self) -> None:
        self._close_for(partial(_start_with, list(self._kept)))

    def _close_for(self, start: Callable[[], None]) -> None:
        self.next_start = start
        if not self._window.close():  # the user goes on with what is going on
            self.next_start = None


def start_anew(*, safe: bool) -> None:
    """Start the program as a process of its own."""
    program, *arguments = command(safe=safe)
    if not QProcess.startDetached(program, arguments):
        text = QCoreApplication.translate("safe_start", "The program could not be started anew. Start it yourself.")
        errors.print_line(text)


def _start_with(kept: list[Path]) -> None:
    try:
        bring_back(kept)
    except StudioError as error:
        errors.print_line(errors.sentence(error))
    start_anew(safe=False)
