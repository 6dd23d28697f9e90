"""A lesson to be read: its title, sentences and steps, one below the other, at a reading width."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.lessons.document import LessonsDocument
from cnnstudio.gui.lessons.prose import Prose
from cnnstudio.gui.lessons.sheet import Sheet
from cnnstudio.gui.lessons.steps import AskBox, StepBox, box_of
from cnnstudio.lessons.pieces import Formula, Paragraph, exercise_key

WIDTH = 680
"""Pixels of the widest line: about 80 letters."""


class LessonView(QScrollArea):
    """Shows the document's sheet. It is built when it is seen: two views stand over one document, and one is hidden."""

    def __init__(self, document: LessonsDocument, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName=name, widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._document = document
        self._shown: Sheet | None = None
        self.boxes: tuple[StepBox, ...] = ()
        document.turned.connect(self.show_sheet)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_sheet()

    @Slot()
    def show_sheet(self) -> None:
        """Build the page anew where there is another sheet."""
        sheet = self._document.sheet
        if not self.isVisible() or (sheet is self._shown and self.widget() is not None):
            return
        again = sheet is not None and self._shown is not None and sheet.lesson.name == self._shown.lesson.name
        place = self.verticalScrollBar().value() if again else 0
        self._shown = sheet
        self.boxes = ()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(theme.SPACE_6, theme.SPACE_6, theme.SPACE_6, theme.SPACE_6)
        column.setSpacing(theme.SPACE_3)
        if sheet is not None:
            self._fill(column, sheet)
        column.addStretch(1)
        page.setMaximumWidth(WIDTH + 2 * theme.SPACE_6)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setWidget(page)
        theme.dress(page)
        if place:
            # Its height is known once the event loop has laid it out.
            QTimer.singleShot(0, page, lambda: self.verticalScrollBar().setValue(place))

    def _fill(self, column: QVBoxLayout, sheet: Sheet) -> None:
        lesson = sheet.lesson
        title = QLabel(lesson.title(sheet.text.language), wordWrap=True, objectName="learn-title")
        title.setFont(theme.font(1.6, bold=True))
        column.addWidget(title)
        about = QLabel(labels.amount(lesson.minutes, "about {n} minute", "about {n:,} minutes"))
        about.setProperty("quiet", True)
        column.addWidget(about)
        keys, boxes = iter(sheet.keys), []
        for section in sheet.text.sections:
            if section.title:
                column.addWidget(_heading(section.title))
            run: list[Paragraph | Formula] = []
            for block in section.blocks:
                if isinstance(block, Paragraph | Formula):
                    run.append(block)
                    continue
                self._add_prose(column, sheet, run)
                box = box_of(next(keys), block, self._document)
                boxes.append(box)
                column.addWidget(box)
            self._add_prose(column, sheet, run)
        self.boxes = (*boxes, *self._add_exercises(column, sheet))
        self._add_sources(column, sheet)

    def _add_prose(self, column: QVBoxLayout, sheet: Sheet, run: list[Paragraph | Formula]) -> None:
        if run:
            column.addWidget(Prose(sheet, tuple(run)))
            run.clear()

    def _add_exercises(self, column: QVBoxLayout, sheet: Sheet) -> Iterator[StepBox]:
        if sheet.lesson.exercises:
            column.addWidget(_heading(self.tr("Exercises")))
        for at, exercise in enumerate(sheet.lesson.exercises):
            words = exercise.texts.get(sheet.text.language) or exercise.texts["en"]
            box = AskBox(exercise_key(at), exercise.question, words, self._document)
            column.addWidget(box)
            yield box

    def _add_sources(self, column: QVBoxLayout, sheet: Sheet) -> None:
        if not sheet.lesson.origins:
            return
        column.addWidget(_heading(self.tr("Sources")))
        for origin in sheet.lesson.origins:
            place = origin.place(sheet.text.language)
            words = QLabel(f"{origin.work}: {place}" if place else origin.work, wordWrap=True)
            words.setProperty("quiet", True)
            column.addWidget(words)


def _heading(text: str) -> QLabel:
    heading = QLabel(text, wordWrap=True, objectName="learn-heading")
    heading.setFont(theme.font(1.25, bold=True))
    heading.setContentsMargins(0, theme.SPACE_3, 0, 0)
    return heading
