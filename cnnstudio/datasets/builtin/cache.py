"""The built-in data set, drawn once and kept in the cache folder.

The file is a sum (SHA-256) and then the four arrays as bare bytes: what has another size or another sum is no cache,
whatever it is, and is drawn again.
"""

import hashlib
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path

import numpy as np

from cnnstudio import paths
from cnnstudio.datasets.builtin.drawing import drawing
from cnnstudio.datasets.builtin.glyphs import STYLES
from cnnstudio.datasets.builtin.variation import Variation
from cnnstudio.datasets.folder import Arrays
from cnnstudio.datasets.progress import Progress, Stage
from cnnstudio.errors import StorageError
from cnnstudio.files import make_folder, read_bounded, write_whole

TRAIN_SIZE = 20_000
TEST_SIZE = 4_000

_SEEDS = {"train": 1, "test": 2}
_SIZES = {"train": TRAIN_SIZE, "test": TEST_SIZE}
# Styles and variation are part of the key by themselves; count this up when the drawing code changes its pictures.
_VERSION = 1
_SIDE = 28  # pixels
_SUM_BYTES = 32


def cache_file() -> Path:
    """Where the drawn set is kept; the name changes with everything that changes the pictures."""
    key = hashlib.sha256(repr((_VERSION, _SEEDS, _SIZES, STYLES, Variation())).encode()).hexdigest()[:12]
    return paths.cache_dir() / f"builtin-digits-{key}.bin"


def arrays() -> Generator[Progress, None, Arrays]:
    """The built-in set, from the cache or drawn anew (a few seconds); a damaged cache is drawn again."""
    kept = _read(cache_file())
    if kept:
        return kept
    made = {}
    total = sum(_SIZES.values())
    before = 0
    for part, size in _SIZES.items():
        for images, labels in drawing(size, _SEEDS[part]):
            yield Progress(stage=Stage.DRAWING, done=before + len(images), total=total)
            made[part] = images, labels
        before += size
    result = Arrays(*made["train"], *made["test"])
    # A cache that cannot be written only costs time: the next start draws again.
    with suppress(StorageError):
        _write(cache_file(), result)
    return result


def _read(file: Path) -> Arrays | None:
    shapes = _shapes()
    wanted = _SUM_BYTES + sum(int(np.prod(shape)) for shape in shapes)
    try:
        content = bytearray(read_bounded(file, wanted))
    except StorageError:
        return None
    if len(content) != wanted or hashlib.sha256(content[_SUM_BYTES:]).digest() != content[:_SUM_BYTES]:
        return None
    arrays, start = [], _SUM_BYTES
    for shape in shapes:
        size = int(np.prod(shape))
        arrays.append(np.frombuffer(content, np.uint8, size, start).reshape(shape))
        start += size
    return Arrays(*arrays)


def _shapes() -> list[tuple[int, ...]]:
    """Of the arrays, in the order of ``Arrays``."""
    return [shape for size in _SIZES.values() for shape in ((size, _SIDE, _SIDE), (size,))]


def _write(file: Path, content: Arrays) -> None:
    make_folder(file.parent)
    body = b"".join(getattr(content, name).tobytes() for name in Arrays.__slots__)
    write_whole(file, hashlib.sha256(body).digest() + body, sync=False)
    for old in file.parent.glob("builtin-digits-*"):
        if old != file:
            with suppress(OSError):
                old.unlink(missing_ok=True)
