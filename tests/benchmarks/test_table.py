from dataclasses import replace
from pathlib import Path

import pytest

from cnnstudio.errors import ConfigError
from tests.benchmarks import readings, shown, table
from tests.benchmarks.made_up import FIGURE, MACHINE, plain, ratio, report
from tests.benchmarks.readings import Figure, Reading, Refused, at_most

TEXT = f"# A program\n\nbefore\n{table.BEGIN}\nold\n{table.END}\nafter\n"


def of(names: dict[str, float], **changes: object) -> list[Reading]:
    return [plain(value, figure=replace(FIGURE, of=name, **changes)) for name, value in names.items()]  # type: ignore[arg-type]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def rows(*reports: readings.Report) -> list[list[str]]:
    return [cells(line) for line in table.lines(reports) if line.startswith("| ")][2:]


def test_readme_is_what_the_stored_readings_give() -> None:
    stored = readings.load(table.STORED) if table.STORED.exists() else ()
    text = table.README.read_text("utf-8")
    assert table.rewritten(text, stored) == text


def test_ratios_stand_first_with_both_sides_goal_and_spread() -> None:
    found = rows(report("first_paint", plain(0.3)), report("training", ratio((20, 5), (21, 5), (22, 5))))
    assert found == [
        ["an epoch", "21.0 s / 5.00 s = 4.20x (4.10 to 4.30, 3)", "at least 4x", "`training`"],
        ["first paint", "0.300 s", "at most 0.5 s", "`first_paint`"],
    ]


def test_a_missed_goal_is_said() -> None:
    assert rows(report("training", ratio((3, 1))))[0][1] == "3.00 s / 1.00 s = 3.00x, **missed**"


def test_figures_of_several_networks_share_a_row() -> None:
    found = rows(report("analysis", *of({"VGG-16": 0.4, "ResNet-152": 0.6})))
    assert found == [["first paint: VGG-16, ResNet-152", "0.400, 0.600 s, **missed by 1 of 2**", *found[0][2:]]]


def test_many_share_one_by_their_least_and_most() -> None:
    pairs = {f"room {number}": 0.01 * number for number in range(1, 13)}
    found = rows(report("room_switch", *of(pairs)))
    assert found[0][:2] == ["first paint: 12 of them, least and most", "0.0100 to 0.120 s"]


def test_figures_with_other_goals_do_not_share_a_row() -> None:
    assert len(rows(report("a", *of({"x": 0.1}), *of({"y": 0.1}, goal=None)))) == 2


def test_the_machine_and_the_day_are_told_and_what_was_not_read() -> None:
    refused = (Refused(("first room",), "Others ran."),)
    lines = table.lines([report("a", plain(0.3), refused=refused), report("b", failed="It broke off.")])
    assert lines[0] == f"{MACHINE}, 2026-11-29."
    assert lines[-2:] == ["- first room (`a`): Others ran.", "- `b`: It broke off."]
    other = replace(report("b", plain(1)), machine=replace(MACHINE, cores=64))
    assert table.lines([report("a", plain(0.3)), other])[1] == f"b: {other.machine}, 2026-11-29."


def test_readings_beside_load_do_not_get_into_readme() -> None:
    loaded = replace(plain(0.3), beside_load="beside 1.0 cores (firefox)")
    with pytest.raises(ConfigError, match=r"first paint .a. was read beside 1\.0 cores"):
        table.lines([report("a", loaded)])


def test_what_stands_around_the_markers_stays() -> None:
    new = table.rewritten(TEXT, [report("a", plain(0.3))])
    assert new.startswith(f"# A program\n\nbefore\n{table.BEGIN}\n")
    assert new.endswith(f"\n{table.END}\nafter\n")
    assert "old" not in new
    assert table.rewritten(new, [report("a", plain(0.3))]) == new
    assert table.rewritten(new, []) == f"# A program\n\nbefore\n{table.BEGIN}\n{table.END}\nafter\n"


@pytest.mark.parametrize(
    "text",
    [
        "no markers\n",
        f"{table.BEGIN}\n",
        f"{table.END}\n{table.BEGIN}\n",
        f"{table.BEGIN}\n{table.BEGIN}\n{table.END}\n",
        f"{table.BEGIN}\n{table.END}\n{table.END}\n",
    ],
)
def test_markers_that_do_not_fit_are_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="each of them once"):
        table.rewritten(text, [])


def test_the_command_writes_readme_or_says_why_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stored, readme = tmp_path / "latest.json", tmp_path / "README.md"
    readings.write(stored, [report("training", ratio((20, 5)))])
    readme.write_text(TEXT)
    assert table.main([str(stored), str(readme)]) == 0
    assert "20.0 s / 5.00 s = 4.00x" in readme.read_text()
    readme.write_text("no markers\n")
    assert table.main([str(stored), str(readme)]) == 1
    assert readme.read_text() == "no markers\n"
    assert capsys.readouterr().err.count("\n") == 1


def test_the_terminal_shows_one_table_ratios_first() -> None:
    told = shown.table(
        [
            report("first_paint", plain(0.3, 0.4, 0.6), failed="It broke off."),
            report("training", ratio((3, 1)), refused=(Refused(("to 99 %",), "Others ran."),)),
        ]
    ).splitlines()
    assert told[0].split() == ["benchmark", "what", "median", "sides", "quartiles", "goal"]
    assert told[1].startswith("training")
    assert ">= 4x" in told[1]
    assert told[1].endswith("MISSED")
    assert told[2].startswith("first_paint")
    assert "0.350 .. 0.500, +-34.0 % of 3" in told[2]
    assert told[2].endswith("ok")
    assert told[3:] == [
        "FAILED    first_paint: It broke off.",
        "NOT READ  training: to 99 %. Others ran.",
        f"{MACHINE}; 2026-11-29",
    ]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        *((20.24, "s", "20.2 s"), (3.984, "x", "3.98x"), (0.0321, "s", "0.0321 s"), (12345.6, "MB", "12,346 MB")),
        *((0, "ms", "0 ms"), (97.968, "%", "97.97 %"), (0.000012, "s", "0.0000 s")),
        *((2, "of 3", "2 of 3"), (1e-6, "", "1e-06")),
    ],
)
def test_amounts(value: float, unit: str, text: str) -> None:
    assert shown.amount(value, unit) == text


def test_a_bound_is_shown_with_its_unit() -> None:
    assert shown.bound(at_most(16), "ms") == "<= 16 ms"
    assert shown.bound(Figure(what="", unit="s", goal=at_most(0.5)).goal, "s") == "<= 0.5 s"
    assert shown.bound(None, "s") == ""
