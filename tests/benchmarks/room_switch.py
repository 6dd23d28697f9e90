"""From room to room with the same network: ``python -m tests.benchmarks.room_switch``.

Every room is open, DigitNet is the current network, a digit is on the pad and one of its layers is opened in the
Playground. For each ordered pair of rooms, the time from the choice of a room to the repainted window. Goal: 50 ms.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from itertools import permutations
from typing import TYPE_CHECKING

from tests.benchmarks import session
from tests.benchmarks.readings import Figure, at_most
from tests.benchmarks.session import Round, Rule, Session
from tests.benchmarks.window import home, opened

if TYPE_CHECKING:
    from cnnstudio.gui.main_window import MainWindow

GOAL_MS = 50.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Read each ordered pair of rooms."""
    return session.run("room_switch", __doc__, measure, arguments)


def measure(taken: Session, chosen: argparse.Namespace) -> None:
    """Read each ordered pair of rooms."""
    with home(), opened("models") as window:
        from PySide6.QtWidgets import QApplication

        from cnnstudio.convolution.opened_layer import OpenedLayer
        from cnnstudio.datasets.builtin import draw
        from cnnstudio.gui.rooms import ROOMS
        from cnnstudio.networks.reference import CatalogueNetwork
        from tests.screenshots import settle

        window.studio.choose(CatalogueNetwork("digitnet"))
        names = [room.name for room in ROOMS]
        for name in names:
            window.open_room(name)
            settle(1.0)
        window.studio.open_room("draw", draw(1, seed=3)[0][0])
        settle(2.0)
        window.studio.open_room("playground", OpenedLayer(path=_openable(window)[0]))
        settle(2.0)
        for start, end in permutations(names, 2):

            def take(start: str = start, end: str = end) -> Round:
                window.open_room(start)
                settle(0.05)
                begun = time.perf_counter()
                window.open_room(end)
                QApplication.processEvents()
                return {"repainted": 1000 * (time.perf_counter() - begun)}

            what = "from one room to another, to repaint"
            taken.measure(
                {"repainted": Figure(what=what, of=f"{start} to {end}", unit="ms", goal=at_most(GOAL_MS))},
                take,
                rule=Rule(15, 45, 0.05),
            )


def _openable(window: "MainWindow") -> list[str]:
    """Paths of the layers of the current network that the Playground can open."""
    from cnnstudio.convolution.opened_layer import OPENABLE
    from cnnstudio.networks import reference

    network = reference.build(window.studio.current.network)
    return [path for path, module in network.named_modules() if type(module).__name__ in OPENABLE]


if __name__ == "__main__":
    sys.exit(main())
