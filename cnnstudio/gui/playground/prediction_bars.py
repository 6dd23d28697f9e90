"""The classes' probabilities as columns: filled as they are now, outlined as they were before the first edit."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.widgets.percentages import how_computed
from cnnstudio.prediction.edited_prediction import EditedPrediction

_MOST = 12
_HEIGHT = 64


class PredictionBars(QWidget):
    """Shown for few classes alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="play-opened-bars")
        self._prediction: EditedPrediction | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Probabilities"))
        theme.manager().changed.connect(self.update)
        self.hide()

    def show_prediction(self, edited: EditedPrediction | None) -> None:
        """Show these probabilities; too many classes are no bars."""
        self._prediction = edited
        self.setVisible(edited is not None and len(edited.names) <= _MOST)
        if edited is not None:
            now = edited.after.probabilities
            words = (f"{name} {labels.percent(float(share))}" for name, share in zip(edited.names, now, strict=False))
            listed = list(words)
            self.setAccessibleDescription(labels.listed(listed))
            self.setToolTip("\n".join([*listed, how_computed(edited.after.temperature)]))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        edited = self._prediction
        if edited is None or not edited.names:
            return
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = painter.fontMetrics().height()
        height = max(self.height() - line - 4, 1)
        width = self.width() / len(edited.names)
        before, now = edited.before.probabilities, edited.after.probabilities
        best, changed = edited.after.ranking[0], edited.changed
        painter.setPen(tokens.line)
        painter.drawLine(0, height, self.width(), height)
        for index, name in enumerate(edited.names):
            left = index * width
            bar = QRectF(left + 4, 0, max(width - 8, 2), height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent if index == best else tokens.line_strong)
            painter.drawRect(bar.adjusted(0, height * (1 - float(now[index])), 0, 0))
            if changed:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(tokens.text, 1))
                painter.drawRect(bar.adjusted(-1.5, height * (1 - float(before[index])), 1.5, 0))
            painter.setPen(tokens.text if index == best else tokens.text_quiet)
            text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(width))
            painter.drawText(QRectF(left, height + 3, width, line), Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
