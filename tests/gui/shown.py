"""What a window shows, read off its widgets, models, scenes and painters; and which of it is left in English."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction, QPainter, QPainterPath, QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGraphicsScene,
    QGraphicsSimpleTextItem,
    QGraphicsTextItem,
    QGraphicsView,
    QHeaderView,
    QTabBar,
    QWidget,
)

_PROPERTIES = (
    *("text", "title", "placeholderText", "toolTip", "statusTip", "whatsThis", "accessibleName"),
    *("accessibleDescription", "windowTitle", "prefix", "suffix", "specialValueText", "plainText", "html"),
)
_ROLES = (
    *(Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.StatusTipRole),
    *(Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole),
)
_MOST_ROWS = 40
_MARKUP = re.compile(r"<style.*?</style>|<head.*?</head>|<[^>]*>|&\w+;", re.DOTALL)


def texts(window: QWidget) -> Iterator[tuple[str, str]]:
    """Every text of a window's parts, those that are hidden now among them, and whose it is."""
    # The lists that boxes unfold have windows of their own, and say what the boxes do.
    widgets = [part for part in window.findChildren(QWidget) if part.window() is window.window()]
    for part in (window, *widgets, *window.findChildren(QAction)):
        name = part.objectName() or type(part).__name__
        for text in _of(part):
            if isinstance(text, str) and text:
                yield name, plain(text)


def plain(text: str) -> str:
    """A text without its markup and the marks of its mnemonics."""
    return re.sub(r"&(?=\w)", "", _MARKUP.sub(" ", text)).strip()


def _of(part: QWidget | QAction) -> Iterator[object]:
    yield from (part.property(key) for key in _PROPERTIES)
    match part:
        case QComboBox():
            for place in range(part.count()):
                yield part.itemText(place)
                yield part.itemData(place, Qt.ItemDataRole.ToolTipRole)
        case QTabBar():
            for place in range(part.count()):
                yield from (part.tabText(place), part.tabToolTip(place), part.accessibleTabName(place))
        case QHeaderView():
            if part.model() is not None:
                for section in range(part.count()):
                    yield from (part.model().headerData(section, part.orientation(), role) for role in _ROLES)
        case QAbstractItemView():
            if part.model() is not None:
                yield from _of_model(part.model(), QModelIndex())
        case QGraphicsView():
            if part.scene() is not None:
                yield from _of_scene(part.scene())


def _of_model(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[object]:
    for row in range(min(model.rowCount(parent), _MOST_ROWS)):
        # Of a list it is private.
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
        for column in range(columns):
            index = model.index(row, column, parent)
            yield from (index.data(role) for role in _ROLES)
        yield from _of_model(model, model.index(row, 0, parent))


def _of_scene(scene: QGraphicsScene) -> Iterator[object]:
    for item in scene.items():
        yield item.toolTip()
        if isinstance(item, QGraphicsTextItem):
            yield item.toPlainText()
        elif isinstance(item, QGraphicsSimpleTextItem):
            yield item.text()


@contextmanager
def painted() -> Iterator[set[str]]:
    """What Python paints as text meanwhile."""
    found: set[str] = set()
    former: dict[tuple[type, str], Callable[..., Any]] = {}

    def watch(owner: type, name: str) -> None:
        original = former[owner, name] = getattr(owner, name)

        def call(self: Any, *arguments: Any, **named: Any) -> Any:
            found.update(plain(text) for text in arguments if isinstance(text, str) and text)
            return original(self, *arguments, **named)

        setattr(owner, name, call)

    watch(QPainter, "drawText")
    watch(QPainterPath, "addText")
    watch(QTextDocument, "setHtml")
    watch(QTextDocument, "setPlainText")
    try:
        yield found
    finally:
        for (owner, name), original in former.items():
            setattr(owner, name, original)


_WORD = re.compile(r"(?<![\w.'-])[A-Za-z][a-z]+(?![\w'-])")
# What a layer is made of, as PyTorch prints it; files; addresses and what a program calls by a dotted name.
_CODE = re.compile(r"\w+\(.*\)|\w+=\S+|/\S+|\w+(?:\.\w+)+|\([^()]*\)=|'[^']*'")
_ELIDED = re.compile(r"([A-Za-z]+)…")
_PLAIN_LETTER = re.compile(r"[ACEINOSUYZaceinosuyz]")


def english(text: str, names: frozenset[str] = frozenset()) -> list[str]:
    """The words of a text that no pseudo-translation would leave as they are, but for names."""
    said = _ELIDED.sub(lambda found: " " if found[1] in {name[: len(found[1])] for name in names} else found[0], text)
    said = _CODE.sub(" ", said)
    return [word for word in _WORD.findall(said) if _PLAIN_LETTER.search(word) and word not in names]


def words(text: str) -> set[str]:
    """The words of a name, each by itself."""
    return set(re.findall(r"[A-Za-z]+", text))
