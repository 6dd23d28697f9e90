"""Waiting in tests for what really happens, however busy the machine is."""

import functools
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from cnnstudio.gui.jobs import Job
from cnnstudio.gui.workers.generator_worker import GeneratorJob

LEAST_MS = 120_000
"""A limit finds what hangs; it says nothing of speed. Where a machine is busy, a process takes a minute to start."""


def be_patient() -> None:
    """Let none of pytest-qt's waits give up sooner than ``LEAST_MS``."""
    for name in ("waitUntil", "waitSignal", "waitSignals", "waitExposed", "waitActive", "waitCallback"):
        setattr(QtBot, name, _patient(getattr(QtBot, name)))


def _patient(wait: Callable[..., Any]) -> Callable[..., Any]:
    if hasattr(wait, "patient"):
        return wait

    @functools.wraps(wait)
    def waiting(self: QtBot, *arguments: Any, **options: Any) -> Any:
        # What does not fail when it gives up, such as assertNotEmitted, waits for its whole time.
        if options.get("raising") is not False:
            options["timeout"] = max(options.get("timeout", 0), LEAST_MS)
        return wait(self, *arguments, **options)

    waiting.patient = True  # type: ignore[attr-defined]
    return waiting


def at_rest(qtbot: QtBot, job: GeneratorJob | Job) -> None:
    """Wait until a paused job's thread is done with what it had begun, and this thread has heard of all of it."""
    reached = threading.Event()
    job.call(reached.set)
    qtbot.waitUntil(reached.is_set)
    QCoreApplication.processEvents()
