"""An error shown inside the window: what happened, what to do, and details that can be copied."""

from collections.abc import Hashable

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.gui import theme


class ErrorStrip(QFrame):
    """Hidden until ``show_text``; stays until it is closed or taken back, and never takes the focus from the user."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="window-error")
        self.setProperty("tone", "bad")
        self._about: Hashable = None
        self._icon = QLabel()
        self._sentence = QLabel(wordWrap=True, objectName="window-error-text")
        self._sentence.setMinimumWidth(1)  # a long name that cannot be wrapped widens nothing
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._offer = QToolButton(objectName="window-error-offer")
        self._offer.setProperty("boxed", True)
        self._offer.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._more = QPushButton(self.tr("Details"), objectName="window-error-details", checkable=True)
        self._copy = QPushButton(self.tr("Copy"), objectName="window-error-copy")
        for button in (self._more, self._copy):
            button.setProperty("flat", True)
        self._close = QToolButton(objectName="window-error-close", toolTip=self.tr("Close"))
        self._close.setAccessibleName(self.tr("Close"))
        self._close.setIcon(theme.icon("x", "text_quiet"))
        self._close.setIconSize(QSize(theme.SPACE_4, theme.SPACE_4))
        self._details = QPlainTextEdit(readOnly=True, objectName="window-error-log")
        self._details.setFont(theme.mono_font(0.9))
        self._details.setFixedHeight(160)
        self._details.setAccessibleName(self.tr("Details of the error"))
        self._details.hide()

        line = QHBoxLayout()
        line.setSpacing(theme.SPACE_2)
        line.addWidget(self._icon)
        line.addWidget(self._sentence, 1)
        for widget in (self._offer, self._more, self._copy, self._close):
            line.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_4, theme.SPACE_2, theme.SPACE_2, theme.SPACE_2)
        layout.addLayout(line)
        layout.addWidget(self._details)

        self._more.toggled.connect(self._details.setVisible)
        self._copy.clicked.connect(self._copy_details)
        self._close.clicked.connect(self.hide)
        self._apply_icon()
        self.hide()

    @property
    def text(self) -> str:
        """The sentence."""
        return self._sentence.text()

    @property
    def told(self) -> tuple[str, str, Hashable] | None:
        """The sentence, the details and what they are about, while they are shown."""
        return (self.text, self.details, self._about) if not self.isHidden() else None

    def tell_again(self, told: tuple[str, str, Hashable] | None) -> None:
        """Show what a strip before this one showed; what it offered went with it."""
        if told is not None:
            self.show_text(told[0], told[1], about=told[2])

    @property
    def details(self) -> str:
        """The details."""
        return self._details.toPlainText()

    def show_text(
        self, sentence: str, details: str = "", *, about: Hashable = None, offer: QAction | None = None
    ) -> None:
        """Show an error, told about ``about``; it replaces the one before. ``offer`` mends it, and becomes a button."""
        self._about = about
        for former in self._offer.actions():
            self._offer.removeAction(former)
        if offer is not None:
            self._offer.setDefaultAction(offer)
        self._offer.setVisible(offer is not None)
        self._sentence.setText(sentence)
        self._details.setPlainText(details)
        self._more.setChecked(False)
        for button in (self._more, self._copy):
            button.setVisible(bool(details))
        self.setAccessibleName(sentence)
        self.show()

    def take_back(self, about: Hashable) -> None:
        """Hide what was told about this; what was told about something else stays."""
        if about is not None and about == self._about:
            self.hide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._apply_icon()

    def _apply_icon(self) -> None:
        self._icon.setPixmap(theme.icon("circle-alert", "bad").pixmap(theme.ICON, theme.ICON))

    @Slot()
    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.text}\n\n{self.details}")
