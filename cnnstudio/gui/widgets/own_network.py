"""Opening the user's own network: a Python file, which runs and is asked about first, or a torch.export file."""

import ast
import html
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cnnstudio import paths
from cnnstudio.errors import StudioError
from cnnstudio.gui import errors, theme
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.networks import consent, source
from cnnstudio.networks.reference import ExportedNetwork, PythonNetwork


class OwnNetwork(QWidget):
    """A button; for a Python file, a question in place that says what opening it means.

    Args:
        room: whose it is, for the names of its widgets.
        agree: what notes that a file may run and tells every room, ``Studio.agree``.
        exported: whether torch.export files are opened, too; else Python files alone.
    """

    asked = Signal()  # the question is shown
    taken = Signal()  # a file is about to be opened: what was said of a former one is past
    chosen = Signal(object)  # PythonNetwork | ExportedNetwork
    failed = Signal(str)  # a sentence
    cancelled = Signal()

    def __init__(
        self,
        room: str,
        agree: Callable[[PythonNetwork], None],
        parent: QWidget | None = None,
        *,
        exported: bool = True,
    ) -> None:
        super().__init__(parent)
        self._agree = agree
        self._room = room
        self._exported = exported
        self._file: Path | None = None
        self._sha256 = ""
        self._tree: ast.Module | None = None
        self._again: PythonNetwork | None = None  # it was opened before, and is asked about once more
        self.arguments: dict[str, QLineEdit] = {}
        # An exported network may be a large file, which takes its time.
        self._reader = LatestWins(_opened, self, name=f"{room}-own-file")
        self._reader.result.connect(self.chosen)
        self._reader.failed.connect(self._on_failed)
        self.open = QPushButton(self.tr("Open your own network…"), objectName=f"{room}-own")
        self.open.setIcon(theme.icon("folder-open", "text_quiet"))
        self.open.setToolTip(
            self.tr("A network in a Python file (.py), or one saved with torch.export (.pt2) or as ONNX (.onnx)")
            if exported
            else self.tr("A network in a Python file (.py)")
        )
        self.open.clicked.connect(self.ask_for_file)

        self.question = QFrame(objectName=f"{room}-own-question")
        self._text = QLabel(objectName=f"{room}-own-text", wordWrap=True)
        self.classes = QComboBox(objectName=f"{room}-own-class", editable=True)
        self.classes.setAccessibleName(self.tr("Network in the file"))
        self.classes.currentTextChanged.connect(self._show_arguments)
        self._arguments = QFormLayout()
        self._arguments.setContentsMargins(0, 0, 0, 0)
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
        inner.addLayout(self._arguments)
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
            self.tr("Networks (*.py *.pt2 *.onnx);;Python files (*.py);;Exported networks (*.pt2 *.onnx)")
            if self._exported
            else self.tr("Python files (*.py)"),
        )
        if name:
            self.take(Path(name))

    def take(self, file: Path) -> None:
        """Open an exported network at once; of a Python file, list the classes and ask whether it may run."""
        self._close()
        self.taken.emit()
        if file.suffix.lower() != ".py" and self._exported:
            self._reader.request(file)
            return
        try:
            file = paths.absolute(file)
            text = source.read(file)
            tree = source.parsed(file, text)
        except StudioError as error:
            self._fail(errors.sentence(error))
            return
        names = source.networks(tree)
        if not names:
            self._fail(
                self.tr(
                    "{name} has no class that derives from torch.nn.Module, and nothing that builds a network. Choose "
                    "another file."
                ).format(name=file.name)
            )
            return
        # A file's network usually stands below its parts, and a class before what is made of it.
        classes = source.network_classes(tree)
        self._ask_consent(file, consent.hashed(text), names, classes[-1] if classes else names[0], tree)

    def ask_again(self, network: PythonNetwork) -> None:
        """Ask whether a class that was opened before, such as in the last session, may run; the file may have changed
        since, which is then said."""
        self._close()
        try:
            now = consent.fingerprint(network.path)
        except StudioError as error:
            self._fail(errors.sentence(error))
            return
        before = "" if now == network.sha256 else self.tr("It has changed since you opened it.")
        self._again = network
        self._ask_consent(network.path, now, [network.class_name], network.class_name, before=before)

    def _ask_consent(
        self,
        file: Path,
        sha256: str,
        names: Sequence[str],
        chosen: str,
        tree: ast.Module | None = None,
        *,
        before: str = "",
    ) -> None:
        self._file, self._sha256, self._tree = file, sha256, tree
        text = self.tr(
            "<b>This runs the code in {name} on your computer,</b> with all your rights. Open only a file that you "
            "wrote or trust. {before} Network:"
        ).format(name=html.escape(file.name), before=before)
        self._text.setText(" ".join(text.split()))
        self.classes.clear()
        self.classes.addItems(names)
        self.classes.setCurrentText(chosen)
        self._show_arguments()
        self.question.show()
        self.asked.emit()
        self.cancel.setFocus()

    @Slot()
    def _show_arguments(self) -> None:
        """A field for each argument that the chosen network has to be given."""
        while self._arguments.rowCount():
            self._arguments.removeRow(0)
        self.arguments = {}
        chosen = self.classes.currentText().strip()
        for name in source.required_arguments(self._tree, chosen) if self._tree is not None else ():
            field = QLineEdit(objectName=f"{self._room}-own-argument-{name}")
            field.setPlaceholderText(self.tr("such as 10"))
            field.setAccessibleName(name)
            field.textChanged.connect(self._check_arguments)
            self._arguments.addRow(name, field)
            self.arguments[name] = field
        self._check_arguments()

    @Slot()
    def _check_arguments(self) -> None:
        self.run.setEnabled(all(field.text().strip() for field in self.arguments.values()))

    @Slot()
    def _run(self) -> None:
        file, name = self._file, self.classes.currentText().strip()
        if file is None or not name:
            return
        given = {argument: _value(field.text()) for argument, field in self.arguments.items()}
        if self._again is not None and self._again.class_name == name:
            given = self._again.given
        self._close()
        try:
            network = PythonNetwork(file, name, self._sha256).with_arguments(**given)
            self._agree(network)
        except StudioError as error:
            self._fail(errors.sentence(error))
            return
        self.chosen.emit(network)

    @Slot()
    def _cancel(self) -> None:
        self._close()
        self.cancelled.emit()

    @Slot()
    def _close(self) -> None:
        had_focus = self.question.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self._file = self._again = self._tree = None
        self.question.hide()
        if had_focus:
            self.open.setFocus()  # not wherever the next field happens to be

    def _fail(self, sentence: str) -> None:
        self.failed.emit(sentence)
        if self.open.isVisible():
            self.open.setFocus()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._fail(errors.sentence(error))

    def shut_down(self) -> None:
        """End the worker."""
        self._reader.shut_down()


def _opened(file: Path) -> ExportedNetwork:
    """An exported network by its name; read here, so that what cannot be shown takes no other network's place.

    Raises:
        StudioError: if it is none.
    """
    from cnnstudio.networks import exported

    exported.read_any(file)
    return ExportedNetwork.of(file)


def _value(text: str) -> Any:
    """What was typed for an argument: a number, true or false, a list; anything else is a text."""
    try:
        return ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text.strip()
