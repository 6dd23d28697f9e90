"""The process that opens changed files: one after another, each watched for its time, memory, words and errors.

It writes what it finds into a file, a JSON object a line, and where it is into another, so that whoever watches it can
tell at which input it died or hung.
"""

import argparse
import faulthandler
import functools
import importlib
import json
import os
import random
import resource
import signal
import struct
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

from tests.system.fuzz.lines import Coverage
from tests.system.fuzz.loaders import LOADERS, Folder, Link, Loader, Plant

BEAT = struct.Struct("<qqd")  # number of the input, how many before it in this process, its start (monotonic)
_TRACED = 200  # inputs of each run whose lines are noted; then every tenth
_HARD_LIMIT = 8 << 30


class TooSlowError(BaseException):
    """An input took more of the processor's time than it may; no loader's own guard takes it for an error."""


def main(argv: list[str]) -> int:
    """Open inputs of each loader, from ``--first`` on, for a time or up to a number."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, help="each loader has one inside, by its name")
    parser.add_argument("loaders", nargs="+", choices=sorted(LOADERS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--inputs", type=int, default=10**9)
    parser.add_argument("--seconds", type=float, default=10**9)
    parser.add_argument("--most-seconds", type=float)
    parser.add_argument("--plant", help="KIND@PLACE@EVERY")
    parser.add_argument("--replay", type=Path)
    options = parser.parse_args(argv)
    for name in options.loaders:
        loader = LOADERS[name]
        worker = _Worker(loader, options.folder / name, options.most_seconds or loader.seconds)
        if options.replay is not None:
            worker.open(-1, kept_files(options.replay))
        else:
            if options.plant:
                kind, place, every = options.plant.split("@")
                plant(Plant(kind, place, int(every)), loader.megabytes)
            worker.run(options.seed, range(options.first, options.inputs), options.seconds)
        worker.close()
    return 0


def chance_of(seed: int, loader: str, number: int) -> random.Random:
    """Each input's own source of chance, so that any can be made again alone."""
    return random.Random(f"{seed}/{loader}/{number}")


class _Worker:
    def __init__(self, loader: Loader, folder: Path, seconds: float) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._loader = loader
        self._seconds = seconds
        self._place = folder / "input"
        self._report = (folder / "found.jsonl").open("a", encoding="utf-8")
        self._beat = os.open(folder / "beat", os.O_RDWR | os.O_CREAT)
        self._words = os.open(folder / "words", os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        self._trace = (folder / "trace").open("w", encoding="utf-8")
        self._count = 0
        os.environ["CNNSTUDIO_HOME"] = str(folder / "home")
        modules = loader.imported()
        self._coverage = Coverage(list(modules.values()))
        for files in loader.valid():
            # What is imported at a first call counts as memory of the process, not of an input.
            with suppress(Exception), self._coverage.tracing():
                self._call(files)
        self._base = _memory()["VmRSS"]
        # Far above what is allowed: what asks for more is told by its MemoryError, and the machine is safe.
        _, hardest = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (_memory()["VmSize"] + _HARD_LIMIT, hardest))
        # From here on whatever is printed is somebody's mistake.
        sys.stdout.flush()
        sys.stderr.flush()
        os.dup2(self._words, 1)
        os.dup2(self._words, 2)
        faulthandler.enable(self._trace)
        faulthandler.register(signal.SIGUSR1, self._trace)
        signal.signal(signal.SIGPROF, self._too_slow)
        self._note(event="started", base=self._base)

    def run(self, seed: int, numbers: range, seconds: float) -> None:
        end = time.monotonic() + seconds
        for number in numbers:
            if time.monotonic() > end:
                break
            files = self._loader.changed(chance_of(seed, self._loader.name, number))
            self.open(number, files)
            if self._count % 50 == 0:
                self._note_lines()

    def open(self, number: int, files: Folder) -> None:
        """Open one input and write down what is wrong with how it went."""
        os.pwrite(self._beat, BEAT.pack(number, self._count, time.monotonic()), 0)
        self._count += 1
        before = self._standing()
        began = time.process_time()
        outcome, faults = "loaded", []
        signal.setitimer(signal.ITIMER_PROF, self._seconds)
        try:
            if self._count < _TRACED or self._count % 10 == 0:
                with self._coverage.tracing():
                    self._call(files)
            else:
                self._call(files)
        except TooSlowError:
            faults.append(f"it took more than {self._seconds:.0f} s of the processor's time\n{traceback.format_exc()}")
        except Exception as error:
            outcome = "refused"
            faults += self._judged(error)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        took = time.process_time() - began
        peak = max(0, _memory()["VmHWM"] - before["rss"]) >> 20
        if peak > self._loader.megabytes:
            faults.append(f"it took {peak:,} MB of memory; {self._loader.megabytes} are allowed")
        after = self._standing()
        if after["words"] > before["words"]:
            words = os.pread(self._words, 2000, before["words"]).decode(errors="replace")
            faults.append(f"it printed: {words}")
        if after["files"] > before["files"] + 3:
            faults.append(f"it left {after['files'] - before['files']} files open")
        if faults:
            self._note(event="fault", number=number, faults=faults)
        else:
            self._note(event=outcome, number=number, seconds=round(took, 3), peak=peak)

    def close(self) -> None:
        self._note_lines()
        self._note(event="ended", count=self._count)
        self._report.close()

    def _call(self, files: Folder) -> Any:
        from cnnstudio.errors import StudioError

        _lay_out(self._place, files)
        with suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5")  # the highest memory counts from here
        try:
            return self._loader.load(self._place)
        except StudioError as error:
            str(error).encode()
            raise

    def _judged(self, error: Exception) -> list[str]:
        from cnnstudio.errors import StudioError

        if not isinstance(error, StudioError):
            return ["".join(traceback.format_exception(error))[-6000:]]
        faults = []
        sentence = str(error)
        if not sentence.endswith((".", "!", "?")) or "\n" in sentence or not 10 < len(sentence) < 1500:
            faults.append(f"this is no sentence for the user: {sentence[:2000]!r}")
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, MemoryError) and not self._loader.stack_errors:
                faults.append(
                    "it asked for more memory than there is\n" + "".join(traceback.format_exception(error))[-4000:]
                )
                break
            cause = cause.__cause__ or cause.__context__
        return faults

    def _standing(self) -> dict[str, int]:
        files = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0  # noqa: PTH112, PTH208
        return {"rss": _memory()["VmRSS"], "files": files, "words": os.fstat(self._words).st_size}

    def _too_slow(self, _signal: int, _frame: FrameType | None) -> None:
        raise TooSlowError

    def _note(self, **values: Any) -> None:
        self._report.write(json.dumps(values) + "\n")
        self._report.flush()

    def _note_lines(self) -> None:
        self._note(event="lines", lines={file: sorted(lines) for file, lines in self._coverage.lines.items()})


def _memory() -> dict[str, int]:
    """Bytes: VmRSS, VmHWM, VmSize; Linux alone."""
    found = {}
    for line in Path("/proc/self/status").read_text().splitlines():
        name, _, rest = line.partition(":")
        if name in ("VmRSS", "VmHWM", "VmSize"):
            found[name] = int(rest.split()[0]) << 10
    return found


def kept_files(folder: Path) -> Folder:
    """What ``_lay_out`` laid into a folder."""
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or path.is_file():
            content = Link(os.fsencode(path.readlink())) if path.is_symlink() else path.read_bytes()
            files[path.relative_to(folder).as_posix()] = content
    return files


def _lay_out(place: Path, files: Folder) -> None:
    """A fresh folder with these files."""
    if place.exists():
        for path in sorted(place.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    place.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Link):
            (place / name).symlink_to(os.fsdecode(content))
        else:
            (place / name).write_bytes(content)


# --- planted faults


def plant(fault: Plant, megabytes: int) -> None:
    """Put a fault into a function of the program, at every so-many-th of its calls; so much memory is allowed."""
    module_name, _, path = fault.place.partition(":")
    holder: Any = importlib.import_module(f"cnnstudio.{module_name}")
    *classes, name = path.split(".")
    for part in classes:
        holder = getattr(holder, part)
    setattr(holder, name, _with_fault(getattr(holder, name), fault, megabytes))


def _with_fault(function: Callable[..., Any], fault: Plant, megabytes: int) -> Callable[..., Any]:
    calls = 0

    @functools.wraps(function)
    def planted(*given: Any, **named: Any) -> Any:
        nonlocal calls
        result = function(*given, **named)
        calls += 1
        if calls % fault.every == 0:
            _FAULTS[fault.kind](megabytes)
        return result

    return planted


def _raise(_megabytes: int) -> None:
    raise KeyError("planted")


def _loop(_megabytes: int) -> None:
    while True:
        pass


def _allocate(megabytes: int) -> None:
    # Not much more than is allowed: a busy machine takes seconds for gigabytes, and time has its own bound.
    sys.intern(str(len(b"x" * (megabytes + 200 << 20))))


def _print(_megabytes: int) -> None:
    print("planted", file=sys.stderr, flush=True)


def _draw(_megabytes: int) -> None:
    import torch

    torch.rand(1)


_FAULTS = {"raise": _raise, "loop": _loop, "allocate": _allocate, "print": _print, "draw": _draw}
