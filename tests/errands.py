"""Commands that some tests only wait for, begun when the test run begins: so the second core works, too.

A test says ``@pytest.mark.errand(THE_ERRAND)`` and later ``THE_ERRAND.done()``. Of the tests that were chosen, all
errands are run in a thread, one after another, in the order in which their tests come; whoever asks for one that is
not over waits for it, and one that nobody began is run at once. Where several processes share the tests
(``tests/sharing.py``), nobody begins them ahead.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# As they are before any test sets others for itself.
_ENVIRONMENT, _PYTHON, _Popen = dict(os.environ), sys.executable, subprocess.Popen

HOME = "{home}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a command: its status, what it said, and the home that it was given."""

    status: int
    output: str
    errors: str
    home: Path


class Errand:
    """A command of the test run.

    Args:
        arguments: of this Python.
            ``HOME`` in them is the errand's own, empty home; every errand has no screen and one thread a process.
        seconds: after which it is killed.
    """

    def __init__(self, *arguments: str, seconds: float = 600) -> None:
        self.arguments = arguments
        self._seconds = seconds
        self._lock = threading.Lock()
        self._home: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._outcome: Outcome | None = None
        self._given_up = False

    def __repr__(self) -> str:
        return f"Errand({' '.join(self.arguments)})"

    def prepare(self) -> Path:
        """Make its home, before any test plays a full disk; returns it."""
        if self._home is None:
            self._home = Path(tempfile.mkdtemp(dir=_homes()))
            (self._home / "home").mkdir()
        return self._home

    def done(self) -> Outcome:
        """What came of it, when it is over; one that hung was killed and says so."""
        with self._lock:  # whoever comes second waits here
            if self._outcome is None:
                self._outcome = self._run(self.prepare())
            return self._outcome

    def give_up(self) -> None:
        """End it, and do not begin it: nobody waits for it any more."""
        self._given_up = True
        if self._process is not None and self._process.poll() is None:
            self._process.kill()

    def _run(self, place: Path) -> Outcome:
        home, said, errors = place / "home", place / "said", place / "errors"
        own = {"CNNSTUDIO_HOME": str(home), "OMP_NUM_THREADS": "1", "QT_QPA_PLATFORM": "offscreen"}
        path = os.pathsep.join(filter(None, (str(ROOT), _ENVIRONMENT.get("PYTHONPATH", ""))))
        # Not through pipes: what it starts and leaves behind would keep them open.
        with said.open("wb") as out, errors.open("wb") as err:
            process = self._process = _Popen(
                [_PYTHON, *(argument.replace(HOME, str(home)) for argument in self.arguments)],
                cwd=ROOT,
                env={**_ENVIRONMENT, "PYTHONPATH": path, **own},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
            )
        alarm = threading.Timer(self._seconds, process.kill)
        alarm.daemon = True
        alarm.start()
        if self._given_up:
            process.kill()
        status = process.wait()
        hung = "" if alarm.is_alive() or self._given_up else f"{self} was not over after {self._seconds:g} s.\n"
        alarm.cancel()
        texts = [file.read_text(encoding="utf-8", errors="replace") for file in (said, errors)]
        return Outcome(status, texts[0], hung + texts[1], home)


@cache
def _homes() -> str:
    folder = tempfile.mkdtemp(prefix="cnnstudio-errands-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class Runner:
    """Runs errands in a thread of its own until it is ended."""

    def __init__(self, errands: Iterable[Errand]) -> None:
        self.errands: Sequence[Errand] = tuple(dict.fromkeys(errands))
        self._ended = False
        self._thread = threading.Thread(target=self._work, name="errands", daemon=True)

    def start(self) -> None:
        """Begin with the first."""
        for errand in self.errands:
            errand.prepare()
        if self.errands:
            self._thread.start()

    def end(self) -> None:
        """Give up what is not over."""
        self._ended = True
        for errand in self.errands:
            errand.give_up()
        if self._thread.is_alive():
            self._thread.join(30)

    def _work(self) -> None:
        for errand in self.errands:
            if self._ended:
                return
            # Whatever test is played meanwhile: the errand's own test does it again, and is told.
            with suppress(Exception):
                errand.done()
