"""From room to room with the same network: ``python -m tests.benchmarks.room_switch [--rounds 15]``.

Every room is open, DigitNet is the current network, a digit is on the pad and one of its layers is opened in the
Playground. For each ordered pair of rooms, the median time from the choice of a room to the repainted window, and of
the window's own thread, which other programs on the machine disturb less. Goal: 50 ms.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from itertools import permutations

GOAL_MS = 50.0


def main() -> int:
    """Print the table; 1 when the goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.room_switch", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

    from PySide6.QtWidgets import QApplication

    from cnnstudio.convolution.opened_layer import OpenedLayer
    from cnnstudio.datasets.builtin import draw
    from cnnstudio.gui import theme
    from cnnstudio.gui.app import SWITCH_S
    from cnnstudio.gui.main_window import MainWindow
    from cnnstudio.gui.rooms import ROOMS
    from cnnstudio.gui.studio import Studio
    from cnnstudio.gui.warm_up import warm_up
    from cnnstudio.networks.reference import CatalogueNetwork
    from tests.screenshots import settle

    app = QApplication.instance() or QApplication(["room-switch"])
    with tempfile.TemporaryDirectory() as home:
        os.environ["CNNSTUDIO_HOME"] = home
        # As the program does.
        sys.setswitchinterval(SWITCH_S)
        for _library in warm_up():
            pass
        theme.manager().set_mode("light")
        window = MainWindow(Studio())
        window.resize(1280, 800)
        window.show()
        window.studio.choose(CatalogueNetwork("digitnet"))
        names = [room.name for room in ROOMS]
        for name in names:
            window.open_room(name)
            settle(1.0)
        window.studio.open_room("draw", draw(1, seed=3)[0][0])
        settle(2.0)
        first = next(iter(_openable(window)))
        window.studio.open_room("playground", OpenedLayer(path=first))
        settle(2.0)
        print(f"{len(app.allWidgets())} widgets, {rounds} rounds, medians")
        print(f"{'from':<12} {'to':<12} {'repainted':>10} {'cpu':>8}")
        missed = False
        for start, end in permutations(names, 2):
            seen, own = [], []
            for _ in range(rounds):
                window.open_room(start)
                settle(0.05)
                wall, thread = time.perf_counter(), time.thread_time()
                window.open_room(end)
                app.processEvents()
                own.append(time.thread_time() - thread)
                seen.append(time.perf_counter() - wall)
            shown, cpu = (1000 * statistics.median(values) for values in (seen, own))
            missed |= shown > GOAL_MS
            print(
                f"{start:<12} {end:<12} {shown:7.1f} ms {cpu:5.1f} ms{'  MISSED' if shown > GOAL_MS else ''}",
                flush=True,
            )
        window.close_without_asking()
    return int(missed)


def _openable(window: "MainWindow") -> list[str]:  # noqa: F821
    """Paths of the layers of the current network that the Playground can open."""
    from cnnstudio.convolution.opened_layer import OPENABLE
    from cnnstudio.networks import reference

    network = reference.build(window.studio.current.network)
    return [path for path, module in network.named_modules() if type(module).__name__ in OPENABLE]


if __name__ == "__main__":
    sys.exit(main())
