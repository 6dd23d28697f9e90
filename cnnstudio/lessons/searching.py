"""Search over lessons: words in headings, paragraphs and captions, in one language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cnnstudio.lessons.pieces import Figure, Lesson, Paragraph, Section
from cnnstudio.lessons.spans import plain_text

_AROUND, _LONGEST_WORD = 40, 16


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where all words stand.

    Attributes:
        lesson, section: where.
        line: of the paragraph, caption or heading.
        excerpt: the words around the first one that was found.
    """

    lesson: Lesson
    section: Section
    line: int
    excerpt: str


def search(lessons: Iterable[Lesson], words: str, language: str) -> Iterator[Hit]:
    """The paragraphs, captions and headings that hold all words, in the order of the lessons; none for no words.

    Args:
        lessons: to look through.
        words: with spaces between them; capitals do not matter, parts of words count, and x stands for × as well.
        language: a lesson that has no such text is looked through in the one that is shown instead.
    """
    wanted = _folded(words).split()
    if not wanted:
        return
    for lesson in lessons:
        for section in lesson.text(language).sections:
            for line, text in _texts(section):
                found = _folded(text)
                if all(word in found for word in wanted):
                    yield Hit(lesson, section, line, _excerpt(text, found.find(wanted[0])))


def _folded(text: str) -> str:
    return text.casefold().replace("×", "x")


def _texts(section: Section) -> Iterator[tuple[int, str]]:
    if section.title:
        yield section.line, section.title
    for block in section.blocks:
        match block:
            case Paragraph(line=line, spans=spans) | Figure(line=line, caption=spans):
                yield line, plain_text(spans)


def _excerpt(text: str, at: int) -> str:
    """Whole words around a place, as far as there are spaces near."""
    begin, end = max(0, at - _AROUND), min(at + 2 * _AROUND, len(text))
    if begin:
        begin = text.find(" ", begin, min(begin + _LONGEST_WORD, at)) + 1 or begin
    if end < len(text):
        space = text.rfind(" ", end - _LONGEST_WORD, end)
        end = space if space > at else end
    return ("… " if begin else "") + text[begin:end].strip() + (" …" if end < len(text) else "")
