"""Shows a few lines of a formula."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.model_browser.inspector.formula import Part, Style

_GAP = 5.0


class FormulaView(QWidget):
    """Lines under each other, set with fractions and brackets; a line that is too wide is set smaller."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName=name)
        self._lines: tuple[Part, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.manager().changed.connect(self.update)

    @property
    def text(self) -> str:
        """The formula as plain text, a line a line."""
        return "\n".join(line.text() for line in self._lines)

    def show_lines(self, lines: Sequence[Part]) -> None:
        """Show these lines."""
        self._lines = tuple(lines)
        self.setAccessibleName(self.text)
        self.setToolTip(self.text)
        self.setVisible(bool(lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        sizes = [line.size(_style()) for line in self._lines]
        height = sum(size.ascent + size.descent + _GAP for size in sizes)
        return QSize(240, round(height + _GAP))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        style = _style()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = _GAP
        for line in self._lines:
            size = line.size(style)
            scale = min(1.0, (self.width() - 2) / max(size.width, 1.0))
            painter.save()
            painter.translate(0, y + size.ascent)
            painter.scale(scale, scale)
            line.draw(painter, 0, 0, style)
            painter.restore()
            y += size.ascent + size.descent + _GAP
        painter.end()


def _style() -> Style:
    tokens = theme.tokens()
    italic = theme.font()
    italic.setItalic(True)
    number = theme.mono_font(0.95)
    number.setStyleStrategy(number.StyleStrategy.PreferAntialias)
    return Style(theme.font(), italic, number, tokens.text, tokens.text_quiet, tokens.accent, tokens.warning)
