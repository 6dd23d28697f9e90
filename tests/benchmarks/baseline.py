"""The tutorial's own way: torchvision's MNIST, ToTensor, a shuffling DataLoader, NCHW, accuracy through the loader.

It is the other side of every ratio in ``tests.benchmarks.training`` and is written as such tutorials write it. Where
torchvision is not at hand, ``plain_sets`` does for each picture what its MNIST and ToTensor do.
"""

import gzip
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader, Dataset

from cnnstudio.datasets import DigitData
from cnnstudio.networks.convnet import ConvNet

Sets = tuple[Dataset[tuple[Tensor, int]], Dataset[tuple[Tensor, int]]]
"""Training and test pictures, float32 (1, 28, 28) in 0..1, one at a time."""


def raw_layout(idx_folder: Path, root: Path) -> None:
    """Lay the idx files of ``idx_folder`` out under ``root`` as torchvision stores them: ``MNIST/raw``, unpacked."""
    raw = root / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for packed in idx_folder.glob("*-ubyte.gz"):
        with gzip.open(packed) as source, (raw / packed.stem).open("wb") as target:
            shutil.copyfileobj(source, target)


def torchvision_sets(idx_folder: Path, root: Path) -> Sets:
    """MNIST as the tutorial reads it, from the idx files of ``idx_folder`` laid out under ``root``."""
    from torchvision.datasets import MNIST
    from torchvision.transforms import ToTensor

    raw_layout(idx_folder, root)
    return (
        MNIST(str(root), train=True, transform=ToTensor()),
        MNIST(str(root), train=False, transform=ToTensor()),
    )


def plain_sets(data: DigitData) -> Sets:
    """The same of a data set in memory, by pillow, numpy and torch alone."""
    return _Pictures(data.train_images, data.train_labels), _Pictures(data.test_images, data.test_labels)


class _Pictures(Dataset[tuple[Tensor, int]]):
    """A picture is made when it is asked for, and turned into numbers, as torchvision does."""

    def __init__(self, images: Tensor, labels: Tensor) -> None:
        self._images = images
        self._labels = labels

    def __len__(self) -> int:
        return len(self._images)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        picture = Image.fromarray(self._images[index].numpy())
        levels = torch.from_numpy(np.array(picture, np.uint8, copy=True))
        levels = levels.view(picture.size[1], picture.size[0], 1).permute(2, 0, 1).contiguous()
        return levels.to(torch.float32).div(255), int(self._labels[index])


class Tutorial:
    """The tutorial's script, cut at its epochs so that they can be timed."""

    def __init__(
        self, train: Dataset[tuple[Tensor, int]], test: Dataset[tuple[Tensor, int]], device: torch.device
    ) -> None:
        self.device = device
        torch.manual_seed(1)
        torch.backends.cudnn.deterministic = True
        self.train_loader = DataLoader(train, batch_size=128, shuffle=True)
        self.test_loader = DataLoader(test, batch_size=128, shuffle=False)
        self.model = ConvNet()
        for layer in self.model.modules():
            if isinstance(layer, nn.Conv2d | nn.Linear):
                layer.weight.data.normal_(0.0, 0.01)
                layer.bias.data.zero_()
        self.model = self.model.to(device)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.05)

    def accuracy(self, loader: DataLoader) -> float:
        """Share of right answers over a whole loader."""
        right, seen = 0, 0
        self.model.eval()
        with torch.no_grad():
            for features, targets in loader:
                logits = self.model(features.to(self.device))
                predicted = torch.max(logits, 1)[1]
                seen += targets.size(0)
                right += (predicted == targets.to(self.device)).sum()
        return float(right) / seen

    def epochs(self, count: int, log: bool = True) -> Iterator[tuple[float, float]]:
        """Train; after each epoch (seconds of it, training accuracy)."""
        for epoch in range(count):
            began = time.perf_counter()
            self.model.train()
            for batch, (features, targets) in enumerate(self.train_loader):
                features, targets = features.to(self.device), targets.to(self.device)
                cost = functional.cross_entropy(self.model(features), targets)
                self.optimizer.zero_grad()
                cost.backward()
                self.optimizer.step()
                if log and not batch % 50:
                    print(f"  tutorial: epoch {epoch + 1:03d}/{count:03d} batch {batch:03d} cost {cost:.4f}", end="\r")
            accuracy = self.accuracy(self.train_loader)
            yield time.perf_counter() - began, accuracy
