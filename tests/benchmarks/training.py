"""How fast the engine trains, against the tutorial's own way: ``python -m tests.benchmarks.training``.

Both sides run in this process, one after another, on the same device and the real MNIST of ``../shared/data/mnist``.
Reading the data is not timed on either side; evaluation is, on both. The tutorial needs all its epochs for its 97.97 %
(it measures the test set at its end only); the engine's time to an accuracy is that of the whole run, from the first
step to the end of the epoch whose test accuracy reaches it.
"""

import argparse
import os
import platform
import statistics
import tempfile
from pathlib import Path

import torch

from cnnstudio import datasets
from cnnstudio.datasets import DigitData
from cnnstudio.training import devices
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.engine import Engine
from cnnstudio.training.events import EpochEvaluated
from cnnstudio.training.recipes import recipe
from tests.benchmarks.baseline import Tutorial, raw_layout
from tests.conftest import SHARED


def engine_epochs(config: TrainConfig, data: DigitData, folder: Path) -> list[EpochEvaluated]:
    """Train by the engine, run folder and all."""
    return [event for event in Engine(config, run_dir=folder, data=data).run() if isinstance(event, EpochEvaluated)]


def seconds_to(accuracy: float, epochs: list[EpochEvaluated]) -> float | None:
    """Seconds of training until the test accuracy is reached; None = never."""
    return next((epoch.elapsed_s for epoch in epochs if (epoch.test_accuracy or 0) >= accuracy), None)


def show(what: str, theirs: float | None, ours: float | None, goal: float | None) -> None:
    """One line of the table: a figure that was not reached is a dash."""
    ratio = f"{theirs / ours:7.1f}x" if theirs and ours else "       -"
    cells = (f"{value:9.2f} s" if value else "          -" for value in (theirs, ours))
    print(f"{what:44} {' '.join(cells)}  {ratio}  {f'>= {goal:g}x' if goal else ''}")


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", default="auto")
    parser.add_argument("--epochs", type=int, default=10, help="tutorial epochs to run on both sides (10 = the whole)")
    parser.add_argument("--repeats", type=int, default=3, help="runs of the fast recipe; the median counts")
    options = parser.parse_args()
    device = devices.choose(options.device)
    print(f"{platform.platform()}, {os.cpu_count()} cores, torch {torch.__version__}, {devices.title(device)}")

    data = datasets.load(SHARED / "mnist")
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        raw_layout(SHARED / "mnist", root)
        tutorial = Tutorial(root, device)
        theirs = [seconds for seconds, _ in tutorial.epochs(options.epochs)]
        their_accuracy = tutorial.accuracy(tutorial.test_loader)
        plain = recipe("tutorial", device=str(device), epochs=options.epochs)
        ours = engine_epochs(plain, data, root / "tutorial")
        # Once to warm up (the first use of a shape picks its kernels), then as often as asked.
        fast_config = recipe("fast", device=str(device), evaluate_test="epoch")
        runs = [engine_epochs(fast_config, data, root / f"fast-{run}") for run in range(options.repeats + 1)][1:]

    def median_to(accuracy: float) -> float | None:
        reached = [seconds for run in runs if (seconds := seconds_to(accuracy, run))]
        return statistics.median(reached) if len(reached) == len(runs) else None

    print(f"\n{'':44} {'tutorial':>11} {'engine':>11}  {'ratio':>8}  goal")
    show("tutorial recipe, seconds an epoch", sum(theirs) / len(theirs), ours[-1].elapsed_s / len(ours), 4)
    show(f"tutorial recipe, {options.epochs} epochs", sum(theirs), ours[-1].elapsed_s, None)
    show("seconds to 97.97 % on the test set", 10 * sum(theirs) / len(theirs), median_to(0.9797), 40)
    show("seconds to 99 % on the test set", None, median_to(0.99), None)
    if options.epochs != 10:
        print(f"(97.97 %: the tutorial's ten epochs, reckoned from {options.epochs})")
    fast_accuracies = ", ".join(f"{run[-1].test_accuracy:.2%}" for run in runs)
    print(
        f"\nTest accuracy: tutorial {their_accuracy:.2%}; engine, tutorial recipe {ours[-1].test_accuracy:.2%}; ",
        end="",
    )
    print(f"fast recipe {fast_accuracies}")


if __name__ == "__main__":
    main()
