"""Threads with a bounded end; the only file that creates a ``QThread``.

A thread that does not end in time (a socket that hangs, a library being loaded) is left alone rather than destroyed
while it runs, which would abort the process: it is kept here until it ends by itself.
"""

import contextlib
import os
import sys
import threading
import traceback

from PySide6.QtCore import QObject, QThread

# libtorch needs more than the 512 KiB some platforms give to threads.
_STACK_BYTES = 16 * 1024 * 1024

# A tenth of the others' share of a core.
_NICE = 10

_alive: set["_Thread"] = set()


class _Thread(QThread):
    """A thread and the worker that lives on it; both are kept until it has ended."""

    worker: QObject | None = None


def start(worker: QObject, name: str) -> QThread:
    """Move ``worker`` to a new thread with an event loop and start it."""
    thread = _Thread()
    thread.setObjectName(name)
    thread.setStackSize(_STACK_BYTES)
    thread.worker = worker
    worker.moveToThread(thread)
    thread.finished.connect(worker.deleteLater)
    _alive.add(thread)
    thread.start()
    return thread


def step_back() -> None:
    """Let what other threads do come first; called on the thread that is in no hurry, which cannot take it back.

    Whoever waits for another thread's answer would else wait for the rest of this one's time slice at every step.
    """
    if sys.platform == "linux":
        # There Qt knows only one other priority, at which a thread gets nothing at all beside busy ones.
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
    else:
        QThread.currentThread().setPriority(QThread.Priority.LowPriority)


def end(thread: QThread, timeout_ms: int) -> bool:
    """Let the thread's event loop end and wait at most ``timeout_ms``; whether it has ended."""
    thread.quit()
    ended = thread.wait(timeout_ms)
    if ended:
        _alive.discard(thread)
        thread.deleteLater()
    return ended


def stragglers() -> list[str]:
    """Names of the threads that still run although their owner let them go or never ended them."""
    for thread in [thread for thread in _alive if thread.isFinished()]:
        _alive.discard(thread)
        thread.deleteLater()
    return sorted(thread.objectName() for thread in _alive)


def without_frames(error: BaseException) -> BaseException:
    """Let go of the local variables in an error's tracebacks: they may hold all of a device's memory."""
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        traceback.clear_frames(link.__traceback__)
        link = link.__cause__ or link.__context__
    return error
