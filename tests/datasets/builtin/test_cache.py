import io
import os
from pathlib import Path

import numpy as np
import pytest

from cnnstudio import paths
from cnnstudio.datasets import Stage
from cnnstudio.datasets.builtin import cache
from cnnstudio.datasets.folder import Arrays
from tests.datasets.test_mnist_family import finish


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty pictures instead of 24,000."""
    monkeypatch.setattr(cache, "_SIZES", {"train": 40, "test": 20})


def test_is_drawn_once_and_then_read() -> None:
    events, first = finish(cache.arrays())
    assert {event.stage for event in events} == {Stage.DRAWING}
    assert events[-1].done == events[-1].total == 60
    events, second = finish(cache.arrays())
    assert events == []
    np.testing.assert_array_equal(first.train_images, second.train_images)
    np.testing.assert_array_equal(first.test_labels, second.test_labels)


def test_train_and_test_are_different_hands() -> None:
    _, drawn = finish(cache.arrays())
    train = {picture.tobytes() for picture in drawn.train_images}
    assert not train & {picture.tobytes() for picture in drawn.test_images}


def _npz(first: Arrays) -> bytes:
    """As versions before kept it, and whole in itself."""
    stream = io.BytesIO()
    np.savez(stream, **{name: getattr(first, name) for name in Arrays.__slots__})
    return stream.getvalue()


def test_a_damaged_cache_is_drawn_again() -> None:
    _, first = finish(cache.arrays())
    file = cache.cache_file()
    whole = file.read_bytes()
    assert cache._read(file) is not None
    damaged = [
        b"",
        whole[: len(whole) // 2],
        whole[:-1],
        whole + b"\0",
        b"not an archive",
        _npz(first),
        whole[:32] + bytes(len(whole) - 32),  # other pictures under the old sum
        whole[:-20] + bytes([200] * 20),  # labels out of range
        *(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :] for place in range(0, len(whole), 1777)),
    ]
    for content in damaged:
        file.write_bytes(content)
        assert cache._read(file) is None
    events, again = finish(cache.arrays())
    assert events
    for name in Arrays.__slots__:
        np.testing.assert_array_equal(getattr(first, name), getattr(again, name))
    assert file.read_bytes() == whole
    assert finish(cache.arrays())[0] == []


@pytest.mark.parametrize("kind", ["folder", "pipe", "link to itself"])
def test_what_is_no_file_is_no_cache(kind: str) -> None:
    if os.name == "nt" and kind != "folder":
        pytest.skip("POSIX alone has them")
    file = cache.cache_file()
    file.parent.mkdir()
    match kind:
        case "folder":
            file.mkdir()
        case "pipe":
            os.mkfifo(file)
        case "link to itself":
            file.symlink_to(file.name)
    events, drawn = finish(cache.arrays())
    assert events
    assert len(drawn.train_images) == 40


def test_older_versions_are_cleared_away(monkeypatch: pytest.MonkeyPatch) -> None:
    finish(cache.arrays())
    old = cache.cache_file()
    monkeypatch.setattr(cache, "_VERSION", 0)
    finish(cache.arrays())
    assert not old.exists()
    assert cache.cache_file().exists()


def test_works_without_a_writable_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    monkeypatch.setattr(paths, "cache_dir", lambda: blocked / "cache")
    events, drawn = finish(cache.arrays())
    assert events
    assert len(drawn.train_images) == 40


def test_closing_half_way_leaves_nothing() -> None:
    steps = cache.arrays()
    next(steps)
    steps.close()
    assert not paths.cache_dir().exists() or list(paths.cache_dir().iterdir()) == []
