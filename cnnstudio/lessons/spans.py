"""A line of text as spans: words, **terms**, ``code``, $formulas$ and {computed numbers}."""

import re

from cnnstudio.errors import ConfigError
from cnnstudio.lessons import expressions, formulas
from cnnstudio.lessons.pieces import Bold, Code, Computed, InlineFormula, Plain, Span
from cnnstudio.messages import Message

_ESCAPED = frozenset("\\`*${}<")
_HTML = re.compile(r"<[A-Za-z/!?]")
_MARKDOWN_LINK = re.compile(r"\]\(|\]\[")
_CLOSE = {"`": "`", "**": "**", "$": "$", "{": "}"}
_CALLED = {
    "`": Message("code"),
    "**": Message("a term"),
    "$": Message("a formula"),
    "{": Message("a computed number"),
}


def parse(text: str) -> tuple[Span, ...]:
    """The spans of a paragraph.

    Raises:
        ConfigError: if one does not close or cannot be read, or there is HTML or a link of another kind.
    """
    spans: list[Span] = []
    words: list[str] = []
    at = 0
    while at < len(text):
        sign = "**" if text.startswith("**", at) else text[at]
        if sign == "\\" and text[at + 1 : at + 2] in _ESCAPED and at + 1 < len(text):
            words.append(text[at + 1])
            at += 2
        elif sign in _CLOSE:
            end = text.find(_CLOSE[sign], at + len(sign))
            if end < 0:
                raise ConfigError(
                    "Here begins {called} with {sign} that does not end. Add {close}, or write \\{first}.",
                    called=_CALLED[sign],
                    sign=sign,
                    close=_CLOSE[sign],
                    first=sign[0],
                )
            if words:
                spans.append(_plain("".join(words)))
                words.clear()
            spans.append(_span(sign, text[at + len(sign) : end]))
            at = end + len(_CLOSE[sign])
        elif sign == "}":
            raise ConfigError(
                "Here ends a computed number with {close} that has not begun. Add {first}, or write \\{close}.",
                close="}",
                first="{",
            )
        else:
            if _HTML.match(text, at):
                raise ConfigError("HTML is no part of a lesson. Write plain text; for the sign itself write \\<.")
            words.append(sign)
            at += len(sign)
    if words:
        spans.append(_plain("".join(words)))
    return tuple(spans)


def _plain(text: str) -> Plain:
    if _MARKDOWN_LINK.search(text):
        raise ConfigError(
            "Links and pictures are steps of their own. Write ::: open TARGET or ::: figure TARGET on a line."
        )
    return Plain(text)


def _span(sign: str, inner: str) -> Span:
    if not inner.strip():
        raise ConfigError("Here is {called} with nothing in it. Write it, or take it away.", called=_CALLED[sign])
    match sign:
        case "`":
            return Code(inner)
        case "**":
            if _HTML.search(inner):
                raise ConfigError("HTML is no part of a lesson. Write plain text.")
            return Bold(inner)
        case "$":
            formulas.check(inner)
            return InlineFormula(inner.strip())
    return Computed(expressions.parse(inner))


def plain_text(spans: tuple[Span, ...]) -> str:
    """The words of spans, as a search or a narrator takes them; a computed number as its expression."""
    parts = []
    for span in spans:
        match span:
            case InlineFormula(latex=latex):
                parts.append(latex)
            case Computed(expression=expression):
                parts.append(expression.text)
            case _:
                parts.append(span.text)
    return "".join(parts)
