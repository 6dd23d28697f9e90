"""Ten bars: the probability of each class."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.widgets.percentages import how_computed
from cnnstudio.prediction.reader import MOST_NAMED, InkPrediction, Verdict

_ROOMY = 20  # height of a row that has room for larger type


class ProbabilityBars(QWidget):
    """One row a class: its name, a bar, the share in percent. ``chosen`` tells a row that was clicked or entered."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="draw-bars", accessibleName="")
        self.setAccessibleName(self.tr("Probabilities"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(130)
        self._names: tuple[str, ...] = tuple("0123456789")
        self._shares = np.zeros(10, np.float32)
        self._verdict = Verdict.EMPTY
        self._at = 0  # the row of the keyboard
        self._how = ""  # the shares come about
        self._candidates: tuple[int, ...] = ()
        self.painted = 0  # paint events so far: the benchmark's clock
        theme.manager().changed.connect(self.update)

    @property
    def shares(self) -> np.ndarray:
        """What is shown, one a class."""
        return self._shares

    def show_prediction(self, prediction: InkPrediction | None, names: tuple[str, ...]) -> None:
        """Show a prediction; None = nothing."""
        self._names = names
        self._verdict = prediction.verdict if prediction else Verdict.EMPTY
        self._candidates = prediction.candidates[:MOST_NAMED] if prediction else ()
        self._how = how_computed(prediction.temperature) if prediction else ""
        self._shares = prediction.probabilities if prediction else np.zeros(len(names), np.float32)
        if self._verdict is Verdict.EMPTY:
            self.setAccessibleDescription(self.tr("No ink yet"))
        else:
            shares = zip(names, self._shares, strict=True)
            rows = [labels.named(name, labels.percent(float(share))) for name, share in shares]
            self.setAccessibleDescription(labels.details([*rows, self._how]))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(190, 300)

    def _row(self, index: int) -> QRectF:
        height = min(self.height() / max(len(self._names), 1), 34.0)
        return QRectF(0, index * height, self.width(), height)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position())
        if row is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down walk through the rows, Return chooses one."""
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self._at = min(max(self._at + step, 0), len(self._names) - 1)
                self.update()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self.chosen.emit(self._at)
            case _:
                super().keyPressEvent(event)

    def _row_at(self, at: QPointF) -> int | None:
        row = int(at.y() / max(self._row(0).height(), 1))
        return row if 0 <= row < len(self._names) else None

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            row = self._row_at(QPointF(event.pos()))
            if row is not None and self._verdict is not Verdict.EMPTY:
                share = float(self._shares[row])
                tip = self.tr("{name}: {share}, {how}\nClick to see which ink speaks for it and which against.")
                text = tip.format(name=self._names[row], share=labels.percent(share, 4), how=self._how)
                QToolTip.showText(event.globalPos(), text, self)
                return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = 1.1 if self._row(0).height() >= _ROOMY else 1.0
        mono, plain = theme.mono_font(size / 1.1), theme.font(size, bold=True)
        figure = QFontMetricsF(mono).horizontalAdvance("100.0 %")
        caption = max((QFontMetricsF(plain).horizontalAdvance(name) for name in self._names), default=0) + 10
        best = int(np.argmax(self._shares)) if self._verdict is not Verdict.EMPTY else -1
        for index, (name, share) in enumerate(zip(self._names, self._shares.tolist(), strict=True)):
            row = self._row(index)
            leading = index in self._candidates and self._verdict in (Verdict.DIGIT, Verdict.BETWEEN)
            painter.setPen(tokens.text if index == best or self._verdict is Verdict.EMPTY else tokens.text_quiet)
            painter.setFont(plain if index == best else theme.font(size))
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
            track = QRectF(caption, row.center().y() - 5, row.width() - caption - figure - 8, 10)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.mix(tokens.window, tokens.line, 0.7))
            painter.drawRoundedRect(track, 3, 3)
            if share * track.width() >= 0.5:
                painter.setBrush(tokens.accent if leading else tokens.line_strong)
                painter.drawRoundedRect(QRectF(track.x(), track.y(), track.width() * share, track.height()), 3, 3)
            if self._verdict is not Verdict.EMPTY:
                painter.setFont(mono)
                painter.setPen(tokens.text if index == best else tokens.text_quiet)
                painter.drawText(
                    row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, labels.percent(share)
                )
        if self.hasFocus():
            painter.setPen(QPen(tokens.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._row(self._at).adjusted(1, 1, -1, -1), theme.CORNER, theme.CORNER)
        painter.end()
        self.painted += 1
