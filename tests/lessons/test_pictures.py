from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnnstudio.lessons import pictures
from cnnstudio.lessons.faults import LessonError
from cnnstudio.lessons.folder import Files, files_of

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {size}>{inner}</svg>'
SIZED = 'width="40" height="20"'


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return files_of(tmp_path)


def svg(folder: Path, inner: str, size: str = SIZED, before: str = "") -> None:
    (folder / "a.svg").write_text(before + SVG.format(size=size, inner=inner), "utf-8")


def test_pixels_are_read_with_their_transparency(files: Files, tmp_path: Path) -> None:
    wanted = np.random.default_rng(0).integers(0, 256, (5, 7, 4), dtype=np.uint8)
    Image.fromarray(wanted).save(tmp_path / "a.png")
    found = pictures.read(files, "a.png")
    assert isinstance(found, pictures.Pixels)
    assert np.array_equal(found.rgba, wanted)


def test_a_large_picture_is_shown_in_a_smaller_copy(files: Files, tmp_path: Path) -> None:
    Image.new("L", (4800, 1200), 77).save(tmp_path / "a.png")
    found = pictures.read(files, "a.png")
    assert isinstance(found, pictures.Pixels)
    assert found.rgba.shape == (600, 2400, 4)


@pytest.mark.parametrize(
    ("size", "wanted"),
    [
        (SIZED, (40, 20)),
        ('viewBox="0 0 300 100"', (300, 100)),
        ('width="100%" height="100%" viewBox="0, 0, 30, 10"', (30, 10)),
        ('width="1in" height="72pt"', (96, 96)),
    ],
)
def test_an_svg_says_its_size(files: Files, tmp_path: Path, size: str, wanted: tuple[float, float]) -> None:
    inner = '<defs><path id="p" d="M0 0L9 9"/></defs><use xlink:href="#p" fill="url(#g)"/>'
    svg(tmp_path, inner, size)
    found = pictures.read(files, "a.svg")
    assert isinstance(found, pictures.Lines)
    assert (found.width, found.height) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("inner", "reason"),
    [
        ("<script>1</script>", "script"),
        ("<foreignObject/>", "script"),
        ('<rect onclick="x()"/>', "script"),
        ('<image href="https://example.org/a.png"/>', "fetched"),
        ('<image xlink:href="/etc/passwd"/>', "fetched"),
        ('<image xlink:href="../a.png"/>', "fetched"),
        ('<image href="data:image/svg+xml;base64,AAAA"/>', "fetched"),
        ("<rect style=\"fill: url( 'http://example.org/x#a')\"/>", "fetched"),
        ("<style>@import 'a.css';</style>", "fetched"),
        ("<g>" * 300 + "</g>" * 300, "too many"),
        ("<rect", "damaged"),
    ],
)
def test_what_runs_or_lies_elsewhere_is_refused(files: Files, tmp_path: Path, inner: str, reason: str) -> None:
    svg(tmp_path, inner)
    with pytest.raises(LessonError, match=reason):
        pictures.read(files, "a.svg")


def test_entities_and_style_sheets_are_refused(files: Files, tmp_path: Path) -> None:
    svg(tmp_path, "&a;", before='<!DOCTYPE svg [<!ENTITY a "b">]>')
    with pytest.raises(LessonError, match="DOCTYPE"):
        pictures.read(files, "a.svg")
    svg(tmp_path, "", before='<?xml-stylesheet href="a.css"?>')
    with pytest.raises(LessonError, match="style sheet"):
        pictures.read(files, "a.svg")


@pytest.mark.parametrize("size", ["", 'width="0" height="1"', 'width="1e9" height="1"', 'width="x" height="1"'])
def test_a_size_that_cannot_be_shown_is_refused(files: Files, tmp_path: Path, size: str) -> None:
    svg(tmp_path, "", size)
    with pytest.raises(LessonError, match="size"):
        pictures.read(files, "a.svg")


def test_another_root_is_no_picture(files: Files, tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text("<html/>", "utf-8")
    with pytest.raises(LessonError, match="no SVG"):
        pictures.read(files, "a.svg")
