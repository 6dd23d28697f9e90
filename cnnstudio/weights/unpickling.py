"""What the process of its own does that opens a pickle: ``torch.load(weights_only=True)``, and out come plain tensors.

torch's restricted reader runs nothing that a file asks for, but it is a reader of programs all the same, and what it is
told to make may be of any size. So it works in a process that ends afterwards, with bounds for memory and time, and
hands its tensors over as safetensors. Started by ``elsewhere`` through the hidden command ``read-pickle``.
"""

import json
import os
import re
import struct
import sys
import warnings
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from cnnstudio.errors import StudioError, WeightsError, printable
from cnnstudio.files import opened
from cnnstudio.messages import Message, listed

PLACE, VERSIONS, LEFT_OUT = "place", "versions", "left-out"
"""Entries of the metadata of the file that is written: where in the pickle the tensors stood, the versions of the
network's layers as JSON, and how many entries beside them were no tensors."""

MOST_TENSORS = 100_000
MOST_HEADER = 100_000_000
"""Bytes that the names and metadata of the file that is written may take, beside its tensors."""
LONGEST_NAME = 500
# Where checkpoints of other programs keep the state dictionary, the best known first.
_PLACES = ("state_dict", "model_state_dict", "model", "net", "network", "module", "weights", "params", "model_ema")
_DEEPEST = 4
_GLOBAL = re.compile(r"GLOBAL ([\w.]{1,200})")


def most_bytes(size: int) -> int:
    """How many bytes of tensors a file of this size may hold: twice its own, since tied weights are stored once."""
    return 2 * size + (16 << 20)


def memory_bytes(size: int) -> int:
    """How much memory may be taken to read a file of this size, beside what torch itself takes."""
    return 2 * most_bytes(size) + (256 << 20)


def convert(source: Path, target: Path) -> None:
    """Write the state dictionary in ``source`` as safetensors; for a process of its own.

    Raises:
        StudioError: one sentence, whatever the file is.
    """
    import torch  # before the limit, which counts from here

    size = source.stat().st_size
    limit_memory(memory_bytes(size))
    warnings.simplefilter("ignore")
    try:
        with opened(source) as file:
            check_archive(file, source.name)
            file.seek(0)
            loaded = torch.load(file, map_location="cpu", weights_only=True)
        found, place = state_dict(loaded, source.name)
        write(found, place, target, source.name, most_bytes(size))
    except StudioError:
        raise
    except Exception as error:  # the reader raises whatever the bytes lead it to
        raise WeightsError(_sentence_of(error, source.name)) from error


def limit_memory(allowed: int) -> None:
    """Let this process take so many bytes more and no others; where systems have no such limit, it is watched."""
    if sys.platform == "win32":
        return
    import resource

    import psutil

    with suppress(OSError, ValueError):
        most = psutil.Process().memory_info().vms + allowed
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def check_archive(file: Any, name: str) -> None:
    """See that an archive is as ``torch.save`` writes it: nothing packed, and every entry as its checksum says.

    Raises:
        WeightsError: else; of what is packed, a few bytes could stand for any amount of memory.
    """
    if file.read(4) != b"PK\x03\x04":
        return
    size = os.fstat(file.fileno()).st_size
    try:
        with ZipFile(file) as archive:
            entries = archive.infolist()
            packed = any(entry.compress_type != ZIP_STORED for entry in entries)
            if not packed and sum(entry.file_size for entry in entries) <= size:
                wrong = sum(not _as_written(archive, entry) for entry in entries)
                # torch can be told to write no checksums; then none is right.
                if 0 < wrong < len(entries):
                    raise WeightsError(
                        "{name} is damaged: its checksums do not agree. Copy it again from its source.", name=name
                    )
                return
    except (BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError, struct.error) as error:
        raise WeightsError("{name} is damaged. Copy it again from its source.", name=name) from error
    raise WeightsError(
        "{name} holds more than its size, packed, which torch.save never does. Save the state dictionary again.",
        name=name,
    )


def _as_written(archive: ZipFile, entry: ZipInfo) -> bool:
    try:
        with archive.open(entry) as file:
            while file.read(1 << 20):
                pass
    except BadZipFile:
        return False
    return True


def state_dict(loaded: Any, name: str) -> tuple[Mapping[str, Any], str]:
    """The state dictionary in what was loaded, and where it stood: ``"state_dict"``, or empty at the top.

    Raises:
        WeightsError: if there is none, or it is not plain which.
    """
    path: list[str] = []
    while isinstance(loaded, Mapping) and len(path) < _DEEPEST:
        nested = {key: value for key, value in loaded.items() if isinstance(value, Mapping)}
        inner = {key: value for key, value in nested.items() if _tensors(value)}
        known = next((place for place in _PLACES if place in inner), None)
        if known is None and _tensors(loaded):
            return loaded, ".".join(path)
        if known is None:
            known = next((place for place in _PLACES if place in nested), None)
        if known is None and len(inner or nested) == 1:
            known = next(iter(inner or nested))
        if known is None:
            break
        path.append(printable(known))
        loaded = loaded[known]
    if isinstance(loaded, Mapping):
        keys = listed(printable(key, 40) for key in list(loaded)[:4])
        holds = Message("a dictionary with {keys}", keys=keys) if keys else Message("a dictionary with nothing in it")
    else:
        holds = Message("one {kind}", kind=type(loaded).__name__)
    raise WeightsError(
        "{name} holds {holds}, and no state dictionary. Save one with torch.save(network.state_dict(), ...).",
        name=name,
        holds=holds,
    )


def write(found: Mapping[str, Any], place: str, target: Path, name: str, most: int) -> None:
    """Write the tensors among these entries as safetensors.

    Raises:
        WeightsError: if they are too many, too large, or of a kind that such a file cannot hold.
    """
    import safetensors.torch

    entries = {key: value for key, value in found.items() if _is_tensor(value)}
    if len(entries) > MOST_TENSORS:
        raise WeightsError(
            "{name} holds {count:,} tensors, more than any network has. Choose another file.",
            name=name,
            count=len(entries),
        )
    total = 0
    for key, tensor in entries.items():
        if not isinstance(key, str) or len(key) > LONGEST_NAME or not key or key.startswith("__"):
            raise WeightsError(
                "{name} calls a tensor {key}, which is no layer's. Choose another file.", name=name, key=printable(key)
            )
        if tensor.is_meta or tensor.is_quantized or tensor.is_complex() or str(tensor.layout) != "torch.strided":
            raise WeightsError(
                "{key} in {name} is of a kind that cannot be read (meta, sparse, quantised or complex). Save plain "
                "tensors.",
                key=printable(key),
                name=name,
            )
        total += tensor.numel() * tensor.element_size()
        if total > most:
            raise WeightsError(
                "{name} stands for tensors of far more than its own size. Choose another file.", name=name
            )
    plain: dict[str, Any] = {}
    seen: set[int] = set()
    for key, tensor in entries.items():
        value, memory = tensor.detach(), tensor.untyped_storage()
        # safetensors writes tensors that have their memory to themselves.
        if memory.data_ptr() in seen or memory.nbytes() != value.numel() * value.element_size():
            value = value.contiguous().clone()
        seen.add(memory.data_ptr())
        plain[key] = value.contiguous()
    versions = getattr(found, "_metadata", None)
    about = {PLACE: place, VERSIONS: _versions(versions), LEFT_OUT: str(len(found) - len(entries))}
    safetensors.torch.save_file(plain, target, about)


def _versions(value: Any) -> str:
    """The versions that torch notes for layers, as JSON; those of BatchNorm say what older files lack."""
    if not isinstance(value, Mapping):
        return "{}"
    found = {
        path: entry["version"]
        for path, entry in value.items()
        if isinstance(path, str) and isinstance(entry, Mapping) and type(entry.get("version")) is int
    }
    return json.dumps(dict(list(found.items())[:MOST_TENSORS]))


def _tensors(value: Mapping[Any, Any]) -> bool:
    return any(_is_tensor(entry) for entry in value.values())


def _is_tensor(value: Any) -> bool:
    import torch

    return isinstance(value, torch.Tensor)


def _sentence_of(error: Exception, name: str) -> Message:
    text = str(error)
    match = _GLOBAL.search(text)
    if match:
        return Message(
            "{name} holds more than tensors: it asks for {asked}, which was not run. Save the weights alone with "
            "torch.save(network.state_dict(), ...).",
            name=name,
            asked=match[1],
        )
    if "TorchScript" in text:
        return Message(
            "{name} is a TorchScript program, not weights. Save its state_dict() and open that file.", name=name
        )
    if isinstance(error, MemoryError) or "memory" in text.lower():
        return Message("{name} asks for far more memory than its own size. Choose another file.", name=name)
    return Message(
        "{name} is damaged, or holds something other than tensors. Save a state dictionary again.", name=name
    )
