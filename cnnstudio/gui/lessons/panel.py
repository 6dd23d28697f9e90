"""The lesson beside another room: the same text, narrower, with ways back to the Learn room and out of it."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.lessons.document import LessonsDocument
from cnnstudio.gui.lessons.fault_list import FaultList
from cnnstudio.gui.lessons.lesson_view import LessonView
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets.elided import Elided

WIDTHS = (280, 360, 640)  # least, at first, most


def create_panel(studio: Studio) -> "LessonPanel":
    """The panel over the studio's lessons, hidden at first."""
    document = studio.documents.get("learn")
    assert isinstance(document, LessonsDocument)
    return LessonPanel(document, studio)


class LessonPanel(QFrame):
    """Shown while the document wants its text beside the rooms, and another room than Learn is in front."""

    def __init__(self, document: LessonsDocument, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="learn-panel")
        self._document, self._studio = document, studio
        self.setProperty("beside", True)
        self.setMinimumWidth(WIDTHS[0])
        self.setMaximumWidth(WIDTHS[2])
        self._title = Elided("learn-panel-title")
        self._title.setFont(theme.font(bold=True))
        self.whole = QToolButton(objectName="learn-panel-whole", autoRaise=True)
        self.whole.setIcon(theme.icon("book-open", "text_quiet"))
        self.whole.setToolTip(self.tr("Back to the lesson in the Learn room"))
        self.whole.setAccessibleName(self.whole.toolTip())
        self.fold = QToolButton(objectName="learn-panel-fold", autoRaise=True)
        self.fold.setIcon(theme.icon("x", "text_quiet"))
        self.fold.setToolTip(self.tr("Fold the lesson away; the Learn room keeps it"))
        self.fold.setAccessibleName(self.fold.toolTip())
        row = QHBoxLayout()
        row.setContentsMargins(theme.SPACE_6, theme.SPACE_2, theme.SPACE_2, 0)
        row.addWidget(self._title, 1)
        row.addWidget(self.whole)
        row.addWidget(self.fold)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        self.text = LessonView(document, "learn-panel-text")
        column.addWidget(FaultList(document))
        column.addWidget(self.text, 1)
        self.whole.clicked.connect(self._go_back)
        self.fold.clicked.connect(self._fold)
        document.besideChanged.connect(self.check)
        document.turned.connect(self.check)
        document.loaded.connect(self.check)
        studio.roomShown.connect(self.check)
        self.setVisible(False)
        self.check()

    @Slot()
    def check(self) -> None:
        """Show it where it belongs."""
        lesson, room = self._document.lesson, self._studio.workspace.room
        self._title.setText("" if lesson is None else lesson.title(self._document.language))
        self.setVisible(self._document.beside and lesson is not None and room != "learn")

    @Slot()
    def _go_back(self) -> None:
        self._studio.open_room("learn")

    @Slot()
    def _fold(self) -> None:
        self._document.set_beside(False)
