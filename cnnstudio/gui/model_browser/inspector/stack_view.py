"""Small kernels one after the other see as much as a large one: drawn from the side, a fan from one number down."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.language import translate

_CELL = 15.0
_LEVEL = 34.0
_MOST = 4


class StackView(QWidget):
    """Levels of 3x3 over the input's pixels; every cell stands for a row of the map."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="models-stack-picture")
        self._count = 3
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_count(self._count)
        theme.manager().changed.connect(self.update)

    def show_count(self, count: int) -> None:
        """Show so many convolutions, up to four: deeper there is no room."""
        self._count = min(count, _MOST)
        fields = [str(1 + 2 * level) for level in range(1, self._count + 1)]
        self.setAccessibleName(
            translate(
                "models",
                "{count} convolutions of 3 × 3: one output sees {fields} numbers, level by level down to the input",
            ).format(count=self._count, fields=labels.listed(fields))
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(260, round(self._count * _LEVEL + _CELL + 8))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(0.9))
        cells = 1 + 2 * self._count
        middle = 4 + cells * _CELL / 2
        for level in range(self._count + 1):
            width = 1 + 2 * level
            y = 4 + level * _LEVEL
            for cell in range(cells):
                seen = abs(cell - cells // 2) <= level
                box = QRectF(4 + cell * _CELL, y, _CELL, _CELL).adjusted(1, 1, -1, -1)
                painter.setPen(QPen(tokens.accent if seen else tokens.line_strong, 1.0))
                painter.setBrush(theme.mix(tokens.panel, tokens.accent, 0.28) if seen else Qt.BrushStyle.NoBrush)
                if level > 0 or seen:
                    painter.drawRoundedRect(box, 2, 2)
            if level < self._count:
                painter.setPen(QPen(tokens.accent, 1.0, Qt.PenStyle.DotLine))
                half, wider = width * _CELL / 2, (width + 2) * _CELL / 2
                for side in (-1, 1):
                    painter.drawLine(
                        QPointF(middle + side * half, y + _CELL), QPointF(middle + side * wider, y + _LEVEL)
                    )
            painter.setPen(tokens.text_quiet)
            words = (
                translate("models", "one output"),
                translate("models", "3 × 3: one kernel"),
                translate("models", "5 × 5: two kernels"),
                translate("models", "7 × 7: three kernels"),
                translate("models", "9 × 9: four kernels"),
            )[level]
            area = QRectF(4 + cells * _CELL + 10, y, max(0.0, self.width() - cells * _CELL - 14), _CELL)
            painter.drawText(
                area,
                Qt.AlignmentFlag.AlignVCenter,
                painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(area.width())),
            )
        painter.end()
