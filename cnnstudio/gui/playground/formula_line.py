"""The line under the picture: the output size set as a formula, the costs, the special cases."""

import re
from dataclasses import fields
from functools import cache

from PySide6.QtCore import QPointF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QFontMetricsF, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from cnnstudio.convolution.formula import Formula, Rounding, SizeFormula, formula
from cnnstudio.gui import theme
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.gui.predict_first import HIDDEN
from cnnstudio.lessons.asked import Thing
from cnnstudio.lessons.slips import Verdict

_HEIGHT = 66
_ROUNDED = re.compile(r"([⌊⌈])\((.+)\) / (\w+)[⌋⌉]")
# How a number of the formula is written where its name is not its letter: the letter, and what is added to its index.
_MARKS: dict[str, tuple[str, ...]] = {
    "one_side": ("p",),
    "padding_twice": ("p",),
    "padding_forgotten": ("p",),
    "stride_forgotten": ("s",),
    "stride_multiplied": ("s",),
    "no_plus_one": ("s",),
    "ceil_for_floor": ("s",),
    "minus_half_kernel": ("k",),
    "trimmed_both_sides": ("k",),
    "dilation_forgotten": ("k",),
    "dilation_times_kernel": ("k",),
    "same": ("k", "p"),
}
_LETTERS = {"extra": ("e", ""), "before": ("p", "1"), "size": ("m", "")}


class FormulaLine(QWidget):
    """Two fractions, each number under its letter; numbers that the last change changed are in the accent colour."""

    def __init__(self, model: PlaygroundModel, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="play-formula")
        self._model = model
        self._formula = self._now()
        self._changed: set[tuple[str, str]] = set()
        self._faces = [_Faces(size) for size in (1.15, 1.0, 0.9, 0.8, 0.7)]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        model.stateChanged.connect(self._refresh)
        model.predicting.changed.connect(self._name_for_readers)
        theme.manager().changed.connect(self.update)
        self._name_for_readers()

    @property
    def formula(self) -> Formula:
        """What is shown."""
        return self._formula

    @property
    def changed(self) -> set[tuple[str, str]]:
        """The numbers in the accent colour: ("rows" or "cols", letter)."""
        return self._changed

    @property
    def text(self) -> str:
        """The formula in one line; a size that is still to be predicted is a question mark."""
        found = self._formula
        if self._hidden and self._missed is None:
            return f"{HIDDEN} × {HIDDEN}"
        ways = [f"({each.text})" if each.transposed else each.text for each in (found.rows, found.cols)]
        size = (HIDDEN, HIDDEN) if self._hidden else (found.rows.size, found.cols.size)
        return f"{' × '.join(ways)} = {size[0]} × {size[1]}"

    @property
    def _hidden(self) -> bool:
        return self._model.predicting.hides(Thing.SIZE)

    @property
    def _missed(self) -> Verdict | None:
        return self._model.predicting.wrong(Thing.SIZE)

    @property
    def marked(self) -> tuple[str, ...]:
        """The numbers that a wrong prediction got wrong, by their letters; they are underlined."""
        missed = self._missed
        return () if missed is None or missed.slip is None else _MARKS.get(missed.slip.name, ())

    @property
    def latex(self) -> str:
        """The same as LaTeX."""
        found = self._formula
        ways = [_latex(each.text) for each in (found.rows, found.cols)]
        if found.rows.transposed:
            ways = [f"({way})" for way in ways]
        return rf"{ways[0]} \times {ways[1]} = {found.rows.size} \times {found.cols.size}"

    def menu(self) -> QMenu:
        """What a right click offers."""
        menu = QMenu(self)
        theme.dress(menu)
        menu.addAction(theme.icon("copy", "text_quiet"), self.tr("Copy as LaTeX"), self.copy)
        return menu

    @Slot()
    def copy(self) -> None:
        """Put the formula on the clipboard, as LaTeX."""
        QGuiApplication.clipboard().setText(self.latex)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def sizeHint(self) -> QSize:
        return QSize(480, _HEIGHT)

    def _now(self) -> Formula:
        return formula(self._model.geometry, bias=self._model.state.use_bias)

    @Slot()
    def _refresh(self) -> None:
        before, self._formula = self._formula, self._now()
        if before != self._formula:
            self._changed = {
                (way, field.name)
                for way in ("rows", "cols")
                for field in fields(SizeFormula)
                if getattr(getattr(before, way), field.name) != getattr(getattr(self._formula, way), field.name)
            }
            self._name_for_readers()
            self.update()

    def _name_for_readers(self) -> None:
        self.setAccessibleName(self.tr("Output size: {formula}").format(formula=self.text))
        self.update()

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        runs = self._runs()
        # Where the room is tight the type gives way, not the formula.
        for faces in self._faces:
            width = sum(_width(run, faces) for run in runs)
            if width <= self.width() - 8:
                break
        x = max(4.0, (self.width() - width) / 2)
        for run in runs:
            x = _paint(painter, x, self.height() / 2 + 2, run, faces)

    def _runs(self) -> list["_Run"]:
        found = self._formula
        if self._hidden and self._missed is None:
            ink = theme.tokens().text
            return [_Number(HIDDEN, "m", ink, "h"), _Sign("×"), _Number(HIDDEN, "m", ink, "w")]
        runs: list[_Run] = []
        for way, each in (("rows", found.rows), ("cols", found.cols)):
            if runs:
                runs.append(_Sign("×"))
            runs += self._way(way, each)
        size: list[_Run] = [
            _Sign("="),
            _Number(HIDDEN if self._hidden else str(found.rows.size), "", self._color("rows", "size")),
            _Sign("×"),
            _Number(HIDDEN if self._hidden else str(found.cols.size), "", self._color("cols", "size")),
        ]
        return [*runs, *size]

    def _color(self, way: str, letter: str) -> QColor:
        t = theme.tokens()
        return t.accent if (way, letter) in self._changed else t.text

    def _way(self, way: str, each: SizeFormula) -> list["_Run"]:
        index = "h" if way == "rows" else "w"

        def number(letter: str) -> _Number:
            name, more = _LETTERS.get(letter, (letter, ""))
            marked = letter in self.marked
            ink = theme.tokens().warning if marked else self._color(way, letter)
            return _Number(str(getattr(each, letter)), name, ink, index + more, marked=marked)

        if each.rounding is Rounding.CHOSEN:
            return [number("size")]
        if each.transposed:
            more: list[_Run] = [_Sign("+"), number("extra")] if each.extra else []
            return [
                _Sign("("), _Sign("("), number("n"), _Sign("−"), _Number("1", "", theme.tokens().text), _Sign(")·"),
                number("s"), _Sign("+"), number("k"), _Sign("−"), number("p"), *more, _Sign(")"),
            ]  # fmt: skip
        above: list[_Sign | _Number] = [number("n")]
        if each.rounding is Rounding.STARTS:
            above += [_Sign("+"), number("before")]
        else:
            above += [_Sign("−"), number("k"), _Sign("+"), number("p"), _Sign("+"), number("s")]
        opening, closing = ("⌊", "⌋") if each.rounding is Rounding.DOWN else ("⌈", "⌉")
        return [_Sign(opening, large=True), _Fraction(above, number("s")), _Sign(closing, large=True)]


def _latex(text: str) -> str:
    """A flat formula such as ``⌊(n − k + p + s) / s⌋`` as LaTeX."""
    plain = text.replace("−", "-").replace("·", r" \cdot ")
    rounded = _ROUNDED.fullmatch(plain)
    if rounded is None:
        return plain
    side = "ceil" if rounded[1] == "⌈" else "floor"
    return rf"\left\l{side} \frac{{{rounded[2]}}}{{{rounded[3]}}} \right\r{side}"


class _Face:
    """A font that remembers how wide its texts are: measuring them would cost more than painting."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        metrics = QFontMetricsF(font)

        # Round Qt's own method: to wrap that one, PySide would first describe all its modules, for 0.2 s.
        @cache
        def width(text: str) -> float:
            return metrics.horizontalAdvance(text)

        self.width = width
        self.cap = metrics.capHeight()
        self.below_middle = (metrics.ascent() - metrics.descent()) / 2


class _Faces:
    """The fonts of the formula in one size."""

    def __init__(self, size: float) -> None:
        number, letter = theme.mono_font(size), theme.font(min(0.85, size * 0.8))
        bold, large = QFont(number), _grown(number, 2.6)
        bold.setWeight(QFont.Weight.Bold)
        large.setWeight(QFont.Weight.Light)
        self.number, self.bold, self.large = _Face(number), _Face(bold), _Face(large)
        self.letter, self.index = _Face(letter), _Face(_grown(letter, 0.8))


class _Sign:
    def __init__(self, text: str, *, large: bool = False) -> None:
        self.text, self.large = text, large


class _Number:
    """A number with its letter, and the letter's index."""

    def __init__(self, text: str, letter: str, color: QColor, index: str = "", *, marked: bool = False) -> None:
        self.text, self.letter, self.color, self.index, self.marked = text, letter, color, index, marked


class _Fraction:
    def __init__(self, above: "list[_Sign | _Number]", below: _Number) -> None:
        self.above, self.below = above, below


_Run = _Sign | _Number | _Fraction
"""A piece of the formula."""


def _grown(font: QFont, by: float) -> QFont:
    grown = QFont(font)
    grown.setPointSizeF(font.pointSizeF() * by)
    return grown


def _width(run: _Run, faces: _Faces) -> float:
    if isinstance(run, _Fraction):
        return sum(_width(each, faces) for each in run.above) + 6
    if isinstance(run, _Number):
        return max(faces.number.width(run.text), _letter_width(run, faces))
    return faces.large.width(run.text) if run.large else faces.number.width(run.text) + 9


def _paint(painter: QPainter, x: float, middle: float, run: _Run, faces: _Faces) -> float:
    """Draw a run with its axis at ``middle``; where the next begins."""
    t = theme.tokens()
    width = _width(run, faces)
    cap = faces.number.cap
    if isinstance(run, _Fraction):
        painter.setPen(QPen(t.text, 1.3))
        painter.drawLine(QPointF(x, middle), QPointF(x + width, middle))
        at = x + 3
        for each in run.above:
            at = _paint(painter, at, middle - cap / 2 - 6, each, faces)
        below = _width(run.below, faces)
        _paint_number(painter, x + (width - below) / 2, middle + cap / 2 + 7, run.below, faces, beside=True)
    elif isinstance(run, _Number):
        _paint_number(painter, x, middle, run, faces)
    else:
        face = faces.large if run.large else faces.number
        painter.setFont(face.font)
        painter.setPen(t.text if run.large else t.text_quiet)
        painter.drawText(QPointF(x + (width - face.width(run.text)) / 2, middle + face.below_middle), run.text)
    return x + width


def _paint_number(
    painter: QPainter, x: float, middle: float, run: _Number, faces: _Faces, *, beside: bool = False
) -> None:
    t = theme.tokens()
    width = _width(run, faces)
    cap = faces.number.cap
    face = faces.bold if run.color == t.accent else faces.number
    painter.setFont(face.font)
    painter.setPen(run.color)
    painter.drawText(QPointF(x + (width - face.width(run.text)) / 2, middle + cap / 2), run.text)
    if run.marked:
        painter.setPen(QPen(run.color, 2))
        under = middle + cap / 2 + 4
        painter.drawLine(QPointF(x, under), QPointF(x + width, under))
    if run.letter:
        painter.setPen(t.text_quiet)
        if beside:
            at = QPointF(x + width + 6, middle + cap / 2)
        else:
            at = QPointF(x + (width - _letter_width(run, faces)) / 2, middle - cap / 2 - 6)
        painter.setFont(faces.letter.font)
        painter.drawText(at, run.letter)
        painter.setFont(faces.index.font)
        painter.drawText(at + QPointF(faces.letter.width(run.letter), 2.5), run.index)


def _letter_width(run: _Number, faces: _Faces) -> float:
    return faces.letter.width(run.letter) + faces.index.width(run.index)
