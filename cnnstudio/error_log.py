"""The log of what nobody expected: one file in the log folder, of all windows and commands of a user."""

from datetime import datetime
from pathlib import Path

from cnnstudio import paths

MOST_BYTES = 1_000_000


def file() -> Path:
    """Where unexpected errors are written."""
    return paths.log_dir() / "errors.log"


def append(details: str) -> None:
    """Add an entry at the end, in one go, because others write there, too.

    When the log has grown to 1 MB it is put by under another name, in place of the one before, and starts anew.

    Raises:
        OSError: if it cannot be written.
    """
    log = file()
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > MOST_BYTES:
        log.replace(log.with_name("errors-before.log"))
    entry = f"--- {datetime.now().astimezone().isoformat(timespec='seconds')}\n{details}\n\n"
    with log.open("ab", buffering=0) as stream:
        stream.write(entry.encode(errors="backslashreplace"))
