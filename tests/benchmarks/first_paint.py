"""From process start to the window's first paint: ``python -m tests.benchmarks.first_paint``.

The clock starts in the parent right before the process is created and stops when the main window has been painted for
the first time; the second figure is when its first room stands, after torch and pyqtgraph have been loaded behind the
window. Goal: first paint under 0.5 s. Both without a display and on a virtual X server where there is one.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tests.benchmarks import session, window
from tests.benchmarks.readings import Figure, at_most
from tests.benchmarks.session import Round, Rule, Session

GOAL_S = 0.5

_CHILD = """
import sys, time
from cnnstudio.gui import main_window

class Timed(main_window.MainWindow):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.firstPaint.connect(self._report_paint)

    def _report_paint(self):
        heavy = sorted({"torch", "numpy", "pyqtgraph"} & set(sys.modules))
        print(time.time(), ",".join(heavy), sep="|", flush=True)

    def open_welcome(self):
        pass  # the first room is measured

    def release_rooms(self):
        super().release_rooms()
        print(time.time(), flush=True)
        self.close()

main_window.MainWindow = Timed
from cnnstudio.cli import main
sys.exit(main([]))
"""


@dataclass(frozen=True, slots=True)
class Start:
    """One start of the program, in seconds since the process was created."""

    first_paint_s: float
    room_s: float
    loaded_before_paint: str  # names of heavy libraries, or ""


def start(environment: dict[str, str]) -> Start:
    """Start the program once, wait for its first room, close it."""
    created = time.time()
    done = subprocess.run(
        [sys.executable, "-c", _CHILD], env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    first, second = done.stdout.splitlines()
    painted, _, loaded = first.partition("|")
    return Start(float(painted) - created, float(second) - created, loaded)


@contextmanager
def virtual_display() -> Iterator[str]:
    """A virtual X server of our own; yields its display name, or "" where there is no Xvfb."""
    if shutil.which("Xvfb") is None:
        yield ""
        return
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as stream:
            yield f":{stream.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def main(arguments: Sequence[str] | None = None) -> int:
    """Read both figures on each platform."""
    return session.run("first_paint", __doc__, measure, arguments)


def measure(taken: Session, chosen: argparse.Namespace) -> None:
    """Read both figures on each platform."""
    with window.home() as home, virtual_display() as display:
        plain = {name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "DISPLAY")}
        plain["CNNSTUDIO_HOME"] = str(home)
        cases = [("without a display", {**plain, "QT_QPA_PLATFORM": "offscreen"})]
        if display:
            cases.append(("X server", {**plain, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}))
        for name, environment in cases:
            loaded: set[str] = set()

            def take(environment: dict[str, str] = environment, loaded: set[str] = loaded) -> Round:
                one = start(environment)
                loaded.update(filter(None, one.loaded_before_paint.split(",")))
                return {"paint": one.first_paint_s, "room": one.room_s}

            # The first start fills the disk's cache.
            taken.measure(
                {
                    "paint": Figure(what="process start to first paint", of=name, unit="s", goal=at_most(GOAL_S)),
                    "room": Figure(what="process start to the first room, libraries loaded", of=name, unit="s"),
                },
                take,
                rule=Rule(7, 15),
            )
            heavy = "torch, numpy and pyqtgraph loaded before the first paint"
            taken.note(Figure(what=heavy, of=name, unit="of 3", goal=at_most(0), timed=False), len(loaded))


if __name__ == "__main__":
    sys.exit(main())
