"""Networks with their numbers: loaded once, on a worker, when a room asks, and shared by all rooms."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from cnnstudio.gui.studio import LiveWeights, Studio
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.networks import trials
from cnnstudio.networks.reference import NetworkRef, PythonNetwork
from cnnstudio.weights.reference import RunWeights, WeightsRef
from cnnstudio.workspace.current import Current

if TYPE_CHECKING:
    from cnnstudio.weights.loading import Loaded

KEPT_BYTES = 1 << 30
"""Kept beside the current network and the last that reads digits, for going back."""

# How long to wait, when the program ends, for what is being loaded.
_PATIENCE_MS = 5_000
_PATIENCE_WITH_OWN_CODE_MS = 500

_Key = tuple[NetworkRef, WeightsRef]
_Attendant = Callable[["Loaded", Current], Any]


@dataclass(frozen=True, slots=True, eq=False)
class _Request:
    """What is asked of a worker.

    Attributes:
        current: what is wanted.
        base: the same network and weights as they were loaded before; None where they were not.
        live: weights of a run that learns, in memory; None where they are to be read from its folder.
        told: how many were told until then.
        attendant: what is to be asked of the numbers at once.
        wanted: whether its network still is.
    """

    current: Current
    base: "Loaded | None"
    live: LiveWeights | None
    told: int
    attendant: "_Attendant | None"
    wanted: Callable[[], bool]


@dataclass(frozen=True, slots=True, eq=False)
class _Outcome:
    """What a worker brings.

    Attributes:
        loaded: the numbers.
        heard: what the attendant makes of them; None where nobody attends, or it could not.
    """

    loaded: "Loaded"
    heard: Any


def _outcome(request: _Request) -> _Outcome:
    loaded, heard = _load(request), None
    if request.attendant is not None:
        try:
            heard = request.attendant(loaded, request.current)
        except Exception:  # whatever a user's class raises: the numbers are there all the same
            heard = None
    return _Outcome(loaded, heard)


def _load(request: _Request) -> "Loaded":
    """Load what is wanted, unless the numbers that were loaded before are still those behind the names."""
    from cnnstudio.weights import loading, places
    from cnnstudio.weights.metadata import Metadata

    current, base, live = request.current, request.base, request.live
    if live is not None:
        stamp = ("live", request.told)
        if base is None or base.stamp != stamp:
            base = loading.of_tensors(
                current.network,
                current.weights,
                live.tensors,
                metadata=Metadata(network=current.network, classes=live.class_names),
                stamp=stamp,
            )
        return base.edited(current.edits)
    if base is not None and base.stamp == places.stamp(current.weights):
        return base.edited(current.edits)
    trials.check_ends(current.network, wanted=request.wanted)
    return loading.load(current.network, current.weights, current.edits)


class _Lane(QObject):
    """One worker and what was asked of it."""

    loaded = Signal(object)  # _Outcome
    failed = Signal(object, object)  # Current, exception

    def __init__(self, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._asked: dict[int, _Request] = {}
        self.worker = LatestWins(_outcome, self, name=name)
        self.worker.result.connect(self._on_result)
        self.worker.failed.connect(self._on_failure)

    def ask(self, request: _Request) -> None:
        """Load this, in place of what was asked and not begun."""
        self._asked[self.worker.request(request)] = request

    def is_asked(self, request: _Request) -> bool:
        """Whether the newest thing that was asked is this, of numbers as new, and it is still to come."""
        if not self.worker.busy or not self._asked:
            return False
        newest = self._asked[max(self._asked)]
        return newest.current == request.current and newest.live is request.live

    def shut_down(self) -> None:
        """End the worker; code of the user's, which may take any time, is not waited for."""
        own_code = any(isinstance(request.current.network, PythonNetwork) for request in self._asked.values())
        self.worker.shut_down(_PATIENCE_WITH_OWN_CODE_MS if own_code else _PATIENCE_MS)

    @Slot(object, int)
    def _on_result(self, outcome: _Outcome, tag: int) -> None:
        self._no_longer_pending(tag)
        self.loaded.emit(outcome)

    @Slot(object, int)
    def _on_failure(self, error: BaseException, tag: int) -> None:
        self.failed.emit(self._no_longer_pending(tag), error)

    def _no_longer_pending(self, tag: int) -> Current:
        current = self._asked.pop(tag).current
        # What came before it was skipped.
        self._asked = {other: asked for other, asked in self._asked.items() if other > tag}
        return current


class ModelStore(QObject):
    """A cache over ``weights.loading``; lives on the GUI thread, as long as the studio.

    A room asks by ``want`` and draws numbers from ``ready`` alone; until then it keeps the last ones, marked as old.
    ``ready`` comes again, with the same names, when a run that is followed has learnt more.
    """

    attended = Signal(object)  # what the attendant has made of numbers that are about to be ready
    ready = Signal(object)  # Loaded
    failed = Signal(object, object)  # Current that was wanted, exception

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._studio = studio
        self._kept: OrderedDict[_Key, Loaded] = OrderedDict()  # the newest asked for last
        self._live: dict[_Key, LiveWeights] = {}
        self._told = 0  # how often a run has told of newer ones
        self._attendant: _Attendant | None = None
        self._missing: set[_Key] = set()  # wanted, and not there when they were looked for
        # The last that reads digits has a lane of its own: the pen never waits for a large network.
        self._own, self._digits = _Lane("weights", self), _Lane("weights-of-digits", self)
        # What stands in for either is asked for by one room alone; it pushes nothing out of the queue.
        self._other = _Lane("weights-that-stand-in", self)
        self._lanes = (self._own, self._digits, self._other)
        for lane in self._lanes:
            lane.loaded.connect(self._keep_loaded)
            lane.failed.connect(self._on_failed)
        studio.runsChanged.connect(self._on_runs_changed)

    def want(self, current: Current) -> "Loaded | None":
        """The numbers of what is meant where they are there; else they are loaded, and ``ready`` tells them."""
        key = (current.network, current.weights)
        there = self._kept.get(key)
        if there is not None and there.edits == current.edits:
            self._kept.move_to_end(key)
            return there
        self._ask_numbers(current)
        return None

    @property
    def kept_bytes(self) -> int:
        """Memory that all kept tensors take."""
        return sum(loaded.bytes for loaded in self._kept.values())

    def attend(self, attendant: "_Attendant | None") -> None:
        """Have the current numbers looked at where they are loaded: what is quick need not wait for another thread.

        Args:
            attendant: called on a worker's thread with the numbers and what was meant; ``attended`` tells what it
                gives, before ``ready`` tells the numbers. Where it raises, ``ready`` alone comes. None = nobody.
        """
        self._attendant = attendant

    @property
    def busy(self) -> bool:
        """Whether something is being loaded."""
        return any(lane.worker.busy for lane in self._lanes)

    def shut_down(self) -> None:
        """End the workers."""
        for lane in self._lanes:
            lane.shut_down()

    def _ask_numbers(self, current: Current) -> None:
        key = (current.network, current.weights)
        studio = self._studio
        named = {
            (one.network, one.weights): lane
            for one, lane in ((studio.current, self._own), (studio.digits, self._digits))
        }
        lane = named.get(key, self._other)
        attendant = self._attendant if key == (studio.current.network, studio.current.weights) else None

        def wanted() -> bool:
            return current.network in (studio.current.network, studio.digits.network)

        request = _Request(current, self._kept.get(key), self._live.get(key), self._told, attendant, wanted)
        if not lane.is_asked(request):
            lane.ask(request)

    @Slot(object)
    def _keep_loaded(self, outcome: _Outcome) -> None:
        loaded = outcome.loaded
        key = (loaded.network, loaded.weights)
        self._missing.discard(key)
        self._kept[key] = loaded
        self._kept.move_to_end(key)
        self._drop_spare()
        if outcome.heard is not None:
            self.attended.emit(outcome.heard)
        self.ready.emit(loaded)

    @Slot(object, object)
    def _on_failed(self, current: Current, error: BaseException) -> None:
        self._missing.add((current.network, current.weights))
        self.failed.emit(current, error)

    def _drop_spare(self) -> None:
        studio = self._studio
        needed = {(one.network, one.weights) for one in (studio.current, studio.digits)}
        spare = [key for key in self._kept if key not in needed]
        size = sum(self._kept[key].bytes for key in spare)
        for key in spare:
            if size <= KEPT_BYTES:
                return
            size -= self._kept.pop(key).bytes

    def follow(self, live: LiveWeights) -> None:
        """A run of this program has learnt: newer numbers for whoever looks at its latest weights."""
        key: _Key = (live.network, RunWeights(live.run_dir, "latest"))
        self._live = {key: live}
        self._told += 1
        for current in {self._studio.current, self._studio.digits}:
            if (current.network, current.weights) == key and (key in self._kept or key in self._missing):
                self._ask_numbers(current)

    @Slot()
    def _on_runs_changed(self) -> None:
        """Runs have come, gone or ended: what was read of them may have changed."""
        self._live.clear()
        self.look_again()

    def look_again(self) -> None:
        """Runs of other windows and of the command line tell nobody: take what they have learnt meanwhile.

        ``ready`` tells it where something is new. A run of this window tells by itself.
        """
        for current in {self._studio.current, self._studio.digits}:
            key = (current.network, current.weights)
            if not isinstance(current.weights, RunWeights) or key in self._live:
                continue
            if key in self._kept or key in self._missing:
                self._ask_numbers(current)
