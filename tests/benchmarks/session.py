"""How a benchmark measures: in rounds, until it is known well enough, and never beside other programs.

Rounds go on until there are at least ``least``, and until each figure's median is known to within ``within`` of itself
or there are ``most``. What the spread then is, is said with the figure. Rounds are judged by the load beside them in
stretches of a second or more, for the system counts processor time in hundredths; a stretch beside other programs is
thrown away and taken again, three times, then the figures are refused.
"""

import argparse
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cnnstudio.errors import StudioError
from tests.benchmarks import machine, readings, shown
from tests.benchmarks.load import Load, OtherLoadError, Watch
from tests.benchmarks.readings import Figure, Reading, Refused, Report, rounded, spread_of

TRIES = 3
"""How often a stretch is taken before its figures are refused."""

_STRETCH_S = 1.0

Round = Mapping[str, float | tuple[float, float]]
"""What one round read, by the names of the figures."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How often something is read."""

    least: int = 5
    most: int = 25
    within: float = 0.03

    def __post_init__(self) -> None:
        if not 1 <= self.least <= self.most:
            raise ValueError("it cannot be read more often at least than at most")

    def is_enough(self, columns: Sequence[Sequence[float]]) -> bool:
        """Whether figures with these values so far, each a column, need no further round."""
        count = len(columns[0])
        if count < self.least:
            return False
        return count >= self.most or all(spread_of(column).uncertainty <= self.within for column in columns)


USUAL = Rule()


class Session:
    """Takes the readings of one benchmark and keeps them.

    Attributes:
        readings: what was read.
        refused: what could not be read, and why.
        once: whether everything is read once only, to try the benchmark out.
    """

    def __init__(
        self, watch: Watch | None = None, clock: Callable[[], float] = time.perf_counter, *, once: bool = False
    ) -> None:
        self._watch = watch or Watch()
        self._clock = clock
        self.once = once
        self.readings: list[Reading] = []
        self.refused: list[Refused] = []

    def measure(
        self,
        figures: Mapping[str, Figure],
        take: Callable[[], Round],
        *,
        rule: Rule = USUAL,
        warm_up: int = 1,
    ) -> None:
        """Read figures in rounds.

        Args:
            figures: by names that ``take`` calls them by.
            take: reads one round; for a ratio both sides, the first and the second.
            rule: how often.
            warm_up: rounds before the first one that counts.
        """
        if not all(figure.timed for figure in figures.values()):
            raise ValueError("what is not timed is not read in rounds; note it")
        told = [shown.title(figure) for figure in figures.values()]
        if self.once:
            rule, warm_up = Rule(1, 1), 0
        rounds: dict[str, list[readings.Single]] = {name: [] for name in figures}
        loads: list[str] = []
        try:
            self._take_rounds(rounds, loads, take, rule, warm_up)
        except OtherLoadError as error:
            self.refused.append(Refused(tuple(told), str(error)))
            print(f"{'; '.join(told)}: {error}", flush=True)
            return
        beside = f"beside {loads[0]}" if loads else ""
        for name, figure in figures.items():
            self._keep(Reading(figure, tuple(rounds[name]), beside))

    def note(self, figure: Figure, *values: float | tuple[float, float]) -> None:
        """Keep what does not depend on the time, such as an accuracy: one value, or one of each seed."""
        if figure.timed:
            raise ValueError("what depends on the time is measured in rounds")
        self._keep(Reading(figure, tuple(_single(value) for value in values)))

    def _take_rounds(
        self,
        rounds: dict[str, list[readings.Single]],
        loads: list[str],
        take: Callable[[], Round],
        rule: Rule,
        warm_up: int,
    ) -> None:
        for _ in range(warm_up):
            take()
        count = 0
        while not count or not rule.is_enough([_values(singles) for singles in rounds.values()]):
            stretch, load = self._stretch(take, rule.most - count)
            if load.is_too_much:
                loads.append(str(load))
            for each in stretch:
                if each.keys() != rounds.keys():
                    raise ValueError(f"a round read {sorted(each)}, not {sorted(rounds)}")
                for name, value in each.items():
                    rounds[name].append(_single(value))
            count += len(stretch)

    def _stretch(self, take: Callable[[], Round], most: int) -> tuple[list[Round], Load]:
        """Rounds of a second or more in all, taken beside nothing else; and what there was beside them.

        Raises:
            OtherLoadError: if there was something each time.
        """
        for _ in range(TRIES):
            self._watch.begin()
            began = self._clock()
            stretch = [take()]
            while len(stretch) < most and self._clock() - began < _STRETCH_S:
                stretch.append(take())
            load = self._watch.end()
            if self._watch.allows or not load.is_too_much:
                return stretch, load
        raise OtherLoadError(
            f"Refused: {TRIES} times other programs kept busy {load} while it was read. Close them and try again."
        )

    def _keep(self, reading: Reading) -> None:
        self.readings.append(reading)
        print(shown.line(reading), flush=True)


def _single(value: float | tuple[float, float]) -> readings.Single:
    return tuple(map(rounded, value)) if isinstance(value, tuple) else (rounded(value),)


def _values(singles: Sequence[readings.Single]) -> list[float]:
    return [single[0] / single[1] if len(single) == 2 else single[0] for single in singles]


Measure = Callable[[Session, argparse.Namespace], None]


def run(
    name: str,
    about: str,
    measure: Measure,
    arguments: Sequence[str] | None = None,
    options: Callable[[argparse.ArgumentParser], object] | None = None,
    gpu: Callable[[], str] = str,
) -> int:
    """Run a benchmark as a command; returns 0, or 1 where a goal is missed or something could not be read.

    Args:
        name: of its module.
        about: its docstring.
        measure: reads its figures.
        arguments: the command line; None = that of the process.
        options: adds the benchmark's own.
        gpu: names the GPU on which it ran, for the machine's description.
    """
    parser = argparse.ArgumentParser(prog=f"python -m tests.benchmarks.{name}", description=about.splitlines()[0])
    add_options(parser)
    if options is not None:
        options(parser)
    chosen = parser.parse_args(arguments)
    session = Session(Watch(allows=chosen.any_load), once=chosen.once)
    failed = ""
    try:
        measure(session, chosen)
    except StudioError as error:
        failed = str(error)
        print(failed, file=sys.stderr, flush=True)
    except Exception as error:  # what was read before it is kept
        failed = f"It broke off: {type(error).__name__}: {error}"
        traceback.print_exc()
    report = Report(
        benchmark=name,
        machine=machine.this_machine(gpu()),
        date=readings.now(),
        readings=tuple(session.readings),
        refused=tuple(session.refused),
        failed=failed,
    )
    if chosen.json is not None:
        old = readings.load(chosen.json) if chosen.json.exists() else ()
        readings.write(chosen.json, readings.renewed(old, [report]))
    return 0 if report.is_good else 1


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that all benchmarks have."""
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep all readings there, in place of older ones")
    parser.add_argument("--once", action="store_true", help="one round of everything, to try a benchmark out")
    parser.add_argument("--any-load", action="store_true", help="also read beside other programs; such readings say so")
