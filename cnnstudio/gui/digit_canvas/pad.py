"""The pad: paper to draw on with mouse, finger, pen or keyboard."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QEventPoint,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.gui import pictures, theme
from cnnstudio.gui.digit_canvas.ink_painter import InkPainter, ink_array
from cnnstudio.prediction.drawing import GRID, PAPER, PRESSURES, Drawing, Mark, Picture, Point, Stroke
from cnnstudio.prediction.preprocessing import Ink
from cnnstudio.prediction.room_state import PEN

_STEP, _LEAP = 8.0, 40.0  # of the keyboard's pen, in units of the paper
_FULL_INK = theme.grey(1)


class Pad(QWidget):
    """A square sheet. Emits ``inkChanged`` after every pointer move; ``ink()`` is what the network reads."""

    inkChanged = Signal()
    historyChanged = Signal()  # a mark was finished, undone, redone, cleared
    dropped = Signal(object)  # QMimeData that may hold a picture

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-canvas", accessibleName="")
        self.setAccessibleName(self.tr("Drawing pad"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(180, 180)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setMouseTracking(True)
        self.drawing = Drawing()
        self._pen_width = float(PEN)
        self._eraser = False
        self._turned = False  # the pen in the hand has its eraser down
        self._stroke: Stroke | None = None
        self._awaited = False  # the pointer went down beside the paper and draws from where it comes upon it
        self._finger = -1  # the one that came down first
        self._pointer: QPointF | None = None  # of the mouse, for the eraser's ring; in units of the paper
        self._keyboard: QPointF | None = None  # the keyboard's pen
        self._keyboard_down = False
        self._tint: Ink | None = None
        self._tint_colours: QImage | None = None  # of the whole paper
        self._tinted: QImage | None = None  # where there is ink
        self._read = QImage(PAPER, PAPER, QImage.Format.Format_Grayscale8)
        self._reading = InkPainter(self._read, _FULL_INK)
        self._reading.clear()
        self._shown = QImage()
        self._showing: InkPainter | None = None
        theme.manager().changed.connect(self._recolour)

    # --- what others use

    @property
    def is_empty(self) -> bool:
        """Nothing is drawn or being drawn."""
        return self._stroke is None and not self.drawing.visible

    @property
    def is_drawing(self) -> bool:
        """Whether the pen is down."""
        return self._stroke is not None

    @property
    def pen_width(self) -> float:
        """Width of the pen at full pressure, in units of the paper (512 a side)."""
        return self._pen_width

    @property
    def eraser(self) -> bool:
        """Whether the pen takes ink away."""
        return self._eraser

    def set_pen_width(self, width: float) -> None:
        """Choose a pen; the eraser is twice as wide."""
        self._pen_width = float(width)
        self.update()

    @Slot(bool)
    def set_eraser(self, on: bool) -> None:
        """Take ink away instead of putting it down."""
        self._eraser = on
        self.update()

    def ink(self) -> NDArray[np.uint8]:
        """The ink as the network gets it: (512, 512), 0 = paper."""
        return ink_array(self._read)

    def stroke_inks(self) -> list[NDArray[np.uint8]]:
        """Each visible pen stroke alone, as ``ink``; erased parts are left out."""
        whole = self.ink()
        alone = QImage(self._read.size(), QImage.Format.Format_Grayscale8)
        painter = InkPainter(alone, _FULL_INK)
        inks = []
        for stroke in self.drawing.strokes:
            painter.clear()
            painter.mark(stroke)
            inks.append(np.minimum(ink_array(alone), whole))
        return inks

    def picture(self) -> QImage:
        """The drawing as dark ink on white paper, for saving and copying."""
        inverted = 255 - self.ink()
        return QImage(inverted.tobytes(), PAPER, PAPER, PAPER, QImage.Format.Format_Grayscale8).copy()

    def add_picture(self, picture: Picture) -> None:
        """Put a picture's ink on a new sheet."""
        self.finish_stroke()
        self._add(picture)

    def show_drawing(self, drawing: Drawing) -> None:
        """Draw on this from now on; it may be shared with others, who call this again after they changed it."""
        self._stroke = None
        self.drawing = drawing
        self._repaint()
        self.historyChanged.emit()

    @Slot()
    def undo(self) -> None:
        """Take back the last mark."""
        self._change(self.drawing.undo)

    @Slot()
    def redo(self) -> None:
        """Bring back what was undone."""
        self._change(self.drawing.redo)

    @Slot()
    def clear(self) -> None:
        """A new sheet."""
        self._change(self.drawing.clear)

    def start_over(self) -> None:
        """A new pad: nothing drawn, nothing to undo."""
        self._stroke = None
        self.drawing.start_over()
        self._repaint()
        self.historyChanged.emit()

    def finish_stroke(self) -> None:
        """End the stroke that is being drawn, if any."""
        self._awaited = False
        if self._stroke is not None:
            stroke, self._stroke = self._stroke, None
            self._keyboard_down = False
            self._add(stroke)

    def set_tint(self, contributions: Ink | None) -> None:
        """Colour the ink by signed values in -1..1, (H, W) for the whole paper; None = plain ink."""
        self._tint = contributions
        self._tint_colours = self._tinted = None
        self.update()

    # --- marks

    def _add(self, mark: Mark) -> None:
        self.drawing.add(mark)
        self._repaint()
        self.historyChanged.emit()

    def _change(self, change: Callable[[], None]) -> None:
        self.finish_stroke()
        change()
        self._repaint()
        self.historyChanged.emit()

    def _repaint(self) -> None:
        """Paint everything anew: finished strokes are smooth to their ends."""
        for painter in (self._reading, self._showing):
            if painter is not None:
                painter.clear()
                for mark in self.drawing.visible:
                    painter.mark(mark)
                if self._stroke is not None:
                    painter.mark(self._stroke)
        self._tinted = None
        self.update()
        self.inkChanged.emit()

    def _begin(self, at: QPointF, pressure: float) -> None:
        """Put the pen down; beside the paper it waits, and an eraser has nothing to do on a bare sheet."""
        self.finish_stroke()
        erases = self._eraser or self._turned
        if erases and self.is_empty:
            return
        if not QRectF(0, 0, PAPER, PAPER).contains(at):
            self._awaited = True
            return
        width = self._pen_width * (2 if erases else 1)
        self._stroke = Stroke((_point(at, pressure),), width, erases)
        self._paint_end(self._stroke)

    def _extend(self, at: QPointF, pressure: float) -> None:
        if self._stroke is None:
            if self._awaited:
                self._begin(at, pressure)
            return
        point = _point(at, pressure)
        if self._stroke.points[-1][:2] == point[:2]:
            return
        points = (*self._stroke.points, point)
        self._stroke = Stroke(points, self._stroke.width, self._stroke.eraser)
        self._paint_end(self._stroke)

    def _paint_end(self, stroke: Stroke) -> None:
        last = len(stroke.points) - 1
        for painter in (self._reading, self._showing):
            if painter is not None:
                painter.advance(stroke, last)
        self._tinted = None
        recent = [self._to_widget(QPointF(x, y)) for x, y, _ in stroke.points[-3:]]
        reach = stroke.width * self._unit() + 4
        area = QRectF(recent[0], QSize(0, 0))
        for place in recent:
            area = area.united(QRectF(place.x(), place.y(), 0.01, 0.01))
        self.update(area.adjusted(-reach, -reach, reach, reach).toAlignedRect())
        if last == 0:
            self.update()  # the hint goes
        self.inkChanged.emit()

    # --- geometry

    def sheet(self) -> QRect:
        """The paper in the widget: the largest square, at the top."""
        side = min(self.width(), self.height())
        return QRect((self.width() - side) // 2, 0, side, side)

    def _unit(self) -> float:
        """Pixels of the widget to one unit of the paper."""
        return max(self.sheet().width(), 1) / PAPER

    def _to_paper(self, at: QPointF) -> QPointF:
        return (at - QPointF(self.sheet().topLeft())) / self._unit()

    def _to_widget(self, at: QPointF) -> QPointF:
        return at * self._unit() + QPointF(self.sheet().topLeft())

    def sizeHint(self) -> QSize:
        return QSize(420, 420)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._renew()

    @Slot()
    def _recolour(self) -> None:
        self._tint_colours = None
        self._renew()

    def _renew(self) -> None:
        """A display image for this size, scale and theme."""
        side = max(1, round(self.sheet().width() * self.devicePixelRatioF()))
        self._shown = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
        self._showing = InkPainter(self._shown, theme.tokens().text)
        self._showing.clear()
        for mark in self.drawing.visible:
            self._showing.mark(mark)
        if self._stroke is not None:
            self._showing.mark(self._stroke)
        self._tinted = None
        self.update()

    # --- mouse, touch, pen

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._keyboard = None
            self._begin(self._to_paper(event.position()), 1.0)
        elif event.button() == Qt.MouseButton.RightButton:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._to_paper(event.position())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._extend(at, 1.0)
        self._pointer = at
        if self._eraser:
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._extend(self._to_paper(event.position()), 1.0)
            self.finish_stroke()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._pointer = None
        self.update()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Pens write by pressure, their other end erases."""
        at, pressure = self._to_paper(event.position()), event.pressure()
        match event.type():
            case QEvent.Type.TabletPress:
                self._turned = event.pointerType() == event.pointingDevice().PointerType.Eraser
                self._begin(at, pressure)
            case QEvent.Type.TabletMove if event.buttons():
                self._extend(at, pressure)
            case QEvent.Type.TabletRelease:
                self.finish_stroke()
                self._turned = False
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent) and event.type() in (
            QEvent.Type.TouchBegin,
            QEvent.Type.TouchUpdate,
            QEvent.Type.TouchEnd,
            QEvent.Type.TouchCancel,
        ):
            self._touch(event)
            return True
        return super().event(event)

    def _touch(self, event: QTouchEvent) -> None:
        """The first finger draws; others that come down beside it are not meant."""
        if event.type() == QEvent.Type.TouchBegin:
            self._finger = event.points()[0].id()
            self._begin(self._to_paper(event.points()[0].position()), 1.0)
        for point in event.points():
            if point.id() == self._finger and event.type() == QEvent.Type.TouchUpdate:
                self._extend(self._to_paper(point.position()), 1.0)
                if point.state() == QEventPoint.State.Released:
                    self.finish_stroke()
        if event.type() in (QEvent.Type.TouchEnd, QEvent.Type.TouchCancel):
            self.finish_stroke()
        event.accept()

    # --- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move a pen of the keyboard's own, Shift further; Space puts it down and lifts it."""
        moves = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if event.key() in moves:
            step = _LEAP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP
            across, down = moves[Qt.Key(event.key())]
            start = self._keyboard or QPointF(PAPER / 2, PAPER / 2)
            x, y = start.x() + across * step, start.y() + down * step
            self._keyboard = QPointF(min(max(x, 0.0), PAPER), min(max(y, 0.0), PAPER))
            if self._keyboard_down:
                self._extend(self._keyboard, 1.0)
            self.update()
        elif event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            if self._keyboard_down:
                self.finish_stroke()
            else:
                self._keyboard = self._keyboard or QPointF(PAPER / 2, PAPER / 2)
                self._begin(self._keyboard, 1.0)
                self._keyboard_down = True
            self.update()
        elif event.key() == Qt.Key.Key_Escape and self._keyboard is not None:
            self.finish_stroke()
            self._keyboard = None
            self.update()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._keyboard_down:
            self.finish_stroke()
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    # --- drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if pictures.holds_picture(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.dropped.emit(event.mimeData())
        event.acceptProposedAction()

    # --- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.tokens()
        sheet = self.sheet()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QRectF(sheet).adjusted(1, 1, -1, -1)
        focused = self.hasFocus()
        painter.setPen(QPen(tokens.accent, 2) if focused else QPen(tokens.line_strong, 1))
        painter.setBrush(tokens.panel)
        painter.drawRoundedRect(edge, theme.CORNER, theme.CORNER)
        if self.is_empty:
            self._paint_hint(painter, sheet)
        elif self._tint is not None:
            if self._tinted is None:
                if self._tint_colours is None:
                    self._tint_colours = _signed_colours(self._tint)
                self._tinted = _where_ink_is(self._read, self._tint_colours)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(sheet), self._tinted)
        else:
            if round(sheet.width() * self.devicePixelRatioF()) != self._shown.width():
                self._renew()
            painter.drawImage(QRectF(sheet), self._shown)
        self._paint_pens(painter)
        painter.end()

    def _paint_hint(self, painter: QPainter, sheet: QRect) -> None:
        tokens = theme.tokens()
        painter.setPen(tokens.text_quiet)
        painter.setFont(theme.font(1.5))
        upper = sheet.adjusted(16, 0, -16, -sheet.height() // 2)
        painter.drawText(
            upper,
            Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap,
            self.tr("Draw a digit here"),
        )
        painter.setFont(theme.font())
        lower = sheet.adjusted(16, sheet.height() // 2 + 8, -16, -8)
        painter.drawText(
            lower,
            Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap,
            self.tr("or drop a picture of one"),
        )

    def _paint_pens(self, painter: QPainter) -> None:
        tokens = theme.tokens()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._eraser and self._pointer is not None:
            painter.setPen(QPen(tokens.text_quiet, 1))
            radius = self._pen_width * self._unit()
            painter.drawEllipse(self._to_widget(self._pointer), radius, radius)
        if self._keyboard is not None and self.hasFocus():
            at = self._to_widget(self._keyboard)
            painter.setPen(QPen(tokens.accent, 2 if self._keyboard_down else 1))
            painter.drawLine(at - QPointF(10, 0), at + QPointF(10, 0))
            painter.drawLine(at - QPointF(0, 10), at + QPointF(0, 10))
            painter.drawEllipse(at, 5, 5)


def _point(at: QPointF, pressure: float) -> Point:
    """A place on the paper as a drawing keeps it."""
    return round(at.x() * GRID) / GRID, round(at.y() * GRID) / GRID, round(pressure * PRESSURES) / PRESSURES


def _signed_colours(signed: Ink) -> QImage:
    """The signed colours of the theme all over the paper; where nothing speaks either way they are quiet grey."""
    tokens = theme.tokens()
    if signed.shape != (PAPER, PAPER):
        fitted = Image.fromarray(np.ascontiguousarray(signed)).resize((PAPER, PAPER), Image.Resampling.BICUBIC)
        signed = np.asarray(fitted, dtype=np.float32)
    table = np.array(
        [
            theme.mix(
                tokens.line_strong, tokens.positive if value > 0 else tokens.negative, min(1.0, abs(value) * 1.15)
            ).rgb()
            for value in np.linspace(-1, 1, 255)
        ],
        np.uint32,
    )
    pixels = table[np.rint((np.clip(signed, -1, 1) + 1) * 127).astype(np.intp)]
    return QImage(pixels.tobytes(), PAPER, PAPER, 4 * PAPER, QImage.Format.Format_RGB32).convertToFormat(
        QImage.Format.Format_ARGB32_Premultiplied
    )


def _where_ink_is(ink: QImage, colours: QImage) -> QImage:
    """A copy of ``colours``, each pixel as opaque as there is ink in the Grayscale8 image of the same size."""
    result = colours.copy()
    painter = QPainter(result)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    alpha = QImage(ink.constBits(), ink.width(), ink.height(), ink.bytesPerLine(), QImage.Format.Format_Alpha8)
    painter.drawImage(0, 0, alpha)
    painter.end()
    return result
