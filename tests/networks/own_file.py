"""A file of the user's with a class of every kind that the window meets: what tries, lists and opens it shares it."""

from pathlib import Path

SOURCE = """
import os, time
from pathlib import Path
from torch import nn

with Path(__file__).with_suffix(".ran").open("a") as mark:
    mark.write(f"{os.getpid()}\\n")


class Ten(nn.Module):
    def __init__(self, outputs=10):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
        self.head = nn.Linear(4, outputs)

    def forward(self, x):
        return self.head(self.conv(x).mean((2, 3)))


class Seven(Ten):
    def __init__(self):
        super().__init__(7)


class Told(Ten):
    def __init__(self, num_classes=3):
        super().__init__(num_classes)


class Asks(Ten):
    def __init__(self, outputs):
        super().__init__(outputs)


class AsksTwo(Ten):
    def __init__(self, outputs, *, name):
        assert name == "a b"
        super().__init__(outputs)


class Maps(nn.Conv2d):
    def __init__(self):
        super().__init__(3, 5, 3)


class Slow(Ten):
    def __init__(self):
        Path(__file__).with_suffix(".begun").touch()
        while True:
            time.sleep(0.05)


class Gone(Ten):
    def __init__(self):
        os._exit(1)


class Fails(nn.Module):
    def __init__(self):
        raise ValueError("no luck")


colour = nn.Sequential(nn.Conv2d(3, 4, 3, stride=2), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 5))
flat = nn.Sequential(nn.Flatten(), nn.Linear(3 * 20 * 20, 4))
fixed = nn.Sequential(nn.Conv2d(2, 4, 32), nn.Flatten(), nn.Linear(4, 5))


def make():
    return Ten(3)
"""


def write(folder: Path) -> Path:
    """The file; beside it, every process that runs it leaves its number in ``.ran``, and ``Slow`` a ``.begun``."""
    file = folder / "mine.py"
    file.write_text(SOURCE, encoding="utf-8")
    return file
