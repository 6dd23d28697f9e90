import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import sharing

ROOT = Path(__file__).resolve().parents[1]

FIRST, SECOND = (pytest.mark.errand(errand).mark for errand in ("first", "second"))


@pytest.mark.parametrize(
    ("named", "shared"),
    [
        (["tests"], True),
        ([str(ROOT)], True),
        (["tests/gui", "tests/test_sharing.py"], True),
        (["tests/cli", "tests/test_sharing.py"], False),
        (["tests/test_sharing.py"], False),
        (["tests/test_sharing.py::test_one[a::b]", "tests/test_errands.py"], False),
    ],
)
def test_large_folders_are_shared_and_a_few_files_are_not(
    named: list[str], shared: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1, 2}, raising=False)
    assert sharing.processes(named) == (3 if shared else 0)


def test_a_large_machine_is_not_filled_with_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: set(range(200)), raising=False)
    assert sharing.processes([str(ROOT)]) == 8


def item(name: str, mark: pytest.Mark | None = None) -> pytest.Item:
    return SimpleNamespace(name=name, get_closest_marker=lambda _: mark)  # type: ignore[return-value]


def test_errands_come_first_and_all_else_stays_in_its_order() -> None:
    items = [item("a"), item("b", FIRST), item("c"), item("d", FIRST), item("e", SECOND), item("f")]
    sharing.errands_first(items)
    assert [one.name for one in items] == ["b", "d", "e", "a", "c", "f"]


_TESTS = """
import os
import pytest
from tests.errands import Errand
from tests import sharing
DONE = Errand("-c", "print('done', __import__('os').environ['OMP_NUM_THREADS'])")

def test_a_worker():
    assert sharing.ONE_OF_SEVERAL
    assert os.environ["OMP_NUM_THREADS"] == "1"
    assert DONE._outcome is not None, "what takes longest has come first"

@pytest.mark.errand(DONE)
def test_an_errand():
    assert DONE._process is None, "nobody has begun it ahead"
    assert DONE.done().output == "done 1\\n"
"""


def test_shared_tests_run_in_workers_that_begin_errands_when_they_are_asked(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("from tests.conftest import *\n", encoding="utf-8")
    (tmp_path / "test_shared.py").write_text(_TESTS, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "OMP_"))}
    options = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path), "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "--numprocesses=1", str(tmp_path)],
        cwd=ROOT,
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout
