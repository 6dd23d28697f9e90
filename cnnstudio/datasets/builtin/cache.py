"""The built-in data set, drawn once and kept in the cache folder, each part in a file of its own.

A file is a sum (SHA-256) and then the arrays as bare bytes: what has another size or another sum is no cache, whatever
it is, and is drawn again. Earlier versions kept both parts in one file, which is still read.
"""

import hashlib
from collections.abc import Generator, Iterable
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

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

_Pair = tuple[NDArray[np.uint8], NDArray[np.uint8]]  # pictures (N, 28, 28), labels (N,)


def cache_file(part: str = "") -> Path:
    """Where a drawn part is kept, "" = both, as earlier versions did; named by everything that changes the pictures."""
    key = hashlib.sha256(repr((_VERSION, _SEEDS, _SIZES, STYLES, Variation())).encode()).hexdigest()[:12]
    return paths.cache_dir() / f"builtin-digits-{key}{part and '-'}{part}.bin"


def arrays() -> Generator[Progress, None, Arrays]:
    """The built-in set, from the cache or drawn anew; a damaged cache is drawn again."""
    kept = {part: _kept(part) for part in _SIZES}
    total = sum(_SIZES[part] for part, pair in kept.items() if pair is None)
    before = 0
    pairs = {}
    for part, pair in kept.items():
        if pair is None:
            pair = yield from _drawn(part, before, total)
            before += _SIZES[part]
        pairs[part] = pair
    return Arrays(*pairs["train"], *pairs["test"])


def test_arrays() -> Generator[Progress, None, _Pair]:
    """The test pictures (M, 28, 28) and their labels (M,) alone: a sixth of the work of ``arrays``."""
    kept = _kept("test")
    if kept is None:
        kept = yield from _drawn("test", 0, _SIZES["test"])
    return kept


def _kept(part: str) -> _Pair | None:
    """From this part's file, or from one of both parts."""
    alone = _read(cache_file(part), (part,))
    if alone is not None:
        return alone[part]
    both = _read(cache_file(), tuple(_SIZES))
    return None if both is None else both[part]


def _drawn(part: str, before: int, total: int) -> Generator[Progress, None, _Pair]:
    """Draw a part and keep it at once, so that whoever stops during the next begins there."""
    for pair in drawing(_SIZES[part], _SEEDS[part]):
        yield Progress(stage=Stage.DRAWING, done=before + len(pair[0]), total=total)
    # A cache that cannot be written only costs time: the next start draws again.
    with suppress(StorageError):
        _write(cache_file(part), pair)
    return pair


def _read(file: Path, parts: tuple[str, ...]) -> dict[str, _Pair] | None:
    """The parts that a file holds, one after the other; None where it is damaged or not there."""
    wanted = _SUM_BYTES + sum(int(np.prod(shape)) for part in parts for shape in _shapes(part))
    try:
        content = bytearray(read_bounded(file, wanted))
    except StorageError:
        return None
    if len(content) != wanted or hashlib.sha256(content[_SUM_BYTES:]).digest() != content[:_SUM_BYTES]:
        return None
    pairs, start = {}, _SUM_BYTES
    for part in parts:
        found = []
        for shape in _shapes(part):
            size = int(np.prod(shape))
            found.append(np.frombuffer(content, np.uint8, size, start).reshape(shape))
            start += size
        pairs[part] = found[0], found[1]
    return pairs


def _shapes(part: str) -> tuple[tuple[int, ...], ...]:
    """Of a part's pictures and labels."""
    size = _SIZES[part]
    return (size, _SIDE, _SIDE), (size,)


def _write(file: Path, content: Iterable[NDArray[np.uint8]]) -> None:
    make_folder(file.parent)
    body = b"".join(array.tobytes() for array in content)
    write_whole(file, hashlib.sha256(body).digest() + body, sync=False)
    current = {file, *(cache_file(part) for part in _SIZES)}
    for old in file.parent.glob("builtin-digits-*"):
        if old not in current:
            with suppress(OSError):
                old.unlink(missing_ok=True)
