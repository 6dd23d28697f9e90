"""The receptive field of a layer, drawn on the input: what one output sees, and what its neighbour sees."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.analysis.results import ReceptiveField
from cnnstudio.gui import labels, theme
from cnnstudio.gui.language import translate

_LEAST_SCALE = 1e-6
_SIDE = 176


class ReceptiveFieldView(QWidget):
    """Point at the input, or use the arrow keys, to choose another output."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="models-receptive-field", focusPolicy=Qt.FocusPolicy.StrongFocus)
        self._field: ReceptiveField | None = None
        self._input = (1, 1)
        self._output = (1, 1)
        self._at = (0, 0)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.manager().changed.connect(self.update)

    @property
    def at(self) -> tuple[int, int]:
        """The output that is shown, (row, column)."""
        return self._at

    @property
    def box(self) -> tuple[int, int, int, int] | None:
        """(top, left, bottom, right) of what it sees, in input pixels, end-exclusive."""
        return self._field.box(*self._at, *self._input) if self._field else None

    def show_receptive_field(
        self, field: ReceptiveField | None, input_size: tuple[int, int], output_size: tuple[int, int]
    ) -> None:
        """Show the field of one output in the middle; sizes are (rows, columns)."""
        self._field, self._input, self._output = field, input_size, output_size
        self._at = (output_size[0] // 2, output_size[1] // 2)
        self._describe()

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE + 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, _SIDE + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._field is None:
            return
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paper, scale = self._paper()
        painter.setPen(QPen(tokens.line_strong, 1.0))
        painter.setBrush(tokens.window)
        painter.drawRect(paper)
        self._draw_grid(painter, paper, scale)
        row, column = self._at
        painter.setClipRect(paper.adjusted(-1, -1, 1, 1))
        if self._field.stride != (0, 0):
            neighbour = (row, column + 1) if column + 1 < self._output[1] else (row, max(column - 1, 0))
            painter.setPen(QPen(tokens.positive, 1.6, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(_rect(self._field, neighbour, paper, scale, self._input))
        fill = theme.mix(tokens.accent, tokens.accent, 0)
        fill.setAlphaF(0.22)
        painter.setPen(QPen(tokens.accent, 2.0))
        painter.setBrush(fill)
        painter.drawRect(_rect(self._field, self._at, paper, scale, self._input).adjusted(1, 1, -1, -1))
        painter.setClipping(False)
        if self.hasFocus():
            painter.setPen(QPen(tokens.accent, 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(paper.adjusted(-3, -3, 3, 3), 3, 3)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._field is None:
            return
        paper, scale = self._paper()
        at = event.position()
        pixel = ((at.y() - paper.top()) / scale, (at.x() - paper.left()) / scale)
        self._choose(tuple(_output_at(self._field, axis, pixel[axis], self._output[axis]) for axis in (0, 1)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps: dict[int, tuple[int, int]] = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        step = steps.get(event.key())
        if step is None:
            super().keyPressEvent(event)
        else:
            self._choose((self._at[0] + step[0], self._at[1] + step[1]))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _choose(self, at: tuple[int, ...]) -> None:
        row, column = (min(max(place, 0), size - 1) for place, size in zip(at, self._output, strict=True))
        if (row, column) != self._at:
            self._at = (row, column)
            self._describe()

    def _describe(self) -> None:
        box = self.box
        if box is not None:
            self.setAccessibleName(
                translate(
                    "models",
                    "Output ({row}, {column}) depends on rows {top} to {bottom}, columns {left} to {right} of the "
                    "input",
                ).format(
                    row=labels.counted(self._at[0]),
                    column=labels.counted(self._at[1]),
                    top=labels.counted(box[0]),
                    left=labels.counted(box[1]),
                    bottom=labels.counted(box[2] - 1),
                    right=labels.counted(box[3] - 1),
                )
            )
            self.setToolTip(self.accessibleName())
        self.update()

    def _paper(self) -> tuple[QRectF, float]:
        """Where the input is drawn, and how many screen pixels an input pixel takes."""
        height, width = self._input
        # Squeezed to nothing it is still a scale, that can be divided by.
        scale = max(min((self.width() - 8) / width, _SIDE / height), _LEAST_SCALE)
        return QRectF(4, 4, width * scale, height * scale), scale

    def _draw_grid(self, painter: QPainter, paper: QRectF, scale: float) -> None:
        """Pixels where they are large enough to be told apart, else a coarser grid of a round number of pixels."""
        step = 1
        while step * scale < 5.0:
            step *= 2 if not math.log10(step).is_integer() else 5
        painter.setPen(QPen(theme.tokens().line, 1.0))
        for column in range(step, self._input[1], step):
            x = paper.left() + column * scale
            painter.drawLine(QPointF(x, paper.top()), QPointF(x, paper.bottom()))
        for line in range(step, self._input[0], step):
            y = paper.top() + line * scale
            painter.drawLine(QPointF(paper.left(), y), QPointF(paper.right(), y))


def _output_at(field: ReceptiveField, axis: int, pixel: float, count: int) -> int:
    """The output along one axis whose field has its middle nearest to this place of the input."""
    if field.reads is not None:
        spans = field.reads[axis]
        along = [spans.at(*((place, 0) if axis == 0 else (0, place))) for place in range(count)]
        return min(range(count), key=lambda place: abs(sum(along[place]) / 2 - pixel))
    stride = field.stride[axis]
    if stride == 0:
        return 0
    return round((pixel - field.offset[axis] - field.size[axis] / 2) / stride)


def _rect(
    field: ReceptiveField, at: tuple[int, int], paper: QRectF, scale: float, input_size: tuple[int, int]
) -> QRectF:
    """What the output at (row, column) sees, on the paper."""
    top, left = (field.offset[axis] + at[axis] * field.stride[axis] for axis in (0, 1))
    bottom, right = top + field.size[0], left + field.size[1]
    if field.reads is not None:
        top, left, bottom, right = field.box(*at, *input_size)
    return QRectF(
        paper.topLeft() + QPointF(left * scale, top * scale), paper.topLeft() + QPointF(right * scale, bottom * scale)
    )
