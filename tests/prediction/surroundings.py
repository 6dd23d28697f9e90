"""Digits of MNIST on what real pictures have around them: squared and lined paper, printed boxes, a table's edge.

``python -m tests.prediction.surroundings`` tells the share that is read right, one line a kind.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from cnnstudio import datasets
from cnnstudio.prediction.preprocessing import Ink

SIDE = 420
MNIST = Path(__file__).resolve().parents[3] / "shared" / "data" / "mnist"

Random = np.random.Generator
Page = Image.Image


def _lines(page: Page, random: Random, gap: float, tone: int, width: int, *, across: bool, down: bool) -> None:
    """Parallel lines over the whole page, tilted a little, as a camera held by hand has them."""
    draw = ImageDraw.Draw(page)
    tilt, start = random.uniform(-0.06, 0.06), random.uniform(0, gap)
    for place in np.arange(start - gap * 2, SIDE + gap * 2, gap):
        if across:
            draw.line([(-5, place), (SIDE + 5, place + tilt * SIDE)], fill=tone, width=width)
        if down:
            draw.line([(place, -5), (place - tilt * SIDE, SIDE + 5)], fill=tone, width=width)


def _bare(_page: Page, _random: Random) -> None:
    """Nothing around it."""


def _squared(page: Page, random: Random) -> None:
    tone = int(random.integers(90, 190))
    _lines(page, random, random.uniform(28, 60), tone, int(random.integers(1, 3)), across=True, down=True)


def _lined(page: Page, random: Random) -> None:
    tone = int(random.integers(60, 180))
    _lines(page, random, random.uniform(50, 110), tone, int(random.integers(1, 4)), across=True, down=False)


def _margin(page: Page, random: Random) -> None:
    """Lined, with a line down the margin."""
    _lined(page, random)
    x = random.uniform(20, 60)
    ImageDraw.Draw(page).line([(x, -5), (x + random.uniform(-8, 8), SIDE + 5)], fill=90, width=2)


def _boxed(page: Page, random: Random) -> None:
    """One printed box around the digit."""
    inset, width = random.uniform(60, 100), int(random.integers(1, 5))
    tilt = random.uniform(-6, 6)
    far = SIDE - inset
    corners = [
        (inset, inset + tilt),
        (far, inset - tilt),
        (far, far - tilt),
        (inset, far + tilt),
        (inset, inset + tilt),
    ]
    ImageDraw.Draw(page).line(corners, fill=int(random.integers(20, 110)), width=width)


def _form(page: Page, random: Random) -> None:
    """A row of boxes, the digit in the middle one."""
    draw, width = ImageDraw.Draw(page), int(random.integers(1, 4))
    size, tone = random.uniform(190, 240), int(random.integers(20, 120))
    left, top = (SIDE - size) / 2, (SIDE - size) / 2
    for step in (-1, 0, 1):
        x = left + step * size
        draw.rectangle([x, top, x + size, top + size], outline=tone, width=width)


def _table(page: Page, random: Random) -> None:
    """The paper ends, and a table begins: at one side or at a corner."""
    draw, tone = ImageDraw.Draw(page), int(random.integers(20, 130))
    edge = random.uniform(20, 75)
    lean = random.uniform(-15, 15)
    draw.polygon([(-5, -5), (edge, -5), (edge + lean, SIDE + 5), (-5, SIDE + 5)], fill=tone)
    if random.random() < 0.5:
        draw.polygon(
            [(-5, SIDE + 5), (-5, SIDE - edge), (SIDE + 5, SIDE - edge + lean), (SIDE + 5, SIDE + 5)], fill=tone
        )


def _sheet(page: Page, random: Random) -> None:
    """A sheet that lies on a table, which is seen all around."""
    tone = int(random.integers(20, 130))
    whole = Image.new("L", page.size, tone)
    a, b, c, d = random.uniform(8, 50, 4)
    mask = Image.new("L", page.size, 0)
    ImageDraw.Draw(mask).polygon([(a, b), (SIDE - c, d), (SIDE - b, SIDE - a), (d, SIDE - c)], fill=255)
    whole.paste(page, mask=mask)
    page.paste(whole)


KINDS: dict[str, Callable[[Page, Random], None]] = {
    "bare": _bare,
    "squared": _squared,
    "lined": _lined,
    "margin": _margin,
    "box": _boxed,
    "form": _form,
    "table": _table,
    "sheet": _sheet,
}


def photograph(kind: str, digit: np.ndarray, seed: int) -> Ink:
    """A digit (28, 28) written on such paper, photographed: light that falls off, a little blur and noise.

    Returns:
        (H, W) in 0..1, 0 = black.
    """
    random = np.random.default_rng(seed)
    page = Image.new("L", (SIDE, SIDE), int(random.integers(215, 250)))
    if kind != "sheet":
        KINDS[kind](page, random)
    size = int(random.integers(130, 180))
    ink = np.asarray(Image.fromarray(digit).resize((size, size), Image.Resampling.BICUBIC), np.float32) / 255
    x, y = ((SIDE - size) // 2 + random.integers(-12, 13, 2)).tolist()
    tones = np.asarray(page, np.float32) / 255
    tones = tones.copy()
    cut = tones[y : y + size, x : x + size]
    strength = random.uniform(0.75, 0.95)
    # Ink on a line is as dark as the darker of both.
    cut[:] = np.minimum(cut, tones.max() * (1 - strength * np.clip(ink * 1.3 - 0.15, 0, 1)))
    if kind == "sheet":
        page = Image.fromarray((tones * 255).astype(np.uint8))
        KINDS[kind](page, random)
        tones = np.asarray(page, np.float32) / 255
    down, across = np.mgrid[0 : 1 : SIDE * 1j, 0 : 1 : SIDE * 1j]
    a, b = random.uniform(-0.3, 0.3, 2)
    light = np.clip(0.85 + a * (across - 0.5) + b * (down - 0.5), 0.3, 1)
    soft = Image.fromarray((tones * light * 255).clip(0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.7))
    noisy = np.asarray(soft, np.float32) / 255 + random.normal(0, random.uniform(0, 0.02), (SIDE, SIDE))
    found: Ink = noisy.clip(0, 1).astype(np.float32)
    return found


def digits(count: int) -> Iterator[tuple[int, np.ndarray]]:
    """Digits of the test set, with what they are."""
    data = datasets.load(MNIST)
    for index in range(count):
        yield int(data.test_labels[index * 7]), data.test_images[index * 7].numpy()


def read_right(kind: str, count: int) -> float:
    """The share of such photographs that the built-in network reads right."""
    from cnnstudio.errors import PictureError
    from cnnstudio.prediction.pictures import ink_of
    from cnnstudio.prediction.reader import open_reader

    reader, right = open_reader(), 0
    for number, (label, digit) in enumerate(digits(count)):
        try:
            prediction = reader.read(ink_of(photograph(kind, digit, number)))
        except PictureError:
            continue
        right += prediction.ranking[:1] == (label,)
    return right / count


if __name__ == "__main__":
    for name in KINDS:
        print(f"{name:10} {read_right(name, 100):7.1%}", flush=True)
