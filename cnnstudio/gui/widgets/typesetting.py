"""The program's one typesetter: LaTeX set by ziamath off the window's thread, drawn in the theme's colours."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from xml.etree import ElementTree

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPainterPath

from cnnstudio.gui import theme
from cnnstudio.gui.workers.latest_wins import LatestWins

INK = "currentColor"
"""What stands in a formula for its colour; the window puts the theme's in its place."""
_RESULT, _MARK = theme.STAND_INS
SIZE = 18
"""Pixels of the letters' size."""

_lock = Lock()  # ziamath keeps its fonts, and what it knows of them, in places that all threads share


@dataclass(frozen=True, slots=True)
class SetFormula:
    """A formula that was set.

    Attributes:
        svg: its picture, in ``INK``.
        width, height: in pixels, where a letter is ``SIZE`` high.
        depth: how much of the height lies below the line that letters stand on.
    """

    svg: str
    width: float
    height: float
    depth: float


def result(latex: str) -> str:
    """The part of a formula that is drawn in the accent colour."""
    return rf"\color{{{_RESULT}}}{{{latex}}}"


def marked(latex: str) -> str:
    """The part of a formula where something goes wrong: underlined, in the colour of warnings."""
    return rf"\color{{{_MARK}}}{{\underline{{{latex}}}}}"


def as_copied(latex: str) -> str:
    """The formula as it is put on the clipboard: without the colours that are the window's own."""
    simple = re.sub(rf"\\color\{{{_RESULT}\}}\{{((?:[^{{}}]|\{{[^{{}}]*\}})*)\}}", r"\1", latex)
    return simple.replace(rf"\color{{{_MARK}}}", "")


@lru_cache(maxsize=1024)
def set_formula(latex: str) -> SetFormula:
    """The picture of a formula; about 20 ms for a new one.

    Raises:
        ValueError: if it is beyond what ziamath reads.
    """
    from ziamath.config import config
    from ziamath.zmath import Latex

    with _lock:
        # Qt draws the paths of SVG 1 alone.
        config.svg2 = False
        try:
            formula = Latex(latex, size=SIZE, color=INK)
            svg = formula.svg()
            width, height = formula.getsize()
            depth = -formula.getyofst()
        except Exception as error:  # its parser raises whatever its pieces raise
            raise ValueError(f"The formula {latex} cannot be set.") from error
    return SetFormula(svg, width, height, max(0.0, depth))


def paint(painter: QPainter, made: SetFormula, area: QRectF) -> None:
    """Draw a formula into an area in the theme's colours, as lines: sharp at every scale, on paper too."""
    _paint(painter, made, area, theme.tokens())


def _paint(painter: QPainter, made: SetFormula, area: QRectF, tokens: theme.Tokens) -> None:
    colours = {INK: tokens.text, _RESULT: tokens.accent, _MARK: tokens.warning}
    box, shapes = _shapes(made.svg)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(area.topLeft())
    painter.scale(area.width() / box.width(), area.height() / box.height())
    painter.translate(-box.topLeft())
    for path, fill in shapes:
        painter.fillPath(path, colours.get(fill, tokens.text))
    painter.restore()


@lru_cache(maxsize=512)
def _shapes(svg: str) -> tuple[QRectF, list[tuple[QPainterPath, str]]]:
    """What is filled, and with what: the letters as ziamath writes them. Qt's own SVG gives them outlines in a PDF."""
    root = ElementTree.fromstring(svg)
    left, top, width, height = map(float, root.get("viewBox", "0 0 1 1").split())
    found: list[tuple[QPainterPath, str]] = []

    def walk(element: ElementTree.Element, fill: str) -> None:
        fill = element.get("fill", fill)
        match element.tag.rpartition("}")[2]:
            case "path":
                found.append((_path(element.get("d", "")), fill))
            case "rect":
                sides = (float(element.get(name, "0")) for name in ("x", "y", "width", "height"))
                path = QPainterPath()
                path.addRect(QRectF(*sides))
                found.append((path, fill))
        for inner in element:
            walk(inner, fill)

    walk(root, INK)
    return QRectF(left, top, width, height), found


def _path(text: str) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for sign, rest in re.findall(r"([MLQZ])([^MLQZ]*)", text):
        at = [float(number) for number in rest.split()]
        match sign:
            case "M":
                path.moveTo(*at)
            case "L":
                path.lineTo(*at)
            case "Q":
                path.quadTo(*at)
            case _:
                path.closeSubpath()
    return path


def picture(made: SetFormula, size: QSize, ratio: float) -> QImage:
    """A formula in the theme's colours, ``size`` pixels of the window large; drawn once and kept."""
    return _drawn(made, size.width(), size.height(), ratio, theme.tokens().dark)


@lru_cache(maxsize=512)
def _drawn(made: SetFormula, width: int, height: int, ratio: float, dark: bool) -> QImage:
    image = QImage(QSize(width, height) * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    _paint(painter, made, QRectF(image.rect()), theme.DARK if dark else theme.LIGHT)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


# What typesetters of the window's thread have set; None for what cannot be.
_known: dict[str, SetFormula | None] = {}
_MOST_KNOWN = 2_000


def _set_all(wanted: tuple[str, ...]) -> dict[str, SetFormula | None]:
    """On the worker; None for what cannot be set."""
    found: dict[str, SetFormula | None] = {}
    for latex in wanted:
        try:
            found[latex] = set_formula(latex)
        except ValueError:
            found[latex] = None
    return found


class Typesetter(QObject):
    """Sets formulas on a worker for a widget that cannot wait; its thread ends with the widget, its parent."""

    ready = Signal()  # ``find`` knows more

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = LatestWins(_set_all, self, name="typesetter")
        self._worker.result.connect(self._on_set)

    @property
    def busy(self) -> bool:
        """Whether a formula is still to come."""
        return self._worker.busy

    def want(self, formulas: Iterable[str]) -> None:
        """Set these and no others; ``ready`` tells."""
        new = [latex for latex in formulas if latex not in _known]
        if new:
            self._worker.request(tuple(new))

    def find(self, latex: str) -> SetFormula | None:
        """A formula that was set; None while it was not, or where it cannot be."""
        return _known.get(latex)

    @Slot(object)
    def _on_set(self, found: dict[str, SetFormula | None]) -> None:
        if len(_known) > _MOST_KNOWN:
            _known.clear()
        _known.update(found)
        self.ready.emit()
