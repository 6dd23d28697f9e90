"""The pictures of a lesson's folder: pixels or lines, read within bounds; nothing that they name is looked for."""

import re
from dataclasses import dataclass
from xml.parsers import expat

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cnnstudio import picture_files
from cnnstudio.errors import PictureError
from cnnstudio.lessons.faults import LessonError
from cnnstudio.lessons.folder import MAX_PICTURE_BYTES, Files

MAX_PIXELS = 64_000_000
MOST_SHOWN = 2400
"""Larger pictures are shown in a smaller copy of so many pixels on their longer side."""
MAX_SVG_BYTES = 2 * 1024 * 1024
MAX_SVG_SIDE = 20_000.0
_MOST_ELEMENTS, _DEEPEST = 50_000, 200
_LINKS = ("href", "src")
_INSIDE = re.compile(r"#|data:image/(png|jpeg|jpg|webp);base64,", re.IGNORECASE)
_ELSEWHERE = re.compile(r"url\s*\(\s*['\"]?\s*(?!#)|@import", re.IGNORECASE)
_FORBIDDEN = frozenset({"script", "foreignobject", "iframe", "audio", "video", "handler", "listener"})
_LENGTH = re.compile(r"\s*([0-9.]+(?:e[+-]?\d+)?)\s*(px|pt|mm|cm|in|pc)?\s*", re.IGNORECASE)
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "pc": 16.0}


@dataclass(frozen=True, slots=True, eq=False)
class Pixels:
    """A picture of pixels.

    Attributes:
        rgba: (H, W, 4) bytes.
    """

    rgba: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Lines:
    """A picture of lines, an SVG document that names nothing outside itself; its size in pixels."""

    svg: bytes
    width: float
    height: float


def read(files: Files, name: str) -> Pixels | Lines:
    """A picture of the lesson.

    Raises:
        LessonError: if it is not there, none, damaged, too large, or an SVG that runs or fetches something.
    """
    if name.lower().endswith(".svg"):
        return _lines(files.read(name, MAX_SVG_BYTES), name)
    content = files.read(name, MAX_PICTURE_BYTES)
    try:
        return picture_files.read_picture(content, name, _pixels, check=lambda *_: None, most_pixels=MAX_PIXELS)
    except PictureError as error:
        raise LessonError(error.message) from error


def _pixels(picture: Image.Image) -> Pixels:
    shown = picture.convert("RGBA")
    shown.thumbnail((MOST_SHOWN, MOST_SHOWN))
    return Pixels(np.ascontiguousarray(shown, dtype=np.uint8))


def _lines(content: bytes, name: str) -> Lines:
    reader = _SvgReader(name)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.words
    parser.StartDoctypeDeclHandler = reader.refuse_declaration
    parser.EntityDeclHandler = reader.refuse_declaration
    parser.ProcessingInstructionHandler = reader.refuse_instruction
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise LessonError("{name} is no SVG picture, or damaged. Export it again.", name=name) from error
    width, height = reader.size
    return Lines(content, width, height)


class _SvgReader:
    """Looks at every element of an SVG document, and refuses what would run, or lies elsewhere."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._elements = self._depth = 0
        self._style = False
        self.size = (0.0, 0.0)

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        element = _plain(tag)
        self._elements += 1
        self._depth += 1
        if self._elements == 1:
            self._take_size(element, attributes)
        if self._elements > _MOST_ELEMENTS or self._depth > _DEEPEST:
            raise LessonError("{name} has too many parts. Save it as a PNG.", name=self._name)
        if element in _FORBIDDEN or any(_plain(key).startswith("on") for key in attributes):
            raise LessonError("{name} holds a script or a page. A lesson's picture is lines alone.", name=self._name)
        for key, value in attributes.items():
            if (_plain(key) in _LINKS and not _INSIDE.match(value.strip())) or _ELSEWHERE.search(value):
                self._refuse_elsewhere(value)
        self._style = element == "style"

    def end(self, _: str) -> None:
        self._depth -= 1
        self._style = False

    def words(self, text: str) -> None:
        if self._style and _ELSEWHERE.search(text):
            self._refuse_elsewhere(text)

    def refuse_declaration(self, *_: object) -> None:
        raise LessonError(
            "{name} begins with a declaration of its own (DOCTYPE). Take it out, or export it as plain SVG.",
            name=self._name,
        )

    def refuse_instruction(self, *_: object) -> None:
        raise LessonError("{name} asks for a style sheet of its own. Export it as plain SVG.", name=self._name)

    def _refuse_elsewhere(self, value: str) -> None:
        raise LessonError(
            "{name} names something outside itself ({value}), and nothing is fetched. Put it into the picture.",
            name=self._name,
            value=value.strip()[:60],
        )

    def _take_size(self, element: str, attributes: dict[str, str]) -> None:
        if element != "svg":
            raise LessonError("{name} is no SVG picture, or damaged. Export it again.", name=self._name)
        box = re.split(r"[\s,]+", attributes.get("viewBox", "").strip())
        sides = [_length(attributes.get(side, "")) for side in ("width", "height")]
        if len(box) == 4:
            sides = [side or _length(other) for side, other in zip(sides, box[2:], strict=True)]
        width, height = sides
        if not (0 < width <= MAX_SVG_SIDE and 0 < height <= MAX_SVG_SIDE):
            raise LessonError(
                "{name} says no size that could be shown. Give it a width and a height in pixels.", name=self._name
            )
        self.size = (width, height)


def _plain(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _length(text: str) -> float:
    """In pixels; 0 for one that depends on where it is shown."""
    found = _LENGTH.fullmatch(text)
    try:
        return float(found[1]) * _PIXELS[(found[2] or "").lower()] if found else 0.0
    except ValueError:
        return 0.0
