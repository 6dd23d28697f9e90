"""The user's agreement to run a Python file: for these bytes at this path, for this process, never on disk.

What was agreed to is kept here as bytes, and only these bytes are run: whatever happens to the file between the
question and the run, or later, runs nothing that was not agreed to. A changed file has another hash and is asked about
again. What the file itself imports (modules beside it, installed packages) is part of running it and not hashed; the
question says that the code runs with all of the user's rights. Torch-free.
"""

import hashlib
import threading
from pathlib import Path

from cnnstudio.errors import ConfigError
from cnnstudio.networks import source as python

_lock = threading.Lock()
_agreed: dict[tuple[Path, str], bytes] = {}


class ConsentError(ConfigError):
    """The file would run, and nobody has agreed to it."""


def fingerprint(file: Path) -> str:
    """SHA-256 of a file's bytes, 64 lower-case hexadecimal digits.

    Raises:
        StorageError: if it cannot be read.
        ConfigError: if it is too large for a network's Python file.
    """
    return hashed(python.read(file))


def hashed(text: bytes) -> str:
    """SHA-256 of bytes that were read, 64 lower-case hexadecimal digits."""
    return hashlib.sha256(text).hexdigest()


def give(file: Path, sha256: str) -> None:
    """Note that the user agreed to run this file as it was when it had this hash.

    Raises:
        StorageError: if it cannot be read.
        ConsentError: if it has changed since it was hashed; ask again.
    """
    source = python.read(file)
    if hashlib.sha256(source).hexdigest() != sha256:
        raise ConsentError(
            "{file} has changed since you were asked about it. Look at it and open it again.", file=file.name
        )
    with _lock:
        _agreed[file, sha256] = source


def pass_on(file: Path, sha256: str, text: bytes) -> None:
    """Note in a process beside the program that the user agreed, there, to run these bytes."""
    with _lock:
        _agreed[file, sha256] = text


def given(file: Path, sha256: str) -> bool:
    """Whether the user agreed to run this file with this hash, in this process."""
    with _lock:
        return (file, sha256) in _agreed


def source(file: Path, sha256: str) -> bytes:
    """The bytes that the user agreed to run.

    Raises:
        ConsentError: if there was no such agreement.
    """
    with _lock:
        found = _agreed.get((file, sha256))
    if found is None:
        raise ConsentError(
            "Opening {file} runs its code on this computer. Agree to that first, and only if you trust it.",
            file=file.name,
        )
    return found


def forget() -> None:
    """Take back every agreement of this process; what was built already stays."""
    with _lock:
        _agreed.clear()
