import errno
import gzip
import hashlib
import os
import struct
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.datasets import idx
from cnnstudio.errors import DatasetError, StorageError

IMAGES = np.arange(3 * 28 * 28, dtype=np.uint32).astype(np.uint8).reshape(3, 28, 28)
LABELS = np.array([7, 0, 9], np.uint8)


def images_file(content: bytes, count: int = 3, side: int = 28) -> bytes:
    return struct.pack(">BBBBIII", 0, 0, 8, 3, count, side, side) + content


def labels_file(content: bytes, count: int = 3) -> bytes:
    return struct.pack(">BBBBI", 0, 0, 8, 1, count) + content


@pytest.fixture(params=["raw", "gz"])
def pack(request: pytest.FixtureRequest, tmp_path: Path):
    """Writes bytes as a raw or gzipped file and returns its path."""

    def write(content: bytes) -> Path:
        path = tmp_path / ("file-idx-ubyte" + (".gz" if request.param == "gz" else ""))
        path.write_bytes(gzip.compress(content) if request.param == "gz" else content)
        return path

    return write


def refused(path: Path, reader=idx.read_images) -> str:
    with pytest.raises(DatasetError) as caught:
        reader(path)
    text = str(caught.value)
    assert str(path) in text
    assert text.endswith(".")
    return text


@pytest.mark.parametrize("name", ["images-idx3-ubyte", "images-idx3-ubyte.gz"])
def test_what_is_written_is_read(tmp_path: Path, name: str) -> None:
    idx.write(tmp_path / "new" / name, IMAGES)
    np.testing.assert_array_equal(idx.read_images(tmp_path / "new" / name), IMAGES)
    idx.write(tmp_path / name, LABELS)
    np.testing.assert_array_equal(idx.read_labels(tmp_path / name), LABELS)
    assert [file.name for file in tmp_path.glob("*.part")] == []


def test_writing_is_reproducible_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "images.gz"
    idx.write(path, IMAGES)
    first = path.read_bytes()
    idx.write(path, IMAGES[:1])
    idx.write(path, IMAGES)
    assert path.read_bytes() == first


def test_result_can_be_written_to(pack) -> None:
    """torch.from_numpy warns about arrays that cannot."""
    assert idx.read_images(pack(images_file(IMAGES.tobytes()))).flags.writeable


def test_cut_off_data(pack) -> None:
    text = refused(pack(images_file(IMAGES.tobytes()[:-1])))
    assert "cut off" in text


def test_cut_off_says_how_much_is_there(tmp_path: Path) -> None:
    path = tmp_path / "images.gz"
    path.write_bytes(gzip.compress(images_file(IMAGES.tobytes()[:-1])))
    assert "claims 3 pictures and holds 2" in refused(path)


def test_cut_off_header(pack) -> None:
    assert "cut off inside its header" in refused(pack(images_file(b"")[:9]))


def test_cut_off_gzip(tmp_path: Path) -> None:
    path = tmp_path / "images.gz"
    path.write_bytes(gzip.compress(images_file(IMAGES.tobytes()))[:-40])
    assert "cut off" in refused(path)


def test_damaged_gzip(tmp_path: Path) -> None:
    path = tmp_path / "images.gz"
    random = np.random.default_rng(0).integers(0, 256, IMAGES.shape, np.uint8)
    content = bytearray(gzip.compress(images_file(random.tobytes())))
    content[1000] ^= 255
    path.write_bytes(content)
    assert "damaged" in refused(path)


def test_empty(pack) -> None:
    assert "is empty" in refused(pack(b""))


def test_no_pictures(pack) -> None:
    assert "holds no pictures" in refused(pack(images_file(b"", count=0)))


def test_trailing_bytes(pack) -> None:
    assert "more bytes than" in refused(pack(images_file(IMAGES.tobytes() + b"x")))


@pytest.mark.parametrize(("count", "words"), [(2**31, "2,147,483,648 pictures; at most"), (900_000, "too short")])
def test_huge_claims_cost_no_memory(pack, count: int, words: str) -> None:
    path = pack(images_file(IMAGES.tobytes(), count=count))
    tracemalloc.start()
    try:
        text = refused(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert words in text
    assert peak < 5_000_000


def test_gzip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """A few kilobytes that unpack to 64 MB: reading stops where the header says."""
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(images_file(bytes(64 << 20), count=10)))
    tracemalloc.start()
    try:
        text = refused(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "more bytes than the 10 pictures" in text
    assert peak < 5_000_000


def test_swapped_files(pack) -> None:
    assert "holds labels, not pictures" in refused(pack(labels_file(LABELS.tobytes())))
    assert "holds pictures, not labels" in refused(pack(images_file(IMAGES.tobytes())), idx.read_labels)


def test_label_out_of_range(pack) -> None:
    text = refused(pack(labels_file(bytes([1, 10, 3]))), idx.read_labels)
    assert "label 10 at position 1" in text


def test_other_sizes_types_and_ranks(pack) -> None:
    assert "32 × 32 pixels" in refused(pack(images_file(bytes(3 * 32 * 32), side=32)))
    assert "type 13" in refused(pack(struct.pack(">BBBBI", 0, 0, 13, 1, 1) + bytes(4)), idx.read_labels)
    assert "2 dimensions" in refused(pack(struct.pack(">BBBBII", 0, 0, 8, 2, 1, 1) + bytes(1)))


def test_not_idx(pack) -> None:
    assert "not an idx file" in refused(pack(b"<html>404</html>"))


def test_not_gzip(tmp_path: Path) -> None:
    path = tmp_path / "images.gz"
    path.write_bytes(b"<html>not found</html>")
    assert "is not a gzip file" in refused(path)


def test_unpacked_file_that_kept_its_gz_name(tmp_path: Path) -> None:
    path = tmp_path / "labels.gz"
    path.write_bytes(labels_file(LABELS.tobytes()))
    np.testing.assert_array_equal(idx.read_labels(path), LABELS)


def test_missing_and_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "could not be read: No such file" in refused(tmp_path / "nowhere")
    assert "could not be read: it is a folder" in refused(tmp_path)
    path = tmp_path / "labels"
    path.write_bytes(labels_file(LABELS.tobytes()))

    def deny(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, "open", deny)
    assert "the system does not permit it" in refused(path, idx.read_labels)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_words(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any-bytes"
    for prefix in (b"", b"\x1f\x8b", b"\0\0\x08\x01"):
        path.write_bytes(prefix + content)
        try:
            labels = idx.read_labels(path)
        except DatasetError:
            continue
        assert len(labels) == len(prefix + content) - 8


def test_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "images"
    idx.write(path, IMAGES)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StorageError, match="disk is full"):
        idx.write(path, IMAGES[:1])
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_unwritable_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match="could not be written"):
        idx.write(tmp_path / "file" / "images", IMAGES)


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither these devices nor pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "images")
    (tmp_path / "zero").symlink_to("/dev/zero")
    for name in ("images", "zero"):
        for read in (idx.read_images, idx.read_labels):
            with pytest.raises(DatasetError, match="no ordinary file"):
                read(tmp_path / name)
    with pytest.raises(DatasetError, match="it is a folder"):
        idx.read_images(tmp_path)


def test_real_mnist(mnist_dir: Path) -> None:
    sums = {
        "train-images-idx3-ubyte.gz": "f68b3c2dcbeaaa9fbdd348bbdeb94873",
        "train-labels-idx1-ubyte.gz": "d53e105ee54ea40749a09fcbcd1e9432",
        "t10k-images-idx3-ubyte.gz": "9fb629c4189551a2d022fa330f9573f3",
        "t10k-labels-idx1-ubyte.gz": "ec29112dd5afa0611ce80d1b7f02629c",
    }
    for name, md5 in sums.items():
        assert hashlib.md5((mnist_dir / name).read_bytes()).hexdigest() == md5
    images = idx.read_images(mnist_dir / "train-images-idx3-ubyte.gz")
    labels = idx.read_labels(mnist_dir / "train-labels-idx1-ubyte.gz")
    assert images.shape == (60_000, 28, 28)
    assert labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert images.mean() / 255 == pytest.approx(0.1307, abs=5e-5)
    assert images.std() / 255 == pytest.approx(0.3081, abs=5e-5)
