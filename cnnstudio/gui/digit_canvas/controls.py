"""The controls of the Draw room: weights, pen, sheet."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QSlider, QToolButton, QVBoxLayout, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.digit_canvas.reader_note import ReaderNote
from cnnstudio.gui.digit_canvas.weights_box import WeightsBox
from cnnstudio.gui.widgets.section import Section
from cnnstudio.prediction.room_state import PEN, PEN_RANGE


class Controls(QWidget):
    """Left side of the room; the actions become buttons."""

    penChanged = Signal(int)
    fileAsked = Signal()

    def __init__(self, pen_actions: list[QAction], sheet_actions: list[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        reader = Section(self.tr("Read with"))
        self.weights = WeightsBox()
        reader.add(self.weights)
        self.note = ReaderNote()
        reader.add(self.note)
        self.open = QPushButton(self.tr("Open a weights file…"), objectName="draw-weights-open")
        self.open.clicked.connect(self.fileAsked)
        reader.add(self.open)

        pen = Section(self.tr("Pen"))
        self.pen = QSlider(
            Qt.Orientation.Horizontal,
            objectName="draw-pen-width",
            minimum=PEN_RANGE[0],
            maximum=PEN_RANGE[1],
            value=PEN,
            pageStep=6,
        )
        self.pen.valueChanged.connect(self.penChanged)
        pen.add_row(self.tr("Width"), self.pen)
        pen.add(_buttons(pen_actions))

        sheet = Section(self.tr("Sheet"))
        sheet.add(_buttons(sheet_actions))
        self.hint = QLabel(
            self.tr(
                "Mouse, finger or pen draw. By keyboard: arrows move the pen (Shift: further), Space puts it down "
                "or lifts it. Keys 0 to 9 keep the drawing in your handwriting."
            ),
            wordWrap=True,
        )
        self.hint.setProperty("quiet", True)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_4, theme.SPACE_4, theme.SPACE_4, theme.SPACE_4)
        layout.setSpacing(theme.SPACE_4)
        for widget in (reader, pen, sheet, self.hint):
            layout.addWidget(widget)
        layout.addStretch(1)

    def show_pen(self, width: int) -> None:
        """Show the pen's width; tells nobody."""
        self.pen.blockSignals(True)
        self.pen.setValue(width)
        self.pen.blockSignals(False)


def _buttons(actions: list[QAction]) -> QWidget:
    """Two in a row."""
    grid = QWidget()
    cells = QGridLayout(grid)
    cells.setContentsMargins(0, 0, 0, 0)
    cells.setSpacing(theme.SPACE_2)
    for index, action in enumerate(actions):
        cells.addWidget(_button(action), index // 2, index % 2)
    return grid


def _button(action: QAction) -> QToolButton:
    button = QToolButton(objectName=action.objectName().removeprefix("action-") + "-button")
    button.setDefaultAction(action)
    button.setProperty("boxed", True)
    button.setIconSize(QSize(18, 18))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return button
