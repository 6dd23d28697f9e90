"""Whether a packaged program is whole, found out before anything heavy is imported.

``resources/packaging/build.py`` writes down every file of the folder it made, with its size and SHA-256. At each start
names and sizes are compared, which takes milliseconds; the self-test compares the contents, too. Standard library
only, since anything else may be what is damaged.
"""

import hashlib
import sys
from pathlib import Path

from cnnstudio.messages import Message, amount, parted

FILE_LIST = "files.txt"
_FEW = 3


def folder() -> Path | None:
    """The folder of the packaged program's files; None when the program is not a packaged one."""
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) if bundle else None


def program() -> list[str]:
    """The command that starts the program once more, to be followed by its arguments."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    # What lies in the folder that happens to be the current one must not stand in for a module.
    return [sys.executable, "-P", "-m", "cnnstudio"]


def write_list(root: Path) -> None:
    """Write down every file below ``root``; symbolic links count as what they point to."""
    files = [file for file in sorted(root.rglob("*")) if file.is_file() and file != root / FILE_LIST]
    lines = [f"{file.stat().st_size} {_sha256(file)} {file.relative_to(root).as_posix()}\n" for file in files]
    (root / FILE_LIST).write_text("".join(lines), encoding="utf-8")


def problem(root: Path | None, *, contents: bool = False) -> Message:
    """What is wrong with the packaged program, in words for the user; empty when nothing is.

    Args:
        root: the folder of its files; None for a program that is not packaged.
        contents: also read every file, which takes seconds.
    """
    if root is None:
        return Message()
    try:
        lines = (root / FILE_LIST).read_text(encoding="utf-8").splitlines()
        bad = [fault for fault in (_fault(root, line, contents) for line in lines) if fault]
    except (OSError, ValueError):
        lines, bad = [], []
    if not lines:
        bad = [Message("{file} is missing or damaged", file=FILE_LIST)]
    if not bad:
        return Message()
    few = bad[:_FEW]
    if len(bad) > _FEW:
        few.append(amount(len(bad) - _FEW, "and {n} more", "and {n:,} more"))
    return Message(
        "This copy of CNN Studio is damaged: {faults}. Install or unpack it again. (Its files lie in {folder}.)",
        faults=parted(few),
        folder=root,
    )


def _fault(root: Path, line: str, contents: bool) -> Message:
    size, digest, name = line.split(" ", 2)
    file = root / name
    try:
        found = file.stat().st_size
    except OSError:
        return Message("{file} is missing", file=name)
    if found != int(size):
        return Message("{file} has {found:,} bytes instead of {size:,}", file=name, found=found, size=int(size))
    try:
        changed = contents and _sha256(file) != digest
    except OSError as error:
        return Message("{file} cannot be read ({reason})", file=name, reason=error.strerror or error)
    return Message("{file} has been changed", file=name) if changed else Message()


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
