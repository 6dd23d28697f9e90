"""What can be predicted of what a room shows, one thing at a time: shown while "Predict first" is on."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cnnstudio.errors import StudioError
from cnnstudio.gui import language, theme
from cnnstudio.gui.predict_first import Asked, PredictFirst
from cnnstudio.gui.widgets.question_box import QuestionBox
from cnnstudio.lessons.questions import Shown
from cnnstudio.lessons.slips import Verdict

_ACROSS = 2


class PredictPanel(QWidget):
    """A button for each thing, and the question for the one that is chosen.

    Args:
        predict: the switch.
        name: of the widget; its parts begin with it.
        plays_all: whether the room itself can play whatever is asked.
    """

    playWanted = Signal(object, object)  # Shown, Place

    def __init__(
        self, predict: PredictFirst, name: str, parent: QWidget | None = None, *, plays_all: bool = False
    ) -> None:
        super().__init__(parent, objectName=name)
        self._plays_all = plays_all
        self._predict = predict
        self._asked: tuple[Asked, ...] = ()
        self._chosen: Asked | None = None
        self._wanted = ""  # the title of what was chosen last: the same is asked of the next layer or cell
        self._question: Shown | None = None
        self.title = QLabel(self.tr("Predict first"))
        self.title.setFont(theme.font(bold=True))
        self.things = QButtonGroup(self)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.SPACE_1)
        self.box = QuestionBox(f"{name}-ask", reveals=True)
        self.done = QLabel(self.tr("All of this is shown. Choose something else."), wordWrap=True)
        self.done.setProperty("quiet", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_4, theme.SPACE_3, theme.SPACE_4, theme.SPACE_3)
        column.setSpacing(theme.SPACE_2)
        column.addWidget(self.title)
        column.addLayout(self._grid)
        column.addWidget(self.box)
        column.addWidget(self.done)
        self.things.idClicked.connect(self._choose)
        self.box.replied.connect(self._reply)
        self.box.revealed.connect(self._reveal)
        self.box.playWanted.connect(self._play)
        predict.changed.connect(self._refresh)
        predict.made.connect(self._on_made)
        predict.judged.connect(self._on_judged)
        self._refresh()

    @property
    def question(self) -> Shown | None:
        """What is asked now; None until it is made, or where nothing is."""
        return self._question

    @property
    def chosen(self) -> Asked | None:
        """What it is asked of."""
        return self._chosen

    def buttons(self) -> list[QPushButton]:
        """Those that choose what is asked, in their order."""
        return [button for button in self.things.buttons() if isinstance(button, QPushButton)]

    def show_asked(self, asked: Sequence[Asked]) -> None:
        """Offer these."""
        before = [(one.key, one.title) for one in self._asked]
        self._asked = tuple(asked)
        if before == [(one.key, one.title) for one in asked]:
            return
        for button in self.buttons():
            self.things.removeButton(button)
            self._grid.removeWidget(button)
            button.setParent(None)
            button.deleteLater()
        for place in range(len(self._asked)):
            button = QPushButton(objectName=f"{self.objectName()}-{place + 1}", checkable=True)
            self.things.addButton(button, place)
            self._grid.addWidget(button, place // _ACROSS, place % _ACROSS)
            theme.dress(button)
        self._chosen = None
        self._refresh()

    def ask(self, title: str) -> None:
        """Choose what is asked, by its title; passed over where it is not offered."""
        for place, one in enumerate(self._asked):
            if one.title == title:
                self._choose(place)

    def start(self) -> None:
        """Put the cursor into the field."""
        self.box.field.setFocus()
        self.box.field.selectAll()

    # --- what is chosen

    @Slot()
    def _refresh(self) -> None:
        self.setVisible(self._predict.on and bool(self._asked))
        if not self._predict.on:
            self._chosen = self._question = None
            return
        for button, one in zip(self.buttons(), self._asked, strict=True):
            hidden = self._predict.hides(one.key)
            text = self.tr("{thing} ?") if hidden else self.tr("{thing} ✓")
            button.setText(text.format(thing=one.title))
            spoken = self.tr("{thing}, to be predicted") if hidden else self.tr("{thing}, shown")
            button.setAccessibleName(spoken.format(thing=one.title))
        if self._chosen is None:
            hidden_ones = [one for one in self._asked if self._predict.hides(one.key)]
            alike = [one for one in hidden_ones if one.title == self._wanted]
            self._choose_asked(next(iter(alike or hidden_ones), None))
        self._show_state()

    @Slot(int)
    def _choose(self, place: int) -> None:
        self._wanted = self._asked[place].title
        if self._asked[place] != self._chosen:
            self._choose_asked(self._asked[place])
        self._show_state()

    def _choose_asked(self, asked: Asked | None) -> None:
        self._chosen, self._question = asked, None
        self.box.show_question("")
        if asked is not None:
            self._predict.ask(asked)

    def _show_state(self) -> None:
        chosen = self._chosen
        self.things.setExclusive(False)
        for button, one in zip(self.buttons(), self._asked, strict=True):
            button.setChecked(one == chosen)
        self.things.setExclusive(True)
        hidden = chosen is not None and self._predict.hides(chosen.key)
        typing = any(part.hasFocus() for part in (self.box.field, self.box.check, self.box.reveal))
        if typing and not hidden:
            self._focus_next()
        for part in (self.box.field, self.box.check, self.box.reveal):
            part.setVisible(hidden)
            part.setEnabled(self._question is not None)
        self.box.setVisible(chosen is not None)
        self.done.setVisible(not hidden and self.box.verdict.isHidden())

    def _focus_next(self) -> None:
        """What was typed into goes away: the next thing that is still hidden gets the focus."""
        pairs = list(zip(self.buttons(), self._asked, strict=True))
        hidden = [button for button, one in pairs if self._predict.hides(one.key)]
        chosen = [button for button, one in pairs if one == self._chosen]
        for button in (hidden or chosen)[:1]:
            button.setFocus()

    @Slot(object, object)
    def _on_made(self, asked: Asked, question: Shown) -> None:
        if asked == self._chosen and self._question is None:
            self._question = question
            self.box.show_question(
                language.say(question.sentence()), can_play=self._plays_all or question.can_be_played
            )
            self._show_state()

    # --- replies

    @Slot(str)
    def _reply(self, text: str) -> None:
        if self._chosen is not None and self._question is not None:
            self._predict.reply(self._chosen.key, self._question, text)

    @Slot()
    def _reveal(self) -> None:
        if self._chosen is not None:
            self.box.clear_verdict()
            self._predict.show(self._chosen.key)

    @Slot(object, str, object)
    def _on_judged(self, key: object, text: str, verdict: Verdict | StudioError) -> None:
        if self._chosen is not None and key == self._chosen.key and text == self.box.field.text():
            self.box.show_verdict(verdict)
            self._show_state()

    @Slot(object)
    def _play(self, place: object) -> None:
        if self._question is not None:
            self.playWanted.emit(self._question, place)
