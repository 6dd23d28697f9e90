"""A lesson opened, and scrolled through: ``python -m tests.benchmarks.lessons``.

From the choice of a lesson to the repainted window with all its words, its formulas set before; goal 100 ms. And the
longest time in which the window did not answer while a lesson is scrolled from its top to its end; goal 50 ms.
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

GOAL_MS, SCROLL_MS = 100.0, 50.0
STEP = 90


def main(arguments: Sequence[str] | None = None) -> int:
    """Read both figures."""
    return session.run("lessons", __doc__, measure, arguments)


def measure(taken: Session, chosen: argparse.Namespace) -> None:
    """Read both figures."""
    with home(), opened("learn") as window:
        from PySide6.QtWidgets import QApplication

        from cnnstudio.gui.lessons.page import LessonsPage
        from tests.benchmarks.heartbeat import BEAT_S, Heartbeat
        from tests.screenshots import settle, wait_until

        page = window.page("learn")
        assert isinstance(page, LessonsPage)
        document = page.document
        wait_until(lambda: document.lessons)
        names = [lesson.name for lesson in document.lessons]

        def rested() -> None:
            wait_until(lambda: not document.busy and not document.figures.busy)
            settle(0.2)

        # Each once, so that what is set and drawn is kept, as it is for a reader who comes back.
        for name in names:
            document.open_lesson(name)
            rested()
        turns = itertools.cycle(names)

        def take() -> Round:
            document.open_lesson("")
            rested()
            begun = time.perf_counter()
            document.open_lesson(next(turns))
            wait_until(lambda: document.sheet is not None and page.text.boxes)
            QApplication.processEvents()
            return {"opened": 1000 * (time.perf_counter() - begun)}

        taken.measure(
            {"opened": Figure(what="a lesson opened, to repaint", of="14 lessons", unit="ms", goal=at_most(GOAL_MS))},
            take,
            rule=Rule(14, 42, 0.05),
        )
        heart = Heartbeat()

        def scroll() -> Round:
            document.open_lesson(next(turns))
            rested()
            bar = page.text.verticalScrollBar()
            bar.setValue(0)
            settle(0.1)
            heart.start()
            while bar.value() < bar.maximum():
                bar.setValue(bar.value() + STEP)
                settle(0.016)
            heart.stop()
            return {"silent": 1000 * (max(heart.lateness) + BEAT_S)}

        taken.measure(
            {
                "silent": Figure(
                    what="a lesson scrolled, longest without an answer",
                    of="14 lessons",
                    unit="ms",
                    goal=at_most(SCROLL_MS),
                )
            },
            scroll,
            rule=Rule(14, 28, 0.05),
        )


if __name__ == "__main__":
    sys.exit(main())
