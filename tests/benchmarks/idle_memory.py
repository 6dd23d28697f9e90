"""What the window takes at rest beyond its libraries: ``python -m tests.benchmarks.idle_memory``.

One process opens the program's window and rests, its first room shown, for some seconds; another does nothing but
import the same libraries: those packages, and those parts of Qt, that the window has loaded by then. Both tell the
memory that they hold (RSS), on the platform without a display. Goal: at most 80 MB more.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence

from tests.benchmarks import session
from tests.benchmarks.readings import Figure, at_most
from tests.benchmarks.session import Session
from tests.benchmarks.window import home

GOAL_MB = 80.0
ROUNDS = 5

_WINDOW = """
import sys, psutil
from cnnstudio.gui import main_window
from PySide6.QtCore import QTimer

class Resting(main_window.MainWindow):
    def release_rooms(self):
        super().release_rooms()
        QTimer.singleShot(REST_MS, self._report)

    def _report(self):
        print(psutil.Process().memory_info().rss, *sys.modules, flush=True)
        self.close_without_asking()

main_window.MainWindow = Resting
from cnnstudio.cli import main
sys.exit(main([]))
"""
_IMPORTS = """
import sys, importlib, psutil
for name in sys.argv[1:]:
    importlib.import_module(name)
print(psutil.Process().memory_info().rss, flush=True)
"""
_MB = 2**20


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the memory of both."""

    def options(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--rest-s", type=float, default=8.0, help="seconds after the first room was shown")

    return session.run("idle_memory", __doc__, measure, arguments, options)


def measure(taken: Session, chosen: argparse.Namespace) -> None:
    """Read the memory of both."""
    with home():
        windows, imports = [], []
        for _ in range(1 if taken.once else ROUNDS):
            window, libraries = window_at_rest(chosen.rest_s)
            windows.append(window)
            imports.append(of_imports(libraries))
    more = [window - bare for window, bare in zip(windows, imports, strict=True)]
    what = "memory of the window at rest"
    beyond = Figure(what=f"{what}, beyond its libraries", unit="MB", goal=at_most(GOAL_MB), timed=False)
    taken.note(beyond, *more)
    taken.note(Figure(what=what, unit="MB", timed=False), *windows)
    taken.note(Figure(what="memory of a bare import of the same libraries", unit="MB", timed=False), *imports)


def window_at_rest(rest_s: float) -> tuple[float, list[str]]:
    """MB that the window holds, and the libraries it has loaded."""
    told = _told_by(_WINDOW.replace("REST_MS", str(round(1000 * rest_s)))).split()
    return int(told[0]) / _MB, libraries_of(told[1:])


def of_imports(libraries: Sequence[str]) -> float:
    """MB that a process holds which imports these libraries and nothing else."""
    return int(_told_by(_IMPORTS, *libraries)) / _MB


def libraries_of(modules: Sequence[str]) -> list[str]:
    """The packages among loaded modules that are neither Python's own nor the program's, and the parts of Qt.

    ``["torch.nn", "torch", "os", "cnnstudio.cli", "PySide6", "PySide6.QtGui"]`` -> ``PySide6.QtGui``, ``torch``.
    """
    own = {*sys.stdlib_module_names, "cnnstudio", "tests"}
    packages = {name for name in modules if "." not in name and not name.startswith("_") and name not in own}
    parts = {name for name in modules if name.startswith("PySide6.Qt") and name.count(".") == 1}
    return sorted((packages & _installed()) - {"PySide6"} | parts)


def _installed() -> set[str]:
    """Top-level packages that were installed, as against what other packages put into ``sys.modules`` by hand."""
    from importlib import metadata

    return set(metadata.packages_distributions())


def _told_by(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], env=os.environ, capture_output=True, text=True, check=True
    )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
