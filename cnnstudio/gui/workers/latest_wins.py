"""A request whose newest version is the only one that matters: predictions while drawing, analyses, large pictures."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QMetaObject, QObject, Qt, QThread, Signal, Slot

from cnnstudio.gui.workers import threads


class _Worker(QObject):
    replied = Signal(int, object, object)  # tag, value, exception | None

    def __init__(self, function: Callable[[Any], Any]) -> None:
        super().__init__()
        self._function = function
        # Written by the window's thread: the one request that is posted next, and whether anybody is left to reply to.
        self.request: tuple[int, Any] | None = None
        self.orphaned = False

    @Slot()
    def work(self) -> None:
        request, self.request = self.request, None
        if self.orphaned or request is None:
            return
        tag, payload = request
        try:
            value, error = self._function(payload), None
        except BaseException as failure:
            value, error = None, threads.without_frames(failure)
        self.replied.emit(tag, value, error)


class LatestWins(QObject):
    """Runs ``function(payload)`` on a thread of its own, one request at a time; use it on the GUI thread.

    While one request is being worked on, only the newest of those that come in is kept; the others are skipped and
    never replied to. Replies come in the order of the requests, so the picture on the screen moves even while requests
    come faster than they can be replied to. The thread starts with the first request and ends with ``shut_down``, after
    which nothing is replied to any more: a signal that comes late starts no thread that nobody would end.
    """

    result = Signal(object, int)  # value, the tag that request() returned (a slot may take the value alone)
    failed = Signal(object, int)  # exception, tag
    busyChanged = Signal(bool)

    def __init__(self, function: Callable[[Any], Any], parent: QObject | None = None, *, name: str = "request") -> None:
        super().__init__(parent)
        self._function = function
        self._name = name
        self._worker: _Worker | None = None
        self._thread: QThread | None = None
        self._tag = 0
        self._sent = 0
        self._oldest_wanted = 0
        self._busy = False
        self._next: tuple[int, Any] | None = None
        self._orphan_guard: Any = None
        self._ended = False

    @property
    def busy(self) -> bool:
        """Whether a reply is still to come."""
        return self._busy

    def request(self, payload: Any) -> int:
        """Ask for ``function(payload)``; returns the tag of its reply; after ``shut_down`` none comes."""
        self._tag += 1
        if self._ended:
            return self._tag
        if self._busy:
            self._next = (self._tag, payload)
        else:
            self._send(self._tag, payload)
        return self._tag

    def cancel(self) -> None:
        """Want no reply to what was asked so far."""
        self._next = None
        self._oldest_wanted = self._tag + 1

    def shut_down(self, timeout_ms: int = 5_000) -> bool:
        """End the thread, for closing the window; whether it has ended in time. Later requests are ignored."""
        self._ended = True
        if self._worker is None or self._thread is None:
            return True
        self.cancel()
        self._orphan_guard()
        ended = threads.end(self._thread, timeout_ms)
        self.destroyed.disconnect(self._orphan_guard)
        self._worker = self._thread = self._orphan_guard = None
        self._set_busy(False)
        return ended

    def _send(self, tag: int, payload: Any) -> None:
        worker = self._worker or self._start()
        self._sent = tag
        self._set_busy(True)
        worker.request = (tag, payload)
        QMetaObject.invokeMethod(worker, "work", Qt.ConnectionType.QueuedConnection)

    def _start(self) -> _Worker:
        worker = _Worker(self._function)
        worker.replied.connect(self._on_reply, Qt.ConnectionType.QueuedConnection)
        self._worker = worker
        thread = self._thread = threads.start(worker, self._name)

        def orphan() -> None:
            worker.orphaned = True
            thread.quit()

        self._orphan_guard = orphan
        self.destroyed.connect(orphan)
        return worker

    def _set_busy(self, busy: bool) -> None:
        if busy != self._busy:
            self._busy = busy
            self.busyChanged.emit(busy)

    @Slot(int, object, object)
    def _on_reply(self, tag: int, value: Any, error: BaseException | None) -> None:
        if tag != self._sent or self._worker is None:  # left over from before a shut_down
            return
        waiting, self._next = self._next, None
        if waiting is not None:
            self._send(*waiting)
        else:
            self._set_busy(False)
        if tag >= self._oldest_wanted:
            if error is None:
                self.result.emit(value, tag)
            else:
                self.failed.emit(error, tag)
