"""Opening the user's own network: a Python file, which runs and is asked about first, or a torch.export file."""

import html
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cnnstudio import paths
from cnnstudio.errors import StudioError
from cnnstudio.gui import errors, theme
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.networks import consent
from cnnstudio.networks.reference import ExportedNetwork, PythonNetwork


class OwnNetwork(QWidget):
    """A button; for a Python file, a question in place that says what opening it means.

    Args:
        room: whose it is, for the names of its widgets.
        exported: whether torch.export files are opened, too; else Python files alone.
    """

    chosen = Signal(object)  # PythonNetwork | ExportedNetwork
    failed = Signal(str)  # a sentence
    cancelled = Signal()

    def __init__(self, room: str, parent: QWidget | None = None, *, exported: bool = True) -> None:
        super().__init__(parent)
        self._exported = exported
        self._file: Path | None = None
        self._sha256 = ""
        # An exported network may be a large file, whose hash takes its time.
        self._reader = LatestWins(ExportedNetwork.of, self, name=f"{room}-own-file")
        self._reader.result.connect(self.chosen)
        self._reader.failed.connect(self._on_failed)
        self.open = QPushButton(self.tr("Open your own network…"), objectName=f"{room}-own")
        self.open.setIcon(theme.icon("folder-open", "text_quiet"))
        self.open.setToolTip(
            self.tr("A class in a Python file (.py), or a network saved with torch.export (.pt2)")
            if exported
            else self.tr("A class in a Python file (.py)")
        )
        self.open.clicked.connect(self.ask_for_file)

        self.question = QFrame(objectName=f"{room}-own-question")
        self._text = QLabel(objectName=f"{room}-own-text", wordWrap=True)
        self.classes = QComboBox(objectName=f"{room}-own-class", editable=True)
        self.classes.setAccessibleName(self.tr("Class of the network"))
        self.run = QPushButton(self.tr("Run it"), objectName=f"{room}-own-run")
        self.run.setProperty("primary", True)
        self.run.clicked.connect(self._run)
        self.cancel = QPushButton(self.tr("Cancel"), objectName=f"{room}-own-cancel")
        self.cancel.clicked.connect(self._cancel)
        buttons = QHBoxLayout()
        buttons.addWidget(self.run)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        inner = QVBoxLayout(self.question)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.SPACE_2)
        inner.addWidget(self._text)
        inner.addWidget(self.classes)
        inner.addLayout(buttons)
        self.question.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_2)
        layout.addWidget(self.open)
        layout.addWidget(self.question)

    @property
    def text(self) -> str:
        """What is asked."""
        return self._text.text()

    @Slot()
    def ask_for_file(self) -> None:
        """Let the user choose a file."""
        name, _ = QFileDialog.getOpenFileName(
            self,
            self.tr("Open your own network"),
            "",
            self.tr("Networks (*.py *.pt2);;Python files (*.py);;Exported networks (*.pt2)")
            if self._exported
            else self.tr("Python files (*.py)"),
        )
        if name:
            self.take(Path(name))

    def take(self, file: Path) -> None:
        """Open an exported network at once; of a Python file, list the classes and ask whether it may run."""
        self._close()
        if file.suffix.lower() != ".py" and self._exported:
            self._reader.request(file)
            return
        from cnnstudio.networks import user_code

        try:
            file = paths.absolute(file)
            asked_about = consent.fingerprint(file)
            names = user_code.class_names(file)
        except StudioError as error:
            self.failed.emit(str(error))
            return
        if not names:
            self.failed.emit(
                self.tr("{name} has no class that derives from torch.nn.Module. Choose another file.").format(
                    name=file.name
                )
            )
            return
        # A file's network usually stands below its parts.
        self._ask_consent(file, asked_about, names, names[-1])

    def ask_again(self, network: PythonNetwork) -> None:
        """Ask whether a class that was opened before, such as in the last session, may run; the file may have changed
        since, which is then said."""
        self._close()
        try:
            now = consent.fingerprint(network.path)
        except StudioError as error:
            self.failed.emit(str(error))
            return
        before = "" if now == network.sha256 else self.tr("It has changed since you opened it.")
        self._ask_consent(network.path, now, [network.class_name], network.class_name, before)

    def _ask_consent(self, file: Path, sha256: str, names: Sequence[str], chosen: str, before: str = "") -> None:
        self._file, self._sha256 = file, sha256
        text = self.tr(
            "<b>This runs the code in {name} on your computer,</b> with all your rights. Open only a file that you "
            "wrote or trust. {before} Class of the network:"
        ).format(name=html.escape(file.name), before=before)
        self._text.setText(" ".join(text.split()))
        self.classes.clear()
        self.classes.addItems(names)
        self.classes.setCurrentText(chosen)
        self.question.show()
        self.cancel.setFocus()

    @Slot()
    def _run(self) -> None:
        file, name = self._file, self.classes.currentText().strip()
        if file is None or not name:
            return
        self._close()
        try:
            network = PythonNetwork(file, name, self._sha256)
            consent.give(file, self._sha256)
        except StudioError as error:
            self.failed.emit(str(error))
            return
        self.chosen.emit(network)

    @Slot()
    def _cancel(self) -> None:
        self._close()
        self.cancelled.emit()

    @Slot()
    def _close(self) -> None:
        self._file = None
        self.question.hide()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self.failed.emit(errors.sentence(error))

    def shut_down(self) -> None:
        """End the worker."""
        self._reader.shut_down()
