"""Two networks' layers side by side, as an item model."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cnnstudio.analysis.compare import Difference, Row
from cnnstudio.analysis.results import Layer
from cnnstudio.gui import labels, theme
from cnnstudio.gui.language import translate
from cnnstudio.gui.model_browser import words
from cnnstudio.gui.widgets.table_text import Cell, Heading, Table

Index = QModelIndex | QPersistentModelIndex

DIFFERENCE_ROLE = Qt.ItemDataRole.UserRole
PATH_ROLE = Qt.ItemDataRole.UserRole + 1

# What a side's cell says: layer, path, output shape, parameters; its row comes along.
CELLS_ROLE = Qt.ItemDataRole.UserRole + 2
Cells = tuple[str, str, str, str]

# One cell for each side, the mark between them.
MARK = 1
_SIGNS = {
    Difference.EQUAL: "=",
    Difference.CHANGED: "≠",
    Difference.LEFT_ONLY: "−",
    Difference.RIGHT_ONLY: "+",
}


def explain(difference: Difference) -> str:
    """A difference in words."""
    return {
        Difference.EQUAL: translate("models", "the same"),
        Difference.CHANGED: translate("models", "changed"),
        Difference.LEFT_ONLY: translate("models", "only at the left"),
        Difference.RIGHT_ONLY: translate("models", "only at the right"),
    }[difference]


class CompareModel(QAbstractTableModel):
    """Read-only; ``show`` gives it other rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self._titles = ("", "")

    def show(self, rows: Sequence[Row], left: str, right: str) -> None:
        """Show these rows under the networks' titles."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self._titles = (left, right)
        self.endResetModel()

    def table(self, order: Sequence[int]) -> Table:
        """These rows for a copy or a file: one side, how the two differ, the other side."""
        sides = [
            [
                Heading(translate("models", "{network}: layer").format(network=title), number=False),
                Heading(translate("models", "{network}: class").format(network=title), number=False),
                Heading(translate("models", "{network}: output").format(network=title), number=False),
                Heading(translate("models", "{network}: own parameters").format(network=title)),
            ]
            for title in self._titles
        ]
        middle = Heading(translate("models", "Difference"), number=False)
        rows = [
            (*_values(row.left), explain(row.difference), *_values(row.right)) for row in (self._rows[n] for n in order)
        ]
        name = " - ".join(title for title in self._titles if title)
        return Table(name, [*sides[0], middle, *sides[1]], rows)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            left, right = self._titles
            return (left, "", right)[section]
        if role == Qt.ItemDataRole.ToolTipRole and section != MARK:
            return translate(
                "models", "Each layer with its place, the shape of its output and its number of parameters"
            )
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        layer = row.left if column < MARK else row.right
        match role:
            case Qt.ItemDataRole.DisplayRole:
                if column == MARK:
                    return _SIGNS[row.difference]
                return "" if layer is None else f"{words.box_title(layer)}  ·  {layer.path}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignCenter)
            case Qt.ItemDataRole.FontRole:
                return theme.mono_font(0.92)
            case Qt.ItemDataRole.ForegroundRole:
                return theme.tokens().text_quiet if row.difference is Difference.EQUAL else None
            case Qt.ItemDataRole.BackgroundRole:
                return _ground(row.difference)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return explain(row.difference) if column == MARK else labels.details(_cells(layer))
            case _ if role == CELLS_ROLE:
                return None if column == MARK else (_cells(layer), row)
            case _ if role == DIFFERENCE_ROLE:
                return row.difference
            case _ if role == PATH_ROLE:
                return row.left.path if row.left is not None else None
        return None

    def _tip(self, row: Row) -> str:
        text = explain(row.difference)
        if row.fields:
            # They are the arguments of the layer's class.
            fields = labels.listed(name.replace("_", " ") for name in row.fields)
            text = translate("models", "{difference}: {fields}").format(difference=text, fields=fields)
        for layer in (row.left, row.right):
            if layer is not None:
                text += f"\n{layer.path}: {layer.type}({layer.settings})"
        return text


def _values(layer: Layer | None) -> tuple[Cell, ...]:
    if layer is None:
        return (None,) * 4
    return layer.path, words.box_title(layer), words.shape(layer.output_shape), layer.own_params


def _cells(layer: Layer | None) -> Cells:
    if layer is None:
        return ("", "", "", "")
    params = labels.short(layer.own_params) if layer.own_params else "–"
    return (words.box_title(layer), layer.path, words.shape(layer.output_shape), params)


def _ground(difference: Difference) -> object:
    tokens = theme.tokens()
    color = {
        Difference.CHANGED: tokens.warning,
        Difference.LEFT_ONLY: tokens.negative,
        Difference.RIGHT_ONLY: tokens.positive,
    }.get(difference)
    return None if color is None else theme.mix(tokens.panel, color, 0.12)
