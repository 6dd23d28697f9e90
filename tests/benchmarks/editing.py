"""An edited weight's way through the window: ``python -m tests.benchmarks.editing [--only NETWORK] [--part PART]``.

For ConvNet and DigitNet a layer is opened in the playground in the real window, and one weight is typed again and
again. Parts, all of them unless some are named:

- ``measuring``: from the change to the new bars and the lead over the runner-up, painted, while the accuracy of the
  change before is being measured on a worker, which is how it is used: median, p99. Goal: p99 under 16 ms.
- ``alone``: the same with nothing measured beside it.
- ``accuracy``: from the change to the accuracy of the first 2,000 test pictures: under 0.5 s, and of all 10,000: under
  2 s (DigitNet, two cores). Medians of five edits.

Times are those of the wall clock: nothing else may be running. The pictures are MNIST's where they are found, else
random ones of the same number. The exit status is 1 where a goal is missed. About a minute.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

LAYERS = {"convnet": "features.0", "digitnet": "features.4"}
PARTS = ("measuring", "alone", "accuracy")
BARS_MS = 16.0
FIRST_S, ALL_S = 0.5, 2.0


def main() -> int:
    """Print the figures; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.editing", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=200, help="edits of each part that waits for bars")
    parser.add_argument("--only", choices=LAYERS, action="append", help="a network; may be given again")
    parser.add_argument("--part", choices=PARTS, action="append", help="a part; may be given again")
    parser.add_argument("--mnist", type=Path, default=Path(__file__).resolve().parents[3] / "shared" / "data" / "mnist")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["CNNSTUDIO_HOME"] = home
        return measure(options.runs, options.mnist, options.only or list(LAYERS), options.part or list(PARTS))


def measure(runs: int, mnist: Path, names: list[str], parts: list[str]) -> int:
    """Measure in a home of its own."""
    from PySide6.QtWidgets import QApplication

    from cnnstudio import allocator
    from cnnstudio.gui import settings, theme
    from cnnstudio.gui.app import SWITCH_S
    from cnnstudio.gui.garbage import QuietCollector
    from cnnstudio.gui.main_window import MainWindow
    from cnnstudio.gui.studio import Studio
    from cnnstudio.gui.warm_up import warm_up

    # As the program does.
    sys.setswitchinterval(SWITCH_S)
    allocator.share_arenas()
    for _library in warm_up():
        pass
    find_pictures(mnist)
    _app = QApplication.instance() or QApplication(["editing"])
    theme.manager().set_mode("light")
    settings.put(settings.ROOM, "playground")
    studio = Studio()
    collector = QuietCollector(studio)
    window = MainWindow(studio)
    window.resize(1280, 800)
    window.show()
    try:
        missed = [Editing(window, name, LAYERS[name]).told(runs, parts) for name in names]
    finally:
        collector.end()
        window.close_without_asking()
    return int(any(missed))


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

    def __init__(self, window: Any, name: str, path: str) -> None:
        import numpy as np

        from cnnstudio.convolution.opened_layer import OpenedLayer
        from cnnstudio.networks.reference import CatalogueNetwork
        from cnnstudio.workspace.picture import Drawn, Picture

        self.name, self.missed = name, False
        studio = window.studio
        studio.choose(CatalogueNetwork(name))
        studio.show_picture(Picture.of(np.random.default_rng(3).random((28, 28)).astype(np.float32), Drawn()))
        studio.open_room("playground", OpenedLayer(path=path))
        page = window.page("playground")
        self.opening, self.accuracy, self.model = page.opening, page.accuracy, page.model
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

    def accuracies(self) -> tuple[float, float]:
        """Seconds from a typed weight to the accuracy of the first pictures, and of all: medians of five."""
        firsts, alls = [], []
        for run in range(5):
            until(self.measured)
            begun = time.perf_counter()
            self.change(1000 + run)
            until(self.has_first)
            firsts.append(time.perf_counter() - begun)
            until(self.measured)
            alls.append(time.perf_counter() - begun)
        return statistics.median(firsts), statistics.median(alls)

    def told(self, runs: int, parts: list[str]) -> bool:
        """Print the figures; whether a goal is missed."""
        if "measuring" in parts:
            self.tell_bars("while the accuracy is measured", runs, self.measuring)
        if "alone" in parts:
            waits = self.accuracy._must_wait
            self.accuracy._must_wait = lambda: True
            self.tell_bars("alone", runs, self.seen)
            self.accuracy._must_wait = waits
        if "accuracy" in parts:
            first, whole = self.accuracies()
            self.tell("weight to the accuracy of the first 2,000 pictures", first, FIRST_S, "s")
            self.tell("weight to the accuracy of all 10,000", whole, ALL_S, "s")
        return self.missed

    def tell_bars(self, words: str, runs: int, before: Callable[[], bool]) -> None:
        """Print how soon the bars come."""
        median, worst = self.bars(runs, before)
        self.tell(f"weight to bars, {words}: median {median:.1f} ms, p99", worst, BARS_MS, "ms")

    def tell(self, what: str, figure: float, goal: float, unit: str) -> None:
        """Print a figure beside its goal."""
        ok = figure < goal
        self.missed |= not ok
        digits = 1 if unit == "ms" else 2
        told = f"{what} {figure:.{digits}f} {unit}  (goal: under {goal:g} {unit})"
        print(f"{self.name:9} {told}  {'ok' if ok else 'MISSED'}", flush=True)


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
