"""What other programs take of the processor's cores: a reading beside them is worth nothing.

All that the cores did, as the system counts it, less what this process and those it has started did: so short-lived
programs count too, and what a virtual machine's host took away. A busy program that a benchmark starts by itself, to be
measured beside it, is its own.
"""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import psutil

from cnnstudio.errors import StudioError

BOUND_CORES = 0.1
"""Other programs may take so much, on average over a reading: a desktop at rest takes less."""

_GRAIN_S = 0.04
"""What two ways of counting may differ by: the system counts whole ticks of 10 ms, on each core."""
_LOOK_S = 0.5
_PATIENCE_S = 60.0
_BUSY = ("user", "nice", "system", "irq", "softirq", "steal")


class OtherLoadError(StudioError):
    """A reading was taken beside other programs."""


@dataclass(frozen=True, slots=True)
class Program:
    """Another process. Its name may change while it runs, as the system's own workers' names do."""

    number: int
    started: float
    name: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Count:
    """Processor seconds so far.

    Attributes:
        at: the clock on the wall.
        all: of all cores, whoever used them.
        own: of this process and those it started.
        others: of each other process.
    """

    at: float
    all: float
    own: float
    others: Mapping[Program, float]


@dataclass(frozen=True, slots=True)
class Load:
    """What other programs did between two counts.

    Attributes:
        cores: how many cores they kept busy, on average.
        seconds: between the counts.
        names: those that did most, first, each with the number of its process.
    """

    cores: float
    seconds: float
    names: tuple[str, ...]

    @property
    def is_too_much(self) -> bool:
        """Whether a reading taken meanwhile is worth nothing."""
        return self.cores * self.seconds > BOUND_CORES * self.seconds + _GRAIN_S

    def __str__(self) -> str:
        cores = f"{self.cores:.2f} of a core" if self.cores < 1 else f"{self.cores:.1f} cores"
        return f"{cores} ({', '.join(self.names) or 'none that can be seen'})"


def between(before: Count, after: Count) -> Load:
    """What others did between two counts."""
    seconds = max(after.at - before.at, 1e-9)
    taken = max(after.all - before.all - (after.own - before.own), 0.0)
    grown = {who: spent - before.others.get(who, 0.0) for who, spent in after.others.items()}
    most = sorted((who for who in grown if grown[who] > 0.02 * seconds), key=lambda who: -grown[who])[:3]
    return Load(taken / seconds, seconds, tuple(f"{who.name} {who.number}" for who in most))


def count() -> Count:
    """Count now."""
    times = psutil.cpu_times()
    everything = sum(getattr(times, name, 0.0) for name in _BUSY)
    myself = psutil.Process()
    mine = {myself.pid: _spent(myself)} | {child.pid: _spent(child) for child in myself.children(recursive=True)}
    others: dict[Program, float] = {}
    for process in psutil.process_iter():
        if process.pid not in mine and (spent := _spent(process, children=False)):
            others[_program(process)] = spent
    return Count(time.perf_counter(), everything, math.fsum(mine.values()), others)


def _spent(process: psutil.Process, *, children: bool = True) -> float:
    """Seconds of a process, with those of its children that have ended and been waited for; 0 when it is gone."""
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system + ((times.children_user + times.children_system) if children else 0))


def _program(process: psutil.Process) -> Program:
    try:
        return Program(process.pid, process.create_time(), str(process.name()))
    except psutil.Error:
        return Program(process.pid, 0.0, "a program that has ended")


class Watch:
    """Looks what others do before and while something is read.

    Attributes:
        allows: whether a reading beside others is kept, and only said to be one.
    """

    def __init__(
        self,
        *,
        allows: bool = False,
        count: Callable[[], Count] = count,
        sleep: Callable[[float], None] = time.sleep,
        patience_s: float = _PATIENCE_S,
    ) -> None:
        self.allows = allows
        self._count, self._sleep = count, sleep
        self._patience_s = self._most_patience_s = patience_s
        self._began: Count | None = None

    def begin(self) -> None:
        """Wait until the machine is quiet, and count from now on.

        On a machine that was not quiet before, half as long as then: many figures may be waiting.

        Raises:
            OtherLoadError: if it is not in a minute.
        """
        waited = 0.0
        while not self.allows:
            before = self._count()
            self._sleep(_LOOK_S)
            load = between(before, self._count())
            if not load.is_too_much:
                self._patience_s = self._most_patience_s
                break
            waited += load.seconds
            if waited > self._patience_s:
                self._patience_s /= 2
                raise OtherLoadError(
                    f"Not read: for {waited:.0f} s other programs have kept busy {load}. Close them and try again."
                )
        self._began = self._count()

    def end(self) -> Load:
        """What others did since ``begin``."""
        if self._began is None:
            raise ValueError("the watch has not begun")
        return between(self._began, self._count())
