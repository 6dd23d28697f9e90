"""Earlier runs as a Qt list: one row a run folder, newest first, each with a box that shows its curves."""

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from cnnstudio.datasets import available
from cnnstudio.gui import labels, language
from cnnstudio.gui.training_panel.run_style import RunStyle
from cnnstudio.gui.widgets.table_text import Heading, Table
from cnnstudio.networks import reference
from cnnstudio.training import recipes
from cnnstudio.training.runs import RunSummary

Index = QModelIndex | QPersistentModelIndex

SUMMARY_ROLE = Qt.ItemDataRole.UserRole
STYLE_ROLE = Qt.ItemDataRole.UserRole + 1
LINES_ROLE = Qt.ItemDataRole.UserRole + 2  # (title, result, second line)


class RunsModel(QAbstractListModel):
    """Run summaries and which of them are shown in the curves."""

    overlay_wanted = Signal(object, bool)  # Path, whether its curves are wanted

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: list[RunSummary] = []
        self._styles: dict[Path, RunStyle] = {}

    def show_runs(self, runs: list[RunSummary]) -> None:
        """Take this list, newest first; rows that stay are changed in place, so that the selection stays too."""
        if [run.path for run in runs] == [run.path for run in self._runs]:
            self._runs = runs
            if runs:
                self.dataChanged.emit(self.index(0), self.index(len(runs) - 1))
            return
        self.beginResetModel()
        self._runs = runs
        self.endResetModel()

    def show_styles(self, styles: dict[Path, RunStyle]) -> None:
        """Say which runs' curves are shown, and how they are drawn."""
        self._styles = styles
        if self._runs:
            self.dataChanged.emit(self.index(0), self.index(len(self._runs) - 1))

    def run(self, row: int) -> RunSummary:
        """The run of a row."""
        return self._runs[row]

    def row_of(self, path: Path) -> int:
        """The row of a run folder, or -1."""
        return next((row for row, run in enumerate(self._runs) if run.path == path), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self._runs)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        run = self._runs[index.row()]
        if role == SUMMARY_ROLE:
            return run
        if role == STYLE_ROLE:
            return self._styles.get(run.path)
        if role == LINES_ROLE:
            return self.lines(run)
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if run.path in self._styles else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return labels.details(self.lines(run))
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{language.say(run.message)}\n{run.path}" if run.message else str(run.path)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self.overlay_wanted.emit(self._runs[index.row()].path, Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def table(self) -> Table:
        """All runs for a copy or a file; what is not known of one is left empty."""
        words = (self.tr("Run"), self.tr("Network"), self.tr("Data set"), self.tr("Recipe"), self.tr("State"))
        headings = [
            *(Heading(word, number=False) for word in words),
            Heading(self.tr("Epochs")),
            Heading(self.tr("Epochs done")),
            Heading(self.tr("Training accuracy"), self.tr("0 to 1")),
            Heading(self.tr("Test accuracy"), self.tr("0 to 1")),
            Heading(self.tr("Time"), "s"),
            Heading(self.tr("Started"), "UTC", number=False),
        ]
        rows = []
        for run in self._runs:
            known = run.state not in ("damaged", "later")
            figures = (run.epochs, run.epochs_done, run.train_accuracy, run.test_accuracy, run.elapsed_s)
            rows.append(
                (
                    run.path.name,
                    network_title(run.network) if known else None,
                    dataset_title(run.dataset),
                    run.recipe,
                    run.state,
                    *(figures if known else (None,) * len(figures)),
                    run.started,
                )
            )
        return Table("runs", headings, rows)

    def title(self, run: RunSummary) -> str:
        """A run's short name."""
        return run_title(run)

    def lines(self, run: RunSummary) -> tuple[str, str, str]:
        """Title, result, and the line below: data set, epochs, state; or what is wrong with a run that is damaged."""
        if run.state in ("damaged", "later"):
            what = self.tr("damaged") if run.state == "damaged" else self.tr("of a later version")
            return run.path.name, "", f"{what} · {language.say(run.message)}"
        result = labels.share(run.test_accuracy, 2) if run.test_accuracy is not None else ""
        state = {
            "running": self.tr("running"),
            "finished": self.tr("finished"),
            "stopped": self.tr("stopped"),
            "failed": self.tr("failed"),
        }[run.state]
        epochs = labels.amount(run.epochs, "{done}/{n} epoch", "{done}/{n:,} epochs", done=run.epochs_done)
        parts = [dataset_title(run.dataset), recipe_title(run.recipe), epochs, state]
        return self.title(run), result, " · ".join(part for part in parts if part)


def recipe_title(name: str) -> str:
    """What the form calls a recipe; one that this version does not know by its name."""
    if name == recipes.CUSTOM:
        return language.translate("ConfigForm", "Custom")
    return recipes.title(name, language.code()) if name in recipes.RECIPES else name


def run_title(run: RunSummary) -> str:
    """A run's short name: its network and when it started."""
    return f"{network_title(run.network)} · {started(run)}"


def network_title(name: str) -> str:
    """A network's title, or the name as it stands where the catalogue has none."""
    return language.say(reference.title_of(name)) or "?"


def dataset_title(name: str) -> str:
    """A data set's title, or the last part of a folder's path."""
    return next(
        (language.say(info.title) for info in available() if info.name == name), Path(name).name if name else ""
    )


def started(run: RunSummary) -> str:
    """When a run started, in local time; see `labels.moment`."""
    try:
        return labels.moment(datetime.fromisoformat(run.started).astimezone())
    except (ValueError, OverflowError, OSError):
        return run.path.name
