"""Pictures of any origin: every format that people have, no other program started, every error a sentence."""

import io
import logging
import os
import struct
import subprocess
import sys
import threading
import warnings
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, TiffImagePlugin

from cnnstudio import picture_files
from cnnstudio.errors import PictureError, StorageError, StudioError
from cnnstudio.picture_files import FORMATS, read_picture


def read(source: Path | bytes, name: str = "a.png", most: int = 1_000_000) -> Image.Image:
    return read_picture(source, name, lambda picture: picture.copy(), check=lambda *_: None, most_pixels=most)


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def noise(mode: str = "RGB", size: tuple[int, int] = (40, 20)) -> Image.Image:
    values = np.random.default_rng(1).integers(0, 255, (size[1], size[0], 3), np.uint8)
    return Image.fromarray(values).convert(mode)


@pytest.mark.parametrize("kind", [*FORMATS, "MPO"])
def test_every_format_is_read(kind: str) -> None:
    if kind != "MPO" and kind not in picture_files._available():
        pytest.skip(f"this Pillow has no {kind}")
    picture = Image.new("RGB", (32, 16), (200, 100, 50))
    options: dict[str, object] = {"sizes": [(32, 16)]} if kind == "ICO" else {}
    if kind == "MPO":
        options = {"save_all": True, "append_images": [noise()]}
    got = read(saved(picture, kind, **options)).convert("RGB")
    assert got.size == (32, 16)
    assert np.abs(np.asarray(got, np.int16) - np.asarray(picture, np.int16)).mean() < 4


def test_a_phones_picture_is_its_first_one() -> None:
    """Phones write a .jpg that holds the photograph and a preview: an MPO file."""
    content = saved(noise("L"), "MPO", save_all=True, append_images=[Image.new("L", (8, 8))])
    assert Image.open(io.BytesIO(content)).format == "MPO"
    assert read(content, "photo.jpg").size == (40, 20)


EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 50 50\n%%EndComments\n0 0 moveto 50 50 lineto stroke\nshowpage\n"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (EPS, "EPS"),
        (b"\xc5\xd0\xd3\xc6" + struct.pack("<III", 32, len(EPS), 0) + b"\0" * 16 + EPS, "EPS with a preview"),
        (b"%PDF-1.4\n", "PDF"),
        (b"\xd7\xcd\xc6\x9a\x00\x00" + b"\x00" * 30, "WMF"),
        (b"SIMPLE  =                    T" + b" " * 2850, "FITS"),
        (b"GRIB" + b"\0\0\0\1" * 10, "GRIB"),
        (b"\x89HDF\r\n\x1a\n" + b"\0" * 64, "HDF5"),
        (b"BUFR" + b"\0" * 64, "BUFR"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"8BPS\0\1" + b"\0" * 64, "PSD"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_formats_that_start_other_programs_are_not_tried(
    content: bytes, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An EPS that was called .png started Ghostscript."""
    started: list[object] = []

    def start(*given: object, **_: object) -> None:
        started.append(given)
        raise OSError("no program is started here")

    monkeypatch.setattr(subprocess, "Popen", start)
    monkeypatch.setattr(os, "system", start)
    file = tmp_path / "digit.png"
    file.write_bytes(content)
    with pytest.raises(PictureError, match=r"digit\.png is not a picture"):
        read(file, file.name)
    assert not started


def _jpeg_with(tags: bytes) -> bytes:
    content = saved(noise(), "JPEG")
    block = b"Exif\0\0" + tags
    return content[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + content[2:]


def _tag(number: int, kind: int, count: int, value: bytes) -> bytes:
    return b"II*\0\x08\0\0\0\x01\0" + struct.pack("<HHI", number, kind, count) + value + b"\0\0\0\0"


@pytest.mark.parametrize(
    "tags",
    [
        b"",
        b"II*\0",
        b"II*\0\xff\xff\xff\xff",
        b"garbage" * 10,
        b"MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 60,
        _tag(0x0112, 3, 1, b"\xff\xff\0\0"),  # turned by no known angle
        _tag(0x0112, 2, 1, b"6\0\0\0"),  # a text instead of a number
        _tag(0x0112, 5, 1, b"\x08\0\0\0"),  # a fraction
        _tag(0x0112, 3, 2**31, b"\x08\0\0\0"),
        _tag(0x0112, 99, 1, b"\6\0\0\0"),
        _tag(0x8769, 4, 1, b"\x08\0\0\0"),  # a folder of tags inside itself
        _tag(0x8825, 4, 1, b"\xff\xff\xff\x7f"),
        _tag(0x011A, 5, 1, b"\x1a\0\0\0") + struct.pack("<II", 1, 0),  # a resolution over zero
    ],
)
def test_a_damaged_note_about_a_photograph_does_not_hide_it(
    tags: bytes, capfd: pytest.CaptureFixture[str], recwarn: pytest.WarningsRecorder
) -> None:
    assert read(_jpeg_with(tags)).size == (40, 20)
    assert capfd.readouterr() == ("", "")
    assert not recwarn.list


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, (0, 0)), (2, (0, -1)), (3, (-1, -1)), (4, (-1, 0)), (5, (0, 0)), (6, (0, -1)), (7, (-1, -1)), (8, (-1, 0))],
)
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_photographs_stand_upright(kind: str, orientation: int, corner: tuple[int, int]) -> None:
    picture = Image.new("L", (48, 24), 255)
    picture.paste(0, (0, 0, 8, 8))
    exif = Image.Exif()
    exif[0x0112] = orientation
    options: dict[str, object] = {"lossless": True} if kind == "WEBP" else {}
    got = read(saved(picture.convert("RGB"), kind, exif=exif, **options)).convert("L")
    assert got.size == ((24, 48) if orientation > 4 else (48, 24))
    assert np.asarray(got)[corner] < 60
    assert np.asarray(got)[corner[0], -1 - corner[1]] > 200


@pytest.mark.parametrize(
    "error",
    [
        SyntaxError("broken"),
        ValueError("tile cannot extend outside image"),
        KeyError(257),
        TypeError("no"),
        struct.error("unpack requires a buffer of 4 bytes"),
        IndexError("list index out of range"),
        ZeroDivisionError("division by zero"),
        EOFError(),
        OverflowError("too large"),
        RecursionError(),
        AttributeError("no attribute"),
        OSError("image file is truncated"),
        MemoryError(),
    ],
    ids=lambda error: type(error).__name__,
)
@pytest.mark.parametrize("moment", ["open", "check", "load", "convert"])
def test_whatever_a_decoder_raises_is_told(error: Exception, moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    if moment == "open":
        monkeypatch.setattr(picture_files.Image, "open", fails)
    if moment == "load":
        monkeypatch.setattr("PIL.ImageFile.ImageFile.load", fails)

    def convert(picture: Image.Image) -> int:
        if moment == "convert":
            fails()
        return 1

    with pytest.raises(PictureError, match=r"^a\.png .*\.$"):
        read_picture(
            saved(noise(), "PNG"),
            "a.png",
            convert,
            check=fails if moment == "check" else lambda *_: None,
            most_pixels=10**6,
        )


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM", "MPO"])
def test_files_cut_anywhere_are_read_or_told(kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    options: dict[str, object] = {"save_all": True, "append_images": [noise()]} if kind == "MPO" else {}
    content = saved(noise(), kind, **options)
    for length in range(0, len(content), max(1, len(content) // 60)):
        try:
            read(content[:length])
        except PictureError as error:
            told = str(error)
            if not told.startswith("a.png "):
                raise
    with pytest.raises(PictureError):
        read(content[: len(content) // 3])
    assert capfd.readouterr() == ("", "")


def test_pillows_log_is_not_printed(capfd: pytest.CaptureFixture[str]) -> None:
    """Python prints a warning that no handler takes."""
    code = (
        "import logging; from cnnstudio import picture_files; "
        "logging.getLogger('PIL.TiffImagePlugin').warning('More samples per pixel than can be decoded')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert isinstance(logging.getLogger("PIL").handlers[0], logging.NullHandler)


def test_readings_on_several_threads_leave_the_filters_of_warnings_as_they_were() -> None:
    content = saved(noise(), "PNG")
    before = list(warnings.filters)
    threads = [threading.Thread(target=lambda: [read(content) for _ in range(20)]) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert warnings.filters == before


def test_pixels_are_bounded() -> None:
    with pytest.raises(PictureError, match="1,000 × 1,001 pixels, more than the 1,000,000"):
        read(saved(Image.new("1", (1000, 1001)), "PNG"))
    assert read(saved(Image.new("1", (1000, 1000)), "PNG")).size == (1000, 1000)


def test_a_picture_inside_a_picture_is_bounded() -> None:
    """An icon of 32 x 32 pixels that holds a PNG of 100 million."""
    inner = saved(Image.new("1", (10_000, 10_000)), "PNG")
    content = struct.pack("<HHH", 0, 1, 1) + struct.pack("<BBBBHHII", 32, 32, 0, 0, 1, 1, len(inner), 22) + inner
    with pytest.raises(PictureError, match="10,000 × 10,000 pixels, more than"):
        read(content, "a.ico")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([[0.0, 0.5, 1.0]], [[0, 0.5, 1]]),
        ([[0.0, 0.25, 0.5]], [[0, 0.25, 0.5]]),
        ([[0.0, 51.0, 255.0]], [[0, 0.2, 1]]),
        ([[0.0, 65535.0]], [[0, 1]]),
        ([[0.0, 1e9]], [[0, 1]]),
        ([[-1.0, 0.0, 1.0]], [[0, 0.5, 1]]),
        ([[0.0, float("nan"), float("inf"), 1.0]], [[0, 0, 1, 1]]),
        ([[float("nan")] * 2], [[0, 0]]),
    ],
)
def test_shares_of_floats(values: list[list[float]], expected: list[list[float]]) -> None:
    picture = Image.fromarray(np.array(values, np.float32))
    assert picture.mode == "F"
    assert np.allclose(picture_files.shares(read(saved(picture, "TIFF"))), expected, atol=1e-6)


@pytest.mark.parametrize(("dtype", "top"), [(np.uint16, 65535), (np.int32, 255), (np.int32, 65535)])
def test_shares_of_whole_numbers(dtype: type, top: int) -> None:
    picture = Image.fromarray(np.array([[0, top // 2, top]], dtype))
    assert np.allclose(picture_files.shares(read(saved(picture, "TIFF"))), [[0, 0.5, 1]], atol=0.01)


def test_a_tiff_whose_tags_claim_gigabytes() -> None:
    content = bytearray(saved(noise("L"), "TIFF"))
    info = TiffImagePlugin.ImageFileDirectory_v2(bytes(content[:8]))
    file = io.BytesIO(bytes(content))
    file.seek(8)
    info.load(file)
    start = struct.unpack("<I", content[4:8])[0]
    count = struct.unpack("<H", content[start : start + 2])[0]
    for number in range(count):
        place = start + 2 + 12 * number
        for value in (0, 1, 2**31, 2**32 - 1):
            changed = bytearray(content)
            struct.pack_into("<I", changed, place + 4, value)
            try:
                read(bytes(changed))
            except PictureError as error:
                assert error.__cause__ is not None or "pixels" in str(error)  # noqa: PT017


def test_what_is_no_ordinary_file(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="could not be read"):
        read(tmp_path / "gone.png")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.png")
        with pytest.raises(StorageError, match="no ordinary file"):
            read(tmp_path / "pipe.png")
    with pytest.raises(StorageError, match="folder"):
        read(tmp_path)


def test_a_name_is_shown_on_one_line() -> None:
    with pytest.raises(StudioError) as caught:
        read(b"", "a\n\x1b[31m" + "b" * 500)
    assert "\x1b" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 320
