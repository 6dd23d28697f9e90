"""Keyboard shortcuts, and what this program is."""

import platform
from importlib import metadata

from PySide6.QtCore import QCoreApplication, Qt, Slot, qVersion
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from cnnstudio import __version__, paths
from cnnstudio.gui import actions, errors, labels, rooms, theme
from cnnstudio.gui.widgets.licences_dialog import LicencesDialog

_KEY_WIDTH = 132


class HelpPage(QScrollArea):
    """Two columns: shortcuts by group; version, libraries, licence, folders."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="help-page", widgetResizable=True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        columns = QHBoxLayout(content)
        columns.setContentsMargins(2 * theme.SPACE_6, theme.SPACE_6, 2 * theme.SPACE_6, theme.SPACE_6)
        columns.setSpacing(4 * theme.SPACE_4)
        columns.addLayout(self._shortcuts(), 0)
        columns.addLayout(self._about(), 0)
        columns.addStretch(1)
        self.setWidget(content)

    def _shortcuts(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(theme.SPACE_2)
        column.addWidget(_heading(self.tr("Keyboard shortcuts")))
        names = {"file": self.tr("File"), "view": self.tr("View"), "help": self.tr("Help")}
        names |= {room.name: rooms.title(room) for room in rooms.ROOMS}
        for group, title in names.items():
            specs = [spec for spec in actions.SPECS if spec.group == group and spec.shortcuts]
            if not specs:
                continue
            column.addSpacing(theme.SPACE_2)
            column.addWidget(_quiet(title))
            grid = QGridLayout()
            grid.setHorizontalSpacing(theme.SPACE_4)
            grid.setVerticalSpacing(theme.SPACE_1)
            grid.setColumnMinimumWidth(0, _KEY_WIDTH)
            grid.setColumnStretch(1, 1)
            for row, spec in enumerate(specs):
                keys = QLabel(
                    "  ".join(QKeySequence(k).toString(QKeySequence.SequenceFormat.NativeText) for k in spec.shortcuts)
                )
                keys.setFont(theme.mono_font())
                grid.addWidget(keys, row, 0)
                grid.addWidget(QLabel(actions.title(spec)), row, 1)
            column.addLayout(grid)
        column.addStretch(1)
        return column

    def _about(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(theme.SPACE_2)
        mark = QLabel()
        mark.setPixmap(theme.program_icon().pixmap(64, 64))
        column.addWidget(mark)
        column.addWidget(_heading(self.tr("CNN Studio {version}").format(version=__version__)))
        sentence = QLabel(
            self.tr(
                "Take convolutional networks apart, slide a kernel by hand, train on handwritten digits, draw one and "
                "see every layer's activations. Every number is the number PyTorch gives."
            ),
            wordWrap=True,
        )
        sentence.setFixedWidth(360)
        column.addWidget(sentence)
        column.addSpacing(theme.SPACE_2)
        column.addWidget(_quiet(self.tr("Made with")))
        libraries = QLabel(self._libraries(), objectName="help-versions")
        libraries.setFont(theme.mono_font(0.95))
        libraries.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(libraries)
        column.addSpacing(theme.SPACE_2)
        column.addWidget(_quiet(self.tr("Licence")))
        column.addWidget(QLabel(self.tr("MIT. Icons: Lucide (ISC).")))
        self.licences_button = QPushButton(self.tr("Licences of the libraries…"), objectName="help-show-licences")
        self.licences_button.clicked.connect(self._show_licences)
        column.addWidget(self.licences_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(theme.SPACE_2)
        column.addWidget(_quiet(self.tr("Where things are kept")))
        for caption, folder in (
            (self.tr("Runs"), paths.runs_dir()),
            (self.tr("Data"), paths.data_dir()),
            (self.tr("Settings"), paths.config_dir()),
            (self.tr("Errors"), errors.log_file()),
        ):
            place = QLabel(labels.named(caption, str(folder)), wordWrap=True)
            place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            place.setFixedWidth(360)
            column.addWidget(place)
        self.copy_button = QPushButton(self.tr("Copy versions"), objectName="help-copy-versions")
        self.copy_button.clicked.connect(self._copy)
        column.addSpacing(theme.SPACE_2)
        column.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return column

    @staticmethod
    def _libraries() -> str:
        lines = [("Python", platform.python_version()), ("Qt", qVersion())]
        for package in ("torch", "torchvision", "numpy", "pyqtgraph"):
            try:
                lines.append((package, metadata.version(package)))
            except metadata.PackageNotFoundError:
                lines.append((package, QCoreApplication.translate("HelpPage", "not installed")))
        return "\n".join(f"{name:<12}{version}" for name, version in lines)

    @Slot()
    def _show_licences(self) -> None:
        dialog = LicencesDialog(self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(f"CNN Studio  {__version__}\n{self._libraries()}\n{platform.platform()}")


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setFont(theme.font(1.25, bold=True))
    return label


def _quiet(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("quiet", True)
    return label
