"""The steps of a lesson as parts of its page: what is opened, what is waited for, what is asked, what is shown."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from cnnstudio.errors import StudioError
from cnnstudio.gui import language, rooms, theme
from cnnstudio.gui.lessons.document import LessonsDocument
from cnnstudio.gui.lessons.figure_view import FigureView
from cnnstudio.gui.lessons.prose import simple_formula, text_of, words_of
from cnnstudio.gui.widgets.question_box import QuestionBox
from cnnstudio.lessons import conditions
from cnnstudio.lessons.pieces import Ask, Figure, Open, Step, Target, Wait
from cnnstudio.lessons.questions import Question
from cnnstudio.lessons.slips import Place, Playing, Verdict
from cnnstudio.workspace import links

_ICON = 16


def box_of(key: str, step: Step, document: LessonsDocument) -> "StepBox":
    """The part of the page that stands for a step."""
    match step:
        case Open():
            return OpenBox(key, step, document)
        case Wait():
            return WaitBox(key, step, document)
        case Ask(question=question):
            return AskBox(key, question, language.say(question.sentence()), document)
        case Figure():
            return FigureBox(key, step, document)


def room_of(target: Target) -> str:
    """The title of the room that a link leads to; "" for a file, whose room is not known before it is read."""
    if target.kind != "link":
        return ""
    name = links.parse(target.text).room
    return next((rooms.title(room) for room in rooms.ROOMS if room.name == name), "")


class StepBox(QFrame):
    """A frame with a tick at its left, that turns green when the step was done."""

    def __init__(self, key: str, document: LessonsDocument, kind: str) -> None:
        super().__init__(objectName=f"learn-{kind}")
        self.key = key
        self._document = document
        self.setProperty("step", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._tick = QLabel(objectName="learn-tick", alignment=Qt.AlignmentFlag.AlignTop)
        self._tick.setFixedWidth(_ICON)
        self.column = QVBoxLayout()
        self.column.setSpacing(theme.SPACE_2)
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(theme.SPACE_3, theme.SPACE_3, theme.SPACE_3, theme.SPACE_3)
        self._across.setSpacing(theme.SPACE_3)
        self._across.addWidget(self._tick)
        self._across.addLayout(self.column, 1)
        document.ticked.connect(self._on_ticked)

    @property
    def done(self) -> bool:
        """Whether the step was done."""
        return self._document.is_done(self.key)

    @Slot()
    def _on_ticked(self) -> None:
        # Not ``show_done`` itself: a slot that takes another's place would still be called when its box is gone.
        self.show_done()

    def show_done(self) -> None:
        """Show the tick, or an empty circle."""
        done = self.done
        if done:
            self._tick.setPixmap(theme.icon("circle-check", "good").pixmap(_ICON))
        else:
            self._tick.setText("○")
        self._tick.setAccessibleName(self.tr("Done") if done else self.tr("Still to do"))
        self._tick.setToolTip(self._tick.accessibleName())


def _words(text: str, *, quiet: bool = False) -> QLabel:
    label = QLabel(text, wordWrap=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if quiet:
        label.setProperty("quiet", True)
    return label


class OpenBox(StepBox):
    """A button that opens a room in a state."""

    def __init__(self, key: str, step: Open, document: LessonsDocument) -> None:
        super().__init__(key, document, "open")
        self._target = step.target
        room = room_of(step.target)
        text = self.tr("Open it in {room}").format(room=room) if room else self.tr("Open it")
        self.button = QPushButton(theme.icon("external-link", "text"), text, objectName="learn-open-button")
        self.button.clicked.connect(self._open)
        self.column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_done()

    @Slot()
    def _open(self) -> None:
        self._document.open_step(self.key, self._target)


class WaitBox(StepBox):
    """Ticks itself when the learner has done what the text says."""

    def __init__(self, key: str, step: Wait, document: LessonsDocument) -> None:
        super().__init__(key, document, "wait")
        self._label = _words("", quiet=True)
        self._label.setToolTip(conditions.written(step.condition))
        self.column.addWidget(self._label)
        self.show_done()

    def show_done(self) -> None:
        super().show_done()
        self._label.setText(
            self.tr("Done.") if self.done else self.tr("Do what the text says here; this ticks itself.")
        )


class AskBox(StepBox):
    """A question with a place to type the result, and what is to be said of it."""

    def __init__(self, key: str, question: Question, words: str, document: LessonsDocument) -> None:
        super().__init__(key, document, "ask")
        self._question = question
        self.box = QuestionBox("learn-ask-box")
        self.box.show_question(words)
        self.column.addWidget(self.box)
        self.field, self.check = self.box.field, self.box.check
        self.verdict, self.play = self.box.verdict, self.box.play
        self.box.replied.connect(self._reply)
        self.box.playWanted.connect(self._play)
        document.judged.connect(self._on_judged)
        self.show_done()

    @Slot(str)
    def _reply(self, text: str) -> None:
        self._document.reply(self.key, self._question, text)

    @Slot(str, object, object)
    def _on_judged(self, key: str, text: str, verdict: Verdict | StudioError) -> None:
        if key == self.key and text == self.field.text():
            self.box.show_verdict(verdict)

    @Slot(object)
    def _play(self, place: Place) -> None:
        self._document.play(Playing(self._question.state(), place))


class FigureBox(StepBox):
    """The picture of a state, what to notice in it, and the way to the room that it shows."""

    def __init__(self, key: str, step: Figure, document: LessonsDocument) -> None:
        super().__init__(key, document, "figure")
        shown = document.sheet
        assert shown is not None
        self._target = step.target
        self.setProperty("step", False)
        self._tick.hide()
        self._across.setContentsMargins(0, theme.SPACE_1, 0, theme.SPACE_2)
        opens = step.target.kind != "picture"
        caption = QLabel(text_of(step.caption, shown, simple_formula), wordWrap=True, textFormat=Qt.TextFormat.RichText)
        caption.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        caption.setProperty("quiet", True)
        words = words_of(step.caption, shown)
        self.picture = FigureView(document.figures, document.figure(step.target), words, opens=opens)
        self.column.addWidget(self.picture)
        self.column.addWidget(caption)
        if opens:
            room = room_of(step.target)
            text = self.tr("Show it in {room}").format(room=room) if room else self.tr("Show it")
            self.picture.setToolTip(text)
            self.button = QPushButton(theme.icon("external-link", "accent"), text, objectName="learn-figure-button")
            self.button.setProperty("flat", True)
            self.button.clicked.connect(self._show)
            self.picture.opened.connect(self._show)
            self.column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_done(self) -> None:
        """A figure has nothing to do."""

    @Slot()
    def _show(self) -> None:
        self._document.open_step(self.key, self._target)
