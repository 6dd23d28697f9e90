"""The small panel beside the crosshair: every shown run's exact values at that step."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.training_panel.series import Reading


class HoverReadout(QLabel):
    """Exact values under the crosshair; lets the mouse through to the plot below it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, objectName="train-readout", textFormat=Qt.TextFormat.RichText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setContentsMargins(8, 6, 8, 6)
        self.hide()

    def show_readings(self, readings: list[tuple[str, str, Reading]]) -> None:
        """Show one column of values a run; each is given as (title, colour name, reading)."""
        if not readings:
            self.hide()
            return
        quiet = theme.tokens().text_quiet.name()
        rows: list[tuple[str, list[str]]] = [
            (self.tr("step"), [f"{r.step:,}" for _, _, r in readings]),
            (self.tr("epoch"), [f"{r.epoch:.2f}" for _, _, r in readings]),
            (self.tr("loss"), [_number(r.loss) for _, _, r in readings]),
            (self.tr("smoothed"), [_number(r.smoothed) for _, _, r in readings]),
            (self.tr("train"), [_percent(r.train_accuracy) for _, _, r in readings]),
            (self.tr("test"), [_percent(r.test_accuracy) for _, _, r in readings]),
            (self.tr("rate"), [_rate(r.learning_rate) for _, _, r in readings]),
        ]
        lines = []
        if len(readings) > 1:
            heads = "".join(
                f'<td align="right" style="padding-left:10px;color:{color}">{escape(title)}</td>'
                for title, color, _ in readings
            )
            lines.append(f"<tr><td></td>{heads}</tr>")
        family = theme.mono_font().family()
        for name, values in rows:
            cells = "".join(
                f'<td align="right" valign="middle" style="padding-left:10px;font-family:\'{family}\'">{value}</td>'
                for value in values
            )
            lines.append(f'<tr><td valign="middle" style="color:{quiet}">{name}</td>{cells}</tr>')
        self.setText(f'<table cellspacing="0" cellpadding="0">{"".join(lines)}</table>')
        self.adjustSize()
        self.show()
        self.raise_()

    def apply_theme(self) -> None:
        """Take the present theme's colours."""
        tokens = theme.tokens()
        self.setStyleSheet(
            f"#train-readout {{ background: {tokens.raised.name()}; color: {tokens.text.name()};"
            f" border: 1px solid {tokens.line.name()}; border-radius: 6px; }}"
        )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}" if abs(value) >= 0.001 or value == 0 else f"{value:.3e}"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.2f} %"


def _rate(value: float | None) -> str:
    return "–" if value is None else f"{value:.4g}"
