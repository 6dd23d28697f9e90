"""What a new user is shown first: four ways to begin. Never in the way again; found again in the Help menu."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.gui import theme

_ICON = 28
_CARD = (300, 96)  # least width, height
_WIDTH = 720
_COLUMNS = 2
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -_COLUMNS,
    Qt.Key.Key_Down: _COLUMNS,
}


class WelcomePage(QScrollArea):
    """Two rows of two cards, each of which opens a room; arrow keys lead from one to the next."""

    chosen = Signal(str)  # a room's name
    left = Signal()  # none of them

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="welcome-page", widgetResizable=True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        title = QLabel(self.tr("Welcome to CNN Studio"), wordWrap=True, objectName="welcome-title")
        title.setFont(theme.font(1.6, bold=True))
        sentence = QLabel(
            self.tr("Convolutional networks to take apart, train and try out. Where do you want to begin?"),
            wordWrap=True,
        )
        sentence.setProperty("quiet", True)
        self.cards = (
            Card("draw", "pencil", self.tr("Draw a digit"), self.tr("A trained network reads it while you write.")),
            Card(
                "learn",
                "book-open",
                self.tr("Take the course"),
                self.tr("Fourteen lessons, from one pixel to a trained network. They open the real rooms."),
            ),
            Card(
                "models",
                "layers",
                self.tr("Open a network"),
                self.tr("From LeNet-5 to today's: every layer with its sizes and its numbers."),
            ),
            Card(
                "train",
                "chart-line",
                self.tr("Train a network"),
                self.tr("On handwritten digits, on this computer; the curves come as it learns."),
            ),
        )
        cards = QGridLayout()
        cards.setSpacing(theme.SPACE_4)
        for at, card in enumerate(self.cards):
            card.clicked.connect(lambda _checked=False, room=card.room: self.chosen.emit(room))
            card.installEventFilter(self)
            cards.addWidget(card, at // _COLUMNS, at % _COLUMNS)
            cards.setRowMinimumHeight(at // _COLUMNS, _CARD[1])
        self.skip = QPushButton(self.tr("Look around by myself"), objectName="welcome-skip")
        self.skip.setProperty("flat", True)
        self.skip.clicked.connect(self.left)
        again = QLabel(self.tr("The Help menu leads back here."))
        again.setProperty("quiet", True)
        last = QHBoxLayout()
        last.addWidget(self.skip)
        last.addStretch(1)
        last.addWidget(again)

        middle = QWidget()
        middle.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(middle)
        column.setContentsMargins(theme.SPACE_6, theme.SPACE_6, theme.SPACE_6, theme.SPACE_6)
        column.setSpacing(theme.SPACE_4)
        column.addStretch(2)
        column.addWidget(title)
        column.addWidget(sentence)
        column.addSpacing(theme.SPACE_2)
        column.addLayout(cards)
        column.addLayout(last)
        column.addStretch(3)
        content = QWidget()
        across = QHBoxLayout(content)
        across.setContentsMargins(0, 0, 0, 0)
        across.addStretch(1)
        across.addWidget(middle, 1000)
        across.addStretch(1)
        self.setWidget(content)

    def take_focus(self) -> None:
        """Let the keyboard begin with the first card."""
        self.cards[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(watched, Card):
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None:
                at = self.cards.index(watched) + step
                if 0 <= at < len(self.cards):
                    self.cards[at].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Card(QPushButton):
    """A large button: an icon, what one does, and a sentence of what comes."""

    def __init__(self, room: str, icon: str, title: str, sentence: str) -> None:
        super().__init__(objectName=f"welcome-{room}")
        self.room = room
        self._icon_name = icon
        self.setMinimumWidth(_CARD[0])
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAutoDefault(True)  # Enter presses it, as Space does
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self._icon = QLabel()
        self._icon.setFixedWidth(_ICON)
        words = QLabel(title)
        words.setFont(theme.font(1.1, bold=True))
        about = QLabel(sentence, wordWrap=True)
        about.setProperty("quiet", True)
        text = QVBoxLayout()
        text.setSpacing(theme.SPACE_1)
        text.addStretch(1)
        text.addWidget(words)
        text.addWidget(about)
        text.addStretch(1)
        across = QHBoxLayout(self)
        across.setContentsMargins(theme.SPACE_4, theme.SPACE_3, theme.SPACE_4, theme.SPACE_3)
        across.setSpacing(theme.SPACE_4)
        across.addWidget(self._icon)
        across.addLayout(text, 1)
        for label in (self._icon, words, about):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()

    def _draw_icon(self) -> None:
        self._icon.setPixmap(theme.icon(self._icon_name, "accent").pixmap(_ICON, _ICON))
