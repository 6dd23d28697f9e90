"""Looks for what must not happen in the window's process: exceptions, Qt's warnings, hangs, growth.

A hang is time in which the GUI thread handles one event. On a machine that others use, wall time says little: what the
kernel made this process's threads wait for a processor (``/proc/self/task/*/schedstat``) is taken off, so that what
counts is the time that the GUI thread computed, or waited for something that is no processor. Where the kernel does
not tell that, its computing time alone counts.
"""

import ctypes
import faulthandler
import gc
import linecache
import os
import re
import statistics
import sys
import tempfile
import threading
import time
import traceback
import warnings
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from itertools import combinations, pairwise
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil
from PySide6.QtCore import QAbstractEventDispatcher, QMessageLogContext, QObject, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from cnnstudio.gui import errors

HANG_S = 1.0
_LOOK_S = 0.05
_STALL_S = 0.5
# Closing waits for the threads of a window that is hidden already, within bounds of its own.
_MAY_WAIT = ("in _shut_down",)
# What the platform plugins say of themselves.
_HARMLESS = ("This plugin does not support",)
# Growth over the last half that is called a leak. A calm window is compared with a calm window; what is left to differ
# are kept analyses, undo steps, rows of runs and digits: things a user made, and they are small.
LIMITS = {"memory_mb": 200.0, "widgets": 150.0, "objects": 1_500.0, "python_share": 0.25}


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong.

    Attributes:
        kind: ``exception``, ``qt warning``, ``python warning``, ``hang`` or ``growth``; the parent tells
            ``crash`` and ``stuck``.
        where: kind and place in few words, the same when the same fault is hit again.
        text: the whole of it.
        event: the number of the event that was being performed.
    """

    kind: str
    where: str
    text: str
    event: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(slots=True)
class Sample:
    """How large the process was at a calm moment.

    ``memory_mb`` is the process's own memory: without the files that it maps, of which more come in as more of torch is
    used, and without the weights that the model store keeps, which has a bound of its own. ``python`` is the number of
    blocks that the interpreter has allocated. Its objects themselves are not looked at: a worker's half-made tuple in
    ``gc.get_objects()`` makes Python fail there with a SystemError.
    """

    event: int
    memory_mb: float
    widgets: int
    objects: int
    python: int


@dataclass(slots=True)
class Growth:
    """What grew between calm moments."""

    samples: list[Sample] = field(default_factory=list)

    def take(self, event: int, kept_bytes: int) -> None:
        """Measure now; ``kept_bytes`` are the model store's."""
        gc.collect()
        # What the C library keeps of freed memory is no growth of the program.
        with_trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if with_trim is not None:
            with_trim(0)
        widgets = QApplication.allWidgets()
        objects = sum(1 + len(top.findChildren(QObject)) for top in QApplication.topLevelWidgets())
        memory = psutil.Process().memory_info()
        own = memory.rss - getattr(memory, "shared", 0) - kept_bytes
        self.samples.append(Sample(event, own / 2**20, len(widgets), objects, sys.getallocatedblocks()))

    def last_half(self) -> dict[str, float]:
        """Growth over the last half of the events, by what was counted; empty with fewer than four samples there."""
        if not self.samples:
            return {}
        half = [sample for sample in self.samples if sample.event >= self.samples[-1].event / 2]
        if len(half) < 4:
            return {}
        span = half[-1].event - half[0].event
        grown = {name: span * self.slope(name, half) for name in ("memory_mb", "widgets", "objects", "python")}
        grown["python_share"] = grown.pop("python") / statistics.median(sample.python for sample in half)
        return grown

    @staticmethod
    def slope(name: str, samples: Sequence[Sample]) -> float:
        """How much of it came with every event: the median over all pairs of samples (Theil and Sen)."""
        points = [(sample.event, getattr(sample, name)) for sample in samples]
        return statistics.median((y1 - y0) / (x1 - x0) for (x0, y0), (x1, y1) in combinations(points, 2) if x1 > x0)

    def problem(self) -> str:
        """What grew beyond its limit, or ""."""
        return ", ".join(
            f"{name} +{grown:,.2f} (limit {LIMITS[name]:g})"
            for name, grown in self.last_half().items()
            if grown > LIMITS[name]
        )


class Watch:
    """Watches from its making on; ``failures`` holds what was seen.

    Args:
        on_failure: called on whichever thread saw it.
        known: what failures are not told of that have one of these in their text.
    """

    def __init__(self, on_failure: Callable[[Failure], None], *, known: tuple[str, ...] = ()) -> None:
        self._known = known
        self.failures: list[Failure] = []
        self.event = -1
        self.longest_s = 0.0
        self._on_failure = on_failure
        self._log_size = 0
        self._strip_texts: set[str] = set()
        self._gui_thread = threading.get_ident()
        self._clock = Clock(self._gui_thread)
        self._beat = self._clock.now()
        self._told_hang = False
        self._lock = threading.Lock()
        qInstallMessageHandler(self._on_message)
        self._former = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        sys.unraisablehook = self._on_unraisable
        warnings.showwarning = self._on_warning
        dispatcher = QAbstractEventDispatcher.instance()
        dispatcher.awake.connect(self.beat)
        dispatcher.aboutToBlock.connect(self.pause)
        self._resting = False
        self._thread = threading.Thread(target=self._look, name="watchdog", daemon=True)
        self._thread.start()

    def beat(self) -> None:
        """The GUI thread has come round; call it from there."""
        now = self._clock.now()
        if not self._resting:
            late = self._clock.between(self._beat, now)
            self.longest_s = max(self.longest_s, late)
            if late > HANG_S and not self._told_hang:
                self.tell("hang", f"hang {late:.1f} s", "It was over before its stack could be taken.")
        # In this order: the watchdog must not take a beat from before a rest for a late one.
        self._beat = now
        self._resting = False
        self._told_hang = False

    def pause(self) -> None:
        """What comes until the next beat is no work of the program."""
        self.beat()
        self._resting = True

    def look(self, strip: Any) -> None:
        """Look at the log of unexpected errors and at the window's error strip."""
        file = errors.log_file()
        size = file.stat().st_size if file.exists() else 0
        if size != self._log_size:
            with file.open(encoding="utf-8", errors="replace") as stream:
                stream.seek(self._log_size if size > self._log_size else 0)
                text = stream.read()
            self._log_size = size
            self.tell("exception", f"exception {_last_frame(text)}", text)
        if strip is not None and strip.isVisible():
            text = strip.text
            if "did not expect" in text and text not in self._strip_texts:
                self._strip_texts.add(text)
                self.tell("exception", f"error strip {text[:80]}", text)

    def tell(self, kind: str, where: str, text: str) -> None:
        """Note a failure; a second one of the same place is not told again."""
        if any(part in text for part in self._known):
            return
        failure = Failure(kind, where, text, self.event)
        with self._lock:
            if any(known.where == where for known in self.failures):
                return
            self.failures.append(failure)
        self._on_failure(failure)

    # --- what is watched

    def _on_message(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        del context
        if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) or message.startswith(_HARMLESS):
            return
        stack = "".join(traceback.format_stack(limit=12)[:-1])
        self.tell("qt warning", f"qt warning {message[:80]}", f"{message}\n{stack}")

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        text = "".join(traceback.format_exception(kind, error, trace))
        # The program's own hook writes it into its log; it is told once.
        self.tell("exception", f"exception {_last_frame(text)}", text)
        self._former[0](kind, error, trace)

    def _on_thread_exception(self, arguments: threading.ExceptHookArgs) -> None:
        text = "".join(traceback.format_exception(arguments.exc_type, arguments.exc_value, arguments.exc_traceback))
        self.tell("exception", f"exception {_last_frame(text)}", text)
        self._former[1](arguments)

    def _on_unraisable(self, what: Any) -> None:
        text = f"{what.err_msg or 'ignored'}: {what.object!r}\n" + "".join(
            traceback.format_exception(what.exc_type, what.exc_value, what.exc_traceback)
        )
        self.tell("exception", f"exception {_last_frame(text)}", text)

    def _on_warning(
        self, message: Warning | str, category: type[Warning], filename: str, lineno: int, *_rest: object
    ) -> None:
        place = f"{Path(filename).name}:{lineno}"
        stack = "".join(traceback.format_stack(limit=12)[:-1])
        self.tell("python warning", f"{category.__name__} {place}", f"{category.__name__}: {message}\n{stack}")

    def _look(self) -> None:
        while True:
            time.sleep(_LOOK_S)
            self._clock.tick()
            if self._resting or self._told_hang:
                continue
            began = self._beat
            late = self._clock.between(began, self._clock.now())
            if late > HANG_S and began is self._beat and not self._resting:
                stack = stack_of(self._gui_thread)
                self._told_hang = True
                if any(part in stack for part in _MAY_WAIT):
                    continue
                self.tell("hang", f"hang in {_outermost(stack)}", f"{late:.2f} s so far\n{stack}")


def stack_of(thread: int) -> str:
    """What another thread does, as ``traceback`` writes it, the innermost call last; "" where there is none.

    Not by its frames: whoever holds one keeps what a function had after its end, and lets go of it on a thread of its
    own. A painter that outlives its ``paintEvent`` there takes the process with it.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as file:
        faulthandler.dump_traceback(file=file, all_threads=True)
        file.seek(0)
        text = file.read()
    lines: list[str] = []
    for part in text.split("\n\n"):
        head, *calls = part.splitlines()
        if re.search(rf"0x0*{thread:x} ", head):
            for call in reversed(calls):
                place = re.match(r'  File "(.+)", line (\d+) in (.+)', call)
                if place is not None:
                    lines.append(f'  File "{place[1]}", line {place[2]}, in {place[3]}\n')
                    code = linecache.getline(place[1], int(place[2])).strip()
                    lines += [f"    {code}\n"] * bool(code)
    return "".join(lines)


@dataclass(frozen=True, slots=True)
class Moment:
    """When, on the wall and by the GUI thread's computing."""

    wall_s: float
    computed_s: float  # by the GUI thread


class Clock:
    """Tells how long the GUI thread took between two moments, without what the machine's other users took from it."""

    def __init__(self, gui_thread: int) -> None:
        self._computed = time.pthread_getcpuclockid(gui_thread)
        self.tells = Path("/proc/thread-self/schedstat").exists()
        self._ticks: deque[_Tick] = deque(maxlen=int(120 / _LOOK_S))
        self.tick()

    def now(self) -> Moment:
        """This moment, from whichever thread."""
        return Moment(time.monotonic(), time.clock_gettime(self._computed))

    def tick(self) -> None:
        """Read how long threads have waited; called every now and then by the watchdog."""
        if self.tells:
            self._ticks.append(_Tick(time.monotonic(), _waited_s(), time.process_time()))

    def between(self, before: Moment, after: Moment) -> float:
        """Seconds that the GUI thread itself took."""
        computed = after.computed_s - before.computed_s
        wall = after.wall_s - before.wall_s
        if wall <= HANG_S or not self.tells:
            return computed
        ticks = list(self._ticks)
        first = next((place for place in range(len(ticks) - 1, -1, -1) if ticks[place].wall_s <= before.wall_s), 0)
        ticks = [*ticks[first:], _Tick(after.wall_s, _waited_s(), time.process_time())]
        others = ticks[-1].waited_s - ticks[0].waited_s
        for one, other in pairwise(ticks):
            gap = other.wall_s - one.wall_s
            # Not even the watchdog ran, and nothing computed: the whole machine stood still.
            if gap > _STALL_S and other.computed_s - one.computed_s < 0.2 * gap:
                others += gap - (other.waited_s - one.waited_s)
        return max(computed, wall - others, 0.0)


@dataclass(frozen=True, slots=True)
class _Tick:
    wall_s: float
    waited_s: float  # by all threads, for a processor
    computed_s: float  # by all threads


class Waits:
    """How long the threads of this process have waited for a processor, those that have ended among them.

    The kernel tells it of living threads alone, and forgets a thread with its end. So what each has waited since the
    last look is added up: of a thread that has ended meanwhile, only what it waited since then is lost.
    """

    def __init__(self, tasks: Path = Path("/proc/self/task")) -> None:
        self._tasks = tasks
        self._lock = threading.Lock()
        self._last: dict[str, int] = {}
        self._total = 0

    def seconds(self) -> float:
        """Since the first look, by all of them."""
        with self._lock:  # the watchdog and the GUI thread look
            now = {}
            for task in os.scandir(self._tasks):
                with suppress(OSError, IndexError):  # it has just ended
                    now[task.name] = int(Path(task.path, "schedstat").read_bytes().split()[1])
            for name, waited in now.items():
                before = self._last.get(name, 0)
                # A new thread may have an old one's number.
                self._total += waited - before if waited >= before else waited
            self._last = now
            return self._total / 1e9


_waits = Waits()


def _waited_s() -> float:
    return _waits.seconds()


def _outermost(stack: str) -> str:
    """The first line of the program in a stack, which tells what it was asked to do."""
    for line in stack.splitlines():
        if "/cnnstudio/" in line:
            return line.strip().rpartition("/")[2].replace('", line', "")
    return "Qt"


def _last_frame(text: str) -> str:
    """The innermost place of the program in a traceback or stack, and the last line's error."""
    lines = text.strip().splitlines()
    places = [line.strip() for line in lines if line.strip().startswith('File "')]
    own = [place for place in places if "cnnstudio" in place and "/tests/" not in place] or places
    place = ""
    if own:
        name, _, rest = own[-1].removeprefix('File "').partition('", line ')
        number, _, function = rest.partition(", in ")
        place = f"{Path(name).name}:{number.split()[0]} {function}"
    error = next((line for line in reversed(lines) if line and not line.startswith(" ")), "")
    return f"{place} {error[:100]}".strip()
