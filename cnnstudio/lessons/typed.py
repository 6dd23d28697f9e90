"""What a learner types as a result: ``26``, ``1/4``, ``0.25``, ``3*3*64 + 64``, ``16 x 14 x 14``; read exactly.

Full-width digits and signs, as Chinese keyboards give them, are read as the plain ones.
"""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from cnnstudio.errors import ConfigError, quoted

LONGEST = 120
"""Characters."""
_LARGEST = 10**18
_LONGEST_POWER = 20
_DEEPEST = 16
_SIGNS = str.maketrans(
    {
        "×": "*",
        "·": "*",
        "⋅": "*",
        "∙": "*",
        "÷": "/",
        "−": "-",
        "–": "-",
        "、": ",",
        "²": "^2",
        "³": "^3",
        "⁄": "/",
        "。": ".",
    }
)
_TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?|\.\d+)|(?P<sign>\*\*|[-+*/^()]))")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_THIN_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:[ \u00a0\u2009\u202f_']\d{3})+(?![\d])")
_SIDES = re.compile(r"\s*(?:[x*,;]|\bby\b|乘|\s)\s*")


@dataclass(frozen=True, slots=True)
class Typed:
    """A number that somebody typed.

    Attributes:
        value: exactly.
        rounded: half of the last place of a decimal that may have been rounded to it; 0 where nothing was.
    """

    value: Fraction
    rounded: Fraction = Fraction(0)

    def means(self, number: Fraction) -> bool:
        """Whether this is the number, or that number rounded to the places that were typed."""
        return abs(self.value - number) <= self.rounded


def number(text: str) -> Typed:
    """A number, or a sum, product, quotient or power of numbers.

    Raises:
        ConfigError: if it is none.
    """
    plain = _plain(text)
    joined = _THIN_THOUSANDS.sub(lambda found: re.sub(r"\D", "", found[0]), plain)
    joined = _THOUSANDS.sub(lambda found: found[0].replace(",", ""), joined)
    reader = _Reader(re.sub(r"(?<=[\d)\s])x(?=[\d(\s])", "*", joined), text)
    value = reader.sum_of(0)
    reader.expect_end()
    lone = re.fullmatch(r"\s*[-+]?\d*\.(\d{2,})\s*", joined)
    return Typed(value, Fraction(1, 2 * 10 ** len(lone[1])) if lone else Fraction(0))


def sides(text: str) -> tuple[Fraction, ...]:
    """The sides of a shape: ``16 x 14 x 14``, ``(16, 14, 14)``, ``16 14 14``; of a lone number that number.

    Raises:
        ConfigError: if it is none.
    """
    plain = _plain(text).strip()
    if plain[:1] in ("(", "[") and plain[-1:] in (")", "]"):
        plain = plain[1:-1].strip()
    parts = _SIDES.split(plain)
    if not all(re.fullmatch(r"\d{1,9}", part) for part in parts):
        # One number may be worked out: 16*7*7 for what was flattened.
        return (number(text).value,)
    return tuple(Fraction(int(part)) for part in parts)


def _plain(text: str) -> str:
    if len(text) > LONGEST:
        raise ConfigError("A number has {longest} characters at most here. Type a shorter one.", longest=LONGEST)
    return unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS).lower()


class _Reader:
    """Works out sums and products from left to right."""

    def __init__(self, text: str, typed: str) -> None:
        self._typed = typed
        self._tokens: list[str] = []
        at = 0
        while text[at:].strip():
            found = _TOKEN.match(text, at)
            if found is None:
                raise self._wrong()
            self._tokens.append(found[0].strip())
            at = found.end()

    def _wrong(self) -> ConfigError:
        return ConfigError(
            "{typed} is no number. Type one such as 26, 0.25, 1/4 or 3*3*64; a shape as 16 × 14 × 14.",
            typed=quoted(self._typed),
        )

    def expect_end(self) -> None:
        """Nothing is left."""
        if self._tokens:
            raise self._wrong()

    def _next(self, *signs: str) -> str:
        return self._tokens.pop(0) if self._tokens and self._tokens[0] in signs else ""

    def sum_of(self, depth: int) -> Fraction:
        """Products, added and subtracted."""
        value = self._product(depth)
        while sign := self._next("+", "-"):
            other = self._product(depth)
            value = self._bounded(value + other if sign == "+" else value - other)
        return value

    def _product(self, depth: int) -> Fraction:
        value = self._power(depth)
        while sign := self._next("*", "/"):
            other = self._power(depth)
            if sign == "/" and not other:
                raise ConfigError("Nothing is divided by 0. Type another number.")
            value = self._bounded(value * other if sign == "*" else value / other)
        return value

    def _power(self, depth: int) -> Fraction:
        base = self._atom(depth)
        if self._next("^", "**"):
            exponent = self._atom(depth)
            if exponent.denominator != 1 or not 0 <= exponent <= _LONGEST_POWER:
                raise ConfigError(
                    "A power goes from 0 to {longest_power} here. Type another number.", longest_power=_LONGEST_POWER
                )
            return self._bounded(Fraction(base ** int(exponent)))
        return base

    def _atom(self, depth: int) -> Fraction:
        if depth > _DEEPEST or not self._tokens:
            raise self._wrong()
        if sign := self._next("-", "+"):
            value = self._power(depth + 1)
            return -value if sign == "-" else value
        if self._next("("):
            value = self.sum_of(depth + 1)
            if not self._next(")"):
                raise self._wrong()
            return value
        token = self._tokens.pop(0)
        if not token[-1].isdigit() or len(token) > 40:
            raise self._wrong()
        return self._bounded(Fraction(token))

    def _bounded(self, value: Fraction) -> Fraction:
        if abs(value) > _LARGEST or value.denominator > _LARGEST:
            raise ConfigError("The number is too large. Type a smaller one.")
        return value
