"""The classes' probabilities as columns: filled as they are now, outlined as they were before the first edit."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.prediction.edited_answer import EditedAnswer

_MOST = 12
_HEIGHT = 64


class AnswerBars(QWidget):
    """Shown for few classes alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="play-opened-bars")
        self._answer: EditedAnswer | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Probabilities"))
        theme.manager().changed.connect(self.update)
        self.hide()

    def show_answer(self, answer: EditedAnswer | None) -> None:
        """Show these probabilities; too many classes are no bars."""
        self._answer = answer
        self.setVisible(answer is not None and len(answer.names) <= _MOST)
        if answer is not None:
            now = answer.after.probabilities
            words = (f"{name} {labels.percent(float(share))}" for name, share in zip(answer.names, now, strict=False))
            self.setToolTip("\n".join(words))
            self.setAccessibleDescription(self.toolTip().replace("\n", ", "))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        answer = self._answer
        if answer is None or not answer.names:
            return
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = painter.fontMetrics().height()
        height = max(self.height() - line - 4, 1)
        width = self.width() / len(answer.names)
        before, now = answer.before.probabilities, answer.after.probabilities
        best = answer.after.ranking[0]
        painter.setPen(tokens.line)
        painter.drawLine(0, height, self.width(), height)
        for index, name in enumerate(answer.names):
            left = index * width
            bar = QRectF(left + 4, 0, max(width - 8, 2), height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent if index == best else tokens.line_strong)
            painter.drawRect(bar.adjusted(0, height * (1 - float(now[index])), 0, 0))
            if answer.changed:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(tokens.text, 1))
                painter.drawRect(bar.adjusted(-1.5, height * (1 - float(before[index])), 1.5, 0))
            painter.setPen(tokens.text if index == best else tokens.text_quiet)
            text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(width))
            painter.drawText(QRectF(left, height + 3, width, line), Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
