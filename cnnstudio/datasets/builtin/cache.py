"""The built-in data set, drawn once and kept in the cache folder."""

import hashlib
import zipfile
import zlib
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
from cnnstudio.files import make_folder, whole_file

TRAIN_SIZE = 20_000
TEST_SIZE = 4_000

_SEEDS = {"train": 1, "test": 2}
_SIZES = {"train": TRAIN_SIZE, "test": TEST_SIZE}
# Styles and variation are part of the key by themselves; count this up when the drawing code changes its pictures.
_VERSION = 1


def cache_file() -> Path:
    """Where the drawn set is kept; the name changes with everything that changes the pictures."""
    key = hashlib.sha256(repr((_VERSION, _SEEDS, _SIZES, STYLES, Variation())).encode()).hexdigest()[:12]
    return paths.cache_dir() / f"builtin-digits-{key}.npz"


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
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as content:
            result = Arrays(*(content[name] for name in Arrays.__slots__))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        return None
    sizes = (len(result.train_images), len(result.train_labels), len(result.test_images), len(result.test_labels))
    return result if sizes == (_SIZES["train"],) * 2 + (_SIZES["test"],) * 2 else None


def _write(file: Path, content: Arrays) -> None:
    make_folder(file.parent)
    with whole_file(file, sync=False) as target:
        np.savez(target, **{name: getattr(content, name) for name in Arrays.__slots__})
    for old in file.parent.glob("builtin-digits-*.npz"):
        if old != file:
            old.unlink(missing_ok=True)
