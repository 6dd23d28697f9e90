"""The tools over the curves: x axis, logarithmic loss, everything again, and saving a picture or a table."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.training_panel.curve_plot import CurvePlot


class CurveTools(QObject):
    """Buttons in the plots' headers; what they do is the view's business.

    Attributes:
        x_axis: names what the x axis is read in, and switches it.
        log_scale: checked while the loss axis is logarithmic.
    """

    xAxisSwitched = Signal()
    logScaleToggled = Signal(bool)
    resetWanted = Signal()
    pngWanted = Signal(object)  # Path
    csvWanted = Signal(object)  # Path

    def __init__(self, view: QWidget, loss: CurvePlot, rate: CurvePlot) -> None:
        """Add the buttons to the headers of these plots; dialogs stand over ``view``."""
        super().__init__(view)
        self._view = view
        self.x_axis = self._tool("train-x-axis", "", self.tr("Read the x axis in epochs or in steps"), rate)
        self.x_axis.clicked.connect(self.xAxisSwitched)
        self.log_scale = self._tool("train-log-scale", self.tr("Log"), self.tr("Logarithmic loss axis"), loss)
        self.log_scale.setCheckable(True)
        self.log_scale.toggled.connect(self.logScaleToggled)
        reset = self._tool("train-reset-view", "", self.tr("Show everything again (double-click, or 0)"), loss)
        reset.setIcon(theme.icon("maximize-2", "text_quiet"))
        reset.clicked.connect(self.resetWanted)
        export = self._tool("train-export", "", self.tr("Save the curves as a picture or a table"), loss)
        export.setIcon(theme.icon("download", "text_quiet"))
        menu = QMenu(export)
        png = menu.addAction(self.tr("Picture (PNG)…"), self._ask_png)
        png.setObjectName("train-export-png")
        table = menu.addAction(self.tr("Table (CSV)…"), self._ask_csv)
        table.setObjectName("train-export-csv")
        export.setMenu(menu)
        export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _tool(self, name: str, text: str, tip: str, plot: CurvePlot) -> QToolButton:
        button = QToolButton(objectName=name, text=text, toolTip=tip, autoRaise=True)
        button.setAccessibleName(tip)
        button.setIconSize(QSize(theme.SPACE_4, theme.SPACE_4))
        plot.header.addWidget(button)
        return button

    def _ask_png(self) -> None:
        self._ask_file(
            self.tr("Save the curves as a picture"), "curves.png", self.tr("PNG picture (*.png)"), self.pngWanted
        )

    def _ask_csv(self) -> None:
        self._ask_file(
            self.tr("Save the curves as a table"), "curves.csv", self.tr("CSV table (*.csv)"), self.csvWanted
        )

    def _ask_file(self, title: str, name: str, kinds: str, wanted: Any) -> None:
        dialog = QFileDialog(self._view, title, "", kinds, objectName="train-export-dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(Path(name).suffix[1:])
        dialog.selectFile(name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: wanted.emit(Path(chosen)))
        dialog.open()
