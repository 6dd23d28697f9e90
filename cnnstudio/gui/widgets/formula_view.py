"""Shows a few lines of a formula."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSize, Qt, Slot
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.widgets import typesetting
from cnnstudio.gui.widgets.spoken_formula import spoken
from cnnstudio.gui.widgets.typesetting import SIZE, SetFormula, Typesetter

_GAP = 5.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Attributes:
        latex: the formula.
        text: the same as plain text, shown until the formula is set.
        words: what stands behind it in plain words.
    """

    latex: str
    text: str
    words: str = ""

    @property
    def whole(self) -> str:
        """All of it as plain text."""
        return f"{self.text}  {self.words}" if self.words else self.text


class FormulaView(QWidget):
    """Lines under each other, set as formulas; a line that is too wide is set smaller. Copied as LaTeX.

    Attributes:
        typesetter: sets its lines.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName=name)
        self._lines: tuple[Line, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        theme.manager().changed.connect(self.update)
        self.typesetter = Typesetter(self)
        self.typesetter.ready.connect(self._on_ready)

    @property
    def text(self) -> str:
        """The formula as plain text, a line a line."""
        return "\n".join(line.whole for line in self._lines)

    @property
    def latex(self) -> str:
        """The formula as LaTeX, a line a line."""
        return "\n".join(typesetting.as_copied(line.latex) for line in self._lines)

    @property
    def is_set(self) -> bool:
        """Whether all lines are shown as formulas."""
        return all(self.typesetter.find(line.latex) is not None for line in self._lines)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines."""
        self._lines = tuple(lines)
        self.setAccessibleName(". ".join(f"{spoken(line.latex)} {line.words}".strip() for line in lines))
        self.setToolTip(self.text)
        self.setVisible(bool(lines))
        self.typesetter.want(line.latex for line in lines)
        self.updateGeometry()
        self.update()

    @Slot()
    def _on_ready(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, round(sum(self._height(line) + _GAP for line in self._lines) + _GAP))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def _height(self, line: Line) -> float:
        made = self.typesetter.find(line.latex)
        least = float(self.fontMetrics().height())
        return least if made is None else max(least, self._size(made).height())

    def _size(self, made: SetFormula) -> QSize:
        scale = self.fontMetrics().height() / SIZE
        return QSize(math.ceil(made.width * scale), math.ceil(made.height * scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(self.font())
        y = _GAP
        for line in self._lines:
            self._paint_line(painter, y, line)
            y += self._height(line) + _GAP

    def _paint_line(self, painter: QPainter, y: float, line: Line) -> None:
        tokens, metrics = theme.tokens(), self.fontMetrics()
        made = self.typesetter.find(line.latex)
        size = QSize(metrics.horizontalAdvance(line.text), metrics.height()) if made is None else self._size(made)
        words = metrics.horizontalAdvance(f"  {line.words}") if line.words else 0
        shrunk = min(1.0, (self.width() - 2) / max(size.width() + words, 1))
        base = y + metrics.ascent()
        if made is None:
            painter.save()
            painter.translate(0, base)
            painter.scale(shrunk, shrunk)
            painter.setPen(tokens.text)
            painter.drawText(QPointF(0, 0), line.text)
            painter.restore()
        else:
            shown = QSize(max(1, math.floor(size.width() * shrunk)), max(1, math.floor(size.height() * shrunk)))
            top = y + (self._height(line) - shown.height()) / 2
            image = typesetting.picture(made, shown, self.devicePixelRatioF())
            painter.drawImage(QPointF(0, top), image)
            base = top + shown.height() - made.depth * metrics.height() / SIZE * shrunk
        if line.words:
            painter.setPen(tokens.text_quiet)
            painter.drawText(QPointF(size.width() * shrunk + words * shrunk * 0.2, base), line.words)

    # --- copying

    def menu(self) -> QMenu:
        """What a right click offers."""
        menu = QMenu(self)
        theme.dress(menu)
        action = menu.addAction(theme.icon("copy", "text_quiet"), self.tr("Copy as LaTeX"), self.copy)
        action.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        return menu

    @Slot()
    def copy(self) -> None:
        """Put the formula on the clipboard, as LaTeX."""
        QGuiApplication.clipboard().setText(self.latex)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._lines:
            menu = self.menu()
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)
