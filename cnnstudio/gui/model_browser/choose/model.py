"""What torchvision publishes about its classifiers, as an item model: one row a network and set of weights."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cnnstudio.gui import labels, theme
from cnnstudio.gui.language import say, translate
from cnnstudio.gui.widgets.table_text import Heading, Table
from cnnstudio.networks.choosing import Choice

Index = QModelIndex | QPersistentModelIndex

SORT_ROLE = Qt.ItemDataRole.UserRole
NAME_ROLE = Qt.ItemDataRole.UserRole + 1
COLUMNS = 8
TITLE, TOP1, TOP5, GMACS, PARAMETERS, SIZE, YEAR, WEIGHTS = range(COLUMNS)


class ChoiceModel(QAbstractTableModel):
    """Read-only."""

    def __init__(self, choices: Sequence[Choice], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choices = tuple(choices)

    def row_of(self, choice: Choice) -> int:
        """Where a choice stands."""
        return self._choices.index(choice)

    def table(self, order: Sequence[int]) -> Table:
        """These rows as they were published, for a copy or a file."""
        headings = [
            Heading(translate("models", "Network"), number=False),
            Heading(translate("models", "Top-1"), "%"),
            Heading(translate("models", "Top-5"), "%"),
            Heading(translate("models", "MACs"), "10⁹"),
            Heading(translate("models", "Parameters")),
            Heading(translate("models", "Input"), "px"),
            Heading(translate("models", "Year")),
            Heading(translate("models", "Weights"), number=False),
        ]
        rows = [
            (
                say(one.spec.title),
                one.top1,
                one.figures.top5,
                one.figures.gmacs,
                one.figures.parameters,
                one.figures.crop_size,
                one.spec.year,
                one.figures.weights,
            )
            for one in (self._choices[row] for row in order)
        ]
        texts = [[str(self.index(row, column).data()) for column in range(COLUMNS)] for row in order]
        return Table("choose", headings, rows, texts)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._choices)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < COLUMNS:
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.headerData(section, orientation)
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                translate("models", "Network"),
                translate("models", "Top-1 %"),
                translate("models", "Top-5 %"),
                translate("models", "GMAC"),
                translate("models", "Param."),
                translate("models", "Input"),
                translate("models", "Year"),
                translate("models", "Weights"),
            )[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        choice, column = self._choices[index.row()], index.column()
        figures = choice.figures
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return (
                    say(choice.spec.title),
                    labels.fixed(choice.top1, 2),
                    "–" if figures.top5 is None else labels.fixed(figures.top5, 2),
                    labels.fixed(figures.gmacs, 2),
                    labels.short(figures.parameters),
                    f"{figures.crop_size} px",
                    str(choice.spec.year),
                    # All of them are for ImageNet-1K; the tip has the whole name.
                    figures.weights.removeprefix("IMAGENET1K_"),
                )[column]
            case Qt.ItemDataRole.ToolTipRole:
                return labels.amount(
                    figures.parameters,
                    "{title} with {weights}: {n} parameter",
                    "{title} with {weights}: {n:,} parameters",
                    title=choice.spec.title,
                    weights=figures.weights,
                )
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.FontRole:
                return theme.font() if column in (TITLE, WEIGHTS) else theme.mono_font(0.92)
            case _ if role == SORT_ROLE:
                return (
                    say(choice.spec.title).casefold(),
                    choice.top1,
                    figures.top5 or 0.0,
                    figures.gmacs,
                    figures.parameters,
                    figures.crop_size,
                    choice.spec.year,
                    figures.weights,
                )[column]
            case _ if role == NAME_ROLE:
                return choice.spec.name
        return None


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignLeft if column in (TITLE, WEIGHTS) else Qt.AlignmentFlag.AlignRight
    return int(side | Qt.AlignmentFlag.AlignVCenter)
