"""Practice: fresh questions without end, of the kinds that are chosen; and what to practise."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.errors import StudioError
from cnnstudio.gui import labels, language, theme
from cnnstudio.gui.language import translate
from cnnstudio.gui.lessons.document import LessonsDocument
from cnnstudio.gui.widgets.question_box import QuestionBox
from cnnstudio.lessons.questions import KINDS
from cnnstudio.lessons.slips import SENTENCES, Place, Playing, Verdict

WIDTH = 680
_ACROSS = 3


def title(kind: str) -> str:
    """What a kind of question asks for."""
    return {
        "output_size": translate("lessons", "Output sizes"),
        "output_cell": translate("lessons", "Output cells"),
        "parameter_count": translate("lessons", "Parameters"),
        "macs": translate("lessons", "Multiply-accumulates"),
        "receptive_field": translate("lessons", "Receptive fields"),
        "shape_after": translate("lessons", "Shapes behind a layer"),
    }[kind]


class PracticeView(QScrollArea):
    """One question at a time, and a page of what was missed."""

    def __init__(self, document: LessonsDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="practice", widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._document, self.desk = document, document.practice
        page = QWidget()
        page.setMaximumWidth(WIDTH + 2 * theme.SPACE_6)
        column = QVBoxLayout(page)
        column.setContentsMargins(theme.SPACE_6, theme.SPACE_6, theme.SPACE_6, theme.SPACE_6)
        column.setSpacing(theme.SPACE_4)
        self.tabs = QTabBar(objectName="practice-tabs", expanding=False, drawBase=False)
        self.tabs.addTab(self.tr("Practice"))
        self.tabs.addTab(self.tr("What to practise"))
        self.tabs.setAccessibleName(self.tr("Practise what the lessons ask, or see what to practise"))
        self._asking, self._missed = self._asking_page(), QWidget()
        self._rows = QVBoxLayout(self._missed)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.SPACE_3)
        for part in (self.tabs, self._asking, self._missed):
            column.addWidget(part)
        column.addStretch(1)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setWidget(page)
        self.tabs.currentChanged.connect(self._show_tab)
        self.desk.asked.connect(self._on_asked)
        self.desk.judged.connect(self._on_judged)
        self.desk.progressChanged.connect(self._show_progress)
        self._show_tab()
        self._show_progress()
        if self.desk.question is not None:
            self._on_asked()

    def _asking_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_3)
        said = self.tr("Fresh questions without end, each worked out by PyTorch. Choose the kinds.")
        words = QLabel(said, wordWrap=True)
        words.setProperty("quiet", True)
        column.addWidget(words)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_4)
        self.kinds = {kind: QCheckBox(title(kind), objectName=f"practice-{kind}") for kind in KINDS}
        for place, (kind, box) in enumerate(self.kinds.items()):
            box.setChecked(kind in self.desk.kinds)
            box.clicked.connect(self._choose_kinds)
            grid.addWidget(box, place // _ACROSS, place % _ACROSS)
        column.addLayout(grid)
        self.only = QLabel(objectName="practice-only", wordWrap=True)
        self.all = QPushButton(self.tr("Practise all kinds again"), objectName="practice-all")
        self.all.setProperty("flat", True)
        self.all.clicked.connect(lambda: self.desk.practise_slip(""))
        column.addWidget(self.only)
        column.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)
        self.box = QuestionBox("practice-ask")
        self.box.replied.connect(self.desk.reply)
        self.box.playWanted.connect(self._play)
        column.addWidget(self.box)
        self.next = QPushButton(self.tr("Next question"), objectName="practice-next")
        self.next.clicked.connect(self.desk.next)
        self.score = QLabel(objectName="practice-score", wordWrap=True)
        self.score.setProperty("quiet", True)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_4)
        row.addWidget(self.next)
        row.addWidget(self.score, 1)
        column.addLayout(row)
        return page

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.desk.refresh()
        self.desk.begin()

    @Slot()
    def _show_tab(self) -> None:
        self._asking.setVisible(self.tabs.currentIndex() == 0)
        self._missed.setVisible(self.tabs.currentIndex() == 1)
        if self.tabs.currentIndex() == 1:
            self.desk.refresh()

    # --- asking

    @Slot()
    def _choose_kinds(self) -> None:
        chosen = [kind for kind, box in self.kinds.items() if box.isChecked()]
        if chosen:
            self.desk.choose(chosen)
            return
        self.only.setText(self.tr("Choose at least one kind."))
        self.only.show()

    @Slot()
    def _on_asked(self) -> None:
        question = self.desk.question
        assert question is not None
        slip = self.desk.slip
        for kind, box in self.kinds.items():
            box.setChecked(kind in self.desk.kinds)
            box.setEnabled(not slip)
        said = language.say(SENTENCES[slip]) if slip else ""
        self.only.setText(self.tr("Only questions with this slip: {slip}").format(slip=said))
        self.only.setVisible(bool(slip))
        self.all.setVisible(bool(slip))
        self.box.show_question(language.say(question.sentence()))
        if self.isVisible() and self.tabs.currentIndex() == 0:
            self.box.field.setFocus()

    @Slot(str, object)
    def _on_judged(self, text: str, verdict: Verdict | StudioError) -> None:
        if text != self.box.field.text():
            return
        self.box.show_verdict(verdict)
        if isinstance(verdict, Verdict) and verdict.right:
            self.next.setFocus()

    @Slot(object)
    def _play(self, place: Place) -> None:
        question = self.desk.question
        if question is not None:
            self._document.play(Playing(question.state(), place))

    # --- what was missed

    @Slot()
    def _show_progress(self) -> None:
        found = self.desk.progress
        asked = sum(one.asked for one in found.practice.values())
        right = sum(one.right for one in found.practice.values())
        words = self.tr("{right} of {asked} right, {streak} in a row, {longest} at best")
        numbers = {"right": right, "asked": asked, "streak": found.streak, "longest": found.longest}
        self.score.setText(words.format(**{name: labels.integer(number) for name, number in numbers.items()}))
        self.score.setVisible(asked > 0)
        self._clear_rows()
        by_kind = {kind: one for kind, one in found.by_kind().items() if kind in KINDS and one.right < one.asked}
        made = [name for name in found.to_practise() if name in SENTENCES]
        if not by_kind and not made:
            self._add_words(
                self.tr(
                    "Nothing was missed yet. What you get wrong in lessons, in practice and with “Predict first” is "
                    "listed here."
                )
            )
        if by_kind:
            self._add_heading(self.tr("By kind of question"))
        for kind, one in sorted(by_kind.items(), key=lambda each: each[1].right - each[1].asked):
            said = self.tr("{what}: {right} of {asked} right").format(
                what=title(kind), right=labels.integer(one.right), asked=labels.integer(one.asked)
            )
            self._add_row(said, title(kind), f"practice-kind-{kind}", self._practiser(kind=kind))
        if made:
            self._add_heading(self.tr("By slip, the most frequent first"))
        for name in made:
            slip = language.say(SENTENCES[name])
            times = labels.amount(found.misses[name], "Made {n} time.", "Made {n:,} times.")
            said = labels.in_turn([slip, times])
            self._add_row(said, slip, f"practice-slip-{name}", self._practiser(slip=name))
        theme.dress(self._missed)

    def _practiser(self, *, kind: str = "", slip: str = "") -> Callable[[], None]:
        def practise() -> None:
            if slip:
                self.desk.practise_slip(slip)
            else:
                self.desk.choose([kind])
            self.tabs.setCurrentIndex(0)

        return practise

    def _clear_rows(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()

    def _add_words(self, text: str) -> None:
        self._rows.addWidget(QLabel(text, wordWrap=True))

    def _add_heading(self, text: str) -> None:
        heading = QLabel(text)
        heading.setFont(theme.font(bold=True))
        self._rows.addWidget(heading)

    def _add_row(self, text: str, what: str, name: str, practise: Callable[[], None]) -> None:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.SPACE_3)
        across.addWidget(QLabel(text, wordWrap=True), 1)
        button = QPushButton(self.tr("Practise this"), objectName=name)
        button.setAccessibleName(self.tr("Practise this: {what}").format(what=what))
        button.clicked.connect(practise)
        across.addWidget(button)
        self._rows.addWidget(row)
