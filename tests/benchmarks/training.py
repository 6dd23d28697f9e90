"""How fast the engine trains, against the tutorial's own way: ``python -m tests.benchmarks.training [--part PART]``.

Both sides run in this process, epoch by epoch in turn, on the same device and the real MNIST of
``../shared/data/mnist``. Reading the data is not timed on either side; evaluation is, on both. Parts, all of them
unless some are named:

- ``alone``: an epoch of the tutorial's recipe on both sides (goal 4), and the fast recipe's time to 97.97 % (goal 40)
  and to 99 %. The tutorial needs all its ten epochs for its 97.97 % (it measures the test set at its end only), so its
  time is ten times that of its epoch; the engine's time to an accuracy is that of the whole run, from the first step to
  the end of the epoch whose test accuracy reaches it.
- ``beside``: the engine's epoch beside one busy process against its own alone (goal 1.7), and the tutorial's way beside
  it, both sides. ``--beside-load`` is short for it.
- ``accuracy``: what ten epochs of the tutorial's recipe reach, and the fast recipe over many seeds.
"""

import argparse
import itertools
import statistics
import sys
from collections.abc import Sequence
from contextlib import closing

from cnnstudio import datasets
from cnnstudio.training import devices
from cnnstudio.training.recipes import recipe
from tests.benchmarks import session, window
from tests.benchmarks.baseline import Tutorial, torchvision_sets
from tests.benchmarks.busy import beside_one
from tests.benchmarks.readings import Figure, at_least, at_most
from tests.benchmarks.runs import Epochs, engine_epochs, seconds_to
from tests.benchmarks.session import Round, Rule, Session
from tests.screenshots import MNIST

PARTS = ("alone", "beside", "accuracy")
TUTORIAL_EPOCHS = 10
_WAYS = ("tutorial's way", "engine")


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the figures of these parts."""

    def options(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--device", default="auto")
        parser.add_argument("--part", choices=PARTS, action="append", help="may be given again")
        parser.add_argument("--beside-load", dest="part", action="append_const", const="beside")
        parser.add_argument("--seeds", type=int, default=30, help="runs of the fast recipe whose accuracies are read")

    return session.run("training", __doc__, measure, arguments, options)


def measure(taken: Session, chosen: argparse.Namespace) -> None:
    """Read the figures of these parts.

    Raises:
        StudioError: if MNIST is not there, or an accuracy is not reached.
    """
    device = devices.choose(chosen.device)
    parts = chosen.part or PARTS
    data = datasets.load(MNIST)
    with window.home() as home:
        tutorial = Tutorial(*torchvision_sets(MNIST, home), device)
        plain = recipe("tutorial", device=str(device))
        fast = recipe("fast", device=str(device), evaluate_test="epoch")
        with Epochs(plain, data, home / "tutorial") as ours, closing(tutorial.epochs(10**6)) as theirs:
            if "alone" in parts:
                runs = itertools.count()

                def alone() -> Round:
                    epoch, engine = next(theirs)[0], ours.seconds()
                    quick = engine_epochs(fast, data, home / f"fast-{next(runs)}")
                    whole = TUTORIAL_EPOCHS * epoch
                    return {
                        "epoch": (epoch, engine),
                        "97.97": (whole, seconds_to(0.9797, quick)),
                        "99": seconds_to(0.99, quick),
                    }

                taken.measure(_ALONE, alone, rule=Rule(5, 10))
            if "beside" in parts:
                taken.measure(_BESIDE, lambda: {"beside": _beside(ours)}, rule=Rule(5, 10, 0.05))

                def both() -> Round:
                    with beside_one():
                        return {"both": (next(theirs)[0], ours.seconds())}

                # The tutorial's way takes minutes there.
                taken.measure(_BOTH, both, rule=Rule(3, 3), warm_up=0)
        if "accuracy" in parts:
            reached = engine_epochs(plain.changed(epochs=TUTORIAL_EPOCHS), data, home / "whole")[-1]
            taken.note(_TUTORIAL_ACCURACY, 100 * (reached.test_accuracy or 0))
            finals = [
                100 * (engine_epochs(fast.changed(seed=seed), data, home / f"seed-{seed}")[-1].test_accuracy or 0)
                for seed in range(chosen.seeds)
            ]
            taken.note(_FAST_MEAN, statistics.mean(finals))
            taken.note(_FAST_SEEDS, *finals)


def _beside(ours: Epochs) -> tuple[float, float]:
    """Seconds of an epoch beside a busy process, and alone."""
    alone = ours.seconds()
    with beside_one():
        return ours.seconds(), alone


_ALONE = {
    "epoch": Figure(what="tutorial recipe, an epoch", unit="s", sides=_WAYS, goal=at_least(4)),
    "97.97": Figure(
        what="to 97.97 % on the test set",
        unit="s",
        sides=("tutorial's way, ten epochs", "fast recipe"),
        goal=at_least(40),
    ),
    "99": Figure(what="fast recipe, to 99 % on the test set", unit="s", goal=at_most(3)),
}
_BESIDE = {
    "beside": Figure(
        what="tutorial recipe, an epoch of the engine beside one busy process against alone",
        unit="s",
        sides=("beside it", "alone"),
        goal=at_most(1.7),
    )
}
_BOTH = {"both": Figure(what="tutorial recipe, an epoch, both beside one busy process", unit="s", sides=_WAYS)}
_TUTORIAL_ACCURACY = Figure(
    what="tutorial recipe, test accuracy after 10 epochs (the tutorial: 97.97 %)",
    unit="%",
    goal=at_least(97.5),
    timed=False,
)
_FAST_MEAN = Figure(what="fast recipe, test accuracy, mean of all seeds", unit="%", goal=at_least(99), timed=False)
_FAST_SEEDS = Figure(what="fast recipe, test accuracy of single seeds", unit="%", timed=False)


if __name__ == "__main__":
    sys.exit(main())
