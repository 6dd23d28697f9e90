"""The catalogue as an item model: groups (a family, a year) over networks, or one list."""

from enum import Enum

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cnnstudio.gui import labels, theme
from cnnstudio.gui.language import say, translate
from cnnstudio.networks.catalogue import NetworkSpec

SORT_ROLE = Qt.ItemDataRole.UserRole
SEARCH_ROLE = Qt.ItemDataRole.UserRole + 1
NAME_ROLE = Qt.ItemDataRole.UserRole + 2

Index = QModelIndex | QPersistentModelIndex
TITLE, YEAR, PARAMETERS = range(3)
_COLUMNS = 3


class Order(Enum):
    """How the catalogue is grouped."""

    FAMILY = "family"
    YEAR = "year"
    PARAMETERS = "parameters"


class CatalogueModel(QAbstractItemModel):
    """Columns: title, year, parameters. A network's internal id is its group's place plus one, a group's is 0."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._specs: tuple[NetworkSpec, ...] = ()
        self._order = Order.FAMILY
        self._groups: list[tuple[str, list[NetworkSpec]]] = []

    def show(self, specs: tuple[NetworkSpec, ...], order: Order) -> None:
        """Show these networks in groups."""
        self.beginResetModel()
        self._specs, self._order = specs, order
        groups: dict[str, list[NetworkSpec]] = {}
        if order is Order.FAMILY:
            for spec in specs:
                groups.setdefault(spec.family, []).append(spec)
        elif order is Order.YEAR:
            for spec in sorted(specs, key=lambda spec: spec.year):
                groups.setdefault(str(spec.year), []).append(spec)
        else:
            groups[""] = sorted(specs, key=lambda spec: spec.parameters)
        self._groups = list(groups.items())
        self.endResetModel()

    @property
    def is_list(self) -> bool:
        """Whether the networks stand without groups."""
        return self._order is Order.PARAMETERS

    def index_of(self, name: str) -> QModelIndex:
        """The row of this network, or no index."""
        for place, (_, specs) in enumerate(self._groups):
            for row, spec in enumerate(specs):
                if spec.name == name:
                    return self.createIndex(row, 0, place + 1)
        return QModelIndex()

    def _spec(self, index: Index) -> NetworkSpec | None:
        if not index.isValid() or index.internalId() == 0:
            return None
        return self._groups[index.internalId() - 1][1][index.row()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            if self.is_list:
                return len(self._groups[0][1]) if self._groups else 0
            return len(self._groups)
        if parent.column() > 0 or parent.internalId() != 0:
            return 0
        return len(self._groups[parent.row()][1])

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() and (parent.column() > 0 or parent.internalId() != 0) else _COLUMNS

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        # Asked for hundreds of times a painting; hasIndex would come back to Python twice for each.
        if row < 0 or not 0 <= column < _COLUMNS:
            return QModelIndex()
        groups = self._groups
        if not parent.isValid():
            if self.is_list:
                return self.createIndex(row, column, 1) if groups and row < len(groups[0][1]) else QModelIndex()
            return self.createIndex(row, column, 0) if row < len(groups) else QModelIndex()
        if parent.column() > 0 or parent.internalId() != 0 or row >= len(groups[parent.row()][1]):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1)

    # Qt has two functions of this name; a model's own parent is asked for nowhere.
    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override] # noqa: B008
        if not index.isValid() or index.internalId() == 0 or self.is_list:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < _COLUMNS:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (translate("models", "Network"), translate("models", "Year"), translate("models", "Param."))[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            whole = section == PARAMETERS
            return translate("models", "Parameters") if whole else self.headerData(section, orientation)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        spec, column = self._spec(index), index.column()
        if spec is None:
            return self._group_data(index, role)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return (say(spec.title), str(spec.year), labels.short(spec.parameters))[column]
            case Qt.ItemDataRole.ToolTipRole:
                size = labels.integer(spec.parameters)
                return translate("models", "{title}, {year}, {size} parameters").format(
                    title=say(spec.title), year=spec.year, size=size
                )
            case Qt.ItemDataRole.FontRole:
                return theme.mono_font(0.9) if column else None
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case _ if role == SORT_ROLE:
                return (say(spec.title).casefold(), spec.year, spec.parameters)[column]
            case _ if role == SEARCH_ROLE:
                return f"{say(spec.title)} {spec.title} {spec.name} {say(spec.family)} {spec.family} {spec.year}"
            case _ if role == NAME_ROLE:
                return spec.name
        return None

    def _group_data(self, index: Index, role: int) -> object:
        title, specs = self._groups[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                first = str(_first_year(specs)) if self._order is Order.FAMILY else ""
                return (say(title), first, "")[index.column()]
            case Qt.ItemDataRole.FontRole:
                return theme.mono_font(0.9) if index.column() else theme.font(bold=True)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(index.column())
            case _ if role == SORT_ROLE:
                least = min(spec.parameters for spec in specs)
                return (say(title).casefold(), _first_year(specs), least)[index.column()]
            case _ if role == SEARCH_ROLE:
                return f"{say(title)} {title}"
        return None


def _first_year(specs: list[NetworkSpec]) -> int:
    return min(spec.year for spec in specs)


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
