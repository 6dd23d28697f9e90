import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from cnnstudio.datasets.builtin import STYLES
from cnnstudio.errors import PictureError, StorageError
from cnnstudio.prediction.pictures import ink_of, read_picture
from cnnstudio.prediction.preprocessing import preprocess
from cnnstudio.prediction.training_sets.drawn import written


def page(number: int, side: int = 360) -> np.ndarray:
    """A digit somewhere on a page, (H, W) ink."""
    rng = np.random.default_rng(number)
    style = STYLES[number * 5 % len(STYLES)]
    ink = Image.fromarray((written(style, 1, number)[0] * 255).astype(np.uint8)).resize((150, 150))
    paper = np.zeros((side, side), np.float32)
    y, x = rng.integers(5, side - 156, 2)
    paper[y : y + 150, x : x + 150] = np.asarray(ink) / np.float32(255)
    return paper


def likeness(grey: np.ndarray, ink: np.ndarray) -> float:
    """Correlation of what is found with what was drawn; half a pixel more or less may shift it by one."""
    found, wanted = preprocess(ink_of(grey.astype(np.float32))).network_input, preprocess(ink).network_input
    shifted = [np.roll(found, (y, x), (0, 1)) for y in (-1, 0, 1) for x in (-1, 0, 1)]
    return max(
        float((moved * wanted).sum() / np.sqrt(np.square(moved).sum() * np.square(wanted).sum())) for moved in shifted
    )


def lit(name: str, side: int = 360) -> np.ndarray:
    y, x = np.mgrid[0 : 1 : side * 1j, 0 : 1 : side * 1j]
    if name == "even":
        return np.ones((side, side))
    if name == "falling off":
        return 0.5 + 0.5 * (x + y) / 2
    hard = np.where(x + 0.4 * y > 0.7, 1.0, 0.55)
    return np.asarray(Image.fromarray((hard * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(5))) / 255


@pytest.mark.parametrize("light", ["even", "falling off", "shadow"])
@pytest.mark.parametrize("dark_paper", [False, True], ids=["light-paper", "dark-paper"])
@pytest.mark.parametrize("noise", [0.0, 0.05])
def test_finds_the_ink_in_any_light(light, dark_paper, noise):
    if dark_paper and light == "shadow":
        light = "falling off"
    scores = []
    for number in range(4):
        ink = page(number)
        tone = 0.08 + 0.8 * ink if dark_paper else 0.92 - 0.78 * ink
        grey = tone * lit(light) + np.random.default_rng(number).normal(0, noise, ink.shape)
        scores.append(likeness(grey.clip(0, 1), ink))
    assert min(scores) > 0.8, scores
    assert np.mean(scores) > 0.93, scores


def test_a_clean_picture_comes_through_unchanged(mnist_dir: Path):
    import gzip

    raw = gzip.decompress((mnist_dir / "t10k-images-idx3-ubyte.gz").read_bytes())
    digits = np.frombuffer(raw, np.uint8, offset=16).reshape(-1, 28, 28)[:25] / np.float32(255)
    for digit in digits:
        for grey in (digit, 1 - digit):
            assert np.abs(preprocess(ink_of(grey)).network_input - preprocess(digit).network_input).mean() < 0.02


def test_dust_is_dropped():
    ink = page(3)
    grey = 1 - ink
    grey[5:8, 5:8] = 0
    grey[350:352, 10:14] = 0.2
    assert likeness(grey, ink) > 0.99


def test_bare_paper_is_refused():
    for grey in (
        np.ones((50, 50)),
        np.full((400, 300), 0.4),
        0.8 + np.random.default_rng(1).normal(0, 0.02, (200, 200)),
    ):
        with pytest.raises(PictureError, match="No digit stands out"):
            ink_of(grey.astype(np.float32))


def save(folder: Path, picture: Image.Image, name: str = "digit.png", **options) -> Path:
    file = folder / name
    picture.save(file, **options)
    return file


def test_reads_every_mode(tmp_path: Path):
    grey = (255 - page(1) * 255).astype(np.uint8)
    base = Image.fromarray(grey)
    reference = grey / 255
    for mode in ("L", "RGB", "RGBA", "P", "CMYK", "1", "I;16"):
        if mode == "I;16":
            picture = Image.fromarray(grey.astype(np.uint16) * 257)
        else:
            picture = base.convert("RGB").convert(mode) if mode in ("P", "CMYK") else base.convert(mode)
        file = save(tmp_path, picture, f"a.{'tif' if mode == 'CMYK' else 'png'}")
        assert np.abs(read_picture(file) - reference).mean() < 0.02, mode
    assert np.abs(read_picture(save(tmp_path, base, "a.jpg", quality=80)) - reference).mean() < 0.02


def test_transparent_paper_is_paper(tmp_path: Path):
    ink = page(2)
    for tone in (0, 255):
        layer = np.dstack([np.full((*ink.shape, 3), tone, np.uint8), (ink * 255).astype(np.uint8)])
        grey = read_picture(save(tmp_path, Image.fromarray(layer)))
        assert likeness(grey, ink) > 0.98


def test_photographs_are_turned_upright(tmp_path: Path):
    picture = Image.new("L", (40, 20), 255)
    exif = Image.Exif()
    exif[0x0112] = 6
    assert read_picture(save(tmp_path, picture, "a.jpg", exif=exif)).shape == (40, 20)


def huge_png(side: int) -> bytes:
    """A PNG that claims to be huge in a few bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_bad_files_get_a_sentence(tmp_path: Path):
    def refused(content: bytes, match: str, name: str = "digit.png") -> None:
        file = tmp_path / name
        file.write_bytes(content)
        with pytest.raises(PictureError, match=match) as caught:
            read_picture(file)
        assert name in str(caught.value)
        assert str(caught.value).endswith(".")

    refused(b"these are words, not pixels", "is not a picture")
    refused(b"", "is not a picture")
    tiny = io.BytesIO()
    Image.new("L", (1, 1)).save(tiny, "PNG")
    refused(tiny.getvalue(), "1 × 1 pixels, too small")
    refused(huge_png(20_000), "far too large|20,000 × 20,000")
    refused(huge_png(8_000), "8,000 × 8,000")
    frames = [Image.new("L", (30, 30), tone) for tone in (0, 128, 255)]
    animation = io.BytesIO()
    frames[0].save(animation, "GIF", save_all=True, append_images=frames[1:])
    refused(animation.getvalue(), r"animated \(3 frames\)", "digit.gif")
    whole = io.BytesIO()
    noise = np.random.default_rng(1).integers(0, 255, (200, 200), np.uint8)
    Image.fromarray(noise).save(whole, "PNG")
    refused(whole.getvalue()[:9000], "is damaged")


def test_a_still_gif_is_read(tmp_path: Path):
    assert read_picture(save(tmp_path, Image.new("L", (30, 20), 200), "a.gif")).shape == (20, 30)


def test_a_file_that_is_not_there(tmp_path: Path):
    with pytest.raises(StorageError, match=r"missing\.png could not be read"):
        read_picture(tmp_path / "missing.png")


@pytest.mark.parametrize("dtype", [np.float32, np.uint16, np.uint8])
def test_a_tiff_of_fractions_is_read_like_one_of_bytes(tmp_path: Path, dtype: type):
    """Scanners' and scientists' programs write floats in 0..1; read as bytes they were all black."""
    ink = page(4)
    top = {np.float32: 1, np.uint16: 65535, np.uint8: 255}[dtype]
    grey = ((1 - ink) * top).astype(dtype)
    file = save(tmp_path, Image.fromarray(grey), "a.tif")
    assert likeness(read_picture(file), ink) > 0.98


def test_a_phones_picture_with_its_preview_is_read(tmp_path: Path):
    ink = page(5)
    photo, preview = Image.fromarray(((1 - ink) * 255).astype(np.uint8)), Image.new("L", (20, 20))
    file = tmp_path / "photo.jpg"
    photo.save(file, "MPO", save_all=True, append_images=[preview])
    assert likeness(read_picture(file), ink) > 0.95


def test_a_scan_of_several_pages_is_told(tmp_path: Path):
    pages = [Image.new("L", (30, 30), tone) for tone in (0, 255)]
    file = save(tmp_path, pages[0], "scan.tif", save_all=True, append_images=pages[1:])
    with pytest.raises(PictureError, match=r"has several pages \(2 pages\)"):
        read_picture(file)


def test_frames_of_a_large_animation_are_not_counted(tmp_path: Path):
    rng = np.random.default_rng(1)
    frames = [Image.fromarray(rng.integers(0, 255, (500, 500), np.uint8)) for _ in range(6)]
    file = save(tmp_path, frames[0], "film.gif", save_all=True, append_images=frames[1:])
    assert file.stat().st_size > 2**20
    with pytest.raises(PictureError, match=r"is animated\. Save"):
        read_picture(file)


@pytest.mark.parametrize("dark_paper", [False, True], ids=["light-paper", "dark-paper"])
@pytest.mark.parametrize("side", [28, 160])
def test_a_digit_that_fills_its_picture_is_told_from_the_paper(dark_paper: bool, side: int) -> None:
    """Its strokes are as wide as the paper between them; of the digits 15 % were taken for paper."""
    told = {}
    for number in range(20):
        ink = page(number)
        rows, columns = np.nonzero(ink > 0.2)
        ink = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
        scale = side / max(ink.shape)
        size = round(ink.shape[1] * scale), round(ink.shape[0] * scale)
        ink = np.asarray(Image.fromarray(ink).resize(size, Image.Resampling.BICUBIC)).clip(0, 1)
        found = ink_of(0.1 + 0.8 * ink if dark_paper else 0.9 - 0.8 * ink)
        told[number] = float(np.corrcoef(found.ravel(), ink.ravel())[0, 1]), size, float((ink > 0.5).mean())
    assert not {number: one for number, one in told.items() if one[0] < 0.5}


@pytest.mark.parametrize("angle", range(0, 360, 60))
@pytest.mark.parametrize("shift", [-0.2, 0.0, 0.2])
def test_a_hard_shadow_is_no_paper(angle: int, shift: float) -> None:
    """It has clear tones and may have most of the border, too."""
    ink = page(angle // 60)
    y, x = np.mgrid[0 : 1 : ink.shape[0] * 1j, 0 : 1 : ink.shape[1] * 1j]
    across = np.cos(np.radians(angle)) * (x - 0.5) + np.sin(np.radians(angle)) * (y - 0.5)
    shadow = 0.78 + 0.22 * np.tanh((across - shift) / 0.02)
    noise = np.random.default_rng(angle).normal(0, 0.03, ink.shape)
    assert likeness(((0.92 - 0.72 * ink) * shadow + noise).clip(0, 1), ink) > 0.8
