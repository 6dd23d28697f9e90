"""What the room's two trees share: rows that can be searched and sorted."""

from PySide6.QtCore import QAbstractItemModel, QObject, QSortFilterProxyModel, Qt


class SearchedRows(QSortFilterProxyModel):
    """The rows of a model that match what is searched for, with those above and below them, in the order asked for."""

    def __init__(self, model: QAbstractItemModel, parent: QObject, *, search_role: int, sort_role: int) -> None:
        super().__init__(parent, recursiveFilteringEnabled=True)
        self.setAutoAcceptChildRows(True)
        self.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterRole(search_role)
        self.setSortRole(sort_role)
        self.setSourceModel(model)
