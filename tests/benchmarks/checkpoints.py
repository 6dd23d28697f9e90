"""What checkpoints cost a training: ``python -m tests.benchmarks.checkpoints [NETWORK...] [--seconds 60]``.

In one run after another, on the real MNIST if it is there and else on the built-in digits, the time in which a
checkpoint is written is set against all the time that the run took. Three kinds are told apart: the one at the start,
those that come at least every 20 s, and those at the end of each epoch. Goal: start and every 20 s together under 1 %
of the training; what one checkpoint costs, taken every 20 s, is printed beside it for runs whose epochs are shorter.
"""

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

from cnnstudio import datasets
from cnnstudio.datasets import DigitData
from cnnstudio.training.engine import SAVE_EVERY_S, Engine
from cnnstudio.training.events import CheckpointSaved, EpochEvaluated
from cnnstudio.training.recipes import recipe
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


def measure(network: str, data: DigitData, folder: Path, seconds: float) -> tuple[float, Costs]:
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


def main() -> None:
    """Print a row for each network."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("networks", nargs="*", default=NETWORKS)
    parser.add_argument("--seconds", type=float, default=60, help="of training, for each network")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["CNNSTUDIO_HOME"] = home
        data = datasets.load(MNIST) if MNIST.is_dir() else datasets.load("builtin")
        heads = ("start", "every 20 s", "share", "each epoch", "one every 20 s")
        print("{:12} {:>7} {:>8} {:>14} {:>7} {:>14} {:>15}".format("network", "time", *heads))
        for number, network in enumerate(options.networks):
            took, costs = measure(network, data, Path(home) / f"run-{number}", options.seconds)
            share = (sum(costs.start) + sum(costs.timed)) / took
            print(
                f"{network:12} {took:5.0f} s {1e3 * sum(costs.start):5.0f} ms {_times(costs.timed):>14} {share:7.2%} "
                f"{_times(costs.epochs):>14} {statistics.median(costs.all) / SAVE_EVERY_S:15.2%}",
                flush=True,
            )


def _times(spent: list[float]) -> str:
    return f"{len(spent)} x {1e3 * statistics.median(spent):.0f} ms" if spent else "none"


if __name__ == "__main__":
    main()
