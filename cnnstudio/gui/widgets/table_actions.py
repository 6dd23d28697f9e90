"""What can be done with any table: copied as text, CSV or Markdown, and saved. One way for all of them."""

from collections.abc import Callable
from pathlib import Path
from types import MethodType
from typing import Any
from weakref import WeakMethod

from PySide6.QtCore import QObject, QSize, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.widgets.table_file import TableFile
from cnnstudio.gui.widgets.table_text import Format, Table


class TableActions(QObject):
    """Four actions over a table; what a table says is asked for when one of them is triggered.

    Attributes:
        all: copy as text, as CSV and as Markdown; save.
        file: writes what is saved.
    """

    told = Signal(str)  # what was done, for the status line

    def __init__(self, view: QWidget, prefix: str, name: Callable[[], str], write: Callable[[Format], str]) -> None:
        """Make the actions over ``view``.

        Args:
            prefix: of the actions' object names: ``models-copy-csv``, ``models-save-table``.
            name: suggested for the file, without an ending; "" where there is nothing to save yet.
            write: the table in a format.
        """
        super().__init__(view)
        self._name, self._write = _weakly(name), _weakly(write)
        self.file = TableFile(view, about=f"{prefix}-save-table")
        self.file.saved.connect(self._tell_saved)
        texts = {
            Format.TEXT: self.tr("Copy as text"),
            Format.CSV: self.tr("Copy as CSV"),
            Format.MARKDOWN: self.tr("Copy as Markdown"),
        }
        self.all: list[QAction] = []
        for how, text in texts.items():
            action = QAction(text, view, objectName=f"{prefix}-copy-{how.value}")
            action.setData(how.value)
            action.triggered.connect(self._copy_as)
            self.all.append(action)
        save = QAction(self.tr("Save as a file…"), view, objectName=f"{prefix}-save-table")
        save.triggered.connect(self.save)
        self.all.append(save)

    @classmethod
    def of(cls, view: QWidget, prefix: str, table: Callable[[], Table]) -> "TableActions":
        """The actions of a table whose cells are values."""
        asked = _weakly(table)
        return cls(view, prefix, lambda: asked().name, lambda how: asked().write(how))

    def copy(self, how: Format) -> None:
        """Put the table on the clipboard."""
        text = self._write(how)
        QGuiApplication.clipboard().setText(text)
        self.told.emit(labels.amount(text.count("\n"), "Copied {n} line", "Copied {n:,} lines"))

    @Slot()
    def _copy_as(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.copy(Format(action.data()))

    @Slot(object)
    def _tell_saved(self, path: Path) -> None:
        self.told.emit(self.tr("Saved as {file}").format(file=path))

    @Slot()
    def save(self) -> None:
        """Ask for a file and write the table there."""
        name = self._name()
        if name:
            self.file.ask(name, self._write)


def _weakly(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same function; a view that is asked is not kept alive by its own actions."""
    if not isinstance(function, MethodType):
        return function
    method: WeakMethod[Callable[..., Any]] = WeakMethod(function)

    def call(*arguments: Any) -> Any:
        found = method()
        assert found is not None, "a view outlives its actions"
        return found(*arguments)

    return call


class TableButton(QToolButton):
    """A small button with these actions as its menu."""

    def __init__(self, actions: TableActions, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(
            parent, objectName=f"{prefix}-copy", popupMode=QToolButton.ToolButtonPopupMode.InstantPopup, autoRaise=True
        )
        text = self.tr("Copy or save the table")
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.setIcon(theme.icon("copy", "text_quiet"))
        self.setIconSize(QSize(theme.SPACE_4, theme.SPACE_4))
        menu = QMenu(self)
        menu.addActions(actions.all[:-1])
        menu.addSeparator()
        menu.addAction(actions.all[-1])
        self.setMenu(menu)


def hear(page: QWidget, told: Callable[[str], object]) -> None:
    """Tell of what is done with any table of a page."""
    for actions in page.findChildren(TableActions):
        actions.told.connect(told)


def shut_down(page: QWidget) -> None:
    """For closing the window: what is to be written of any table of a page is written."""
    for file in page.findChildren(TableFile):
        file.shut_down()
