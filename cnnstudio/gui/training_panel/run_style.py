"""How a run is drawn: a colour and a line style together, so that colour never has to tell runs apart alone."""

from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from cnnstudio.gui import theme

DASHES: tuple[tuple[float, ...], ...] = ((), (7, 3), (2, 3), (9, 3, 2, 3), (4, 2), (1, 5), (12, 4), (7, 2, 2, 2, 2, 2))
"""Line styles by slot, in pixels on and off; the first is solid."""

_SHARP = 2.0  # pixels of a sample a logical one; enough for every common screen


@dataclass(frozen=True, slots=True)
class RunStyle:
    """The look of one run's lines."""

    slot: int

    @property
    def color(self) -> QColor:
        """The run's colour in the present theme."""
        color = QColor(theme.OKABE_ITO[self.slot % len(theme.OKABE_ITO)])
        # Made for paper: on a dark ground the same hues have to be lighter for a line of one pixel to be seen.
        return theme.mix(color, theme.tokens().text, 0.35) if theme.tokens().dark else color

    def pen(self, *, faint: float = 0.0, sharpness: float = 1.0) -> QPen:
        """A pen one logical pixel wide (wider ones are slow); ``faint``, an opacity, makes it the raw loss's pen.

        ``sharpness`` is the screen's device pixels a logical one: pyqtgraph's pens are measured in device pixels.
        """
        color = self.color
        if faint:
            color.setAlphaF(faint)
            return pg.mkPen(color, width=1)
        dash = DASHES[self.slot % len(DASHES)]
        return pg.mkPen(color, width=max(1, round(sharpness)), dash=list(dash) or None)


def free_slot(taken: set[int]) -> int:
    """The first style that no shown run has."""
    return next(slot for slot in range(len(taken) + 1) if slot not in taken)


def line_icon(pen: QPen, symbol: str | None = None, *, off: QColor | None = None) -> QIcon:
    """A short sample of a line, with its marker.

    ``"o"`` is an open circle, ``"s"`` a filled square, ``"t1"`` a filled triangle.

    ``off`` is the colour the sample has on a toggle that is switched off; it is then crossed out.
    """
    icon = QIcon()
    icon.addPixmap(_sample(pen, symbol), QIcon.Mode.Normal, QIcon.State.On)
    if off is not None:
        icon.addPixmap(_sample(pg.mkPen(off), symbol, crossed=True), QIcon.Mode.Normal, QIcon.State.Off)
    return icon


def _sample(pen: QPen, symbol: str | None, *, crossed: bool = False) -> QPixmap:
    pixmap = QPixmap(QSize(24, 12) * _SHARP)
    pixmap.setDevicePixelRatio(_SHARP)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line = QPen(pen)
    line.setCosmetic(False)
    line.setWidthF(1.5)
    painter.setPen(line)
    painter.drawLine(QLineF(1, 6, 23, 6))
    painter.setPen(QPen(pen.color(), 1.5))
    if symbol == "o":
        painter.setBrush(theme.tokens().panel)
        painter.drawEllipse(QPointF(12, 6), 3.5, 3.5)
    elif symbol == "t1":
        painter.setBrush(pen.color())
        painter.drawPolygon([QPointF(12, 2), QPointF(16, 9.5), QPointF(8, 9.5)])
    elif symbol == "s":
        painter.setBrush(pen.color())
        painter.drawRect(9, 3, 6, 6)
    if crossed:
        painter.drawLine(QLineF(7, 11, 17, 1))
    painter.end()
    return pixmap
