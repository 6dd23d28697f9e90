"""Readings as people read them: lines, one table on the terminal."""

import math
from collections.abc import Iterable

from tests.benchmarks.readings import Figure, Goal, Reading, Report, Spread


def amount(value: float, unit: str) -> str:
    """A number with its unit, in three digits: ``12.3 ms``, ``3.98x``, ``97.97 %``; counts as they are: ``2 of 3``."""
    if unit == "%":
        return f"{value:.2f} %"
    if not unit or unit.startswith("of "):
        return f"{value:.3g} {unit}".strip()
    return f"{number(value)}x" if unit == "x" else f"{number(value)} {unit}"


def number(value: float) -> str:
    """A number in three digits, or all of those before its point."""
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    digits = max(2 - math.floor(math.log10(abs(value))), 0)
    return f"{value:,.{min(digits, 4)}f}"


def bound(goal: Goal | None, unit: str) -> str:
    """A goal: ``>= 4x``, ``<= 16 ms``; empty without one."""
    if goal is None:
        return ""
    sign = ">=" if goal.better == "larger" else "<="
    return f"{sign} {goal.bound:g}{unit if unit == 'x' else f' {unit}'}".strip()


def scatter(spread: Spread, unit: str) -> str:
    """The spread of a figure: quartiles, how well the median is known, how many rounds."""
    if spread.count == 1:
        return "1 reading"
    quartiles = f"{number(spread.lower)} .. {number(spread.upper)}"
    known = f"+-{100 * spread.uncertainty:.1f} %" if math.isfinite(spread.uncertainty) else "+-?"
    return f"{quartiles}, {known} of {spread.count}"


def title(figure: Figure) -> str:
    """What is read, and of what."""
    return f"{figure.what}: {figure.of}" if figure.of else figure.what


def sides(reading: Reading) -> str:
    """Medians of both sides of a ratio: ``20.2 s / 5.08 s``; empty for a plain figure."""
    unit = reading.figure.unit
    return " / ".join(amount(reading.side(index).median, unit) for index in range(len(reading.figure.sides)))


def verdict(reading: Reading) -> str:
    """``ok``, ``MISSED`` or, without a goal, nothing; and what was beside it."""
    said = "" if reading.figure.goal is None else "MISSED" if reading.missed else "ok"
    return f"{said}, {reading.beside_load}".strip(", ") if reading.beside_load else said


def row(reading: Reading) -> tuple[str, ...]:
    """The cells of a reading."""
    unit = reading.figure.shown_unit
    return (
        title(reading.figure),
        amount(reading.spread.median, unit),
        sides(reading),
        scatter(reading.spread, unit),
        bound(reading.figure.goal, unit),
        verdict(reading),
    )


def line(reading: Reading) -> str:
    """A reading on a line of its own."""
    what, *cells = row(reading)
    return f"{what}:  {'  '.join(cell for cell in cells if cell)}"


def table(reports: Iterable[Report]) -> str:
    """One table of all reports: ratios first, then figures; then what was not read; then where and when."""
    reports = list(reports)
    every = [(report.benchmark, reading) for report in reports for reading in report.readings]
    ordered = sorted(every, key=lambda pair: not pair[1].figure.is_ratio)
    heads = ("benchmark", "what", "median", "sides", "quartiles", "goal", "")
    rows = [heads, *((name, *row(reading)) for name, reading in ordered)]
    widths = [max(len(cells[column]) for cells in rows) for column in range(len(heads))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip() for cells in rows]
    for report in reports:
        lines += [f"NOT READ  {report.benchmark}: {'; '.join(each.what)}. {each.why}" for each in report.refused]
        lines += [f"FAILED    {report.benchmark}: {report.failed}"] if report.failed else []
    places: dict[str, list[Report]] = {}
    for report in reports:
        places.setdefault(str(report.machine), []).append(report)
    for place, here in places.items():
        days = sorted({report.date[:10] for report in here})
        lines.append(f"{place}; {days[0] if len(days) == 1 else f'{days[0]} to {days[-1]}'}")
    return "\n".join(lines)
