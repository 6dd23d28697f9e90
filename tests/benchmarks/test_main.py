from pathlib import Path

import pytest

from tests.benchmarks import __main__ as command


def test_every_benchmark_is_run_by_the_command() -> None:
    folder = Path(command.__file__).parent
    runnable = {file.stem for file in folder.glob("*.py") if "\ndef main(" in file.read_text("utf-8")} - {"__main__"}
    assert runnable == {*command.ALL, *command.BY_NAME}


def test_all_run_though_one_misses_its_goal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []

    def run(name: str) -> int:
        ran.append(name)
        return int(name == "drawing")

    monkeypatch.setattr(command, "run", run)
    assert command.main([]) == 1
    assert ran == list(command.ALL)
    assert capsys.readouterr().out.splitlines()[-1] == "A goal missed, or not read: drawing."


def test_a_benchmark_runs_in_a_process_of_its_own(capfd: pytest.CaptureFixture[str]) -> None:
    assert command.run("no_such_benchmark") != 0
    assert "no_such_benchmark" in capfd.readouterr().err


def test_an_unknown_name_is_refused_before_anything_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "run", lambda name: pytest.fail(name))
    assert command.main(["drawing", "drawign"]) == 2
    assert "drawign" in capsys.readouterr().err
