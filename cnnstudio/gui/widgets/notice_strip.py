"""A quiet notice inside the window: something the user should know, and what can be done about it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from cnnstudio.gui import theme


@dataclass(frozen=True, slots=True)
class Offer:
    """A button of a notice.

    Attributes:
        name: its object name, after ``window-notice-``.
        label: what stands on it.
        tip: what it does.
        act: called when it is clicked.
    """

    name: str
    label: str
    tip: str
    act: Callable[[], object]


class NoticeStrip(QFrame):
    """Hidden until ``show_notice``; stays until it is closed, and never takes the focus from what the user does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="window-notice")
        self._icon = QLabel()
        self._sentence = QLabel(wordWrap=True, objectName="window-notice-text")
        self._sentence.setMinimumWidth(1)  # a long name that cannot be wrapped widens nothing
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QToolButton(objectName="window-notice-close", toolTip=self.tr("Close"))
        self._close.setAccessibleName(self.tr("Close"))
        self._close.setIcon(theme.icon("x", "text_quiet"))
        self._close.setIconSize(QSize(theme.SPACE_4, theme.SPACE_4))
        self._close.clicked.connect(self.hide)
        self._buttons: list[QPushButton] = []
        self._offers: tuple[Offer, ...] = ()
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(theme.SPACE_4, theme.SPACE_2, theme.SPACE_2, theme.SPACE_2)
        self._line.setSpacing(theme.SPACE_2)
        self._line.addWidget(self._icon)
        self._line.addWidget(self._sentence, 1)
        self._line.addWidget(self._close)
        self._apply_icon()
        self.hide()

    @property
    def text(self) -> str:
        """The sentence."""
        return self._sentence.text()

    @property
    def told(self) -> tuple[str, tuple[Offer, ...]] | None:
        """The sentence and what it offers, while it is shown."""
        return (self.text, self._offers) if not self.isHidden() else None

    def tell_again(self, told: tuple[str, tuple[Offer, ...]] | None) -> None:
        """Show what a strip before this one showed."""
        if told is not None:
            self.show_notice(told[0], *told[1])

    def show_notice(self, sentence: str, *offers: Offer) -> None:
        """Show a notice; it replaces the one before."""
        for former in self._buttons:
            self._line.removeWidget(former)
            former.hide()
            former.deleteLater()
        self._buttons, self._offers = [], offers
        for offer in offers:
            button = QPushButton(offer.label, objectName=f"window-notice-{offer.name}", toolTip=offer.tip)
            button.setProperty("flat", True)
            button.clicked.connect(offer.act)
            self._line.insertWidget(self._line.count() - 1, button)
            self._buttons.append(button)
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self.show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._apply_icon()

    def _apply_icon(self) -> None:
        self._icon.setPixmap(theme.icon("info", "accent").pixmap(theme.ICON, theme.ICON))
