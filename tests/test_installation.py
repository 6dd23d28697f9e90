"""A packaged program that is damaged says so."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cnnstudio import installation, messages


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    (tmp_path / "torch" / "lib").mkdir(parents=True)
    (tmp_path / "torch" / "lib" / "libtorch.so").write_bytes(b"torch" * 1000)
    (tmp_path / "a name with spaces.txt").write_text("words")
    (tmp_path / "empty").touch()
    installation.write_list(tmp_path)
    return tmp_path


def test_a_whole_bundle_has_no_problem(bundle: Path) -> None:
    assert installation.problem(bundle) == ""
    assert installation.problem(bundle, contents=True) == ""


def test_a_program_that_is_not_packaged_has_none() -> None:
    assert installation.folder() is None
    assert installation.problem(installation.folder()) == ""


@pytest.mark.parametrize("name", ["torch/lib/libtorch.so", "a name with spaces.txt", "empty"])
def test_a_missing_file_is_named(bundle: Path, name: str) -> None:
    (bundle / name).unlink()
    said = installation.problem(bundle)
    assert f"{name} is missing" in said
    assert "Install or unpack it again" in said


def test_a_cut_file_is_named_with_its_sizes(bundle: Path) -> None:
    (bundle / "torch" / "lib" / "libtorch.so").write_bytes(b"torch")
    assert "torch/lib/libtorch.so has 5 bytes instead of 5,000" in installation.problem(bundle)


def test_a_changed_byte_is_found_when_contents_are_read(bundle: Path) -> None:
    (bundle / "torch" / "lib" / "libtorch.so").write_bytes(b"hcrot" * 1000)
    assert installation.problem(bundle) == ""
    assert "torch/lib/libtorch.so has been changed" in installation.problem(bundle, contents=True)


@pytest.mark.parametrize("damage", [b"", b"no list", b"\xff\xfe", b"12 34\n", b"x y z\n"])
def test_a_damaged_list_is_a_problem_of_its_own(bundle: Path, damage: bytes) -> None:
    (bundle / installation.FILE_LIST).write_bytes(damage)
    said = installation.problem(bundle)
    assert "damaged" in said


def test_a_missing_list_is_a_problem_of_its_own(bundle: Path) -> None:
    (bundle / installation.FILE_LIST).unlink()
    assert "files.txt is missing" in installation.problem(bundle)


def test_many_faults_are_counted(bundle: Path) -> None:
    for number in range(5):
        (bundle / str(number)).write_bytes(b"x")
    installation.write_list(bundle)
    for number in range(5):
        (bundle / str(number)).unlink()
    assert "and 2 more" in installation.problem(bundle)


def test_what_is_wrong_can_be_said_in_another_language(bundle: Path) -> None:
    (bundle / "empty").unlink()
    german = {"{file} is missing": "{file} fehlt"}
    said = messages.spoken(installation.problem(bundle), lambda template, _: german.get(template, ""))
    assert said.startswith("This copy of CNN Studio is damaged: empty fehlt. ")


def test_the_program_starts_once_more_whatever_lies_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "argparse.py").write_text("raise SystemExit(9)")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    command = [*installation.program(), "--version"]
    said = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout
    assert said.startswith("CNN Studio")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert installation.program() == [sys.executable]
