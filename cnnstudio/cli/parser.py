"""``argparse`` in the language that is spoken.

Helps and descriptions are messages, which the formatter says when they are shown. What argparse says by itself goes
through ``gettext``, for which Python has no catalogues: while ``in_language`` holds, it finds the program's own.
"""

import argparse
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from cnnstudio import terminal
from cnnstudio.cli import language
from cnnstudio.errors import readable
from cnnstudio.messages import Message, amount

WORDS = (
    Message("usage: "),
    Message("%(heading)s:"),
    Message("positional arguments"),
    Message("options"),
    Message("show this help message and exit"),
    Message("%(prog)s: error: %(message)s\n"),
    Message("argument %(argument_name)s: %(message)s"),
    Message("ambiguous option: %(option)s could match %(matches)s"),
    Message("expected at least one argument"),
    Message("expected at most one argument"),
    Message("expected one argument"),
    Message("ignored explicit argument %r"),
    Message("invalid %(type)s value: %(value)r"),
    Message("invalid choice: %(value)r (choose from %(choices)s)"),
    Message("invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)"),
    Message("not allowed with argument %s"),
    Message("one of the arguments %s is required"),
    Message("the following arguments are required: %s"),
    Message("unrecognized arguments: %s"),
)
"""What argparse says to users, in the versions of Python that the program runs with."""

COUNTED = (amount(2, "expected %s argument", "expected %s arguments"),)
"""What it says of a number of things."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong as briefly as the program's own errors do; those of the commands are of its class, too."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"formatter_class": _Formatter, **settings})

    def error(self, message: str) -> NoReturn:
        """Print the usage and what is wrong with it, and leave."""
        super().error(readable(message))


@contextmanager
def in_language() -> Iterator[None]:
    """Within it argparse speaks the language that the command line speaks."""
    words = {"_": _word, "ngettext": _counted}
    former = {name: getattr(argparse, name) for name in words if hasattr(argparse, name)}
    for name in former:
        setattr(argparse, name, words[name])
    try:
        yield
    finally:
        for name, said in former.items():
            setattr(argparse, name, said)


def _word(text: str) -> str:
    return language.template(text)


def _counted(one: str, many: str, count: int) -> str:
    return language.template(many, count, one)


class _Formatter(argparse.HelpFormatter):
    """Says messages, and reckons with characters that are two columns wide."""

    class _Section(argparse.HelpFormatter._Section):
        def format_help(self) -> str:
            text = super().format_help()
            if not self.heading:
                return text
            # Before Python 3.13 the colon is none of argparse's words.
            return text.replace(f"{self.heading}:\n", f"{_word('%(heading)s:') % {'heading': self.heading}}\n", 1)

    def add_text(self, text: str | None) -> None:
        super().add_text(None if text is None else language.say(text))

    def _format_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None,
    ) -> str:
        said = _word("usage: ") if prefix is None else prefix
        wider = terminal.width(said) - len(said)
        self._width -= wider
        try:
            text = super()._format_usage(usage, actions, groups, said)
        finally:
            self._width += wider
        # Lines that go on stand below the program's first argument.
        return text.replace("\n ", "\n" + " " * (wider + 1))

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return None if action.help is None else language.say(action.help)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return terminal.wrapped(" ".join(text.split()), width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = terminal.wrapped(" ".join(text.split()), width - len(indent))
        return "\n".join(f"{indent}{line}" for line in lines)
