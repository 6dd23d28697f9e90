"""The inspector of the Train room: tabs Confusion, Mistakes and Runs."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.training_panel.confusion_matrix import ConfusionMatrix
from cnnstudio.gui.training_panel.known_runs import KnownRuns
from cnnstudio.gui.training_panel.mistakes_gallery import MistakesGallery
from cnnstudio.gui.training_panel.run_list import RunList
from cnnstudio.gui.training_panel.run_record import Measured
from cnnstudio.gui.widgets.table_actions import TableActions, TableButton
from cnnstudio.training.room_state import Tab


class Inspector(QWidget):
    """What the last measurement on test pictures showed, and the list of runs."""

    tabChanged = Signal()

    def __init__(self, known: KnownRuns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix = ConfusionMatrix()
        self.gallery = MistakesGallery()
        self.runs = RunList(known)
        self._measured = QLabel(wordWrap=True, objectName="train-measured")
        self._measured.setProperty("quiet", True)
        self._cell = QLabel(objectName="train-confusion-cell", wordWrap=True)
        # Its line is kept free, so that the matrix does not jump when a cell is read.
        self._cell.setMinimumHeight(self._cell.fontMetrics().lineSpacing())
        self.matrix.cell_described.connect(self._cell.setText)

        confusion = QWidget()
        column = QVBoxLayout(confusion)
        column.setContentsMargins(theme.SPACE_3, theme.SPACE_3, theme.SPACE_3, theme.SPACE_3)
        column.setSpacing(theme.SPACE_1)
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE_1)
        head.addWidget(self._measured, 1)
        self._copy = TableButton(TableActions.of(self, "train-confusion", self.matrix.table), "train-confusion")
        head.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self._cell)
        column.addWidget(self.matrix, 1)
        self.tabs = QTabWidget(objectName="train-inspector-tabs", documentMode=True)
        self.tabs.addTab(confusion, self.tr("Confusion"))
        self.tabs.addTab(self.gallery, self.tr("Mistakes"))
        self.tabs.addTab(self.runs, self.tr("Runs"))
        self._tabs: tuple[Tab, ...] = ("confusion", "mistakes", "runs")
        self.tabs.currentChanged.connect(lambda _: self.tabChanged.emit())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)
        self.clear()

    @property
    def tab(self) -> Tab:
        """What is shown."""
        return self._tabs[self.tabs.currentIndex()]

    def show_tab(self, tab: Tab) -> None:
        """Turn to this."""
        self.tabs.setCurrentIndex(self._tabs.index(tab))

    def clear(self) -> None:
        """Nothing has been measured yet."""
        self.matrix.show_counts(None, ())
        self.gallery.show_mistakes(None, ())
        self._measured.clear()
        self._measured.hide()
        self._copy.hide()

    def show_measurement(self, measured: Measured) -> None:
        """Show what the test pictures gave."""
        self.matrix.show_counts(measured.confusion, measured.class_names)
        self.gallery.show_mistakes(measured.mistakes, measured.class_names, measured.dataset)
        total = int(measured.confusion.sum())
        wrong = total - int(measured.confusion.trace())
        self._measured.setText(
            self.tr("After epoch {epoch}: {wrong} of {total} test pictures are read wrongly.").format(
                epoch=measured.epoch + 1, wrong=labels.integer(wrong), total=labels.integer(total)
            )
        )
        self._measured.show()
        self._copy.show()
