import sys
import tomllib
from pathlib import Path

import pytest

from tests.benchmarks import analysis


def test_without_torchinfo_one_line_names_the_extra(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "torchinfo", None)
    assert analysis.main([]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert "torchinfo" in told.err
    assert ".[bench]" in told.err


def test_the_extra_that_is_named_holds_torchinfo() -> None:
    project = tomllib.loads((Path(__file__).resolve().parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    assert any(need.startswith("torchinfo") for need in project["optional-dependencies"]["bench"])
