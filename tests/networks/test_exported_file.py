"""The zip archive and the JSON of a ``.pt2``: unpacked within bounds, whatever they claim."""

import errno
import io
import json
import os
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from cnnstudio.errors import StorageError, StudioError, WeightsError
from cnnstudio.networks import exported_file
from tests.networks import graphs


def _program() -> dict[str, object]:
    return graphs.program([graphs.node("relu.default", graphs.tensor("x"), outputs=[graphs.tensor("y")])], "y")


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_reads_what_pytorch_writes(tmp_path: Path, packing: int) -> None:
    assert exported_file.program(graphs.write(tmp_path / "a.pt2", _program(), packing)) == _program()
    with zipfile.ZipFile(tmp_path / "old.pt2", "w") as archive:
        archive.writestr("serialized_exported_program.json", json.dumps(_program()))
    assert exported_file.program(tmp_path / "old.pt2") == _program()


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_packings_are_refused(tmp_path: Path, packing: int) -> None:
    """They unpack a chunk of any size in one step."""
    file = graphs.write(tmp_path / "a.pt2", b" " * 1000, packing)
    with pytest.raises(WeightsError, match="packed in a way"):
        exported_file.program(file)


def test_a_small_file_does_not_become_gigabytes(tmp_path: Path) -> None:
    """245 KB that were 6.5 GB as Python's values, and as much again in spaces."""
    for name, text, says in (
        ("lists", b"[" + b"[]," * 20_000_000 + b"1]", "too many values"),
        ("spaces", b" " * (exported_file.LARGEST_GRAPH + 1), "too large"),
        ("deep", b"[" * 10_000_000, "too many values|too deeply"),
        ("deeper", b"[" * 100_000 + b"]" * 100_000, "too deeply"),
    ):
        file = graphs.write(tmp_path / f"{name}.pt2", text)
        assert file.stat().st_size < 250_000
        tracemalloc.start()
        try:
            with pytest.raises(WeightsError, match=says):
                exported_file.program(file)
            assert tracemalloc.get_traced_memory()[1] < 5 * exported_file.LARGEST_GRAPH
        finally:
            tracemalloc.stop()


def test_a_directory_of_millions_is_not_read(tmp_path: Path) -> None:
    file = graphs.write(tmp_path / "many.pt2", _program())
    content = bytearray(file.read_bytes())
    end = content.rindex(b"PK\5\6")
    start = struct.unpack_from("<I", content, end + 16)[0]
    entry = bytes(content[start:end])
    count = 200_000
    directory = entry * count
    record = bytearray(content[end:])
    struct.pack_into("<HHII", record, 8, count & 0xFFFF, count & 0xFFFF, len(directory), start)
    file.write_bytes(bytes(content[:start]) + directory + bytes(record))
    with pytest.raises(WeightsError, match="more members"):
        exported_file.program(file)


def _changed(file: Path, place: int, value: bytes) -> Path:
    content = bytearray(file.read_bytes())
    content[place : place + len(value)] = value
    target = file.with_name("changed.pt2")
    target.write_bytes(content)
    return target


def test_every_byte_of_the_archive_may_be_wrong(tmp_path: Path) -> None:
    """zlib's, zipfile's and struct's own errors all become a sentence."""
    file = graphs.write(tmp_path / "a.pt2", _program())
    content = file.read_bytes()
    told: list[str] = []
    for place in range(len(content)):
        for value in (content[place] ^ 0xFF, content[place] ^ 1):
            try:
                exported_file.program(_changed(file, place, bytes([value])))
            except StudioError as error:
                told.append(str(error))
    assert len(told) > len(content) / 2
    assert all(sentence.endswith(".") for sentence in told)
    for length in range(0, len(content), 7):
        (tmp_path / "cut.pt2").write_bytes(content[:length])
        with pytest.raises(WeightsError):
            exported_file.program(tmp_path / "cut.pt2")


def test_an_encrypted_member(tmp_path: Path) -> None:
    file = graphs.write(tmp_path / "a.pt2", _program())
    content = file.read_bytes()
    with pytest.raises(WeightsError, match="damaged"):
        exported_file.program(_changed(file, content.rindex(b"PK\1\2") + 8, b"\x01"))


@pytest.mark.parametrize("text", [b"[]", b"1", b"null", b'"text"', b"{", b"", b"\xff", b'{"a":1,"a":2}', b'{"a":NaN}'])
def test_what_is_no_object_is_refused(tmp_path: Path, text: bytes) -> None:
    with pytest.raises(WeightsError, match=r"Export the network again"):
        exported_file.program(graphs.write(tmp_path / "a.pt2", text))


def test_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="could not be read"):
        exported_file.program(tmp_path / "gone.pt2")
    with pytest.raises(StorageError, match="folder"):
        exported_file.program(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.pt2")
        with pytest.raises(StorageError, match="no ordinary file"):
            exported_file.program(tmp_path / "pipe.pt2")


def test_a_disk_that_fails_is_not_called_a_damaged_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = graphs.write(tmp_path / "a.pt2", _program())

    def fails(*_: object) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(zipfile.ZipExtFile, "read", fails)
    with pytest.raises(StorageError, match="Input/output error"):
        exported_file.program(file)


def test_pieces_are_bounded() -> None:
    content = exported_file._Bounded(io.BytesIO(b"x" * 100), "a.pt2")
    assert content.read() == b"x" * 100
    content.seek(90)
    assert content.read(10**9) == b"x" * 10
    large = exported_file._Bounded(io.BytesIO(b"x" * (exported_file._LARGEST_DIRECTORY + 1)), "a.pt2")
    with pytest.raises(WeightsError, match="more members"):
        large.read()
