"""A line of text that gives way where there is no room for it."""

from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyleOptionToolButton, QToolButton, QWidget

from cnnstudio.gui import theme


class Elided(QLabel):
    """Whole in its tip.

    Args:
        name: its object name.
        least: the width that it keeps, in pixels, as far as it needs that.
        modest: it asks for no more than that, and takes what others leave.
        quiet: in the quiet colour, else in that of the theme for its tone.
    """

    def __init__(
        self,
        name: str,
        parent: QWidget | None = None,
        *,
        least: int = theme.SPACE_6,
        modest: bool = False,
        quiet: bool = True,
    ) -> None:
        super().__init__(parent, objectName=name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._least, self._modest, self._quiet = least, modest, quiet
        self._end = ""

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint() if self._modest else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()
        margins = self.contentsMargins()
        kept = self._least + self.fontMetrics().horizontalAdvance(self._end) + margins.left() + margins.right()
        return QSize(min(kept, whole.width()), whole.height())

    def setText(self, text: str) -> None:
        """Show a line, of which any part may give way."""
        self.show_line(text)

    def show_line(self, text: str, end: str = "") -> None:
        """Show a line whose end stays: how far something is matters more than the last words before it."""
        self._end = end
        super().setText(text + end)
        self.setToolTip(text + end)

    @property
    def shown(self) -> str:
        """What there is room for."""
        metrics, room = self.fontMetrics(), self.contentsRect().width()
        if metrics.horizontalAdvance(self.text()) <= room:
            return self.text()
        start = self.text().removesuffix(self._end)
        left = room - metrics.horizontalAdvance(self._end)
        return metrics.elidedText(start, Qt.TextElideMode.ElideRight, left) + self._end

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(theme.tokens().text_quiet if self._quiet else self.palette().color(self.foregroundRole()))
        place: QRect = self.contentsRect()
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.shown)
        painter.end()


class ElidedButton(QToolButton):
    """A button whose long text gives way in the middle, where names differ least; whole in its tip.

    It asks for the room that its text needs and takes what it gets.
    """

    _LEAST = 96  # pixels

    def __init__(self, tip: str, **properties: Any) -> None:
        super().__init__(**properties)
        self._tip = tip
        self._measuring = False
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        """Show this, as far as there is room for it."""
        super().setText(text)
        self.setToolTip(f"{text}\n{self._tip}")

    @property
    def shown(self) -> str:
        """What there is room for."""
        option = QStyleOptionToolButton()
        super().initStyleOption(option)
        return self._fitted(option)

    def sizeHint(self) -> QSize:
        self._measuring = True
        whole = super().sizeHint()
        self._measuring = False
        return whole

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        return QSize(min(self._LEAST, whole.width()), whole.height())

    def initStyleOption(self, option: QStyleOptionToolButton) -> None:
        super().initStyleOption(option)
        if not self._measuring:
            option.text = self._fitted(option)

    def _fitted(self, option: QStyleOptionToolButton) -> str:
        # Qt asks for the option while it measures, too.
        self._measuring = True
        whole = super().sizeHint().width()
        self._measuring = False
        if self.width() >= whole:
            return self.text()
        beside = whole - option.fontMetrics.horizontalAdvance(self.text())
        return option.fontMetrics.elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width() - beside)
