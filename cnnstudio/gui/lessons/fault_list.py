"""What is wrong with a lesson of the user's own: one list with file, line and what to do, as the command prints it."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.gui import errors, labels, theme
from cnnstudio.gui.lessons.document import LessonsDocument
from cnnstudio.lessons import opened

MOST_SHOWN = 100
_HEIGHT_ABOVE_TEXT = 200
_ANY = 16_777_215  # Qt's largest size


class FaultList(QFrame):
    """Hidden while nothing is wrong. It stands above the text of before, or alone where there is none."""

    def __init__(self, document: LessonsDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="learn-faults")
        self.setProperty("step", True)
        self._document = document
        self._icon = QLabel()
        self._title = QLabel(wordWrap=True, objectName="learn-faults-title")
        self._title.setFont(theme.font(bold=True))
        self._hint = QLabel(wordWrap=True, objectName="learn-faults-hint")
        self._hint.setProperty("quiet", True)
        self.list = QTextEdit(readOnly=True, objectName="learn-faults-list", frameShape=QFrame.Shape.NoFrame)
        self.list.setAccessibleName(self.tr("What is wrong with the lesson"))
        self.list.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.again = QPushButton(self.tr("Read again (F5)"), objectName="learn-faults-again")
        self.copy = QPushButton(self.tr("Copy all"), objectName="learn-faults-copy")
        self.close_button = QToolButton(objectName="learn-faults-close", autoRaise=True)
        self.close_button.setIcon(theme.icon("x", "text_quiet"))
        self.close_button.setToolTip(self.tr("Close"))
        self.close_button.setAccessibleName(self.tr("Close"))

        head = QHBoxLayout()
        head.setSpacing(theme.SPACE_2)
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE_2)
        buttons.addWidget(self.again)
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_4, theme.SPACE_3, theme.SPACE_3, theme.SPACE_3)
        column.setSpacing(theme.SPACE_2)
        column.addLayout(head)
        column.addWidget(self._hint)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)

        self.again.clicked.connect(document.read_again)
        self.copy.clicked.connect(self._copy_all)
        self.close_button.clicked.connect(document.close_faults)
        document.faultsChanged.connect(self.show_faults)
        document.turned.connect(self.show_faults)
        self.show_faults()

    @Slot()
    def show_faults(self) -> None:
        """List what is wrong now."""
        name, faults = self._document.faults
        self.setVisible(bool(faults))
        if not faults:
            self.list.clear()
            return
        self._icon.setPixmap(theme.icon("circle-alert", "bad").pixmap(theme.ICON, theme.ICON))
        self._title.setText(
            labels.amount(len(faults), "{n} fault in {name}", "{n:,} faults in {name}", name=opened.title(name))
        )
        lesson = self._document.lesson
        old = lesson is not None and lesson.name == name
        self._hint.setText(
            self.tr("Below stands the text as it was. Mend the files, then read them again.")
            if old
            else self.tr("Mend the files, then read them again.")
        )
        self.list.setMaximumHeight(_HEIGHT_ABOVE_TEXT if lesson is not None else _ANY)
        vertical = QSizePolicy.Policy.Maximum if lesson is not None else QSizePolicy.Policy.Expanding
        self.setSizePolicy(QSizePolicy.Policy.Preferred, vertical)
        told = [errors.sentence(fault) for fault in faults[:MOST_SHOWN]]
        left = len(faults) - MOST_SHOWN
        if left > 0:
            told.append(labels.amount(left, "{n} more", "{n:,} more"))
        self._show_lines(told)

    def _show_lines(self, lines: list[str]) -> None:
        """One paragraph a fault, as plain text, with some space between them."""
        self.list.setPlainText("\n".join(lines))
        cursor = self.list.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        space = QTextBlockFormat()
        space.setBottomMargin(theme.SPACE_2)
        cursor.mergeBlockFormat(space)

    @Slot()
    def _copy_all(self) -> None:
        _, faults = self._document.faults
        QGuiApplication.clipboard().setText("\n".join(map(errors.sentence, faults)))
