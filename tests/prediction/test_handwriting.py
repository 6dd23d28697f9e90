from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnnstudio import datasets, paths
from cnnstudio.datasets import idx
from cnnstudio.errors import DatasetError, StorageError
from cnnstudio.prediction.handwriting import Handwriting


def ink(x: int = 100) -> np.ndarray:
    paper = np.zeros((256, 256), np.uint8)
    paper[40:200, x : x + 20] = 255
    return paper


def test_keeps_png_and_idx(studio_home: Path):
    hand = Handwriting()
    assert hand.folder == paths.data_dir() / "handwriting"
    hand.add(ink(), 1)
    hand.add(ink(30), 7)
    assert [sample.label for sample in hand.samples] == [1, 7]
    assert sorted(file.name for file in hand.folder.glob("*.png")) == ["0001-label1.png", "0002-label7.png"]
    assert np.array_equal(np.asarray(Image.open(hand.folder / "0001-label1.png")), 255 - ink())
    assert np.array_equal(idx.read_images(hand.folder / "images-idx3-ubyte"), hand.arrays()[0])
    assert idx.read_labels(hand.folder / "labels-idx1-ubyte").tolist() == [1, 7]


def test_comes_back_after_a_restart():
    hand = Handwriting()
    hand.add(ink(), 1)
    hand.add(ink(30), 7)
    again = Handwriting()
    assert np.array_equal(again.arrays()[0], hand.arrays()[0])
    assert again.add(ink(), 3).number == 3


def test_relabels_and_removes():
    hand = Handwriting()
    for label in (1, 2, 3):
        hand.add(ink(), label)
    hand.relabel(2, 8)
    hand.remove([1])
    assert [(sample.number, sample.label) for sample in Handwriting().samples] == [(2, 8), (3, 3)]
    (hand.folder / "0003-label3.png").unlink()
    hand.remove([2, 3])
    assert len(hand) == 0
    assert not list(hand.folder.iterdir())


def test_what_was_removed_can_be_put_back():
    hand = Handwriting()
    for label in (1, 2, 3):
        hand.add(ink(20 * label), label)
    picture = (hand.folder / "0003-label3.png").read_bytes()
    removed = hand.remove([3, 1])
    hand.add(ink(200), 9)
    hand.put_back(removed)
    assert [(sample.number, sample.label) for sample in Handwriting().samples] == [(2, 2), (3, 9), (4, 3), (5, 1)]
    assert (hand.folder / "0004-label3.png").read_bytes() == picture


def test_files_changed_by_hand_count():
    hand = Handwriting()
    for label in (1, 2, 3):
        hand.add(ink(label * 20), label)
    (hand.folder / "0002-label2.png").rename(hand.folder / "0002-label5.png")
    (hand.folder / "0001-label1.png").unlink()
    again = Handwriting()
    assert [(sample.number, sample.label) for sample in again.samples] == [(2, 5), (3, 3)]
    assert np.abs(again.samples[1].field.astype(int) - hand.samples[2].field).max() <= 1
    assert idx.read_labels(again.folder / "labels-idx1-ubyte").tolist() == [5, 3]


def test_a_damaged_picture_is_passed_over():
    hand = Handwriting()
    hand.add(ink(), 1)
    hand.add(ink(), 2)
    (hand.folder / "0001-label1.png").write_text("no picture")
    (hand.folder / "images-idx3-ubyte").unlink()
    assert [sample.label for sample in Handwriting().samples] == [2]


def test_refuses_nothing_and_other_labels():
    hand = Handwriting()
    with pytest.raises(ValueError, match="0 to 9"):
        hand.add(np.zeros((20, 20), np.uint8), 1)
    with pytest.raises(ValueError, match="0 to 9"):
        hand.add(ink(), 10)
    assert len(hand) == 0


def test_export_can_be_trained_and_tested_on(tmp_path: Path):
    hand = Handwriting()
    with pytest.raises(DatasetError, match="nothing to export"):
        hand.export(tmp_path / "mine")
    for label in (4, 9):
        hand.add(ink(), label)
    assert hand.export(tmp_path / "mine") == 2
    data = datasets.load(tmp_path / "mine")
    assert data.test_labels.tolist() == [4, 9]
    assert np.array_equal(data.test_images.numpy(), hand.arrays()[0])
    assert (tmp_path / "mine" / "0001-label4.png").is_file()


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    hand = Handwriting(tmp_path / "file" / "hand")
    with pytest.raises(StorageError):
        hand.add(ink(), 1)
    assert len(hand) == 0
