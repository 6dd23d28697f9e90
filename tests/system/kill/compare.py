"""What differs between what an undisturbed run left and what one left that was killed: to the bit, time apart."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from cnnstudio.weights import format

# Clock time and the process, which are never the same twice.
_TIMES = frozenset(("elapsed_s", "made", "started", "process", "process_started", "host"))
# The files of locks that died with their process: whoever comes next takes them over. The latter is Qt's own.
_HARMLESS = frozenset(("run.lock", "cnnstudio.ini.lock"))


def differences(whole: Path, other: Path) -> list[str]:
    """What differs between two folders, in words; empty where they are equal."""
    names = [
        {str(file.relative_to(place)) for file in place.rglob("*") if file.name not in _HARMLESS}
        for place in (whole, other)
    ]
    found = [f"{name} is missing" for name in sorted(names[0] - names[1])]
    found += [f"{name} is left over" for name in sorted(names[1] - names[0])]
    for name in sorted(names[0] & names[1]):
        if (whole / name).is_file():
            found += [f"{name}: {what}" for what in _differences_of_files(whole / name, other / name)]
    return found


def _differences_of_files(one: Path, other: Path) -> list[str]:
    if one.suffix == ".safetensors":
        return _differences_of_tensors(one, other)
    contents = [_without_times(file) for file in (one, other)]
    return [] if contents[0] == contents[1] else [f"{contents[0]!r:.300} became {contents[1]!r:.300}"]


def _differences_of_tensors(one: Path, other: Path) -> list[str]:
    (tensors, about), (others, about_others) = format.read(one), format.read(other)
    found = [
        f"the tensor {name} differs"
        for name in sorted(tensors.keys() | others.keys())
        if name not in tensors or name not in others or _bits(tensors[name]) != _bits(others[name])
    ]
    if (said := _timeless(about)) != (said_others := _timeless(about_others)):
        found.append(f"{said!r:.300} became {said_others!r:.300}")
    return found


def _bits(tensor: Any) -> tuple[str, tuple[int, ...], bytes]:
    import torch

    return str(tensor.dtype), tuple(tensor.shape), tensor.reshape(-1).view(torch.uint8).numpy().tobytes()


def _without_times(file: Path) -> object:
    if file.suffix == ".json":
        return _timeless(json.loads(file.read_bytes()))
    if file.suffix == ".csv":
        rows = csv.DictReader(io.StringIO(file.read_text()))
        return [{name: cell for name, cell in row.items() if name not in _TIMES} for row in rows]
    return file.read_bytes()


def _timeless(values: Any) -> Any:
    if isinstance(values, dict):
        return {name: _timeless(value) for name, value in values.items() if name not in _TIMES}
    if isinstance(values, list):
        return [_timeless(value) for value in values]
    return values
