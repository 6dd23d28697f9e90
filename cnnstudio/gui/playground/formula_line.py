"""The line under the picture: the output size set as a formula, the costs, the special cases."""

from dataclasses import fields

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.convolution.formula import Formula, SizeFormula, formula
from cnnstudio.gui import theme
from cnnstudio.gui.playground.model import PlaygroundModel

_HEIGHT = 66


class FormulaLine(QWidget):
    """Two fractions, each number under its letter; numbers that the last change changed are in the accent colour."""

    def __init__(self, model: PlaygroundModel, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="play-formula")
        self._model = model
        self._formula = self._now()
        self._changed: set[tuple[str, str]] = set()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        model.stateChanged.connect(self._refresh)
        theme.manager().changed.connect(self.update)
        self._tell()

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
        """The formula in one line."""
        found = self._formula
        return (
            f"{_plain(found.rows)} × {_plain(found.cols)} = {found.rows.size} × {found.cols.size}"
            if not found.rows.transposed
            else f"({_plain(found.rows)}) × ({_plain(found.cols)}) = {found.rows.size} × {found.cols.size}"
        )

    def sizeHint(self) -> QSize:
        return QSize(480, _HEIGHT)

    def _now(self) -> Formula:
        state = self._model.state
        return formula(state.geometry, bias=state.use_bias)

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
            self._tell()
            self.update()

    def _tell(self) -> None:
        self.setAccessibleName(self.tr("Output size: {formula}").format(formula=self.text))

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        runs = self._runs()
        # Where the room is tight the type gives way, not the formula.
        for size in (1.15, 1.0, 0.9, 0.8, 0.7):
            number, letter = theme.mono_font(size), theme.font(min(0.85, size * 0.8))
            width = sum(_width(run, number, letter) for run in runs)
            if width <= self.width() - 8:
                break
        x = max(4.0, (self.width() - width) / 2)
        for run in runs:
            x = _paint(painter, x, self.height() / 2 + 2, run, number, letter)

    def _runs(self) -> list["_Run"]:
        found = self._formula
        runs: list[_Run] = []
        for way, each in (("rows", found.rows), ("cols", found.cols)):
            if runs:
                runs.append(_Sign("×"))
            runs += self._way(way, each)
        size = [
            _Sign("="),
            _Number(str(found.rows.size), "", self._color("rows", "size")),
            _Sign("×"),
            _Number(str(found.cols.size), "", self._color("cols", "size")),
        ]
        return [*runs, *size]

    def _color(self, way: str, letter: str) -> QColor:
        t = theme.tokens()
        return t.accent if (way, letter) in self._changed else t.text

    def _way(self, way: str, each: SizeFormula) -> list["_Run"]:
        index = "h" if way == "rows" else "w"

        def number(letter: str) -> _Number:
            return _Number(str(getattr(each, letter)), letter, self._color(way, letter), index)

        if each.transposed:
            return [
                _Sign("("), number("n"), _Sign("−"), _Number("1", "", theme.tokens().text), _Sign(")·"), number("s"),
                _Sign("+"), number("k"), _Sign("−"), number("p"),
            ]  # fmt: skip
        above = [number("n"), _Sign("−"), number("k"), _Sign("+"), number("p"), _Sign("+"), number("s")]
        return [_Sign("⌊", large=True), _Fraction(above, number("s")), _Sign("⌋", large=True)]


class _Run:
    """A piece of the formula."""


class _Sign(_Run):
    def __init__(self, text: str, *, large: bool = False) -> None:
        self.text, self.large = text, large


class _Number(_Run):
    """A number with its letter, and the letter's index."""

    def __init__(self, text: str, letter: str, color: QColor, index: str = "") -> None:
        self.text, self.letter, self.color, self.index = text, letter, color, index


class _Fraction(_Run):
    def __init__(self, above: list[_Run], below: _Number) -> None:
        self.above, self.below = above, below


def _plain(each: SizeFormula) -> str:
    if each.transposed:
        return f"({each.n} − 1)·{each.s} + {each.k} − {each.p}"
    return f"⌊({each.n} − {each.k} + {each.p} + {each.s}) / {each.s}⌋"


def _grown(font: QFont, by: float) -> QFont:
    grown = QFont(font)
    grown.setPointSizeF(font.pointSizeF() * by)
    return grown


def _width(run: _Run, number: QFont, letter: QFont) -> float:
    if isinstance(run, _Fraction):
        return sum(_width(each, number, letter) for each in run.above) + 6
    if isinstance(run, _Number):
        return max(QFontMetricsF(number).horizontalAdvance(run.text), _letter_width(run, letter))
    font = _grown(number, 2.6) if run.large else number  # type: ignore[attr-defined]
    return QFontMetricsF(font).horizontalAdvance(run.text) + (0 if run.large else 9)  # type: ignore[attr-defined]


def _paint(painter: QPainter, x: float, middle: float, run: _Run, number: QFont, letter: QFont) -> float:
    """Draw a run with its axis at ``middle``; where the next begins."""
    t = theme.tokens()
    width = _width(run, number, letter)
    cap = QFontMetricsF(number).capHeight()
    if isinstance(run, _Fraction):
        painter.setPen(QPen(t.text, 1.3))
        painter.drawLine(QPointF(x, middle), QPointF(x + width, middle))
        at = x + 3
        for each in run.above:
            at = _paint(painter, at, middle - cap / 2 - 6, each, number, letter)
        below = _width(run.below, number, letter)
        _paint_number(painter, x + (width - below) / 2, middle + cap / 2 + 7, run.below, number, letter, beside=True)
    elif isinstance(run, _Number):
        _paint_number(painter, x, middle, run, number, letter)
    elif isinstance(run, _Sign):
        font = _grown(number, 2.6) if run.large else number
        if run.large:
            font.setWeight(QFont.Weight.Light)
        painter.setFont(font)
        painter.setPen(t.text if run.large else t.text_quiet)
        area = QRectF(x, middle - 40, width, 80)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, run.text)
    return x + width


def _paint_number(
    painter: QPainter, x: float, middle: float, run: _Number, number: QFont, letter: QFont, *, beside: bool = False
) -> None:
    t = theme.tokens()
    width = _width(run, number, letter)
    cap = QFontMetricsF(number).capHeight()
    font = QFont(number)
    if run.color == t.accent:
        font.setWeight(QFont.Weight.Bold)
    painter.setFont(font)
    painter.setPen(run.color)
    text = QFontMetricsF(font).horizontalAdvance(run.text)
    painter.drawText(QPointF(x + (width - text) / 2, middle + cap / 2), run.text)
    if run.letter:
        painter.setPen(t.text_quiet)
        if beside:
            at = QPointF(x + width + 6, middle + cap / 2)
        else:
            at = QPointF(x + (width - _letter_width(run, letter)) / 2, middle - cap / 2 - 6)
        painter.setFont(letter)
        painter.drawText(at, run.letter)
        below = QPointF(QFontMetricsF(letter).horizontalAdvance(run.letter), 2.5)
        painter.setFont(_grown(letter, 0.8))
        painter.drawText(at + below, run.index)


def _letter_width(run: _Number, letter: QFont) -> float:
    index = QFontMetricsF(_grown(letter, 0.8)).horizontalAdvance(run.index)
    return QFontMetricsF(letter).horizontalAdvance(run.letter) + index
