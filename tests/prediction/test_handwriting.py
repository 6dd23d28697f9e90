import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnnstudio import datasets, paths
from cnnstudio.datasets import idx
from cnnstudio.errors import DatasetError, StorageError
from cnnstudio.prediction.handwriting import SCHEMA, Handwriting


def ink(x: int = 100) -> np.ndarray:
    paper = np.zeros((256, 256), np.uint8)
    paper[40:200, x : x + 20] = 255
    return paper


def test_keeps_png_and_idx(studio_home: Path):
    kept = Handwriting()
    assert kept.folder == paths.data_dir() / "handwriting"
    kept.add(ink(), 1)
    kept.add(ink(30), 7)
    assert [sample.label for sample in kept.samples] == [1, 7]
    assert sorted(file.name for file in kept.folder.glob("*.png")) == ["0001-label1.png", "0002-label7.png"]
    assert np.array_equal(np.asarray(Image.open(kept.folder / "0001-label1.png")), 255 - ink())
    assert np.array_equal(idx.read_images(kept.folder / "images-idx3-ubyte"), kept.arrays()[0])
    assert idx.read_labels(kept.folder / "labels-idx1-ubyte").tolist() == [1, 7]


def test_comes_back_after_a_restart():
    kept = Handwriting()
    kept.add(ink(), 1)
    kept.add(ink(30), 7)
    again = Handwriting()
    assert np.array_equal(again.arrays()[0], kept.arrays()[0])
    assert again.add(ink(), 3).number == 3


def test_relabels_and_removes():
    kept = Handwriting()
    for label in (1, 2, 3):
        kept.add(ink(), label)
    kept.relabel(2, 8)
    kept.remove([1])
    assert [(sample.number, sample.label) for sample in Handwriting().samples] == [(2, 8), (3, 3)]
    (kept.folder / "0003-label3.png").unlink()
    kept.remove([2, 3])
    assert len(kept) == 0
    assert not list(kept.folder.iterdir())


def test_what_was_removed_can_be_put_back():
    kept = Handwriting()
    for label in (1, 2, 3):
        kept.add(ink(20 * label), label)
    picture = (kept.folder / "0003-label3.png").read_bytes()
    removed = kept.remove([3, 1])
    kept.add(ink(200), 9)
    kept.put_back(removed)
    assert [(sample.number, sample.label) for sample in Handwriting().samples] == [(2, 2), (3, 9), (4, 3), (5, 1)]
    assert (kept.folder / "0004-label3.png").read_bytes() == picture


def test_files_changed_by_hand_count():
    kept = Handwriting()
    for label in (1, 2, 3):
        kept.add(ink(label * 20), label)
    (kept.folder / "0002-label2.png").rename(kept.folder / "0002-label5.png")
    (kept.folder / "0001-label1.png").unlink()
    again = Handwriting()
    assert [(sample.number, sample.label) for sample in again.samples] == [(2, 5), (3, 3)]
    assert np.abs(again.samples[1].picture.astype(int) - kept.samples[2].picture).max() <= 1
    assert idx.read_labels(again.folder / "labels-idx1-ubyte").tolist() == [5, 3]


def test_a_damaged_picture_is_passed_over():
    kept = Handwriting()
    kept.add(ink(), 1)
    kept.add(ink(), 2)
    (kept.folder / "0001-label1.png").write_text("no picture")
    (kept.folder / "images-idx3-ubyte").unlink()
    assert [sample.label for sample in Handwriting().samples] == [2]


def test_a_picture_that_was_changed_on_disk_is_read_again():
    kept = Handwriting()
    first, second = kept.add(ink(100), 1), kept.add(ink(30), 7)
    wide = np.zeros((256, 256), np.uint8)
    wide[120:140, 40:200] = 255
    Image.fromarray(255 - wide).save(kept.folder / first.name)
    for again in (Handwriting(), Handwriting()):  # the second reads what the first wrote
        pictures = [sample.picture for sample in again.samples]
        assert not np.array_equal(pictures[0], first.picture)
        assert pictures[0].any(axis=1).sum() < first.picture.any(axis=1).sum(), "a line across, not down"
        assert np.array_equal(pictures[1], second.picture)
    assert np.array_equal(idx.read_images(kept.folder / "images-idx3-ubyte"), again.arrays()[0])
    # And in a window that is open.
    assert kept.refresh()
    assert np.array_equal(kept.samples[0].picture, again.samples[0].picture)
    assert not kept.refresh()


@pytest.mark.parametrize("name", ["images-idx3-ubyte", "labels-idx1-ubyte", "index.json"])
@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "noise", "folder", "another"])
def test_the_files_that_follow_from_the_drawings_are_never_believed(name: str, damage: str):
    kept = Handwriting()
    for label in (1, 7):
        kept.add(ink(label * 20), label)
    file = kept.folder / name
    content = file.read_bytes()
    file.unlink()
    match damage:
        case "empty":
            file.write_bytes(b"")
        case "cut":
            file.write_bytes(content[:-20])
        case "noise":
            file.write_bytes(bytes(range(256)))
        case "folder":
            file.mkdir()
        case "another":  # as of another day, whole in itself
            other = Handwriting(kept.folder.with_name("other"))
            other.add(ink(200), 7)
            other.add(ink(10), 1)
            file.write_bytes((other.folder / name).read_bytes())
    again = Handwriting()
    assert np.array_equal(again.arrays()[0], kept.arrays()[0])
    assert [sample.label for sample in again.samples] == [1, 7]
    assert again.add(ink(5), 3).number == 3


# --- several windows


def test_two_windows_take_turns_and_lose_nothing():
    one, other = Handwriting(), Handwriting()
    for turn in range(10):
        one.add(ink(turn * 5), 1)
        other.add(ink(turn * 5 + 100), 7)
    assert len(list(one.folder.glob("*.png"))) == 20
    one.refresh()
    for kept in (one, other, Handwriting()):
        assert [sample.number for sample in kept.samples] == list(range(1, 21))
        assert [sample.label for sample in kept.samples] == [1, 7] * 10
    assert np.array_equal(idx.read_images(one.folder / "images-idx3-ubyte"), one.arrays()[0])
    assert idx.read_labels(one.folder / "labels-idx1-ubyte").tolist() == [1, 7] * 10


def test_many_processes_at_once_lose_nothing(studio_home: Path):
    code = (
        "import sys, numpy as np\n"
        "from cnnstudio.prediction.handwriting import Handwriting\n"
        "kept, label = Handwriting(), int(sys.argv[1])\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        "for place in range(12):\n"
        "    paper = np.zeros((256, 256), np.uint8)\n"
        "    paper[40:200, 10 * place + label:10 * place + label + 15] = 255\n"
        "    kept.add(paper, label)\n"
    )
    windows = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(label)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for label in range(3)
    ]
    for window in windows:
        assert window.stdout.readline() == "ready\n"
    for window in windows:
        window.stdin.write("go\n")
        window.stdin.flush()
    for window in windows:
        window.communicate(timeout=60)
        assert window.returncode == 0
    kept = Handwriting()
    assert [sample.number for sample in kept.samples] == list(range(1, 37)), "each number once"
    assert sorted(sample.label for sample in kept.samples) == [0] * 12 + [1] * 12 + [2] * 12
    assert not kept.set_aside
    # What the windows wrote last is the folder as it is.
    pictures, labels = idx.read_images(kept.folder / "images-idx3-ubyte"), kept.folder / "labels-idx1-ubyte"
    assert np.array_equal(pictures, kept.arrays()[0])
    assert np.array_equal(idx.read_labels(labels), kept.arrays()[1])
    assert [file.name for file in kept.folder.iterdir() if file.name.startswith(".")] == []


def test_drawings_that_an_older_version_gave_one_number_are_all_shown():
    kept = Handwriting()
    kept.add(ink(), 1)
    for name in ("0001-label4.png", "0001-label7.png", "00001-label1.png"):
        Image.fromarray(255 - ink(30)).save(kept.folder / name)
    again = Handwriting()
    assert sorted(sample.label for sample in again.samples) == [1, 1, 4, 7]
    assert len({sample.number for sample in again.samples}) == 4
    four = next(sample for sample in again.samples if sample.label == 4)
    again.relabel(four.number, 7)  # a name that is taken
    assert sorted(sample.label for sample in again.samples) == [1, 1, 7, 7]
    assert sorted(sample.label for sample in Handwriting().samples) == [1, 1, 7, 7]
    again.remove([sample.number for sample in again.samples])
    assert not list(kept.folder.iterdir())


def test_what_another_window_removed_is_gone_here_too():
    one, other = Handwriting(), Handwriting()
    for label in (1, 2, 3):
        one.add(ink(20 * label), label)
    other.refresh()
    one.remove([2])
    with pytest.raises(StorageError, match="not there any more"):
        other.relabel(2, 7)
    assert [sample.label for sample in other.samples] == [1, 3]
    one.remove([1])
    assert other.remove([1]) == []
    assert [sample.label for sample in other.samples] == [3]


def test_a_window_that_was_killed_while_it_kept_a_digit_is_in_nobodys_way():
    kept = Handwriting()
    kept.add(ink(), 1)
    (kept.folder / ".cnnstudio-0002.part").write_bytes(b"")  # its claim
    (kept.folder / ".cnnstudio-0123456789abcdef.part").write_bytes(b"half a")
    assert kept.add(ink(), 4).number == 3
    assert [sample.label for sample in Handwriting().samples] == [1, 4]


def test_what_killed_writers_left_goes_with_the_next_digit():
    kept = Handwriting()
    kept.add(ink(), 1)
    old = [kept.folder / name for name in (".cnnstudio-0002.part", ".cnnstudio-0123456789abcdef.part")]
    young = kept.folder / ".cnnstudio-fedcba9876543210.part"
    users = kept.folder / "notes.part"
    for file in (*old, young, users):
        file.write_bytes(b"half")
    for file in (*old, users):
        os.utime(file, (1e9, 1e9))
    Handwriting()
    assert kept.add(ink(), 2).number == 2, "a number that was claimed and not used is free again"
    assert not any(file.exists() for file in old)
    assert young.exists(), "somebody may be writing it"
    assert users.exists()


def test_on_disks_without_second_names_nothing_is_overwritten_either(monkeypatch: pytest.MonkeyPatch):
    def refuse(*_names: object, **_options: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    test_two_windows_take_turns_and_lose_nothing()
    kept = Handwriting()
    before = {file.name: file.read_bytes() for file in kept.folder.glob("*.png")}
    kept.relabel(3, 9)
    after = {file.name: file.read_bytes() for file in kept.folder.glob("*.png")}
    assert after.pop("0003-label9.png") == before.pop("0003-label1.png")
    assert after == before


# --- bad entries


def _folder(file: Path) -> None:
    file.mkdir()
    (file / "inside").write_text("mine")


def _huge(file: Path) -> None:
    Image.new("1", (8_000, 8_000)).save(file)


def _long(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate(200 * 2**20)


def _cut(file: Path) -> None:
    Image.fromarray(255 - ink()).save(file)
    file.write_bytes(file.read_bytes()[:120])


def _loop(file: Path) -> None:
    file.symlink_to(file.name)


def _to_nothing(file: Path) -> None:
    file.symlink_to("nowhere.png")


def _pipe(file: Path) -> None:
    os.mkfifo(file)


def _blank(file: Path) -> None:
    Image.fromarray(np.full((256, 256), 255, np.uint8)).save(file)


BAD = {
    "folder": (_folder, "it is a folder"),
    "huge picture": (_huge, "it is 8,000 × 8,000 pixels"),
    "huge file": (_long, "far too large"),
    "cut": (_cut, "it is damaged"),
    "text": (lambda file: file.write_text("no picture"), "it is not a picture"),
    "empty": (lambda file: file.write_bytes(b""), "it is not a picture"),
    "link to itself": (_loop, "symbolic links"),
    "link to nothing": (_to_nothing, "No such file"),
    "pipe": (_pipe, "no ordinary file"),
    "blank": (_blank, "no ink"),
}
if os.name == "nt":
    for kind in ("link to itself", "link to nothing", "pipe"):
        del BAD[kind]


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_entry_is_named_and_the_rest_works(studio_home: Path, kind: str):
    make, reason = BAD[kind]
    kept = Handwriting()
    kept.add(ink(), 1)
    make(kept.folder / "0002-label5.png")
    kept.add(ink(30), 7)
    before = {file.name for file in kept.folder.iterdir()}
    again = Handwriting()
    assert again.problem is None
    assert [(sample.number, sample.label) for sample in again.samples] == [(1, 1), (3, 7)]
    ((name, why),) = [(aside.name, aside.reason) for aside in again.set_aside]
    assert name == "0002-label5.png"
    assert reason in why
    assert again.add(ink(60), 4).number == 4
    again.relabel(1, 2)
    again.remove([3])
    assert [sample.label for sample in Handwriting().samples] == [2, 4]
    assert os.path.lexists(kept.folder / "0002-label5.png"), "it stays where it is"
    assert before <= {file.name for file in kept.folder.iterdir()} | {"0001-label1.png", "0003-label7.png"}
    assert not paths.cache_dir().exists(), "nothing of the user's goes into a cache"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may read everything")
def test_a_file_that_may_not_be_read_is_named():
    kept = Handwriting()
    kept.add(ink(), 1)
    kept.add(ink(), 2)
    (kept.folder / "0002-label2.png").chmod(0)
    again = Handwriting()
    assert [sample.label for sample in again.samples] == [1]
    assert [aside.reason for aside in again.set_aside] == ["the system does not permit it"]


def test_a_bad_entry_that_is_mended_comes_back():
    kept = Handwriting()
    kept.add(ink(), 1)
    content = (kept.folder / "0001-label1.png").read_bytes()
    (kept.folder / "0001-label1.png").write_bytes(content[:100])
    assert kept.refresh()
    assert len(kept) == 0
    assert len(kept.set_aside) == 1
    (kept.folder / "0001-label1.png").write_bytes(content)
    assert kept.refresh()
    assert len(kept) == 1
    assert kept.set_aside == ()


@pytest.mark.parametrize("kind", ["a file", "a link to itself", "below a file"])
def test_a_place_that_can_be_no_folder_keeps_nothing_and_says_so(studio_home: Path, kind: str):
    place = paths.data_dir() / "handwriting"
    if kind == "below a file":
        paths.data_dir().write_text("in the way")
    else:
        paths.data_dir().mkdir(parents=True)
        if kind == "a file":
            place.write_text("in the way")
        else:
            place.symlink_to("handwriting")
    kept = Handwriting()
    for _ in range(2):
        with pytest.raises(StorageError):
            kept.add(ink(), 1)
    assert len(kept) == 0
    assert not paths.cache_dir().exists()
    # Cleared away by the user, it works without a restart.
    (paths.data_dir() if kind == "below a file" else place).unlink()
    assert kept.add(ink(), 1).number == 1


def test_a_later_version_s_folder_is_refused_and_not_touched():
    kept = Handwriting()
    kept.add(ink(), 1)
    index = kept.folder / "index.json"
    index.write_text(json.dumps({**json.loads(index.read_text()), "schema": SCHEMA + 1, "drawings": {"new": "form"}}))
    before = {file.name: file.read_bytes() for file in kept.folder.iterdir()}
    again = Handwriting()
    assert "later version of CNN Studio" in str(again.problem)
    for refused in (
        lambda: again.add(ink(), 2),
        lambda: again.remove([1]),
        lambda: again.relabel(1, 3),
        lambda: kept.add(ink(), 3),  # a window that was open before the other version came
        lambda: kept.remove([1]),
    ):
        with pytest.raises(StorageError, match="Update the program"):
            refused()
    assert {file.name: file.read_bytes() for file in kept.folder.iterdir()} == before


def test_refuses_nothing_and_other_labels():
    kept = Handwriting()
    with pytest.raises(ValueError, match="0 to 9"):
        kept.add(np.zeros((20, 20), np.uint8), 1)
    with pytest.raises(ValueError, match="0 to 9"):
        kept.add(ink(), 10)
    assert len(kept) == 0


def test_export_can_be_trained_and_tested_on(tmp_path: Path):
    kept = Handwriting()
    with pytest.raises(DatasetError, match="nothing to export"):
        kept.export(tmp_path / "mine")
    for label in (4, 9):
        kept.add(ink(), label)
    assert kept.export(tmp_path / "mine") == 2
    data = datasets.load(tmp_path / "mine")
    assert data.test_labels.tolist() == [4, 9]
    assert np.array_equal(data.test_images.numpy(), kept.arrays()[0])
    assert (tmp_path / "mine" / "0001-label4.png").is_file()


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    kept = Handwriting(tmp_path / "file" / "hand")
    with pytest.raises(StorageError):
        kept.add(ink(), 1)
    assert len(kept) == 0


def test_an_export_overwrites_no_other_data_set(tmp_path: Path):
    kept = Handwriting()
    kept.add(ink(), 4)
    for name in ("train-images-idx3-ubyte", "t10k-labels-idx1-ubyte.gz"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / name).write_bytes(b"MNIST")
        with pytest.raises(DatasetError, match="another data set"):
            kept.export(folder)
        assert [file.read_bytes() for file in folder.iterdir()] == [b"MNIST"]
    assert kept.export(tmp_path / "mine") == 1
    kept.add(ink(), 7)
    assert kept.export(tmp_path / "mine") == 2, "an own export is brought up to date"
