"""The checks that keep the house in order: ruff, mypy on the ground floor, import-linter, the mirror of the package."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import mirror
from tests.errands import Errand

ROOT = Path(__file__).resolve().parents[1]
LINT_IMPORTS = [
    sys.executable,
    "-c",
    "import sys; sys.path.insert(0, ''); from importlinter.cli import lint_imports_command as run; run()",
]


TOOLS = {
    "ruff-lint": Errand("-m", "ruff", "check", "."),
    "ruff-format": Errand("-m", "ruff", "format", "--check", "."),
    "mypy": Errand("-m", "mypy"),
    "import-linter": Errand(*LINT_IMPORTS[1:]),
}


@pytest.mark.parametrize(
    "tool", [pytest.param(tool, marks=pytest.mark.errand(tool), id=name) for name, tool in TOOLS.items()]
)
def test_tool_is_content(tool: Errand) -> None:
    done = tool.done()
    assert done.status == 0, done.output + done.errors


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package and of its contracts, to break walls in; who breaks one mends it.

    It is one for all tests because import-linter keeps what it has read of the files that stay as they are.
    """
    house = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "cnnstudio", house / "cnnstudio", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", house)
    return house


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("networks/catalogue.py", "import cnnstudio.convolution.state"),
        ("convolution/state.py", "import cnnstudio.analysis.macs"),
        ("analysis/macs.py", "import cnnstudio.datasets.idx"),
        ("datasets/idx.py", "import cnnstudio.analysis.macs"),
        ("training/engine.py", "import cnnstudio.prediction.reader"),
        ("errors.py", "import cnnstudio.files"),
        ("prediction/reader.py", "from PySide6.QtCore import QObject"),
        ("cli/train.py", "import pyqtgraph"),
        ("gui/playground/canvas.py", "import cnnstudio.gui.training_panel.grid"),
        ("gui/widgets/section.py", "import cnnstudio.gui.playground.words"),
        ("gui/studio.py", "import cnnstudio.gui.widgets.section"),
        ("gui/digit_canvas/page.py", "import cnnstudio.gui.main_window"),
        ("gui/model_browser/layers/tab.py", "import cnnstudio.gui.model_browser.compare.delegate"),
        ("gui/model_browser/words.py", "import cnnstudio.gui.model_browser.diagram.heat"),
        ("a_new_package.py", "import cnnstudio.errors"),
        ("gui/a_new_room.py", "import cnnstudio.gui.theme"),
    ],
)
def test_a_broken_wall_is_found(house: Path, module: str, line: str) -> None:
    file = house / "cnnstudio" / module
    before = file.read_text(encoding="utf-8") if file.exists() else None
    file.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    try:
        done = subprocess.run(LINT_IMPORTS, cwd=house, capture_output=True, text=True, check=False)
    finally:
        if before is None:
            file.unlink()
        else:
            file.write_text(before, encoding="utf-8")
    assert done.returncode == 1, done.stdout + done.stderr
    assert " BROKEN" in done.stdout
    assert "1 broken" in done.stdout


def test_every_module_has_its_test_or_stands_on_the_list() -> None:
    assert list(mirror.faults(ROOT / "cnnstudio", ROOT / "tests", mirror.COVERED)) == []


@pytest.fixture
def small_house(tmp_path: Path) -> Path:
    """A package of four modules: one tested, one covered, one that only hands on names, and the package itself."""
    for name, text in {
        "package/__init__.py": '"""A package."""\n',
        "package/names.py": 'from package.tested import ONE\n\n__all__ = ["ONE"]\n',
        "package/tested.py": "ONE = 1\n",
        "package/room/covered.py": "TWO = 2\n",
        "tests/test_tested.py": "",
        "tests/room/test_page.py": "",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("added", "gone", "fault"),
    [
        ([], [], None),
        (["package/room/new.py"], [], "room/new.py has no test: write room/test_new.py"),
        (["package/__main__.py"], [], "__main__.py has no test: write test_main.py"),
        ([], ["tests/test_tested.py"], "tested.py has no test: write test_tested.py"),
        (["tests/room/test_covered.py"], [], "room/covered.py has a test of its own"),
        ([], ["package/room/covered.py"], "room/covered.py is gone"),
        ([], ["tests/room/test_page.py"], "covered by room/test_page.py, which does not exist"),
    ],
)
def test_a_hole_in_the_mirror_is_found(small_house: Path, added: list[str], gone: list[str], fault: str | None) -> None:
    for name in added:
        (small_house / name).write_text("THREE = 3\n", encoding="utf-8")
    for name in gone:
        (small_house / name).unlink()
    covered = {"room/covered.py": "room/test_page.py"}
    found = list(mirror.faults(small_house / "package", small_house / "tests", covered))
    assert len(found) == (fault is not None)
    assert fault is None or fault in found[0]


def test_only_the_agreed_names_stand_at_the_top() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    if not tracked:
        pytest.skip("not a git checkout")
    top = {name.split("/")[0] for name in tracked}
    assert {name for name in top if not name.startswith(".")} <= {
        "cnnstudio",
        "resources",
        "tests",
        "pyproject.toml",
        "README.md",
    }
