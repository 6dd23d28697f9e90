"""A lesson to be read: its title, sentences and steps, one below the other, at a reading width."""

from bisect import bisect_right
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.lessons.document import LessonsDocument
from cnnstudio.gui.lessons.prose import Prose
from cnnstudio.gui.lessons.sheet import Sheet
from cnnstudio.gui.lessons.steps import AskBox, StepBox, box_of
from cnnstudio.lessons.pieces import Formula, Paragraph, exercise_key

WIDTH = 620
"""Pixels of the widest line, about 70 letters, at the usual size of the text."""
_NOTED_MS = 250
# Parts that are made in the text's size.
_SCALED = frozenset({"learn-title", "learn-heading", "learn-prose"})
_MOVES = (QEvent.Type.Resize, QEvent.Type.LayoutRequest)


class LessonView(QScrollArea):
    """Shows the document's sheet. It is built when it is seen: two views stand over one document, and one is hidden.

    What is read stays where it is while pictures come, or the width or the size of the text changes. The place is a
    number: of the part at the top, counted from 0, and the share of it that has gone by.
    """

    def __init__(self, document: LessonsDocument, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName=name, widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._document = document
        self._shown: Sheet | None = None
        self._scale = 1.0
        self._parts: list[QWidget] = []
        self._lines: list[tuple[int, int]] = []  # a line of the lesson's file, and the part that shows it
        self.boxes: tuple[StepBox, ...] = ()
        self._place = 0.0
        self._wanted: tuple[int, str] | None = None  # the line and the words that are jumped to
        self._settling = QTimer(self, singleShot=True, interval=0)
        self._settling.timeout.connect(self._settle)
        self._noted = QTimer(self, singleShot=True, interval=_NOTED_MS)
        self._noted.timeout.connect(self._note)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        document.turned.connect(self.show_sheet)
        document.textSizeChanged.connect(self._show_anew)
        document.jumped.connect(self._jump)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place = self._document.read_to
        self.show_sheet()
        self._settling.start()

    @Slot()
    def show_sheet(self) -> None:
        """Build the page anew where there is another sheet."""
        sheet = self._document.sheet
        if not self.isVisible() or (sheet is self._shown and self.widget() is not None):
            return
        again = sheet is not None and self._shown is not None and sheet.lesson.name == self._shown.lesson.name
        if not again:
            self._place = self._document.read_to
        self._shown = sheet
        self._scale = self._document.text_size / 100
        self.boxes = ()
        self._parts, self._lines = [], []
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(theme.SPACE_6, theme.SPACE_6, theme.SPACE_6, theme.SPACE_6)
        column.setSpacing(theme.SPACE_3)
        if sheet is not None:
            self._fill(column, sheet)
        column.addStretch(1)
        page.setMaximumWidth(round(WIDTH * self._scale) + 2 * theme.SPACE_6)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._settling.start()
        self.setWidget(page)
        page.installEventFilter(self)
        self._jump()

    @Slot()
    def _show_anew(self) -> None:
        """In another size of the text."""
        self._noted.stop()
        self._note()
        self._shown = None
        self.show_sheet()

    # --- the place

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget() and event.type() in _MOVES:
            self._settling.start()
        return super().eventFilter(watched, event)

    @Slot()
    def _on_scrolled(self) -> None:
        """Somebody has scrolled, unless parts are only moving to other places."""
        if not self._settling.isActive() and self._parts:
            self._place = self._place_at(self.verticalScrollBar().value())
            self._noted.start()

    @Slot()
    def _settle(self) -> None:
        """Bring back what was read to where it was."""
        page = self.widget()
        if page is None or not self._parts or not self.isVisible():
            return
        if self._wanted is not None:
            self._go_to_line(*self._wanted)
        top = self._top_of(self._place)
        self._settling.start()  # the bar's own signal is none of the reader's
        self.verticalScrollBar().setValue(round(top))
        self._settling.stop()

    @Slot()
    def _note(self) -> None:
        if self.isVisible() and self._shown is not None:
            self._document.note_place(round(self._place, 3))

    def _place_at(self, y: float) -> float:
        tops = self._tops()
        at = max(bisect_right(tops, y) - 1, 0)
        after = tops[at + 1] if at + 1 < len(tops) else tops[at] + self._parts[at].height()
        return at + min(max((y - tops[at]) / max(after - tops[at], 1.0), 0.0), 0.999)

    def _top_of(self, place: float) -> float:
        tops = self._tops()
        at = min(int(place), len(tops) - 1)
        after = tops[at + 1] if at + 1 < len(tops) else tops[at] + self._parts[at].height()
        return tops[at] + (place - at) * (after - tops[at])

    def _tops(self) -> list[float]:
        tops = [float(part.y()) for part in self._parts]
        tops[0] = 0.0
        return tops

    @Slot()
    def _jump(self) -> None:
        """Go where the document says, once its lesson is shown."""
        if self.isVisible() and self._parts and self._document.sheet is self._shown:
            wanted = self._document.take_jump()
            if wanted is not None:
                self._wanted = wanted
                self._settling.start()

    def _go_to_line(self, line: int, words: str) -> None:
        self._wanted = None
        numbers = [number for number, _ in self._lines]
        at = bisect_right(numbers, line) - 1
        part = self._parts[self._lines[at][1] if at >= 0 else 0]
        y = float(part.y())
        for other in self._parts:
            if isinstance(other, Prose):
                other.mark(words if other is part else "")
        if isinstance(part, Prose):
            y += part.top_of(line)
        self._place = self._place_at(max(y - theme.SPACE_6, 0.0))
        self._noted.start()

    # --- building

    def _add(self, column: QVBoxLayout, part: QWidget, *lines: int) -> None:
        self._lines += [(line, len(self._parts)) for line in lines]
        self._parts.append(part)
        if self._scale != 1.0 and part.objectName() not in _SCALED:
            # Each by itself, and all sizes read first: under a style sheet a font reaches some children alone.
            sizes = {inner: inner.font().pointSizeF() for inner in (part, *part.findChildren(QWidget))}
            for inner, size in sizes.items():
                font = inner.font()
                font.setPointSizeF(size * self._scale)
                inner.setFont(font)
        column.addWidget(part)

    def _fill(self, column: QVBoxLayout, sheet: Sheet) -> None:
        lesson = sheet.lesson
        title = QLabel(lesson.title(sheet.text.language), wordWrap=True, objectName="learn-title")
        title.setFont(theme.font(1.6 * self._scale, bold=True))
        self._add(column, title)
        about = QLabel(labels.amount(lesson.minutes, "about {n} minute", "about {n:,} minutes"))
        about.setProperty("quiet", True)
        self._add(column, about)
        keys, boxes = iter(sheet.keys), []
        for section in sheet.text.sections:
            if section.title:
                self._add(column, self._heading(section.title), section.line)
            run: list[Paragraph | Formula] = []
            for block in section.blocks:
                if isinstance(block, Paragraph | Formula):
                    run.append(block)
                    continue
                self._add_prose(column, sheet, run)
                box = box_of(next(keys), block, self._document)
                boxes.append(box)
                self._add(column, box, block.line)
            self._add_prose(column, sheet, run)
        self.boxes = (*boxes, *self._add_exercises(column, sheet))
        self._add_sources(column, sheet)

    def _add_prose(self, column: QVBoxLayout, sheet: Sheet, run: list[Paragraph | Formula]) -> None:
        if run:
            self._add(column, Prose(sheet, tuple(run), self._scale), *(block.line for block in run))
            run.clear()

    def _add_exercises(self, column: QVBoxLayout, sheet: Sheet) -> Iterator[StepBox]:
        if sheet.lesson.exercises:
            self._add(column, self._heading(self.tr("Exercises")))
        for at, exercise in enumerate(sheet.lesson.exercises):
            words = exercise.texts.get(sheet.text.language) or exercise.texts["en"]
            box = AskBox(exercise_key(at), exercise.question, words, self._document)
            self._add(column, box)
            yield box

    def _add_sources(self, column: QVBoxLayout, sheet: Sheet) -> None:
        if not sheet.lesson.origins:
            return
        self._add(column, self._heading(self.tr("Sources")))
        for origin in sheet.lesson.origins:
            place = origin.place(sheet.text.language)
            words = QLabel(labels.named(origin.work, place) if place else origin.work, wordWrap=True)
            words.setProperty("quiet", True)
            self._add(column, words)

    def _heading(self, text: str) -> QLabel:
        heading = QLabel(text, wordWrap=True, objectName="learn-heading")
        heading.setAccessibleName(self.tr("Heading: {title}").format(title=text))
        heading.setFont(theme.font(1.25 * self._scale, bold=True))
        heading.setContentsMargins(0, theme.SPACE_3, 0, 0)
        return heading
