"""The diagram's legend: the families of layers on the picture, or the colour scale of the measure."""

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.language import translate
from cnnstudio.gui.model_browser import words
from cnnstudio.gui.model_browser.diagram import heat
from cnnstudio.gui.model_browser.diagram.heat import Measure
from cnnstudio.gui.model_browser.diagram.items import SKIP, SPINE
from cnnstudio.gui.model_browser.diagram.scene import DiagramScene
from cnnstudio.gui.model_browser.words import Kind

_SWATCH = 10.0
_RAMP, _LEAST_RAMP = 160.0, 40.0


class Legend(QWidget):
    """Follows the scene."""

    def __init__(self, scene: DiagramScene, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="models-legend")
        self._scene = scene
        self._entries: list[tuple[Kind, str]] = []
        self._lines: list[tuple[str, str, float]] = []  # name, colour token, width
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        scene.rebuilt.connect(self.refresh)
        theme.manager().changed.connect(self.update)
        self.refresh()

    @property
    def text(self) -> str:
        """What the legend says."""
        if self._scene.measure is Measure.KIND:
            return labels.listed(self._names())
        scale = self._scene.scale
        return f"{heat.text(scale.measure, scale.least)} – {heat.text(scale.measure, scale.greatest)}{self._of_all()}"

    @Slot()
    def refresh(self) -> None:
        """The picture or what it is coloured by changed."""
        kinds = self._scene.kinds()
        self._entries = [(kind, words.kind_name(kind)) for kind in Kind if kind in kinds]
        self._lines = []
        if self._scene.has_skips:
            self._lines.append((translate("models", "skip connection"), "positive", SKIP))
        if self._scene.view.spines:
            self._lines.append((translate("models", "all that was joined so far"), "line_strong", SPINE))
        self.setAccessibleName(translate("models", "Legend: {text}").format(text=self.text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 28)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self._lay_out(width)[1])

    def _lay_out(self, width: float) -> tuple[list[tuple[float, float]], float]:
        """Left and top of every entry, and the height of all, wrapped to ``width``."""
        metrics = QFontMetricsF(theme.font(0.9))
        places, x, y = [], 12.0, 6.0
        for name in self._names():
            wide = _SWATCH + 6 + metrics.horizontalAdvance(name) + 16
            if x + wide > width and x > 12.0:
                x, y = 12.0, y + 20.0
            places.append((x, y))
            x += wide
        return places, y + 22.0

    def _of_all(self) -> str:
        """What a folded box's colour is of, where there is one and it has a sum: one block or all of them."""
        if self._scene.measure is Measure.RECEPTIVE_FIELD or not any(
            box.run for box in self._scene.view.boxes.values()
        ):
            return ""
        return f"  ·  {translate('models', '× n: all n together')}"

    def _names(self) -> list[str]:
        if self._scene.measure is not Measure.KIND:
            return []
        return [name for _, name in self._entries] + [name for name, _, _ in self._lines]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter, QRectF(self.rect()))
        painter.end()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Paint the legend into ``area``; an exported picture carries it too."""
        painter.save()
        painter.translate(area.topLeft())
        painter.setFont(theme.font(0.9))
        if self._scene.measure is Measure.KIND:
            self._draw_kinds(painter, area.width())
        else:
            self._draw_ramp(painter, area.width())
        painter.restore()

    def _draw_kinds(self, painter: QPainter, width: float) -> None:
        tokens = theme.tokens()
        places, _ = self._lay_out(width)
        for (x, y), name, place in zip(places, self._names(), range(len(places)), strict=True):
            middle = y + 8.0
            if place < len(self._entries):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(heat.kind_color(self._entries[place][0]))
                painter.drawRoundedRect(QRectF(x, middle - _SWATCH / 2, _SWATCH, _SWATCH), 2, 2)
            else:
                _, color, wide = self._lines[place - len(self._entries)]
                painter.fillRect(QRectF(x, middle - wide / 2, _SWATCH, wide), getattr(tokens, color))
            painter.setPen(tokens.text_quiet)
            painter.drawText(QRectF(x + _SWATCH + 6, y, 300, 16), Qt.AlignmentFlag.AlignVCenter, name)

    def _draw_ramp(self, painter: QPainter, width: float) -> None:
        tokens = theme.tokens()
        scale = self._scene.scale
        metrics = QFontMetricsF(painter.font())
        least, greatest = heat.text(scale.measure, scale.least), heat.text(scale.measure, scale.greatest)
        end = f"{greatest}  ·  {translate('models', 'logarithmic')}{self._of_all()}"
        painter.setPen(tokens.text_quiet)
        x = 12.0
        for word in (heat.name(scale.measure), least):
            wide = metrics.horizontalAdvance(word)
            painter.drawText(QRectF(x, 6, wide + 2, 16), Qt.AlignmentFlag.AlignVCenter, word)
            x += wide + (16 if word is not least else 6)
        room = width - x - metrics.horizontalAdvance(end) - 18
        bar = QRectF(x, 9, max(min(_RAMP, room), _LEAST_RAMP), _SWATCH)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for step in range(9):
            gradient.setColorAt(step / 8, heat.ramp(step / 8))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawRoundedRect(bar, 3, 3)
        painter.setPen(tokens.text_quiet)
        painter.drawText(
            QRectF(bar.right() + 6, 6, 400, 16),
            Qt.AlignmentFlag.AlignVCenter,
            end,
        )
