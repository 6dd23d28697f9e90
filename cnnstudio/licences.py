"""What the program is made of: every library's version and licence, told by the installed packages themselves.

A packaged program also brings Python and libraries of the system it was built on: ``resources/packaging`` puts their
licences into ``resources/licences``, one text a library.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from cnnstudio import resources

PACKAGES = (
    "torch", "torchvision", "PySide6-Essentials", "shiboken6", "pyqtgraph", "numpy", "pillow", "safetensors",
    "fast-sugiyama", "platformdirs", "psutil", "sympy", "mpmath", "typing_extensions", "colorama",
    "ziamath", "ziafont", "latex2mathml",
)  # fmt: skip
"""What the program imports, and what that imports in turn."""

_TEXT_NAMES = ("LICEN", "COPYING", "NOTICE", "AUTHORS")


@dataclass(frozen=True, slots=True)
class Library:
    """One library.

    Attributes:
        name: as its makers write it.
        version: empty where only the licence is known.
        licence: its short name, such as ``BSD-3-Clause``; empty where only the text is known.
        home: its page; empty where it is not known.
    """

    name: str
    version: str
    licence: str
    home: str

    def text(self) -> str:
        """The licence's full text, with those of what the library itself contains; "" where it brings none."""
        file = _system_folder() / f"{self.name}.txt"
        if file.is_file():
            return file.read_text(encoding="utf-8", errors="replace")
        try:
            package = metadata.distribution(self.name)
        except metadata.PackageNotFoundError:
            return ""
        found = [name for name in _about_files(package) if Path(name).name.upper().startswith(_TEXT_NAMES)]
        return "\n\n\n".join(_headed(name, Path(str(package.locate_file(name)))) for name in found)


def libraries() -> tuple[Library, ...]:
    """The installed ones among ``PACKAGES``, then Python and the system's libraries that a packaged program brings."""
    return (*_packages(), *(Library(file.stem, "", "", "") for file in sorted(_system_folder().glob("*.txt"))))


def _packages() -> Iterator[Library]:
    for package in PACKAGES:
        try:
            about = metadata.metadata(package)
        except metadata.PackageNotFoundError:
            continue
        yield Library(about["Name"], about["Version"], _licence(about), _home(about))


def _about_files(package: metadata.Distribution) -> list[str]:
    """Names of the files that tell about a package, relative to where it is installed.

    Not by ``package.files``: it makes a path of each of torch's 13,000 files, and the window would wait for that.
    """
    lines = (package.read_text("RECORD") or "").splitlines()
    return [row[0] for row in csv.reader(line for line in lines if ".dist-info/" in line.partition("/")[0] + "/")]


def _field(about: metadata.PackageMetadata, name: str) -> str:
    return next(iter(about.get_all(name) or []), "")


def _licence(about: metadata.PackageMetadata) -> str:
    # Older packages put the whole text into "License".
    for named in (_field(about, "License-Expression"), _field(about, "License")):
        if named and "\n" not in named:
            return str(named)
    classified = [line for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    return ", ".join(line.rpartition(" :: ")[2] for line in classified)


def _home(about: metadata.PackageMetadata) -> str:
    links = dict(line.split(", ", 1) for line in about.get_all("Project-URL") or [] if ", " in line)
    named = {name.lower(): link for name, link in links.items()}
    return str(_field(about, "Home-page") or named.get("homepage") or next(iter(links.values()), ""))


def _headed(title: str, file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
    return f"{title}\n{'=' * len(title)}\n\n{text}"


def _system_folder() -> Path:
    return resources.root() / "licences"
