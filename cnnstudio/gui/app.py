"""Opens the window: what must be checked before, what is started after the first paint, how it ends."""

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from cnnstudio import crash_report, translations
from cnnstudio.gui import platform_check

if TYPE_CHECKING:
    from cnnstudio.errors import StudioError
    from cnnstudio.gui.main_window import MainWindow
    from cnnstudio.workspace.current import Workspace

SWITCH_S = 0.001


def main(
    attend: Callable[["MainWindow"], object] | None = None, *, safe_start: bool = False, speaking: str | None = None
) -> int:
    """Open the window and stay until it is closed; returns the exit status.

    Args:
        attend: is given the window before it is shown.
        safe_start: begin with the default settings; the user's own are kept in a file.
        speaking: the language that was asked for this time; None = the one that the user chose.
    """
    problem = platform_check.problem()
    if problem:
        # What was chosen in the window stands in settings that need Qt to be read.
        spoken = translations.users() if speaking is None else translations.load(speaking)
        print(f"cnnstudio: {spoken.say(problem)}", file=sys.stderr)
        return 1
    watch = crash_report.Watch()
    watch.begin()
    try:
        with _told_to_end():
            status, next_start = _run(attend, watch, safe_start, speaking)
    except Exception as error:
        watch.uncaught(error)
        watch.leave()
        raise
    except BaseException:
        watch.end()
        raise
    watch.end()
    if next_start is not None:
        next_start()
    from cnnstudio.gui.workers import threads

    if threads.stragglers():
        # A thread that hangs (in a download, in a library being loaded) would keep the process or abort it. Everything
        # that counts is on disk by now.
        for stream in (sys.stdout, sys.stderr):
            with suppress(AttributeError, OSError):  # there is none; its reader has gone
                stream.flush()
        os._exit(status)
    return status


def _run(
    attend: Callable[["MainWindow"], object] | None,
    watch: crash_report.Watch,
    safe_start: bool,
    speaking: str | None,
) -> tuple[int, Callable[[], None] | None]:
    """The window from its making to its end: exit status, and what starts the program anew, if that is wanted."""
    from PySide6.QtCore import QCoreApplication, Qt, QTimer
    from PySide6.QtWidgets import QApplication

    from cnnstudio import __version__, allocator
    from cnnstudio.errors import StorageError, StudioError
    from cnnstudio.gui import errors, language, settings, theme
    from cnnstudio.gui import safe_start as starting
    from cnnstudio.gui.garbage import Collector
    from cnnstudio.gui.main_window import MainWindow
    from cnnstudio.gui.studio import Studio
    from cnnstudio.gui.warm_up import warm_up
    from cnnstudio.gui.workers.generator_worker import GeneratorJob

    # How long the window's thread may have to wait for Python's lock while a worker computes in Python.
    sys.setswitchinterval(SWITCH_S)
    allocator.share_arenas()
    app = cast(QApplication, QApplication.instance() or QApplication(sys.argv[:1]))
    QCoreApplication.setApplicationName("cnnstudio")
    QCoreApplication.setApplicationVersion(__version__)
    QApplication.setApplicationDisplayName("CNN Studio")
    QApplication.setDesktopFileName("cnnstudio")
    bridge = errors.install()
    former = crash_report.former()
    by_itself = not safe_start and crash_report.fails_to_start()
    kept: list[Path] = []
    not_kept: StorageError | None = None
    if safe_start or by_itself:
        crash_report.forget_failed_starts()
        try:
            kept = starting.set_aside()
        except StorageError as error:
            not_kept = error
    theme.manager().set_mode(settings.get(settings.THEME))
    not_spoken: StudioError | None = None
    try:
        language.manager().choose(speaking or settings.get(settings.LANGUAGE))
    except StudioError as error:
        not_spoken = error

    workspace, problem = workspace_of_last_time()
    studio = Studio(workspace=workspace)
    window = MainWindow(studio, hold_rooms=True)
    if problem is not None:
        errors.show_error(window, problem)
    QApplication.setWindowIcon(theme.program_icon())
    notices = starting.Notices(window)
    if not_kept is not None:
        errors.show_error(window, not_kept)
    if not_spoken is not None:
        window.show_unspoken(not_spoken)
    if safe_start or by_itself:
        notices.tell_safe(kept, by_itself=by_itself)
    elif former is not None:
        notices.tell_end(former)
    collector = Collector(studio)
    window.closing.connect(watch.ending)
    # Whoever is killed after this was asked to end.
    app.commitDataRequest.connect(lambda _manager: watch.ending())
    loader = GeneratorJob(window, name="warm-up")
    # Even without a library the rooms open: each then says itself what is missing.
    for over in (loader.finished, loader.failed):
        over.connect(window.release_rooms)
        over.connect(lambda: QTimer.singleShot(0, watch.ready))

    def after_first_paint() -> None:
        # Loads psutil now: once torch's libraries are being loaded, loading another one here would wait for them.
        window.status_line.refresh()
        loader.start(warm_up)

    # Through the event loop, so that what was painted reaches the screen first.
    window.firstPaint.connect(lambda: QTimer.singleShot(0, after_first_paint))
    # Not by Qt's own "last window closed": a window that was hidden while its workers ended does not count there.
    QApplication.setQuitOnLastWindowClosed(False)
    window.closed.connect(app.exit, Qt.ConnectionType.QueuedConnection)
    if attend:
        attend(window)
    elif not settings.get(settings.WELCOMED) and not (safe_start or by_itself):
        window.open_welcome()
    with _signals(window.close_without_asking):
        window.show()
        status = app.exec()
        # However the event loop was left, nothing is lost.
        window.close_without_asking()
    collector.end()
    studio.shut_down()
    loader.shut_down(300)
    bridge.restore()
    return status, notices.next_start


@contextmanager
def _told_to_end() -> Iterator[None]:
    """A request to terminate ends the program in order before there is a window that could be closed."""

    def leave(number: int, _frame: object) -> None:
        sys.exit(128 + number)

    former = _handlers()
    for number in former:
        signal.signal(number, leave)
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _handlers() -> dict[signal.Signals, Any]:
    """What is done now at each signal that asks the program to end."""
    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    handlers = {number: signal.getsignal(number) for number in (signal.Signals[name] for name in names)}
    # Whoever started it so (nohup) wants it to stay when the terminal is closed.
    return {number: handler for number, handler in handlers.items() if handler is not signal.SIG_IGN}


def workspace_of_last_time() -> "tuple[Workspace, StudioError | None]":
    """What a restart brings back, and why it does not where it cannot be read: the file is then set aside."""
    from cnnstudio.errors import StudioError
    from cnnstudio.gui import settings
    from cnnstudio.networks import catalogue
    from cnnstudio.networks.reference import CatalogueNetwork
    from cnnstudio.weights import library
    from cnnstudio.workspace import restart
    from cnnstudio.workspace.current import Current, Workspace

    problem: StudioError | None = None
    try:
        workspace = restart.load()
        if workspace is not None:
            return workspace, None
    except StudioError as error:
        problem = error
        try:
            aside = restart.set_aside()
            problem = StudioError("{error} It was set aside as {aside}.", error=error, aside=aside)
        except StudioError as refused:
            problem = refused
    # The first version of the program kept the network alone, with the settings.
    name = settings.get(settings.NETWORK)
    if name not in {spec.name for spec in catalogue.specs()}:
        name = settings.NETWORK.default
    network = CatalogueNetwork(name)
    current = Current(network=network, weights=library.usual(network))
    return Workspace(room=settings.get(settings.ROOM)).changed_to(current), problem


@contextmanager
def _signals(close: Callable[[], object]) -> Iterator[None]:
    """Ctrl+C in the terminal and a request to terminate close the window cleanly; the second time they end it hard.

    Python runs signal handlers between byte codes only, and Qt's loop has none: a socket wakes it up.
    """
    from PySide6.QtCore import QSocketNotifier

    reader, writer = socket.socketpair()
    reader.setblocking(False)
    writer.setblocking(False)
    notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: reader.recv(1))
    former_wakeup = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    former = _handlers()

    def ask(number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        close()

    for number in former:
        signal.signal(number, ask)
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(former_wakeup)
        notifier.setEnabled(False)
        reader.close()
        writer.close()
