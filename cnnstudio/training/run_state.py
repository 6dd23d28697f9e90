"""How a run stands: state.json and config.json of its folder, read so that no odd file harms. Torch-free."""

import math
import os
import platform
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from cnnstudio import json_text, records
from cnnstudio.errors import ConfigError, StorageError
from cnnstudio.files import read_bounded
from cnnstudio.messages import Message
from cnnstudio.training.config import TrainConfig
from cnnstudio.weights.run_files import RunFiles

SCHEMA = 1
"""Of state.json and config.json. What a later version wrote is refused, and never written over."""

RunState = Literal["running", "stopped", "failed", "finished", "damaged", "later"]

_PARTS = "message_parts"
_LARGEST_FILE = 2**20
_LARGEST_COUNT = 2**53
_LONGEST_TEXT = 10_000


class LaterVersionError(StorageError):
    """A file of a run that a later version of the program wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """How a run stands: one row of the list of runs."""

    path: Path
    state: RunState = "running"
    message: str = ""  # why it failed, what is damaged
    started: str = ""  # ISO 8601, UTC
    network: str = ""
    dataset: str = ""
    recipe: str = ""
    device: str = ""
    epochs: int = 0
    epochs_done: int = 0
    step: int = 0
    steps: int = 0
    train_accuracy: float | None = None
    test_accuracy: float | None = None
    best_epoch: int = 0
    elapsed_s: float = 0.0
    # Who trains it: asked only where the file system has no locks. The number alone may be another program's by now.
    process: int = 0
    process_started: float = 0.0  # seconds since 1970
    host: str = ""

    @property
    def resumable(self) -> bool:
        """Whether there is a checkpoint to go on from."""
        return self.state not in ("running", "later") and _is_file(RunFiles(self.path).checkpoint)


def to_json(summary: RunSummary) -> dict[str, Any]:
    """What state.json holds."""
    values = {item.name: getattr(summary, item.name) for item in fields(summary) if item.name != "path"}
    if isinstance(summary.message, Message):
        values[_PARTS] = summary.message.parts()
    return {"schema": SCHEMA, **values}


def read_state(file: Path) -> RunSummary | None:
    """What state.json says, as it stands there; None where there is none.

    Raises:
        LaterVersionError: if a later version wrote it.
        StorageError: if it cannot be read or is damaged; the sentence says what is wrong with it.
    """
    values = read_json(file)
    if values is None:
        return None
    known = {item.name: values[item.name] for item in fields(RunSummary) if item.name in values}
    try:
        # Written by the program or not at all: "damaged" and "later" are what it finds, not what it writes.
        if known.get("state") in ("damaged", "later"):
            raise ConfigError("state is none that a run can have.")
        summary = records.from_json(RunSummary, {**known, "path": str(file.parent)}, where=file.name)
        _check(summary)
    except ConfigError as error:
        raise StorageError("{file} is damaged: {error}", file=file, error=error) from error
    return replace(summary, message=_message(summary.message, values.get(_PARTS)))


def _message(text: str, parts: Any) -> str:
    """The text as the message that it was, so that it can be said in another language; else as it stands."""
    try:
        message = Message.of_parts(parts)
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
        return text  # an earlier version wrote none
    return message if message == text else text


def read_config(file: Path) -> TrainConfig | None:
    """The configuration in config.json; None where there is none.

    Raises:
        LaterVersionError, StorageError: as ``read_state``.
    """
    values = read_json(file)
    if values is None:
        return None
    values.pop("schema", None)
    try:
        config = TrainConfig.from_json(values)
        config.check_values()
    except ConfigError as error:
        raise StorageError("{file} is damaged: {error}", file=file, error=error) from error
    return config


def read_json(file: Path) -> dict[str, Any] | None:
    """A JSON object of this or an earlier schema; None where there is no such file.

    Raises:
        LaterVersionError, StorageError: as ``read_state``.
    """
    try:
        content = read_bounded(file, _LARGEST_FILE)
    except StorageError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise
    try:
        values = json_text.parse(content)
    except json_text.JsonTextError as error:
        raise StorageError("{file} is damaged: {error}.", file=file, error=error) from error
    if not isinstance(values, dict):
        raise StorageError("{file} is damaged: it holds no named values.", file=file)
    schema = values.get("schema", SCHEMA)
    if type(schema) is not int or schema < 1:
        raise StorageError("{file} is damaged: its schema is no number that the program has used.", file=file)
    if schema > SCHEMA:
        raise LaterVersionError(
            "{file} was written by a later version of the program; update it to use this run.", file=file
        )
    return values


def this_process() -> dict[str, Any]:
    """The fields that say who trains: this process."""
    import psutil

    return {
        "process": os.getpid(),
        "process_started": psutil.Process().create_time(),
        "host": platform.node(),
    }


def is_alive(summary: RunSummary) -> bool:
    """Whether the process that wrote this down is still there, and is the same."""
    import psutil

    if not summary.process or summary.host != platform.node():
        return False
    try:
        started: float = psutil.Process(summary.process).create_time()
    except (psutil.Error, OSError, OverflowError, ValueError):
        return False
    return abs(started - summary.process_started) < 1.0


def damaged(summary: RunSummary, reason: str) -> RunSummary:
    """The same, shown as damaged for this reason."""
    return replace(summary, state="damaged", message=reason)


def _check(summary: RunSummary) -> None:
    for item in fields(summary):
        value = getattr(summary, item.name)
        if isinstance(value, str):
            fits = len(value) <= _LONGEST_TEXT and _can_be_shown(value)
        elif isinstance(value, float) and item.name.endswith("accuracy"):
            fits = 0 <= value <= 1
        elif isinstance(value, int | float):
            fits = 0 <= value < _LARGEST_COUNT and math.isfinite(value)
        else:
            continue
        if not fits:
            raise ConfigError("{item} is none that a run can have.", item=item.name)
    if summary.started:
        try:
            datetime.fromisoformat(summary.started).astimezone()
        except (ValueError, OverflowError, OSError) as error:
            raise ConfigError("started is no date.") from error


def _can_be_shown(text: str) -> bool:
    """Whether it has no halves of characters, which JSON can hold and neither a file nor a window can."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False
