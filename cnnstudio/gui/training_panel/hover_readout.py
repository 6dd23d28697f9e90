"""The small panel beside the crosshair: every shown run's exact values at that step."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.training_panel.series import StepValues

_LONGEST = 16


class HoverReadout(QLabel):
    """Exact values under the crosshair; lets the mouse through to the plot below it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, objectName="train-readout", textFormat=Qt.TextFormat.RichText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setContentsMargins(8, 6, 8, 6)
        self.hide()

    def show_values(self, runs: list[tuple[str, str, StepValues]]) -> None:
        """Show the values of these runs, each given as (title, colour name, values); the current run comes first."""
        if not runs:
            self.hide()
            return
        self.setText(self._one_run(runs[0][2]) if len(runs) == 1 else self._many_runs(runs))
        self.adjustSize()
        self.show()
        self.raise_()

    def _many_runs(self, runs: list[tuple[str, str, StepValues]]) -> str:
        """One line a run, with what is drawn of every run; the raw loss is drawn of the first one only."""
        quiet, mono = theme.tokens().text_quiet.name(), theme.mono_style()
        first = runs[0][2]
        head = self.tr("step {step} · epoch {epoch} · loss {loss}").format(
            step=labels.integer(first.step), epoch=labels.fixed(first.epoch, 2), loss=_number(first.loss)
        )
        names = "".join(
            f'<td align="right" style="padding-left:10px;color:{quiet}">{name}</td>'
            for name in (self.tr("smoothed"), self.tr("train"), self.tr("test"))
        )
        lines = [f"<tr><td></td>{names}</tr>"]
        for title, color, values in runs:
            short = title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"
            shown = (_number(values.smoothed), _percent(values.train_accuracy), _percent(values.test_accuracy))
            cells = "".join(
                f'<td align="right" valign="middle" style="padding-left:10px;{mono}">{value}</td>' for value in shown
            )
            lines.append(f'<tr><td valign="middle" style="color:{color}">{escape(short)}</td>{cells}</tr>')
        return f'<div>{head}</div><table cellspacing="0" cellpadding="0">{"".join(lines)}</table>'

    def _one_run(self, values: StepValues) -> str:
        quiet, mono = theme.tokens().text_quiet.name(), theme.mono_style()
        own = [(self.tr("my handwriting"), _percent(values.own_accuracy))] if values.own_accuracy is not None else []
        rows = (
            (self.tr("step"), labels.integer(values.step)),
            (self.tr("epoch"), labels.fixed(values.epoch, 2)),
            (self.tr("loss"), _number(values.loss)),
            (self.tr("smoothed"), _number(values.smoothed)),
            (self.tr("train"), _percent(values.train_accuracy)),
            (self.tr("test"), _percent(values.test_accuracy)),
            *own,
            (self.tr("rate"), _rate(values.learning_rate)),
        )
        lines = "".join(
            f'<tr><td valign="middle" style="color:{quiet}">{name}</td>'
            f'<td align="right" valign="middle" style="padding-left:10px;{mono}">{value}</td></tr>'
            for name, value in rows
        )
        return f'<table cellspacing="0" cellpadding="0">{lines}</table>'


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return labels.fixed(value, 4) if abs(value) >= 0.001 or value == 0 else labels.number(value)


def _percent(value: float | None) -> str:
    return "–" if value is None else escape(labels.share(value, 2))


def _rate(value: float | None) -> str:
    return "–" if value is None else labels.number(value)
