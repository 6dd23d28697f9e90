from pathlib import Path

import numpy as np
import pytest

from cnnstudio import paths
from cnnstudio.datasets import Stage
from cnnstudio.datasets.builtin import cache
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


@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "other"])
def test_damaged_cache_is_drawn_again(damage: str) -> None:
    _, first = finish(cache.arrays())
    file = cache.cache_file()
    content = bytearray(file.read_bytes())
    if damage == "empty":
        content = bytearray()
    elif damage == "cut":
        content = content[: len(content) // 2]
    elif damage == "flipped":
        content[len(content) // 2] ^= 255
    else:
        content = bytearray(b"not an archive")
    file.write_bytes(content)
    events, again = finish(cache.arrays())
    assert events
    np.testing.assert_array_equal(first.train_images, again.train_images)
    assert finish(cache.arrays())[0] == []


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
