"""What the diagram is drawn with: boxes, open frames, lines. They paint; the scene decides."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QStyleOptionGraphicsItem, QWidget

from cnnstudio.analysis.view import Box, Frame
from cnnstudio.gui import theme
from cnnstudio.gui.model_browser.diagram import heat
from cnnstudio.gui.model_browser.diagram.faces import Face
from cnnstudio.gui.model_browser.diagram.miniature import Miniature

Point = tuple[float, float]
# Below this scale letters are only noise.
LEGIBLE = 0.42
_STRIP = 5.0
_SHEET = 4.0
_ARROW = 7.0
_CHEVRON = 18.0
# How wide lines are: ordinary ones, skips, and those that carry all that was joined so far.
_LINE, SKIP, SPINE = 1.6, 2.6, 5.0


class Fonts:
    """The diagram's three fonts, made once."""

    def __init__(self) -> None:
        self.title = theme.font(bold=True)
        self.plain = theme.font()
        self.number = theme.mono_font(0.88)


class BoxItem(QGraphicsItem):
    """One box: a layer, a function, a closed block, the input or the output."""

    def __init__(self, box: Box, face: Face, fonts: Fonts, letter: str, miniature: Miniature | None) -> None:
        super().__init__()
        self.box = box
        self.face = face
        self.heat: QColor | None = None
        self.by_kind = True
        self.selected = False
        self.alike = False
        self.hovered = False
        self._fonts = fonts
        self._letter = letter
        self.miniature = miniature
        self._area = QRectF(0, 0, face.width, face.height)
        self.setZValue(3)

    @property
    def can_open(self) -> bool:
        """Whether there is something inside."""
        return bool(self.box.opens)

    def chevron(self) -> QRectF:
        """Where to click for opening, in the item's coordinates."""
        return QRectF(_STRIP + 3, (self.face.height - _CHEVRON) / 2, _CHEVRON, _CHEVRON)

    def boundingRect(self) -> QRectF:
        extra = 2 * _SHEET + 3 if self.box.repeats > 1 else 3
        return self._area.adjusted(-3, -10, extra, extra)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRect(self._area)
        return path

    def set_state(self, *, selected: bool, alike: bool, hovered: bool) -> None:
        """Mark it as selected, as built like the selected one, as under the pointer."""
        if (selected, alike, hovered) != (self.selected, self.alike, self.hovered):
            self.selected, self.alike, self.hovered = selected, alike, hovered
            self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        tokens = theme.tokens()
        detail = QStyleOptionGraphicsItem.levelOfDetailFromTransform(painter.worldTransform())
        face = self.face
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        kind = heat.kind_color(face.kind)
        ground = tokens.raised
        if self.heat is not None:
            ground = self.heat
        elif self.by_kind and face.form != "pill":
            ground = theme.mix(tokens.panel, kind, 0.16 if tokens.dark else 0.10)
        if detail < LEGIBLE and self.by_kind and face.form != "pill":
            ground = theme.mix(tokens.panel, kind, 0.65)
        line = tokens.line_strong if self.heat is None else theme.mix(ground, tokens.text, 0.25)
        pen = QPen(tokens.accent, 2.0) if self.selected else QPen(line, 1.0)
        if self.alike and not self.selected:
            pen = QPen(tokens.accent, 1.6, Qt.PenStyle.DashLine)
        elif self.hovered and not self.selected:
            pen = QPen(tokens.text_quiet, 1.4)
        for sheet in range(min(self.box.repeats - 1, 2), 0, -1):
            painter.setPen(QPen(line, 1.0))
            painter.setBrush(theme.mix(ground, tokens.window, 0.4))
            painter.drawRoundedRect(self._area.translated(sheet * _SHEET, sheet * _SHEET), theme.CORNER, theme.CORNER)
        painter.setPen(pen)
        painter.setBrush(ground)
        corner = face.height / 2 if face.form in ("pill", "circle") else theme.CORNER
        painter.drawRoundedRect(self._area, corner, corner)
        if face.form in ("full", "slim", "block", "bar") and self.by_kind and detail >= LEGIBLE:
            painter.save()
            clip = QPainterPath()
            clip.addRoundedRect(self._area.adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)
            painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
            painter.fillRect(QRectF(0, 0, _STRIP, face.height), kind)
            painter.restore()
        if detail < LEGIBLE:
            return
        ink = theme.text_on(ground) if self.heat is not None else tokens.text
        quiet = theme.mix(ink, ground, 0.25) if self.heat is not None else tokens.text_quiet
        if face.form == "block":
            self._paint_block(painter, ink, quiet)
        else:
            self._paint_words(painter, ink, quiet)

    def _paint_words(self, painter: QPainter, ink: QColor, quiet: QColor) -> None:
        face, fonts = self.face, self._fonts
        center = Qt.AlignmentFlag.AlignCenter
        painter.setPen(ink)
        if face.form in ("pill", "bar"):
            painter.setFont(fonts.plain)
            painter.drawText(self._area, center, face.title)
        elif face.form == "circle":
            painter.setPen(QPen(ink, 1.8))
            middle, arm = self._area.center(), 6.0
            if face.title == "+":
                painter.drawLine(middle + QPointF(-arm, 0), middle + QPointF(arm, 0))
                painter.drawLine(middle + QPointF(0, -arm), middle + QPointF(0, arm))
            else:
                arm *= 0.72
                painter.drawLine(middle + QPointF(-arm, -arm), middle + QPointF(arm, arm))
                painter.drawLine(middle + QPointF(-arm, arm), middle + QPointF(arm, -arm))
        elif face.form == "slim":
            painter.setFont(fonts.plain)
            area = self._area.adjusted(_STRIP + 6, 0, -4, 0)
            text = QFontMetricsF(fonts.plain).elidedText(face.title, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        else:
            area = self._area.adjusted(_STRIP + 8, 5, -6, -5)
            self._two_lines(painter, area, ink, quiet)

    def _two_lines(self, painter: QPainter, area: QRectF, ink: QColor, quiet: QColor) -> None:
        fonts, face = self._fonts, self.face
        half = area.height() / 2
        painter.setFont(fonts.title)
        painter.setPen(ink)
        text = QFontMetricsF(fonts.title).elidedText(face.title, Qt.TextElideMode.ElideRight, area.width())
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(area.left(), area.top(), area.width(), half), left, text)
        used = QFontMetricsF(fonts.title).horizontalAdvance(text) + 7
        if face.name and used + QFontMetricsF(fonts.plain).horizontalAdvance(face.name) <= area.width():
            painter.setFont(fonts.plain)
            painter.setPen(quiet)
            painter.drawText(QRectF(area.left() + used, area.top(), area.width() - used, half), left, face.name)
        painter.setPen(quiet)
        painter.setFont(fonts.number)
        painter.setPen(quiet)
        painter.drawText(QRectF(area.left(), area.top() + half, area.width(), half), left, face.subtitle)

    def _paint_block(self, painter: QPainter, ink: QColor, quiet: QColor) -> None:
        tokens = theme.tokens()
        if self.can_open:
            spot = self.chevron()
            painter.setPen(QPen(tokens.accent if self.heat is None else ink, 2.0))
            middle = spot.center()
            painter.drawPolyline([middle + QPointF(-2.5, -5), middle + QPointF(2.5, 0), middle + QPointF(-2.5, 5)])
        glyph = 54.0 if self.miniature else 0.0
        area = self._area.adjusted(_STRIP + _CHEVRON + 8, 9, -glyph - 10, -9)
        self._two_lines(painter, area, ink, quiet)
        if self.miniature:
            spot = QRectF(self._area.right() - glyph - 4, self._area.top() + 4, glyph, self._area.height() - 8)
            _paint_miniature(painter, self.miniature, spot, quiet if self.heat is not None else None)
        badge = " ".join(filter(None, [self._letter, f"× {self.box.repeats}" if self.box.repeats > 1 else ""]))
        if badge:
            _paint_badge(painter, QPointF(self._area.right() - 6, self._area.top()), badge, self._fonts)


class FrameItem(QGraphicsItem):
    """An open block around what lies in it; its title closes it."""

    TITLE = 26.0

    def __init__(self, frame: Frame, name: str, width: float, height: float, fonts: Fonts, letter: str) -> None:
        super().__init__()
        self.frame = frame
        self.setToolTip(name)  # its title may be cut
        self.selected = False
        self.alike = False
        self.hovered = False
        self._name = name
        self._letter = letter
        self._fonts = fonts
        self._area = QRectF(0, 0, width, height)
        self.setZValue(frame.group.depth * 0.1)

    def boundingRect(self) -> QRectF:
        return self._area.adjusted(-3, -10, 3, 3)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRect(QRectF(0, 0, self._area.width(), self.TITLE))
        return path

    def set_state(self, *, selected: bool, alike: bool, hovered: bool) -> None:
        """Mark it as selected, as built like the selected one, as under the pointer."""
        if (selected, alike, hovered) != (self.selected, self.alike, self.hovered):
            self.selected, self.alike, self.hovered = selected, alike, hovered
            self.update()

    def paint_title(self, painter: QPainter) -> None:
        """The sign that it can be closed, its name, its letter."""
        tokens = theme.tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self._fonts.plain
        metrics = QFontMetricsF(font)
        # A path's end tells blocks apart.
        text = metrics.elidedText(self._name, Qt.TextElideMode.ElideLeft, self._area.width() - 40)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ground())
        painter.drawRect(QRectF(8, 4, metrics.horizontalAdvance(text) + 26, self.TITLE - 6))
        middle = QPointF(16, self.TITLE / 2 + 1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(tokens.accent, 2.0))
        painter.drawPolyline([middle + QPointF(-5, -2.5), middle + QPointF(0, 2.5), middle + QPointF(5, -2.5)])
        painter.setPen(tokens.text_quiet)
        painter.setFont(font)
        area = QRectF(28, 1, self._area.width() - 36, self.TITLE)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        if self._letter:
            _paint_badge(painter, QPointF(self._area.right() - 8, self._area.top()), self._letter, self._fonts)

    def _ground(self) -> QColor:
        tokens = theme.tokens()
        return theme.mix(tokens.window, tokens.text, 0.025 * min(self.frame.group.depth, 4))

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        tokens = theme.tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(tokens.line_strong if not self.hovered else tokens.text_quiet, 1.0)
        if self.selected:
            pen = QPen(tokens.accent, 2.0)
        elif self.alike:
            pen = QPen(tokens.accent, 1.6, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(self._ground())
        painter.drawRoundedRect(self._area, 2 * theme.CORNER, 2 * theme.CORNER)


class TitleItem(QGraphicsItem):
    """A frame's title, over the lines that come into the frame."""

    def __init__(self, frame: FrameItem) -> None:
        super().__init__()
        self._frame = frame
        self.setZValue(2.5)

    def boundingRect(self) -> QRectF:
        return QRectF(0, -10, self._frame.boundingRect().width(), FrameItem.TITLE + 10)

    def shape(self) -> QPainterPath:
        return QPainterPath()  # the frame takes the clicks

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if QStyleOptionGraphicsItem.levelOfDetailFromTransform(painter.worldTransform()) < LEGIBLE:
            return
        self._frame.paint_title(painter)


class LinkItem(QGraphicsPathItem):
    """A line from one box to the next, with its arrow; a skip is drawn strong and in its own colour, a spine thick."""

    def __init__(self, points: Sequence[Point], *, skip: bool, spine: bool, auxiliary: bool) -> None:
        super().__init__()
        self._skip = skip
        self._width = SPINE if spine else SKIP if skip else _LINE
        self._auxiliary = auxiliary
        self._end = QPointF(*points[-1])
        self.setPath(_smooth(points, arrow=_ARROW))
        self.setZValue(2 if skip else 1)

    def boundingRect(self) -> QRectF:
        return super().boundingRect().adjusted(-5, -2, 5, _ARROW)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        tokens = theme.tokens()
        color = tokens.positive if self._skip else tokens.line_strong
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(color, self._width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if self._auxiliary:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self.path())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        half = 0.5 * _ARROW + 0.8 * (self._width - _LINE)
        painter.drawPolygon(
            QPolygonF([self._end, self._end + QPointF(-half, -_ARROW), self._end + QPointF(half, -_ARROW)])
        )


def _smooth(points: Sequence[Point], *, arrow: float = 0.0, corner: float = 9.0) -> QPainterPath:
    """Upright where x stays; where it changes, across half-way down with round corners; ends above the arrow's head."""
    path = QPainterPath(QPointF(*points[0]))
    last = len(points) - 1
    for place in range(1, len(points)):
        (x0, y0), (x1, y1) = points[place - 1], points[place]
        if place == last:
            y1 = max(y1 - arrow + 0.5, y0)
        if abs(x1 - x0) < 0.5:
            path.lineTo(x1, y1)
            continue
        middle = (y0 + y1) / 2
        radius = min(corner, abs(x1 - x0) / 2, (y1 - y0) / 2)
        side = radius if x1 > x0 else -radius
        path.lineTo(x0, middle - radius)
        path.quadTo(x0, middle, x0 + side, middle)
        path.lineTo(x1 - side, middle)
        path.quadTo(x1, middle, x1, middle + radius)
        path.lineTo(x1, y1)
    return path


def _paint_miniature(painter: QPainter, miniature: Miniature, spot: QRectF, ink: QColor | None) -> None:
    tokens = theme.tokens()
    across = min(spot.width() / max(miniature.width, 1.0), 1.2)
    down = min(spot.height() / max(miniature.height, 1.0), 1.2)
    # Stretched a little rather than tiny: what counts is how it branches.
    across, down = min(across, 2.2 * down), min(down, 2.2 * across)
    painter.save()
    painter.translate(spot.center().x() - miniature.width * across / 2, spot.center().y() - miniature.height * down / 2)
    painter.scale(across, down)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for points, skip in miniature.lines:
        color = ink or (tokens.positive if skip else tokens.line_strong)
        pen = QPen(color, (2.2 if skip else 1.2) / 1.0)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawPath(_smooth(points, corner=3.0))
    painter.setPen(Qt.PenStyle.NoPen)
    for rect, kind in miniature.boxes:
        painter.setBrush(ink or heat.kind_color(kind))
        painter.drawRoundedRect(QRectF(rect.x, rect.y, rect.width, rect.height), 1.5, 1.5)
    painter.restore()


def _paint_badge(painter: QPainter, right_top: QPointF, text: str, fonts: Fonts) -> None:
    tokens = theme.tokens()
    font = QFont(fonts.title)
    metrics = QFontMetricsF(font)
    width = max(metrics.horizontalAdvance(text) + 12, 18.0)
    box = QRectF(right_top.x() - width, right_top.y() - 9, width, 18)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.accent)
    painter.drawRoundedRect(box, 9, 9)
    painter.setPen(tokens.on_accent)
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
