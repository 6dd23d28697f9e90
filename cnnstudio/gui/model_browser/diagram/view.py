"""The view of the diagram: pan, zoom, select and open, by mouse and by keyboard."""

import math
from collections.abc import Collection

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QGraphicsView, QMenu, QStyle, QWidget

from cnnstudio.analysis import view as views
from cnnstudio.analysis.results import Analysis
from cnnstudio.gui import theme
from cnnstudio.gui.model_browser.diagram.faces import step_of
from cnnstudio.gui.model_browser.diagram.items import BoxItem, FrameItem
from cnnstudio.gui.model_browser.diagram.minimap import MARGIN, Minimap
from cnnstudio.gui.model_browser.diagram.scene import DiagramScene
from cnnstudio.gui.model_browser.diagram.unfold import Unfold
from cnnstudio.gui.model_browser.predicting import Predicting
from cnnstudio.gui.model_browser.selection import Selected, Selection

_STEP = 1.2
_LEAST, _MOST = 0.05, 4.0
# At first the whole network is shown if it stays readable, otherwise its beginning.
_READABLE = 0.62
_ROOM = 1.0
_PAN = 80
_AROUND = 20.0
# Narrower than this there is no room for the overview beside the diagram.
_ROOMY = 440


class DiagramView(QGraphicsView):
    """Arrows go from box to box, Enter opens and closes, + and - zoom, 0 shows all, Ctrl+arrows move the paper.

    A box that holds no others opens in the playground, where its layer's arithmetic is known there.
    """

    zoomChanged = Signal(float)
    toggled = Signal()  # a block was opened or closed

    def __init__(
        self, selection: Selection, parent: QWidget | None = None, *, predicting: Predicting | None = None
    ) -> None:
        super().__init__(parent, objectName="models-diagram")
        self.setAccessibleName(self.tr("Diagram of the network"))
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._selection = selection
        self._pressed: QPoint | None = None
        self._panned = False
        # What was shown last, to be shown anew when the window's size changes: the ``first`` look, the ``whole``, or
        # "" where the user has moved or opened something since.
        self._look = "first"
        self.diagram = DiagramScene(self, predicting=predicting)
        self._unfold = Unfold(self)
        self.has_margin = False
        self.diagram.aboutToRebuild.connect(self._unfold.forget)
        self.setScene(self.diagram)
        self.diagram.retheme()
        self.minimap = Minimap(self.diagram, self)
        self.minimap.pointed.connect(self.go_to)
        self.diagram.rebuilt.connect(self.minimap.redraw)
        self.diagram.recoloured.connect(self.minimap.redraw)
        self._unfold.finished.connect(self.minimap.redraw)  # what was still fading in is there now
        self.menu = QMenu(self, objectName="models-diagram-menu")
        self._open_action = self.menu.addAction(self.tr("Open in the playground"))
        self._open_action.setObjectName("models-diagram-open")
        self._open_action.triggered.connect(lambda: selection.open(self.diagram.analysis, selection.current.path))
        self._fold_action = self.menu.addAction("")
        self._fold_action.setObjectName("models-diagram-fold")
        self._fold_action.triggered.connect(self._toggle_selected)
        selection.changed.connect(self._follow)
        theme.manager().changed.connect(self.diagram.retheme)

    @property
    def zoom(self) -> float:
        """1 = one scene unit a pixel."""
        return self.transform().m11()

    def show_analysis(self, analysis: Analysis, opened: Collection[str] | None = None) -> None:
        """Draw a network and show the whole, or its beginning where the whole would be too small."""
        self.diagram.show_analysis(analysis, opened)
        self._look = "first"
        self._follow(self._selection.current, bring=False)
        if self.isVisible():
            self._first_look()

    def view_state(self) -> tuple[str, float, float, float] | None:
        """What was shown last, the zoom and the point in the middle; None before anything is drawn."""
        if self.sceneRect().isEmpty():
            return None
        middle = self.mapToScene(self.viewport().rect()).boundingRect().center()
        return self._look, self.zoom, middle.x(), middle.y()

    def open_view_state(self, known: tuple[str, float, float, float]) -> bool:
        """Look at the same again, once the network is drawn."""
        if self.sceneRect().isEmpty() or not self.isVisible():
            return False
        self._look, zoom, x, y = known
        self._set_zoom(zoom)
        self.centerOn(x, y)
        return True

    # --- opening and closing

    def toggle(self, item: BoxItem | FrameItem) -> None:
        """Open a closed block or close an open one; what was clicked stays where it is."""
        self._unfold.finish()
        self._look = ""
        before = self.mapFromScene(item.pos())
        places = {key: self.mapFromScene(other.pos()) for key, other in self.diagram.standing().items()}
        if isinstance(item, BoxItem):
            if not item.can_open:
                return
            key = item.box.opens
            opened = set(self.diagram.opened) | {key}
            path = item.box.path
        else:
            key = item.frame.key
            path = item.frame.group.path
            opened = {other for other in self.diagram.opened if not _inside(other, key)}
        self.diagram.set_opened(opened)
        self._selection.select(path)
        self._follow(self._selection.current, bring=False)
        after = self.diagram.item_of(Selected(path)) or self._first_in(path)
        if after is not None:
            self._keep_place(after.pos(), before)
        starts = {key: self.mapToScene(place) for key, place in places.items()}
        self._unfold.run(self.diagram.standing(), starts, self.diagram.lines)
        self.toggled.emit()

    def _first_in(self, path: str) -> BoxItem | None:
        return next((item for item in self.diagram.boxes.values() if item.box.path.startswith(path)), None)

    @Slot()
    def open_all(self) -> None:
        """Open every block."""
        if self.diagram.analysis is not None:
            self.diagram.set_opened(views.everything(self.diagram.analysis.graph))
            self._after_all()

    @Slot()
    def close_all(self) -> None:
        """Close every block, as at first."""
        if self.diagram.analysis is not None:
            self.diagram.set_opened(views.containers(self.diagram.analysis.graph))
            self._after_all()

    def reveal(self, path: str) -> None:
        """Open what has to be opened so that this layer is a box of its own, and bring it into view."""
        if self.diagram.analysis is None:
            return
        self.diagram.set_opened(self.diagram.opened | views.reveal(self.diagram.analysis.graph, path))
        self._look = ""
        self._follow(self._selection.current, bring=False)
        item = self.diagram.item_of(Selected(path))
        if item is not None:
            self._show_around(item)
        self.toggled.emit()

    def _show_around(self, item: BoxItem | FrameItem) -> None:
        """Bring an item to the middle, with the block around it as far as that stays readable."""
        middle = _middle(item)
        around = self.diagram.frames.get(item.box.frame) if isinstance(item, BoxItem) else item
        if around is not None:
            room, rect = self.viewport().width(), around.mapRectToScene(around.boundingRect())
            wanted = room / (rect.width() + 2 * _AROUND)
            if wanted < self.zoom:
                self._set_zoom(max(wanted, _READABLE))
            if wanted >= _READABLE:
                middle.setX(rect.center().x())
        self.centerOn(middle)

    def _after_all(self) -> None:
        self._look = "first"
        self._first_look()
        self._follow(self._selection.current)
        self.toggled.emit()

    # --- zoom and pan

    @Slot()
    def zoom_in(self) -> None:
        """Larger."""
        self._zoom_to(self.zoom * _STEP)

    @Slot()
    def zoom_out(self) -> None:
        """Smaller."""
        self._zoom_to(self.zoom / _STEP)

    @Slot()
    def fit(self) -> None:
        """Show the whole network."""
        self._look = "whole"
        self._show_whole()

    def _show_whole(self) -> None:
        rect = self.sceneRect()
        if rect.isEmpty():
            return
        self._set_zoom(min(self.viewport().width() / rect.width(), self.viewport().height() / rect.height(), _ROOM))
        self.centerOn(rect.center())
        self.minimap.refresh()

    def _look_again(self) -> None:
        if self._look == "first":
            self._first_look()
        elif self._look == "whole":
            self._show_whole()

    def _first_look(self) -> None:
        rect = self.sceneRect()
        if rect.isEmpty() or self.viewport().width() < 10:
            return
        whole = min(self.viewport().width() / rect.width(), self.viewport().height() / rect.height())
        if whole >= _READABLE:
            self._show_whole()
            return
        # The scroll bar at the side may not be there yet; Qt reckons with the style's width of it, not with its own.
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        fitting = (self.contentsRect().width() - bar - MARGIN * self.has_margin) / rect.width()
        self._set_zoom(min(max(fitting, _READABLE), _ROOM))
        start = next(iter(self.diagram.boxes.values()))
        x = rect.center().x() if fitting >= _READABLE else _middle(start).x()
        self.centerOn(x, rect.top() + self.viewport().height() / self.zoom / 2)

    @Slot(QPointF)
    def go_to(self, point: QPointF) -> None:
        """Bring a point of the scene to the middle."""
        self._look = ""
        self.centerOn(point)

    def _zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        self._look = ""
        where = at or QPointF(self.viewport().rect().center())
        before = self.mapToScene(where.toPoint())
        self._set_zoom(zoom)
        self._keep_place(before, where.toPoint())

    def _set_zoom(self, zoom: float) -> None:
        zoom = min(max(zoom, _LEAST), _MOST)
        self.resetTransform()
        self.scale(zoom, zoom)
        self.minimap.refresh()
        self.zoomChanged.emit(zoom)

    def _keep_place(self, point: QPointF, at: QPoint) -> None:
        """Scroll so that a point of the scene is where it was in the view."""
        moved = self.mapFromScene(point) - at
        self._scroll(moved.x(), moved.y())

    def _scroll(self, dx: int, dy: int) -> None:
        self._look = self._look if dx == dy == 0 else ""
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + dx)
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + dy)

    # --- events

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_again()
        self.minimap.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = self.width() >= _ROOMY
        if roomy != self.has_margin:
            self.has_margin = roomy
            self.minimap.set_room(roomy)
            self.setViewportMargins(0, 0, MARGIN if roomy else 0, 0)
        if self.isVisible():
            self._look_again()
            self.minimap.refresh()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_to(self.zoom * math.pow(1.0015, event.angleDelta().y()), event.position())
            event.accept()
        else:
            self._look = ""
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._zoom_to(self.zoom * (1.0 + event.value()), event.position())
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pressed, self._panned = event.position().toPoint(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._pressed is None:
            item = self._item(at)
            self.diagram.hover(_identity(item))
            self._selection.point(_path(item))
            self.viewport().setCursor(Qt.CursorShape.ArrowCursor if item is None else Qt.CursorShape.PointingHandCursor)
            return
        moved = at - self._pressed
        if self._panned or moved.manhattanLength() >= QApplication.startDragDistance():
            self._panned = True
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._scroll(-moved.x(), -moved.y())
            self._pressed = at

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        if pressed is None or self._panned or event.button() != Qt.MouseButton.LeftButton:
            return
        item = self._item(event.position().toPoint())
        if item is None:
            self._selection.select("")
        elif isinstance(item, FrameItem) or (
            item.can_open and item.chevron().contains(item.mapFromScene(self.mapToScene(pressed)))
        ):
            self.toggle(item)
        else:
            self._select(item)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        item = self._item(event.position().toPoint())
        if isinstance(item, BoxItem) and event.button() == Qt.MouseButton.LeftButton:
            self._go_into(item)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            item = self._item(event.pos())
            if item is not None:
                self._select(item)
        else:
            item = self.diagram.item_of(self._selection.current)
        if item is None:
            return
        folds = isinstance(item, FrameItem) or item.can_open
        self._open_action.setVisible(self._opens(item))
        self._fold_action.setVisible(folds)
        self._fold_action.setText(
            self.tr("Close the block") if isinstance(item, FrameItem) else self.tr("Open the block")
        )
        if folds or self._opens(item):
            middle = self.mapFromScene(item.mapToScene(item.shape().boundingRect().center()))
            at = event.pos() if event.reason() == QContextMenuEvent.Reason.Mouse else middle
            self.menu.popup(self.viewport().mapToGlobal(at))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.diagram.hover(None)
        self._selection.point("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        steps: dict[int, tuple[int, int]] = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key = event.key()
        if key in steps and control:
            self._scroll(steps[key][0] * _PAN, steps[key][1] * _PAN)
        elif key in steps:
            self._select_towards(*steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._toggle_selected()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar = self.verticalScrollBar()
            bar.setValue(bar.minimum() if key == Qt.Key.Key_Home else bar.maximum())
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            page = round(0.8 * self.viewport().height())
            self._scroll(0, -page if key == Qt.Key.Key_PageUp else page)
        elif key == Qt.Key.Key_Escape and self._selection.current != Selected():
            self._selection.select("")
        else:
            super().keyPressEvent(event)

    # --- selection

    def _opens(self, item: BoxItem | FrameItem) -> bool:
        """Whether this is a layer that the playground can show."""
        layer = isinstance(item, FrameItem) or step_of(item.box) is None
        return layer and self._selection.opens(self.diagram.analysis, self._path(item))

    def _go_into(self, item: BoxItem | FrameItem) -> None:
        """Open or close a block; open a layer that holds no others in the playground."""
        if isinstance(item, BoxItem) and not item.can_open and self._opens(item):
            self._selection.open(self.diagram.analysis, self._path(item))
        else:
            self.toggle(item)

    def _path(self, item: BoxItem | FrameItem) -> str:
        return item.frame.group.path if isinstance(item, FrameItem) else item.box.path

    @Slot()
    def _toggle_selected(self) -> None:
        item = self.diagram.item_of(self._selection.current)
        if item is not None:
            self._go_into(item)

    def _item(self, at: QPoint) -> BoxItem | FrameItem | None:
        for item in self.items(at):
            if isinstance(item, (BoxItem, FrameItem)):
                return item
        return None

    def _select(self, item: BoxItem | FrameItem) -> None:
        if isinstance(item, FrameItem):
            self._selection.select(item.frame.group.path)
        else:
            self._selection.select(item.box.path, step_of(item.box))

    def _select_towards(self, dx: int, dy: int) -> None:
        """Select the nearest box in a direction."""
        boxes = list(self.diagram.boxes.values())
        current = self.diagram.item_of(self._selection.current)
        if current is None:
            if boxes:
                self._select(boxes[0])
            return
        here = _middle(current)
        best, least = None, math.inf
        for item in boxes:
            way = _middle(item) - here
            along = way.x() * dx + way.y() * dy
            across = abs(way.x() * dy) + abs(way.y() * dx)
            distance = along + 2.0 * across
            if item is not current and along > 1.0 and distance < least and (dx == 0 or across < along):
                best, least = item, distance
        if best is not None:
            self._select(best)

    @Slot(object)
    def _follow(self, selected: Selected, *, bring: bool = True) -> None:
        self.diagram.show_selected(selected)
        item = self.diagram.item_of(selected)
        if item is None:
            return
        self.setAccessibleDescription(item.toolTip().replace("\n", ", "))
        if bring and self.isVisible():
            rect = item.mapRectToScene(item.boundingRect())
            if isinstance(item, FrameItem):
                rect.setHeight(min(rect.height(), FrameItem.TITLE + 60))
            seen = self.mapToScene(self.viewport().rect()).boundingRect()
            if not seen.contains(rect):
                self._look = ""
                self.ensureVisible(rect, 24, 24)


def _inside(other: str, key: str) -> bool:
    """Whether an opened key is this one or lies in it; the run that a block belongs to stays open."""
    if other == f"run:{key}":
        return False
    bare = other.removeprefix("run:")
    return bare == key or bare.startswith(f"{key}.") or bare.startswith(f"{key}#")


def _identity(item: BoxItem | FrameItem | None) -> str | None:
    if item is None:
        return None
    return f"frame:{item.frame.key}" if isinstance(item, FrameItem) else item.box.id


def _path(item: BoxItem | FrameItem | None) -> str:
    """Of the layer that it stands for; "" for a function, the input or the output."""
    if isinstance(item, FrameItem):
        return item.frame.group.path
    return "" if item is None or step_of(item.box) is not None else item.box.path


def _middle(item: BoxItem | FrameItem) -> QPointF:
    rect: QRectF = item.shape().boundingRect()
    return item.pos() + rect.center()
