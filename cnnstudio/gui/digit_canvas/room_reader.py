"""Which network reads in the Draw room: it follows the studio's names, and takes its numbers from the model store."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from cnnstudio.errors import StorageError, StudioError
from cnnstudio.gui import errors
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.networks.reference import READS_DIGITS, CatalogueNetwork, NetworkRef, PythonNetwork, is_known
from cnnstudio.prediction.reader import Reader, reader_with
from cnnstudio.training.runs import RunFolder
from cnnstudio.weights import shipped
from cnnstudio.weights.loading import Loaded
from cnnstudio.weights.reference import RunWeights
from cnnstudio.workspace.current import Current

_LOOK_AGAIN_MS = 1000
_PROBLEM = "draw-reader"
"""What is told of it goes when it reads, and when something else is wanted."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who reads, and why not another.

    Attributes:
        wanted: what is to read.
        reads: what does; None = nobody.
        loading: the numbers of what is wanted are still to come.
        stands_in: what is wanted is the built-in network, because the studio's has not learnt yet.
        why_not: why the studio's own network does not read digits; None where it does.
        problem: why what is wanted cannot be read.
        learning: what is wanted is a run under way.
        tried: the studio's own network, while it is being found out whether it reads digits; else None.
    """

    wanted: Current
    reads: Loaded | None = None
    loading: bool = False
    stands_in: bool = False
    why_not: StudioError | None = None
    problem: StudioError | None = None
    learning: bool = False
    tried: NetworkRef | None = None


def built_in() -> Current:
    """The network that came with the program to read digits."""
    weights = shipped.digits()[0]
    return Current(network=CatalogueNetwork(weights.name), weights=weights)


class ReaderOfRoom(QObject):
    """Keeps a reader for what the studio is about; lives on the GUI thread.

    The network that the program begins with has learnt nothing: as long as nobody chose another, the built-in one
    stands in for it.
    """

    changed = Signal()  # another reader, or none
    standingChanged = Signal()

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._store = studio.store
        self._reader: Reader | None = None
        self._untrained = False
        self._fallen_back = False
        self._standing = Standing(studio.digits)
        self._run_states = LatestWins(_goes_on, self, name="draw-run")
        self._run_states.result.connect(self._take_run_state)
        self._watch = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._watch.timeout.connect(self.look_again)
        self._shown = False
        studio.changed.connect(self._follow)
        studio.runsChanged.connect(self._on_runs_changed)
        self._store.ready.connect(self._on_ready)
        self._store.failed.connect(self._on_failed)
        self._want_network(self._meant())

    @property
    def reader(self) -> Reader | None:
        """What reads now."""
        return self._reader

    @property
    def standing(self) -> Standing:
        """Who reads, and why not another."""
        return self._standing

    @property
    def untrained(self) -> bool:
        """Whether the network that the program begins with reads before it has learnt."""
        return self._untrained

    def set_untrained(self, on: bool) -> None:
        """Let it read before it has learnt, or the built-in one stand in for it."""
        if on != self._untrained:
            self._untrained = on
            self._follow()

    @property
    def busy(self) -> bool:
        """Whether numbers are still to come."""
        return self._store.busy or self._run_states.busy or self._studio.busy

    @property
    def watching(self) -> bool:
        """Whether it looks from time to time what a run has learnt."""
        return self._watch.isActive()

    def set_shown(self, shown: bool) -> None:
        """Whether anybody looks: only then what a run has learnt meanwhile is looked for."""
        self._shown = shown
        if shown:
            self._ask_run_state()
        else:
            self._watch.stop()

    def shut_down(self) -> None:
        """End the worker."""
        self._watch.stop()
        self._run_states.shut_down()

    # --- following the studio

    def _meant(self) -> Standing:
        fitting = self._studio.fitting(READS_DIGITS)
        current, first = fitting.current, Current()
        begins = (current.network, current.weights) == (first.network, first.weights)
        stands_in = begins and not current.edits and not self._untrained
        # After a restart the last that read digits may be a class that nobody has agreed to run yet.
        runs = not isinstance(current.network, PythonNetwork) or current.network.agreed
        wanted = current if runs and not stands_in else built_in()
        network = self._studio.current.network
        tried = None if is_known(network, READS_DIGITS) else network
        return Standing(wanted, stands_in=stands_in, why_not=fitting.why_not, tried=tried)

    @Slot()
    def _follow(self) -> None:
        meant, now = self._meant(), self._standing
        if _names(meant.wanted) != _names(now.wanted) or (now.stands_in, str(now.why_not)) != (
            meant.stands_in,
            str(meant.why_not),
        ):
            self._want_network(meant)
        elif meant.tried != now.tried:
            self._standing = replace(now, tried=meant.tried)
            self.standingChanged.emit()

    def _want_network(self, meant: Standing) -> None:
        now = self._standing
        self._fallen_back = False
        errors.take_back(_PROBLEM)  # it is told of what was wanted before
        same_run = meant.wanted.weights == now.wanted.weights and now.learning
        self._standing = replace(meant, reads=now.reads, loading=True, learning=same_run)
        loaded = self._store.want(meant.wanted)
        if loaded is not None:
            self._take_loaded(loaded)
        else:
            self.standingChanged.emit()
        self._ask_run_state()

    @Slot(object)
    def _on_ready(self, loaded: Loaded) -> None:
        standing = self._standing
        if _names(loaded) == _names(standing.wanted):
            self._take_loaded(loaded)
        elif self._fallen_back and self._reader is None and _names(loaded) == _names(built_in()):
            self._read_with(loaded)
        elif standing.loading:
            # It may have been pushed out of the queue.
            there = self._store.want(standing.wanted)
            if there is not None:
                self._take_loaded(there)

    def _take_loaded(self, loaded: Loaded) -> None:
        self._standing = replace(self._standing, loading=False, problem=None)
        errors.take_back(_PROBLEM)
        self._read_with(loaded)

    def _read_with(self, loaded: Loaded) -> None:
        before = self._standing.reads
        self._standing = replace(self._standing, reads=loaded)
        if self._reader is None or before is None or before.module is not loaded.module:
            self._reader = reader_with(loaded)
            self.changed.emit()
        self.standingChanged.emit()

    @Slot(object, object)
    def _on_failed(self, wanted: Current, error: BaseException) -> None:
        standing = self._standing
        if _names(wanted) == _names(standing.wanted):
            self._note_failure(error)
        elif self._fallen_back and self._reader is None and _names(wanted) == _names(built_in()):
            errors.show_error(None, error)

    def _note_failure(self, error: BaseException) -> None:
        before = self._standing
        problem = error if isinstance(error, StudioError) else StudioError(errors.sentence(error))
        self._standing = replace(before, loading=False, problem=problem)
        if str(before.problem) == str(problem):
            return  # a run that was looked at again
        weights = before.wanted.weights
        if isinstance(weights, RunWeights) and weights.which == "latest" and isinstance(error, StorageError):
            # Until the run has weights to show nobody reads.
            self._standing = replace(self._standing, reads=None)
            self._reader = None
            self.changed.emit()
        else:
            errors.show_error(None, error, about=_PROBLEM)
            if self._reader is None and _names(before.wanted) != _names(built_in()):
                self._fallen_back = True
                loaded = self._store.want(built_in())
                if loaded is not None:
                    self._read_with(loaded)
        self.standingChanged.emit()

    # --- a run that learns in another window or on the command line

    @Slot()
    def look_again(self) -> None:
        """Take the newest weights of a run under way, and see whether it still is."""
        self._store.look_again()
        self._ask_run_state()

    @Slot()
    def _on_runs_changed(self) -> None:
        self._ask_run_state()

    def _ask_run_state(self) -> None:
        weights = self._standing.wanted.weights
        if isinstance(weights, RunWeights) and weights.which == "latest":
            self._run_states.request(weights)
        else:
            self._watch.stop()
            if self._standing.learning:
                self._standing = replace(self._standing, learning=False)
                self.standingChanged.emit()

    @Slot(object)
    def _take_run_state(self, found: tuple[RunWeights, bool]) -> None:
        weights, goes_on = found
        if weights != self._standing.wanted.weights:
            return
        if goes_on and self._shown:
            self._watch.start()
        else:
            self._watch.stop()
        if goes_on != self._standing.learning:
            self._standing = replace(self._standing, learning=goes_on)
            self._store.look_again()
            self.standingChanged.emit()


def _goes_on(weights: RunWeights) -> tuple[RunWeights, bool]:
    """Whether the run is under way."""
    return weights, RunFolder(weights.folder).summary().state == "running"


def _names(what: Current | Loaded) -> tuple[object, ...]:
    return what.network, what.weights, what.edits
