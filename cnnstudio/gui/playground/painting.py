"""Paints sheets of numbers: for the screen, and for pictures, SVG and animations."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QLinearGradient,
    QPainter,
    QPen,
    QPixmap,
    QRegion,
)
from torch import Tensor

from cnnstudio.convolution.geometry import Axis, Geometry, Operation
from cnnstudio.convolution.links import Block, Cell, Links, Patch
from cnnstudio.convolution.numbers import averaged
from cnnstudio.convolution.operation import Result
from cnnstudio.gui import labels, theme
from cnnstudio.gui.playground.scene import NUMBERS_FROM, Column, Sheet
from cnnstudio.gui.widgets import map_images
from cnnstudio.gui.widgets.number_pen import DIGIT, NumberPen

_STRENGTH = 0.8
"""Share of the full colour the largest value gets, so that numbers on it stay readable."""

_READABLE = 9


@dataclass(frozen=True)
class Values:
    """What a sheet shows.

    Attributes:
        array: (rows, cols) float32.
        small: the same, averaged down where there are more cells than the screen has pixels for.
        peak: the magnitude that gets the strongest colour.
        grey: whether it is a picture in 0..1, shown in grey rather than in signed colours.
    """

    array: np.ndarray
    small: np.ndarray
    peak: float
    grey: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    """What the input channels add to one output channel: a convolution for all of them.

    Attributes:
        all: (C, H', W').
        small: the same, averaged down where it is large.
        peak: the largest magnitude.
    """

    all: Tensor
    small: Tensor
    peak: float


def parts_of(result: Result, out_channel: int) -> Parts:
    """Compute them; whoever paints several sheets does it once."""
    found = result.partials(out_channel)
    return Parts(found, averaged(found), float(found.abs().max()))


def values_of(result: Result, sheet: Sheet, parts: Parts | None = None) -> Values:
    """The numbers of a sheet; ``parts`` are those of its output channel, where they are there already."""
    state = result.state
    match sheet.block:
        case Block.INPUT:
            array, small = result.padded[sheet.channel].numpy(), result.small_padded[sheet.channel].numpy()
            return Values(array, small, state.input.peak, result.is_picture)
        case Block.KERNEL:
            inner = sheet.channel % state.geometry.group_width
            array = state.kernel.array[sheet.out, inner]
            return Values(array, array, state.kernel.peak)
        case Block.PARTIAL:
            read = state.geometry.channels_read(sheet.out)
            parts = parts or parts_of(result, sheet.out)
            place = read.index(sheet.channel)
            return Values(parts.all[place].numpy(), parts.small[place].numpy(), parts.peak)
        case _:
            array, small = result.full[sheet.channel].numpy(), result.small_full[sheet.channel].numpy()
            return Values(array, small, result.full_peak)


def cell_color(values: Values, value: float) -> QColor:
    """The colour of one value."""
    if values.grey:
        return theme.grey(value)
    return theme.tokens().signed_color(_STRENGTH * value / values.peak if values.peak else 0.0)


def image_of(values: Values) -> QImage:
    """One pixel a cell; of large pictures, one pixel an averaged block of cells."""
    peak = 1.0 if values.grey else values.peak
    levels = map_images.levels_of(values.small[None], peak, signed=not values.grey, strength=_STRENGTH)
    return map_images.image_of(levels)


def paint_column(painter: QPainter, result: Result, column: Column, *, vector: bool = False) -> None:
    """The sheets of a block, back to front; of a sheet that is covered only the strip that shows is painted."""
    parts = parts_of(result, column.sheets[0].out) if column.block is Block.PARTIAL else None
    for sheet, over in zip_longest(column.sheets, column.sheets[1:]):
        covered = not sheet.front and over is not None
        if covered:
            painter.save()
            seen = QRegion(sheet.rect.toAlignedRect().adjusted(-1, -1, 1, 1)) - QRegion(over.rect.toAlignedRect())
            painter.setClipRegion(seen)
        covering = over.rect if covered and over is not None else None
        paint_sheet(painter, result, sheet, vector=vector, over=covering, parts=parts)
        if covered:
            painter.restore()


def paint_sheet(
    painter: QPainter,
    result: Result,
    sheet: Sheet,
    *,
    vector: bool = False,
    over: QRectF | None = None,
    parts: Parts | None = None,
) -> None:
    """A sheet with its cells, numbers, padding and cells nobody reads; without what lights up.

    ``over`` covers it; ``parts``: see ``values_of``.
    """
    t = theme.tokens()
    values = values_of(result, sheet, parts)
    rect = sheet.rect
    if vector and sheet.cell >= 4:
        for row in range(sheet.rows):
            for col in range(sheet.cols):
                value = float(values.array[row, col])
                painter.fillRect(sheet.cell_rect(row, col), cell_color(values, value if np.isfinite(value) else 0.0))
    else:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, sheet.cell < 1)
        image = image_of(values)
        if vector and over is not None:
            # A clip leaves nothing out of a file: what is covered would be packed whole, sheet by sheet.
            for target, part in _not_under(over, rect, image):
                painter.drawImage(target, part)
        else:
            painter.drawImage(rect, image)
    apart = _apart(result, sheet)
    if apart is not None:
        _paint_apart(painter, sheet, apart)
    if not sheet.front:
        # Sheets behind step back.
        painter.fillRect(rect, _with_alpha(t.panel, 90))
    # Of small sheets behind others only a narrow strip shows; lines would blur it.
    if sheet.cell >= (6 if sheet.front else 14):
        color = _with_alpha(t.line_strong, 130 if sheet.cell >= 14 else 45)
        if vector:
            _paint_bars(painter, _bars(sheet, rect), color)
        else:
            _lay_over(painter, rect, _bars(sheet, rect), color)
    _paint_unread(painter, result, sheet)
    if sheet.front:
        _paint_numbers(painter, sheet, values, apart)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if apart is not None:
        painter.setPen(QPen(t.line_strong, 1, Qt.PenStyle.DashLine))
        painter.drawRect(rect)
        painter.setPen(QPen(t.text_quiet, 1.5))
        painter.drawRect(apart)
    else:
        painter.setPen(QPen(t.text_quiet if sheet.front else t.line_strong, 1))
        painter.drawRect(rect)


def _not_under(over: QRectF, rect: QRectF, image: QImage) -> Iterator[tuple[QRectF, QImage]]:
    """The strips of an image that is drawn into ``rect`` which ``over`` leaves to be seen, in whole pixels of it."""
    seen = over & rect
    if seen.isEmpty():
        yield rect, image
        return
    x, y = rect.width() / image.width(), rect.height() / image.height()
    left, top = math.ceil((seen.left() - rect.left()) / x), math.ceil((seen.top() - rect.top()) / y)
    right, bottom = math.floor((seen.right() - rect.left()) / x), math.floor((seen.bottom() - rect.top()) / y)
    strips = (
        QRect(0, 0, image.width(), top),
        QRect(0, bottom, image.width(), image.height() - bottom),
        QRect(0, top, left, bottom - top),
        QRect(right, top, image.width() - right, bottom - top),
    )
    for strip in strips:
        if not strip.isEmpty():
            place = QRectF(strip.x() * x, strip.y() * y, strip.width() * x, strip.height() * y)
            yield place.translated(rect.topLeft()), image.copy(strip)


def _bars(sheet: Sheet, area: QRectF) -> list[QRectF]:
    """Lines of one pixel between the cells of an area."""
    down, across = (round(side / sheet.cell) for side in (area.height(), area.width()))
    bars = [QRectF(area.left() + col * sheet.cell, area.top(), 1, area.height()) for col in range(1, across)]
    return bars + [QRectF(area.left(), area.top() + row * sheet.cell, area.width(), 1) for row in range(1, down)]


def _paint_bars(painter: QPainter, bars: list[QRectF], color: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    # On whole pixels: without smoothing they are crisp.
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.drawRects(bars)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def _lay_over(painter: QPainter, area: QRectF, bars: list[QRectF], color: QColor) -> None:
    """Paint see-through bars as one picture: Qt would share out each to a pool of threads and wait for it."""
    ratio = painter.deviceTransform().m11()
    overlay = QPixmap((area.size() * ratio).toSize())
    overlay.setDevicePixelRatio(ratio)
    overlay.fill(Qt.GlobalColor.transparent)
    over = QPainter(overlay)
    over.translate(-area.topLeft())
    over.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    _paint_bars(over, bars, color)
    over.end()
    painter.drawPixmap(area.topLeft(), overlay)


def _apart(result: Result, sheet: Sheet) -> QRectF | None:
    """The part of a sheet inside its padding (of an output: inside what is cropped); None where there is no border."""
    geometry = result.state.geometry
    if not any(geometry.padding):
        return None
    top, _, left, _ = geometry.padding
    if sheet.block is Block.INPUT and geometry.operation is not Operation.TRANSPOSED:
        return sheet.cell_rect(top, left, *geometry.input_size)
    if sheet.block is Block.OUTPUT and geometry.operation is Operation.TRANSPOSED:
        return sheet.cell_rect(top, left, *geometry.output_size)
    return None


def _bands(outer: QRectF, inner: QRectF) -> list[QRectF]:
    return [
        QRectF(outer.left(), outer.top(), outer.width(), inner.top() - outer.top()),
        QRectF(outer.left(), inner.bottom(), outer.width(), outer.bottom() - inner.bottom()),
        QRectF(outer.left(), inner.top(), inner.left() - outer.left(), inner.height()),
        QRectF(inner.right(), inner.top(), outer.right() - inner.right(), inner.height()),
    ]


def _paint_apart(painter: QPainter, sheet: Sheet, inner: QRectF) -> None:
    veil = _with_alpha(theme.tokens().window, 175)
    for band in _bands(sheet.rect, inner):
        painter.fillRect(band, veil)


def _paint_unread(painter: QPainter, result: Result, sheet: Sheet) -> None:
    """Hatching over padded rows and columns that no window reads, and over what a transposed operation crops."""
    geometry = result.state.geometry
    if sheet.block is Block.OUTPUT and geometry.operation is Operation.TRANSPOSED:
        inner = _apart(result, sheet)
        areas = _bands(sheet.rect, inner) if inner is not None else []
    elif sheet.block is Block.INPUT:
        areas = [sheet.cell_rect(first, 0, count, sheet.cols) for first, count in runs(unread(geometry.rows))]
        areas += [sheet.cell_rect(0, first, sheet.rows, count) for first, count in runs(unread(geometry.cols))]
    else:
        return
    if areas:
        brush = QBrush(_with_alpha(theme.tokens().text_quiet, 130), Qt.BrushStyle.BDiagPattern)
        for area in areas:
            painter.fillRect(area, brush)


def unread(axis: Axis) -> list[int]:
    """Padded positions of a direction that no window reads, ascending."""
    return sorted({*axis.left_out(), *axis.skipped()})


def runs(positions: Iterable[int]) -> list[tuple[int, int]]:
    """Ascending positions as (first, count) of neighbours."""
    found: list[tuple[int, int]] = []
    for position in positions:
        if found and sum(found[-1]) == position:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((position, 1))
    return found


def _paint_numbers(painter: QPainter, sheet: Sheet, values: Values, apart: QRectF | None) -> None:
    if sheet.cell < NUMBERS_FROM or sheet.rows * sheet.cols > 6000:
        return
    # Where three digits would be too small to read, the spelling gets shorter; the product view has them all.
    spellings = (
        lambda value: labels.number(value, 3),
        labels.cell_number,
        lambda value: labels.cell_number(value, 2),
        lambda value: labels.cell_number(value, 1),
    )
    for spell in spellings:
        texts = [[spell(value) for value in row] for row in values.array.tolist()]
        font = number_font(sheet.cell, max(len(text) for row in texts for text in row))
        if font is not None and (font.pixelSize() >= _READABLE or spell is spellings[-1]):
            break
    else:
        return
    pen = NumberPen(painter, font)
    t = theme.tokens()
    array = values.array
    for row, line in enumerate(texts):
        for col, text in enumerate(line):
            at = sheet.cell_rect(row, col).center()
            if apart is not None and not apart.contains(at):
                painter.setPen(t.text_quiet)
            else:
                value = float(array[row, col])
                background = cell_color(values, value if np.isfinite(value) else 0.0)
                painter.setPen(theme.text_on(background))
            pen.write(at, text)


def number_font(cell: float, characters: int) -> QFont | None:
    """The font that fits so many characters into a cell; None if they would be too small to read."""
    size = min(cell * 0.4, (cell - 4) / (DIGIT * max(characters, 1)), 20.0)
    if size < 7:
        return None
    font = theme.mono_font()
    font.setPixelSize(int(size))
    return font


def offset(geometry: Geometry, block: Block) -> tuple[int, int]:
    """Rows and columns a sheet shows before the cells that count: an output's cropped border."""
    if block is Block.OUTPUT and geometry.operation is Operation.TRANSPOSED:
        return geometry.padding[0], geometry.padding[2]
    return 0, 0


def paint_lit(
    painter: QPainter,
    result: Result,
    column: Column,
    focus: Cell,
    tied: Links,
    *,
    hidden_after: int | None = None,
    weights: bool = True,
) -> None:
    """What lights up in a block while a cell is looked at.

    Args:
        painter: in the canvas's coordinates.
        result: what is drawn.
        column: the block.
        focus: the cell that is looked at.
        tied: the cells tied to it; between two positions while the window slides.
        hidden_after: the position whose followers in the output are covered; None = the output is whole.
        weights: whether each weight stands in the corner of the cell it lies on.
    """
    geometry = result.state.geometry
    before = offset(geometry, column.block)
    front = [sheet for sheet in column.sheets if sheet.front]
    for sheet in front:
        if column.block is Block.OUTPUT and hidden_after is not None:
            paint_veil(painter, sheet, hidden_after, geometry.output_size, before)
        paint_links(painter, sheet, tied, output_offset=before)
    if weights and column.block is Block.INPUT and focus.block is Block.OUTPUT:
        _paint_weights(painter, result, front, focus)


def _paint_weights(painter: QPainter, result: Result, sheets: list[Sheet], focus: Cell) -> None:
    state, geometry = result.state, result.state.geometry
    if not sheets or sheets[0].cell < 40 or not geometry.operation.weighs:
        return
    rows, cols = geometry.rows, geometry.cols
    read = geometry.channels_read(focus.channel)
    font = theme.mono_font()
    font.setPixelSize(max(10, int(sheets[0].cell * 0.19)))
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(theme.tokens().accent)
    # The accent colour alone is hard to read on orange.
    ground = _with_alpha(theme.tokens().panel, 190)
    for sheet in sheets:
        if sheet.channel not in read:
            continue
        for tap_row, row in rows.window(focus.row):
            for tap_col, col in cols.window(focus.col):
                weight = state.kernel.at(
                    focus.channel,
                    sheet.channel % geometry.group_width,
                    rows.tap_of_weight(tap_row),
                    cols.tap_of_weight(tap_col),
                )
                text = f"×{labels.number(weight, 3)}"
                label = QRectF(0, 0, metrics.horizontalAdvance(text) + 4, metrics.height())
                label.moveBottomRight(sheet.cell_rect(row, col).bottomRight() - QPointF(3, 3))
                painter.fillRect(label, ground)
                painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)


def paint_links(painter: QPainter, sheet: Sheet, links: Links, *, output_offset: tuple[int, int] = (0, 0)) -> None:
    """Light up a sheet's part of what is tied to the focus."""
    patch: Patch = {Block.INPUT: links.input, Block.KERNEL: links.kernel}.get(sheet.block, links.output)
    if sheet.block is Block.PARTIAL:
        if links.output and sheet.out in links.output.channels and sheet.channel in links.input.channels:
            paint_patch(
                painter, sheet, Patch(links.output.rows, links.output.cols, range(sheet.channel, sheet.channel + 1))
            )
        return
    if sheet.channel not in patch.channels or not patch:
        return
    if sheet.block is Block.OUTPUT and output_offset != (0, 0):
        patch = Patch(
            tuple(row + output_offset[0] for row in patch.rows),
            tuple(col + output_offset[1] for col in patch.cols),
            patch.channels,
        )
    paint_patch(painter, sheet, patch)


def paint_patch(painter: QPainter, sheet: Sheet, patch: Patch) -> None:
    """Frame cells in the accent colour."""
    t = theme.tokens()
    wide = 3.0 if sheet.cell >= 20 else 2.0
    pen = QPen(t.accent, wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(_with_alpha(t.accent, 26))
    if patch.solid:
        area = sheet.cell_rect(patch.rows[0], patch.cols[0], len(patch.rows), len(patch.cols))
        if area.width() < 5 or area.height() < 5:
            # Too small to see: a ring around it says where to look.
            area = area.adjusted(-3, -3, 3, 3)
        # A seam of the panel's colour lets the frame stand out on any cell, black or orange.
        painter.setPen(
            QPen(t.panel, wide + 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.MiterJoin)
        )
        painter.drawRect(area)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area)
        return
    many = len(patch.rows) * len(patch.cols) > 2500 or sheet.cell < 3
    if many:
        painter.setBrush(QBrush(_with_alpha(t.accent, 90), Qt.BrushStyle.Dense5Pattern))
        painter.drawRect(
            sheet.cell_rect(
                patch.rows[0], patch.cols[0], patch.rows[-1] - patch.rows[0] + 1, patch.cols[-1] - patch.cols[0] + 1
            )
        )
        return
    if sheet.cell < 12:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_with_alpha(t.accent, 150))
    painter.drawRects([sheet.cell_rect(row, col) for row in patch.rows for col in patch.cols])


def paint_veil(painter: QPainter, sheet: Sheet, index: int, size: tuple[int, int], offset: tuple[int, int]) -> None:
    """Cover the output cells that come after a position."""
    height, width = size
    row, col = divmod(index, width)
    t = theme.tokens()
    top, left = offset
    for area in (
        sheet.cell_rect(top + row, left + col + 1, 1, width - col - 1),
        sheet.cell_rect(top + row + 1, left, height - row - 1, width),
    ):
        painter.fillRect(area, t.window)
        if sheet.cell >= 6 and not area.isEmpty():
            _paint_bars(painter, _bars(sheet, area), t.line)
            painter.setPen(QPen(t.line, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area)


def paint_legend(painter: QPainter, rect: QRectF, *, grey: bool = False) -> None:
    """A strip of the signed colours, from the largest negative to the largest positive value, or of the greys."""
    t = theme.tokens()
    gradient = QLinearGradient(rect.topLeft(), rect.topRight())
    for share in (-1.0, 0.0, 1.0):
        color = theme.grey((share + 1) / 2) if grey else t.signed_color(_STRENGTH * share)
        gradient.setColorAt((share + 1) / 2, color)
    painter.setPen(QPen(t.line_strong, 1))
    painter.setBrush(gradient)
    painter.drawRect(rect)


def _with_alpha(color: QColor, alpha: int) -> QColor:
    changed = QColor(color)
    changed.setAlpha(alpha)
    return changed
