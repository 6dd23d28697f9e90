"""The operation's half of the picture: the canvas with its tools above and what is said of it below."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.playground.canvas import Canvas
from cnnstudio.gui.playground.canvas_area import CanvasArea
from cnnstudio.gui.playground.costs_line import CostsLine
from cnnstudio.gui.playground.formula_line import FormulaLine
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.gui.playground.tools import Tools

_TALL = 460
"""Least height with the costs below the formula: the picture comes first."""


class OperationView(QWidget):
    """Input, kernel and output at one cell size, the formula and the costs."""

    def __init__(self, model: PlaygroundModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = Canvas(model)
        self.tools = Tools(model, self.canvas)
        self.formula = FormulaLine(model)
        self.costs = CostsLine(model)
        under = QWidget()
        lines = QVBoxLayout(under)
        lines.setContentsMargins(theme.SPACE_2, theme.SPACE_2, theme.SPACE_2, 0)
        lines.setSpacing(theme.SPACE_1)
        lines.addWidget(self.formula)
        lines.addWidget(self.costs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tools)
        column.addWidget(CanvasArea(self.canvas), 1)
        column.addWidget(_divider())
        column.addWidget(under)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.costs.setVisible(event.size().height() >= _TALL)


def _divider() -> QFrame:
    line = QFrame(frameShape=QFrame.Shape.NoFrame)
    line.setProperty("divider", True)
    line.setFixedHeight(1)
    return line
