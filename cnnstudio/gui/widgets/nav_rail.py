"""The navigation rail at the left edge: one button a room."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from cnnstudio.gui import labels, theme

WIDTH = 88


class NavRail(QWidget):
    """Buttons that trigger the rooms' actions; Up and Down go from one to the next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="window-rail")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("Rooms"))
        self._group = QButtonGroup(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(theme.SPACE_1, theme.SPACE_2, theme.SPACE_1, theme.SPACE_2)
        self._layout.setSpacing(theme.SPACE_1)

    def add(self, action: QAction, name: str, label: str, icon: str) -> QToolButton:
        """A button for a checkable action, called ``nav-<name>``."""
        button = QToolButton(objectName=f"nav-{name}", checkable=True, text=label)
        button.setProperty("rail", True)
        button.setIcon(theme.icon(icon, "text_quiet"))
        button.setIconSize(QSize(22, 22))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFont(theme.font(0.9))
        keys = action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)
        button.setToolTip(labels.noted(label, keys))
        button.clicked.connect(action.trigger)
        action.toggled.connect(lambda on: self._check(button, on))
        self._group.addButton(button)
        self._layout.addWidget(button)
        return button

    def _check(self, button: QToolButton, on: bool) -> None:
        # None is checked while something is shown that has no button.
        self._group.setExclusive(False)
        button.setChecked(on)
        self._group.setExclusive(any(one.isChecked() for one in self._group.buttons()))

    def add_stretch(self) -> None:
        """What is added from here on stands at the bottom."""
        self._layout.addStretch(1)
