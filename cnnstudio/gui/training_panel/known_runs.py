"""The runs there are, read from the disk on a thread of their own: the window never waits for a disk.

The list follows the disk: it is read when a run of this window comes or goes, and while it is shown from time to time.
"""

from collections import deque
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from cnnstudio.errors import StudioError
from cnnstudio.gui import errors
from cnnstudio.gui.training_panel.series import RunSeries, read_series
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.networks.reference import NetworkRef
from cnnstudio.training import kept_predictions, runs
from cnnstudio.training.kept_predictions import KeptPredictions
from cnnstudio.training.runs import RunFolder, RunSummary
from cnnstudio.weights import library
from cnnstudio.weights.library import Entry

_LOOK_AGAIN_MS = 2000


@dataclass(frozen=True, slots=True)
class ListedRun:
    """One row of the list.

    Attributes:
        summary: how the run stands.
        resumable: whether there is a checkpoint to go on from.
        weights: those that one chooses between.
    """

    summary: RunSummary
    resumable: bool
    weights: tuple[Entry, ...]

    @property
    def path(self) -> Path:
        """The run's folder."""
        return self.summary.path


@dataclass(frozen=True, slots=True, eq=False)
class RunContents:
    """What lies in one run's folder.

    Attributes:
        summary: how the run stands.
        series: its curves.
        predictions: what the test pictures gave last; None where that was not kept.
        network: that was trained; None where its settings cannot be read.
    """

    summary: RunSummary
    series: RunSeries
    predictions: KeptPredictions | None
    network: NetworkRef | None


@dataclass(frozen=True, slots=True, eq=False)
class _Errand:
    """Something to be done on the disk, and who is told on the window's thread what came of it."""

    work: Callable[[], Any]
    done: Callable[[Any], object]
    refused: Callable[[BaseException], object]
    name: Hashable = None  # of those that are the same one is enough


class KnownRuns(QObject):
    """Lives on the GUI thread; what it knows is as the disk was a moment ago.

    Errands are done one after another, in the order in which they were given.
    """

    listed = Signal()  # the list was read, and is another
    contentsRead = Signal(object)  # Path: what lies in this folder is known now, or known to be gone

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._list: dict[Path, ListedRun] | None = None
        self._contents: dict[Path, RunContents | None] = {}
        self._ended = False
        self._errands: deque[_Errand] = deque()
        self._under_way: _Errand | None = None
        self._worker = LatestWins(_do, self, name="runs")
        self._worker.result.connect(self._on_done)
        self._worker.failed.connect(self._on_refused)
        self._timer = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.look)

    @property
    def is_known(self) -> bool:
        """Whether the list was read at all."""
        return self._list is not None

    @property
    def busy(self) -> bool:
        """Whether something is still to be read or done."""
        return self._under_way is not None

    @property
    def all(self) -> tuple[ListedRun, ...]:
        """All runs, the newest first."""
        return tuple((self._list or {}).values())

    def of(self, run: Path) -> ListedRun | None:
        """A run that is listed."""
        return (self._list or {}).get(run)

    def contents(self, run: Path) -> RunContents | None:
        """What lies in a run's folder; None where it is not known yet (``want`` it), or gone."""
        return self._contents.get(run)

    def is_gone(self, run: Path) -> bool:
        """Whether it was looked for, and is not there."""
        return run in self._contents and self._contents[run] is None

    def set_shown(self, shown: bool) -> None:
        """Whether anybody looks at the list: only then it is read from time to time."""
        if shown:
            self.look()
            self._timer.start()
        else:
            self._timer.stop()

    @Slot()
    def look(self) -> None:
        """Read the list anew."""
        self._give(_Errand(_list, self._take_list, self._report, name="list"))

    def want(self, run: Path) -> None:
        """Read what lies in a run's folder, unless it is known."""
        if run not in self._contents:
            self._read(run)

    def forget(self, run: Path) -> None:
        """It is read anew when it is wanted again."""
        self._contents.pop(run, None)

    def ask(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], object],
        refused: Callable[[BaseException], object] | None = None,
    ) -> None:
        """Do something on the worker, and then ``done(value)`` or ``refused(error)`` on the window's thread.

        Both belong to something that lives as long as this.
        """
        self._give(_Errand(work, done, refused or self._report))

    def shut_down(self) -> None:
        """End the worker; what was not begun is not done."""
        self._ended = True
        self._timer.stop()
        self._errands.clear()
        self._worker.shut_down()
        self._under_way = None

    # --- one errand after another

    def _give(self, errand: _Errand) -> None:
        if self._ended or (errand.name is not None and any(other.name == errand.name for other in self._errands)):
            return
        self._errands.append(errand)
        if self._under_way is None:
            self._next()

    def _next(self) -> None:
        self._under_way = self._errands.popleft() if self._errands else None
        if self._under_way is not None:
            self._worker.request(self._under_way.work)

    @Slot(object)
    def _on_done(self, value: Any) -> None:
        errand = self._under_way
        self._next()
        if errand is not None:
            errand.done(value)

    @Slot(object)
    def _on_refused(self, error: BaseException) -> None:
        errand = self._under_way
        self._next()
        if errand is not None:
            errand.refused(error)

    def _report(self, error: BaseException) -> None:
        errors.show_error(None, error)

    # --- what was read

    def _read(self, run: Path) -> None:
        self._give(_Errand(lambda: _read(run), lambda found: self._take_contents(run, found), self._report, name=run))

    def _take_list(self, found: list[ListedRun]) -> None:
        before, self._list = self._list, {run.path: run for run in found}
        if before == self._list and (before is None or list(before) == list(self._list)):
            return
        for run in list(self._contents):
            if (before or {}).get(run) != self._list.get(run):
                self._read(run)
        self.listed.emit()

    def _take_contents(self, run: Path, found: RunContents | None) -> None:
        self._contents[run] = found
        self.contentsRead.emit(run)


def _do(work: Callable[[], Any]) -> Any:
    return work()


def _list() -> list[ListedRun]:
    return [ListedRun(run, run.resumable, library.to_choose(run.path)) for run in runs.list_runs()]


def _read(run: Path) -> RunContents | None:
    """What lies in a run's folder; None where there is no run."""
    folder = RunFolder(run)
    if not folder.holds_run:
        return None
    predictions = None
    try:
        if folder.test_predictions.is_file():
            predictions = kept_predictions.load(folder.test_predictions)
    except (StudioError, OSError):
        predictions = None  # the curves are shown all the same; the list says what is wrong with a damaged run
    network = None
    with suppress(StudioError):
        network = folder.config().network
    return RunContents(folder.summary(), read_series(run, folder.batches()), predictions, network)
