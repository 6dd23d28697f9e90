"""Opening networks in the Models room: ``python -m tests.benchmarks.model_browser [--networks A,B]``.

For each network the clock runs from the choice in the catalogue until tree, collapsed diagram and detail pane have been
painted; torch is loaded before. Then one block is opened, everything is opened, and the diagram is scrolled through.
Goal: ResNet-152 under 0.5 s; a frame of scrolling under 33 ms.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence

from tests.benchmarks import session, window
from tests.benchmarks.readings import Figure, at_most
from tests.benchmarks.session import Round, Session

GOAL_OPEN_S = 0.5
GOAL_FRAME_MS = 33.0
_FRAMES = 40
_NETWORKS = "vgg16,inception_v3,resnet152"


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the figures of these networks."""

    def options(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--networks", default=_NETWORKS)

    return session.run("model_browser", __doc__, measure, arguments, options)


def measure(taken: Session, chosen: argparse.Namespace) -> None:
    """Read the figures of these networks."""
    with window.home():
        _measure(taken, chosen.networks.split(","))


def _measure(taken: Session, networks: Sequence[str]) -> None:
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    from cnnstudio.gui import theme
    from cnnstudio.gui.model_browser.page import create_page
    from cnnstudio.gui.studio import Studio

    app = QApplication.instance() or QApplication(["model_browser"])
    theme.manager().set_mode("light")
    studio = Studio()
    page = create_page(studio)
    page.setMinimumSize(800, 500)
    page.resize(1192, 720)
    page.show()

    def until(condition: Callable[[], bool]) -> None:
        while not condition():
            # Waiting, as the window does, not spinning: that would take the worker's thread half of the interpreter.
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        app.processEvents()

    def take(name: str) -> Round:
        page.choose("convnet")
        until(lambda: page.analysis.name == "convnet")
        page.forget()
        start = time.perf_counter()
        page.choose(name)
        until(lambda: page.analysis.name == name)
        opened = time.perf_counter() - start
        block = next((item for item in page.diagram.view.diagram.boxes.values() if item.can_open), None)
        one = _timed(lambda: page.diagram.view.toggle(block) if block else None, app.processEvents)
        everything = _timed(page.diagram.view.open_all, app.processEvents)
        frames = [_timed(lambda: page.diagram.view._scroll(0, 40), app.processEvents) for _ in range(_FRAMES)]
        page.diagram.view.close_all()
        return {
            "opened": opened,
            "one": 1000 * one,
            "everything": 1000 * everything,
            "frame": 1000 * statistics.median(frames),
            "slowest": 1000 * max(frames),
        }

    until(lambda: page.analysis is not None)
    for name in networks:
        goal = at_most(GOAL_OPEN_S) if name == "resnet152" else None
        taken.measure(
            {
                "opened": Figure(what="opened in the Models room", of=name, unit="s", goal=goal),
                "one": Figure(what="one block of its diagram opened", of=name, unit="ms"),
                "everything": Figure(what="all blocks of its diagram opened", of=name, unit="ms"),
                "frame": Figure(
                    what="a frame of scrolling the whole diagram", of=name, unit="ms", goal=at_most(GOAL_FRAME_MS)
                ),
                "slowest": Figure(what=f"the slowest of {_FRAMES} such frames", of=name, unit="ms"),
            },
            lambda name=name: take(name),  # type: ignore[misc]
        )
    page.shut_down()
    studio.shut_down()


def _timed(action: Callable[[], object], after: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    after()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
