"""The whole diagram in small, beside the large one: where one is, and a quick way to elsewhere."""

from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QWidget

from cnnstudio.gui import theme

_WIDTH, _HEIGHT = 68.0, 460.0
_EDGE = 12
# What the large view leaves free beside its viewport.
MARGIN = 84


class Minimap(QGraphicsView):
    """Shown while the large view does not show everything; click or drag to go there."""

    def __init__(self, scene: QGraphicsScene, view: QGraphicsView) -> None:
        super().__init__(scene, view)
        self.setObjectName("models-minimap")
        self.setAccessibleName(self.tr("Overview of the diagram"))
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setInteractive(False)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        for policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self._view = view
        for bar in (view.horizontalScrollBar(), view.verticalScrollBar()):
            bar.valueChanged.connect(self.refresh)
            bar.rangeChanged.connect(self.refresh)
        self.hide()

    @Slot()
    def refresh(self) -> None:
        """The large view moved, or the diagram changed."""
        area, room = self.scene().sceneRect(), self._view.viewport().rect()
        seen = self._seen()
        slack = 2.0 / max(self._view.transform().m11(), 1e-6)
        if area.isEmpty() or seen.adjusted(-slack, -slack, slack, slack).contains(area) or not self._view.has_margin:
            self.hide()
            return
        scale = min(_WIDTH / area.width(), min(_HEIGHT, room.height() - 2 * _EDGE) / area.height())
        width, height = round(area.width() * scale), round(area.height() * scale)
        beside = self._view.viewport().geometry()
        self.setGeometry(beside.right() + (MARGIN - width) // 2, beside.top() + _EDGE, width, height)
        self.resetTransform()
        self.scale(scale, scale)
        self.centerOn(area.center())
        self.show()
        self.viewport().update()

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        tokens = theme.tokens()
        fill = theme.mix(tokens.accent, tokens.accent, 0)
        fill.setAlphaF(0.12)
        pen = QPen(tokens.accent, 1.5)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(fill)
        painter.drawRect(self._seen().intersected(self.scene().sceneRect()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())

    def wheelEvent(self, event: object) -> None:
        event.ignore()

    def _go(self, at: QPointF) -> None:
        self._view.go_to(self.mapToScene(at.toPoint()))

    def _seen(self) -> QRectF:
        """What the large view shows, in the scene's coordinates."""
        view: QWidget = self._view
        return view.mapToScene(view.viewport().rect()).boundingRect()
