"""Readings that nobody took and digits that nobody drew, for the tests of the benchmarks."""

from typing import TYPE_CHECKING

from tests.benchmarks.readings import Figure, Machine, Reading, Refused, Report, at_least, at_most

if TYPE_CHECKING:
    from cnnstudio.datasets import DigitData

MACHINE = Machine(cpu="Slide rule", cores=2, torch="2.9.0", os="Debian 12", python="3.11.2")
RATIO = Figure(what="an epoch", unit="s", sides=("tutorial's way", "engine"), goal=at_least(4))
FIGURE = Figure(what="first paint", unit="s", goal=at_most(0.5))


def ratio(*pairs: tuple[float, float], figure: Figure = RATIO) -> Reading:
    """A ratio, round by round."""
    return Reading(figure, pairs)


def plain(*values: float, figure: Figure = FIGURE) -> Reading:
    """A plain figure, round by round."""
    return Reading(figure, tuple((value,) for value in values))


def report(name: str, *found: Reading, failed: str = "", refused: tuple[Refused, ...] = ()) -> Report:
    """A report of that day."""
    date = "2026-11-29T10:00:00+00:00"
    return Report(benchmark=name, machine=MACHINE, date=date, readings=found, refused=refused, failed=failed)


def digits(train: int, test: int) -> "DigitData":
    """Noise with labels: so many pictures to train on, and to test on."""
    from tests.system.kill.deeds import pictures

    return pictures(train, test, seed=1)
