"""What checkpoints cost a training: ``python -m tests.benchmarks.checkpoints [NETWORK...] [--seconds 30]``.

In one run after another, on the real MNIST if it is there and else on the built-in digits, the time in which a
checkpoint is written is set against all the time that the run took. Three kinds are told apart: the one at the start,
those that come at least every 20 s, and those at the end of each epoch. Goal: start and every 20 s together under 1 %
of the training; what one checkpoint costs, taken every 20 s, is said beside it for runs whose epochs are shorter.
"""

import argparse
import itertools
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from cnnstudio import datasets
from cnnstudio.datasets import DigitData
from cnnstudio.training.engine import SAVE_EVERY_S, Engine
from cnnstudio.training.events import CheckpointSaved, EpochEvaluated
from cnnstudio.training.recipes import recipe
from tests.benchmarks import session, window
from tests.benchmarks.readings import Figure, at_most
from tests.benchmarks.session import Round, Rule, Session
from tests.screenshots import MNIST

NETWORKS = ("convnet", "lenet5", "resnet-20", "resnet-56")


class Costs:
    """Seconds in which a run wrote checkpoints, by their kind."""

    def __init__(self) -> None:
        self.start: list[float] = []
        self.timed: list[float] = []
        self.epochs: list[float] = []

    @property
    def all(self) -> list[float]:
        return [*self.start, *self.timed, *self.epochs]


class MeasuredEngine(Engine):
    """The engine, with a clock in its hand while it writes a checkpoint."""

    costs: Costs
    epoch_over = False

    def _save(self, *arguments: object) -> CheckpointSaved:
        began = time.perf_counter()
        try:
            return super()._save(*arguments)  # type: ignore[arg-type]
        finally:
            costs = self.costs
            kind = costs.start if not costs.start else costs.epochs if self.epoch_over else costs.timed
            kind.append(time.perf_counter() - began)


def train(network: str, data: DigitData, folder: Path, seconds: float) -> tuple[float, Costs]:
    """Train for so many seconds: how long it really took, and what the checkpoints in it cost."""
    engine = MeasuredEngine(recipe("tutorial", network=network, epochs=10_000), data=data, run_dir=folder)
    engine.costs = Costs()
    began = time.perf_counter()
    events = engine.run()
    for event in events:
        engine.epoch_over = isinstance(event, EpochEvaluated)
        if time.perf_counter() - began > seconds:
            break
    took = time.perf_counter() - began
    costs = Costs()
    costs.start, costs.timed, costs.epochs = engine.costs.start, engine.costs.timed, engine.costs.epochs
    engine.costs = Costs()  # the one at the stop is asked for by the user
    events.close()
    return took, costs


def main(arguments: Sequence[str] | None = None) -> int:
    """Read two figures of each network."""

    def options(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("networks", nargs="*", default=NETWORKS)
        parser.add_argument("--seconds", type=float, default=30, help="of training, for each round")

    return session.run("checkpoints", __doc__, measure, arguments, options)


def measure(taken: Session, chosen: argparse.Namespace) -> None:
    """Read two figures of each network."""
    with window.home() as home:
        data = datasets.load(MNIST) if MNIST.is_dir() else datasets.load("builtin")
        numbers = itertools.count()
        for network in chosen.networks:

            def take(network: str = network) -> Round:
                took, costs = train(network, data, home / f"run-{next(numbers)}", chosen.seconds)
                return {
                    "share": 100 * (sum(costs.start) + sum(costs.timed)) / took,
                    "one": 100 * statistics.median(costs.all) / SAVE_EVERY_S,
                }

            share = "checkpoints at the start and every 20 s, share of the training"
            taken.measure(
                {
                    "share": Figure(what=share, of=network, unit="%", goal=at_most(1)),
                    "one": Figure(what="a checkpoint, share of 20 s", of=network, unit="%"),
                },
                take,
                rule=Rule(3, 4, 0.2),
                warm_up=0,
            )


if __name__ == "__main__":
    sys.exit(main())
