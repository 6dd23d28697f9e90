"""Pictures of every page in light and dark: ``python -m tests.screenshots OUT [--only TEXT] [--size WxH]``.

``--scale 2`` draws as on a dense screen, ``--language zh_CN`` in another language.

A scene is a name and a function that brings the window into a state (``wait_until`` waits for what takes time). The
shell's own scenes stand below; each room keeps its own in ``tests/gui/<room>/scenes.py`` as a list ``SCENES``.
"""

import argparse
import atexit
import importlib
import os
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cnnstudio import translations

if TYPE_CHECKING:
    from cnnstudio.gui.main_window import MainWindow

Scene = tuple[str, "Callable[[MainWindow], None]"]

MNIST = Path(__file__).resolve().parents[2] / "shared" / "data" / "mnist"


def wait_until(condition: Callable[[], object], timeout_s: float = 60.0) -> None:
    """Run the event loop until the condition holds.

    Raises:
        TimeoutError: if it does not in time.
    """
    from PySide6.QtWidgets import QApplication

    end = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {timeout_s:.0f} s in vain")
        QApplication.processEvents()
        time.sleep(0.005)


def settle(seconds: float = 0.3) -> None:
    """Run the event loop for a while, so that layouts, motions and delayed drawing come to rest."""
    end = time.monotonic() + seconds
    wait_until(lambda: time.monotonic() > end)


def _help(window: "MainWindow") -> None:
    window.open_help()


def _error(window: "MainWindow") -> None:
    from cnnstudio.datasets.idx import read_images
    from cnnstudio.errors import DatasetError
    from cnnstudio.gui.errors import show_error

    window.open_help()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "train-images-idx3-ubyte.gz"
        file.write_bytes(b"cut short")
        try:
            read_images(file)
        except DatasetError as error:
            show_error(window, error)


def _room(name: str) -> "Callable[[MainWindow], None]":
    def show(window: "MainWindow") -> None:
        window.open_room(name)
        settle(0.5)
        wait_until(lambda: not window.studio.progress.text)

    return show


SCENES: list[Scene] = [
    *((f"{name}-idle", _room(name)) for name in ("models", "playground", "train", "draw", "learn")),
    ("help", _help),
    ("welcome", lambda window: window.open_welcome()),
    ("error", _error),
]


def scenes() -> list[Scene]:
    """The shell's scenes and those of all rooms."""
    found = list(SCENES)
    for file in sorted((Path(__file__).parent / "gui").glob("*/scenes.py")):
        found += importlib.import_module(f"tests.gui.{file.parent.name}.scenes").SCENES
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pictures; 1 when a scene failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", default="", help="scenes whose name contains this")
    parser.add_argument("--scale", default="1")
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--language", default="en", choices=translations.codes(), metavar="CODE")
    options = parser.parse_args(arguments)
    width, height = (int(number) for number in options.size.split("x"))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = options.scale
    options.out.mkdir(parents=True, exist_ok=True)

    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    from cnnstudio.gui import language, theme
    from cnnstudio.gui.main_window import MainWindow
    from cnnstudio.gui.studio import Studio

    app = QApplication.instance() or QApplication(["screenshots"])
    # Until the end of the process: the theme keeps its check marks and arrows in a home's cache.
    homes = Path(tempfile.mkdtemp(prefix="cnnstudio-screenshots-"))
    atexit.register(shutil.rmtree, homes, ignore_errors=True)
    failed = 0
    for name, bring in scenes():
        if options.only not in name:
            continue
        os.environ["CNNSTUDIO_HOME"] = str(homes / name)
        theme.manager().set_mode("light")
        language.manager().choose(options.language)
        studio = Studio()
        window = MainWindow(studio)
        window.resize(width, height)
        window.show()
        try:
            bring(window)
            for mode in ("light", "dark"):
                theme.manager().set_mode(mode)
                settle()
                file = options.out / f"{name}-{mode}.png"
                if not window.grab().save(str(file)):
                    raise OSError(f"{file} could not be written")
                print(file)
        except Exception:
            failed += 1
            print(f"scene {name} failed:\n{traceback.format_exc()}", file=sys.stderr)
        window.close_without_asking()
        window.deleteLater()
        # Outside an event loop nothing is deleted unasked; a window that stays is styled anew with each that follows.
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
