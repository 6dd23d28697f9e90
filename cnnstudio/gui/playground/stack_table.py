"""The inspector of the receptive-field half: field, stride and offset by level, and what one layer would cost."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.labels import integer
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.gui.playground.stack_view import StackView
from cnnstudio.gui.predict_first import HIDDEN
from cnnstudio.gui.widgets.table_actions import TableActions, TableButton
from cnnstudio.gui.widgets.table_text import Cell, Heading, Table
from cnnstudio.lessons.asked import Thing


class StackTable(QWidget):
    """A table of levels, the unit pointed at, and the comparison with a single layer of the same field."""

    def __init__(self, model: PlaygroundModel, view: StackView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._view = view
        self._shown = model.state.stack
        self.unit = _label("play-unit")
        self.table = _label("play-levels")
        self.comparison = _label("play-comparison")
        self.legend = _label("play-field-legend")
        self.legend.setProperty("quiet", True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_4, theme.SPACE_4, theme.SPACE_4, theme.SPACE_4)
        layout.setSpacing(theme.SPACE_4)
        copying = TableButton(TableActions.of(self, "play-levels", self.as_table), "play-levels")
        layout.addWidget(self.unit)
        layout.addWidget(self.table)
        layout.addWidget(copying, 0, Qt.AlignmentFlag.AlignRight)
        layout.addWidget(self.comparison)
        layout.addWidget(self.legend)
        layout.addStretch(1)
        self.legend.setText(
            self.tr(
                "Filled: cells that take part. Dashed and hatched: the field reaches past the border, into padding."
            )
        )
        view.unitChanged.connect(self._refresh_unit)
        model.stateChanged.connect(self._on_state)
        model.predicting.changed.connect(self._refresh)
        theme.manager().changed.connect(self._refresh)
        self._refresh()

    def as_table(self) -> Table:
        """The levels for a copy or a file, the last layer first as they are shown."""
        headings = [
            Heading(self.tr("Level"), number=False),
            Heading(self.tr("Field"), self.tr("cells")),
            Heading(self.tr("Stride"), self.tr("cells")),
            Heading(self.tr("Offset"), self.tr("cells")),
            Heading(self.tr("Weights")),
        ]
        stack = self._shown
        rows: list[tuple[Cell, ...]] = []
        for level in range(len(stack.layers), -1, -1):
            field = stack.levels[level]
            weights = stack.parameters_of(level - 1) if level else 0
            hidden = self._model.predicting.hides_level(level, Thing.FIELD)
            size = HIDDEN if hidden else field.size
            rows.append((self._view.name_of(level), size, field.stride, field.offset, weights))
        return Table("receptive-field", headings, rows)

    @Slot()
    def _on_state(self) -> None:
        if self._model.state.stack is not self._shown:
            self._refresh()

    @Slot()
    def _refresh(self) -> None:
        stack = self._shown = self._model.state.stack
        quiet = theme.tokens().text_quiet.name()
        head = "".join(
            f'<td align="{"left" if index == 0 else "right"}" style="color:{quiet}">{title}</td>'
            for index, title in enumerate(
                (self.tr("Level"), self.tr("Field"), self.tr("Stride"), self.tr("Offset"), self.tr("Weights"))
            )
        )
        rows = []
        for level in range(len(stack.layers), -1, -1):
            field = stack.levels[level]
            weights = integer(stack.parameters_of(level - 1)) if level and stack.parameters_of(level - 1) else "–"
            hidden = self._model.predicting.hides_level(level, Thing.FIELD)
            cells = (
                HIDDEN if hidden else f"{field.size}",
                str(field.stride),
                str(field.offset).replace("-", "−"),
                weights,
            )
            rows.append(
                f"<tr><td>{self._view.name_of(level)}</td>"
                + "".join(f'<td align="right">{each}</td>' for each in cells)
                + "</tr>"
            )
        self.table.setText(
            f'{theme.EVEN_LINES}<table width="100%" cellpadding="3"><tr>{head}</tr>{"".join(rows)}</table>'
        )
        self.comparison.setText(self._compared())
        self._refresh_unit()

    def _compared(self) -> str:
        stack = self._model.state.stack
        if not stack.layers or not stack.parameters:
            return self.tr("Add convolutions to compare their weights with those of a single layer.")
        if self._model.predicting.hides_level(len(stack.layers), Thing.FIELD):
            return self.tr("What they cost together is shown once the receptive field was predicted.")
        size = stack.levels[-1].size
        together, single = stack.parameters, stack.single_layer_parameters
        said = labels.amount(
            together,
            "<b>See {size} × {size} together: {n} parameter.</b>",
            "<b>See {size} × {size} together: {n:,} parameters.</b>",
            size=size,
        )
        if single > together:
            instead = labels.amount(
                single,
                "One {size} × {size} convolution sees as much with {n} parameter, {times} times as many.",
                "One {size} × {size} convolution sees as much with {n:,} parameters, {times} times as many.",
                size=size,
                times=labels.times(single / together),
            )
        else:
            instead = labels.amount(
                single,
                "One {size} × {size} convolution sees as much with {n} parameter.",
                "One {size} × {size} convolution sees as much with {n:,} parameters.",
                size=size,
            )
        return labels.in_turn([said, instead])

    @Slot()
    def _refresh_unit(self) -> None:
        stack, unit = self._view.stack, self._view.unit
        if unit.level > len(stack.layers):
            return
        where = self.tr("<b>{name}, unit ({row}, {col})</b>").format(
            name=self._view.name_of(unit.level), row=labels.counted(unit.row), col=labels.counted(unit.col)
        )
        if unit.level == 0:
            self.unit.setText(where + "<br>" + self.tr("A cell of the input: it depends on itself alone."))
            return
        if self._model.predicting.hides_level(unit.level, Thing.FIELD):
            said = self.tr("depends on ? rows and columns of the input")
            self.unit.setText(f"{where}<br>{said}")
            self._view.setAccessibleDescription(said)
            return
        top, bottom = stack.receptive_field(unit.level, unit.row, 0)
        left, right = stack.receptive_field(unit.level, unit.col, 0)
        bounds = {
            "top": labels.counted(top),
            "bottom": labels.counted(bottom),
            "left": labels.counted(left),
            "right": labels.counted(right),
        }
        inside = len(stack.reads(unit.level, unit.row, 0)) * len(stack.reads(unit.level, unit.col, 0))
        whole = (bottom - top + 1) * (right - left + 1)
        if inside < whole:
            said = self.tr(
                "depends on rows {top} to {bottom}, columns {left} to {right} of the input: "
                "{count} of {whole} cells are really there."
            ).format(count=integer(inside), whole=integer(whole), **bounds)
        else:
            said = labels.amount(
                whole,
                "depends on rows {top} to {bottom}, columns {left} to {right} of the input: {n} cell.",
                "depends on rows {top} to {bottom}, columns {left} to {right} of the input: {n:,} cells.",
                **bounds,
            )
        self.unit.setText(f"{where}<br>{said}")
        self._view.setAccessibleDescription(said)


def _label(name: str) -> QLabel:
    label = QLabel(objectName=name, wordWrap=True, textFormat=Qt.TextFormat.RichText)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
