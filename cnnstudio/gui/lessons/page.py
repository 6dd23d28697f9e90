"""The Learn room: the course's contents, and the lesson that is read."""

import re
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cnnstudio import translations
from cnnstudio.gui import actions, language, settings, theme
from cnnstudio.gui.lessons.contents import Contents
from cnnstudio.gui.lessons.document import LessonsDocument
from cnnstudio.gui.lessons.fault_list import FaultList
from cnnstudio.gui.lessons.hits import Hits
from cnnstudio.gui.lessons.lesson_view import LessonView
from cnnstudio.gui.lessons.practice_view import PracticeView
from cnnstudio.gui.lessons.printing import Printing
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets.empty_state import EmptyState
from cnnstudio.gui.widgets.page import Page
from cnnstudio.gui.widgets.room_frame import RoomFrame
from cnnstudio.lessons import results, shelf
from cnnstudio.lessons.loading import FRONT

PATTERNS = " ".join(("*.zip", FRONT))
SEARCH_MS = 120


def create_page(studio: Studio) -> "LessonsPage":
    """The room's page."""
    return LessonsPage(studio)


class LessonsPage(Page):
    """Contents at the left, the lesson at a reading width beside them."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="learn-page")
        document = studio.documents.get("learn")
        assert isinstance(document, LessonsDocument)
        self.document = document
        self._studio = studio
        self.contents = Contents(document)
        self.language = QComboBox(objectName="learn-language")
        self.language.setAccessibleName(self.tr("Language of the lessons"))
        for code in translations.codes():
            self.language.addItem(language.title(code), code)
        self.language.activated.connect(self._choose_language)
        self.search = QLineEdit(objectName="learn-search", clearButtonEnabled=True)
        self.search.setPlaceholderText(self.tr("Find in all lessons"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.addAction(theme.icon("search", "text_quiet"), QLineEdit.ActionPosition.LeadingPosition)
        self.hits = Hits(document)
        self._left = QStackedWidget()
        self._left.addWidget(self.contents)
        self._left.addWidget(self.hits)
        self._actions = [
            actions.create("learn-find", self, self._find),
            actions.create("learn-larger", self, lambda: document.set_text_size(1)),
            actions.create("learn-smaller", self, lambda: document.set_text_size(-1)),
            actions.create("learn-usual", self, lambda: document.set_text_size(0)),
            actions.create("learn-export-pdf", self, self.ask_pdf),
        ]
        self.printing = Printing(document, studio, self)
        self.addActions(self._actions)
        controls = QWidget()
        column = QVBoxLayout(controls)
        column.setContentsMargins(theme.SPACE_3, theme.SPACE_3, theme.SPACE_3, theme.SPACE_3)
        column.setSpacing(theme.SPACE_2)
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("Read in")))
        row.addWidget(self.language, 1)
        self.smaller = self._tool("learn-text-smaller", "zoom-out", self.tr("Smaller text (Ctrl+−)"), -1)
        self.larger = self._tool("learn-text-larger", "zoom-in", self.tr("Larger text (Ctrl++)"), 1)
        row.addWidget(self.smaller)
        row.addWidget(self.larger)
        column.addLayout(row)
        column.addWidget(self.search)
        column.addWidget(self._left, 1)
        self.practise = QPushButton(
            theme.icon("target", "text"), self.tr("Practice"), objectName="learn-practice", checkable=True
        )
        self.practise.setToolTip(self.tr("Fresh questions without end, and what to practise"))
        self.practise.clicked.connect(document.open_practice)
        column.addWidget(self.practise)
        own = QMenu(self)
        own.addAction(self.tr("Open a lesson's folder…"), self.ask_folder)
        own.addAction(self.tr("Open a lesson's zip…"), self.ask_zip)
        own.addSeparator()
        own.addAction(self.tr("Save my results…"), self.ask_results)
        self._pdf = own.addAction(self.tr("Save the lesson as a PDF…"), self.ask_pdf)
        self.own = QPushButton(
            theme.icon("folder-open", "text"), self.tr("Own lessons and results"), objectName="learn-own"
        )
        self.own.setMenu(own)
        column.addWidget(self.own)
        self._soon = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self._soon.timeout.connect(self._search)
        self.search.textChanged.connect(self._search_soon)
        self.search.returnPressed.connect(self._go_to_first)

        self.text = LessonView(document, "learn-text")
        self._empty = EmptyState(
            "book-open",
            self.tr("Choose a lesson"),
            self.tr("Its steps open the real rooms, with the text beside them, and tick themselves."),
            name="learn-empty",
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.text)
        self.practice = PracticeView(document)
        self._stack.addWidget(self.practice)
        self.faults = FaultList(document)
        picture = QWidget()
        reading = QVBoxLayout(picture)
        reading.setContentsMargins(0, 0, 0, 0)
        reading.setSpacing(0)
        reading.addWidget(self.faults)
        reading.addWidget(self._stack, 1)
        self.frame = RoomFrame("learn", picture=picture, controls=controls)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.frame)
        document.turned.connect(self._turn)
        document.loaded.connect(self._turn)
        document.faultsChanged.connect(self._turn)
        document.resultsSaved.connect(self._on_results_saved)
        self._turn()

    def shut_down(self) -> None:
        self.printing.stop()

    def room_actions(self) -> list[QAction]:
        return self._actions

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            self.contents.setFocus()
        else:
            super().keyPressEvent(event)

    def _tool(self, name: str, icon: str, text: str, step: int) -> QToolButton:
        button = QToolButton(objectName=name, autoRaise=True, toolTip=text)
        button.setIcon(theme.icon(icon, "text_quiet"))
        button.setAccessibleName(text)
        button.clicked.connect(lambda: self.document.set_text_size(step))
        return button

    @Slot()
    def _find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    @Slot()
    def _search_soon(self) -> None:
        self._soon.start()

    @Slot()
    def _search(self) -> None:
        self._soon.stop()
        words = self.search.text()
        self.hits.search(words)
        self._left.setCurrentWidget(self.hits if words.strip() else self.contents)

    @Slot()
    def _go_to_first(self) -> None:
        """Enter leads to the first hit, and into the list."""
        self._search()
        if self.hits.list.count():
            self.hits.list.setFocus()
            self.hits.list.setCurrentRow(0)
            self.hits.list.itemActivated.emit(self.hits.list.item(0))

    @Slot()
    def _turn(self) -> None:
        read, practice = self.document.lesson is not None, self.document.state().practice
        self._stack.setCurrentWidget(self.practice if practice else self.text if read else self._empty)
        self.practise.setChecked(practice)
        self._pdf.setEnabled(read)
        self._stack.setVisible(read or practice or not self.document.faults[1])
        self.language.setCurrentIndex(self.language.findData(self.document.language))

    def open_state(self, state: object) -> None:
        match state:
            case {"lesson": str(path)}:
                self.document.open_path(Path(path))
            case {"ask": "folder"}:
                QTimer.singleShot(0, self, self.ask_folder)
            case {"ask": "zip"}:
                QTimer.singleShot(0, self, self.ask_zip)
            case {"ask": "begin"}:
                if not self.document.state().lesson:
                    self.document.open_lesson(shelf.folders()[0].name)
            case {"ask": "results"}:
                QTimer.singleShot(0, self, self.ask_results)

    @Slot()
    def ask_folder(self) -> None:
        """Let the user choose the folder of a lesson, and open it."""
        name = QFileDialog.getExistingDirectory(self, self.tr("Open a lesson's folder"), self._last_folder())
        if name:
            self.document.open_path(Path(name))

    @Slot()
    def ask_zip(self) -> None:
        """Let the user choose the zip of a lesson, and open it."""
        kinds = self.tr("Lessons ({patterns})").format(patterns=PATTERNS)
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Open a lesson's zip"), self._last_folder(), kinds)
        if name:
            self.document.open_path(Path(name))

    @Slot()
    def ask_results(self) -> None:
        """Let the user give a name and a file, and save there what was done."""
        dialog = QInputDialog(self, objectName="learn-results-name")
        theme.dress(dialog)
        dialog.setWindowTitle(self.tr("Save my results"))
        dialog.setLabelText(
            self.tr(
                "The file tells the steps that were done, what was typed to questions and the training runs of this "
                "computer. It is for a teacher, and is sent nowhere by itself.\n\nYour name, if it is to stand there:"
            )
        )
        dialog.setTextValue(settings.get(settings.LEARNER))
        dialog.setOkButtonText(self.tr("Choose a file…"))
        chosen, name = dialog.exec(), " ".join(dialog.textValue().split())[: results.LONGEST_NAME]
        dialog.deleteLater()
        if not chosen:
            return
        settings.put(settings.LEARNER, name)
        suggestion = self.tr("Results {name}").format(name=re.sub(r"[^\w -]", "_", name)).strip()
        kinds = self.tr("Results ({patterns})").format(patterns=f"*{results.SUFFIX}")
        file, _ = QFileDialog.getSaveFileName(self, self.tr("Save my results"), f"{suggestion}{results.SUFFIX}", kinds)
        if file:
            path = Path(file)
            own = path.suffix.lower() == results.SUFFIX
            self.document.save_results(name, path if own else path.with_name(path.name + results.SUFFIX))

    @Slot(object)
    def _on_results_saved(self, path: Path) -> None:
        self._studio.statusMessage.emit(self.tr("Saved as {file}").format(file=path))

    @Slot()
    def ask_pdf(self) -> None:
        """Let the user choose a file, and write the lesson that is read as a PDF."""
        lesson = self.document.lesson
        if lesson is None:
            return
        suggestion = re.sub(r'[\\/:*?"<>|]+', " ", lesson.title(self.document.language)).strip()
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the lesson as a PDF"), f"{suggestion}.pdf", "PDF (*.pdf)"
        )
        if name:
            path = Path(name)
            self.printing.save(path if path.suffix else path.with_suffix(".pdf"))

    def _last_folder(self) -> str:
        """Beside the lesson that was opened last."""
        opened = self.document.opened
        return str(Path(opened[0][0]).parent) if opened else ""

    @Slot(int)
    def _choose_language(self, at: int) -> None:
        self.document.read_in(self.language.itemData(at))
