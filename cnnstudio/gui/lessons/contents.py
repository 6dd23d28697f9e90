"""The contents: the course's lessons in their order and those that the user opened, and how far each was done."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from cnnstudio.gui import theme
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
        document.faultsChanged.connect(self.fill)
        document.ticked.connect(self.show_progress)
        self.fill()

    @Slot()
    def fill(self) -> None:
        """List the lessons in the document's language."""
        self.blockSignals(True)
        names = [lesson.name for lesson in self._document.lessons]
        opened = [name for name, _ in self._document.opened] if names else []
        if opened:
            names += ["", *opened]
        if self._names() != names:
            self.clear()
            for name in names:
                item = QListWidgetItem(self)
                item.setData(_NAME, name)
                if not name:
                    item.setText(self.tr("Opened"))
                    item.setFlags(Qt.ItemFlag.NoItemFlags)
                    item.setFont(theme.font(bold=True))
        self.show_progress()
        current = self._document.state().lesson
        self.setCurrentRow(names.index(current) if current in names and current else -1)
        self.blockSignals(False)

    def _names(self) -> list[str]:
        return [str(self.item(row).data(_NAME)) for row in range(self.count())]

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
        if not self._document.lessons:
            return
        first = self.count() - len(self._document.opened)
        for row, (name, title) in enumerate(self._document.opened, start=first):
            done, count = self._document.done_of(name)
            text = self.tr("{lesson}   {done}/{count}").format(lesson=title, done=done, count=count) if done else title
            self.item(row).setText(text)
            self.item(row).setToolTip(name)

    @Slot(QListWidgetItem)
    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._document.open_lesson(str(item.data(_NAME)))
