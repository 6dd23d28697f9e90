"""Pictures of digits: read a file safely, find the ink on the paper whatever the light.

Paper may be light or dark, photographed with shadows, noisy. What comes out is ink as the canvas has it: 0 = paper,
1 = full ink, ready for :func:`cnnstudio.prediction.preprocessing.preprocess`.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from cnnstudio import picture_files
from cnnstudio.errors import PictureError
from cnnstudio.messages import Message
from cnnstudio.prediction.pieces import number_pieces
from cnnstudio.prediction.preprocessing import Ink
from cnnstudio.prediction.rulings import not_ink

# Enough for any photograph (50 megapixels); a decoded grey picture of this size takes 50 MB.
MOST_PIXELS = 50_000_000
SMALLEST_SIDE = 8

_WORKING_SIDE = 480
_BACKGROUND_SIDE = 64
_LEAST_CONTRAST = 0.08
_COUNTED_BYTES = 1 << 20
# Two tones: so much of the variance lies between them. A digit that fills its picture reaches the border at several
# places; a shadow or a table does along one stretch.
_TWO_TONES, _MOST_OF_BORDER, _NEARLY_ALL, _FAIR_PART = 0.75, 0.55, 0.9, 0.4
# Sound pieces of a digit (the bar of a 5, the dash of a 7) are larger than this share of its largest piece.
_SMALLEST_PIECE = 0.03


def read_picture(source: Path | bytes, name: str = "") -> Ink:
    """Read one still picture as grey.

    Args:
        source: a file, or the bytes of one.
        name: what to call it in messages; the file's name if left out.

    Returns:
        (H, W) float32, 0 = black, 1 = white; transparent parts count as white paper, unless the picture is white
        itself, then as black.

    Raises:
        PictureError: not a picture, animated, too small or too large, damaged.
        StorageError: the file cannot be read.
    """
    name = name or (source.name if isinstance(source, Path) else Message("The picture"))
    return picture_files.read_picture(
        source, name, _grey, check=lambda picture, size: _check(picture, size, name), most_pixels=MOST_PIXELS
    )


def _check(picture: Image.Image, size: int, name: str) -> None:
    width, height = picture.size
    if min(width, height) < SMALLEST_SIDE:
        raise PictureError(
            "{name} is {width:,} × {height:,} pixels, too small to hold a digit. Each side needs at least "
            "{smallest_side} pixels.",
            name=name,
            width=width,
            height=height,
            smallest_side=SMALLEST_SIDE,
        )
    # A photograph in an MPO file comes with its preview, or with the other eye's.
    if picture.format != "MPO" and getattr(picture, "is_animated", False):
        pages = picture.format == "TIFF"
        # Counting reads the whole file, which takes minutes where there are millions.
        if size > _COUNTED_BYTES:
            if pages:
                raise PictureError(
                    "{name} has several pages. Save the page you mean as a PNG file and open that.", name=name
                )
            raise PictureError("{name} is animated. Save the frame you mean as a PNG file and open that.", name=name)
        count = getattr(picture, "n_frames", 2)
        if pages:
            raise PictureError(
                "{name} has several pages ({count:,} pages). Save the page you mean as a PNG file and open that.",
                name=name,
                count=count,
            )
        raise PictureError(
            "{name} is animated ({count:,} frames). Save the frame you mean as a PNG file and open that.",
            name=name,
            count=count,
        )


def _grey(picture: Image.Image) -> Ink:
    if picture.mode in picture_files.WIDE_MODES:
        return picture_files.shares(picture)
    if picture.has_transparency_data:
        rgba = picture.convert("RGBA")
        opacity, grey = _shares(rgba.getchannel("A")), _shares(rgba.convert("L"))
        # Light ink drawn on nothing is meant for a dark page.
        inked = float((grey * opacity).sum() / max(float(opacity.sum()), 1e-6))
        page = np.float32(0.0 if inked > 0.8 and opacity.min() < 0.5 else 1.0)
        return grey * opacity + page * (1 - opacity)
    return _shares(picture.convert("L"))


def _shares(channel: Image.Image) -> Ink:
    """Bytes as shares of 1."""
    return np.asarray(channel, dtype=np.float32) / np.float32(255)


def ink_of(grey: Ink) -> Ink:
    """Find the ink: which side is the paper, how bright it is at each place, what stands out from it.

    Args:
        grey: (H, W), 0 = black, 1 = white.

    Returns:
        (H', W') in 0..1, 0 exactly where there is paper; the longer side is at most 480 pixels.

    Raises:
        PictureError: nothing stands out.
    """
    grey = _shrink(grey, _WORKING_SIDE)
    noise = _noise(grey)
    if noise > 0.01:
        radius = max(grey.shape) / 200 * min(noise / 0.05, 2.0)
        grey = _blur(grey, radius)
        noise = _noise(grey)
    if _paper_is_dark(grey):
        grey = 1 - grey
    paper = _paper(grey)
    # Shadow scales paper and ink alike, so the share of light that is missing is the same in light and in shadow.
    contrast = np.clip((paper - grey) / np.maximum(paper, np.float32(0.15)), 0, 1).astype(np.float32)
    contrast = np.where(not_ink(contrast, max(0.06, 4 * noise)), np.float32(0), contrast)
    split = _otsu(contrast)
    inked = contrast[contrast > split]
    full = float(np.percentile(inked, 80)) if inked.size else 0.0
    if full < max(_LEAST_CONTRAST, 4 * noise):
        raise PictureError("No digit stands out in the picture. Use dark ink on light paper, or the other way round.")
    uneven = float(np.percentile(contrast[contrast <= split], 90)) if inked.size < contrast.size else 0.0
    # Rounding alone leaves a grey level or two on bare paper.
    floor = min(max(uneven * 1.5, 4 * noise, 0.012), 0.6 * full)
    ink = np.clip((contrast - floor) / (full - floor), 0, 1).astype(np.float32)
    return _without_specks(ink)


def _shrink(grey: Ink, side: int) -> Ink:
    longest = max(grey.shape)
    if longest <= side:
        return grey
    size = max(1, round(grey.shape[1] * side / longest)), max(1, round(grey.shape[0] * side / longest))
    return np.asarray(Image.fromarray(grey).resize(size, Image.Resampling.BOX), dtype=np.float32)


def _blur(grey: Ink, radius: float) -> Ink:
    """Box blur twice, near enough to a Gaussian; PIL blurs bytes only."""
    size = max(1, round(radius))
    window = 2 * size + 1
    for axis in (0, 1, 0, 1):
        padded = np.pad(grey, [(size + 1, size) if a == axis else (0, 0) for a in (0, 1)], mode="edge")
        total = np.cumsum(padded, axis=axis, dtype=np.float64)
        upper = np.take(total, range(window, total.shape[axis]), axis=axis)
        lower = np.take(total, range(total.shape[axis] - window), axis=axis)
        grey = ((upper - lower) / window).astype(np.float32)
    return grey


def _noise(grey: Ink) -> float:
    """Standard deviation of the noise, from the median of second differences (edges are too few to matter)."""
    if min(grey.shape) < 16:
        return 0.0
    curvature = grey[1:-1, 1:-1] * 4 - 2 * (grey[1:-1, :-2] + grey[1:-1, 2:] + grey[:-2, 1:-1] + grey[2:, 1:-1])
    curvature += grey[:-2, :-2] + grey[:-2, 2:] + grey[2:, :-2] + grey[2:, 2:]
    # 6 = the root of the sum of that filter's squared weights; 0.6745 = the median of |x| for a normal x.
    return float(np.median(np.abs(curvature))) / (6 * 0.6745)


def _paper_is_dark(grey: Ink) -> bool:
    """Whether the ink is the lighter side.

    Of two clear tones the paper is the one that has most of the border, as long as it has a fair part of the picture:
    a digit may fill it to the edge. Elsewhere ink is the minority around it, so it makes the long tail of the tones.
    What is smoother or larger than writing, light falling off or the edge of a shadow, stays in a wide median and is
    taken away by it.
    """
    told = _dark_by_the_border(grey)
    if told is not None:
        return told
    small = Image.fromarray(np.round(_shrink(grey, _BACKGROUND_SIDE) * 255).astype(np.uint8))
    window = max(3, int(max(small.size) * 0.35) // 2 * 2 + 1)
    around = np.pad(np.asarray(small), window // 2, mode="symmetric")
    middle = np.asarray(Image.fromarray(around).filter(ImageFilter.MedianFilter(window)), dtype=np.float32)
    half = window // 2
    rest = np.asarray(small, dtype=np.float32) - middle[half : half + small.height, half : half + small.width]
    return float(np.square(rest[rest > 0]).sum()) > float(np.square(rest[rest < 0]).sum())


def _dark_by_the_border(grey: Ink) -> bool | None:
    """Whether the darker of two clear tones is the paper; None where the border does not tell."""
    dark = grey <= _otsu(grey)
    share = float(dark.mean())
    if not 0 < share < 1:
        return None
    between = share * (1 - share) * float(grey[dark].mean() - grey[~dark].mean()) ** 2
    if between < _TWO_TONES * float(grey.var()):
        return None
    border = np.concatenate([dark[0], dark[1:-1, -1], dark[-1, ::-1], dark[-2:0:-1, 0]])
    most, of_picture = (True, share) if border.mean() >= 0.5 else (False, 1 - share)
    of_border = float((border == most).mean())
    if of_border < _MOST_OF_BORDER or of_picture < _FAIR_PART:
        return None
    other = dark != most
    sides = (other[:2], other[-2:], other[:, :2], other[:, -2:])
    touches_all = of_border >= _NEARLY_ALL and all(side.sum() >= 2 for side in sides)
    return most if touches_all or _runs_around(border != most) >= 2 else None


def _runs_around(on: NDArray[np.bool_]) -> int:
    """How many times a closed line is on, but for what is shorter than noise is."""
    if on.all() or not on.any():
        return int(on.all())
    turned = np.roll(on, -int(np.flatnonzero(~on)[0]))
    changes = np.diff(np.concatenate([turned, [False]]).astype(np.int8), prepend=0)
    lengths = np.flatnonzero(changes == -1) - np.flatnonzero(changes == 1)
    return int((lengths >= max(1, 0.004 * on.size)).sum())


def _paper(grey: Ink) -> Ink:
    """The tone of bare paper at each place: a grey closing wider than any stroke, on a coarse copy."""
    height, width = grey.shape
    coarse = Image.fromarray(np.round(_shrink(grey, _BACKGROUND_SIDE) * 255).astype(np.uint8))
    reach = max(3, int(max(coarse.size) * 0.3) // 2 * 2 + 1)
    # Beyond the margin lies the same paper: mirroring keeps the closing from seeing an edge.
    padded = Image.fromarray(np.pad(np.asarray(coarse), reach, mode="edge"))
    closed = padded.filter(ImageFilter.MaxFilter(reach)).filter(ImageFilter.MinFilter(reach))
    closed = closed.crop((reach, reach, reach + coarse.width, reach + coarse.height))
    wide = closed.convert("F").resize((width, height), Image.Resampling.BILINEAR)
    return np.maximum(np.asarray(wide, dtype=np.float32) / 255, grey)


def _otsu(values: Ink) -> float:
    """The threshold that separates two classes best (N. Otsu, 1979)."""
    counts, edges = np.histogram(values, bins=256, range=(0.0, 1.0))
    centres = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * centres)
    mean_below = sums / np.maximum(below, 1)
    mean_above = (sums[-1] - sums) / np.maximum(above, 1)
    between = below.astype(np.float64) * above * np.square(mean_below - mean_above)
    # Between two clean tones every threshold is equally good: the middle of them.
    best = np.flatnonzero(between >= between.max() * (1 - 1e-9))
    return float(edges[int(best.mean()) + 1])


def _without_specks(ink: Ink) -> Ink:
    """Keep the large pieces and the grey of their edges; drop dust, noise, the corner of a table."""
    pieces = number_pieces(ink > 0.3)
    sizes = np.bincount(pieces.ravel(), weights=ink.ravel())
    sizes[0] = 0
    large = (sizes >= _SMALLEST_PIECE * sizes.max()) & (sizes > 0)
    near = Image.fromarray(large[pieces].astype(np.uint8) * 255).filter(ImageFilter.MaxFilter(5))
    return np.where(np.asarray(near) > 0, ink, np.float32(0))
