"""A question with a place to type the result, and what is to be said of it: in lessons, in practice, in the rooms."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cnnstudio.errors import StudioError
from cnnstudio.gui import labels, language, theme
from cnnstudio.lessons.questions import Value
from cnnstudio.lessons.slips import Place, Verdict

_WIDEST = 220


def written(value: Value) -> str:
    """A result as the window writes it: ``26``, ``1/4``, ``16 × 14 × 14``."""
    return " × ".join(labels.integer(int(side)) if side.denominator == 1 else str(side) for side in value)


class QuestionBox(QWidget):
    """The words, a field, Check, Reveal where that is offered, the verdict, and Play it where a reply was wrong.

    Args:
        name: its parts are called ``name-field``, ``name-check``, ``name-play``.
        reveals: whether the result can be shown without a reply.
    """

    replied = Signal(str)
    revealed = Signal()
    playWanted = Signal(object)  # Place

    def __init__(self, name: str, *, reveals: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName=name)
        self.words = _Words()
        self.field = QLineEdit(objectName=f"{name}-field", placeholderText=self.tr("26, 1/4 or 3*3*64"))
        self.field.setAccessibleName(self.tr("Your result"))
        self.field.setMaximumWidth(_WIDEST)
        self.check = QPushButton(self.tr("Check"), objectName=f"{name}-check")
        self.reveal = QPushButton(self.tr("Reveal"), objectName=f"{name}-reveal", visible=False)
        self.reveal.setToolTip(self.tr("Shows the result without a prediction"))
        self.verdict = _Words()
        self.verdict.setVisible(False)
        self.play = QPushButton(theme.icon("play", "text"), self.tr("Play it"), objectName=f"{name}-play")
        self.play.setToolTip(self.tr("Opens the Playground at the place where it goes wrong"))
        self.play.setVisible(False)
        self._can_play = True
        self._place = Place()
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        row.addWidget(self.field, 1)
        row.addWidget(self.check)
        row.addWidget(self.reveal)
        row.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_2)
        column.addWidget(self.words)
        column.addLayout(row)
        column.addWidget(self.verdict)
        column.addWidget(self.play, 0, Qt.AlignmentFlag.AlignLeft)
        self.reveal.setVisible(reveals)
        self.field.returnPressed.connect(self._reply)
        self.check.clicked.connect(self._reply)
        self.reveal.clicked.connect(self.revealed)
        self.play.clicked.connect(self._play)

    def show_question(self, words: str, *, can_play: bool = True) -> None:
        """Ask something else: nothing is typed yet."""
        self.words.setText(words)
        self.field.clear()
        self.field.setAccessibleDescription(words)
        self._can_play = can_play
        self.clear_verdict()

    def clear_verdict(self) -> None:
        """Nothing is to be said."""
        self.verdict.setVisible(False)
        self.play.setVisible(False)

    def show_verdict(self, verdict: Verdict | StudioError) -> None:
        """Say what is to be said of the reply."""
        if isinstance(verdict, StudioError):
            self._show_sentence(language.say(verdict.message), "warning")
            return
        self._place = Place()
        if verdict.right:
            self._show_sentence(self.tr("{value}: right.").format(value=written(verdict.expected)), "good")
        elif verdict.slip is not None:
            self._show_sentence(language.say(verdict.slip.sentence), "warning")
            self._place = verdict.slip.place if self._can_play else Place()
        else:
            more = self.tr("That is not it. Try again, or play it.")
            self._show_sentence(more if self._can_play else self.tr("That is not it. Try again."), "warning")
        self.play.setVisible(self._can_play and not verdict.right)

    def _show_sentence(self, text: str, tone: str) -> None:
        self.verdict.setText(text)
        self.verdict.setProperty("tone", tone)
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)
        self.verdict.setVisible(True)

    @Slot()
    def _reply(self) -> None:
        if self.field.text().strip():
            self.replied.emit(self.field.text())

    @Slot()
    def _play(self) -> None:
        self.playWanted.emit(self._place)


class _Words(QLabel):
    """Sentences that are never cut: as high as they need in the width there is, whatever lies around them."""

    def __init__(self) -> None:
        super().__init__(wordWrap=True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._take_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._take_height()

    def _take_height(self) -> None:
        self.setMinimumHeight(self.heightForWidth(self.width()) if self.text() else 0)
