"""Version and licence of every library that the program is made of."""

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPlainTextEdit,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cnnstudio import licences
from cnnstudio.gui import theme

_SIZE = (820, 620)


class LicencesDialog(QDialog):
    """A table of libraries; below it the licence of the chosen one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="help-licences")
        self.setWindowTitle(self.tr("Licences"))
        self._libraries = licences.libraries()
        self.table = QTreeWidget(
            objectName="help-licences-table",
            columnCount=3,
            rootIsDecorated=False,
            uniformRowHeights=True,
            selectionMode=QAbstractItemView.SelectionMode.SingleSelection,
        )
        self.table.setHeaderLabels([self.tr("Library"), self.tr("Version"), self.tr("Licence")])
        self.table.setAccessibleName(self.tr("Libraries"))
        for library in self._libraries:
            item = QTreeWidgetItem([library.name, library.version, library.licence])
            item.setToolTip(2, library.licence)
            self.table.addTopLevelItem(item)
        for column in (0, 1):
            self.table.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.text = QPlainTextEdit(objectName="help-licences-text", readOnly=True)
        self.text.setFont(theme.mono_font(0.9))
        self.text.setAccessibleName(self.tr("Text of the licence"))
        split = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        split.addWidget(self.table)
        split.addWidget(self.text)
        split.setStretchFactor(1, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, objectName="help-licences-buttons")
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(split, 1)
        layout.addWidget(buttons)
        self.resize(*_SIZE)
        self.table.currentItemChanged.connect(self._show_text)
        self.table.setCurrentIndex(self.table.model().index(0, 0))

    @Slot()
    def _show_text(self) -> None:
        library = self._libraries[self.table.currentIndex().row()]
        self.text.setPlainText(library.text() or _no_text(library.home))


def _no_text(home: str) -> str:
    return QCoreApplication.translate("LicencesDialog", "The text of this licence stands at {address}").format(
        address=home
    )
