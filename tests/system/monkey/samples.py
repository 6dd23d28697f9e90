"""Good and bad files of every kind that can be dropped, opened or pasted; each kind has one or more files.

``make`` writes them once into a folder and ``read`` finds them again; a kind is the part of a file's name before the
first ``--``, so that the list is the same in every process.
"""

import gzip
import json
import shutil
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import numpy as np
from PIL import Image

from cnnstudio.convolution import files
from cnnstudio.convolution.figures import figures
from cnnstudio.datasets.builtin import cache
from cnnstudio.weights import shipped

# The built-in digits are drawn anew in every fresh home: few of them are enough here, and they are drawn once.
DIGITS = {"train": 400, "test": 100}
_PYTHON = {
    "python-good--small.py": """
from torch import nn
class Part(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
    def forward(self, x):
        return self.conv(x)
class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.part = Part()
        self.head = nn.Linear(4 * 26 * 26, 10)
    def forward(self, x):
        return self.head(self.part(x).flatten(1))
""",
    "python-bad--raises.py": """
from torch import nn
class Raises(nn.Module):
    def __init__(self):
        super().__init__()
        raise RuntimeError("no")
""",
    "python-bad--forward.py": """
from torch import nn
class Wrong(nn.Module):
    def forward(self, x):
        return x.reshape(3, 5, 7)
""",
    "python-bad--syntax.py": "class Broken(nn.Module:\n",
    "python-bad--deep.py": "x = " + "(" * 300 + ")" * 300 + "\n",
    "python-bad--nothing.py": "x = 1\n",
    "python-bad--exits.py": "from torch import nn\nclass A(nn.Module):\n    pass\nraise SystemExit(3)\n",
}


def make(folder: Path, *, exported: bool) -> None:
    """Write all samples; a ``torch.export`` file, which takes some seconds, only if ``exported``."""
    folder.mkdir(parents=True, exist_ok=True)
    _make_pictures(folder)
    _make_bad_pictures(folder)
    _make_playgrounds(folder)
    _make_weights(folder)
    _make_networks(folder, exported=exported)
    _make_data_sets(folder)
    cache._SIZES.update(DIGITS)
    with suppress(StopIteration):
        drawing = cache.arrays()
        while True:
            next(drawing)
    (folder / "digits").mkdir()
    for part in DIGITS:
        shutil.copy2(cache.cache_file(part), folder / "digits")
    (folder / "text--notes.txt").write_text("Nothing to see here.\n", encoding="utf-8")
    (folder / "text--numbers.csv").write_text("1,2,3\n4,5,6\n", encoding="utf-8")


def read(folder: Path) -> dict[str, list[Path]]:
    """The samples by kind, in a fixed order; ``vanished`` is a file that is not there."""
    kinds: dict[str, list[Path]] = {"vanished": [folder / "vanished--nothing.png"]}
    for path in sorted(folder.glob("*--*")):
        kinds.setdefault(path.name.split("--")[0], []).append(path)
    return dict(sorted(kinds.items()))


def _make_pictures(folder: Path) -> None:
    random = np.random.default_rng(1)
    digit = np.zeros((60, 40), np.uint8)
    digit[8:52, 18:24] = 255
    colours = random.integers(0, 256, (50, 70, 3), np.uint8)
    grey = Image.fromarray(255 - digit)
    grey.save(folder / "picture-good--one.png")
    Image.fromarray(digit).save(folder / "picture-good--inverse.bmp")
    Image.fromarray(colours).save(folder / "picture-good--colours.jpg")
    Image.fromarray(colours).save(folder / "picture-good--colours.webp")
    Image.fromarray(colours).quantize(16).save(folder / "picture-good--palette.gif")
    Image.fromarray(np.dstack([colours, colours[..., 0]])).save(folder / "picture-good--alpha.png")
    Image.fromarray(digit.astype(np.uint16) * 257).save(folder / "picture-good--deep.png")
    Image.fromarray(digit.astype(np.float32) / 255).save(folder / "picture-good--float.tif")
    grey.save(folder / "picture-good--größe 5.png")
    for width, height in ((5000, 1), (1, 5000), (1, 1), (2, 3)):
        size = (height, width)
        picture = Image.fromarray(random.integers(0, 256, size, np.uint8))
        picture.save(folder / f"picture-thin--{width}x{height}.png")
    Image.fromarray(random.integers(0, 256, (1200, 1600), np.uint8)).save(folder / "picture-big--noise.png")


def _make_bad_pictures(folder: Path) -> None:
    good = (folder / "picture-good--one.png").read_bytes()
    photo = (folder / "picture-good--colours.jpg").read_bytes()
    tiff = (folder / "picture-good--float.tif").read_bytes()
    (folder / "picture-bad--cut.png").write_bytes(good[: len(good) // 2])
    (folder / "picture-bad--cut.jpg").write_bytes(photo[: len(photo) // 2])
    (folder / "picture-bad--cut.tif").write_bytes(tiff[: len(tiff) // 2])
    (folder / "picture-bad--empty.png").write_bytes(b"")
    (folder / "picture-bad--garbage.png").write_bytes(np.random.default_rng(2).bytes(500))
    (folder / "picture-bad--postscript.png").write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n")
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\xff\xff\xff\xff\xff"
    damaged = photo[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + photo[2:]
    (folder / "picture-bad--exif.jpg").write_bytes(damaged)
    # A header that promises more pixels than memory holds.
    huge = good[:16] + struct.pack(">II", 100_000, 100_000) + good[24:]
    (folder / "picture-bad--huge.png").write_bytes(huge)


def _make_playgrounds(folder: Path) -> None:
    for figure in figures():
        files.save(figure.state, folder / f"playground-good--figure-{figure.number}.json")
    text = (folder / "playground-good--figure-1.json").read_text(encoding="utf-8")
    (folder / "playground-bad--cut.json").write_text(text[: len(text) // 2], encoding="utf-8")
    (folder / "playground-bad--list.json").write_text("[1, 2, 3]", encoding="utf-8")
    (folder / "playground-bad--deep.json").write_text("[" * 5000 + "]" * 5000, encoding="utf-8")
    (folder / "playground-bad--number.json").write_text("1e999", encoding="utf-8")
    values = json.loads(text)
    for key in sorted(values):
        (folder / f"playground-bad--{key}.json").write_text(json.dumps({**values, key: -1}), encoding="utf-8")
    (folder / "playground-bad--bytes.json").write_bytes(b"\xff\xfe\x00\x01")


def _make_weights(folder: Path) -> None:
    content = shipped.path(shipped.digits()[0]).read_bytes()
    (folder / "weights-good--shipped.safetensors").write_bytes(content)
    (folder / "weights-bad--cut.safetensors").write_bytes(content[: len(content) // 2])
    (folder / "weights-bad--header.safetensors").write_bytes(struct.pack("<Q", 2**60) + b"{}")
    (folder / "weights-bad--json.safetensors").write_bytes(struct.pack("<Q", 8) + b"[[[[[[[[")
    (folder / "weights-bad--empty.safetensors").write_bytes(b"")
    (folder / "weights-bad--pickle.pt").write_bytes(b"\x80\x02cos\nsystem\nX\x04\x00\x00\x00exit\x85R.")


def _make_networks(folder: Path, *, exported: bool) -> None:
    for name, text in _PYTHON.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "exported-bad--garbage.pt2").write_bytes(b"PK\x03\x04garbage")
    (folder / "exported-bad--empty.pt2").write_bytes(b"")
    with zipfile.ZipFile(folder / "exported-bad--graph.pt2", "w") as archive:
        archive.writestr("a/models/model.json", '{"graph_module": {"graph": []}}')
    if exported:
        import torch
        from torch import nn

        network = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(4 * 36, 10)).eval()
        file = folder / "exported-good--small.pt2"
        torch.export.save(torch.export.export(network, (torch.zeros(2, 1, 8, 8),)), file)
        (folder / "exported-bad--cut.pt2").write_bytes(file.read_bytes()[:-200])


def _make_data_sets(folder: Path) -> None:
    """A folder of few idx pictures that trains in no time, a damaged one, and one with something else in it."""
    random = np.random.default_rng(3)
    for name, cut in (("folder-data--small", 0), ("folder-bad--cut", 100)):
        data = folder / name
        data.mkdir(exist_ok=True)
        for part, size in (("train", 96), ("t10k", 32)):
            pictures, labels = random.integers(0, 256, (size, 28, 28), np.uint8), np.arange(size, dtype=np.uint8) % 10
            images = struct.pack(">IIII", 2051, size, 28, 28) + pictures.tobytes()
            with gzip.open(data / f"{part}-images-idx3-ubyte.gz", "wb") as stream:
                stream.write(images[: len(images) - cut])
            with gzip.open(data / f"{part}-labels-idx1-ubyte.gz", "wb") as stream:
                stream.write(struct.pack(">II", 2049, size) + labels.tobytes())
    other = folder / "folder-other--pictures"
    other.mkdir(exist_ok=True)
    (other / "a.png").write_bytes((folder / "picture-good--one.png").read_bytes())
