import io
import os
import zlib
from pathlib import Path

import pytest
import torch
from PIL import Image

from cnnstudio.convolution.inputs import MAX_PICTURE_SIDE, InputPreset, decode_picture, make, open_picture, resized
from cnnstudio.errors import ConfigError, PictureError, StorageError


def huge_png(side: int) -> bytes:
    """A real header of a side x side grey PNG with too little data behind it: a bomb as it would arrive."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = side.to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(side))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("preset", [each for each in InputPreset if each is not InputPreset.CUSTOM])
@pytest.mark.parametrize("size", [(1, 1), (3, 3), (28, 28), (5, 17)])
def test_presets_fill_every_size(preset: InputPreset, size: tuple[int, int]) -> None:
    values = make(preset, 2, size)
    assert values.shape == (2, *size)
    assert bool(torch.isfinite(values).all())


def test_the_figures_input() -> None:
    values = make(InputPreset.COUNT, 2, (3, 3))
    assert values[0].flatten().tolist() == list(range(9))
    assert values[1].flatten().tolist() == list(range(1, 10))


def test_the_drawn_digit_has_ink_and_paper() -> None:
    values = make(InputPreset.DIGIT, 1, (28, 28))
    assert values.max() == 1
    assert 0.05 < float(values.mean()) < 0.3


def test_hand_made_has_no_recipe() -> None:
    with pytest.raises(ConfigError):
        make(InputPreset.CUSTOM, 1, (3, 3))


def test_resizing_keeps_the_top_left() -> None:
    assert resized(torch.ones(1, 2, 2), (1, 3)).tolist() == [[[1, 1, 0]]]


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "F", "CMYK"])
def test_pictures_of_every_mode(tmp_path: Path, mode: str, channels: int) -> None:
    file = tmp_path / ("picture.tif" if mode in ("F", "CMYK", "I;16") else "picture.png")
    Image.new(mode, (5, 4)).save(file)
    values, note = open_picture(file, channels=channels)
    assert values.shape == (channels, 4, 5)
    assert 0 <= float(values.min()) <= float(values.max()) <= 1
    assert note == ""


def test_transparent_stands_on_white(tmp_path: Path) -> None:
    file = tmp_path / "clear.png"
    Image.new("RGBA", (2, 2), (0, 0, 0, 0)).save(file)
    assert open_picture(file)[0].tolist() == [[[1, 1], [1, 1]]]


def test_a_photograph_stands_upright(tmp_path: Path) -> None:
    file = tmp_path / "turned.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 20)).save(file, exif=exif)
    assert open_picture(file)[0].shape == (1, 40, 20)


def test_large_pictures_are_reduced_and_say_so(tmp_path: Path) -> None:
    file = tmp_path / "wide.png"
    Image.new("L", (3000, 30), 255).save(file)
    values, note = open_picture(file)
    assert values.shape == (1, 20, MAX_PICTURE_SIDE)
    assert note == "wide.png: 3,000 × 30 pixels, reduced to 2,048 × 20."


@pytest.mark.parametrize("side", [9_000, 12_000, 30_000])
def test_enormous_pictures_are_refused_before_they_are_decoded(tmp_path: Path, side: int) -> None:
    file = tmp_path / "enormous.png"
    file.write_bytes(huge_png(side))
    with pytest.raises(PictureError, match=r"enormous.png has .* pixels, more than memory"):
        open_picture(file)


def test_an_enormous_jpeg_is_drafted_down(tmp_path: Path) -> None:
    file = tmp_path / "enormous.jpg"
    Image.new("L", (12_000, 8_000), 128).save(file, quality=20)
    values, note = open_picture(file, side=256)
    assert max(values.shape) == 256
    assert "12,000 × 8,000" in note


@pytest.mark.parametrize("data", [b"", b"plain text", b"\x89PNG\r\n\x1a\n", b"GIF89a"])
def test_not_a_picture(data: bytes) -> None:
    with pytest.raises(PictureError, match=r"notes.txt is not a picture"):
        decode_picture(data, "notes.txt")


def test_a_cut_off_picture() -> None:
    out = io.BytesIO()
    Image.effect_noise((200, 200), 50).save(out, "PNG")
    with pytest.raises(PictureError, match="damaged"):
        decode_picture(out.getvalue()[:5000], "half.png")


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"gone.png could not be read"):
        open_picture(tmp_path / "gone.png")


@pytest.mark.skipif(os.name == "nt", reason="sparse files are made another way on Windows")
def test_an_enormous_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.bin"
    with file.open("wb") as out:
        out.truncate(600 * 1024 * 1024)
    with pytest.raises(PictureError, match="512 MB"):
        open_picture(file)
