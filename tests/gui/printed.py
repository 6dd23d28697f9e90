"""Reckons again what the window prints, from the text alone: a number is an interval of all that it may stand for."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

_ONE = re.compile(r"−?\d+(?:\.\d+)?(?:e[−+]?\d+)?")
_HEADING = re.compile(r"Channel [\d,]+|No input cell lands here\.|0")
_OTHERS = re.compile(r"[\d,]+ other channels?: ")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?:e[-+]?\d+)?")


@dataclass(frozen=True)
class Interval:
    """All numbers from ``low`` to ``high``."""

    low: float
    high: float

    @classmethod
    def printed(cls, text: str) -> "Interval":
        """What four significant figures may stand for; 0 is 0."""
        value = float(text)
        if value == 0 or math.isinf(value):
            return cls(value, value)
        half = 0.5000001 * 10.0 ** (math.floor(math.log10(abs(value))) - 3)
        return cls(value - half, value + half)

    def __contains__(self, value: float) -> bool:
        # What PyTorch reckons in float32 may differ in its last digits.
        slack = 2e-6 * (abs(self.low) + abs(self.high)) + 1e-6
        return self.low - slack <= value <= self.high + slack

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high)

    def __neg__(self) -> "Interval":
        return Interval(-self.high, -self.low)

    def __sub__(self, other: "Interval") -> "Interval":
        return self + -other

    def __mul__(self, other: "Interval") -> "Interval":
        products = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(products), max(products))

    def __truediv__(self, other: "Interval") -> "Interval":
        assert other.low * other.high > 0, "division by what may be zero"
        return self * Interval(1 / other.high, 1 / other.low)

    def __pow__(self, two: int) -> "Interval":
        assert two == 2
        squares = [self.low**2, self.high**2]
        return Interval(0.0 if self.low <= 0 <= self.high else min(squares), max(squares))


def _rising(function: Callable[[float], float]) -> Callable[[Interval], Interval]:
    return lambda interval: Interval(function(interval.low), function(interval.high))


def _of_all(function: Callable[..., float]) -> Callable[..., Interval]:
    return lambda *intervals: Interval(function(i.low for i in intervals), function(i.high for i in intervals))


_NAMES = {
    "I": Interval.printed,
    "max": _of_all(max),
    "min": _of_all(min),
    **{name: _rising(getattr(math, name)) for name in ("sqrt", "exp", "tanh", "erf")},
}


def reckon(expression: str) -> Interval:
    """The value of an expression as the window prints it."""
    if _ONE.fullmatch(expression):
        return Interval.printed(expression.replace("−", "-"))
    plain = expression.replace("−", "-").replace("×", "*").replace("·", "*").replace("√2", "√(2)").replace("√", "sqrt")
    plain = plain.replace("e^", "exp").replace("²", " ** two").replace("∞", "inf")
    code = re.sub(r"\binf\b", "I('inf')", _NUMBER.sub(lambda match: f"I('{match.group()}')", plain))
    result = eval(code, {"__builtins__": {}}, {**_NAMES, "two": 2})
    assert isinstance(result, Interval)
    return result


def reckon_exactly(expression: str) -> float:
    """The value of an expression whose numbers are what is written, and nothing near it."""
    plain = expression.replace("−", "-").replace("×", "*").replace("·", "*").replace("√2", "√(2)").replace("√", "sqrt")
    code = plain.replace("e^", "exp").replace("²", " ** 2").replace("∞", "inf")
    names = {"max": max, "min": min, "inf": math.inf, **{n: getattr(math, n) for n in ("sqrt", "exp", "tanh", "erf")}}
    return float(eval(code, {"__builtins__": {}}, names))


def assert_equal_where_it_says_so(text: str) -> None:
    """What stands on both sides of each "=" of a formula is one number, to the last figure that is written.

    Left out are lines whose left side is no expression: sums that are named and not spelled out. A last line "= ..."
    stands below terms that add up to it.
    """
    *terms, last = text.splitlines()
    if terms and last.startswith("= "):
        total = sum(map(_term, terms))
        assert math.isclose(total, reckon_exactly(last.removeprefix("= ")), rel_tol=2e-6, abs_tol=1e-12), text
    for line in text.splitlines():
        left, sign, right = line.rpartition(" = ")
        left = left.partition("] ")[2] if left.startswith("[") else left
        if sign and left and not left.startswith(("Σ", "…", "sum ")):
            assert math.isclose(reckon_exactly(left), reckon_exactly(right), rel_tol=2e-6, abs_tol=1e-12), line


def _term(line: str) -> float:
    """What a line of a sum adds, as it is written; 0 of headings and of the line that says the sums once more."""
    if line.startswith("+ bias "):
        return reckon_exactly(line.removeprefix("+ bias "))
    if _OTHERS.match(line):
        return reckon_exactly(line.partition(": ")[2].removeprefix("+"))
    value = re.search(r" [=≈] (\S+)$", line)
    return reckon_exactly(value[1]) if value else 0.0


_ALLOWED = r"(?:ln |min|max|floor|ceil|(?<=\d)e[−-]?(?=\d)|[\d.,()⌊⌈⌋⌉\s+−×·/%-])+"
_LAST, _FIRST = re.compile(_ALLOWED + "$"), re.compile(_ALLOWED)


def equations(text: str) -> list[tuple[str, str, str]]:
    """(left side, sign, right side) of every equation in a text of the window whose sides are numbers alone.

    The text may be HTML, and words may stand around the equations; a line that begins with "=" goes on with the one
    before it. What has letters in it is left out: it is a rule and no sum.
    """
    plain = re.sub(r"<br>|</tr>|</p>", "\n", text)
    plain = re.sub(r"<[^>]*>", "", plain).replace("\u00a0", " ").replace("\n= ", " = ").replace("\n≈ ", " ≈ ")
    found = []
    for sentence in re.split(r"\n|[.;:]\s|,\s(?=[A-Za-z])", plain):
        sides = re.split(r"\s*([=≈])\s*", sentence)
        for before, sign, after in zip(sides[:-2:2], sides[1::2], sides[2::2], strict=True):
            last, first = _LAST.search(before), _FIRST.match(after)
            if last is None or first is None:
                continue
            left, right = last.group().strip(), first.group().strip(" ,.")
            ahead = before[: last.start()]
            # "n + 1" and "x2" are rules.
            if (left[:1] in "+×·/−" and ahead.strip()) or re.search(r"\w$", ahead):
                continue
            prefix = re.match(r"[kMGT]\b", after[first.end() :])
            if re.search(r"\d", left) and re.search(r"\d", right):
                found.append((left, sign, f"{right} {prefix.group()}" if prefix else right))
    return found


def assert_equations(text: str) -> int:
    """Every equation of a text holds: exactly at "=", to the last figure that is written at "≈". How many there are."""
    found = equations(text)
    for left, sign, right in found:
        values = [_evaluated(side) for side in (left, right)]
        if sign == "=":
            assert math.isclose(*values, rel_tol=1e-9), f"{left} {sign} {right} in {text}"
        else:
            behind = right.strip(" %kMGT").partition(".")[2]
            half = 0.500001 * 10.0 ** -len(behind) * _evaluated(f"1{right[-2:]}" if right[-1] in "%kMGT" else "1")
            assert abs(values[0] - values[1]) <= half, f"{left} {sign} {right} in {text}"
    return len(found)


def _evaluated(side: str) -> float:
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", side).replace("−", "-").replace("×", "*").replace("·", "*")
    plain = plain.replace("⌊", "floor(").replace("⌈", "ceil(").replace("⌋", ")").replace("⌉", ")").replace("%", "/ 100")
    for prefix, size in (("k", 10**3), ("M", 10**6), ("G", 10**9), ("T", 10**12)):
        plain = plain.replace(f" {prefix}", f" * {size}")
    plain = re.sub(r"ln (\d+)", r"log(\1)", plain)
    names = {"floor": math.floor, "ceil": math.ceil, "log": math.log, "min": min, "max": max}
    return float(eval(plain, {"__builtins__": {}}, names))


def reckon_sum(text: str) -> Interval:
    """The sum of the lines of a formula, each of which is held against its own right side.

    The lines are ``[3] 0.2 × 0.5 = 0.1``, ``1·2 + 3·4 = 14``, ``Σ channel 3 = 0.2``, ``… 5 more = 0.1``,
    ``5 other channels: +0.1``, ``+ bias 0.3``, and last ``= 0.7``; or one line ``expression = 0.7``. Headings say
    nothing; the line below ``All channels`` says once more what the lines above it came to.
    """
    # Rounded numbers stand about ≈; how far they may be off is what intervals are for.
    *terms, last = text.replace("≈", "=").splitlines()
    if not terms:
        left, _, right = last.rpartition(" = ")
        left = left.removeprefix("sum ")
        total = reckon(right) if left.startswith("Σ") else reckon(left)
    else:
        total, again = Interval(0.0, 0.0), False
        assert last.startswith("= ")
        right = last.removeprefix("= ")
        for line in terms:
            if line.startswith("+ bias "):
                total += reckon(line.removeprefix("+ bias "))
                continue
            if _HEADING.fullmatch(line):
                continue
            if again:
                both = reckon(line)
                assert both.low <= total.high, line
                assert total.low <= both.high, line
                again = False
                continue
            if line == "All channels":
                again = True
                continue
            if _OTHERS.match(line):
                total += reckon(line.partition(": ")[2].removeprefix("+"))
                continue
            left, _, value = line.rpartition(" = ")
            term = reckon(value)
            if left.startswith("["):
                product = reckon(left.partition("] ")[2])
                assert product.low <= term.high, line
                assert term.low <= product.high, line
            elif not left.startswith(("Σ", "…")):
                both = reckon(left) if left else term
                assert both.low <= term.high, line
                assert term.low <= both.high, line
            total += term
    shown = reckon(right)
    assert shown.low <= total.high, text
    assert total.low <= shown.high, text
    return total
