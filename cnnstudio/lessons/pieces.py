"""What a lesson is made of, as frozen values; each piece knows the line that it stands in."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from cnnstudio.lessons import conditions
from cnnstudio.lessons.conditions import Condition
from cnnstudio.lessons.expressions import Expression
from cnnstudio.lessons.questions import Question


@dataclass(frozen=True, slots=True)
class Plain:
    """Words as they stand."""

    text: str


@dataclass(frozen=True, slots=True)
class Bold:
    """A term where it is met first."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """What is typed, or what a program prints."""

    text: str


@dataclass(frozen=True, slots=True)
class InlineFormula:
    """LaTeX inside a line."""

    latex: str


@dataclass(frozen=True, slots=True)
class Computed:
    """A number that is worked out when the page is built."""

    expression: Expression


Span: TypeAlias = Plain | Bold | Code | InlineFormula | Computed


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences; ``item`` where they are one of a list."""

    line: int
    spans: tuple[Span, ...]
    item: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """LaTeX on a line of its own."""

    line: int
    latex: str


@dataclass(frozen=True, slots=True)
class Target:
    """What a step opens or shows: a link, a state file of the lesson, or a picture of the lesson."""

    kind: Literal["link", "state", "picture"]
    text: str


@dataclass(frozen=True, slots=True)
class Open:
    """A step that opens a room in a state."""

    line: int
    target: Target


@dataclass(frozen=True, slots=True)
class Wait:
    """A step that ticks itself when its condition holds."""

    line: int
    condition: Condition


@dataclass(frozen=True, slots=True)
class Ask:
    """A step that asks before the text tells.

    Attributes:
        slips: names of slips that can be told apart here, as the lesson promises.
    """

    line: int
    question: Question
    slips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, with what to notice."""

    line: int
    target: Target
    caption: tuple[Span, ...]


Step: TypeAlias = Open | Wait | Ask | Figure
Block: TypeAlias = Paragraph | Formula | Step


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, empty before the first one, and what stands below it."""

    line: int
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A lesson in one language."""

    language: str
    file: str
    sections: tuple[Section, ...]

    def blocks(self) -> Iterator[Block]:
        """All blocks of all sections, from the top."""
        for section in self.sections:
            yield from section.blocks

    def steps(self) -> Iterator[Step]:
        """All steps, from the top."""
        for block in self.blocks():
            if isinstance(block, Open | Wait | Ask | Figure):
                yield block


@dataclass(frozen=True, slots=True)
class Origin:
    """Where what a lesson says was first said; ``places`` by language, or under the empty name for all."""

    line: int
    work: str
    places: Mapping[str, str]

    def place(self, language: str) -> str:
        """Section, figure or equation, in this language where there is one; empty where none is named."""
        return self.places.get(language) or self.places.get("") or next(iter(self.places.values()), "")


@dataclass(frozen=True, slots=True)
class Exercise:
    """A question at a lesson's end; ``texts`` by language."""

    line: int
    question: Question
    texts: Mapping[str, str]
    slips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson, whole.

    Attributes:
        name: of its folder.
        order: its place in the course.
        minutes: as long as it takes.
        titles: by language.
        texts: by language, never none.
        origins: what it draws on.
        exercises: at its end.
        version: twelve digits that differ where its front matter or a text does.
    """

    name: str
    order: int
    minutes: int
    titles: Mapping[str, str]
    texts: Mapping[str, Text]
    origins: tuple[Origin, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    version: str = ""

    def title(self, language: str) -> str:
        """In this language, else in English, else in whatever there is."""
        return self.titles.get(language) or self.titles.get("en") or next(iter(self.titles.values()))

    def text(self, language: str) -> Text:
        """In this language, else in English, else in whatever there is."""
        return self.texts.get(language) or self.texts.get("en") or next(iter(self.texts.values()))


def step_words(step: Step) -> str:
    """What a step does, in words that are the same in every language."""
    match step:
        case Open(target=target):
            return f"open {target.text}"
        case Figure(target=target):
            return f"figure {target.text}"
        case Wait(condition=condition):
            return f"wait {conditions.written(condition)}"
        case Ask(question=question):
            return f"ask {question.written()}"


def step_keys(text: Text) -> tuple[tuple[str, Step], ...]:
    """Every step with a key of its own, by which it is remembered: it outlives changes of other steps."""
    counts: Counter[str] = Counter()
    found = []
    for step in text.steps():
        words = step_words(step)
        counts[words] += 1
        found.append((f"{words} #{counts[words]}" if counts[words] > 1 else words, step))
    return tuple(found)


def exercise_key(at: int) -> str:
    """By which an exercise is remembered; ``at`` counts from 0."""
    return f"exercise {at + 1}"


def to_do(lesson: Lesson) -> frozenset[str]:
    """The keys of all that can be done in a lesson: steps of every kind but figures, and exercises."""
    steps = (key for key, step in step_keys(lesson.text("en")) if isinstance(step, Open | Wait | Ask))
    return frozenset((*steps, *map(exercise_key, range(len(lesson.exercises)))))
