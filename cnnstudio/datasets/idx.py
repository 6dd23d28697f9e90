"""The idx file format of MNIST, read with suspicion and written atomically.

Format: two zero bytes, a type byte (8 = unsigned byte), the number of dimensions, each dimension as a big-endian
32-bit integer, then the data. Source: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database", 1998.

Nothing a header claims is believed, or allocated, before the file is known to hold it.
"""

from __future__ import annotations

import gzip
import os
import struct
import zlib
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from cnnstudio.deferred import Deferred
from cnnstudio.errors import DatasetError
from cnnstudio.files import make_folder, open_ordinary, reason, write_whole
from cnnstudio.messages import Message
from cnnstudio.sizes import size

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Deferred("numpy")

SIDE = 28  # pixels
MAX_PICTURES = 1_000_000  # about 0.8 GB; the largest MNIST relative (EMNIST) has 814,255

_UBYTE = 8
_IMAGE_DIMENSIONS = 3
_GZIP_MAGIC = b"\x1f\x8b"
_MAX_DEFLATE_RATIO = 1032  # deflate cannot pack more than this many bytes into one
_CHUNK = 1 << 20
_REMEDY = Message("Copy or download the file again.")
_PICTURES, _LABELS = Message("pictures"), Message("labels")


def read_images(path: Path) -> NDArray[np.uint8]:
    """The pictures of an idx3 file, ``.gz`` or raw: (N, 28, 28), 0 = paper, 255 = ink.

    Raises:
        DatasetError: if the file is unreadable, damaged, empty, or not 28x28 pictures.
    """
    return _read(path, _IMAGE_DIMENSIONS)


def read_labels(path: Path, classes: int = 10) -> NDArray[np.uint8]:
    """The labels of an idx1 file, ``.gz`` or raw: (N,), each in 0..classes-1.

    Raises:
        DatasetError: if the file is unreadable, damaged, empty, or holds a label that is out of range.
    """
    labels = _read(path, 1)
    wrong = np.flatnonzero(labels >= classes)
    if wrong.size:
        raise DatasetError(
            "{path} holds the label {label} at position {position:,}; labels go from 0 to {last}. Use the labels "
            "file that belongs to these pictures.",
            path=path,
            label=labels[wrong[0]],
            position=wrong[0],
            last=classes - 1,
        )
    return labels


def write(path: Path, array: NDArray[np.uint8]) -> None:
    """Write ``array`` as an idx file, gzipped if the name ends in ``.gz``; the file appears whole or not at all.

    Raises:
        StorageError: if it cannot be written.
    """
    header = struct.pack(f">BBBB{array.ndim}I", 0, 0, _UBYTE, array.ndim, *array.shape)
    content = header + np.ascontiguousarray(array).tobytes()
    if path.suffix == ".gz":
        content = gzip.compress(content, mtime=0)  # no time stamp: the same pictures give the same file
    make_folder(path.parent)
    write_whole(path, content, sync=False)


def _read(path: Path, dimensions: int) -> NDArray[np.uint8]:
    try:
        with open_ordinary(path) as file:
            size = os.fstat(file.fileno()).st_size
            start = file.read(4)
            file.seek(0)
            if start.startswith(_GZIP_MAGIC):
                with gzip.open(file) as unpacked:
                    return _parse(path, cast("IO[bytes]", unpacked), dimensions, size * _MAX_DEFLATE_RATIO)
            # Some browsers unpack a download and keep its .gz name: only what is neither is refused.
            if start and path.suffix == ".gz" and start[:2] != b"\0\0":
                raise DatasetError("{path} is not a gzip file. {remedy}", path=path, remedy=_REMEDY)
            return _parse(path, file, dimensions, size)
    except EOFError as error:
        raise DatasetError(
            "{path} is cut off: its compressed data end too early. {remedy}", path=path, remedy=_REMEDY
        ) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise DatasetError(
            "{path} is damaged: its compressed data do not add up. {remedy}", path=path, remedy=_REMEDY
        ) from error
    except OSError as error:
        raise DatasetError(
            "{path} could not be read: {reason}. Check that the file is there and may be read.",
            path=path,
            reason=reason(error),
        ) from error


def _parse(path: Path, file: IO[bytes], dimensions: int, capacity: int) -> NDArray[np.uint8]:
    """Read header and data; ``capacity`` is the most bytes the file can possibly unpack to."""
    kind = _PICTURES if dimensions == _IMAGE_DIMENSIONS else _LABELS
    header = _read_exactly(file, 4)
    if not header:
        raise DatasetError("{path} is empty. {remedy}", path=path, remedy=_REMEDY)
    if len(header) < 4 or header[:2] != b"\0\0":
        raise DatasetError(
            "{path} is not an idx file of {kind}. Choose a folder with MNIST's four files.", path=path, kind=kind
        )
    if header[2] != _UBYTE:
        raise DatasetError(
            "{path} holds numbers of type {number}, not bytes. Choose MNIST's own files.", path=path, number=header[2]
        )
    if header[3] != dimensions:
        if header[3] in (1, _IMAGE_DIMENSIONS):
            other = "labels" if header[3] == 1 else "pictures"
            raise DatasetError(
                "{path} holds {other}, not {kind}: the files seem to be swapped. Give them their own names back.",
                path=path,
                other=other,
                kind=kind,
            )
        raise DatasetError(
            "{path} has {found} dimensions instead of {wanted}. Choose MNIST's own files.",
            path=path,
            found=header[3],
            wanted=dimensions,
        )
    raw_shape = _read_exactly(file, 4 * dimensions)
    if len(raw_shape) < 4 * dimensions:
        raise DatasetError("{path} is cut off inside its header. {remedy}", path=path, remedy=_REMEDY)
    shape = struct.unpack(f">{dimensions}I", raw_shape)
    count = shape[0]
    if dimensions == _IMAGE_DIMENSIONS and shape[1:] != (SIDE, SIDE):
        raise DatasetError(
            "{path} holds pictures of {size} pixels; only {wanted} can be used.",
            path=path,
            size=size(shape[:0:-1]),
            wanted=size((SIDE, SIDE)),
        )
    if count == 0:
        raise DatasetError("{path} holds no {kind}. {remedy}", path=path, kind=kind, remedy=_REMEDY)
    if count > MAX_PICTURES:
        raise DatasetError(
            "{path} claims {count:,} {kind}; at most {most:,} can be used. {remedy}",
            path=path,
            count=count,
            kind=kind,
            most=MAX_PICTURES,
            remedy=_REMEDY,
        )
    wanted = count * (SIDE * SIDE if dimensions == _IMAGE_DIMENSIONS else 1)
    if wanted > capacity:
        raise DatasetError(
            "{path} is cut off: it claims {count:,} {kind} but is too short to hold them. {remedy}",
            path=path,
            count=count,
            kind=kind,
            remedy=_REMEDY,
        )
    content = _read_exactly(file, wanted)
    if len(content) < wanted:
        held = len(content) // (wanted // count)
        raise DatasetError(
            "{path} is cut off: it claims {count:,} {kind} and holds {held:,}. {remedy}",
            path=path,
            count=count,
            kind=kind,
            held=held,
            remedy=_REMEDY,
        )
    if file.read(1):  # reading past the end also makes gzip check its sum
        raise DatasetError(
            "{path} has more bytes than the {count:,} {kind} its header claims. {remedy}",
            path=path,
            count=count,
            kind=kind,
            remedy=_REMEDY,
        )
    return np.frombuffer(content, dtype=np.uint8).reshape(shape)


def _read_exactly(file: IO[bytes], wanted: int) -> bytearray:
    """``wanted`` bytes, or fewer where the file ends; memory grows only with what arrives."""
    content = bytearray()
    while len(content) < wanted:
        chunk = file.read(min(_CHUNK, wanted - len(content)))
        if not chunk:
            break
        content += chunk
    return content
