"""The core speaks in types; here they become words and numbers for the user.

Every number of the window is spelled here, with the separators of its language, and what is typed is read here:
``number`` for what is computed, with as many figures as there is room for;
``cell_number`` where the room is a cell; ``fixed`` where figures stand below each other; ``counted`` for channels,
rows and columns; ``amount`` for a count with its noun.
"""

import math
import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from PySide6.QtCore import QDate, QDateTime, QTime

from cnnstudio import messages
from cnnstudio.gui import language
from cnnstudio.messages import amount as counting

FIGURES = 4
"""Significant figures of a number in a line of text."""

_PREFIXES = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


def integer(value: int) -> str:
    """With thousands separators: ``138,357,544``."""
    return language.local(f"{value:,}")


def short(value: float, unit: str = "") -> str:
    """Three significant digits and a decimal prefix: ``15.5 GMAC``, ``9.10 k``, ``784``."""
    for size, prefix in _PREFIXES:
        # 999.5 would be printed as 1000.
        if abs(value) >= size * 0.9995:
            return f"{_three(value / size)} {prefix}{unit}".rstrip()
    number = language.local(f"{value:,.0f}") if float(value).is_integer() else _three(value)
    return f"{number} {unit}".rstrip()


def _three(value: float) -> str:
    size = abs(value)
    return language.local(f"{value:.0f}" if size >= 99.95 else f"{value:.1f}" if size >= 9.995 else f"{value:.2f}")


def percent(share: float, digits: int = 1) -> str:
    """``98.9 %`` for 0.989."""
    return _percent(f"{100 * share:.{digits}f}")


def share(of: float, digits: int = 1) -> str:
    """`percent` of a part of a whole: a trace is not called none of it, nor is what lacks a trace called all of it."""
    text, least = percent(of, digits), 10.0**-digits
    if of > 0 and text == percent(0, digits):
        return f"< {_percent(f'{least:.{digits}f}')}"
    if of < 1 and text == percent(1, digits):
        return f"> {_percent(f'{100 - least:.{digits}f}')}"
    return text


def percent_sign() -> str:
    """What stands behind the number: `` %``."""
    return _percent("")


def _percent(number: str) -> str:
    return language.translate("labels", "{number} %").format(number=language.local(number))


def data_size(size: float) -> str:
    """Bytes in binary units: ``61.3 MiB``."""
    for unit in ("B", "KiB", "MiB", "GiB"):
        if abs(size) < 1023.5:
            return f"{size:.0f} {unit}" if unit == "B" else f"{_three(size)} {unit}"
        size /= 1024
    return f"{_three(size)} TiB"


def duration(seconds: float) -> str:
    """``0.8 s``, ``42 s``, ``3:05 min``, ``1:02:09 h``."""
    whole = round(seconds)
    if whole < 60:
        number = language.local(f"{seconds:.1f}") if seconds < 9.95 else str(whole)
        return language.translate("labels", "{seconds} s").format(seconds=number)
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        text = language.translate("labels", "{minutes}:{seconds} min")
        return text.format(minutes=minutes, seconds=f"{rest:02d}")
    text = language.translate("labels", "{hours}:{minutes}:{seconds} h")
    return text.format(hours=integer(minutes // 60), minutes=f"{minutes % 60:02d}", seconds=f"{rest:02d}")


def moment(of: datetime) -> str:
    """When something was, on this machine's clock: ``14:05`` today, else ``29 Nov 14:05``, with its year if another."""
    now = datetime.now(of.tzinfo)
    if of.date() == now.date():
        pattern = "HH:mm"
    elif of.year == now.year:
        pattern = language.translate("labels", "d MMM HH:mm")
    else:
        pattern = language.translate("labels", "d MMM yyyy HH:mm")
    at = QDateTime(QDate(of.year, of.month, of.day), QTime(of.hour, of.minute, of.second))
    return language.manager().locale.toString(at, pattern)


def number(value: float, figures: int = FIGURES) -> str:
    """A number in few characters: ``0.1235``, ``−2``, ``12345``, ``1.2e−5``, ``∞``.

    At most so many significant figures, no digit before the point rounded away below a million, and a true minus sign;
    ``0`` is nothing but zero.
    """
    return language.local(_number(value, figures))


@lru_cache(maxsize=16384)
def _number(value: float, figures: int) -> str:
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    mantissa, _, power = f"{value:.{figures - 1}e}".partition("e")
    exponent = int(power)
    scientific = f"{_bare(mantissa)}e{exponent}"
    if exponent >= 6:
        text = scientific
    else:
        text = _bare(f"{value:.{max(0, figures - 1 - exponent)}f}")
        if exponent < -3 and len(scientific) < len(text):
            text = scientific
    return text.replace("-", "−")


def equals(*shown: tuple[float, str]) -> str:
    """``=`` where every number is written as it is, ``≈`` where one of them is rounded: (number, as written)."""
    for value, text in shown:
        # Binary fractions such as 0.1 are what their decimal says, in the precision that layers compute in.
        if abs(_written(text) - value) > 1e-6 * abs(value):
            return "≈"
    return "="


def sum_equals(terms: Iterable[float], result: float) -> str:
    """``=`` where these terms, as `number` writes them, add up to what it writes of ``result``; else ``≈``."""
    written = [(value, number(value)) for value in (*terms, result)]
    if equals(*written) == "≈":
        return "≈"
    *parts, total = (_written(text) for _, text in written)
    # A small rest of large terms is where float32 shows.
    return "≈" if abs(sum(parts) - total) > 1e-6 * abs(total) else "="


def _written(text: str) -> float:
    return float(language.plain(text).replace("−", "-").replace("∞", "inf"))


def cell_number(value: float, figures: int = 3) -> str:
    """`number` without the zero before the point, for small cells: ``−.75``."""
    text = _number(value, figures)
    return language.local(text.replace("0.", ".", 1) if text.startswith(("0.", "−0.")) else text)


def times(ratio: float) -> str:
    """How many times as much: ``1.78``, ``2,341``, ``0.111``; what is not quite as much is not called once as much."""
    if ratio >= 99.5:
        return integer(round(ratio))
    written = [number(ratio, figures) for figures in range(3, 8)]
    return next((text for text in written if text != "1"), written[0])


def signed(value: float, figures: int = FIGURES) -> str:
    """`number` with its sign: ``+0.31``."""
    text = number(value, figures)
    return f"+{text}" if value > 0 else text


def fixed(value: float, digits: int) -> str:
    """With so many digits behind the point, for figures below each other: ``11,234.50``."""
    return language.local(f"{value:,.{digits}f}".replace("-", "−"))


def for_machines(value: float) -> str:
    """A number for a spreadsheet or a script: ``19200000``, ``0.000731``, with no separators and no unit.

    A whole number keeps all its digits: 11,513,623,552 MACs have eleven.
    """
    if float(value).is_integer() and abs(value) < 2**63:
        return str(int(value))
    return f"{value:.10g}"


def exact(value: float) -> str:
    """A number as precisely as float32 holds it, for editing and hovering, with a minus sign that can be typed."""
    import numpy as np  # not while the window starts

    return language.local(str(int(value)) if float(value).is_integer() and abs(value) < 1e7 else str(np.float32(value)))


def typed(value: float) -> str:
    """A number as a field holds it, to be typed on: ``0.05``, ``1e-05``, with a minus sign that can be typed."""
    return language.local(f"{value:.7g}")


def read_number(text: str) -> float | None:
    """What somebody typed, as the language or as C writes it: ``0,5`` and ``0.5``, ``1e-3``; None if it is no number.

    Where the two differ, in German ``1.234``, it is C's: fields show no thousands separators.
    """
    bare = text.strip().replace("−", "-")
    grouped = re.fullmatch(rf"{_grouping()}(\D\d*)?", bare)
    for form in (bare, language.plain(re.sub(r"\s", "", bare)) if grouped else "", bare.replace(",", ".")):
        try:
            value = float(form)
        except ValueError:
            continue
        return value if math.isfinite(value) else None
    return None


def read_whole(text: str) -> int | None:
    """A whole number that somebody typed, with thousands separators or without; None if it is none."""
    bare = text.strip().replace("−", "-")
    if re.fullmatch(_grouping(), bare):
        bare = re.sub(r"[^\d-]", "", bare)
    return int(bare) if re.fullmatch(r"[+-]?[0-9]+", bare) else None


def _grouping() -> str:
    """A whole number whose thousands are set apart: as the language does it, as C does it, or by spaces."""
    signs = re.escape(language.manager().locale.groupSeparator())
    return rf"-?[1-9]\d{{0,2}}([,\s{signs}])\d{{3}}(\1\d{{3}})*"


def counted(index: int) -> str:
    """The number of a channel, a map, a unit, a row or a column: people count from 1, PyTorch from 0.

    Padding ahead of a first row is row 0, and before that −1 and so on.
    """
    return integer(index + 1).replace("-", "−")


def amount(count: int, one: str, many: str, /, **values: object) -> str:
    """A count with its noun: ``amount(1, "{n} digit", "{n:,} digits")`` gives ``1 digit``, in the language's own forms.

    Args:
        count: how many.
        one, many: the English forms, as literals; ``{n}`` stands for the count.
        values: what else stands in them, as it is to be shown.
    """
    return language.say(counting(count, one, many, **values))


def listed(items: Iterable[object]) -> str:
    """``a, b, c``; as the language puts them."""
    return language.say(messages.listed(items))


def arguments(numbers: Iterable[str]) -> str:
    """Numbers that a function is given: ``0, 1.5``; ``0; 1,5`` where a comma stands in the numbers."""
    return ("; " if language.local(".") == "," else ", ").join(numbers)


def details(parts: Iterable[str]) -> str:
    """``a, b, c``, which all say something of one thing: no list of things. What is empty says nothing."""
    said = ""
    for part in filter(None, parts):
        said = language.translate("labels", "{before}, {more}").format(before=said, more=part) if said else part
    return said


def named(name: str, value: str) -> str:
    """``name: value``."""
    return language.translate("labels", "{name}: {value}").format(name=name, value=value)


def noted(text: str, note: str) -> str:
    """``text (note)``; the text alone where nothing is noted."""
    return language.translate("labels", "{text} ({note})").format(text=text, note=note) if note else text


def parted(items: Iterable[object]) -> str:
    """``a; b; c``, for parts that have commas of their own."""
    return language.say(messages.parted(items))


def any_of(items: Iterable[object]) -> str:
    """``a, b or c``."""
    return language.say(messages.any_of(items))


def all_of(items: Iterable[object]) -> str:
    """``a, b and c``."""
    return language.say(messages.all_of(items))


def in_turn(sentences: Iterable[object]) -> str:
    """One sentence after another, of those that say anything."""
    return language.say(messages.in_turn(filter(None, sentences)))


def _bare(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
