"""The graph of a ``torch.export`` file (``.pt2``) as plain JSON values: unpacked within bounds, nothing unpickled."""

import errno
import os
import zipfile
from pathlib import Path
from typing import IO, Any, cast

from cnnstudio import json_text
from cnnstudio.errors import StudioError, WeightsError
from cnnstudio.files import opened
from cnnstudio.json_text import JsonTextError

# Of 56 networks of torchvision, before and after decomposition, the largest graph (Swin-T) has 3.2 MB, 1,381 calls and
# 130,000 values: 20 times that is allowed, and of values 15 times.
LARGEST_GRAPH = 64 * 1024 * 1024
"""Bytes of JSON."""

MOST_VALUES = 2_000_000
_LARGEST_DIRECTORY = 8 * 1024 * 1024  # the zip's list of members: 60 to 120 bytes each, one or two a weight
_CHUNK = 1 << 20
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def program(file: Path) -> dict[str, Any]:
    """The exported program alone; see ``contents``."""
    return contents(file)[0]


def contents(file: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """The exported program (``torch/_export/serde/schema.py``, ``ExportedProgram``), and where its weights lie.

    The second tells, by a weight's name in the network, which piece of the file holds it: names with the same place are
    one tensor. It is empty where the file does not say it.

    Raises:
        StorageError: if the file cannot be read.
        WeightsError: if it is no ``torch.export`` file, is damaged, or larger than any network's.
    """
    damaged = WeightsError("{name} is damaged. Export the network again with torch.export.save.", name=file.name)
    with opened(file) as content:
        try:
            text, places = _graph(_Bounded(content, file.name), file.name)
        except StudioError:
            raise
        except OSError as error:
            # An odd place to read at is the zip's fault, anything else the disk's.
            if error.errno not in (None, errno.EINVAL):
                raise
            raise damaged from error
        except MemoryError as error:
            raise WeightsError(
                "The graph in {name} does not fit into this computer's memory.", name=file.name
            ) from error
        except Exception as error:  # Odd numbers in a zip's headers end in whatever they lead to.
            raise damaged from error
    try:
        values = json_text.parse(text, most_values=MOST_VALUES)
    except JsonTextError as error:
        raise WeightsError(
            "The graph in {name} cannot be read: {error}. Export the network again with torch.export.save.",
            name=file.name,
            error=error,
        ) from error
    if not isinstance(values, dict):
        raise damaged
    return values, _places(places)


def _places(text: bytes) -> dict[str, str]:
    """Where each weight lies, as the file's list of weights says: piece of the file, offset and strides."""
    try:
        listed = json_text.parse(text, most_values=MOST_VALUES) if text else {}
        entries = listed.get("config", {}) if isinstance(listed, dict) else {}
        return {
            name: repr((entry["path_name"], entry["tensor_meta"]["storage_offset"], entry["tensor_meta"]["strides"]))
            for name, entry in entries.items()
            # Exported without memory, weights have no place: the file says the same of all.
            if entry["tensor_meta"]["device"]["type"] != "meta"
        }
    except (JsonTextError, AttributeError, KeyError, TypeError):
        return {}  # It only tells what is shared; a list that cannot be read tells nothing.


def _graph(content: "_Bounded", label: str) -> tuple[bytes, bytes]:
    """The graph's text, and that of the list of weights."""
    if not zipfile.is_zipfile(cast("IO[bytes]", content)):
        raise WeightsError("{label} is not a torch.export file. Write one with torch.export.save.", label=label)
    with zipfile.ZipFile(cast("IO[bytes]", content)) as archive:
        members = archive.infolist()
        lists = [info for info in members if info.filename.endswith("_weights_config.json")]
        places = _unpacked(archive, lists[0], label) if len(lists) == 1 else b""
        for info in members:
            name = info.filename
            if name.endswith(".json") and ("/models/" in name or name == "serialized_exported_program.json"):
                return _unpacked(archive, info, label), places
    raise WeightsError(
        "{label} holds no exported graph; it may be a TorchScript, weights or compiled file. Write one with "
        "torch.export.save.",
        label=label,
    )


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, label: str) -> bytes:
    if info.compress_type not in _PACKINGS:
        # bzip2 and LZMA unpack kilobytes to gigabytes in one step; PyTorch does not use them.
        raise WeightsError(
            "{label} is packed in a way that PyTorch does not use. Write it with torch.export.save.", label=label
        )
    parts = []
    left = LARGEST_GRAPH
    with archive.open(info) as member:
        # By the piece, whatever size the file claims.
        while part := member.read(_CHUNK):
            left -= len(part)
            if left < 0:
                raise WeightsError("The graph in {label} is too large to show.", label=label)
            parts.append(part)
    return b"".join(parts)


class _Bounded:
    """A file of which no piece larger than a zip's list of members is read at once."""

    def __init__(self, file: IO[bytes], label: str) -> None:
        self._file = file
        self._label = label

    def read(self, size: int = -1) -> bytes:
        if size < 0 or size > _LARGEST_DIRECTORY:
            here = self._file.tell()
            end = self._file.seek(0, os.SEEK_END)
            self._file.seek(here)
            size = end - here if size < 0 else min(size, end - here)
            if size > _LARGEST_DIRECTORY:
                raise WeightsError("{label} has more members than any network's file.", label=self._label)
        return self._file.read(size)

    def seek(self, *place: int) -> int:
        return self._file.seek(*place)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        """Nothing: who opened the file closes it."""
