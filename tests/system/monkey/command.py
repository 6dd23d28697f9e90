"""``python -m tests.system monkey``: starts the runs, tells what came of them, shrinks what killed one."""

import argparse
import importlib
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cnnstudio.gui.rooms import ROOMS
from cnnstudio.gui.warm_up import LIBRARIES
from tests.benchmarks.first_paint import virtual_display
from tests.system.monkey import child, expected, plants
from tests.system.monkey.child import Json, Plan

LONG = 20_000
SHORT, SHORT_AGAIN, SHORT_PLANTED = 140, 60, 80
ENOUGH_FOR_PLANTS = 5_000
ENOUGH = 20  # times that everything is hit in a long run
_STUCK_S = 120.0  # without a new event
_START_S = 180.0
_SCREEN = {"name": "screen", "width": 3840, "height": 2160, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}


@dataclass(slots=True)
class Outcome:
    """What came of one child.

    Attributes:
        failures: kind, where, text and event of each.
        events: how many were performed.
        result: what the child wrote itself; empty after a crash.
    """

    failures: list[Json] = field(default_factory=list)
    events: int = 0
    result: Json = field(default_factory=dict)

    @property
    def where(self) -> str:
        return self.failures[0]["where"] if self.failures else ""


def make_samples(folder: Path, *, exported: bool = False) -> Path:
    """Make the sample files in a process of its own, since that loads still more; returns their folder."""
    place = folder / "samples"
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            from tests.system.monkey import samples

            os.environ["CNNSTUDIO_HOME"] = str(folder / "home")
            samples.make(place, exported=exported)
            status = 0
        finally:
            sys.stderr.flush()
            os._exit(status)
    if os.waitpid(pid, 0)[1]:
        raise SystemExit("monkey: the sample files could not be made")
    return place


class Runner:
    """Starts children by forking: what takes seconds to import is imported once.

    Args:
        folder: where each run gets its own folder.
        environment: of the children: the screen.
    """

    def __init__(self, folder: Path, environment: dict[str, str], *, full: bool) -> None:
        self._folder = folder
        self._environment = environment
        self._count = 0
        # In the order of the program's own warm-up; then what the rooms would load when they are opened.
        for name in (*LIBRARIES, "torchvision", *(room.module for room in ROOMS if room.exists)):
            importlib.import_module(name)
        self.samples = make_samples(folder, exported=full)  # in a process that has all of that, too
        expected.dialogs()  # parsed once

    def run(self, seed: str, events: int, *, replay: Sequence[Json] = (), **options: Any) -> tuple[Outcome, Path]:
        """Run one child to its end."""
        self._count += 1
        place = self._folder / f"run-{self._count}"
        place.mkdir()
        plan = Plan(seed=seed, events=events, place=place, samples=self.samples, replay=tuple(replay), **options)
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            status = 4
            try:
                status = child.run(plan, self._environment)
            except BaseException:
                import traceback

                traceback.print_exc()
            finally:
                os._exit(status)
        return _outcome(place, *wait(pid, place)), place


def wait(pid: int, place: Path) -> tuple[int, bool]:
    """Wait for a child; its wait status, and whether it was ended because it was stuck."""
    record = place / child.RECORD
    size, changed, began = -1, time.monotonic(), time.monotonic()
    while True:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return status, False
        now = record.stat().st_size if record.exists() else -1
        if now != size:
            size, changed = now, time.monotonic()
        if time.monotonic() - changed > (_STUCK_S if size > 0 else _START_S) and time.monotonic() - began > _STUCK_S:
            os.kill(pid, signal.SIGABRT)  # faulthandler writes all stacks
            return os.waitpid(pid, 0)[1], True
        time.sleep(0.02)


def _outcome(place: Path, status: int, stuck: bool) -> Outcome:
    record, result_file = place / child.RECORD, place / child.RESULT
    events = len(_events(record)) if record.exists() else 0
    output = (place / child.OUTPUT).read_text(encoding="utf-8", errors="replace") if record.exists() else ""
    if result_file.exists():
        result = json.loads(result_file.read_text(encoding="utf-8"))
        outcome = Outcome(result["failures"], events, result)
    else:
        outcome = Outcome(events=events)
    if stuck or os.WIFSIGNALED(status) or os.WEXITSTATUS(status) not in (0, 3):
        kind = "stuck" if stuck else "crash"
        name = (
            signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else f"status {os.WEXITSTATUS(status)}"
        )
        where = f"{kind} {name} {_crash_place(output)}"
        outcome.failures.insert(0, {"kind": kind, "where": where, "text": output[-6000:], "event": events - 1})
    return outcome


def _crash_place(output: str) -> str:
    """The innermost line of the program in faulthandler's stack of the thread that crashed."""
    _, _, stack = output.rpartition("Current thread")
    for line in stack.splitlines():
        if "cnnstudio" in line and "/tests/" not in line:
            return line.strip().rpartition("/")[2]
    return next((line.strip() for line in stack.splitlines() if line.strip().startswith("File")), "")


def _events(record: Path) -> list[Json]:
    events = []
    for line in record.read_text(encoding="utf-8").splitlines():
        try:
            events.append(json.loads(line))
        except ValueError:  # the last line of a crash
            break
    return events


# --- shrinking


def shrink(runner: Runner, seed: str, events: Sequence[Json], where: str, patience_s: float) -> list[Json]:
    """The fewest events that are known to give the same failure: first the last ones alone, then without parts of them.

    Delta debugging (Zeller and Hildebrandt, 2002), until nothing can be left out or ``patience_s`` are over.
    """
    end = time.monotonic() + patience_s
    kind = where.split()[0]

    def fails(some: Sequence[Json]) -> bool:
        outcome, place = runner.run(seed, len(some), replay=some)
        shutil.rmtree(place, ignore_errors=True)
        same = {failure["where"] for failure in outcome.failures}
        return where in same or (kind == "crash" and any(other.startswith(where[:20]) for other in same))

    rest = list(events)
    for count in (5, 20, 60, 200, 600, 2000):
        if count >= len(rest) or time.monotonic() > end:
            break
        if fails(rest[-count:]):
            rest = rest[-count:]
            break
    parts = 2
    while len(rest) >= 2 and time.monotonic() < end:
        size = -(-len(rest) // parts)
        for start in range(0, len(rest), size):
            less = rest[:start] + rest[start + size :]
            if time.monotonic() > end:
                break
            if less and fails(less):
                rest, parts = less, max(parts - 1, 2)
                break
        else:
            if parts >= len(rest):
                break
            parts = min(parts * 2, len(rest))
    return rest


# --- telling


def table(hits: dict[str, dict[str, int]]) -> str:
    """What was hit, by category, the rarest first."""
    lines = []
    for what, counts in hits.items():
        if not counts:
            continue
        lines.append(f"{what}: {len(counts)} kinds, {sum(counts.values()):,} hits")
        for name, count in sorted(counts.items(), key=lambda item: (item[1], item[0])):
            lines.append(f"  {count:6,}  {name}")
    return "\n".join(lines)


def rare(hits: dict[str, dict[str, int]]) -> list[str]:
    """What a long run should have hit more often."""
    return [
        f"{what} {name} ({count})"
        for what in ("room", "dialog", "menu", "action", "splitter", "drop")
        for name, count in hits.get(what, {}).items()
        if count < ENOUGH and name != "action-window-quit" and not name.startswith(expected.QTS_OWN)
    ]


def _line(seed: str, outcome: Outcome) -> str:
    result = outcome.result
    grown = ", ".join(f"{name} {value:+.2f}" for name, value in result.get("grown", {}).items())
    verdict = "ok" if not outcome.failures else f"FAILED: {outcome.where} (event {outcome.failures[0]['event']})"
    return (
        f"seed {seed}: {outcome.events} events, {result.get('seconds', 0)} s, {result.get('skipped', 0)} skipped, "
        f"longest {result.get('longest_s', 0):.2f} s{', grown ' + grown if grown else ''}: {verdict}"
    )


def _seeds(text: str) -> list[str]:
    first, dash, last = text.partition("-")
    if dash and first.isdigit() and last.isdigit():
        return [str(seed) for seed in range(int(first), int(last) + 1)]
    return text.split(",")


@contextmanager
def screen(kind: str, folder: Path) -> Iterator[dict[str, str]]:
    """The environment of the children: no screen, or an X server (the one that is there, else a virtual one)."""
    if kind == "offscreen":
        file = folder / "screen.json"
        file.write_text(json.dumps({"screens": [{"x": 0, "y": 0, **_SCREEN}]}), encoding="utf-8")
        yield {"QT_QPA_PLATFORM": f"offscreen:configfile={file}"}
    elif os.environ.get("DISPLAY"):
        yield {"QT_QPA_PLATFORM": "xcb"}
    else:
        with virtual_display() as display:
            if display is None:
                raise SystemExit("monkey: there is no X server and no Xvfb")
            yield {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display}


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.system monkey", description=__doc__)
    parser.add_argument("--seed", "--seeds", default="1", help="3, or 1-50, or 4,9,12")
    parser.add_argument(
        "--events", type=int, help=f"{LONG:,}, or {ENOUGH_FOR_PLANTS:,} in which all hidden faults must be found"
    )
    parser.add_argument("--screen", choices=("offscreen", "x11"), default="offscreen")
    parser.add_argument("--replay", type=Path, help="a recorded list of events instead of chosen ones")
    parser.add_argument("--short", action="store_true", help="what the test run does: a few short runs")
    parser.add_argument("--plant", action="store_true", help="hide ten faults; all must be found")
    parser.add_argument("--go-on", action="store_true", help="go on after a failure")
    parser.add_argument("--known", action="append", default=[], help="part of a known failure's text: not told")
    parser.add_argument("--shrink-s", type=float, default=300.0, help="seconds to shrink a failure; 0 = not at all")
    parser.add_argument("--keep", type=Path, help="a folder for records, output and results of all runs")
    options = parser.parse_args(list(argv))
    if options.events is None:
        options.events = ENOUGH_FOR_PLANTS if options.plant else LONG
    return options


def main(argv: Sequence[str]) -> int:
    """Run the seeds; status 1 if one failed or, in a long run, something was hit too rarely."""
    options = _options(argv)
    with (
        tempfile.TemporaryDirectory(prefix="cnnstudio-monkey-") as temporary,
        screen(options.screen, Path(temporary)) as environment,
    ):
        runner = Runner(Path(temporary), environment, full=options.events >= 1_000)
        if options.short:
            print(json.dumps(_short(runner)), flush=True)
            return 0
        failed = [seed for seed in _seeds(options.seed) if not _run_seed(runner, seed, options)]
    print(f"Failed: {', '.join(failed)}." if failed else "No seed failed.", flush=True)
    return int(bool(failed))


def _short(runner: Runner) -> Json:
    """Two seeds; the first one again, by its seed and by its record; one with hidden faults: what came of each."""
    told: Json = {}
    plans = {
        "first": ("1", SHORT, False), "second": ("2", SHORT, False), "again": ("1", SHORT_AGAIN, False),
        "replayed": ("1", SHORT_AGAIN, False), "planted": ("3", SHORT_PLANTED, True),
    }  # fmt: skip
    for name, (seed, events, plant) in plans.items():
        replay = told["first"]["record"][:events] if name == "replayed" else ()
        outcome, place = runner.run(seed, events, replay=replay, plant=plant)
        told[name] = {**outcome.result, "failures": outcome.failures, "record": _events(place / child.RECORD)}
    return told


def _run_seed(runner: Runner, seed: str, options: argparse.Namespace) -> bool:
    replay = _events(options.replay) if options.replay else ()
    events = len(replay) or options.events
    outcome, place = runner.run(
        seed, events, replay=replay, plant=options.plant, go_on=options.go_on, known=tuple(options.known)
    )
    print(_line(seed, outcome), flush=True)
    if options.keep:
        kept = options.keep / f"seed-{seed}"
        kept.mkdir(parents=True, exist_ok=True)
        for name in (child.RECORD, child.RESULT, child.OUTPUT):
            if (place / name).exists():
                shutil.copy2(place / name, kept / name)
    good = not outcome.failures
    if options.plant:
        return _tell_plants(outcome)
    for failure in outcome.failures:
        print(f"--- {failure['kind']} at event {failure['event']}: {failure['where']}\n{failure['text']}", flush=True)
    recorded = _events(place / child.RECORD)
    shutil.rmtree(place, ignore_errors=True)
    if outcome.failures and outcome.failures[0]["kind"] != "growth" and options.shrink_s > 0:
        upto = recorded[: outcome.failures[0]["event"] + 1]
        shrunk = shrink(runner, seed, upto, outcome.where, options.shrink_s)
        print(f"shrunk to {len(shrunk)} of {len(upto)} events (seed {seed}):")
        print("\n".join(json.dumps(event, ensure_ascii=False) for event in shrunk), flush=True)
    if events >= LONG and good:
        print(table(outcome.result["hits"]))
        too_rare = rare(outcome.result["hits"])
        print(f"Hit fewer than {ENOUGH} times: {', '.join(too_rare) or 'nothing'}.")
        good = not too_rare
    return good


def _tell_plants(outcome: Outcome) -> bool:
    planted: dict[str, bool] = outcome.result.get("planted", {})
    told = " ".join(failure["text"] for failure in outcome.failures)
    found = {name: hit and f"planted: {name}." in told for name, hit in planted.items()}
    for name, hit in found.items():
        print(f"  {'found ' if hit else 'MISSED'}  {name}")
    others = [failure for failure in outcome.failures if "planted: " not in failure["text"]]
    for failure in others:
        print(f"--- not planted: {failure['where']}\n{failure['text']}")
    print(f"{sum(found.values())} of {len(found)} planted faults found.")
    return len(found) == len(plants.PLACES) and all(found.values()) and not others
