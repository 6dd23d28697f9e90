"""The short form of ``two_windows``, and its eyes: what it must find is found."""

from pathlib import Path
from typing import Any

import pytest

from cnnstudio.gui import settings
from tests.errands import Errand
from tests.system import two_windows

ONE_TRY = Errand("-m", "tests.system", "two_windows", "--tries", "1", "--digits", "3")


@pytest.mark.errand(ONE_TRY)
def test_two_windows_lose_nothing() -> None:
    done = ONE_TRY.done()
    assert done.status == 0, done.output + done.errors
    assert "1 tries, 0 problems" in done.output


class Told:
    """A window that says what it is told to say."""

    def __init__(self, name: str, done: dict[str, Any]) -> None:
        self.name = name
        nothing = {"troubles": [], "labels": [], "runs": [], "states": [], "options": 0, "sentences": [], "left": {}}
        self._done = nothing | done

    def tell(self, **_task: Any) -> None:
        pass

    def hear(self, _what: str) -> dict[str, Any]:
        return self._done


def problems(home: Path, **done: Any) -> str:
    home.mkdir()
    return "\n".join(two_windows.attempt([Told("one", done), Told("other", {})], home, 1))


def test_what_is_lost_is_noticed(tmp_path: Path, studio_home: Path) -> None:
    of_digits = problems(tmp_path / "a", labels=[7])
    assert "digits: 29 of 30 are there" in of_digits
    assert "the work of" not in of_digits
    assert "runs: told were ['2026 lenet5']" in problems(tmp_path / "b", runs=["2026 lenet5"])
    assert "one/option-1" in problems(tmp_path / "c", options=2)
    assert "one said: The disk is full." in problems(tmp_path / "d", sentences=["The disk is full."])
    assert "the work of one is lost: it left" in problems(tmp_path / "f", left={"marks": [1]})
    assert problems(tmp_path / "e", troubles=["a traceback"]) == "one: a traceback"
    settings._open.clear()
