"""README's table of figures, made from stored readings: ``python -m tests.benchmarks.table [JSON] [README.md]``.

Writes the lines between the two markers in README anew and leaves all others. Figures of several networks or rooms that
have one goal share a row. A test holds that README's lines are those of ``tests/benchmarks/latest.json``; as long as
nothing is stored there is nothing between the markers.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from cnnstudio import files
from cnnstudio.errors import ConfigError, StudioError
from tests.benchmarks import readings, shown
from tests.benchmarks.readings import Reading, Report

STORED = Path(__file__).with_name("latest.json")
README = Path(__file__).resolve().parents[2] / "README.md"
BEGIN = "<!-- figures from tests/benchmarks/latest.json: begin -->"
END = "<!-- figures: end -->"
_MOST_IN_A_ROW = 4
_MOST_BYTES = 1_000_000


def lines(reports: Sequence[Report]) -> list[str]:
    """The lines between the markers; none where nothing was read.

    Raises:
        ConfigError: if a reading was taken beside other programs.
    """
    if not reports:
        return []
    for report in reports:
        if loaded := next((reading for reading in report.readings if reading.beside_load), None):
            raise ConfigError(
                f"{shown.title(loaded.figure)} ({report.benchmark}) was read {loaded.beside_load}. "
                "Read it anew without --any-load."
            )
    found = [
        *(_places(reports)),
        "",
        "| what | measured | goal | `python -m tests.benchmarks.` |",
        "| --- | --- | --- | --- |",
    ]
    rows = [(group, report.benchmark) for report in reports for group in _groups(report.readings)]
    rows.sort(key=lambda pair: not pair[0][0].figure.is_ratio)
    found += [_row(group, benchmark) for group, benchmark in rows]
    return [*found, *_not_read(reports)]


def rewritten(text: str, reports: Sequence[Report]) -> str:
    """A README with the lines between the markers written anew.

    Raises:
        ConfigError: if the two markers do not stand there once each, one after the other.
    """
    before, begin, rest = text.partition(f"{BEGIN}\n")
    _, end, after = rest.partition(f"{END}\n")
    if not begin or not end or BEGIN in rest or END in before + after:
        raise ConfigError(f"The table belongs between the lines {BEGIN} and {END}, each of them once. Put them there.")
    return "".join((before, begin, *(f"{line}\n" for line in lines(reports)), end, after))


def _places(reports: Sequence[Report]) -> list[str]:
    """Where and when it was read, a line for each machine."""
    machines = dict.fromkeys(report.machine for report in reports)
    told = []
    for machine in machines:
        here = [report for report in reports if report.machine == machine]
        days = sorted({report.date[:10] for report in here})
        when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
        which = "" if len(machines) == 1 else f"{', '.join(report.benchmark for report in here)}: "
        told.append(f"{which}{machine}, {when}.")
    return [*told, "Medians; in brackets the quartiles of single readings, and how many there were."]


def _groups(found: Sequence[Reading]) -> list[list[Reading]]:
    """Readings that differ only in what they are of, together, in their order."""
    groups: dict[object, list[Reading]] = {}
    for reading in found:
        figure = reading.figure
        groups.setdefault((figure.what, figure.unit, figure.sides, figure.goal), []).append(reading)
    return list(groups.values())


def _row(group: Sequence[Reading], benchmark: str) -> str:
    figure = group[0].figure
    measured = _one(group[0]) if len(group) == 1 else _several(group)
    missed = sum(reading.missed for reading in group)
    if missed:
        measured += f", **missed{'' if missed == len(group) else f' by {missed} of {len(group)}'}**"
    of = ", ".join(reading.figure.of for reading in group if reading.figure.of)
    if len(group) > _MOST_IN_A_ROW:
        of = f"{len(group)} of them, least and most"
    what = f"{figure.what}: {of}" if of else figure.what
    goal = shown.bound(figure.goal, figure.shown_unit).replace(">=", "at least").replace("<=", "at most")
    return f"| {_cell(what)} | {_cell(measured)} | {_cell(goal)} | `{benchmark}` |"


def _one(reading: Reading) -> str:
    unit, spread = reading.figure.shown_unit, reading.spread
    sides = shown.sides(reading)
    told = f"{sides} = {shown.amount(spread.median, unit)}" if sides else shown.amount(spread.median, unit)
    if spread.count == 1:
        return told
    return f"{told} ({shown.number(spread.lower)} to {shown.number(spread.upper)}, {spread.count})"


def _several(group: Sequence[Reading]) -> str:
    unit = group[0].figure.shown_unit
    medians = [reading.spread.median for reading in group]
    if len(group) > _MOST_IN_A_ROW:
        return f"{shown.number(min(medians))} to {shown.amount(max(medians), unit)}"
    if unit == "x":
        return ", ".join(shown.amount(median, unit) for median in medians)
    return ", ".join([*map(shown.number, medians[:-1]), shown.amount(medians[-1], unit)])


def _not_read(reports: Sequence[Report]) -> list[str]:
    told = []
    for report in reports:
        told += [f"{'; '.join(refused.what)} (`{report.benchmark}`): {refused.why}" for refused in report.refused]
        told += [f"`{report.benchmark}`: {report.failed}"] if report.failed else []
    return ["", "Not read:", "", *(f"- {' '.join(line.split())}" for line in told)] if told else []


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write README's lines anew; 1, with a sentence, where that cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.table", description=__doc__.splitlines()[0])
    parser.add_argument("json", nargs="?", type=Path, default=STORED)
    parser.add_argument("readme", nargs="?", type=Path, default=README)
    chosen = parser.parse_args(arguments)
    try:
        text = files.read_bounded(chosen.readme, _MOST_BYTES).decode()
        files.write_whole(chosen.readme, rewritten(text, readings.load(chosen.json)).encode())
    except StudioError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
