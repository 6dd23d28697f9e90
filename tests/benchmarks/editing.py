"""An edited weight's way through the window: ``python -m tests.benchmarks.editing [--only NETWORK] [--part PART]``.

For ConvNet and DigitNet a layer is opened in the playground in the real window, and one weight is typed again and
again. Parts, all of them unless some are named:

- ``measuring``: from the change to the new bars and the lead over the runner-up, painted, while the accuracy of the
  change before is being measured on a worker, which is how it is used: median, p99. Goal: p99 under 16 ms.
- ``alone``: the same with nothing measured beside it.
- ``accuracy``: from the change to the accuracy of the first 2,000 test pictures: under 0.5 s, and of all 10,000: under
  2 s (DigitNet, two cores).

The pictures are MNIST's where they are found, else random ones of the same number.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks import session, window
from tests.benchmarks.readings import Figure, at_most
from tests.benchmarks.session import Round, Rule, Session
from tests.screenshots import MNIST

LAYERS = {"convnet": ("ConvNet", "features.0"), "digitnet": ("DigitNet", "features.4")}
PARTS = ("measuring", "alone", "accuracy")
BARS_MS = 16.0
FIRST_S, ALL_S = 0.5, 2.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the figures of the networks and parts that are named, or of all."""

    def options(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--edits", type=int, default=100, help="in each round that waits for bars")
        parser.add_argument("--only", choices=LAYERS, action="append", help="a network; may be given again")
        parser.add_argument("--part", choices=PARTS, action="append", help="a part; may be given again")
        parser.add_argument("--mnist", type=Path, default=MNIST)

    return session.run("editing", __doc__, measure, arguments, options)


def measure(taken: Session, chosen: argparse.Namespace) -> None:
    """Read the figures of the networks and parts that are named, or of all."""
    with window.home():
        find_pictures(chosen.mnist)
        with window.opened("playground") as shown:
            for name in chosen.only or LAYERS:
                Editing(shown, name).measure(taken, chosen.edits, chosen.part or PARTS)


def find_pictures(mnist: Path) -> None:
    """Put MNIST, or random pictures, where the program looks for them."""
    import numpy as np

    from cnnstudio import paths
    from cnnstudio.datasets import idx

    folder = paths.data_dir() / "MNIST" / "raw"
    folder.mkdir(parents=True)
    if mnist.is_dir():
        for file in mnist.iterdir():
            (folder / file.name).symlink_to(file)
        return
    random = np.random.default_rng(1)
    for part, count in (("train", 10), ("t10k", 10_000)):
        images = random.integers(0, 256, (count, 28, 28), dtype=np.uint8)
        idx.write(folder / f"{part}-images-idx3-ubyte.gz", images)
        idx.write(folder / f"{part}-labels-idx1-ubyte.gz", (np.arange(count) % 10).astype(np.uint8))
    print("MNIST is not there: random pictures.")


class Editing:
    """One network with a layer opened."""

    def __init__(self, window: Any, name: str) -> None:
        import numpy as np

        from cnnstudio.convolution.opened_layer import OpenedLayer
        from cnnstudio.networks.reference import CatalogueNetwork
        from cnnstudio.workspace.picture import Drawn, Picture

        self.title, path = LAYERS[name]
        studio = window.studio
        studio.choose(CatalogueNetwork(name))
        studio.show_picture(Picture.of(np.random.default_rng(3).random((28, 28)).astype(np.float32), Drawn()))
        studio.open_room("playground", OpenedLayer(path=path))
        page = window.page("playground")
        self.opening, self.accuracy, self.model = page.opening, page.accuracy, page.model
        self._edits = 1000
        until(self.seen)
        until(self.measured)  # the pictures are read and their classes without edits known

    def seen(self) -> bool:
        """Whether the layer is shown as it is now."""
        return bool(self.opening.up_to_date and not self.opening.busy)

    def measured(self) -> bool:
        """Whether its accuracy is that of now."""
        return self.seen() and not self.accuracy.busy

    def measuring(self) -> bool:
        """Whether its accuracy is being measured at this moment."""
        return self.seen() and bool(self.accuracy._requests.busy)

    def has_first(self) -> bool:
        """Whether the accuracy of the first pictures is that of now."""
        from cnnstudio.training.measurement import FIRST

        found = self.accuracy.found
        return bool(self.seen() and found is not None and found.loaded is self.opening.seen.loaded) and (
            found.count >= FIRST
        )

    def change(self, run: int) -> None:
        """Type a weight."""
        from cnnstudio.convolution.state import Part

        value = (run % 97) / 50 - 1.01
        self.model.change("weight", lambda state: state.with_cells(Part.KERNEL, {(0, 0, 1, 1): value}))

    def bars(self, runs: int, before: Callable[[], bool]) -> tuple[float, float]:
        """Median and p99 from a typed weight to the bars, in milliseconds; ``before`` holds when it is typed."""
        times = []
        self.change(-1)  # so that there is something to be measured
        for run in range(runs):
            until(before)
            begun = time.perf_counter()
            self.change(run)
            until(lambda: self.opening.prediction_is_current)  # the bars are repainted by then
            times.append((time.perf_counter() - begun) * 1000)
            until(self.seen)
        times.sort()
        return statistics.median(times), times[min(int(runs * 0.99), runs - 1)]

    def accuracies(self) -> Round:
        """Seconds from a typed weight to the accuracy of the first pictures, and of all."""
        until(self.measured)
        begun = time.perf_counter()
        self._edits += 1
        self.change(self._edits)
        until(self.has_first)
        first = time.perf_counter() - begun
        until(self.measured)
        return {"first": first, "all": time.perf_counter() - begun}

    def measure(self, taken: Session, edits: int, parts: Sequence[str]) -> None:
        """Read the figures of these parts."""
        if "measuring" in parts:
            self._measure_bars(taken, "while the accuracy is measured", edits, self.measuring)
        if "alone" in parts:
            waits = self.accuracy._must_wait
            self.accuracy._must_wait = lambda: True
            self._measure_bars(taken, "nothing else measured", edits, self.seen)
            self.accuracy._must_wait = waits
        if "accuracy" in parts:
            what = "an edited weight to the accuracy of"
            first = Figure(what=f"{what} the first 2,000 test pictures", of=self.title, unit="s", goal=at_most(FIRST_S))
            whole = Figure(what=f"{what} all 10,000", of=self.title, unit="s", goal=at_most(ALL_S))
            taken.measure({"first": first, "all": whole}, self.accuracies, rule=Rule(5, 15, 0.05))

    def _measure_bars(self, taken: Session, words: str, edits: int, before: Callable[[], bool]) -> None:
        def take() -> Round:
            median, worst = self.bars(edits, before)
            return {"median": median, "p99": worst}

        what = f"an edited weight to new bars, {words}"
        median = Figure(what=f"{what}, median", of=self.title, unit="ms")
        worst = Figure(what=f"{what}, p99", of=self.title, unit="ms", goal=at_most(BARS_MS))
        taken.measure({"median": median, "p99": worst}, take, rule=Rule(5, 10, 0.1))


def until(done: Callable[[], bool]) -> None:
    """Let the window work until this holds."""
    from PySide6.QtCore import QCoreApplication

    end = time.perf_counter() + 120
    while not done():
        QCoreApplication.processEvents()
        if time.perf_counter() > end:
            raise TimeoutError
        time.sleep(0.0002)


if __name__ == "__main__":
    sys.exit(main())
