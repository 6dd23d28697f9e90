"""Plans the kills, lets the program go on after each, and compares."""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cnnstudio.training.runs import list_runs
from cnnstudio.weights import format
from tests.system.kill import programs
from tests.system.kill.compare import differences
from tests.system.kill.deeds import RUNS
from tests.system.kill.tripwire import Call

Json = dict[str, Any]
_MOST_ATTEMPTS = 6


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that is done whole, or killed and gone on with.

    Attributes:
        name: of ``deeds.DEEDS``.
        options: for it.
        moments: so many times more random moments than of others, where Qt writes the file: its calls are not Python's.
    """

    name: str
    options: tuple[tuple[str, str], ...] = ()
    moments: int = 1

    def __str__(self) -> str:
        return " ".join((self.name, *(value for _, value in self.options)))


DEEDS = (
    *(Deed("train", (("run", run),)) for run in RUNS),
    *(Deed("keep"), Deed("keep weights"), Deed("save state"), Deed("remember")),
    Deed("change settings", moments=20),
)


@dataclass(frozen=True, slots=True)
class Kill:
    """Where a deed is killed: at a file call, or at a share of the time that it takes undisturbed."""

    number: int | None = None
    place: str = ""
    moment: float | None = None

    def __str__(self) -> str:
        return f"call {self.number}, {self.place}" if self.moment is None else f"after {self.moment:.3f} of its time"


@dataclass(slots=True)
class Tally:
    """What came of it."""

    kills: int = 0  # that struck before the deed was done
    equal: int = 0  # deeds that were killed and came to the same end
    faults: list[str] = field(default_factory=list)


class Nursery:
    """The process that forks the children."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.system.kill.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "OMP_NUM_THREADS": "1", "QT_QPA_PLATFORM": "offscreen"},
        )
        self._read()

    def perform(self, deed: Deed, folder: Path, kill: Kill | None = None, *, takes_s: float = 0.0) -> Json:
        """Let a child do it, in this folder; what the child told."""
        request = {"deed": deed.name, "options": dict(deed.options), "folder": str(folder)}
        if kill is not None and kill.moment is not None:
            request["after_s"] = kill.moment * takes_s
        elif kill is not None:
            request |= {"number": kill.number, "place": kill.place}
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):  # it has ended, which reading tells
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        return self._read()

    def close(self) -> None:
        """End the process."""
        self._process.communicate(timeout=60)

    def _read(self) -> Json:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the nursery has ended with {self._process.wait()}")
        answer: Json = json.loads(line)
        return answer


class Trial:
    """One deed: done once undisturbed, then killed as often as is asked for."""

    def __init__(self, nursery: Nursery, deed: Deed, place: Path) -> None:
        self.deed = deed
        self._nursery = nursery
        self._place = place
        self._whole = place / "whole"
        self._whole.mkdir(parents=True)
        done = nursery.perform(deed, self._whole)
        if done["status"]:
            raise RuntimeError(f"{deed} does not even work undisturbed: {done['error']}")
        self.calls = [Call(*call) for call in done["calls"]]
        self.takes_s: float = done["seconds"]

    def every_call(self) -> list[Kill]:
        """A kill at every file call, in every place of it."""
        return [Kill(number, place) for number, call in enumerate(self.calls) for place in call.places]

    def strike(self, kills: list[Kill], tally: Tally) -> None:
        """Kill it with one of these after another, as far as it comes, let it end, and compare."""
        folder = self._place / "killed"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        promised: dict[str, int] = {}
        title, struck = f"{self.deed}, {'; then '.join(map(str, kills))}", 0
        for kill in (*kills, *[None] * _MOST_ATTEMPTS):
            done = self._nursery.perform(self.deed, folder, kill, takes_s=self.takes_s)
            wrong = self._broken_promise(promised, done["acks"])
            if wrong is None and done["killed"]:
                struck += 1
                wrong = _unreadable(folder)
            if wrong is None and not done["killed"] and done["status"]:
                wrong = done["error"]
            if wrong is not None:
                tally.faults.append(f"{title}: {wrong}")
                return
            if not done["killed"]:
                break
        tally.kills += struck
        found = differences(self._whole, folder)
        if found:
            tally.faults.append(f"{title}: {'; '.join(found)}")
        elif struck:
            tally.equal += 1

    @staticmethod
    def _broken_promise(promised: dict[str, int], acks: list[tuple[str, int]]) -> str | None:
        """What was promised before and is not there now; takes the new promises down."""
        seen = set()
        for what, number in acks:
            if what not in seen and number < promised.get(what, 0):
                return f"{what} {promised[what]} was promised, and {what} {number} is there"
            seen.add(what)
            promised[what] = number
        return None


def _unreadable(folder: Path) -> str | None:
    """What a window would stumble over that is opened now."""
    for run in list_runs(folder):
        if run.state not in ("stopped", "finished"):
            return f"the run is shown as {run.state}: {run.message}"
    for file in folder.rglob("*.safetensors"):
        format.read(file)
    return None


@contextmanager
def _working_place(keep: bool) -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="cnnstudio-kill-"))
    try:
        yield place
    finally:
        if not keep:
            shutil.rmtree(place, ignore_errors=True)


def run(*, seed: int, count: int, calls: int | None, number_of_programs: int, tell: bool = True) -> Tally:
    """Kill at ``count`` random moments, at ``calls`` file calls (None: at every one) and ``number_of_programs`` times
    the program itself.

    Returns:
        how many kills there were, and what went wrong.
    """
    luck, total = random.Random(seed), Tally()
    with _working_place(False) as place:
        nursery = Nursery()
        try:
            trials = [Trial(nursery, deed, place / str(index)) for index, deed in enumerate(DEEDS)]
            plans: list[tuple[str, Trial, list[list[Kill]]]] = []
            for index, trial in enumerate(trials):
                moments = [
                    # Struck again while it goes on, every third time.
                    [Kill(moment=luck.random()) for _ in range(1 + (luck.random() < 1 / 3))]
                    for _ in range(len(range(index, count, len(trials))) * trial.deed.moments)
                ]
                every = [[kill] for kill in trial.every_call()]
                chosen = every if calls is None else luck.sample(every, min(len(every), -(-calls // len(trials))))
                # Where it goes on after a first kill it makes other calls than at its beginning.
                again = [[luck.choice(every)[0], *kill] for kill in luck.sample(chosen, len(chosen) // 5)]
                plans += [("moments", trial, moments), ("file calls", trial, chosen), ("twice", trial, again)]
            for name, trial, plan in plans:
                began, tally = time.monotonic(), Tally()
                for kills in plan:
                    trial.strike(kills, tally)
                _add(total, tally)
                if tell:
                    _print(f"{trial.deed}, {name}", len(plan), tally, time.monotonic() - began, trial)
        finally:
            nursery.close()
        if number_of_programs:
            began, tally = time.monotonic(), Tally()
            programs.run(place / "programs", luck, number_of_programs, tally)
            _add(total, tally)
            if tell:
                _print("the program itself, moments", number_of_programs, tally, time.monotonic() - began)
    return total


def _add(total: Tally, tally: Tally) -> None:
    total.kills += tally.kills
    total.equal += tally.equal
    total.faults += tally.faults


def _print(name: str, planned: int, tally: Tally, seconds: float, trial: Trial | None = None) -> None:
    calls = f" of {len(trial.calls)} file calls" if trial is not None and name.endswith("file calls") else ""
    print(
        f"{name}: {planned} planned{calls}, {tally.kills} kills struck, {tally.equal} ends equal to the bit, "
        f"{len(tally.faults)} faults, {seconds:.0f} s",
        flush=True,
    )
    for fault in tally.faults[:20]:
        print(f"  FAULT {fault}", flush=True)


def main(argv: list[str]) -> int:
    """The long form; status 0 if every deed that was killed came to the same end."""
    parser = argparse.ArgumentParser(prog="python -m tests.system kill", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="chooses the moments (default: 1)")
    parser.add_argument("--count", type=int, default=50, help="kills at random moments (default: 50)")
    parser.add_argument("--calls", type=int, default=None, help="kills at file calls (default: at every one)")
    parser.add_argument("--programs", type=int, default=10, help="kills of the real program (default: 10)")
    options = parser.parse_args(argv)
    if os.name == "nt":
        print("Windows cannot fork, and has no SIGKILL.")
        return 0
    total = run(seed=options.seed, count=options.count, calls=options.calls, number_of_programs=options.programs)
    print(f"{total.kills} kills struck; {total.equal} of {total.equal + len(total.faults)} ends equal to the bit.")
    return 1 if total.faults else 0
