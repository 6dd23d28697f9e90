"""LaTeX as words, for those who listen: ``\\frac{a}{b}`` is "a over b"."""

import re
from functools import lru_cache

from cnnstudio.gui import language
from cnnstudio.gui.language import translate

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\d[\d.]*(?:\{,\}\d+)*|.", re.DOTALL)
_SILENT = frozenset(
    [r"\left", r"\right", r"\,", r"\;", r"\:", r"\!", r"\ ", r"\quad", r"\qquad", r"\displaystyle", r"\big", r"\Big"]
)
_PLAIN = frozenset([r"\text", r"\mathrm", r"\mathbf", r"\mathit", r"\operatorname", r"\hat", r"\bar", r"\overline"])


def spoken(latex: str) -> str:
    """The formula read aloud, in the window's language; what has no word of its own is read by its name."""
    return _spoken(latex, language.manager().code)


@lru_cache(maxsize=1024)
def _spoken(latex: str, _code: str) -> str:
    return _Reader(_TOKEN.findall(latex)).row()


def _words() -> dict[str, str]:
    return {
        "+": translate("formula", "plus"),
        "-": translate("formula", "minus"),
        "−": translate("formula", "minus"),
        "=": translate("formula", "equals"),
        "<": translate("formula", "is less than"),
        ">": translate("formula", "is greater than"),
        "/": translate("formula", "divided by"),
        "(": translate("formula", "open bracket"),
        ")": translate("formula", "close bracket"),
        r"\times": translate("formula", "times"),
        r"\cdot": translate("formula", "times"),
        r"\ast": translate("formula", "star"),
        r"\le": translate("formula", "is at most"),
        r"\leq": translate("formula", "is at most"),
        r"\ge": translate("formula", "is at least"),
        r"\geq": translate("formula", "is at least"),
        r"\ne": translate("formula", "is not"),
        r"\approx": translate("formula", "is about"),
        r"\in": translate("formula", "in"),
        r"\to": translate("formula", "to"),
        r"\rightarrow": translate("formula", "to"),
        r"\ldots": translate("formula", "and so on"),
        r"\dots": translate("formula", "and so on"),
        r"\cdots": translate("formula", "and so on"),
        r"\lfloor": translate("formula", "the floor of"),
        r"\lceil": translate("formula", "the ceiling of"),
        r"\rfloor": translate("formula", "end of the floor"),
        r"\rceil": translate("formula", "end of the ceiling"),
        r"\infty": translate("formula", "infinity"),
    }


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._words = _words()

    def row(self, end: str = "") -> str:
        """All up to ``end``, or to the last."""
        parts: list[str] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if token == end:
                break
            found = self._one(token, parts)
            if found:
                parts.append(found)
        return " ".join(parts)

    def _argument(self) -> str:
        while self._at < len(self._tokens) and self._tokens[self._at].isspace():
            self._at += 1
        if self._at >= len(self._tokens):
            return ""
        token = self._tokens[self._at]
        self._at += 1
        return self.row("}") if token == "{" else self._one(token, [])

    def _verbatim(self) -> str:
        """An argument of words, letter by letter as it stands."""
        depth, found = 0, ""
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            depth += {"{": 1, "}": -1}.get(token, 0)
            if token not in "{}":
                found += token.removeprefix("\\")
            if depth <= 0:
                break
        return found.strip()

    def _one(self, token: str, before: list[str]) -> str:
        match token:
            case r"\frac" | r"\dfrac" | r"\tfrac":
                above, below = self._argument(), self._argument()
                return translate("formula", "{above} over {below}").format(above=above, below=below)
            case r"\sqrt":
                return translate("formula", "the root of {inner}").format(inner=self._argument())
            case r"\sum":
                return self._with_limits(
                    translate("formula", "the sum of"), translate("formula", "the sum from {low} to {high} of")
                )
            case r"\prod":
                return self._with_limits(
                    translate("formula", "the product of"), translate("formula", "the product from {low} to {high} of")
                )
            case "_":
                return self._joined(before, translate("formula", "{base} sub {index}"), "index")
            case "^":
                return self._joined(before, translate("formula", "{base} to the power of {power}"), "power")
            case r"\color":
                self._argument()
                return self._argument()
            case r"\begin" | r"\end":
                self._verbatim()
                return ""
            case "{":
                return self.row("}")
        if token in _PLAIN:
            return self._verbatim()
        if token in _SILENT or token.isspace() or token in "&}":
            return ""
        return self._words.get(token, token.removeprefix("\\").replace("{,}", ","))

    def _joined(self, before: list[str], sentence: str, name: str) -> str:
        base = before.pop() if before else ""
        return sentence.format(base=base, **{name: self._argument()})

    def _with_limits(self, alone: str, whole: str) -> str:
        limits = {"_": "", "^": ""}
        while self._at < len(self._tokens) and self._tokens[self._at] in limits:
            sign = self._tokens[self._at]
            self._at += 1
            limits[sign] = self._argument()
        return whole.format(low=limits["_"], high=limits["^"]) if limits["_"] and limits["^"] else alone
