"""The only door to the top-level ``resources/`` folder, installed or from a checkout."""

from functools import cache
from pathlib import Path

from cnnstudio.errors import StorageError


@cache
def root() -> Path:
    """The resources folder: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parent / "resources"


def path(*parts: str) -> Path:
    """The path of one resource, for example ``path("icons", "play.svg")``.

    Raises:
        StorageError: if the program's installation lacks it.
    """
    found = root().joinpath(*parts)
    if not found.exists():
        raise StorageError(
            "CNN Studio's installation is damaged: {file} is missing. Install the program again.", file=found
        )
    return found


def text(*parts: str) -> str:
    """The text of one UTF-8 resource."""
    return path(*parts).read_text(encoding="utf-8")
