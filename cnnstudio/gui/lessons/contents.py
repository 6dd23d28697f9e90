"""The course's contents: its lessons in their order, and how far each was done."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from cnnstudio.gui.lessons.document import LessonsDocument

_NAME = Qt.ItemDataRole.UserRole


class Contents(QListWidget):
    """Choosing a lesson opens it."""

    def __init__(self, document: LessonsDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="learn-contents", wordWrap=True, frameShape=QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Contents of the course"))
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self._document = document
        self.currentItemChanged.connect(self._choose)
        document.loaded.connect(self.fill)
        document.turned.connect(self.fill)
        document.ticked.connect(self.show_progress)
        self.fill()

    @Slot()
    def fill(self) -> None:
        """List the lessons in the document's language."""
        self.blockSignals(True)
        lessons = self._document.lessons
        if [self.item(row).data(_NAME) for row in range(self.count())] != [lesson.name for lesson in lessons]:
            self.clear()
            for lesson in lessons:
                item = QListWidgetItem(self)
                item.setData(_NAME, lesson.name)
        self.show_progress()
        current = self._document.lesson
        self.setCurrentRow(-1 if current is None else lessons.index(current))
        self.blockSignals(False)

    @Slot()
    def show_progress(self) -> None:
        """Say of each lesson how much of it was done."""
        for row, lesson in enumerate(self._document.lessons):
            done, count = self._document.done(lesson)
            title = lesson.title(self._document.language)
            text = self.tr("{number}  {title}").format(number=lesson.order, title=title)
            if done:
                text = self.tr("{lesson}   {done}/{count}").format(lesson=text, done=done, count=count)
            self.item(row).setText(text)
            self.item(row).setToolTip(title)

    @Slot(QListWidgetItem)
    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._document.open_lesson(str(item.data(_NAME)))
