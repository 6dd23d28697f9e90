"""The checks that keep the house in order: ruff, mypy on the ground floor, import-linter, the mirror of the package."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LINT_IMPORTS = [
    sys.executable,
    "-c",
    "import sys; sys.path.insert(0, ''); from importlinter.cli import lint_imports_command as run; run()",
]


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["importlinter.cli"],
    ],
    ids=["ruff-lint", "ruff-format", "mypy", "import-linter"],
)
def test_tool_is_content(command: list[str]) -> None:
    module, *rest = command
    call = LINT_IMPORTS if module == "importlinter.cli" else [sys.executable, "-m", module, *rest]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the package and of its contracts, to break walls in."""
    shutil.copytree(ROOT / "cnnstudio", tmp_path / "cnnstudio", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


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
    file.write_text((file.read_text(encoding="utf-8") if file.exists() else "") + f"\n{line}\n", encoding="utf-8")
    done = subprocess.run(LINT_IMPORTS, cwd=house, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert " BROKEN" in done.stdout
    assert "1 broken" in done.stdout


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
