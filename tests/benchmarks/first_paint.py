"""From process start to the window's first paint: ``python -m tests.benchmarks.first_paint [--runs 7]``.

The clock starts in the parent right before the process is created and stops when the main window has been painted for
the first time; the second figure is when its first room stands, after torch and pyqtgraph have been loaded behind the
window. Goal: first paint under 0.5 s. Both without a display and on a virtual X server where there is one.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

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


def main() -> int:
    """Print the table; 1 when the goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    missed = False
    with tempfile.TemporaryDirectory() as home, virtual_display() as display:
        plain = {name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "DISPLAY")}
        plain["CNNSTUDIO_HOME"] = home
        cases = [("offscreen", {**plain, "QT_QPA_PLATFORM": "offscreen"})]
        if display:
            cases.append(("Xvfb", {**plain, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}))
        print(f"{'':<10} {'first paint':>24} {'first room':>24}   (median, least .. most of {runs} starts)")
        for name, environment in cases:
            start(environment)  # fills the disk cache
            starts = [start(environment) for _ in range(runs)]
            paints = [one.first_paint_s for one in starts]
            room = [one.room_s for one in starts]
            print(f"{name:<10} {_row(paints)} {_row(room)}")
            missed |= statistics.median(paints) > GOAL_S
            if any(one.loaded_before_paint for one in starts):
                print(f"{name}: {starts[0].loaded_before_paint} was loaded before the first paint")
                missed = True
    return int(missed)


def _row(times: list[float]) -> str:
    return f"{statistics.median(times):>6.2f} s, {min(times):.2f} .. {max(times):.2f} s"


if __name__ == "__main__":
    sys.exit(main())
