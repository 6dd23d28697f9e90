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
_REMEDY = "Copy or download the file again."


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
            f"{path} holds the label {labels[wrong[0]]} at position {wrong[0]:,}; labels go from 0 to {classes - 1}. "
            "Use the labels file that belongs to these pictures."
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
                raise DatasetError(f"{path} is not a gzip file. {_REMEDY}")
            return _parse(path, file, dimensions, size)
    except EOFError as error:
        raise DatasetError(f"{path} is cut off: its compressed data end too early. {_REMEDY}") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise DatasetError(f"{path} is damaged: its compressed data do not add up. {_REMEDY}") from error
    except OSError as error:
        raise DatasetError(
            f"{path} could not be read: {reason(error)}. Check that the file is there and may be read."
        ) from error


def _parse(path: Path, file: IO[bytes], dimensions: int, capacity: int) -> NDArray[np.uint8]:
    """Read header and data; ``capacity`` is the most bytes the file can possibly unpack to."""
    kind = "pictures" if dimensions == _IMAGE_DIMENSIONS else "labels"
    header = _read_exactly(file, 4)
    if not header:
        raise DatasetError(f"{path} is empty. {_REMEDY}")
    if len(header) < 4 or header[:2] != b"\0\0":
        raise DatasetError(f"{path} is not an idx file of {kind}. Choose a folder with MNIST's four files.")
    if header[2] != _UBYTE:
        raise DatasetError(f"{path} holds numbers of type {header[2]}, not bytes. Choose MNIST's own files.")
    if header[3] != dimensions:
        if header[3] in (1, _IMAGE_DIMENSIONS):
            other = "labels" if header[3] == 1 else "pictures"
            raise DatasetError(
                f"{path} holds {other}, not {kind}: the files seem to be swapped. Give them their own names back."
            )
        raise DatasetError(f"{path} has {header[3]} dimensions instead of {dimensions}. Choose MNIST's own files.")
    raw_shape = _read_exactly(file, 4 * dimensions)
    if len(raw_shape) < 4 * dimensions:
        raise DatasetError(f"{path} is cut off inside its header. {_REMEDY}")
    shape = struct.unpack(f">{dimensions}I", raw_shape)
    count = shape[0]
    if dimensions == _IMAGE_DIMENSIONS and shape[1:] != (SIDE, SIDE):
        raise DatasetError(
            f"{path} holds pictures of {size(shape[:0:-1])} pixels; only {size((SIDE, SIDE))} can be used."
        )
    if count == 0:
        raise DatasetError(f"{path} holds no {kind}. {_REMEDY}")
    if count > MAX_PICTURES:
        raise DatasetError(f"{path} claims {count:,} {kind}; at most {MAX_PICTURES:,} can be used. {_REMEDY}")
    wanted = count * (SIDE * SIDE if dimensions == _IMAGE_DIMENSIONS else 1)
    if wanted > capacity:
        raise DatasetError(f"{path} is cut off: it claims {count:,} {kind} but is too short to hold them. {_REMEDY}")
    content = _read_exactly(file, wanted)
    if len(content) < wanted:
        held = len(content) // (wanted // count)
        raise DatasetError(f"{path} is cut off: it claims {count:,} {kind} and holds {held:,}. {_REMEDY}")
    if file.read(1):  # reading past the end also makes gzip check its sum
        raise DatasetError(f"{path} has more bytes than the {count:,} {kind} its header claims. {_REMEDY}")
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
