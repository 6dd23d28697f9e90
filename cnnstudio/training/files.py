"""Writing a file whole or not at all."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cnnstudio.errors import StorageError


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` under a temporary name, then rename it: readers see the old file or the new one.

    Raises:
        StorageError: if it cannot be written; the old file stays.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with storage_errors(path):
        try:
            with temporary.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)  # noqa: PTH105
        finally:
            temporary.unlink(missing_ok=True)


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn the system's complaints about ``path`` into sentences.

    Raises:
        StorageError: for any OSError inside.
    """
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageError(f"The disk is full: {path} could not be written. Free some space and resume.") from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise StorageError(f"There is no permission to use {path}; choose another folder.") from error
        raise StorageError(f"{path} could not be read or written: {error.strerror or error}.") from error
