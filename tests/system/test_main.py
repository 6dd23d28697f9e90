"""The one command of the system tests."""

import importlib.util
import sys
from types import ModuleType

import pytest

from tests.system import __main__ as command


def _put(monkeypatch: pytest.MonkeyPatch, name: str, status: int, calls: list[tuple[str, list[str]]]) -> None:
    module = ModuleType(f"tests.system.{name}")

    def main(argv: list[str]) -> int:
        calls.append((name, argv))
        return status

    module.main = main
    module.__spec__ = importlib.util.spec_from_loader(module.__name__, None)
    monkeypatch.setitem(sys.modules, module.__name__, module)


def test_a_named_test_gets_its_options_and_gives_its_status(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[str, list[str]]] = []
    _put(monkeypatch, "kill", 3, calls)
    assert command.main(["kill", "--seed", "3"]) == 3
    assert calls == [("kill", ["--seed", "3"])]


def test_without_a_name_all_long_ones_run_although_one_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls: list[tuple[str, list[str]]] = []
    for name in (*command.LONG, *command.BY_HAND):
        _put(monkeypatch, name, int(name == command.LONG[1]), calls)
    assert command.main([]) == 1
    assert calls == [(name, []) for name in command.LONG]
    assert f"Failed: {command.LONG[1]}." in capsys.readouterr().out


def test_a_test_that_is_not_there_is_named_and_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "LONG", ("no_such_test",))
    assert command.main([]) == 1
    assert "there is no tests/system/no_such_test.py" in capsys.readouterr().err


def test_an_unknown_name_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["mnokey"]) == 2
    assert capsys.readouterr().err.startswith("usage: python -m tests.system")
