import hashlib
import io
import os
from pathlib import Path

import numpy as np
import pytest

from cnnstudio import paths
from cnnstudio.datasets import Stage
from cnnstudio.datasets.builtin import cache, draw
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


@pytest.mark.parametrize("part", ["train", "test"])
def test_a_damaged_cache_is_drawn_again(part: str) -> None:
    _, first = finish(cache.arrays())
    file = cache.cache_file(part)
    whole = file.read_bytes()
    assert cache._read(file, (part,)) is not None
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
        assert cache._read(file, (part,)) is None
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
    file = cache.cache_file("train")
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
    old = cache.cache_file("test")
    monkeypatch.setattr(cache, "_VERSION", 0)
    finish(cache.arrays())
    assert not old.exists()
    assert cache.cache_file("train").exists()
    assert cache.cache_file("test").exists()


def test_works_without_a_writable_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    monkeypatch.setattr(paths, "cache_dir", lambda: blocked / "cache")
    events, drawn = finish(cache.arrays())
    assert events
    assert len(drawn.train_images) == 40


def test_the_test_part_is_drawn_and_kept_alone() -> None:
    events, (images, labels) = finish(cache.test_arrays())
    assert {(event.stage, event.total) for event in events} == {(Stage.DRAWING, 20)}
    assert events[-1].done == 20
    assert [file.name for file in paths.cache_dir().iterdir()] == [cache.cache_file("test").name]
    events, kept = finish(cache.test_arrays())
    assert events == []
    np.testing.assert_array_equal(kept[0], images)
    np.testing.assert_array_equal(kept[1], labels)
    # What is wanted of it later is what still lacks, and the numbers are those of a set drawn at once.
    events, both = finish(cache.arrays())
    assert (events[-1].done, events[-1].total) == (40, 40)
    for found, wanted in zip(
        (both.train_images, both.train_labels, both.test_images, both.test_labels, images, labels),
        (*draw(40, 1), *draw(20, 2), *draw(20, 2)),
        strict=True,
    ):
        np.testing.assert_array_equal(found, wanted)


def test_who_stops_during_the_test_part_keeps_the_training_pictures() -> None:
    steps = cache.arrays()
    assert any(event.done > 40 for event in steps)
    steps.close()
    assert [file.name for file in paths.cache_dir().iterdir()] == [cache.cache_file("train").name]
    events, _ = finish(cache.arrays())
    assert {event.total for event in events} == {20}


def test_both_parts_in_one_file_as_before_are_still_read() -> None:
    _, drawn = finish(cache.arrays())
    arrays = [getattr(drawn, name) for name in Arrays.__slots__]
    for file in paths.cache_dir().iterdir():
        file.unlink()
    body = b"".join(array.tobytes() for array in arrays)
    cache.cache_file().write_bytes(hashlib.sha256(body).digest() + body)
    events, read = finish(cache.arrays())
    assert events == []
    for name, array in zip(Arrays.__slots__, arrays, strict=True):
        np.testing.assert_array_equal(getattr(read, name), array)
    events, (images, labels) = finish(cache.test_arrays())
    assert events == []
    np.testing.assert_array_equal(images, drawn.test_images)
    np.testing.assert_array_equal(labels, drawn.test_labels)
    # A damaged one is no error, and goes once the parts are kept.
    cache.cache_file().write_bytes(body)
    events, _ = finish(cache.arrays())
    assert events[-1].total == 60
    assert not cache.cache_file().exists()


def test_closing_half_way_leaves_nothing() -> None:
    steps = cache.arrays()
    next(steps)
    steps.close()
    assert not paths.cache_dir().exists() or list(paths.cache_dir().iterdir()) == []
