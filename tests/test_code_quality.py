"""The checks that keep the house in order: ruff, mypy on the ground floor, import-linter, the mirror of the package."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


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
    call = (
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
        if module == "importlinter.cli"
        else [sys.executable, "-m", module, *rest]
    )
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


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
