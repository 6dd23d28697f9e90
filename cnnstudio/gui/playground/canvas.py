"""The picture of the operation half: input, kernel, partial sums and output side by side."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QVariantAnimation, Signal, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QHideEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from cnnstudio.convolution.geometry import Operation
from cnnstudio.convolution.links import Block, Cell, Links, Patch, links
from cnnstudio.gui import labels, theme
from cnnstudio.gui.playground import painting, words
from cnnstudio.gui.playground.grid_view import GridView
from cnnstudio.gui.playground.loupe import Loupe
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.gui.playground.scene import Column, Scene, lay_out
from cnnstudio.gui.predict_first import HIDDEN
from cnnstudio.lessons.asked import Thing

_LOUPE_BELOW = 15.0
LEGEND = 30
"""Pixels below the sheets for the legend."""
_CAPTION = 42  # above a block: its title and its sizes
_COVER = 96.0
_MOST_ZOOM = 16.0
_MOST_SIDE = 4096


class Canvas(QWidget):
    """Lays the grids out and draws what stands between them; the grids respond to the pointer and the keys."""

    zoomChanged = Signal(float)

    def __init__(self, model: PlaygroundModel, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="play-canvas")
        self.model = model
        self.painting = False
        self.brush = 1.0
        self._zoom = 1.0
        self._slide_ms = 150
        self._scene: Scene | None = None
        self._room = QSize(600, 400)
        self._former = model.position
        self._slide = QVariantAnimation(self, startValue=0.0, endValue=1.0)
        self._slide.valueChanged.connect(self._redraw_lit)
        self._slid: tuple[Links, Links] | None = None
        self.views = {block: GridView(self, block) for block in Block}
        for view in self.views.values():
            view.hovered.connect(self._show_loupe)
            view.editor.notANumber.connect(model.refused)
        self._loupe = Loupe(self)
        self.setAccessibleName(self.tr("The window operation"))
        model.resultChanged.connect(self.lay_out)
        model.viewChanged.connect(self.lay_out)
        model.pointedChanged.connect(self._redraw_lit)
        model.positionChanged.connect(self._on_position)
        model.predicting.changed.connect(self.lay_out)
        theme.manager().changed.connect(self._recolor)

    # --- layout

    @property
    def scene(self) -> Scene:
        """Where everything stands now."""
        if self._scene is None:
            self.lay_out()
        assert self._scene is not None
        return self._scene

    @property
    def zoom(self) -> float:
        """How much cells are enlarged beyond what fits."""
        return self._zoom

    def set_room(self, room: QSize) -> None:
        """The size there is to fill at zoom 1."""
        if room != self._room:
            self._room = room
            self.lay_out()

    def set_zoom(self, zoom: float) -> None:
        """Enlarge the cells; 1 fits everything in."""
        zoom = min(max(zoom, 1.0), _MOST_ZOOM, _MOST_SIDE / max(self._room.width(), self._room.height(), 1))
        if zoom != self._zoom:
            self._zoom = max(1.0, zoom)
            self.lay_out()
            self.zoomChanged.emit(self._zoom)

    def view_state(self) -> float | None:
        """The zoom, where there is one."""
        return self._zoom if self._zoom > 1.0 else None

    def open_view_state(self, known: float) -> bool:
        """Zoom as before, once there is room."""
        if self.isVisible():
            self.set_zoom(known)
        return self.isVisible()

    @Slot()
    def lay_out(self) -> None:
        """Place every grid for the present result."""
        model = self.model
        self._slide.stop()
        self._slid = None
        self._scene = lay_out(
            model.result.state.geometry,
            (self._room.width(), self._room.height() - LEGEND),
            in_front=model.in_channel,
            out_front=model.out_channel,
            spread=model.spread,
            zoom=self._zoom,
        )
        width, height = self._scene.size
        self.setFixedSize(max(self._room.width(), round(width)), max(self._room.height(), round(height) + LEGEND))
        for block, view in self.views.items():
            column = self._scene.column(block)
            view.setVisible(column is not None and not self._covers(block))
            view.place(column or Column(block, (), QRectF()))
            if column is not None:
                title, sizes = self._caption(column)
                view.setAccessibleName(labels.details([title, "".join(sizes)]))
        self.update()

    def _covers(self, block: Block) -> bool:
        """Whether a block would tell a size that is still to be predicted."""
        return block in (Block.OUTPUT, Block.PARTIAL) and self.model.predicting.hides(Thing.SIZE)

    def _paint_cover(self, painter: QPainter, column: Column) -> None:
        """A question mark of one size, whatever is under it."""
        t = theme.tokens()
        spot = QRectF(0, 0, _COVER, _COVER)
        spot.moveCenter(column.rect.center())
        painter.setPen(QPen(t.line_strong, 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(t.panel)
        painter.drawRoundedRect(spot, theme.CORNER, theme.CORNER)
        painter.setPen(t.text_quiet)
        painter.setFont(theme.font(2.2))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, HIDDEN)

    def sizeHint(self) -> QSize:
        return self._room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._loupe.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._slide.stop()
        self._slid = None
        self._loupe.hide()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom * 1.25 ** (event.angleDelta().y() / 120))
            event.accept()
        else:
            event.ignore()

    # --- what moves

    def sliding(self) -> Links | None:
        """What lights up in the middle of a slide; None while nothing moves."""
        if self._slid is None or self._slide.state() != QVariantAnimation.State.Running:
            return None
        share = float(self._slide.currentValue())
        before, after = self._slid
        return Links(
            _between(before.input, after.input, share), after.kernel, _between(before.output, after.output, share)
        )

    @Slot()
    def _on_position(self) -> None:
        before, after = self._former, self.model.position
        self._former = after
        geometry = self.model.result.state.geometry
        # A window that moves to its neighbour slides there; jumps do not.
        near = abs(before.row - after.row) + abs(before.col - after.col) == 1 and before.channel == after.channel
        height, width = geometry.output_size
        duration = min(theme.motion_ms(), self._slide_ms)
        if near and duration > 0 and self.isVisible() and before.row < height and before.col < width:
            first, second = links(geometry, before), links(geometry, after)
            if first.input.solid and second.input.solid and len(first.input.rows) == len(second.input.rows):
                self._slid = (first, second)
                self._slide.setDuration(duration)
                self._slide.start()
        for view in self.views.values():
            view.update()

    def set_pace(self, interval_ms: int) -> None:
        """Positions come so often: slides must have ended by then."""
        self._slide_ms = 0 if interval_ms < 120 else min(150, interval_ms // 2)

    @Slot()
    def _redraw_lit(self) -> None:
        for view in self.views.values():
            view.update()

    @Slot()
    def _recolor(self) -> None:
        for view in self.views.values():
            view.forget()
        self.update()

    @Slot(object, QPoint)
    def _show_loupe(self, cell: Cell | None, point: QPoint) -> None:
        column = self.scene.column(cell.block) if cell is not None else None
        sheet = (
            next((each for each in column.sheets if each.channel == cell.channel), None) if column and cell else None
        )
        hidden = cell is not None and self.model.predicting.hides_cell(cell)
        if cell is None or sheet is None or hidden or sheet.cell >= _LOUPE_BELOW:
            self._loupe.hide()
            return
        values = painting.values_of(self.model.result, sheet)
        if cell.block is Block.OUTPUT:
            output = self.model.result.output[cell.channel].numpy()
            values = painting.Values(output, output, values.peak)
        # With its captions, which stand above it.
        others = [
            each.rect.adjusted(0, -self.scene.caption_height, 0, 0).toAlignedRect()
            for each in self.scene.columns
            if each.block is not cell.block
        ]
        self._loupe.show_at(point, values, cell, words.place(self.model.result.state.geometry, cell), others)

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_frame(painter)

    def paint_frame(self, painter: QPainter) -> None:
        """Captions, signs and the legend."""
        t = theme.tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scene = self.scene
        for caption, place, font, quiet in self.caption_lines():
            painter.setFont(font)
            painter.setPen(t.text_quiet if quiet else t.text)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, caption)
        for column in scene.columns:
            if self._covers(column.block):
                self._paint_cover(painter, column)
        for sign in scene.signs:
            painter.setFont(theme.font(1.7 if len(sign.text) == 1 else 1.05))
            painter.setPen(t.text_quiet)
            painter.drawText(
                QRectF(sign.at.x() - 30, sign.at.y() - 20, 60, 40), Qt.AlignmentFlag.AlignCenter, sign.text
            )
        self._paint_legend(painter)

    def _paint_legend(self, painter: QPainter) -> None:
        t = theme.tokens()
        painter.setFont(theme.font(0.9))
        y = self.height() - LEGEND - 1
        result = self.model.result
        grey = result.is_picture
        middle = Qt.AlignmentFlag.AlignVCenter
        right = middle | Qt.AlignmentFlag.AlignRight
        # Where the room is tight the words give way to signs.
        words_fit = self.width() >= 500
        low, high = (self.tr("negative"), self.tr("positive")) if words_fit else ("−", "+")
        strip, side = (120, 62) if words_fit else (90, 14)
        shades = self.tr("1, input") if words_fit else "1"
        x = self.width() / 2 - strip / 2 - (strip * 0.75 if grey else 0)
        painting.paint_legend(painter, QRectF(x, y + 4, strip, 9))
        painter.setPen(t.text_quiet)
        painter.drawText(QRectF(x - 6 - side, y, side, 17), right, low)
        painter.drawText(QRectF(x + strip + 6, y, side, 17), middle, high)
        painter.drawText(QRectF(x + strip / 2 - 20, y + 11, 40, 14), Qt.AlignmentFlag.AlignCenter, "0")
        if grey:
            x += strip + side + 50
            painting.paint_legend(painter, QRectF(x, y + 4, strip * 0.6, 9), grey=True)
            painter.setPen(t.text_quiet)
            painter.drawText(QRectF(x - 26, y, 20, 17), right, "0")
            painter.drawText(QRectF(x + strip * 0.6 + 6, y, 60, 17), middle, shades)

    def _caption(self, column: Column) -> tuple[str, list[str]]:
        """A block's title, and its sizes in parts: what may be left out where the room is tight stands last."""
        result = self.model.result
        geometry = result.state.geometry
        read = geometry.channels_read(self.model.out_channel)
        match column.block:
            case Block.INPUT:
                title = self.tr("Input")
                sizes = [f"{geometry.input_size[0]} × {geometry.input_size[1]}"]
                if geometry.padded_size != geometry.input_size:
                    rows, cols = geometry.padded_size
                    sizes.append(self.tr(", padded {rows} × {cols}").format(rows=rows, cols=cols))
                if geometry.in_channels > 1:
                    title += self._which(
                        self.model.geometry.in_channels, self.model.input_number(self.model.in_channel)
                    )
                return title, [*sizes, _up_to(result.state.input.peak)]
            case Block.KERNEL:
                title = self.tr("Kernel")
                sizes = [f"{geometry.kernel_size[0]} × {geometry.kernel_size[1]}"]
                if geometry.operation is Operation.CONVOLUTION:
                    sizes.append(self.tr(", read backwards"))
                if geometry.out_channels > 1:
                    title = self.tr("Filter") + self._which(
                        self.model.geometry.channels_out, self.model.output_number(self.model.out_channel), always=True
                    )
                if geometry.group_width > 1 and not self.scene.spread:
                    number = labels.counted(self.model.input_number(self.model.in_channel))
                    sizes.append(self.tr(", channel {number}").format(number=number))
                return title, [*sizes, _up_to(result.state.kernel.peak)]
            case Block.PARTIAL:
                return self.tr("Per channel"), [labels.amount(len(read), "{n} partial sum", "{n:,} partial sums")]
            case _:
                title = self.tr("Output")
                if geometry.channels_out > 1:
                    title += self._which(
                        self.model.geometry.channels_out, self.model.output_number(self.model.out_channel), always=True
                    )
                size = f"{geometry.output_size[0]} × {geometry.output_size[1]}"
                if self.model.predicting.hides(Thing.SIZE):
                    return title, [f"{HIDDEN} × {HIDDEN}"]
                if self.model.front_is_off:
                    # The layers behind it get zeros; what is shown is what it would give them.
                    return title, [self.tr("{size}, switched off").format(size=size)]
                return title, [size, _up_to(result.peak)]

    def caption_lines(self) -> list[tuple[str, QRectF, QFont, bool]]:
        """Title and sizes above each column: the words, their place, their font and whether they are quiet."""
        columns, found = self.scene.columns, []
        captions = [self._caption(column) for column in columns]
        fonts = theme.font(1.0, bold=True), theme.font(0.9)
        for place, (title, sizes) in enumerate(captions):
            rect = columns[place].rect
            for line, (parts, font) in enumerate(zip(([title], sizes), fonts, strict=True)):
                words = _fitting(parts, font, self._room_for_words(place, line, captions, font))
                width = QFontMetricsF(font).horizontalAdvance(words)
                across = width / 2 + theme.SPACE_1
                centre = max(min(rect.center().x(), self.width() - across), across)
                top = rect.top() - _CAPTION + 18 * line
                found.append((words, QRectF(centre - width / 2, top, width, 18), font, line == 1))
        return found

    def _room_for_words(self, place: int, line: int, captions: Sequence[tuple[str, list[str]]], font: QFont) -> float:
        """As wide may a line of a column's caption be without touching a neighbour's, where lines share a height."""
        columns, own = self.scene.columns, self.scene.columns[place].rect
        words = []
        for column, (title, sizes) in zip(columns, captions, strict=True):
            lines = [title, "".join(sizes)]
            level = abs(column.rect.top() - own.top()) < 2
            words.append(lines[line] if level else max(lines, key=len))
        return _room_for_words(place, columns, words, font)

    def _which(self, count: int, channel: int, *, always: bool = False) -> str:
        if self.scene.spread and not always:
            return labels.amount(count, ", {n} channel", ", {n:,} channels")
        return self.tr(" {number} of {count}").format(number=labels.counted(channel), count=labels.integer(count))

    def render_to(self, painter: QPainter, *, vector: bool = False) -> None:
        """Paint everything onto another device: a picture, an SVG."""
        self.render_still(painter, vector=vector)
        for column in self.scene.columns:
            if not self._covers(column.block):
                self.views[column.block].paint_lit(painter)

    def render_still(self, painter: QPainter, *, vector: bool = False) -> None:
        """Paint what stays while the window slides."""
        painter.fillRect(QRectF(self.rect()), theme.tokens().window)
        self.paint_frame(painter)
        for column in self.scene.columns:
            if not self._covers(column.block):
                painting.paint_column(painter, self.model.result, column, vector=vector)


def _room_for_words(place: int, columns: Sequence[Column], words: Sequence[str], font: QFont) -> float:
    """As wide may a column's words be without touching those of a neighbour; both share what there is."""
    metrics, own = QFontMetricsF(font), columns[place].rect
    rooms = [math.inf]
    for other, text in zip(columns, words, strict=True):
        if other is not columns[place] and abs(other.rect.top() - own.top()) < _CAPTION:
            apart = abs(other.rect.center().x() - own.center().x())
            rooms.append(max(apart, 2 * apart - metrics.horizontalAdvance(text)) - theme.SPACE_2)
    return min(rooms)


def _fitting(parts: list[str], font: QFont, room: float) -> str:
    """As many parts as there is room for, and the first of them cut where not even it fits."""
    metrics = QFontMetricsF(font)
    for count in range(len(parts), 0, -1):
        text = "".join(parts[:count])
        if metrics.horizontalAdvance(text) <= room:
            return text
    return metrics.elidedText(parts[0], Qt.TextElideMode.ElideRight, room)


def _up_to(peak: float) -> str:
    """The magnitude that gets the strongest colour."""
    return f" · ±{labels.number(peak, 3)}"


def _between(before: Patch, after: Patch, share: float) -> Patch:
    """The patch part of the way from one to the other; its rows and columns are fractions then."""
    if not before or not after or len(before.rows) != len(after.rows) or len(before.cols) != len(after.cols):
        return after

    def mix(first: tuple[float, ...], second: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(a + (b - a) * share for a, b in zip(first, second, strict=True))

    return Patch(mix(before.rows, after.rows), mix(before.cols, after.cols), after.channels)
