"""The data set of the form: a name, or a folder that is typed, dropped or browsed for."""

from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cnnstudio import datasets
from cnnstudio.gui import labels, language, theme
from cnnstudio.gui.training_panel.form_row import FormRow
from cnnstudio.gui.training_panel.settings import combo_box

_FOLDER = "folder"


def datasets_by_name() -> dict[str, Any]:
    """The data sets with a name, ``auto`` among them (with no information of its own)."""
    return {"auto": None, **{info.name: info for info in datasets.available()}}


class DatasetField(QWidget):
    """Tells what the user chooses; what is shown by ``show_dataset`` is not told.

    Attributes:
        row: the box with its name, hint and reason.
    """

    chosen = Signal(str)  # a name, or the path of a folder
    folderMissing = Signal()  # "A folder…" was chosen and none is known yet

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        choices = [("auto", self.tr("Automatic"))]
        choices += [(info.name, language.say(info.title)) for info in datasets.available()]
        choices.append((_FOLDER, self.tr("A folder…")))
        self.combo = combo_box("train-dataset", choices)
        self.row = FormRow(self.tr("Data set"), self.combo, tip=self.tr("Pictures to learn from and to be tested on"))
        self._folder = QLineEdit(objectName="train-folder", placeholderText=self.tr("Folder with idx files"))
        self._folder.setAccessibleName(self.tr("Folder of the data set"))
        browse = QPushButton(self.tr("Browse…"), objectName="train-folder-browse")
        browse.clicked.connect(self._browse)
        self._line = QWidget()
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.SPACE_2)
        line.addWidget(self._folder, 1)
        line.addWidget(browse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_2)
        layout.addWidget(self.row)
        layout.addWidget(self._line)
        self._filling = False
        self.combo.currentIndexChanged.connect(self._on_chosen)
        self._folder.editingFinished.connect(self.take_text)
        self._folder.textChanged.connect(self._on_text)

    @property
    def lacks_folder(self) -> bool:
        """Whether a folder is wanted and none is named."""
        return self._wants_folder and not self._folder.text().strip()

    @property
    def _wants_folder(self) -> bool:
        return bool(self.combo.currentData() == _FOLDER)

    def show_dataset(self, dataset: str) -> None:
        """Show a data set by its name, or the folder at this path."""
        named = dataset in datasets_by_name()
        self._filling = True
        self.combo.setCurrentIndex(self.combo.findData(dataset if named else _FOLDER))
        self._filling = False
        self._line.setVisible(not named)
        if not named:
            self._folder.setText(dataset)

    def show_folder(self, folder: str) -> None:
        """The folder that is taken when one is wanted again; what is typed there stays."""
        if not self._wants_folder:
            self._folder.setText(folder)

    def take_text(self) -> None:
        """Take the folder as it is typed."""
        if self._wants_folder and self._folder.text().strip():
            self.chosen.emit(self._folder.text().strip())

    def set_hint(self, dataset: str, *, ready: bool) -> None:
        """Say where this data set comes from: it has to be downloaded where it is not ``ready``."""
        info = datasets_by_name().get(dataset)
        if dataset == "auto":
            self.row.set_hint(self.tr("MNIST where it is found or can be downloaded, else the built-in digits"))
        elif info is not None and not ready:
            size = labels.fixed(info.download_bytes / 1e6, 1)
            self.row.set_hint(self.tr("Will be downloaded once ({size} MB)").format(size=size))
        else:
            self.row.set_hint("")

    def _on_chosen(self) -> None:
        self._line.setVisible(self._wants_folder)
        if self._filling:
            return
        if not self._wants_folder:
            self.chosen.emit(self.combo.currentData())
        elif self._folder.text():
            self.take_text()
        else:
            self.folderMissing.emit()
            self._browse()

    def _on_text(self, text: str) -> None:
        # A folder dropped from a file manager arrives as file:///...
        if text.startswith("file://"):
            self._folder.setText(QUrl(text.strip()).toLocalFile())

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder with the four idx files"), objectName="train-folder-dialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._on_folder_chosen)
        dialog.open()

    def _on_folder_chosen(self, path: str) -> None:
        self._folder.setText(path)
        self.take_text()
