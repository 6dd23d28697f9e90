"""Fuzzing: valid files of every kind that the program opens, changed by their structure, in a process of their own.

``python -m tests.system fuzz [LOADER...] [--seconds 300] [--seed N]`` gives each loader that time. Only a result or a
``StudioError`` whose text is a sentence may come out of one; beyond that each input has a bound on the processor's time
and on memory, must print nothing, leave no file open and not move the program's random numbers. Printed for each: how
many inputs, how much of the loader's code they reached, the most memory one took. In the full time at least 85 % of a
loader's lines must be reached: what is not reached is not tested. What fails is kept in a folder with its seed and
number, and is opened again by ``--replay FOLDER`` (or ``LOADER --seed N --only NUMBER``). ``--plant`` puts faults into
the loaders' own functions and sees that they are found.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psutil

from tests.system.fuzz import lines
from tests.system.fuzz.child import BEAT, _lay_out, chance_of
from tests.system.fuzz.loaders import LOADERS, Loader, Plant
from tests.system.fuzz.records import Records

_ROOT = Path(__file__).resolve().parents[3]
_WALL = 20.0  # times the processor's time, on a busy machine; and for what waits without working
_MOST_FAULTS = 25
ALL_INPUTS = 10**9
FULL_S = 300.0
"""For each loader in the long form."""

LEAST_SHARE = 0.85
"""Of a loader's lines, in the full time."""


@dataclass
class Outcome:
    """What fuzzing one loader gave."""

    loader: str
    inputs: int = 0
    loaded: int = 0
    refused: int = 0
    seconds: float = 0.0
    covered: int = 0
    of_lines: int = 0
    uncovered: dict[str, list[int]] = field(default_factory=dict)
    peak: int = 0
    base: int = 0
    slowest: float = 0.0
    faults: list[tuple[int, str]] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Of the loader's lines, those that were run."""
        return self.covered / max(self.of_lines, 1)

    def shortfall(self, seconds: float, inputs: int) -> str:
        """In words, where too little of the loader's code was reached in the full time and without a bound; or ""."""
        if self.share >= LEAST_SHARE or seconds < FULL_S or inputs < ALL_INPUTS:
            return ""
        lines_of = "; ".join(f"{module}: {missing}" for module, missing in self.uncovered.items() if missing)
        return f"{self.share:.1%} of the lines were reached where {LEAST_SHARE:.0%} must be; not reached: {lines_of}"

    def row(self) -> str:
        """One line of the table."""
        loader = LOADERS[self.loader]
        return (
            f"{self.loader:12} {self.inputs:8,} {self.loaded:8,} {self.refused:8,} {self.seconds:7.0f} s "
            f"{self.share:6.1%} {self.slowest:6.2f} / {loader.seconds:2.0f} s "
            f"{self.peak:5,} / {loader.megabytes:5,} MB above {self.base:4,} MB  {len(self.faults)} faults"
        )


HEADING = (
    f"{'loader':12} {'inputs':>8} {'loaded':>8} {'refused':>8} {'time':>9} {'lines':>6} {'slowest / bound':>15} "
    "most memory / bound above what importing takes"
)


def fuzz(
    loader: Loader,
    out: Path,
    *,
    seed: int = 1,
    first: int = 0,
    inputs: int = ALL_INPUTS,
    seconds: float = 10**9,
    most_seconds: float | None = None,
    plant: Plant | None = None,
    until_found: bool = False,
) -> Outcome:
    """Open changed files with one loader until the time or the number is spent, over as many processes as it takes.

    Args:
        loader: which.
        out: a folder for what is found.
        seed: of all inputs.
        first: number of the first.
        inputs: number behind the last.
        seconds: in all.
        most_seconds: of the processor for one input, in place of the loader's own.
        plant: a fault to put in.
        until_found: end with the first fault.
    """
    outcome = Outcome(loader.name)
    place = out / loader.name
    shutil.rmtree(place, ignore_errors=True)
    records = Records(place / "found.jsonl", outcome)
    start = time.monotonic()
    number = first
    alive = True
    while alive and number < inputs and time.monotonic() - start < seconds and len(outcome.faults) < _MOST_FAULTS:
        command = [
            *(sys.executable, "-m", "tests.system.fuzz.process", str(out), loader.name),
            *("--seed", str(seed), "--first", str(number), "--inputs", str(inputs)),
            *("--seconds", str(seconds - (time.monotonic() - start))),
        ]
        if most_seconds is not None:
            command += ["--most-seconds", str(most_seconds)]
        if plant is not None:
            command += ["--plant", f"{plant.kind}@{plant.place}@{plant.every}"]
        died = _watch(command, place, records, most_seconds or loader.seconds, until_found)
        if not died:
            break
        at, why = died
        if at is not None:
            outcome.faults.append((at, why))
            number = at + 1
        else:
            outcome.faults.append((number, f"the process ended before its first input: {why}"))
            alive = False
    outcome.seconds = time.monotonic() - start
    _count_lines(loader, records)
    for at, why in outcome.faults[:_MOST_FAULTS] if alive else []:
        kept = place / f"fault-{seed}-{at}"
        _lay_out(kept, loader.changed(chance_of(seed, loader.name, at)))
        (place / f"fault-{seed}-{at}.txt").write_text(f"{why}\n\nAgain: python -m tests.system fuzz --replay {kept}\n")
    return outcome


def fuzz_together(
    out: Path, loaders: Sequence[Loader], *, inputs: int, seed: int = 1, seconds: float = 900
) -> list[Outcome]:
    """A few inputs of each loader in one process, which imports everything once.

    Raises:
        subprocess.TimeoutExpired: if one hung.
    """
    command = [sys.executable, "-m", "tests.system.fuzz.process", str(out), *(loader.name for loader in loaders)]
    command += ["--seed", str(seed), "--inputs", str(inputs)]
    done = subprocess.run(
        command, cwd=_ROOT, env=_environment(), capture_output=True, text=True, check=False, timeout=seconds
    )
    outcomes = []
    for loader in loaders:
        outcome = Outcome(loader.name)
        records = Records(out / loader.name / "found.jsonl", outcome)
        records.read()
        _count_lines(loader, records)
        if done.returncode and outcome.inputs < inputs:
            outcome.faults.append((outcome.inputs, f"the process ended with status {done.returncode}\n{done.stderr}"))
        outcomes.append(outcome)
    return outcomes


def _count_lines(loader: Loader, records: Records) -> None:
    outcome = records.outcome
    for name, module in loader.imported().items():
        wanted = lines.of_functions(module, loader.modules[name], loader.beyond.get(name, ()))
        run = records.lines.get(str(module.__file__), set())
        outcome.of_lines += len(wanted)
        outcome.covered += len(wanted & run)
        outcome.uncovered[name] = sorted(wanted - run)


def _watch(
    command: Sequence[str], place: Path, records: Records, most_seconds: float, until_found: bool
) -> tuple[int | None, str] | None:
    """Follow one process to its end; where it died or was killed: at which input (None: before any), and why."""
    log = place.with_suffix(".log")
    place.mkdir(parents=True, exist_ok=True)
    (place / "beat").unlink(missing_ok=True)
    with log.open("ab") as errors:
        process = subprocess.Popen(command, cwd=_ROOT, env=_environment(), stdout=errors, stderr=errors)
    try:
        watched = psutil.Process(process.pid)
        last, used = None, 0.0
        while process.poll() is None:
            time.sleep(0.05)
            records.read()
            beat = _beat(place)
            if beat is None:
                continue
            if until_found and records.outcome.faults:
                process.kill()
                process.wait()
                return None
            try:
                times = watched.cpu_times()
            except psutil.NoSuchProcess:
                continue
            if beat[:2] != last:
                last, used = beat[:2], times.user + times.system
            worked, waited = times.user + times.system - used, time.monotonic() - beat[2]
            if worked > 2 * most_seconds + 2 or waited > _WALL * most_seconds + 20:
                process.send_signal(signal.SIGUSR1)
                time.sleep(0.3)
                process.kill()
                process.wait()
                trace = (place / "trace").read_text(errors="replace")[-4000:]
                return beat[0], f"it was killed after {worked:.0f} s of work, {waited:.0f} s in all\n{trace}"
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    records.read()
    if process.returncode == 0:
        return None
    beat = _beat(place)
    trace = (place / "trace").read_text(errors="replace")[-4000:] if (place / "trace").exists() else ""
    why = f"the process ended with status {process.returncode}\n{trace}\n{log.read_text(errors='replace')[-3000:]}"
    return (beat[0] if beat else None), why


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(_ROOT), "OMP_NUM_THREADS": "1", "QT_QPA_PLATFORM": "offscreen"}


def _beat(place: Path) -> tuple[int, int, float] | None:
    try:
        content = (place / "beat").read_bytes()
    except FileNotFoundError:
        return None
    if len(content) != BEAT.size:
        return None
    number, count, start = BEAT.unpack(content)
    return number, count, start


def planted(loader: Loader, fault: Plant, out: Path, *, seed: int = 1, inputs: int = 400) -> bool:
    """Whether a fault that was put into the loader's functions is found."""
    found = fuzz(
        loader, out / "planted", seed=seed, inputs=inputs, seconds=90, most_seconds=2, plant=fault, until_found=True
    )
    return bool(found.faults)


def main(argv: Sequence[str]) -> int:
    """Run as the arguments say; status 1 where something was found (with ``--plant``: where something was not)."""
    parser = argparse.ArgumentParser(prog="python -m tests.system fuzz", description=__doc__)
    parser.add_argument("loaders", nargs="*", metavar="LOADER", help=f"of {', '.join(LOADERS)}; all if none is named")
    parser.add_argument("--seconds", type=float, default=FULL_S, help="for each loader")
    parser.add_argument("--inputs", type=int, default=ALL_INPUTS, help="at most so many for each loader")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, metavar="NUMBER", help="one input alone")
    parser.add_argument("--replay", type=Path, metavar="FOLDER", help="open a kept input again")
    parser.add_argument("--plant", action="store_true", help="put faults in, and see that they are found")
    parser.add_argument("--out", type=Path, help="a folder for what is found")
    parser.add_argument("--together", action="store_true", help="all in one process; prints what came of each as JSON")
    parser.add_argument("--uncovered", action="store_true", help="print the lines that no input reached")
    options = parser.parse_args(list(argv))
    unknown = [name for name in options.loaders if name not in LOADERS]
    if unknown:
        parser.error(f"there is no loader {unknown[0]}; choose of {', '.join(LOADERS)}")
    chosen = [LOADERS[name] for name in options.loaders or LOADERS]
    out = options.out or Path(tempfile.mkdtemp(prefix="cnnstudio-fuzz-"))
    out.mkdir(parents=True, exist_ok=True)
    if options.replay is not None:
        return _replay(options.replay, out)
    if options.together:
        outcomes = fuzz_together(out, chosen, inputs=options.inputs, seed=options.seed)
        print(json.dumps([asdict(outcome) for outcome in outcomes]), flush=True)
        return int(any(outcome.faults for outcome in outcomes))
    print(f"seed {options.seed}; what is found goes into {out}", flush=True)
    if options.plant:
        return _plant_all(chosen, out, options.seed)
    print(HEADING, flush=True)
    failed = False
    for loader in chosen:
        first, last = (0, options.inputs) if options.only is None else (options.only, options.only + 1)
        outcome = fuzz(loader, out, seed=options.seed, first=first, inputs=last, seconds=options.seconds)
        with (out / "results.txt").open("a") as results:
            results.write(outcome.row() + "\n")
        print(outcome.row(), flush=True)
        for number, why in outcome.faults[:5]:
            print(f"  input {number} of seed {options.seed}: {why}", flush=True)
        if options.uncovered:
            for module, missing in outcome.uncovered.items():
                print(f"  not reached in {module}: {missing}", flush=True)
        shortfall = outcome.shortfall(options.seconds, last)
        if shortfall:
            print(f"  {shortfall}", flush=True)
        failed |= bool(outcome.faults or shortfall)
    return int(failed)


def _plant_all(chosen: Sequence[Loader], out: Path, seed: int) -> int:
    missed = 0
    for loader in chosen:
        for fault in loader.plants:
            found = planted(loader, fault, out, seed=seed)
            missed += not found
            print(
                f"{loader.name:12} {fault.kind:9} in {fault.place:50} {'found' if found else 'NOT FOUND'}", flush=True
            )
    return int(missed > 0)


def _replay(folder: Path, out: Path) -> int:
    loader = folder.resolve().parent.name
    outcome = Outcome(loader)
    place = out / "replayed" / loader
    shutil.rmtree(place, ignore_errors=True)
    records = Records(place / "found.jsonl", outcome)
    command = [sys.executable, "-m", "tests.system.fuzz.process", str(out / "replayed"), loader]
    command += ["--replay", str(folder.resolve())]
    died = _watch(command, place, records, LOADERS[loader].seconds, False)
    for _, why in [*outcome.faults, *([died] if died else [])]:
        print(why)
    print(f"{outcome.loaded} loaded, {outcome.refused} refused, {len(outcome.faults) + bool(died)} faults")
    return int(bool(outcome.faults or died))
