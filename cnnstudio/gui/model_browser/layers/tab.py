"""The tab "Layers": the network's layers as a tree or a table, and as PyTorch prints them."""

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPoint,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.analysis.results import Analysis
from cnnstudio.analysis.room_state import LONGEST_SEARCH, Listing
from cnnstudio.gui import labels, settings, theme
from cnnstudio.gui.language import translate
from cnnstudio.gui.model_browser.layers import columns
from cnnstudio.gui.model_browser.layers.columns import COLUMNS, KEYS
from cnnstudio.gui.model_browser.layers.delegates import NameDelegate, ShareDelegate
from cnnstudio.gui.model_browser.layers.model import PATH_ROLE, SEARCH_ROLE, SORT_ROLE, LayerModel
from cnnstudio.gui.model_browser.predicting import Predicting
from cnnstudio.gui.model_browser.searching import SearchedRows
from cnnstudio.gui.model_browser.selection import Selected, Selection
from cnnstudio.gui.predict_first import HIDDEN
from cnnstudio.gui.widgets import table_text
from cnnstudio.gui.widgets.table_actions import TableActions, TableButton
from cnnstudio.gui.widgets.table_text import Format

SHOWN = settings.Option(
    "models/columns",
    columns.SHOWN_AT_FIRST,
    lambda keys: "layer" in keys and all(key in KEYS for key in keys),
)
_WIDTHS = {
    "layer": 168,
    "input": 108,
    "output": 108,
    "params": 86,
    "share": 60,
    "macs": 60,
    "mac-share": 60,
    "settings": 260,
    "path": 160,
}
# Rows that are open at first, counted from the top; a deeper tree opens by hand.
_FIRST_ROWS = 60
_TREE, _TABLE, _PRINTED = range(3)
_LISTINGS: tuple[Listing, ...] = ("tree", "table", "printed")
# Below this width the search stands under the buttons.
_NARROW = 440


class LayersTab(QWidget):
    """Shows an analysis; its selection is the room's."""

    revealRequested = Signal(str)  # path of a layer to be shown in the diagram
    listingChanged = Signal(str)  # "tree", "table" or "printed"

    def __init__(
        self, selection: Selection, parent: QWidget | None = None, *, predicting: Predicting | None = None
    ) -> None:
        super().__init__(parent, objectName="models-layers")
        self._selection = selection
        self._analysis: Analysis | None = None
        self._following = False
        predicting = predicting or Predicting(parent=self)
        self.model = LayerModel(self, predicting=predicting)
        self.proxy = SearchedRows(self.model, self, search_role=SEARCH_ROLE, sort_role=SORT_ROLE)

        self.search = QLineEdit(objectName="models-layer-search", clearButtonEnabled=True, maxLength=LONGEST_SEARCH)
        self.search.setPlaceholderText(self.tr("Search layers"))
        self.search.setAccessibleName(self.tr("Search layers by name, class or setting"))
        self._search_timer = QTimer(self, singleShot=True, interval=120)
        self._search_timer.timeout.connect(self._filter)
        self.search.textChanged.connect(self._search_timer.start)

        self._modes = QButtonGroup(self)
        modes = QHBoxLayout()
        modes.setSpacing(theme.SPACE_1)
        for mode, name, text, tip in (
            (_TREE, "tree", self.tr("Tree"), self.tr("Layers inside layers, equal blocks under one row")),
            (_TABLE, "table", self.tr("Table"), self.tr("Every layer that computes, in one list to be sorted")),
            (_PRINTED, "printed", "print(model)", self.tr("Exactly what PyTorch prints")),
        ):
            button = QPushButton(text, objectName=f"models-layers-{name}", checkable=True, toolTip=tip)
            self._modes.addButton(button, mode)
            modes.addWidget(button)
        self._modes.button(_TREE).setChecked(True)
        self._modes.idClicked.connect(self._set_mode)

        self._columns_button = self._menu_button("models-columns", "sliders-horizontal", self.tr("Columns"))
        self._columns_menu = QMenu(self._columns_button)
        self._column_actions: dict[str, QAction] = {}
        for column in COLUMNS:
            self._add_column_action(column)
        self._columns_button.setMenu(self._columns_menu)
        self.table = TableActions(self, "models", self._file_name, self._written)
        self.file = self.table.file
        self._copy_button = TableButton(self.table, "models")

        self.tree = QTreeView(
            objectName="models-tree",
            uniformRowHeights=True,
            alternatingRowColors=False,
            sortingEnabled=True,
            allColumnsShowFocus=True,
            expandsOnDoubleClick=True,
        )
        self.tree.setAccessibleName(self.tr("Layers of the network"))
        self.tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.tree.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setIndentation(theme.SPACE_4)
        self.tree.setModel(self.proxy)
        self.tree.setMouseTracking(True)
        self.tree.entered.connect(self._point)
        self.tree.setItemDelegateForColumn(0, NameDelegate(self.tree))
        for number, column in enumerate(COLUMNS):
            if column.share:
                self.tree.setItemDelegateForColumn(number, ShareDelegate(self.tree))
        header = self.tree.header()
        header.setSortIndicatorClearable(True)
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setMinimumSectionSize(40)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda at: self._columns_menu.exec(header.mapToGlobal(at)))
        self._widen()
        self.tree.viewport().installEventFilter(self)
        self._show_columns(settings.get(SHOWN))
        self.tree.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        copy_rows = QAction(self.tr("Copy"), self.tree)
        copy_rows.setShortcut(QKeySequence.StandardKey.Copy)
        copy_rows.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy_rows.triggered.connect(lambda: self.copy(Format.TEXT))
        self.tree.addAction(copy_rows)
        self.tree.selectionModel().currentChanged.connect(self._on_current)
        # Not the view's own signal: some desktops send that at a single click.
        self.tree.doubleClicked.connect(self._on_double_click)
        self._open_action = QAction(self.tr("Open in the playground"), self.tree, objectName="models-tree-open")
        self._open_action.setShortcuts([QKeySequence("Return"), QKeySequence("Enter")])
        self._open_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._open_action.triggered.connect(self._open_current)
        self._reveal_action = QAction(self.tr("Show in the diagram"), self.tree, objectName="models-tree-reveal")
        self._reveal_action.triggered.connect(lambda: self.revealRequested.emit(self._current_path()))
        self.tree.addAction(self._open_action)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._show_menu)
        self.menu = QMenu(self.tree, objectName="models-tree-menu")
        self.menu.addActions([self._open_action, self._reveal_action, copy_rows])

        self.printed = QPlainTextEdit(objectName="models-printed", readOnly=True)
        self.printed.setFont(theme.mono_font(0.95))
        self.printed.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.printed.setAccessibleName(self.tr("The network as PyTorch prints it"))

        self._stack = QStackedWidget()
        self._stack.addWidget(self.tree)
        self._stack.addWidget(self.printed)
        modes.addStretch(1)
        tools = QHBoxLayout()
        tools.setSpacing(theme.SPACE_2)
        tools.addWidget(self.search, 1)
        tools.addWidget(self._columns_button)
        tools.addWidget(self._copy_button)
        self._bar = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._bar.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, theme.SPACE_2)
        self._bar.setSpacing(theme.SPACE_2)
        self._bar.addLayout(modes)
        self._bar.addLayout(tools, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._bar)
        layout.addWidget(self._stack, 1)
        selection.changed.connect(self._follow)
        predicting.changed.connect(self.tree.viewport().update)

    def show_analysis(self, analysis: Analysis) -> None:
        """Show the layers of this network."""
        self._analysis = analysis
        self.printed.setPlainText(analysis.printed)
        self._fill()

    def show_as(self, listing: Listing) -> None:
        """List the layers as a tree, as a table, or as PyTorch prints them."""
        mode = _LISTINGS.index(listing)
        if mode != self._modes.checkedId():
            self._modes.button(mode).setChecked(True)
            self._set_mode(mode)

    def copy(self, how: Format) -> None:
        """Put what is shown on the clipboard: the columns and rows of the moment, or what PyTorch prints."""
        self.table.copy(how)

    def _written(self, how: Format) -> str:
        return self.printed.toPlainText() if self._modes.checkedId() == _PRINTED else self.text(how)

    def _file_name(self) -> str:
        return "" if self._analysis is None else self._analysis.name or self._analysis.title

    def text(self, how: Format) -> str:
        """The table with the columns that are shown and all rows that match the search, folded ones too."""
        numbers = [number for number in range(len(COLUMNS)) if not self.tree.isColumnHidden(number)]
        headings: list[str] = []
        for number in numbers:
            title = columns.title(COLUMNS[number])
            if how is not Format.TEXT and COLUMNS[number].unit:
                title = labels.noted(title, translate("models", COLUMNS[number].unit))
            # Two shares side by side are told apart by the heading before them.
            headings.append(f"{headings[-1]} {title}" if COLUMNS[number].share and headings else title)
        rows: list[list[str]] = []

        def add(parent: QModelIndex, depth: int) -> None:
            for row in range(self.proxy.rowCount(parent)):
                cells = [self._cell(self.proxy.index(row, number, parent), how) for number in numbers]
                cells[0] = "  " * depth + cells[0]
                rows.append(cells)
                add(self.proxy.index(row, 0, parent), depth + 1)

        add(QModelIndex(), 0)
        return table_text.write(headings, rows, how, right=[COLUMNS[number].numeric for number in numbers])

    @staticmethod
    def _cell(index: QModelIndex, how: Format) -> str:
        text = index.data() or ""
        if text == HIDDEN:
            return text
        return text if how is Format.TEXT else columns.plain(COLUMNS[index.column()], text, index.data(SORT_ROLE))

    # --- showing

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        self._bar.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def _fill(self) -> None:
        self._following = True
        self.model.show(self._analysis, flat=self._modes.checkedId() == _TABLE)
        self._following = False
        self._open_first()
        self._follow(self._selection.current)

    def _open_first(self) -> None:
        """Open levels as long as the tree stays easy to survey."""
        self.tree.setRootIsDecorated(not self.model.flat)
        if self.model.flat:
            return
        level = [self.proxy.index(row, 0) for row in range(self.proxy.rowCount())]
        shown = len(level)
        while level:
            below = [self.proxy.index(row, 0, index) for index in level for row in range(self.proxy.rowCount(index))]
            if shown + len(below) > _FIRST_ROWS:
                break
            for index in level:
                self.tree.setExpanded(index, True)
            shown += len(below)
            level = below

    @Slot()
    def _filter(self) -> None:
        text = self.search.text().strip()
        # A row that is filtered out hands the view's mark to another; what is selected stays all the same.
        self._following = True
        self.proxy.setFilterFixedString(text)
        if text:
            self.tree.expandAll()
        self._following = False
        self._follow(self._selection.current)

    @Slot(int)
    def _set_mode(self, mode: int) -> None:
        printed = mode == _PRINTED
        self._stack.setCurrentIndex(1 if printed else 0)
        for widget in (self.search, self._columns_button):
            widget.setEnabled(not printed)
        if not printed and (mode == _TABLE) != self.model.flat:
            self._fill()
        self.listingChanged.emit(_LISTINGS[mode])

    @Slot(object)
    def _follow(self, selected: Selected) -> None:
        index = self.proxy.mapFromSource(self.model.index_of(selected.path))
        if index == self.tree.currentIndex() or self._following:
            return
        self._following = True
        if index.isValid():
            self.tree.selectionModel().setCurrentIndex(
                index,
                QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
            )
            self.tree.scrollTo(index)
        else:
            self.tree.clearSelection()
        self._following = False

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid() and not self._following:
            self._following = True
            self._selection.select(current.data(PATH_ROLE))
            self._following = False

    # --- opening

    @Slot(QModelIndex)
    def _point(self, index: QModelIndex) -> None:
        self._selection.point(index.data(PATH_ROLE) or "")

    def _current_path(self) -> str:
        index = self.tree.currentIndex()
        return index.data(PATH_ROLE) if index.isValid() else ""

    @Slot(QModelIndex)
    def _on_double_click(self, index: QModelIndex) -> None:
        self._selection.open(self._analysis, index.data(PATH_ROLE))

    @Slot()
    def _open_current(self) -> None:
        """Open the layer in the playground; a row with others below it unfolds or folds instead."""
        index = self.tree.currentIndex().siblingAtColumn(0)
        if index.isValid() and not self._selection.open(self._analysis, index.data(PATH_ROLE)):
            self.tree.setExpanded(index, not self.tree.isExpanded(index))

    @Slot(QPoint)
    def _show_menu(self, at: QPoint) -> None:
        index = self.tree.indexAt(at)
        if not index.isValid():
            return
        self.tree.setCurrentIndex(index)
        analysis, path = self._analysis, index.data(PATH_ROLE)
        self._open_action.setVisible(self._selection.opens(analysis, path))
        self._reveal_action.setVisible(bool(path) and analysis is not None and analysis.layers[path].calls > 0)
        self.menu.aboutToHide.connect(self._after_menu, Qt.ConnectionType.SingleShotConnection)
        self.menu.popup(self.tree.viewport().mapToGlobal(at))

    @Slot()
    def _after_menu(self) -> None:
        # What is not in the menu has no shortcut either, and Return also unfolds.
        self._open_action.setVisible(True)

    # --- columns

    def _menu_button(self, name: str, icon: str, text: str) -> QToolButton:
        button = QToolButton(objectName=name, popupMode=QToolButton.ToolButtonPopupMode.InstantPopup, toolTip=text)
        button.setIcon(theme.icon(icon, "text_quiet"))
        button.setAccessibleName(text)
        return button

    def _add_column_action(self, column: columns.Column) -> None:
        action = self._columns_menu.addAction(self._column_title(column))
        action.setCheckable(True)
        action.setObjectName(f"models-column-{column.key}")
        action.setEnabled(column.key != "layer")
        action.toggled.connect(self._choose_columns)
        self._column_actions[column.key] = action

    def _column_title(self, column: columns.Column) -> str:
        return {
            "share": self.tr("Share of the parameters"),
            "mac-share": self.tr("Share of the MACs"),
        }.get(column.key) or columns.title(column)

    def _show_columns(self, keys: list[str]) -> None:
        for number, key in enumerate(KEYS):
            self.tree.setColumnHidden(number, key not in keys)
            action = self._column_actions[key]
            action.blockSignals(True)
            action.setChecked(key in keys)
            action.blockSignals(False)
        self._give_names_the_rest()

    @Slot()
    def _choose_columns(self) -> None:
        keys = [key for key in KEYS if self._column_actions[key].isChecked()]
        settings.put(SHOWN, keys)
        self._show_columns(keys)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.tree.viewport() and event.type() == QEvent.Type.Resize:
            self._give_names_the_rest()
        return super().eventFilter(watched, event)

    def _give_names_the_rest(self) -> None:
        """The names take what the other columns leave over."""
        others = sum(self.tree.columnWidth(number) for number in range(1, len(KEYS)))
        self.tree.setColumnWidth(0, max(_WIDTHS["layer"], self.tree.viewport().width() - others))

    def _widen(self) -> None:
        for number, key in enumerate(KEYS):
            self.tree.setColumnWidth(number, _WIDTHS.get(key, 84))
