"""What a search through all lessons has found; a click goes to the place."""

from itertools import islice

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.lessons.document import LessonsDocument
from cnnstudio.lessons.searching import Hit, search

MOST = 200
"""Hits that are listed."""
_HIT = Qt.ItemDataRole.UserRole


class Hits(QWidget):
    """Lists the places that hold all the words, each with its lesson, its section and the words around."""

    def __init__(self, document: LessonsDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._words = ""
        self.count = QLabel(objectName="learn-hits-count")
        self.count.setProperty("quiet", True)
        self.list = QListWidget(objectName="learn-hits", wordWrap=True, frameShape=QFrame.Shape.NoFrame)
        self.list.setAccessibleName(self.tr("Found in the lessons"))
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setSpacing(theme.SPACE_1 // 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_1)
        column.addWidget(self.count)
        column.addWidget(self.list, 1)
        self.list.itemClicked.connect(self._go_to)
        self.list.itemActivated.connect(self._go_to)
        document.loaded.connect(self._search_again)
        document.turned.connect(self._search_again)

    def search(self, words: str) -> None:
        """List where these words stand; none for no words."""
        self._words = words.strip()
        self._language = self._document.language
        found = list(islice(search(self._document.lessons, self._words, self._language), MOST + 1))
        self.list.clear()
        for hit in found[:MOST]:
            title = self.tr("{number}  {title}").format(
                number=hit.lesson.order, title=hit.section.title or hit.lesson.title(self._language)
            )
            # Where the heading itself was found, the lesson's name says more.
            below = hit.excerpt if hit.line != hit.section.line else hit.lesson.title(self._language)
            item = QListWidgetItem(f"{title}\n{below}", self.list)
            item.setData(_HIT, hit)
            item.setToolTip(hit.lesson.title(self._language))
        if len(found) > MOST:
            self.count.setText(self.tr("More than {most} places").format(most=MOST))
        else:
            self.count.setText(labels.amount(len(found), "{n} place", "{n:,} places"))

    @Slot()
    def _search_again(self) -> None:
        """In another language the same words stand elsewhere."""
        if self._words and (self._language != self._document.language or not self.list.count()):
            self.search(self._words)

    @Slot(QListWidgetItem)
    def _go_to(self, item: QListWidgetItem) -> None:
        hit = item.data(_HIT)
        assert isinstance(hit, Hit)
        self._document.jump(hit.lesson.name, hit.line, self._words)
