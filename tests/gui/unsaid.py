"""Finds what the ground floor said and the window shows without saying it in its language.

Every message made meanwhile begins with a mark that nobody sees. ``language.say`` makes the text anew, without it;
so a text that still has it when a widget gets it was passed by: shown in English whatever the language.
"""

import functools
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtWidgets import QAbstractButton, QComboBox, QGraphicsItem, QGroupBox, QLabel, QPlainTextEdit, QWidget

from cnnstudio.messages import Message

MARK = "\u2063"
_SETTERS: tuple[tuple[type, tuple[str, ...]], ...] = (
    (QAbstractButton, ("setText",)),
    (QAction, ("setText", "setToolTip")),
    (QComboBox, ("addItem", "insertItem", "setItemData", "setItemText")),
    (QGraphicsItem, ("setToolTip",)),
    (QGroupBox, ("setTitle",)),
    (QLabel, ("setText",)),
    (QPlainTextEdit, ("appendPlainText", "setPlainText")),
    (QTextDocument, ("setHtml", "setPlainText")),
    (QWidget, ("setAccessibleDescription", "setAccessibleName", "setStatusTip", "setToolTip", "setWindowTitle")),
)
_ENGLISH_ALWAYS = frozenset(["window-error-log"])
"""What is copied into a report."""


class _Marked(Message):
    """A message with a mark in front, equal to what it would be without."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and _bare(self) == _bare(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(_bare(self))


def _bare(text: str) -> str:
    return str.replace(text, MARK, "")


def _marked(message: Message) -> Message:
    if not any(letter.isalpha() for letter in message):
        return message  # nothing to translate
    marked = str.__new__(_Marked, MARK + str.__str__(message))
    marked.template, marked.values = message.template, message.values
    marked.one, marked.number = message.one, message.number
    return marked


@contextmanager
def watched() -> Iterator[list[str]]:
    """What is shown unsaid meanwhile: the setter, the widget's name, the text and the place."""
    found: list[str] = []
    made = Message._made.__func__  # type: ignore[attr-defined]

    def make(cls: type[Message], *arguments: Any, **named: Any) -> Message:
        return _marked(made(cls, *arguments, **named))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Message, "_made", classmethod(make))
        for owner, names in _SETTERS:
            for name in names:
                patch.setattr(owner, name, _watching(owner, name, found))
        yield found


def _watching(owner: type, name: str, found: list[str]) -> Any:
    setter = getattr(owner, name)

    @functools.wraps(setter)
    def call(self: Any, *arguments: Any, **named: Any) -> Any:
        for text in (*arguments, *named.values()):
            if isinstance(text, str) and MARK in text:
                whose = self.objectName() if hasattr(self, "objectName") else ""
                if whose not in _ENGLISH_ALWAYS:
                    found.append(f"{_place(sys._getframe(1))}: {owner.__name__}.{name} {whose}: {_bare(text)!r}")
        return setter(self, *arguments, **named)

    return call


def _place(frame: FrameType | None) -> str:
    while frame is not None and "cnnstudio" not in frame.f_code.co_filename:
        frame = frame.f_back
    return "" if frame is None else f"{frame.f_code.co_filename.rpartition('/cnnstudio/')[2]}:{frame.f_lineno}"
