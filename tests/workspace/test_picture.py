import base64
import json
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cnnstudio.errors import ConfigError
from cnnstudio.workspace.picture import MAX_VALUES, Drawn, FromDataset, FromFile, Picture


@pytest.mark.parametrize("origin", [Drawn(), FromDataset("mnist", "test", 7), FromFile(Path("/a/cat.jpg"))])
def test_a_picture_comes_back_to_the_bit(origin: Any) -> None:
    values = np.random.default_rng(1).normal(size=(3, 5, 4)).astype(np.float32)
    values[0, 0, 0] = np.float32(1e-42)  # not a normal number
    picture = Picture.of(values, origin)
    again = Picture.from_json(json.loads(json.dumps(picture.to_json())))
    assert again == picture
    assert again.array.tobytes() == values.tobytes()
    assert again.origin == origin


def test_a_sheet_of_rows_and_columns_has_one_channel() -> None:
    picture = Picture.of(np.eye(3), Drawn())
    assert picture.shape == (1, 3, 3)
    assert picture.array[0].tolist() == np.eye(3).tolist()


def test_the_numbers_are_a_copy_that_cannot_be_written() -> None:
    values = np.zeros((28, 28), np.float32)
    picture = Picture.of(values, Drawn())
    values[:] = 1
    assert not picture.array.any()
    with pytest.raises(ValueError, match="read-only"):
        picture.array[0, 0, 0] = 1


def test_equal_numbers_from_another_place_are_another_picture() -> None:
    values = np.zeros((28, 28), np.float32)
    assert Picture.of(values, Drawn()) == Picture.of(values, Drawn())
    assert Picture.of(values, Drawn()) != Picture.of(values, FromDataset("mnist", "test", 1))


@pytest.mark.parametrize(
    "values",
    [np.zeros(3), np.zeros((0, 3)), np.full((2, 2), np.nan), np.full((2, 2), np.inf), np.zeros((4, 1024, 1024), "<f4")],
    ids=["a row", "nothing", "nan", "infinity", "too large"],
)
def test_what_is_no_picture_is_refused(values: np.ndarray) -> None:
    with pytest.raises(ConfigError):
        Picture.of(values, Drawn())


def changed(**changes: Any) -> dict[str, Any]:
    return Picture.of(np.zeros((2, 2)), Drawn()).to_json() | changes


@pytest.mark.parametrize(
    "data",
    [
        changed(shape=[1, 2, 3]),
        changed(shape=[1, -2, -2]),
        changed(shape=[1, 2**40, 2**40]),
        changed(shape=[1.0, 2, 2]),
        changed(values="????"),
        changed(values=base64.b64encode(b"no zlib").decode()),
        changed(values=base64.b64encode(zlib.compress(bytes(64 * MAX_VALUES), 9)).decode()),
        changed(values=base64.b64encode(zlib.compress(np.full(4, np.nan, "<f4").tobytes())).decode()),
        changed(origin={"kind": "moon"}),
        changed(origin={"kind": "dataset", "dataset": "mnist", "split": "other", "index": 0}),
        changed(more=1),
        None,
        [],
    ],
)
def test_damaged_pictures_are_refused_in_words(data: Any) -> None:
    with pytest.raises(ConfigError) as raised:
        Picture.from_json(data)
    assert str(raised.value).endswith(".")
