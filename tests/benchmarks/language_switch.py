"""Another language with every room open: ``python -m tests.benchmarks.language_switch``.

For each room that is shown, over both directions of English and Chinese: from the choice to the repainted window, and
from the choice of each other room after that, which is built anew then, to its repainting. Goal of the first: 300 ms.
"""

import argparse
import itertools
import sys
import time
from collections.abc import Sequence

from tests.benchmarks import session
from tests.benchmarks.readings import Figure, at_most
from tests.benchmarks.session import Round, Rule, Session
from tests.benchmarks.window import home, opened

GOAL_MS = 300.0
OTHER = "zh_CN"


def main(arguments: Sequence[str] | None = None) -> int:
    """Read both figures with each room shown."""
    return session.run("language_switch", __doc__, measure, arguments)


def measure(taken: Session, chosen: argparse.Namespace) -> None:
    """Read both figures with each room shown."""
    with home(), opened("models") as window:
        from PySide6.QtWidgets import QApplication

        from cnnstudio import translations
        from cnnstudio.gui import language
        from cnnstudio.gui.rooms import ROOMS
        from tests.screenshots import settle

        names = [room.name for room in ROOMS]
        for name in names:
            window.open_room(name)
            settle(1.0)
        codes = itertools.cycle((OTHER, translations.ENGLISH))

        def take(name: str) -> Round:
            for other in names:  # all are built, whatever was read before
                window.open_room(other)
                settle(0.3)
            window.open_room(name)
            settle(0.3)
            before, begun = window.centralWidget(), time.perf_counter()
            language.manager().choose(next(codes))
            while window.centralWidget() is before:
                QApplication.processEvents()
            QApplication.processEvents()
            switched = time.perf_counter() - begun
            settle(0.3)
            later = []
            for other in names:
                if other != name:
                    begun = time.perf_counter()
                    window.open_room(other)
                    QApplication.processEvents()
                    later.append(time.perf_counter() - begun)
                    settle(0.3)
            return {"switched": 1000 * switched, "later": 1000 * max(later)}

        for name in names:
            what = "from one language to another, to repaint"
            taken.measure(
                {
                    "switched": Figure(what=what, of=name, unit="ms", goal=at_most(GOAL_MS)),
                    "later": Figure(what="the slowest other room when it is next shown", of=name, unit="ms"),
                },
                lambda name=name: take(name),
                rule=Rule(10, 20, 0.05),
                warm_up=2,
            )
        language.manager().choose(translations.ENGLISH)


if __name__ == "__main__":
    sys.exit(main())
