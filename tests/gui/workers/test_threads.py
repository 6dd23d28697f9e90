import os
import sys
import threading

import pytest
from PySide6.QtCore import QMetaObject, QObject, Qt, Slot
from pytestqt.qtbot import QtBot

from cnnstudio.gui.workers import threads


class Worker(QObject):
    """Waits on its thread until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = threading.Event()
        self.let_go = threading.Event()
        self.ran_on = 0

    @Slot()
    def work(self) -> None:
        self.ran_on = threading.get_ident()
        self.begun.set()
        self.let_go.wait(10)


def test_a_worker_works_on_its_thread_and_the_thread_ends(qtbot: QtBot) -> None:
    worker = Worker()
    worker.let_go.set()
    thread = threads.start(worker, "test worker")
    QMetaObject.invokeMethod(worker, "work", Qt.ConnectionType.QueuedConnection)
    assert worker.begun.wait(10)
    assert worker.ran_on != threading.get_ident()
    assert threads.end(thread, 10_000)
    assert threads.stragglers() == []


def test_a_thread_that_hangs_is_left_alone_and_told(qtbot: QtBot) -> None:
    worker = Worker()
    thread = threads.start(worker, "hanging worker")
    QMetaObject.invokeMethod(worker, "work", Qt.ConnectionType.QueuedConnection)
    assert worker.begun.wait(10)
    assert not threads.end(thread, 20)
    assert threads.stragglers() == ["hanging worker"]
    worker.let_go.set()
    assert threads.end(thread, 10_000)
    assert threads.stragglers() == []


def test_an_error_lets_go_of_what_its_frames_hold() -> None:
    def fail(kept: list[int]) -> None:
        try:
            raise KeyError("inner")
        except KeyError as cause:
            raise ValueError(f"outer, {len(kept)}") from cause

    with pytest.raises(ValueError, match="outer") as raised:
        fail([1, 2, 3])
    frame = raised.traceback[-1].frame.raw
    assert frame.f_locals["kept"] == [1, 2, 3]
    assert threads.without_frames(raised.value) is raised.value
    assert not frame.f_locals
    assert isinstance(raised.value.__cause__, KeyError), "the cause stays for the details"


class Quiet(QObject):
    """Steps back, and reads how much of a core its thread is given, and the window's."""

    def __init__(self) -> None:
        super().__init__()
        self.niceness: list[int] = []
        self.done = threading.Event()

    @Slot()
    def work(self) -> None:
        threads.step_back()
        ids = threading.get_native_id(), threading.main_thread().native_id or 0
        self.niceness = [os.getpriority(os.PRIO_PROCESS, each) for each in ids]
        self.done.set()


@pytest.mark.skipif(sys.platform != "linux", reason="threads have a niceness of their own on Linux alone")
def test_a_thread_that_steps_back_leaves_the_others_where_they_are() -> None:
    before = os.getpriority(os.PRIO_PROCESS, 0)
    worker = Quiet()
    thread = threads.start(worker, "quiet worker")
    QMetaObject.invokeMethod(worker, "work", Qt.ConnectionType.QueuedConnection)
    assert worker.done.wait(10)
    assert worker.niceness == [max(before, threads._NICE), before]
    assert threads.end(thread, 5_000)
