"""The picture of the receptive-field half: feature maps as planes above each other, the field drawn through them."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import QWidget

from cnnstudio.convolution.receptive_field import LayerKind, Stack
from cnnstudio.gui import theme
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.gui.playground.painting import runs
from cnnstudio.gui.predict_first import HIDDEN
from cnnstudio.lessons.asked import Thing

_LABEL = 150.0
_NARROW_LABEL = 96.0
_MARGIN = 28.0
_RIGHT = 60.0
_GAP = 36.0
_SQUASH = 0.44
_SHEAR = 0.42
_MOST_CELL = 34.0


@dataclass(frozen=True)
class Unit:
    """One unit of one level; level 0 is the input."""

    level: int
    row: int
    col: int


@dataclass(frozen=True)
class _Plane:
    """A level on the screen: cell coordinates (column, row) to the widget's."""

    size: int
    transform: QTransform
    inverse: QTransform
    middle: float

    def corners(self, top: float, left: float, rows: float, cols: float) -> list[QPointF]:
        corners = ((left, top), (left + cols, top), (left + cols, top + rows), (left, top + rows))
        return [self.transform.map(QPointF(*corner)) for corner in corners]

    def quad(self, top: float, left: float, rows: float, cols: float) -> QPolygonF:
        return QPolygonF(self.corners(top, left, rows, cols))


class StackView(QWidget):
    """Point at a unit and see what it sees on every level below; click pins; arrows and Page Up/Down walk."""

    unitChanged = Signal()

    def __init__(self, model: PlaygroundModel, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="play-stack")
        self._model = model
        self._stack = model.state.stack
        self._planes: list[_Plane] = []
        self._still: QPixmap | None = None
        self._pinned = self._top_unit()
        self._pointed: Unit | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("The stack of feature maps"))
        model.stateChanged.connect(self._refresh)
        model.predicting.changed.connect(self._drop_still)
        theme.manager().changed.connect(self._drop_still)

    @property
    def unit(self) -> Unit:
        """The unit whose field is shown."""
        return self._pointed or self._pinned

    @property
    def pinned(self) -> Unit:
        """The unit that is shown where none is pointed at."""
        return self._pinned

    @property
    def stack(self) -> Stack:
        """What is drawn."""
        return self._stack

    def view_state(self) -> Unit:
        """The unit that is pinned."""
        return self._pinned

    def open_view_state(self, known: Unit) -> bool:
        """Pin the same unit."""
        if known.level > len(self._stack.layers) or max(known.row, known.col) >= self._stack.sizes[known.level]:
            return False
        self._pinned = known
        self._emit_unit()
        return True

    def sizeHint(self) -> QSize:
        return QSize(600, 560)

    def _top_unit(self) -> Unit:
        top = len(self._stack.layers)
        middle = (self._stack.sizes[-1] - 1) // 2
        return Unit(top, middle, middle)

    def show_level(self, level: int) -> None:
        """Pin the unit in the middle of a level; 0 is the input."""
        self._pointed = None
        self._pinned = self._middle_of(level)
        self._emit_unit()

    def point_level(self, level: int) -> None:
        """Show what the unit in the middle of a level sees until another is pointed at."""
        self._point(self._middle_of(level))

    def _middle_of(self, level: int) -> Unit:
        level = min(max(level, 0), len(self._stack.layers))
        middle = (self._stack.sizes[level] - 1) // 2
        return Unit(level, middle, middle)

    @Slot()
    def _refresh(self) -> None:
        if self._model.state.stack != self._stack:
            self._stack = self._model.state.stack
            self._pinned = self._top_unit()
            self._pointed = None
            self._place()
            self.unitChanged.emit()

    @Slot()
    def _drop_still(self) -> None:
        self._still = None
        self.update()

    # --- places

    def _place(self) -> None:
        sizes = self._stack.sizes
        height = self.height() - 2 * _MARGIN - _GAP * (len(sizes) - 1)
        label = _LABEL if self.width() >= 2.8 * _LABEL else _NARROW_LABEL
        width = self.width() - label - 2 * _MARGIN - _RIGHT
        cell = min(height / (_SQUASH * sum(sizes)), width / (max(sizes) * (1 + _SHEAR * _SQUASH * 2)), _MOST_CELL)
        cell = max(cell, 1.0)
        used = cell * _SQUASH * sum(sizes) + _GAP * (len(sizes) - 1)
        bottom = (self.height() + used) / 2
        centre = label + _MARGIN + width / 2
        planes = []
        for size in sizes:
            tall = size * cell * _SQUASH
            top = bottom - tall
            transform = QTransform(cell, 0, -cell * _SHEAR, cell * _SQUASH, 0, 0)
            middle = transform.map(QPointF(size / 2, size / 2))
            transform *= QTransform.fromTranslate(centre - middle.x(), top + tall / 2 - middle.y())
            planes.append(_Plane(size, transform, transform.inverted()[0], top + tall / 2))
            bottom = top - _GAP
        self._planes = planes
        self._still = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def unit_at(self, point: QPointF) -> Unit | None:
        """The unit under a point."""
        for level in range(len(self._planes) - 1, -1, -1):
            plane = self._planes[level]
            at = plane.inverse.map(point)
            if 0 <= at.x() < plane.size and 0 <= at.y() < plane.size:
                return Unit(level, int(at.y()), int(at.x()))
        return None

    def unit_center(self, unit: Unit) -> QPointF:
        """Where a unit is on this widget."""
        if not self._planes:
            self._place()
        return self._planes[unit.level].transform.map(QPointF(unit.col + 0.5, unit.row + 0.5))

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        if self._still is None:
            self._still = QPixmap(self.size() * ratio)
            self._still.setDevicePixelRatio(ratio)
            painter = QPainter(self._still)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_still(painter)
            painter.end()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._still)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_receptive_field(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.tokens().accent, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), theme.CORNER, theme.CORNER)

    def render_to(self, painter: QPainter, *, vector: bool = False) -> None:
        """Paint everything onto another device."""
        if not self._planes:  # it was never shown
            self._place()
        self._paint_still(painter)
        self._paint_receptive_field(painter)

    def _paint_still(self, painter: QPainter) -> None:
        t = theme.tokens()
        painter.fillRect(self.rect(), t.window)
        for level, plane in enumerate(self._planes):
            painter.setPen(QPen(t.text_quiet, 1))
            painter.setBrush(t.panel)
            painter.drawPolygon(plane.quad(0, 0, plane.size, plane.size))
            cell = plane.transform.m11()
            if cell >= 4 and not self._model.predicting.hides_level(level, Thing.SHAPE):
                painter.setPen(QPen(t.line, 1))
                for index in range(1, plane.size):
                    painter.drawLine(
                        plane.transform.map(QPointF(index, 0)), plane.transform.map(QPointF(index, plane.size))
                    )
                    painter.drawLine(
                        plane.transform.map(QPointF(0, index)), plane.transform.map(QPointF(plane.size, index))
                    )
            self._paint_label(painter, level, plane)

    def _paint_label(self, painter: QPainter, level: int, plane: _Plane) -> None:
        t = theme.tokens()
        area = QRectF(_MARGIN - 8, plane.middle - 20, _LABEL, 20)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        painter.setFont(theme.font(1.0, bold=True))
        painter.setPen(t.text)
        painter.drawText(area, flags, self.name_of(level))
        painter.setFont(theme.font(0.9))
        painter.setPen(t.text_quiet)
        size = self._stack.sizes[level]
        text = f"{size} × {size} × {self._stack.channels[level]}"
        if self._model.predicting.hides_level(level, Thing.SHAPE):
            text = HIDDEN
        painter.drawText(area.translated(0, 19), flags, text)

    def name_of(self, level: int) -> str:
        """A level's name: what made it."""
        if level == 0:
            return self.tr("Input")
        layer = self._stack.layers[level - 1]
        kind = self.tr("Conv") if layer.kind is LayerKind.CONVOLUTION else self.tr("Pool")
        name = f"{level}  {kind} {layer.kernel}×{layer.kernel}"
        if layer.stride > 1:
            name += f" /{layer.stride}"
        return name

    def _paint_receptive_field(self, painter: QPainter) -> None:
        t = theme.tokens()
        unit = self.unit
        if unit.level >= len(self._planes):
            return
        top_corners = corners = self._planes[unit.level].corners(unit.row, unit.col, 1, 1)
        hidden = self._model.predicting.hides_level(unit.level, Thing.FIELD)
        for below in range(-1) if hidden else range(unit.level - 1, -1, -1):
            plane = self._planes[below]
            top, bottom = self._stack.receptive_field(unit.level, unit.row, below)
            left, right = self._stack.receptive_field(unit.level, unit.col, below)
            above, corners = corners, plane.corners(top, left, bottom - top + 1, right - left + 1)
            quad = QPolygonF(corners)
            painter.setPen(QPen(_alpha(t.accent, 110), 1))
            for first, second in zip(above, corners, strict=True):
                painter.drawLine(first, second)
            # What is really read is filled; what lies past the border is only outlined.
            rows = self._stack.reads(unit.level, unit.row, below)
            cols = self._stack.reads(unit.level, unit.col, below)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_alpha(t.accent, 90))
            for first_row, row_count in runs(rows):
                for first_col, col_count in runs(cols):
                    painter.drawPolygon(plane.quad(first_row, first_col, row_count, col_count))
            past = top < 0 or left < 0 or bottom >= plane.size or right >= plane.size
            painter.setBrush(
                QBrush(_alpha(t.warning, 120), Qt.BrushStyle.BDiagPattern) if past else Qt.BrushStyle.NoBrush
            )
            if past:
                painter.setPen(Qt.PenStyle.NoPen)
                outside = quad.subtracted(plane.quad(0, 0, plane.size, plane.size))
                painter.drawPolygon(outside)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(
                QPen(t.warning if past else t.accent, 1.6, Qt.PenStyle.DashLine if past else Qt.PenStyle.SolidLine)
            )
            painter.drawPolygon(quad)
            self._paint_size(painter, corners, bottom - top + 1, right - left + 1)
        painter.setPen(QPen(t.accent, 2))
        painter.setBrush(_alpha(t.accent, 190))
        painter.drawPolygon(QPolygonF(top_corners))

    def _paint_size(self, painter: QPainter, corners: list[QPointF], rows: int, cols: int) -> None:
        t = theme.tokens()
        painter.setFont(theme.font(0.9, bold=True))
        painter.setPen(t.accent)
        right = max(point.x() for point in corners)
        middle = sum(point.y() for point in corners) / len(corners)
        painter.drawText(
            QRectF(right + 8, middle - 9, 80, 18),
            Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip,
            f"{rows} × {cols}",
        )

    # --- pointer and keys

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.unit_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        unit = self.unit_at(event.position())
        if unit is not None:
            self._pinned = unit
            self._emit_unit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Up: (0, -1, 0),
            Qt.Key.Key_Down: (0, 1, 0),
            Qt.Key.Key_Left: (0, 0, -1),
            Qt.Key.Key_Right: (0, 0, 1),
            Qt.Key.Key_PageUp: (1, 0, 0),
            Qt.Key.Key_PageDown: (-1, 0, 0),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
            return
        level = min(max(self._pinned.level + move[0], 0), len(self._stack.layers))
        last = self._stack.sizes[level] - 1
        row = min(max(self._pinned.row + move[1], 0), last)
        col = min(max(self._pinned.col + move[2], 0), last)
        self._pointed = None
        self._pinned = Unit(level, row, col)
        self._emit_unit()

    def _point(self, unit: Unit | None) -> None:
        if unit != self._pointed:
            self._pointed = unit
            self._emit_unit()

    def _emit_unit(self) -> None:
        self.update()
        self.unitChanged.emit()


def _alpha(color: QColor, alpha: int) -> QColor:
    changed = QColor(color)
    changed.setAlpha(alpha)
    return changed
