"""Opening networks in the Models room: ``python -m tests.benchmarks.model_browser [--runs 5] [--networks A,B]``.

For each network the clock runs from the choice in the catalogue until tree, collapsed diagram and detail pane have been
painted; torch is loaded before. Then one block is opened, everything is opened, and the diagram is scrolled through.
Goal: ResNet-152 under 0.5 s; a frame of scrolling under 33 ms.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence

GOAL_OPEN_S = 0.5
GOAL_FRAME_S = 0.033
_FRAMES = 40
_NETWORKS = "vgg16,inception_v3,resnet152"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.model_browser", description=__doc__.split(":")[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--networks", default=_NETWORKS)
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["CNNSTUDIO_HOME"] = home
        return _measure(options.networks.split(","), options.runs)


def _measure(networks: Sequence[str], runs: int) -> int:
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    from cnnstudio.gui import theme
    from cnnstudio.gui.model_browser.page import create_page
    from cnnstudio.gui.studio import Studio

    app = QApplication.instance() or QApplication(["model_browser"])
    theme.manager().set_mode("light")
    page = create_page(Studio())
    page.setMinimumSize(800, 500)
    page.resize(1192, 720)
    page.show()

    def until(condition: Callable[[], bool]) -> None:
        while not condition():
            # Waiting, as the window does, not spinning: that would take the worker's thread half of the interpreter.
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        app.processEvents()

    until(lambda: page.analysis is not None)
    missed = False
    print("network         open    open, slowest   one block   all blocks   a frame, slowest")
    for name in networks:
        opened = []
        for _ in range(runs):
            page.choose("convnet")
            until(lambda: page.analysis.name == "convnet")
            page.forget()
            start = time.perf_counter()
            page.choose(name)
            until(lambda name=name: page.analysis.name == name)
            opened.append(time.perf_counter() - start)
        block = next((item for item in page.diagram.view.diagram.boxes.values() if item.can_open), None)
        one = _timed(lambda block=block: page.diagram.view.toggle(block) if block else None, app.processEvents)
        everything = _timed(page.diagram.view.open_all, app.processEvents)
        frames = [_timed(lambda: page.diagram.view._scroll(0, 40), app.processEvents) for _ in range(_FRAMES)]
        page.diagram.view.close_all()
        missed |= name == "resnet152" and statistics.median(opened) > GOAL_OPEN_S
        missed |= statistics.median(frames) > GOAL_FRAME_S
        print(
            f"{name:14} {1e3 * statistics.median(opened):5.0f} ms {1e3 * max(opened):9.0f} ms {1e3 * one:10.0f} ms "
            f"{1e3 * everything:9.0f} ms {1e3 * statistics.median(frames):7.1f} ms {1e3 * max(frames):6.1f} ms"
        )
    page.shut_down()
    return int(missed)


def _timed(action: Callable[[], object], after: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    after()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
