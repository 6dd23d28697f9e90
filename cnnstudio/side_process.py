"""A process beside this one for the user's own code, which may never end, or end the process it runs in.

One process is kept for all such calls, one at a time, and ends by itself when it has had nothing to do for a while;
what needs bounds of its own gets a process of its own. A call that takes too long ends with its process, and so does
one that is not wanted any more: nothing waits for code that does not come back. Torch-free at import. What comes back
from the process is believed: it is for code that the user agreed to run.
"""

import multiprocessing
import os
import threading
import traceback
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from cnnstudio.errors import NetworkInputError, StudioError

SECONDS = 60.0
"""How long a call may take once its process has begun with it."""

_START_SECONDS = 120.0  # for a new process on a busy machine
_IDLE_SECONDS = 60.0  # until a kept process ends: it has torch in its memory


_NOT_STARTED = NetworkInputError("Python could not be started once more on this computer. Start the program again.")


class StoppedError(StudioError):
    """The call was ended because the user wants that."""


class SupersededError(StudioError):
    """The call was ended because something else is wanted now; it may be made again."""


@dataclass(slots=True, eq=False)
class _Call:
    key: Hashable
    title: str
    process: "_Process | None" = None
    ended: StudioError | None = None  # why nobody wants it any more


class _Process:
    """A process that answers calls until it is killed or idle."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, there = context.Pipe()
        # Ended with this process at the latest.
        self._process: BaseProcess = context.Process(target=_serve, args=(there,), daemon=True)
        self._process.start()
        there.close()

    def kill(self) -> None:
        """End it at once; whoever waits for it is told by the end of its connection."""
        self._process.kill()

    def close(self) -> None:
        """End it and let go of all."""
        self._process.kill()
        self._process.join(5)
        self.connection.close()


_state = threading.Lock()  # over what follows
_calls: list[_Call] = []  # what is waited for, in the order in which it was asked
_kept: _Process | None = None
_turn = threading.Lock()  # the kept process works on one call at a time


class Turn:
    """One's turn with the kept process: see ``turn``."""

    def __init__(self, asked: "_Call") -> None:
        self._asked = asked

    def call(self, function: Callable[..., Any], *arguments: Any, seconds: float = SECONDS) -> Any:
        """As the function ``call``."""
        return _ask_kept(self._asked, function, arguments, seconds)


@contextmanager
def turn(key: Hashable, title: str) -> Iterator[Turn]:
    """Wait for one's turn with the kept process: for who looks first whether another has asked the same meanwhile."""
    with _waiting(key, title) as asked, _turn:
        yield Turn(asked)


def call(
    function: Callable[..., Any],
    *arguments: Any,
    key: Hashable,
    title: str,
    seconds: float = SECONDS,
    alone: bool = False,
) -> Any:
    """What ``function(*arguments)`` gives in the other process; waits for it, so call it on a worker.

    Args:
        function: of a module, importable by name there; whatever it takes and gives can be pickled.
        arguments: for it.
        key: what it is for, so that it can be stopped.
        title: whose code it is, for sentences: ``"Net in mine.py"``.
        seconds: how long it may take.
        alone: in a process of its own, which ends with the call.

    Raises:
        StoppedError, SupersededError: it was ended meanwhile.
        NetworkInputError: it took too long, or ended its process.
        StudioError: what the function raised.
    """
    if not alone:
        with turn(key, title) as mine:
            return mine.call(function, *arguments, seconds=seconds)
    with _waiting(key, title) as asked:
        process = _Process()
        try:
            return _ask_process(asked, process, function, arguments, seconds)
        except _DeadError as error:
            raise error.told from error.__cause__
        except _GoneError:
            raise _NOT_STARTED from None
        finally:
            process.close()


@contextmanager
def _waiting(key: Hashable, title: str) -> Iterator["_Call"]:
    asked = _Call(key, title)
    with _state:
        _calls.append(asked)
    try:
        yield asked
    finally:
        with _state:
            _calls.remove(asked)


def stop(key: Hashable) -> None:
    """End the calls that are for this; whoever waits for them gets a ``StoppedError``."""
    _end(lambda asked: asked.key == key, stopped)


def stopped(title: str) -> StoppedError:
    """What whoever waits is told when the user has ended it."""
    return StoppedError("{title} was not tried to its end. Open it again to try it once more.", title=title)


def stop_others(key: Hashable) -> None:
    """End the calls that are for anything else than this; whoever waits for them gets a ``SupersededError``."""
    _end(lambda asked: asked.key != key, _superseded)


def stop_all() -> None:
    """End all calls, when the window closes. A process that has nothing to do ends with this one at the latest."""
    _end(lambda _: True, _superseded)


def _superseded(title: str) -> SupersededError:
    return SupersededError("{title} is not wanted any more. Choose it again to try it.", title=title)


def _end(unwanted: Callable[[_Call], bool], why: Callable[[str], StudioError]) -> None:
    with _state:
        for asked in _calls:
            if unwanted(asked) and asked.ended is None:
                asked.ended = why(asked.title)
                if asked.process is not None:
                    asked.process.kill()


def _ask_kept(asked: _Call, function: Callable[..., Any], arguments: tuple[Any, ...], seconds: float) -> Any:
    global _kept
    while True:
        with _state:
            fresh = _kept is None
            process = _kept = _kept or _Process()
        try:
            return _ask_process(asked, process, function, arguments, seconds)
        except _GoneError:
            _let_go()
            if fresh:
                raise _NOT_STARTED from None
        except _DeadError as error:
            _let_go()
            raise error.told from error.__cause__


def _let_go() -> None:
    global _kept
    with _state:
        process, _kept = _kept, None
    if process is not None:
        process.close()


class _GoneError(Exception):
    """The process had ended before it began with the call."""


class _DeadError(Exception):
    """The process has ended with the call.

    Attributes:
        told: what is told of it.
    """

    def __init__(self, told: StudioError) -> None:
        super().__init__(str(told))
        self.told = told


def _ask_process(
    asked: _Call, process: _Process, function: Callable[..., Any], arguments: tuple[Any, ...], seconds: float
) -> Any:
    with _state:
        if asked.ended is not None:
            raise asked.ended
        asked.process = process
    connection = process.connection
    try:
        try:
            connection.send((function, arguments))
            begun = connection.poll(_START_SECONDS) and connection.recv()
        except (EOFError, OSError):
            begun = False
        if asked.ended is not None:
            raise _DeadError(asked.ended)
        if not begun:
            raise _GoneError
        try:
            if not connection.poll(seconds):
                raise TimeoutError
            good, value = connection.recv()
        except TimeoutError as error:
            raise _DeadError(
                NetworkInputError(
                    "{asked} did not finish within {seconds:g} seconds. Does it wait for something, or repeat "
                    "something without end?",
                    asked=asked.title,
                    seconds=seconds,
                )
            ) from error
        except (EOFError, OSError) as error:
            told = asked.ended or NetworkInputError(
                "{asked} ended its own process, perhaps for want of memory. Try a smaller input, or run the file by "
                "itself to see why.",
                asked=asked.title,
            )
            raise _DeadError(told) from error
    finally:
        with _state:
            asked.process = None
    if good:
        return value
    raise value


def _serve(connection: Connection) -> None:
    """In the other process: answer until nobody asks."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while connection.poll(_IDLE_SECONDS):
        try:
            function, arguments = connection.recv()
        except EOFError:
            return
        connection.send(True)
        connection.send(_answer(function, arguments))


def _answer(function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[bool, Any]:
    try:
        return True, function(*arguments)
    except StudioError as error:
        return False, error
    except MemoryError:
        return False, NetworkInputError("The network needs more memory than it may take here.")
    except Exception as error:  # nobody expected it: told where the call was made
        return False, RuntimeError("".join(traceback.format_exception(error)))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
