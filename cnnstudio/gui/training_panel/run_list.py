"""The Runs tab: earlier runs, their curves laid over the current ones, and what can be done with a run."""

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QPoint, QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from cnnstudio.gui import labels, names, theme
from cnnstudio.gui.training_panel.known_runs import KnownRuns
from cnnstudio.gui.training_panel.run_delegate import RunDelegate
from cnnstudio.gui.training_panel.run_style import RunStyle
from cnnstudio.gui.training_panel.runs_model import RunsModel
from cnnstudio.gui.widgets.table_actions import TableActions, TableButton
from cnnstudio.training.runs import RunSummary
from cnnstudio.weights.library import Entry
from cnnstudio.weights.metadata import Trained
from cnnstudio.weights.reference import RunWeights


class RunList(QWidget):
    """Lists the run folders that are known, newest first; it reads none itself."""

    overlay_wanted = Signal(object, bool)  # Path, whether its curves are wanted
    resume_wanted = Signal(object)  # Path
    weights_wanted = Signal(object)  # WeightsRef
    settings_wanted = Signal(object)  # Path
    delete_wanted = Signal(object)  # Path
    undo_wanted = Signal()  # bring back the run that was deleted last

    def __init__(self, known: KnownRuns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._busy = False
        self._known = known
        self._to_select: Path | None = None  # as soon as it is listed
        self.model = RunsModel(self)
        self.model.overlay_wanted.connect(self.overlay_wanted)
        self.view = QListView(objectName="train-runs", uniformItemSizes=True, mouseTracking=True)
        self.view.setAccessibleName(self.tr("Runs"))
        self.view.setModel(self.model)
        self.view.setItemDelegate(RunDelegate(self.view))
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.view.selectionModel().selectionChanged.connect(self._enable)
        delete_key = QShortcut(QKeySequence.StandardKey.Delete, self.view)
        delete_key.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete_key.activated.connect(self._delete)

        self._empty = QLabel(
            self.tr("Runs are listed here once there are some. Tick them to compare their curves."),
            wordWrap=True,
            margin=16,
            alignment=Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop,
        )
        self._empty.setProperty("quiet", True)
        self._waiting = QLabel(
            self.tr("Looking for runs…"),
            margin=16,
            alignment=Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop,
        )
        self._waiting.setProperty("quiet", True)
        self._resume = QPushButton(self.tr("Resume"), objectName="train-run-resume")
        self._resume.setToolTip(self.tr("Go on where this run was stopped"))
        self._resume.clicked.connect(self._on_resume)
        self._use = QPushButton(self.tr("Use weights"), objectName="train-run-use")
        self._use.setToolTip(self.tr("Make these the weights of the current network, in every room"))
        self._use.clicked.connect(self._on_use)
        self._reveal = self._icon_button("train-run-folder", "folder-open", self.tr("Open the run's folder"))
        self._reveal.clicked.connect(self._on_reveal)
        self._delete_button = self._icon_button(
            "train-run-delete", "trash-2", self.tr("Delete the run (can be undone)")
        )
        self._delete_button.clicked.connect(self._delete)
        self._undo = QPushButton(objectName="train-run-undo", visible=False)
        self._undo.setProperty("flat", True)
        self._undo.clicked.connect(self.undo_wanted)

        buttons = QHBoxLayout()
        buttons.setContentsMargins(theme.SPACE_2, theme.SPACE_2, theme.SPACE_2, theme.SPACE_2)
        buttons.setSpacing(theme.SPACE_2)
        buttons.addWidget(self._resume)
        buttons.addWidget(self._use)
        buttons.addStretch(1)
        buttons.addWidget(self._reveal)
        buttons.addWidget(self._delete_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._waiting, 1)
        layout.addWidget(self.view, 1)
        # The row of buttons is as wide as a narrow inspector.
        below = QHBoxLayout()
        below.setContentsMargins(theme.SPACE_2, theme.SPACE_1, theme.SPACE_2, 0)
        below.addWidget(self._undo, 1)
        below.addStretch()
        below.addWidget(TableButton(TableActions.of(self, "train-runs", self.model.table), "train-runs"))
        layout.addLayout(below)
        layout.addLayout(buttons)
        known.listed.connect(self.refresh)
        self.refresh()

    def _icon_button(self, name: str, icon: str, tip: str) -> QToolButton:
        button = QToolButton(objectName=name, toolTip=tip)
        button.setAccessibleName(tip)
        button.setIcon(theme.icon(icon, "text_quiet"))
        button.setIconSize(QSize(theme.SPACE_4, theme.SPACE_4))
        return button

    @Slot()
    def refresh(self) -> None:
        """Show what is known; the selection stays."""
        selected = self.selected()
        self.model.show_runs([run.summary for run in self._known.all])
        wanted = self._to_select or (None if selected is None else selected.path)
        if wanted is not None:
            self.select(wanted)
        # Nobody is told that there are none before somebody has looked.
        self._empty.setVisible(self._known.is_known and not self.model.rowCount())
        self.view.setVisible(bool(self.model.rowCount()))
        self._waiting.setVisible(not self._known.is_known)
        self._enable()

    def show_styles(self, styles: dict[Path, RunStyle]) -> None:
        """Say which runs' curves are shown, and how they are drawn."""
        self.model.show_styles(styles)

    def set_busy(self, busy: bool) -> None:
        """While a run goes on no other can be resumed, and that one cannot be deleted."""
        self._busy = busy
        self._enable()

    def selected(self) -> RunSummary | None:
        """The selected run, or None."""
        rows = self.view.selectionModel().selectedRows()
        return self.model.run(rows[0].row()) if rows else None

    def select(self, path: Path) -> None:
        """Select the run of this folder, as soon as it is listed."""
        index = self.model.index(self.model.row_of(path))
        self._to_select = None if index.isValid() else path
        if index.isValid():
            self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _enable(self) -> None:
        run = self.selected()
        self._resume.setEnabled(self._can_resume(run))
        choices = self._choices(run)
        self._use.setEnabled(bool(choices))
        self._use.setText(self.tr("Use weights…") if len(choices) > 1 else self.tr("Use weights"))
        self._reveal.setEnabled(run is not None)
        self._delete_button.setEnabled(self._can_delete(run))

    def _can_resume(self, run: RunSummary | None) -> bool:
        listed = None if run is None else self._known.of(run.path)
        return listed is not None and not self._busy and listed.resumable and listed.summary.state != "finished"

    def _can_delete(self, run: RunSummary | None) -> bool:
        return run is not None and run.state != "running"

    def _on_resume(self) -> None:
        if (run := self.selected()) is not None:
            self.resume_wanted.emit(run.path)

    def _choices(self, run: RunSummary | None) -> tuple[Entry, ...]:
        listed = None if run is None else self._known.of(run.path)
        return () if listed is None else listed.weights

    def _on_use(self) -> None:
        """Use the run's weights, or ask which where there are several."""
        choices = self._choices(self.selected())
        if len(choices) == 1:
            self.weights_wanted.emit(choices[0].weights)
        elif choices:
            self._choose_weights(self._menu(), choices).popup(self._use.mapToGlobal(QPoint(0, self._use.height())))

    def _menu(self) -> QMenu:
        menu = QMenu(self, objectName="train-run-menu", toolTipsVisible=True)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _choose_weights(self, menu: QMenu, choices: tuple[Entry, ...]) -> QMenu:
        """Offer each by name with what it is worth; by what the best were chosen is said beside them."""
        for entry in choices:
            action = menu.addAction(self._offer(entry))
            action.setToolTip(names.worth(entry))
            action.triggered.connect(lambda _=False, weights=entry.weights: self.weights_wanted.emit(weights))
        return menu

    def _offer(self, entry: Entry) -> str:
        """``Use final weights: 97.41 % of the test set``."""
        match entry.weights:
            case RunWeights(which="best"):
                text = self.tr("Use best weights, epoch {epoch}").format(epoch=entry.metadata.epoch)
            case RunWeights(which="latest"):
                text = self.tr("Use latest weights")
            case _:
                text = self.tr("Use final weights")
        accuracy = entry.accuracy
        if accuracy is None:
            return text
        origin = entry.metadata.origin
        if isinstance(origin, Trained) and origin.chosen_by == "test accuracy":
            measured = self.tr("{accuracy} of the test set they were chosen on")
        else:
            measured = self.tr("{accuracy} of the test set")
        return labels.named(text, measured.format(accuracy=labels.share(accuracy.value, 2)))

    def _on_settings(self) -> None:
        if (run := self.selected()) is not None:
            self.settings_wanted.emit(run.path)

    def _on_reveal(self) -> None:
        if (run := self.selected()) is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(run.path)))

    def _delete(self) -> None:
        run = self.selected()
        if run is not None and self._can_delete(run):
            self.delete_wanted.emit(run.path)

    def offer_undo(self, newest: Path | None) -> None:
        """Offer to bring back the run that was deleted last; None = there is none."""
        self._undo.setVisible(newest is not None)
        if newest is not None:
            self._undo.setText(self.tr("Run deleted. Undo"))
            self._undo.setToolTip(newest.name)

    def _show_menu(self, position: QPoint) -> None:
        run = self.selected()
        if run is None:
            return
        menu = self._menu()
        menu.addAction(self.tr("Resume"), self._on_resume).setEnabled(self._can_resume(run))
        if choices := self._choices(run):
            self._choose_weights(menu, choices)
        else:
            menu.addAction(self.tr("Use weights")).setEnabled(False)
        menu.addAction(self.tr("Take over its settings"), self._on_settings)
        menu.addAction(self.tr("Open the folder"), self._on_reveal)
        menu.addSeparator()
        menu.addAction(self.tr("Delete"), self._delete).setEnabled(self._can_delete(run))
        menu.popup(self.view.viewport().mapToGlobal(position))
