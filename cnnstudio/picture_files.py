"""Picture files of any origin: opened in one place, by decoders that run inside this process, within bounds.

Pillow tries every format it knows, whatever the file is called; for some of them it starts other programs (EPS:
Ghostscript) or asks the system. And what a damaged file leads to is not told by one kind of exception, nor at one
moment: opening, decoding, turning upright and converting may each fail.
"""

import ctypes
import io
import logging
import threading
import warnings
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError, _imaging

from cnnstudio.errors import PictureError, StorageError, StudioError, printable
from cnnstudio.files import read_bounded
from cnnstudio.messages import Message

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "DIB", "TIFF", "WEBP", "AVIF", "PPM", "ICO")
"""Those that people have, and whose decoders only decode; JPEG brings MPO along, which phones write into a .jpg."""

MAX_FILE_BYTES = 512 * 1024 * 1024

WIDE_MODES = frozenset({"I", "I;16", "I;16L", "I;16B", "I;16N", "F"})
"""Of Pillow's modes those with one number a pixel that is no byte."""

_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_HINT = Message("Open a PNG, JPEG, GIF, BMP, TIFF or WebP file.")

T = TypeVar("T")

# Python's filters of warnings are one list for all threads.
_quiet = threading.Lock()
# Without a handler of its own, what Pillow logs about a damaged file is printed.
logging.getLogger("PIL").addHandler(logging.NullHandler())


def read_picture(
    source: Path | bytes,
    name: str,
    convert: Callable[[Image.Image], T],
    *,
    check: Callable[[Image.Image, int], None],
    most_pixels: int,
) -> T:
    """What ``convert`` makes of a picture, which it gets decoded and upright.

    Args:
        source: a file, or the bytes of one.
        name: what to call it in messages.
        convert: may raise whatever damaged pictures make Pillow raise.
        check: looks at the picture before it is decoded, and at the number of bytes it was read from: refuses it, or
            asks for a smaller one (``Image.draft``).
        most_pixels: of what is decoded; larger ones are refused.

    Raises:
        StorageError: the file cannot be read.
        PictureError: it is no picture, damaged, or too large.
    """
    name = printable(name, 200)
    if isinstance(source, Path):
        try:
            source = read_bounded(source, MAX_FILE_BYTES)
        except StorageError as error:
            if error.__cause__ is None:
                raise PictureError(
                    "{name} is larger than 512 MB. Save a smaller copy and open that.", name=name
                ) from error
            raise
    with _quiet, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            picture = _opened(source, name)
            check(picture, len(source))
            if picture.width * picture.height > most_pixels:
                raise PictureError(
                    "{name} is {width:,} × {height:,} pixels, more than the {most_pixels:,} that are read. Scale it "
                    "down to 2,000 × 2,000 pixels and try again.",
                    name=name,
                    width=picture.width,
                    height=picture.height,
                    most_pixels=most_pixels,
                )
            # Pictures inside pictures (icons) come past the check above; Pillow warns of 89 million pixels and more.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture.load()
            return convert(_upright(picture))
        except StudioError:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise PictureError(
                "{name} has far over {most_pixels:,} pixels, more than memory should be spent on. It is far too "
                "large: scale it down to 2,000 × 2,000 pixels and try again.",
                name=name,
                most_pixels=most_pixels,
            ) from error
        except MemoryError as error:
            raise PictureError(
                "{name} does not fit into memory. Close other programs, or scale it down.", name=name
            ) from error
        except OSError as error:
            reason = printable(error, 100).rstrip(".")
            raise PictureError(
                "{name} is damaged: {reason}. Save it again from its source.", name=name, reason=reason
            ) from error
        except Exception as error:  # Decoders raise whatever damaged bytes lead them to.
            raise PictureError("{name} is damaged. Save it again from its source.", name=name) from error


def _opened(content: bytes, name: str) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=_available())
    except UnidentifiedImageError as error:
        raise PictureError("{name} is not a picture that can be read. {hint}", name=name, hint=_HINT) from error
    except (Image.DecompressionBombError, MemoryError):
        raise
    except Exception as error:
        raise PictureError(
            "{name} is not a picture that can be read, or a damaged one. {hint}", name=name, hint=_HINT
        ) from error


def shares(picture: Image.Image) -> NDArray[np.float32]:
    """(H, W) in 0..1 of a picture of one of the ``WIDE_MODES``, whose numbers are no bytes.

    What 1 stands for is read off the numbers: 1 where fractions of it are meant (TIFF files of floats), else 255, else
    65,535, else the largest there is. Where there are numbers below 0, the least is black and the largest white.
    """
    values = finite(picture)
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 0.0)
    low = min(low, 0.0)
    tops = () if low < 0 else (1.0, 255.0, 65535.0) if picture.mode == "F" else (255.0, 65535.0)
    # Of nothing but zeros any number is the largest.
    top = next((top for top in tops if high <= top), high - low) or 1.0
    return np.clip((values - low) / top, 0, 1).astype(np.float32)


def finite(picture: Image.Image) -> NDArray[np.float64]:
    """(H, W) numbers of a picture; infinite ones become the largest or the least there is, NaN the least."""
    values = np.asarray(picture).astype(np.float64)
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
    return np.nan_to_num(values, nan=low, posinf=high, neginf=low)


@cache
def _available() -> tuple[str, ...]:
    Image.init()
    _silence_libtiff()
    return tuple(name for name in FORMATS if name in Image.OPEN)


def _silence_libtiff() -> None:
    """The library that decodes TIFF files prints what it minds of a damaged one, past Python, unless told not to."""
    with suppress(OSError, AttributeError):  # Where it is no library of its own, it cannot be told.
        library = ctypes.CDLL(str(_imaging.__file__))
        for name in ("TIFFSetErrorHandler", "TIFFSetWarningHandler"):
            set_handler = getattr(library, name)
            set_handler.argtypes, set_handler.restype = [ctypes.c_void_p], ctypes.c_void_p
            set_handler(None)


def _upright(picture: Image.Image) -> Image.Image:
    """As the camera was held; a picture whose note of that is damaged stays as it lies."""
    try:
        turn = _UPRIGHT.get(picture.getexif().get(_ORIENTATION, 1))
    except Exception:  # The tags of damaged files lead Pillow to any error.
        turn = None
    return picture if turn is None else picture.transpose(turn)
