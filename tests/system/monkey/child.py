"""One run of the monkey, in a process of its own that may crash: the window as the program opens it, and the driver.

The driver is a chain of timers: each performs one event, and the next is due before it is performed. So what an event
opens (a question, a menu with a loop of its own) is driven on from within that loop.
"""

import ctypes
import faulthandler
import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cnnstudio.networks.reference import CatalogueNetwork
from tests.system.monkey.watch import Failure, Growth, Watch

Json = dict[str, Any]

RECORD, RESULT, OUTPUT = "events.jsonl", "result.json", "output.txt"
_CALMS = 16  # samples of a run's size
_LEAST_FOR_GROWTH = 1_500  # events; a shorter run is still filling its caches
_CALM_S = 5.0
_QUITS = 2
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a child does.

    Attributes:
        seed: decides everything.
        events: how many.
        place: a folder of its own for home, record and result.
        samples: the folder that ``samples.make`` wrote.
        replay: events to be performed instead of chosen ones.
        plant: hide faults and go on after a failure.
        go_on: note failures and go on.
        known: what failures are not told of that have one of these in their text.
        few_digits: the built-in data set has a few hundred digits only.
    """

    seed: str
    events: int
    place: Path
    samples: Path
    replay: tuple[Json, ...] = ()
    plant: bool = False
    go_on: bool = False
    known: tuple[str, ...] = ()
    few_digits: bool = True


def run(plan: Plan, environment: Mapping[str, str]) -> int:
    """Run in this process, which must have been made for it; returns the exit status: 0, or 3 after a failure."""
    enter(plan.place, environment)
    return Run(plan).go()


def enter(place: Path, environment: Mapping[str, str]) -> None:
    """Give this process a home and an output file in ``place``, let a crash leave its stacks there."""
    home = place / "home"
    home.mkdir(parents=True, exist_ok=True)
    os.environ.update(environment)
    os.environ.update(
        HOME=str(home),
        CNNSTUDIO_HOME=str(home / "cnnstudio"),
        XDG_DATA_HOME=str(home / "share"),
        XDG_CONFIG_HOME=str(home / "config"),
        XDG_CACHE_HOME=str(home / "cache"),
    )
    with (place / OUTPUT).open("ab", buffering=0) as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    sys.stdout = sys.stderr = open(2, "w", encoding="utf-8", errors="replace", buffering=1)  # noqa: SIM115
    # Without the parent nobody waits for it any more.
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    faulthandler.enable(file=2, all_threads=True)


class Run:
    """The window and its driver; ``event`` decides what is done next."""

    def __init__(self, plan: Plan) -> None:
        from PySide6.QtCore import QCoreApplication, Qt
        from PySide6.QtWidgets import QApplication

        from cnnstudio import allocator
        from cnnstudio.gui import app, errors, settings, theme
        from tests.system.monkey.hands import Hands
        from tests.system.monkey.sandbox import Sandbox

        self.plan = plan
        self.number = 0
        self.skipped = 0
        self._ended = False
        self._armed = False
        self._levels: list[int] = []
        self._costs: Counter[str] = Counter()
        self._since = time.thread_time()
        self._doing = "start"
        self._began = time.monotonic()
        self._record = (plan.place / RECORD).open("w", encoding="utf-8", buffering=1)
        sys.setswitchinterval(app.SWITCH_S)
        allocator.share_arenas()
        QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
        self.app = QApplication(["cnnstudio"])
        QCoreApplication.setApplicationName("cnnstudio")
        self.app.setQuitOnLastWindowClosed(False)
        errors.install()
        theme.manager().set_mode(settings.get(settings.THEME))
        self.watch = Watch(self._on_failure, known=plan.known)
        self.growth = Growth()
        self.sandbox = Sandbox(
            plan.place,
            plan.samples,
            lambda what, name: self.hands.count(what, name),
            few_digits=plan.few_digits,
        )
        self.hands = Hands(plan.seed, lambda: self.window, self.sandbox)
        self.hands.quits_left = _QUITS
        if plan.plant:
            from tests.system.monkey import plants

            plants.plant(plan.seed)
        self.studio: Any = None
        self.window: Any = None
        self._open_window()

    def _open_window(self) -> None:
        from cnnstudio.gui.app import workspace_of_last_time
        from cnnstudio.gui.garbage import Collector
        from cnnstudio.gui.main_window import MainWindow
        from cnnstudio.gui.studio import Studio

        self.studio = Studio(workspace=workspace_of_last_time()[0])
        self.window = MainWindow(self.studio)
        Collector(self.studio, self.window)
        self.window.closed.connect(self._on_closed)
        self.window.show()
        self.window.activateWindow()
        self.hands.adopt(self.window)

    def _on_closed(self) -> None:
        """The window was closed: as if the program were started again, another one is opened."""
        from PySide6.QtCore import QTimer

        if self._ended:
            return
        self.hands.quits_left -= 1
        QTimer.singleShot(0, self._open_again)

    def _open_again(self) -> None:
        self.watch.pause()  # a start is no answer to an event
        former = self.window, self.studio
        self._open_window()
        for thing in former:
            thing.deleteLater()
        self.watch.beat()

    def go(self) -> int:
        self._arm(50)
        self.app.exec()
        status = 3 if self.watch.failures else 0
        self._write_result()
        return status

    # --- the chain

    def _arm(self, delay_ms: int = 0) -> None:
        from PySide6.QtCore import QTimer

        if not self._armed and not self._ended:
            self._armed = True
            QTimer.singleShot(delay_ms, self._step)

    def _step(self) -> None:
        from PySide6.QtCore import QThread

        self._armed = False
        level = QThread.currentThread().loopLevel()
        if self._levels and level <= self._levels[-1]:
            # An event is being performed and has no loop of its own; it may open one yet.
            self._arm(2)
            return
        if self._ended:
            return
        self._arm()
        self._levels.append(level)
        try:
            self._next()
        finally:
            self._levels.pop()
            self._arm()

    def _next(self) -> None:
        now = time.thread_time()
        self._costs[self._doing] += now - self._since
        self._since = now
        self.watch.beat()
        self.watch.look(self.window.error_strip)
        event = self.event(self.number)
        if event is None:
            self._end()
            return
        self.watch.event = self.number
        self.number += 1
        self._record.write(json.dumps(event, ensure_ascii=False) + "\n")
        self._doing = event["do"]
        if event["do"] == "calm":
            self._be_calm()
        elif not self.hands.perform(event):
            self.skipped += 1

    def event(self, number: int) -> Json | None:
        """The event of this number, or None when all is done."""
        if number >= self.plan.events:
            return None
        if self.plan.replay:
            return self.plan.replay[number]
        if self.plan.events >= _LEAST_FOR_GROWTH and number % (self.plan.events // _CALMS) == 0 and number > 0:
            return {"n": number, "do": "calm"}
        return self.hands.choose(number)

    def _be_calm(self) -> None:
        """The same state every time: nothing open, nothing running, a small network, nothing on the paper."""
        from PySide6.QtCore import QCoreApplication, QEvent

        from cnnstudio.gui.workers.latest_wins import LatestWins
        from tests.system.monkey.hands import forget_the_dead

        if len(self._levels) > 1:
            # Within a dialog's loop: what it holds is no growth. The next calm moment counts.
            self.hands.put_down()
            return
        self.hands.put_down()
        window = self.window
        for job in reversed((*self.studio.jobs.training.jobs, *self.studio.jobs.exports.jobs)):
            job.stop()  # what waits first, so that nothing begins
        window.resize(1280, 800)
        self.studio.choose(CatalogueNetwork("convnet"))
        window.open_room("draw")
        window.page("draw").pad.clear()
        window.open_room("models")
        end = time.monotonic() + _CALM_S
        while time.monotonic() < end:
            self.app.processEvents()
            self.watch.beat()
            busy = any(worker.busy for worker in window.findChildren(LatestWins))
            if not busy and not self.studio.jobs.training.busy and not self.studio.jobs.exports.busy:
                break
            time.sleep(0.005)
        for _ in range(3):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            self.app.processEvents()
        if self.number >= self.plan.events / 2:
            self.hands.quits_left = 0  # growth is that of one window
        self.watch.pause()
        forget_the_dead()
        self.growth.take(self.watch.event, self.studio.store.kept_bytes)
        self.watch.beat()

    def _end(self) -> None:
        self._ended = True
        self.hands.put_down()
        self.window.close_without_asking()
        self.app.processEvents()
        problem = self.problem()
        if problem:
            kinds = " ".join(part.split()[0] for part in problem.split(", "))
            samples = "\n".join(str(asdict(sample)) for sample in self.growth.samples)
            self.watch.tell("growth", f"growth {kinds}", f"{problem}\n{samples}")
        self.app.exit()

    def more_results(self) -> Json:
        """What else is written into the result."""
        return {}

    def problem(self) -> str:
        """What grew too much, or ""."""
        return self.growth.problem()

    def _on_failure(self, failure: Failure) -> None:
        print(f"--- {failure.kind} at event {failure.event}: {failure.where}\n{failure.text}", flush=True)
        if not (self.plan.plant or self.plan.go_on):
            self._write_result()
            os._exit(3)

    def _write_result(self) -> None:
        result = {
            "events": self.number,
            "skipped": self.skipped,
            "seconds": round(time.monotonic() - self._began, 1),
            "longest_s": round(self.watch.longest_s, 3),
            "failures": [failure.to_json() for failure in self.watch.failures],
            "cost_s": {name: round(seconds, 2) for name, seconds in self._costs.most_common()},
            "grown": self.growth.last_half(),
            "samples": [asdict(sample) for sample in self.growth.samples],
            "hits": {what: dict(sorted(count.items())) for what, count in self.hands.hits.items() if what != "widget"},
        }
        result.update(self.more_results())
        if self.plan.plant:
            from tests.system.monkey import plants

            result["planted"] = plants.report()
        file = self.plan.place / RESULT
        part = file.with_suffix(".part")
        part.write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")
        part.replace(file)
