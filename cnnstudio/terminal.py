"""Texts in a terminal, where Chinese, Japanese and Korean characters are two columns wide."""

import re
import sys
import unicodedata
from collections.abc import Iterator

# What a line does not begin with, and what it does not end with.
_CLOSING = "，。、；：？！）」』】》〉”’…—％,.;:?!)]}"
_OPENING = "（「『【《〈“‘([{"
_PIECE = re.compile(r"\s+|\S")


def width(text: str) -> int:
    """How many columns a text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def can_print(text: str) -> bool:
    """Whether the standard output has all of a text's characters."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """A text with spaces behind it, or before it where it shall end at the ``right``; one that is too wide as it is."""
    space = " " * (columns - width(text))
    return space + text if right else text + space


def cut(text: str, columns: int) -> str:
    """The beginning of a text that takes no more columns."""
    taken = 0
    for end, letter in enumerate(text):
        taken += _columns(letter)
        if taken > columns:
            return text[:end]
    return text


def wrapped(text: str, columns: int) -> list[str]:
    """A text's lines, broken at spaces and between wide characters; a word that is too long is broken anywhere.

    At least one line, which may be empty.
    """
    lines, line = [], ""
    for space, word in _words(text):
        if line and width(line) + width(space) + width(word) > columns:
            lines.append(line)
            line = ""
        line += space + word if line else word
        while width(line) > columns and len(line) > 1:
            start = cut(line, columns) or line[0]
            lines.append(start)
            line = line[len(start) :]
    return [*lines, line] if line or not lines else lines


def _words(text: str) -> Iterator[tuple[str, str]]:
    """What stays on one line, each with the space before it."""
    space, word = "", ""
    for found in _PIECE.finditer(text):
        piece = found[0]
        if piece.isspace():
            if word:
                yield space, word
            space, word = " ", ""
        elif word and _may_break(word[-1], piece):
            yield space, word
            space, word = "", piece
        else:
            word += piece
    if word:
        yield space, word


def _may_break(before: str, after: str) -> bool:
    return (_columns(before) == 2 or _columns(after) == 2) and before not in _OPENING and after not in _CLOSING
