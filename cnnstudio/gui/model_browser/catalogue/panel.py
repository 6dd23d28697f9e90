"""The catalogue: search, order, and the tree of networks."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.analysis.room_state import LONGEST_SEARCH
from cnnstudio.gui import settings, theme
from cnnstudio.gui.language import translate
from cnnstudio.gui.model_browser.catalogue.model import NAME_ROLE, SEARCH_ROLE, SORT_ROLE, CatalogueModel, Order
from cnnstudio.gui.model_browser.searching import SearchedRows
from cnnstudio.networks import catalogue

ORDER = settings.Option("models/order", Order.FAMILY.value, lambda value: value in [order.value for order in Order])


class CataloguePanel(QWidget):
    """Tells which network is chosen; needs no torch."""

    chosen = Signal(str)  # catalogue name

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._setting = False
        self.model = CatalogueModel(self)
        self.proxy = SearchedRows(self.model, self, search_role=SEARCH_ROLE, sort_role=SORT_ROLE)

        self.search = QLineEdit(objectName="models-search", clearButtonEnabled=True, maxLength=LONGEST_SEARCH)
        self.search.setPlaceholderText(self.tr("Search networks"))
        self.search.setAccessibleName(self.tr("Search networks by name, family or year"))
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._choose_first)
        self.order = QComboBox(objectName="models-order")
        self.order.setAccessibleName(self.tr("Order of the networks"))
        for order, text in (
            (Order.FAMILY, translate("models", "By family")),
            (Order.YEAR, translate("models", "By year")),
            (Order.PARAMETERS, translate("models", "By size")),
        ):
            self.order.addItem(text, order)
        self.order.setCurrentIndex(self.order.findData(Order(settings.get(ORDER))))
        self.order.currentIndexChanged.connect(self._reorder)

        self.tree = QTreeView(objectName="models-catalogue", uniformRowHeights=True, allColumnsShowFocus=True)
        self.tree.setAccessibleName(self.tr("Networks"))
        self.tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setIndentation(theme.SPACE_3)
        self.tree.setModel(self.proxy)
        self.tree.setMinimumHeight(160)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(40)
        digits = QFontMetrics(theme.mono_font(0.9))
        for column, longest in ((1, "2026"), (2, "75.5 M")):
            # Just what the numbers take: the names need the rest.
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.tree.setColumnWidth(column, digits.horizontalAdvance(longest) + theme.SPACE_4)
        header.setSortIndicatorClearable(True)
        self.tree.setSortingEnabled(True)
        self.tree.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.tree.selectionModel().currentChanged.connect(self._on_current)

        top = QHBoxLayout()
        top.setSpacing(theme.SPACE_2)
        top.addWidget(self.search, 1)
        top.addWidget(self.order)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_2)
        layout.addLayout(top)
        layout.addWidget(self.tree, 1)
        self._fill()

    @property
    def name(self) -> str:
        """The network that is marked."""
        return self._name

    def mark(self, name: str) -> None:
        """Mark a network without telling that it was chosen; "" marks none."""
        self._name = name
        index = self.proxy.mapFromSource(self.model.index_of(name))
        self._setting = True
        if index.isValid():
            self.tree.selectionModel().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            )
            self.tree.scrollTo(index)
        else:
            self.tree.clearSelection()
        self._setting = False

    def _fill(self) -> None:
        self._setting = True
        self.model.show(tuple(catalogue.specs()), self.order.currentData())
        self._setting = False
        self.tree.setRootIsDecorated(not self.model.is_list)
        self.mark(self._name)

    @Slot()
    def _reorder(self) -> None:
        settings.put(ORDER, self.order.currentData().value)
        self.tree.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self._fill()

    @Slot(str)
    def _filter(self, text: str) -> None:
        self._setting = True
        self.proxy.setFilterFixedString(text.strip())
        self._setting = False
        if text.strip():
            self.tree.expandAll()
        else:
            self.tree.collapseAll()
            self.mark(self._name)

    @Slot()
    def _choose_first(self) -> None:
        """Enter in the search field takes the first network that matches."""
        index = self.proxy.index(0, 0)
        while index.isValid() and index.data(NAME_ROLE) is None:
            index = self.proxy.index(0, 0, index)
        if index.isValid():
            self.tree.setCurrentIndex(index)

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if self._setting or not current.isValid():
            return
        name = current.data(NAME_ROLE)
        if name is not None and name != self._name:
            self._name = name
            self.chosen.emit(name)
