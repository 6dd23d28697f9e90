"""The picture of the Train room: how far the run is, above the curves of the runs that are shown."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cnnstudio.gui.training_panel.curves import CurvesView
from cnnstudio.gui.training_panel.document import TrainDocument
from cnnstudio.gui.training_panel.progress_strip import ProgressStrip
from cnnstudio.gui.training_panel.run_style import RunStyle
from cnnstudio.gui.widgets.empty_state import EmptyState


class Charts(QStackedWidget):
    """What the record tells; an empty state while there is nothing to show."""

    def __init__(self, document: TrainDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.progress = ProgressStrip()
        self.curves = CurvesView()
        self.empty = EmptyState(
            "chart-line",
            self.tr("Train a network"),
            self.tr(
                "Choose data, a network and a recipe at the left, or start as it is. "
                "The loss and accuracy are drawn here while the network learns."
            ),
            self.tr("Start training"),
            name="train-empty",
        )
        charts = QWidget()
        stack = QVBoxLayout(charts)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        stack.addWidget(self.progress)
        stack.addWidget(self.curves, 1)
        self.addWidget(self.empty)
        self.addWidget(charts)
        document.record.reported.connect(self._show_report)
        document.record.cleared.connect(self._show_report)
        document.record.grew.connect(self._on_grown)
        document.record.evaluated.connect(self._show_chance)
        document.record.reported.connect(self._show_chance)
        document.record.cleared.connect(self._show_chance)
        document.runsShown.connect(self.show_runs)
        document.controller.state_changed.connect(self._on_state)
        self._show_report()
        self._show_chance()
        self.show_runs()
        self._on_state()

    @property
    def styles(self) -> dict[Path, RunStyle]:
        """The shown runs, and how they are drawn."""
        return {Path(run): style for run, style in self.curves.shown_runs().items()}

    @Slot()
    def show_runs(self) -> None:
        """Curves that are not asked for step aside."""
        document = self._document
        wanted, front = document.shown, document.record.run
        for run in self.styles:
            if run not in wanted:
                self.curves.hide_run(str(run))
        for run in wanted:
            self.curves.show_run(str(run), document.title(run), document.series(run), current=run == front)
        self._turn()

    @Slot(bool)
    def set_usable(self, usable: bool) -> None:
        """Whether the button of the empty state does something."""
        if self.empty.button is not None:
            self.empty.button.setEnabled(usable)

    @Slot()
    def _show_chance(self) -> None:
        self.curves.show_chance(self._document.record.classes)

    def _turn(self) -> None:
        self.setCurrentIndex(1 if self._document.shown or self._document.controller.busy else 0)

    @Slot()
    def _on_state(self) -> None:
        self.curves.set_live(self._document.controller.busy)
        self._turn()

    @Slot()
    def _show_report(self) -> None:
        report = self._document.record.report
        self.progress.show_state(report.text, report.fraction, report.figures, tone=report.tone)
        self.progress.show_note(self._document.record.note)

    @Slot(object)
    def _on_grown(self, run: Path) -> None:
        self.curves.touch(str(run))
