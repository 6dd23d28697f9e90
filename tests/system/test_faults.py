"""Damaged homes and full disks in their short form, and the eyes of the long one: what is lost or dies is noticed."""

import re
import shutil
import sys
from pathlib import Path
from random import Random

import pytest

from tests import kept_home
from tests.errands import Errand
from tests.system import faults
from tests.system.driven import TroubleError, user_files

SHORT = Errand("-m", "tests.system", "faults", "--short")


@pytest.mark.errand(SHORT)
def test_the_window_lives_through_them_and_says_what_is_wrong() -> None:
    done = SHORT.done()
    assert done.status == 0, done.output + done.errors
    lines = [line.strip() for line in done.output.splitlines()]
    assert [line.partition("ok")[2].strip() for line in lines if " ok " in line] == list(faults.SHORT)
    full = lines[lines.index(next(line for line in lines if line.endswith(faults.SHORT[1]))) :]
    assert any(line.startswith("says:") and "could not be written" in line for line in full)
    assert lines[-1].startswith(f"{len(faults.SHORT)} faults, 0 failures")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept_home.unpack(tmp_path_factory.mktemp("template"))


@pytest.fixture
def home(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "home", symlinks=True))


def standing(home: Path) -> dict[str, bytes | str]:
    """Every entry of a home: a file's content, or what else it is."""
    found: dict[str, bytes | str] = {}
    for path in home.rglob("*"):
        ordinary = path.is_file() and not path.is_symlink()
        found[path.relative_to(home).as_posix()] = (
            path.read_bytes() if ordinary else f"{path.is_symlink()} {path.is_dir()}"
        )
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes as on POSIX")
@pytest.mark.parametrize("kind", faults.HOMES)
def test_every_damage_damages_something(kind: str, home: Path) -> None:
    before = standing(home)
    faults.HOMES[kind](home, Random(1))
    assert standing(home) != before


def test_what_is_lost_is_noticed_and_what_has_another_name_is_not_lost(home: Path) -> None:
    before = user_files(home)
    digit = home / "data" / "handwriting" / "0011-label3.png"
    digit.rename(digit.with_name("0012-label4 (set aside).png"))
    faults._check_nothing_lost(home, before)
    (home / "runs" / faults._RUN / "weights-best.safetensors").unlink()
    with pytest.raises(TroubleError, match="weights-best"):
        faults._check_nothing_lost(home, before)


def test_a_picture_of_the_users_in_the_cache_is_noticed(home: Path) -> None:
    before = user_files(home)
    kept = home / "cache" / "handwriting"
    kept.mkdir(parents=True)
    shutil.copy(home / "data" / "handwriting" / "0011-label3.png", kept)
    with pytest.raises(TroubleError, match="in the cache"):
        faults._check_nothing_lost(home, before)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script in place of the window")
@pytest.mark.parametrize(
    ("ending", "told"), [("kill -SEGV $$", r"it ended the process \(-11\)"), ("exit 7", r"it ended the process \(7\)")]
)
def test_a_window_that_dies_is_told_and_the_next_fault_is_met(
    ending: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = tmp_path / "window"
    window.write_text(f'#!/bin/sh\necho \'{{"begins": "digit is cut"}}\'\necho a stack >&2\n{ending}\n')
    window.chmod(0o755)
    monkeypatch.setattr(faults.sys, "executable", str(window))
    said: list[str] = []
    failed = faults.meet(["digit is cut", "digit is noise"], report=said.append)
    assert len(failed) == 2
    assert all("a stack" in failure for failure in failed)
    assert re.search(told, failed[0])
    assert len([line for line in said if "FAILED" in line]) == 2
