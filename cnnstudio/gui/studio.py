"""The one shared state of the window: what the studio is about, the steps that led there, and what is going on.

The rooms never import one another. They read this object, change it through its methods, and listen to its signals.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoGroup, QUndoStack

from cnnstudio import side_process
from cnnstudio.errors import StudioError
from cnnstudio.gui import language
from cnnstudio.gui.documents import Documents
from cnnstudio.gui.jobs import Jobs, Progress
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.networks import reference, trials
from cnnstudio.networks.reference import READS_DIGITS, Need, NetworkRef, PythonNetwork, fits, is_known
from cnnstudio.weights import library
from cnnstudio.weights.edits import Edits
from cnnstudio.weights.reference import WeightsRef
from cnnstudio.workspace.current import Current, Workspace, reads_digits
from cnnstudio.workspace.picture import Picture

if TYPE_CHECKING:
    from cnnstudio.gui.model_store import ModelStore
    from cnnstudio.gui.predict_first import PredictFirst
    from cnnstudio.gui.runs_watch import RunsWatch


_KEPT_FIGURES = 16
"""So that undo and redo need not measure again what was measured a moment ago."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LiveWeights:
    """A run's weights while it learns.

    Attributes:
        run_dir: the run's folder.
        network: the one they belong to.
        class_names: one an output.
        tensors: the state dictionary, copied to the CPU; not to be changed.
    """

    run_dir: Path
    network: NetworkRef
    class_names: tuple[str, ...]
    tensors: Any


@dataclass(frozen=True, slots=True)
class Fitting:
    """What a room shows that not every network fits.

    Attributes:
        current: what it shows: the studio's, or the last one that fits.
        why_not: why the studio's own does not fit; None where it does, or where that is not known yet.
    """

    current: Current
    why_not: StudioError | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditFigure:
    """What edits were measured to be worth.

    Attributes:
        before, after: shares 0..1 of the test pictures that are read rightly without any edit, and with them.
        count: how many pictures were measured.
        done: whether these are all of the set.
        title: of the test set.
    """

    before: float
    after: float
    count: int
    done: bool
    title: str


class _Step(QUndoCommand):
    """One change of the network, its weights or its edits; steps of one gesture are undone together."""

    def __init__(self, go: Callable[[Current], None], text: str, before: Current, after: Current, gesture: int) -> None:
        super().__init__(text)
        self._go_to = go
        self._before = before
        self._after = after
        self._gesture = gesture

    def id(self) -> int:
        return self._gesture

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Step) or other.id() != self.id():
            return False
        self._after = other._after
        self.setObsolete(self._before == self._after)
        return True

    def redo(self) -> None:
        self._go_to(self._after)

    def undo(self) -> None:
        self._go_to(self._before)


class Studio(QObject):
    """Shared state; lives on the GUI thread and outlives windows.

    ``changed`` says what is meant now, by name; its numbers are the model store's affair.
    """

    changed = Signal(object, object)  # Current before, Current after
    editFigureChanged = Signal()  # what edits are worth was measured, see edit_figure
    calibratedChanged = Signal()  # percentages are of calibrated logits now, or no longer; see calibrated
    runsChanged = Signal()  # run folders were added, changed or removed
    statusMessage = Signal(str)  # one quiet line at the bottom of the window; "" clears it
    roomShown = Signal(str)  # room name
    roomRequested = Signal(str, object)  # room name, state for Page.open_state() | None

    def __init__(self, parent: QObject | None = None, *, workspace: Workspace | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace or Workspace()
        self.undo = QUndoGroup(self)
        self.edit_stack = QUndoStack(self)
        self.undo.addStack(self.edit_stack)
        # Whether a class of the user's reads digits is found out by running it once.
        self._left: Current | None = None  # before it was known whether it reads digits, which what followed does not
        self._to_try: NetworkRef | None = None  # read on the prober's thread, too
        self._prober = LatestWins(self._find_out, self, name="network-fits")
        self._prober.result.connect(self._on_probed)
        self._prober.failed.connect(self._on_probed)
        self.jobs = Jobs(self)
        self._trial = self.jobs.activity(self, stop=self.stop_trying)
        self._prober.busyChanged.connect(self._show_trial)
        self.documents = Documents(self)
        self._edit_figures: dict[tuple[NetworkRef, WeightsRef, Edits], EditFigure] = {}
        left = self._workspace.states.get("draw")
        self._calibrated = not isinstance(left, dict) or left.get("calibrated") is not False
        self._message = ""
        self.statusMessage.connect(self._note_message)
        self._probe_current()

    # --- what the studio is about

    @cached_property
    def store(self) -> "ModelStore":
        """The networks' numbers, for all rooms."""
        from cnnstudio.gui.model_store import ModelStore

        return ModelStore(self)

    @cached_property
    def predict(self) -> "PredictFirst":
        """What is hidden until it was predicted, in all rooms."""
        from cnnstudio.gui.predict_first import PredictFirst

        return PredictFirst(self)

    @cached_property
    def _runs_watch(self) -> "RunsWatch":
        from cnnstudio.gui.runs_watch import RunsWatch

        watch = RunsWatch(self)
        watch.found.connect(self.runsChanged)
        self.runsChanged.connect(watch.look_again)
        return watch

    def watch_runs(self, room: QObject, shown: bool) -> None:
        """While any room that lists runs is shown, ``runsChanged`` tells what others add to the disk, or delete."""
        self._runs_watch.set_shown(room, shown)

    @property
    def current(self) -> Current:
        """The network, weights, picture and edits of now."""
        return self._workspace.current

    @property
    def digits(self) -> Current:
        """The current one if it reads digits, else the last that does."""
        return self._workspace.digits

    @property
    def workspace(self) -> Workspace:
        """All that a restart brings back; rooms that were not opened are as the last time left them."""
        states = self.documents.states()
        return replace(self._workspace, states={**self._workspace.states, **states}) if states else self._workspace

    @property
    def calibrated(self) -> bool:
        """Whether percentages are of logits divided by their weights' temperature.

        It is the Draw room's switch and part of its state; it stands here because every room that shows a percentage
        follows it, whether the Draw room was opened yet or not.
        """
        return self._calibrated

    def set_calibrated(self, on: bool) -> None:
        """Show percentages of calibrated logits, or of the logits as they are."""
        if on != self._calibrated:
            self._calibrated = on
            self.calibratedChanged.emit()

    def fitting(self, need: Need) -> Fitting:
        """What a room with this need shows."""
        network = self.current.network
        if not is_known(network, need):
            return Fitting(self.digits, None)
        why_not = fits(network, need)
        return Fitting(self.current if why_not is None else self.digits, why_not)

    def choose(self, network: NetworkRef, weights: WeightsRef | None = None) -> None:
        """Make a network the current one, with these weights; None = those it is best known by.

        Edits of the former are dropped; undo brings them back.
        """
        if weights is None:
            weights = self.current.weights if network == self.current.network else library.usual(network)
        text = self.tr("choosing {title}").format(title=language.say(network.title))
        self._go_to(self.current.about(network, weights), text)

    def become(self, current: Current, text: str) -> None:
        """Make all of this what the studio is about; ``text`` is what the step is called where it can be undone."""
        self._go_to(current.showing(self.current.picture), text)
        self.show_picture(current.picture)

    def note_room(self, name: str) -> None:
        """This room is shown: a restart comes back to it."""
        self._workspace = replace(self._workspace, room=name)
        self.roomShown.emit(name)

    def edit_figure(self, network: NetworkRef, weights: WeightsRef, edits: Edits) -> EditFigure | None:
        """What these edits were measured to be worth; None where nobody has measured it."""
        return self._edit_figures.get((network, weights, edits))

    def note_edit_figure(self, network: NetworkRef, weights: WeightsRef, edits: Edits, figure: EditFigure) -> None:
        """The playground has measured what edits are worth, maybe of the first pictures: every room may tell it."""
        key = (network, weights, edits)
        self._edit_figures.pop(key, None)
        self._edit_figures[key] = figure
        for old in list(self._edit_figures)[:-_KEPT_FIGURES]:
            del self._edit_figures[old]
        self.editFigureChanged.emit()

    def agree(self, network: PythonNetwork) -> None:
        """The user agrees that this Python file runs, in this process; the rooms are told anew what is current.

        Raises:
            StorageError: if the file cannot be read.
            ConsentError: if it has changed since it was hashed.
        """
        reference.agree(network)
        current = self.current.network
        if isinstance(current, PythonNetwork) and (current.path, current.sha256) == (network.path, network.sha256):
            self._probe_current()
        self.changed.emit(self.current, self.current)  # a room may show the file's classes though none is current

    def show_picture(self, picture: Picture | None) -> None:
        """Another network input."""
        self._set_current(self.current.showing(picture))

    def edit(self, edits: Edits, text: str, *, gesture: int = -1) -> None:
        """Change the current network's weights, as one step that can be undone.

        Args:
            edits: all edits that hold from now on.
            text: what the step is called in the undo menu.
            gesture: steps of one gesture (not -1) that follow each other are undone together.
        """
        self._go_to(self.current.edited(edits), text, gesture)

    def _go_to(self, after: Current, text: str, gesture: int = -1) -> None:
        before = self.current
        if after == before:
            return
        if before.edits or after.edits:
            self.edit_stack.push(_Step(self._return_to, text, before, after, gesture))
        else:
            self._set_current(after)  # nothing is lost, so there is nothing to undo

    def _return_to(self, names: Current) -> None:
        """The network, weights and edits of a step; the picture stays that of now."""
        self._set_current(names.showing(self.current.picture))

    def _set_current(self, after: Current) -> None:
        before = self.current
        if after == before:
            return
        self._workspace = self._workspace.changed_to(after)
        if after.network != before.network:
            self._probe_current(before)
        self.changed.emit(before, after)

    def _find_out(self, network: NetworkRef) -> None:
        """On the prober's thread."""
        trials.find_out(network, wanted=lambda: self._to_try == network)

    def _probe_current(self, before: Current | None = None) -> None:
        network = self.current.network
        known = is_known(network, READS_DIGITS)
        if not known or fits(network, READS_DIGITS) is None:
            self._left = None
        elif before is not None and not is_known(before.network, READS_DIGITS):
            self._left = before  # the rooms for digits show it once it is known that it reads them
        # The next choice wins, whatever still runs.
        self._to_try = network if self._left is None else self._left.network
        side_process.stop_others(self._to_try)
        if not known:
            self._prober.request(network)
        self._show_trial()

    @property
    def _tried(self) -> NetworkRef | None:
        """The class of the user's that is being tried; None where nothing is."""
        if not self._prober.busy:
            return None
        meant = (self.current, self._left)
        return next((one.network for one in meant if one and not is_known(one.network, READS_DIGITS)), None)

    @Slot()
    def _show_trial(self) -> None:
        tried = self._tried
        if tried is not None:
            self._trial.tell(self.tr("Trying {network}").format(network=language.say(tried.title)))
        else:
            self._trial.end()

    @property
    def tries(self) -> bool:
        """Whether the current network, a class of the user's, is being tried: what it takes is not known yet."""
        return self._prober.busy and not is_known(self.current.network, READS_DIGITS)

    @Slot()
    def stop_trying(self) -> None:
        """End what tries the current network, or one that was current before, because the user wants that."""
        tried = self._tried
        if tried is not None:
            trials.stop(tried)

    @Slot()
    def _on_probed(self) -> None:
        """It is known now whether a network reads digits, or it was not tried to its end."""
        left = self._left
        if not self._prober.busy:
            self._left = None
        if left is not None and reads_digits(left.network):
            self._workspace = self._workspace.changed_to(left).changed_to(self.current)
        else:
            self._workspace = self._workspace.changed_to(self.current)
        self.changed.emit(self.current, self.current)

    @property
    def busy(self) -> bool:
        """Whether it is being found out what the current network fits."""
        return self._prober.busy

    def shut_down(self) -> None:
        """End the workers, when the program ends."""
        side_process.stop_all()  # whoever waits for the user's own code waits no more
        self._prober.shut_down()
        if "_runs_watch" in vars(self):
            self._runs_watch.shut_down()
        if "predict" in vars(self):
            self.predict.shut_down()
        self.jobs.shut_down()
        self.documents.shut_down()
        if "store" in vars(self):
            self.store.shut_down()

    # --- what is going on

    @property
    def progress(self) -> Progress:
        """How far the foremost of what is going on is; see ``jobs``."""
        return self.jobs.progress

    def take_back(self, message: str) -> None:
        """A status message no longer holds; another that came after it stays."""
        if message and message == self._message:
            self.statusMessage.emit("")

    @Slot(str)
    def _note_message(self, message: str) -> None:
        self._message = message

    def open_room(self, name: str, state: object = None) -> None:
        """Ask the window to show a room, in a given state where the room offers ``open_state``."""
        self.roomRequested.emit(name, state)
