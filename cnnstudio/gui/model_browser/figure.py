"""A network's diagram, or the part of it around a layer, as a picture in a text."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter

from cnnstudio.analysis import view as views
from cnnstudio.analysis.results import Analysis
from cnnstudio.analysis.room_state import ModelsState
from cnnstudio.gui import theme
from cnnstudio.gui.model_browser import requests
from cnnstudio.gui.model_browser.diagram.items import BoxItem
from cnnstudio.gui.model_browser.diagram.scene import DiagramScene
from cnnstudio.gui.model_browser.requests import Request
from cnnstudio.gui.model_browser.selection import Selected
from cnnstudio.workspace.current import Current

_TALLEST, _TALLEST_WHOLE, _TALLEST_BLOCK = 400, 560, 620
_READABLE = 0.62
_FADE = 28.0


@dataclass(frozen=True, slots=True)
class Prepared:
    """A state with the analysis of its network."""

    state: ModelsState
    analysis: Analysis


def prepare(state: ModelsState, current: Current) -> Prepared | None:
    """Analyse the network; only the diagram has a picture.

    Raises:
        StudioError: if the network cannot be analysed for this input.
    """
    if state.tab != "diagram":
        return None
    request = Request(current.network, state.input_shape, state.classes, state.batch)
    return Prepared(state, requests.analyse(request))


def drawing(found: Prepared) -> "DiagramDrawing":
    """The diagram."""
    return DiagramDrawing(found)


class DiagramDrawing:
    """The whole diagram where it is readable at the width there is; else the part around the layer, or its beginning.

    A block that is selected is shown open.
    """

    def __init__(self, found: Prepared) -> None:
        state, graph = found.state, found.analysis.graph
        self._scene = DiagramScene()
        self._scene.show_analysis(found.analysis, state.opened)
        self._chosen = Selected(state.path, state.node)
        if state.path:
            self._scene.set_opened(self._scene.opened | views.reveal(graph, state.path))
            item = self._scene.item_of(self._chosen)
            if isinstance(item, BoxItem) and item.can_open and item.box.path == state.path:
                self._scene.set_opened(self._scene.opened | {item.box.opens})
            self._scene.show_selected(self._chosen)

    def size(self, width: int) -> QSize:
        part, scale = self._part(width)
        return QSize(width, round(part.height() * scale))

    def paint(self, painter: QPainter, size: QSize, *, vector: bool = False) -> None:
        part, scale = self._part(size.width())
        whole = self._scene.sceneRect()
        across = min(float(size.width()), part.width() * scale)
        target = QRectF((size.width() - across) / 2, 0, across, part.height() * scale)
        area = QRectF(0, 0, size.width(), size.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area, theme.tokens().window)
        painter.save()
        painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
        self._scene.render(painter, target, part, Qt.AspectRatioMode.KeepAspectRatio)
        painter.restore()
        # What is cut goes on: its edge fades.
        if part.top() > whole.top() + 1:
            _fade(painter, QRectF(0, 0, area.width(), _FADE), down=False)
        if part.bottom() < whole.bottom() - 1:
            _fade(painter, QRectF(0, area.bottom() - _FADE, area.width(), _FADE), down=True)

    def _part(self, width: int) -> tuple[QRectF, float]:
        """What of the scene is shown, and how large a unit of it is in pixels."""
        whole = self._scene.sceneRect()
        scale = min(1.0, width / whole.width())
        if whole.height() * scale <= _TALLEST:
            return whole, scale
        fitting = min(scale, _TALLEST_WHOLE / whole.height())
        if fitting >= _READABLE:
            return whole, fitting
        scale = max(scale, _READABLE)
        item = self._scene.item_of(self._chosen)
        around = item.mapRectToScene(item.boundingRect()) if item is not None else QRectF()
        if item is not None and around.width() > 0:
            scale = max(min(scale, width / (around.width() + _FADE)), 0.5)
        tall = min(max(_TALLEST, around.height() * scale + 2 * _FADE), _TALLEST_BLOCK) / scale
        tall = min(tall, whole.height())
        wide = min(width / scale, whole.width())
        middle = around.center()
        if item is None:
            middle = QPointF(next(iter(self._scene.boxes.values())).sceneBoundingRect().center().x(), whole.top())
        top = min(max(middle.y() - tall / 2, whole.top()), whole.bottom() - tall)
        left = min(max(middle.x() - wide / 2, whole.left()), whole.right() - wide)
        return QRectF(left, top, wide, tall), scale


def _fade(painter: QPainter, area: QRectF, *, down: bool) -> None:
    ground = QColor(theme.tokens().window)
    clear = QColor(ground)
    clear.setAlpha(0)
    gradient = QLinearGradient(area.topLeft(), area.bottomLeft())
    gradient.setColorAt(0.0, clear if down else ground)
    gradient.setColorAt(1.0, ground if down else clear)
    painter.fillRect(area, gradient)
