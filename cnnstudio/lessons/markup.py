"""A lesson's text, from its file to its sections, paragraphs, formulas and steps; every fault with its line."""

import re
import unicodedata
from dataclasses import dataclass, field

from cnnstudio.errors import ConfigError, StudioError, quoted
from cnnstudio.lessons import conditions, formulas, questions, slips, spans
from cnnstudio.lessons.faults import LessonError
from cnnstudio.lessons.folder import PICTURE_SUFFIXES, checked_name
from cnnstudio.lessons.pieces import Ask, Block, Figure, Formula, Open, Paragraph, Section, Step, Target, Text, Wait
from cnnstudio.messages import Message, all_of
from cnnstudio.workspace import links, state_files

MOST_CHARACTERS = 200_000
MOST_LINES = 5_000
LONGEST_LINE = 8_000
MOST_STEPS = 300
_SLIPS = re.compile(r"^(?P<question>.*?)\s+slips\s*=\s*\[(?P<slips>[^\]]*)\]$", re.DOTALL)
STEPS = ("open", "wait", "ask", "figure")


def parse(content: str, file: str, language: str) -> tuple[Text, tuple[LessonError, ...]]:
    """A text and all that is wrong with it; what is wrong is left out of the text.

    Args:
        content: of the file.
        file: its name, for what is wrong.
        language: its code.
    """
    reader = _Reader(file)
    if len(content) > MOST_CHARACTERS:
        fault = LessonError("A text has {most:,} characters at most. Split the lesson.", most=MOST_CHARACTERS)
        reader.faults.append(fault.at(file))
        content = content[:MOST_CHARACTERS]
    lines = content.removeprefix("\ufeff").splitlines()
    if len(lines) > MOST_LINES:
        reader.faults.append(
            LessonError("It has more than {most_lines:,} lines. Split the lesson.", most_lines=MOST_LINES).at(file)
        )
        lines = lines[:MOST_LINES]
    for number, line in enumerate(lines, start=1):
        reader.read(number, line.rstrip())
    reader.finish(len(lines))
    return Text(language, file, tuple(reader.sections)), tuple(reader.faults)


def target(text: str) -> Target:
    """What a step opens or shows: a link, or a file of the lesson.

    Raises:
        ConfigError: if it is neither.
    """
    if text.lower().startswith(links.SCHEME):
        links.parse(text)
        return Target("link", text)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", text):
        raise ConfigError(
            "{text} lies elsewhere, and nothing is fetched. Put a file into the lesson's folder.", text=quoted(text)
        )
    name = _local_name(text)
    if name.endswith(state_files.SUFFIX):
        return Target("state", name)
    if name.lower().endswith(PICTURE_SUFFIXES):
        return Target("picture", name)
    raise ConfigError(
        "{text} is no link, no state ({suffix}) and no picture ({known}). Name one.",
        text=quoted(text),
        suffix=state_files.SUFFIX,
        known=", ".join(PICTURE_SUFFIXES),
    )


def _local_name(text: str) -> str:
    try:
        return checked_name(text)
    except LessonError as error:
        raise ConfigError(error.reason) from error


@dataclass
class _Reader:
    """Reads line by line; holds the section, paragraph and formula that are not yet closed."""

    file: str
    sections: list[Section] = field(default_factory=list)
    faults: list[LessonError] = field(default_factory=list)
    _title: str = ""
    _begun: int = 1
    _blocks: list[Block] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)
    _item: bool = False
    _words_begun: int = 0
    _formula: list[str] | None = None
    _formula_begun: int = 0
    _steps: int = 0

    def read(self, number: int, line: str) -> None:
        """One more line."""
        if len(line) > LONGEST_LINE:
            self._fault(
                number,
                Message("The line has more than {longest_line:,} characters. Break it.", longest_line=LONGEST_LINE),
            )
            return
        stripped = line.strip()
        if self._formula is not None:
            self._go_on_with_formula(number, stripped)
        elif not stripped:
            self._close_paragraph()
        elif stripped.startswith(":::"):
            self._close_paragraph()
            self._add_step(number, stripped[3:].strip())
        elif stripped.startswith("$$"):
            self._close_paragraph()
            self._formula, self._formula_begun = [], number
            self._go_on_with_formula(number, stripped[2:])
        elif stripped.startswith("#"):
            self._close_paragraph()
            self._add_heading(number, stripped)
        elif stripped.startswith("- "):
            self._close_paragraph()
            self._begin_paragraph(number, stripped[2:], item=True)
        elif self._words:
            self._words.append(stripped)
        else:
            self._begin_paragraph(number, stripped)

    def finish(self, number: int) -> None:
        """The text has ended."""
        if self._formula is not None:
            self._fault(
                self._formula_begun, Message("A formula begins here with $$ and does not end. Add $$ behind it.")
            )
            self._formula = None
        self._close_paragraph()
        self._close_section()
        if not self.sections and not self.faults:
            self._fault(min(number, 1), Message("The text is empty. Write a paragraph."))

    def _fault(self, number: int, reason: str) -> None:
        self.faults.append(LessonError(reason).at(self.file, number))

    def _begin_paragraph(self, number: int, words: str, *, item: bool = False) -> None:
        self._words, self._words_begun, self._item = [words], number, item

    def _close_paragraph(self) -> None:
        if not self._words:
            return
        lines, self._words = self._words, []
        try:
            self._blocks.append(Paragraph(self._words_begun, spans.parse(_joined(lines)), self._item))
        except StudioError as error:
            self._fault(self._words_begun + _place_of(error, lines), error.message)

    def _close_section(self) -> None:
        if self._title or self._blocks:
            self.sections.append(Section(self._begun, self._title, tuple(self._blocks)))
        self._blocks = []

    def _add_heading(self, number: int, line: str) -> None:
        title = line.removeprefix("##").strip()
        if not line.startswith("## ") or not title:
            self._fault(
                number, Message("A heading begins with ## and a space; the lesson's own title stands in lesson.toml.")
            )
            return
        if re.search(r"[<>`{}$]|\*\*", title):
            self._fault(number, Message("A heading is plain words. Take the other signs out."))
            return
        self._close_section()
        self._title, self._begun = title, number

    def _go_on_with_formula(self, number: int, line: str) -> None:
        assert self._formula is not None
        inner, mark, behind = line.partition("$$")
        self._formula.append(inner)
        if not mark:
            return
        latex, self._formula = "\n".join(self._formula).strip(), None
        if behind.strip():
            self._fault(number, Message("Behind the end of a formula stands something. Put it on a line of its own."))
        try:
            formulas.check(latex)
        except ConfigError as error:
            self._fault(self._formula_begun, error.message)
            return
        self._blocks.append(Formula(self._formula_begun, latex))

    def _add_step(self, number: int, line: str) -> None:
        word, _, rest = line.partition(" ")
        self._steps += 1
        if self._steps > MOST_STEPS:
            if self._steps == MOST_STEPS + 1:
                self._fault(
                    number, Message("Steps behind number {most:,} are not read. Split the lesson.", most=MOST_STEPS)
                )
            return
        try:
            self._blocks.append(_step(number, word, rest.strip()))
        except LessonError as error:
            self._fault(number, error.reason)
        except StudioError as error:
            self._fault(number, error.message)


def _step(number: int, word: str, rest: str) -> Step:
    if word in STEPS and not rest:
        raise ConfigError("Behind {word} stands nothing. Write what is meant.", word=word)
    match word:
        case "open":
            found = target(rest)
            if found.kind == "picture":
                raise ConfigError("A picture is shown by figure, not opened. Write ::: figure in front of it.")
            return Open(number, found)
        case "wait":
            return Wait(number, conditions.parse(rest))
        case "ask":
            return _question(number, rest)
        case "figure":
            name, _, caption = rest.partition(" ")
            if not caption.strip():
                raise ConfigError("A figure has no caption. Write behind it what to notice.")
            return Figure(number, target(name), spans.parse(caption.strip()))
    raise ConfigError("There is no step {word}. There are {steps}.", word=quoted(word), steps=all_of(STEPS))


def _question(number: int, rest: str) -> Ask:
    found = _SLIPS.match(rest)
    question = questions.parse(found["question"] if found else rest)
    names = tuple(name.strip() for name in found["slips"].split(",") if name.strip()) if found else ()
    check_slips(question, names)
    return Ask(number, question, names)


def check_slips(question: questions.Question, names: tuple[str, ...]) -> None:
    """Refuse slips that this kind of question does not know.

    Raises:
        ConfigError: naming the first.
    """
    known = slips.known(question.KIND)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ConfigError(
            "{question} has no slip {unknown}. It has {known}.",
            question=question.KIND,
            unknown=quoted(unknown[0]),
            known=", ".join(known),
        )


def _place_of(fault: StudioError, lines: list[str]) -> int:
    """Which line of a paragraph its fault stands in, from 0: the first of those that have the same when read alone."""
    for place, line in enumerate(lines):
        try:
            spans.parse(line)
        except StudioError as error:
            if error.message == fault.message:
                return place
    return 0


def _joined(lines: list[str]) -> str:
    """Lines of one paragraph: a space between them, but none between two Chinese signs."""
    text = lines[0]
    for line in lines[1:]:
        text += line if _is_wide(text[-1]) and _is_wide(line[0]) else f" {line}"
    return text


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"
