"""Sentences and labels with values in them, which can be said in other languages.

The ground floor writes English. What it writes for the user is a ``Message``: English text that still knows the
template and the values it was made of, so that whoever shows it finds the template in a language's catalogue and puts
the same values in. Nobody takes a sentence apart.

Templates stand in the sources as plain literals, where the extraction finds them: the first argument of ``Message`` and
of every ``StudioError``, and the two forms given to ``amount``. Values are named, and may be messages themselves.
"""

import numbers
import re
import string
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self

LookUp = Callable[[str, int | None], str]
"""A template in another language, by itself and by what is counted in it, if anything is; "" where there is none."""

Write = Callable[[float, str], str]
"""A number as the language writes it, by its format: ``(1234, ",")`` gives ``1,234``."""

_FORMAT = re.compile(r"(0\d)?,?(\.\d\d?)?[a-z%]?")


class Message(str):
    """English text that can be said in another language; wherever a text is wanted it is one.

    Attributes:
        template: with its values in braces, ``"{file} is damaged."``; without values it is the text itself.
        values: plain ones, by the names in the template: texts, numbers and messages.
        one: the template where ``number`` is 1; "" where nothing is counted.
        number: how many there are of what ``template`` counts; None where nothing is counted.
    """

    # One of a str may have slots, and thousands of these live in results.
    __slots__ = ("number", "one", "template", "values")

    template: str
    values: Mapping[str, object]
    one: str
    number: int | None

    def __new__(cls, template: str = "", /, **values: object) -> Self:
        """Put values into a template.

        Raises:
            LookupError, ValueError: if the template and the values do not belong together.
        """
        if isinstance(template, cls) and not values:
            return template
        return cls._made(template, values)

    @classmethod
    def _made(cls, template: str, values: Mapping[str, object], one: str = "", count: int | None = None) -> Self:
        kept = {name: _plain(value) for name, value in values.items()}
        chosen = one if count == 1 else template
        made = super().__new__(cls, chosen.format_map(kept) if kept else chosen)
        made.template, made.values, made.one, made.number = template, kept, one, count
        return made

    def __str__(self) -> str:
        return self  # str(error) gives it whole

    def parts(self) -> dict[str, Any]:
        """As plain JSON values, for another process; ``of_parts`` puts them together again."""
        values = {name: value.parts() if isinstance(value, Message) else value for name, value in self.values.items()}
        return {"template": self.template, "values": values, "one": self.one, "number": self.number}

    @classmethod
    def of_parts(cls, data: Any) -> Self:
        """Read back ``parts``, from data of any origin.

        Raises:
            LookupError, TypeError, ValueError: if they are not what it writes.
        """
        template, one, count, values = data["template"], data["one"], data["number"], dict(data["values"])
        if not (isinstance(template, str) and isinstance(one, str) and (count is None or type(count) is int)):
            raise TypeError("these are no parts of a message")
        kept = {str(name): cls.of_parts(value) if isinstance(value, dict) else value for name, value in values.items()}
        if kept and not (_is_plain(template) and _is_plain(one)):
            raise ValueError("its template has formats that none of ours has")
        return cls._made(template, kept, one, count)

    def __reduce__(self) -> tuple[object, ...]:
        # To another process, where a worker's errors come from; copies are made in this way, too.
        return _again, (self.template, dict(self.values), self.one, self.number)


def _is_plain(template: str) -> bool:
    """Whether it only names values and formats numbers: a width could fill the memory, a dot reach into a value."""
    return all(
        name is None or (name.isidentifier() and not conversion and _FORMAT.fullmatch(spec or ""))
        for _, name, spec, conversion in string.Formatter().parse(template)
    )


def _again(template: str, values: Mapping[str, object], one: str, count: int | None) -> Message:
    return Message._made(template, values, one, count)


def amount(count: int, one: str, many: str, /, **values: object) -> Message:
    """A count in its sentence: ``amount(1, "{n} digit", "{n:,} digits")`` gives ``1 digit``.

    Args:
        count: how many; ``{n}`` in the templates.
        one, many: the two forms that English has; a language has as many forms as it needs.
        values: what else stands in them.
    """
    return Message._made(many, {"n": count, **values}, one, count)


def listed(items: Iterable[object]) -> Message:
    """``a, b, c``."""
    return _joined(items, lambda before, item: Message("{before}, {item}", before=before, item=item))


def parted(items: Iterable[object]) -> Message:
    """``a; b; c``, for parts that have commas of their own."""
    return _joined(items, lambda before, item: Message("{before}; {item}", before=before, item=item))


def any_of(items: Iterable[object]) -> Message:
    """``a, b or c``."""
    *before, last = items
    return Message("{before} or {last}", before=listed(before), last=last) if before else listed([last])


def all_of(items: Iterable[object]) -> Message:
    """``a, b and c``."""
    *before, last = items
    return Message("{before} and {last}", before=listed(before), last=last) if before else listed([last])


def in_turn(sentences: Iterable[object]) -> Message:
    """One sentence after another."""
    return _joined(sentences, lambda before, item: Message("{before} {sentence}", before=before, sentence=item))


def _joined(items: Iterable[object], join: Callable[[Message, Message], Message]) -> Message:
    """The items one behind the other, halves of halves: a thousand classes lie ten deep, not a thousand."""
    said = [_as_message(item) for item in items]
    while len(said) > 1:
        said = [join(*said[at : at + 2]) if at + 1 < len(said) else said[at] for at in range(0, len(said), 2)]
    return said[0] if said else Message()


def _as_message(item: object) -> Message:
    plain = _plain(item)
    return plain if isinstance(plain, Message) else Message._made(str(plain), {})


def spoken(text: str, look_up: LookUp, write: Write = format) -> str:
    """A text as somebody says it who speaks another language; what is no message, or not translated, stays as it is.

    Args:
        text: the message, or any text.
        look_up: the language's templates.
        write: the language's numbers.
    """
    if not isinstance(text, Message):
        return text
    template = look_up(text.template, text.number) or (text.one if text.number == 1 else text.template)
    if not text.values:
        return template
    values = {name: _said(value, look_up, write) for name, value in text.values.items()}
    try:
        return template.format_map(values)
    except (LookupError, ValueError, TypeError, AttributeError):  # the translation's placeholders are damaged
        return text


def _said(value: object, look_up: LookUp, write: Write) -> object:
    if isinstance(value, str):
        return spoken(value, look_up, write)
    return _Number(value, write) if isinstance(value, int | float) and not isinstance(value, bool) else value


class _Number:
    """A number that is written as a language does it, wherever a template puts it."""

    def __init__(self, value: float, write: Write) -> None:
        self._value, self._write = value, write

    def __format__(self, spec: str) -> str:
        return self._write(self._value, spec)


def _plain(value: object) -> object:
    """What may be kept of a value: it outlives its moment, crosses processes, and must hold nothing large."""
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, numbers.Real):  # NumPy's; to be formatted as one
        return int(value) if isinstance(value, numbers.Integral) else float(value)
    return str(value)  # an error gives its message: a sentence about a sentence is translated whole
