"""The benchmarks by one command: ``python -m tests.benchmarks [NAME...] [--json FILE] [--any-load]``.

Without a name all of ``ALL`` run, each in a process of its own, so that no reading depends on the order. In the end one
table shows all figures, ratios first, each with its goal, its quartiles and how often it was read. ``--json`` writes
all single readings, in place of what the file held of the same benchmarks; README's table is made from it by
``python -m tests.benchmarks.table``. A reading beside other programs is thrown away, taken again, and in the end
refused. Status 0 when all was read and every goal is met; 1 when a goal is missed, or something could not be read; 2
for wrong usage. ``ink`` takes half an hour, and ``gpu`` needs a GPU: both are run by name only.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cnnstudio.errors import StudioError
from tests.benchmarks import machine, readings, shown
from tests.benchmarks.readings import Report
from tests.benchmarks.session import add_options
from tests.in_turn import run_each

ALL = (
    *(
        "all_at_once",
        "analysis",
        "checkpoints",
        "curves",
        "drawing",
        "editing",
        "first_paint",
        "idle_memory",
        "language_switch",
        "lessons",
        "model_browser",
    ),
    *("playground", "room_switch", "theme_switch", "training", "window_training"),
)
BY_NAME = ("gpu", "ink")


def run(name: str, file: Path, options: Sequence[str] = ()) -> int:
    """Run one benchmark in a process of its own, which writes its report into ``file``; returns its status."""
    command = [sys.executable, "-m", f"tests.benchmarks.{name}", "--json", str(file), *options]
    return subprocess.run(command, check=False).returncode


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks that are named, or all, and show one table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join((*ALL, *BY_NAME))}")
    add_options(parser)
    chosen = parser.parse_args(arguments)
    if unknown := [name for name in chosen.names if name not in (*ALL, *BY_NAME)]:
        parser.error(f"There is no benchmark called {unknown[0]}.")
    try:
        # Read before anything runs: hours later is too late to hear that the file is none.
        old = readings.load(chosen.json) if chosen.json is not None and chosen.json.exists() else ()
        return _run_all(tuple(dict.fromkeys(chosen.names)) or ALL, chosen, old)
    except StudioError as error:
        print(error, file=sys.stderr)
        return 1


def _run_all(names: Sequence[str], chosen: argparse.Namespace, old: Sequence[Report]) -> int:
    reports: list[Report] = []
    with tempfile.TemporaryDirectory() as folder:

        def run_one(name: str) -> int:
            file = Path(folder) / f"{name}.json"
            options = [f"--{option}" for option in ("any-load", "once") if getattr(chosen, option.replace("-", "_"))]
            status = run(name, file, options)
            report = _report(name, file, status)
            reports.append(report)
            if chosen.json is not None:
                readings.write(chosen.json, readings.renewed(old, reports))
            return 0 if report.is_good and not status else 1

        failed = run_each(names, run_one, lambda status: "a goal missed, or not read" if status else "done")
    print()
    print(shown.table(reports))
    print(f"A goal missed, or not read: {', '.join(failed)}." if failed else "All was read, and every goal is met.")
    return int(bool(failed))


def _report(name: str, file: Path, status: int) -> Report:
    """What a benchmark wrote, or that it wrote nothing."""
    if file.exists():
        return readings.load(file)[0]
    return Report(
        benchmark=name,
        machine=machine.this_machine(),
        date=readings.now(),
        failed=f"It ended with status {status} before anything was read.",
    )


if __name__ == "__main__":
    sys.exit(main())
