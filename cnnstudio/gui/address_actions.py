"""What the window's menus and the top bar offer for links, files of states and the way back."""

import os
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMainWindow

from cnnstudio.gui import actions, errors, navigation, theme
from cnnstudio.gui.navigation import Addresses, WayBack
from cnnstudio.gui.studio import Studio
from cnnstudio.workspace import links, state_files
from cnnstudio.workspace.links import Address

ABOUT = "address"
"""What is told of a link or a file holds until another is opened or made."""


class AddressActions(QObject):
    """The actions, joined to the studio's addresses and its way back."""

    def __init__(self, studio: Studio, rooms: frozenset[str], window: QMainWindow) -> None:
        super().__init__(window)
        self._studio = studio
        self._window = window
        self.addresses = Addresses(studio, rooms, self)
        self.addresses.failed.connect(self._on_failed)
        self.addresses.saved.connect(self._on_saved)
        self.addresses.linked.connect(self._on_linked)
        self.way = WayBack(studio, self)
        self.way.changed.connect(self._show_way)
        self.back = actions.create("window-back", window, self.way.back)
        self.forward = actions.create("window-forward", window, self.way.forward)
        self.copy_link = actions.create("window-copy-link", window, self._copy_link)
        self.open_link = actions.create("window-open-link", window, self._ask_link)
        self.open_state = actions.create("window-open-state", window, self._ask_open)
        self.save_state = actions.create("window-save-state", window, self._ask_save)
        self._show_way()

    @property
    def in_menu(self) -> list[QAction]:
        """What stands in the File menu."""
        return [self.open_state, self.save_state, self.copy_link, self.open_link]

    def open(self, source: str | Path | Address) -> None:
        """Go where a link or a file says."""
        errors.take_back(ABOUT)
        self.addresses.open(source)

    def open_dropped(self, file: Path) -> None:
        """Open what ``dropped`` found; a network or weights in Models, where the user is asked what there is to ask."""
        suffix = file.suffix.lower()
        if suffix in _NETWORKS:
            self._studio.open_room("models", {"file": str(file)})
        elif suffix in _WEIGHTS:
            self._studio.open_room("models", {"weights": str(file)})
        elif is_lesson(file):
            self._studio.open_room("learn", {"lesson": str(file)})
        else:
            self.open(file)

    def shut_down(self) -> None:
        """End the workers."""
        self.addresses.shut_down()

    @Slot()
    def _show_way(self) -> None:
        self.back.setEnabled(self.way.can_go_back)
        self.forward.setEnabled(self.way.can_go_forward)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        errors.show_error(self._window, error, about=ABOUT)

    @Slot(object)
    def _on_saved(self, file: Path) -> None:
        self._studio.statusMessage.emit(self.tr("Saved as {file}").format(file=file))

    @Slot()
    def _copy_link(self) -> None:
        errors.take_back(ABOUT)
        self.addresses.ask_link()

    @Slot(str)
    def _on_linked(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._studio.statusMessage.emit(
            self.tr("A link to this is on the clipboard. Open it from the File menu, here or elsewhere.")
        )

    @Slot()
    def _ask_link(self) -> None:
        copied = QGuiApplication.clipboard().text().strip()
        dialog = QInputDialog(self._window, objectName="window-open-link")
        theme.dress(dialog)
        dialog.setWindowTitle(self.tr("Open a link"))
        dialog.setLabelText(self.tr("A link of CNN Studio, such as {example}").format(example="cnnstudio:playground"))
        dialog.setTextValue(copied if copied.lower().startswith(links.SCHEME) and len(copied) <= links.LONGEST else "")
        dialog.resize(theme.SPACE_6 * 20, dialog.height())
        if dialog.exec() and dialog.textValue().strip():
            self.open(dialog.textValue())
        dialog.deleteLater()

    @Slot()
    def _ask_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Open what was saved"),
            "",
            self.tr("CNN Studio ({patterns});;All files (*)").format(patterns=f"*{state_files.SUFFIX} *.json"),
        )
        if name:
            self.open(Path(name))

    @Slot()
    def _ask_save(self) -> None:
        suggestion = navigation.title(self._studio.current, self._studio.workspace.room)
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Save what is shown"),
            suggestion,
            self.tr("CNN Studio ({patterns})").format(patterns=f"*{state_files.SUFFIX}"),
        )
        if name:
            self.save(Path(name))

    def save(self, file: Path) -> None:
        """Write what is shown into a file; a name without the program's own suffix gets it."""
        errors.take_back(ABOUT)
        # A dot in a name, as in "97.4 %", ends no name.
        own = file.suffix.lower() == state_files.SUFFIX
        self.addresses.save(file if own else file.with_name(file.name + state_files.SUFFIX))


_NETWORKS = (".py", ".pt2", ".onnx")
_WEIGHTS = (".safetensors", ".pt", ".pth")


def dropped(data: QMimeData) -> Path | None:
    """What the window opens among what was dropped: a state, a network of the user's, weights, a lesson; or None."""
    urls = data.urls() if data.hasUrls() else []
    found = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    known = (state_files.SUFFIX, *_NETWORKS, *_WEIGHTS)
    return next((file for file in found if file.suffix.lower() in known or is_lesson(file)), None)


def is_lesson(path: Path) -> bool:
    """Whether this is opened as a lesson: a folder, or a zip of one. What is wrong with it is told there."""
    # Other than Path's own, the system module's takes names of any length.
    return path.suffix.lower() == ".zip" or os.path.isdir(path)  # noqa: PTH112
