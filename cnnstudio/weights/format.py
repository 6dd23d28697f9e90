"""The one reader and writer of the program's tensor files: safetensors, with JSON about them and a checksum a tensor.

The metadata entry ``cnnstudio`` holds the JSON, ``cnnstudio-checksum`` its checksum; a file of another program has
neither. What the user opens is never unpickled. Weights files and checkpoints are both such files; what their JSON
means is in ``metadata`` and in ``training/checkpoint.py``. Torch is imported where tensors are.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from cnnstudio import json_text
from cnnstudio.errors import StudioError, WeightsError
from cnnstudio.files import opened, reading, whole_file
from cnnstudio.messages import Message
from cnnstudio.remembered import Remembered
from cnnstudio.weights import memory
from cnnstudio.weights.checksums import LENGTH, bytes_of, changed, checksum, text_checksum
from cnnstudio.weights.metadata import CHECKPOINT, Metadata, from_about, to_about

if TYPE_CHECKING:
    from torch import Tensor

Entry = TypeVar("Entry")
ABOUT, ABOUT_CHECKSUM = "cnnstudio", "cnnstudio-checksum"
_CHECKSUMS = "checksums"
_LONGEST_HEADER = 100_000_000  # as the library has it
# By torch's names, those of the format.
_KINDS = {
    "bool": "BOOL",
    "uint8": "U8",
    "int8": "I8",
    "uint16": "U16",
    "int16": "I16",
    "uint32": "U32",
    "int32": "I32",
    "uint64": "U64",
    "int64": "I64",
    "float8_e4m3fn": "F8_E4M3",
    "float8_e5m2": "F8_E5M2",
    "float16": "F16",
    "bfloat16": "BF16",
    "float32": "F32",
    "float64": "F64",
}
# torch's own formats: zip archives of pickles, and bare pickles.
_PICKLES = (b"PK\x03\x04", b"\x80")


@dataclass(frozen=True, slots=True)
class Header:
    """What a file says before its tensors.

    Attributes:
        about: the JSON that the program wrote, not to be changed; empty in other programs' files, and where it is no
            object.
        shapes: of its tensors, by name.
    """

    about: Mapping[str, Any]
    shapes: Mapping[str, tuple[int, ...]]


_headers = Remembered[Header]()


def save(path: Path, tensors: Mapping[str, "Tensor"], metadata: Metadata) -> None:
    """Write a weights file, whole or not at all.

    Raises:
        StorageError: if it cannot be written; an older one stays.
    """
    write(path, tensors, to_about(metadata))


def open_weights(path: Path, *, copied: bool = True) -> tuple[dict[str, "Tensor"], Metadata]:
    """The tensors of a weights file and what it says of itself; of a run's checkpoint, its network's weights.

    Args:
        copied: into memory; else they stand in the file, for who copies them at once.

    Raises:
        StorageError: if it cannot be read.
        WeightsError: a pickle, damaged, or of a later version.
        MemoryShortError: if it is larger than what is free.
    """
    tensors, about = read(path, copied=copied)
    return of_network(tensors, about), from_about(about, path.name)


def open_metadata(path: Path) -> Metadata:
    """What a weights file says of itself; its tensors are not read. Torch-free.

    Raises:
        StorageError, WeightsError: as ``open_weights``, but for changed tensors.
    """
    return metadata_of(read_header(path), path)


def metadata_of(header: Header, path: Path) -> Metadata:
    """What a file says of itself, from its header.

    Raises:
        WeightsError: as ``open_metadata``.
    """
    return from_about(header.about, path.name)


def write(path: Path, tensors: Mapping[str, "Tensor"], about: Mapping[str, Any]) -> None:
    """Write tensors with JSON about them, whole or not at all.

    One tensor after another goes from its memory into the file, so that no second copy of all of them is made; the
    header, whose length does not depend on the checksums, is written again at the end.

    Raises:
        StorageError: if the file cannot be written; an older one stays.
        WeightsError: if a tensor is of a kind that such a file cannot hold.
    """
    # The widest first, as safetensors writes them: each then begins at a multiple of its numbers' width.
    order = sorted(tensors, key=lambda name: (-tensors[name].element_size(), name))
    entries: dict[str, Any] = {}
    end = 0
    for name in order:
        start, end = end, end + tensors[name].numel() * tensors[name].element_size()
        entries[name] = {
            "dtype": _kind_of(tensors[name], name),
            "shape": list(tensors[name].shape),
            "data_offsets": [start, end],
        }
    found = dict.fromkeys(tensors, "0" * LENGTH)
    with whole_file(path) as file:
        file.write(_header_of(about, found, entries))
        for name in order:
            tensor = tensors[name].detach().cpu().contiguous()
            found[name] = checksum(tensor)
            file.write(bytes_of(tensor))
        file.seek(0)
        file.write(_header_of(about, found, entries))


def read(path: Path, *, copied: bool = True) -> tuple[dict[str, "Tensor"], dict[str, Any]]:
    """The tensors of a file, on the CPU, each as its checksum says, and the JSON about them; ``copied`` as above.

    Raises:
        StorageError, WeightsError, MemoryShortError: as ``open_weights``.
    """
    with _opened(path) as file:
        memory.check(path.stat().st_size, path.name)
        about = _about(file.metadata() or {}, path)
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        if copied:  # they stand in the file, which others may write to
            tensors = {name: tensor.clone() for name, tensor in tensors.items()}
    recorded = about.pop(_CHECKSUMS, {})
    if not isinstance(recorded, dict):
        raise _damaged(path, Message("its list of checksums is none"))
    if recorded and (names := changed(tensors, recorded)):
        raise _damaged(
            path,
            Message("{name} is not as it was written", name=names[0][:80]),
        )
    return tensors, about


def read_foreign(path: Path, name: str) -> tuple[dict[str, "Tensor"], dict[str, str]]:
    """The tensors of a safetensors file that another process made of one called ``name``, copied, and its metadata.

    Raises:
        StorageError, WeightsError, MemoryShortError: as ``open_weights``.
    """
    with _opened(path) as file:
        memory.check(path.stat().st_size, name)
        metadata = {str(key): str(value) for key, value in (file.metadata() or {}).items()}
        return {key: file.get_tensor(key).clone() for key in file.keys()}, metadata  # noqa: SIM118


def is_pickle(start: bytes) -> bool:
    """Whether a file that starts with these nine bytes is one of torch's own formats."""
    # A safetensors file starts with the length of its header, whose lowest byte may be a pickle's first one.
    return start.startswith(_PICKLES) and start[8:] not in (b"{", b"")


def read_header(path: Path) -> Header:
    """What a file says before its tensors, which are not read. Needs neither torch nor numpy.

    Source: the format's description in the safetensors project's README: eight bytes with the length of the header,
    the header as JSON, the tensors.

    Raises:
        StorageError, WeightsError: as ``open_weights``, but for changed tensors.
    """
    return _headers.get(path, (path,), lambda: _read_header(path))


def _read_header(path: Path) -> Header:
    with opened(path) as file:
        start = file.read(9)
        _refuse_pickle(path, start)
        size = os.fstat(file.fileno()).st_size
        length = int.from_bytes(start[:8], "little")
        if len(start) < 9 or not 2 <= length <= min(size - 8, _LONGEST_HEADER):
            raise _no_safetensors(path)
        text = start[8:] + file.read(length - 1)
    try:
        entries = json_text.parse(text)
        metadata = entries.pop("__metadata__", {})
        shapes = {str(name): tuple(_sizes(entry["shape"])) for name, entry in entries.items()}
        end = max((max(_sizes(entry["data_offsets"])) for entry in entries.values()), default=0)
        about = _about(metadata, path)
    except (json_text.JsonTextError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise _no_safetensors(path) from error
    if end != size - 8 - length:
        raise _no_safetensors(path)
    about.pop(_CHECKSUMS, None)
    return Header(about, of_network(shapes, about))


def _header_of(about: Mapping[str, Any], found: Mapping[str, str], entries: Mapping[str, Any]) -> bytes:
    text = json.dumps({**about, _CHECKSUMS: found})
    header = json.dumps({"__metadata__": {ABOUT: text, ABOUT_CHECKSUM: text_checksum(text)}, **entries}).encode()
    header += b" " * (-len(header) % 8)
    return len(header).to_bytes(8, "little") + header


def _kind_of(tensor: "Tensor", name: str) -> str:
    """How the format calls a tensor's kind of numbers."""
    kind = str(tensor.dtype).removeprefix("torch.")
    if kind not in _KINDS:
        raise WeightsError(
            "{name} holds numbers of the kind {kind}, which a weights file cannot. Use float32.", name=name, kind=kind
        )
    return _KINDS[kind]


def _sizes(value: Any) -> list[int]:
    if not isinstance(value, list) or not all(type(size) is int and 0 <= size < 2**63 for size in value):
        raise ValueError("a size is missing")
    return value


def of_network(entries: Mapping[str, Entry], about: Mapping[str, Any]) -> dict[str, Entry]:
    """Of a run's checkpoint only what belongs to its network, by the network's own names; of all else everything."""
    if about.get("kind") != CHECKPOINT:
        return dict(entries)
    for prefix in ("averaged.", "model."):  # the moving average is what is evaluated and kept
        found = {name.removeprefix(prefix): entry for name, entry in entries.items() if name.startswith(prefix)}
        if found:
            return found
    return {}


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """An open safetensors file; whatever the library throws at what it did not expect becomes a sentence."""
    import safetensors

    with opened(path) as file:
        start = file.read(9)
    _refuse_pickle(path, start)
    try:
        with reading(path), safetensors.safe_open(path, framework="pt") as file:
            yield file
    except (StudioError, MemoryError):
        raise
    except Exception as error:
        raise _no_safetensors(path) from error


def _refuse_pickle(path: Path, start: bytes) -> None:
    if is_pickle(start):
        raise WeightsError(
            "{path} is a pickle (.pt, .pth), which can run a program of its own when opened, so it was not. Save the "
            "weights with safetensors.torch.save_file and open that file.",
            path=path.name,
        )


def _no_safetensors(path: Path) -> WeightsError:
    return WeightsError(
        "{path} holds no weights that can be read: it is damaged, or neither a safetensors file nor one that "
        "torch.save has written. Copy it again from its source, or choose the file that the weights were saved in.",
        path=path.name,
    )


def _about(metadata: Mapping[str, Any], path: Path) -> dict[str, Any]:
    text = metadata.get(ABOUT, "{}")
    if ABOUT_CHECKSUM in metadata and metadata[ABOUT_CHECKSUM] != text_checksum(text):
        raise _damaged(path, Message("what it says of itself is not as it was written"))
    about = json_text.parse(text)
    return about if isinstance(about, dict) else {}


def _damaged(path: Path, what: str) -> WeightsError:
    return WeightsError("{path} is damaged: {what}. Copy it again from its source.", path=path.name, what=what)
