"""The benchmarks by one command: ``python -m tests.benchmarks [NAME...]``.

Without a name all of ``ALL`` run, each in a process of its own, so that no reading depends on the order. Each prints
its own figures. Status 1 when one ends otherwise than with 0: a goal is missed, or it could not be read; 2 for wrong
usage. ``ink`` takes half an hour and is run by name only.
"""

import subprocess
import sys
from collections.abc import Sequence

from tests.in_turn import run_each

ALL = (
    *("analysis", "checkpoints", "drawing", "editing", "first_paint", "model_browser", "playground"),
    *("room_switch", "theme_switch", "training", "window_training"),
)
BY_NAME = ("ink",)
_USAGE = f"usage: python -m tests.benchmarks [{' | '.join((*ALL, *BY_NAME))}]..."


def run(name: str) -> int:
    """Run one benchmark in a process of its own; returns its status."""
    return subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"], check=False).returncode


def main(names: Sequence[str]) -> int:
    """Run the benchmarks that are named, or all."""
    if "-h" in names or "--help" in names:
        print(_USAGE)
        return 0
    if unknown := [name for name in names if name not in (*ALL, *BY_NAME)]:
        print(f"There is no benchmark called {unknown[0]}.\n{_USAGE}", file=sys.stderr)
        return 2
    failed = run_each(names or ALL, run, lambda status: f"status {status}")
    print(f"A goal missed, or not read: {', '.join(failed)}." if failed else "All benchmarks done.")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
