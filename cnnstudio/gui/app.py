"""Opens the window: what must be checked before, what is started after the first paint, how it ends."""

import os
import sys

from cnnstudio.gui import platform_check

_SWITCH_S = 0.001


def main() -> int:
    """Open the window and stay until it is closed; returns the exit status."""
    problem = platform_check.problem()
    if problem:
        print(f"cnnstudio: {problem}", file=sys.stderr)
        return 1
    status = _run()
    from cnnstudio.gui.workers import threads

    if threads.stragglers():
        # A thread that hangs (in a download, in a library being loaded) would keep the process or abort it. Everything
        # that counts is on disk by now.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    return status


def _run() -> int:
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtWidgets import QApplication

    from cnnstudio import __version__
    from cnnstudio.errors import UnknownNameError
    from cnnstudio.gui import errors, settings, theme
    from cnnstudio.gui.main_window import MainWindow
    from cnnstudio.gui.studio import Studio
    from cnnstudio.gui.warm_up import warm_up
    from cnnstudio.gui.workers.generator_worker import GeneratorJob
    from cnnstudio.networks import catalogue

    # How long the window's thread may have to wait for Python's lock while a worker computes in Python.
    sys.setswitchinterval(_SWITCH_S)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    QCoreApplication.setApplicationName("cnnstudio")
    QCoreApplication.setApplicationVersion(__version__)
    app.setApplicationDisplayName("CNN Studio")
    app.setDesktopFileName("cnnstudio")
    bridge = errors.install()
    theme.manager().set_mode(settings.get(settings.THEME))

    network = settings.get(settings.NETWORK)
    try:
        catalogue.get(network)
    except UnknownNameError:
        network = settings.NETWORK.default
    studio = Studio(network=network)
    window = MainWindow(studio, hold_rooms=True)
    app.setWindowIcon(theme.program_icon())
    loader = GeneratorJob(window, name="warm-up")
    loader.finished.connect(window.release_rooms)
    # Even without a library the rooms open: each then says itself what is missing.
    loader.failed.connect(window.release_rooms)
    window.firstPaint.connect(lambda: loader.start(warm_up))
    window.show()
    status = app.exec()
    loader.shut_down(2_000)
    del bridge
    return status
