"""The Learn room: the course's contents, and the lesson that is read."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.lessons.contents import Contents
from cnnstudio.gui.lessons.document import LessonsDocument
from cnnstudio.gui.lessons.lesson_view import LessonView
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets.empty_state import EmptyState
from cnnstudio.gui.widgets.page import Page
from cnnstudio.gui.widgets.room_frame import RoomFrame

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}


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
        self.contents = Contents(document)
        self.language = QComboBox(objectName="learn-language")
        self.language.setAccessibleName(self.tr("Language of the lessons"))
        for code, name in LANGUAGES.items():
            self.language.addItem(name, code)
        self.language.activated.connect(self._choose_language)
        controls = QWidget()
        column = QVBoxLayout(controls)
        column.setContentsMargins(theme.SPACE_3, theme.SPACE_3, theme.SPACE_3, theme.SPACE_3)
        column.setSpacing(theme.SPACE_2)
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("Read in")))
        row.addWidget(self.language, 1)
        column.addLayout(row)
        column.addWidget(self.contents, 1)

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
        self.frame = RoomFrame("learn", picture=self._stack, controls=controls)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.frame)
        document.turned.connect(self._turn)
        document.loaded.connect(self._turn)
        self._turn()

    @Slot()
    def _turn(self) -> None:
        self._stack.setCurrentWidget(self._empty if self.document.lesson is None else self.text)
        self.language.setCurrentIndex(self.language.findData(self.document.language))

    @Slot(int)
    def _choose_language(self, at: int) -> None:
        self.document.read_in(self.language.itemData(at))
