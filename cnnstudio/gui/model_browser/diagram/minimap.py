"""The whole diagram in small, beside the large one: where one is, and a quick way to elsewhere."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QWidget

from cnnstudio.gui import theme

_WIDTH, _HEIGHT = 68.0, 460.0
_EDGE = 12
# What the large view leaves free beside its viewport.
MARGIN = 84


class Minimap(QWidget):
    """Shown while the large view does not show everything; click or drag to go there.

    The small picture is painted once and kept, so that scrolling paints the boxes of the large one only. Where the
    large view leaves no margin for it (``set_room``), it is hidden.
    """

    pointed = Signal(QPointF)  # the point of the scene that was clicked

    def __init__(self, scene: QGraphicsScene, view: QGraphicsView) -> None:
        super().__init__(view, objectName="models-minimap", focusPolicy=Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Overview of the diagram"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._scene = scene
        self._view = view
        self._scale = 1.0
        self._has_room = False
        self._picture: QPixmap | None = None
        for bar in (view.horizontalScrollBar(), view.verticalScrollBar()):
            bar.valueChanged.connect(self.refresh)
            bar.rangeChanged.connect(self.refresh)
        self.hide()

    def set_room(self, has_room: bool) -> None:
        """Say whether the large view leaves a margin; ``refresh`` follows."""
        self._has_room = has_room

    @Slot()
    def redraw(self) -> None:
        """The diagram or its colours changed."""
        self._picture = None
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """The large view moved."""
        area, room = self._scene.sceneRect(), self._view.viewport().geometry()
        slack = 2.0 / max(self._view.transform().m11(), 1e-6)
        seen = self._seen().adjusted(-slack, -slack, slack, slack)
        if area.isEmpty() or seen.contains(area) or not self._has_room:
            self.hide()
            return
        self._scale = min(_WIDTH / area.width(), min(_HEIGHT, room.height() - 2 * _EDGE) / area.height())
        width, height = round(area.width() * self._scale), round(area.height() * self._scale)
        self.setGeometry(room.right() + (MARGIN - width) // 2, room.top() + _EDGE, width, height)
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens()
        area = self._scene.sceneRect()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._drawn())
        seen = self._seen().intersected(area)
        frame = QRectF((seen.topLeft() - area.topLeft()) * self._scale, seen.size() * self._scale)
        fill = theme.mix(tokens.accent, tokens.accent, 0)
        fill.setAlphaF(0.12)
        painter.setPen(QPen(tokens.accent, 1.5))
        painter.setBrush(fill)
        painter.drawRect(frame.adjusted(0.75, 0.75, -0.75, -0.75))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._emit_place(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._emit_place(event.position())

    def _drawn(self) -> QPixmap:
        """The small picture, in the screen's own pixels."""
        ratio = self.devicePixelRatioF()
        size = QSize(round(self.width() * ratio), round(self.height() * ratio))
        if self._picture is None or self._picture.size() != size:
            picture = QPixmap(size)
            picture.setDevicePixelRatio(ratio)
            picture.fill(theme.tokens().window)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._scene.render(painter, QRectF(0, 0, self.width(), self.height()), self._scene.sceneRect())
            painter.end()
            self._picture = picture
        return self._picture

    def _emit_place(self, at: QPointF) -> None:
        self.pointed.emit(self._scene.sceneRect().topLeft() + at / self._scale)

    def _seen(self) -> QRectF:
        """What the large view shows, in the scene's coordinates."""
        return self._view.mapToScene(self._view.viewport().rect()).boundingRect()
