import json
from pathlib import Path

import pytest

from tests.benchmarks import __main__ as command
from tests.benchmarks import readings
from tests.benchmarks.made_up import plain, report

# What has a command line of its own and takes no readings: README's table; weights folders set side by side.
NO_BENCHMARKS = {"__main__", "table", "held_out"}


def test_every_benchmark_is_run_by_the_command() -> None:
    folder = Path(command.__file__).parent
    texts = {file.stem: file.read_text("utf-8") for file in folder.glob("*.py") if not file.name.startswith("test_")}
    runnable = {name for name, text in texts.items() if "\ndef main(" in text} - NO_BENCHMARKS
    assert runnable == {*command.ALL, *command.BY_NAME}
    assert all("session.run(" in texts[name] for name in runnable), "each hands on its readings"


class MadeUp:
    """In place of the benchmarks: each paints in 0.3 s, but one in 0.6, and one breaks off at once."""

    def __init__(self, *, slow: str = "", broken: str = "") -> None:
        self.slow, self.broken = slow, broken
        self.ran: list[str] = []
        self.options: list[list[str]] = []

    def run(self, name: str, file: Path, options: list[str]) -> int:
        self.ran.append(name)
        self.options.append(options)
        if name == self.broken:
            return 3
        readings.write(file, [report(name, plain(0.6 if name == self.slow else 0.3))])
        return int(name == self.slow)


def made_up(monkeypatch: pytest.MonkeyPatch, **options: str) -> MadeUp:
    benchmarks = MadeUp(**options)
    monkeypatch.setattr(command, "run", benchmarks.run)
    return benchmarks


def test_all_run_though_one_misses_its_goal_and_one_breaks_off(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    benchmarks = made_up(monkeypatch, slow="drawing", broken="editing")
    assert command.main([]) == 1
    assert benchmarks.ran == list(command.ALL)
    told = capsys.readouterr().out.splitlines()
    assert told[-1] == "A goal missed, or not read: drawing, editing."
    assert [line.split()[0] for line in told if line.endswith("MISSED")] == ["drawing"]
    assert sum(line.startswith("benchmark ") for line in told) == 1
    assert any(line.startswith("FAILED    editing: It ended with status 3") for line in told)


def test_the_status_is_0_when_every_goal_is_met(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    benchmarks = made_up(monkeypatch)
    assert command.main(["playground", "drawing", "playground", "--any-load", "--once"]) == 0
    assert benchmarks.ran == ["playground", "drawing"]
    assert benchmarks.options == [["--any-load", "--once"]] * 2
    assert capsys.readouterr().out.splitlines()[-1] == "All was read, and every goal is met."


def test_a_good_report_does_not_hide_that_the_process_died(monkeypatch: pytest.MonkeyPatch) -> None:
    benchmarks = made_up(monkeypatch)
    monkeypatch.setattr(command, "run", lambda name, file, options: benchmarks.run(name, file, options) or -11)
    assert command.main(["drawing"]) == 1


def test_the_file_gets_what_was_read_and_keeps_the_rest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "latest.json"
    readings.write(file, [report("drawing", plain(9)), report("training", plain(8))])
    made_up(monkeypatch, broken="editing")
    assert command.main(["drawing", "editing", "--json", str(file)]) == 1
    found = {each.benchmark: [reading.values for reading in each.readings] for each in readings.load(file)}
    assert found == {"drawing": [(0.3,)], "editing": [], "training": [(8.0,)]}


def test_a_file_that_holds_no_readings_is_refused_before_anything_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "notes.json"
    file.write_text(json.dumps({"mine": 1}))
    benchmarks = made_up(monkeypatch)
    assert command.main(["drawing", "--json", str(file)]) == 1
    assert benchmarks.ran == []
    assert "notes.json" in capsys.readouterr().err
    assert json.loads(file.read_text()) == {"mine": 1}


def test_a_benchmark_runs_in_a_process_of_its_own(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert command.run("no_such_benchmark", tmp_path / "none.json") != 0
    assert "no_such_benchmark" in capfd.readouterr().err


def test_an_unknown_name_is_refused_before_anything_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    benchmarks = made_up(monkeypatch)
    with pytest.raises(SystemExit) as left:
        command.main(["drawing", "drawign"])
    assert left.value.code == 2
    assert benchmarks.ran == []
    assert "drawign" in capsys.readouterr().err
