"""Light to dark and back with every room open: ``python -m tests.benchmarks.theme_switch``.

For each room that is shown, over both directions: from the choice to the repainted window, and the longest time in
which the window did not answer until every other room was styled too. Goal: both under 300 ms.
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Read both figures with each room shown."""
    return session.run("theme_switch", __doc__, measure, arguments)


def measure(taken: Session, chosen: argparse.Namespace) -> None:
    """Read both figures with each room shown."""
    with home(), opened("models") as window:
        from PySide6.QtWidgets import QApplication

        from cnnstudio.gui import theme
        from cnnstudio.gui.rooms import ROOMS
        from tests.benchmarks.heartbeat import BEAT_S, Heartbeat
        from tests.screenshots import settle, wait_until

        for room in ROOMS:
            window.open_room(room.name)
            settle(1.0)
        window.open_help()
        settle(1.0)
        heart = Heartbeat()
        modes = itertools.cycle(("dark", "light"))

        def take() -> Round:
            heart.start()
            begun = time.perf_counter()
            theme.manager().set_mode(next(modes))
            QApplication.processEvents()
            repainted = time.perf_counter() - begun
            wait_until(lambda: not theme.manager().pending)
            settle(0.2)
            heart.stop()
            return {"repainted": 1000 * repainted, "silent": 1000 * (max(heart.lateness) + BEAT_S)}

        for name in (*(room.name for room in ROOMS), "help"):
            window.open_help() if name == "help" else window.open_room(name)
            settle(1.0)
            goal = at_most(GOAL_MS)
            taken.measure(
                {
                    "repainted": Figure(what="light to dark or back, to repaint", of=name, unit="ms", goal=goal),
                    "silent": Figure(what="the same, longest without an answer", of=name, unit="ms", goal=goal),
                },
                take,
                rule=Rule(14, 28, 0.05),
                warm_up=2,
            )


if __name__ == "__main__":
    sys.exit(main())
