"""Networks that edits are tried on: a layer used twice, tied weights, batch normalisation behind a convolution, others
that copy badly. As source too, so that the same classes stand in a user's file."""

import threading
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrizations, weight_norm

from cnnstudio.networks import consent
from cnnstudio.networks.reference import PythonNetwork


class Twice(nn.Module):
    """One convolution used twice, batch normalisation behind another, a linear layer tied to a second."""

    def __init__(self, num_classes: int = 10) -> None:
        super().__init__()
        self.first = nn.Conv2d(1, 4, 3, padding=1)
        self.norm = nn.BatchNorm2d(4)
        self.again = nn.Conv2d(4, 4, 3, padding=1)
        self.body = nn.Sequential(nn.ReLU(), self.again, nn.ReLU())
        self.left, self.right = nn.Linear(4, 6, bias=False), nn.Linear(4, 6, bias=False)
        self.right.weight = self.left.weight
        self.aliases = [self.left.weight]
        self.register_buffer("offset", torch.linspace(-1, 1, 6))
        self.register_buffer("scale", torch.full((6,), 2.0), persistent=False)
        self.out = nn.Linear(6, num_classes)

    def forward(self, pictures: Tensor) -> Tensor:
        maps = self.again(self.body(self.norm(self.first(pictures)))).mean((2, 3))
        mixed = self.left(maps) + self.right(maps.relu()) + maps @ self.aliases[0].T + self.offset * self.scale
        return self.out(mixed)


class Locked(Twice):
    """Holds something that cannot be copied."""

    def __init__(self, num_classes: int = 10) -> None:
        super().__init__(num_classes)
        self.lock = threading.Lock()


class Computed(nn.Module):
    """Weights that are computed from others, in torch's two ways."""

    def __init__(self) -> None:
        super().__init__()
        self.new = parametrizations.weight_norm(nn.Conv2d(1, 3, 3))
        self.old = weight_norm(nn.Conv2d(3, 3, 3))
        self.out = nn.Linear(3, 10)

    def forward(self, pictures: Tensor) -> Tensor:
        return self.out(self.old(self.new(pictures)).mean((2, 3)))


SOURCE = (
    Path(__file__)
    .read_text(encoding="utf-8")
    .partition("SOURCE = ")[0]
    .replace("from cnnstudio.networks import consent\nfrom cnnstudio.networks.reference import PythonNetwork\n", "")
)


def own_network(folder: Path, class_name: str = "Twice", *, source: str = SOURCE) -> PythonNetwork:
    """One of these as a class in the user's file, which the user agreed to run."""
    file = folder / "mine.py"
    file.write_text(source, encoding="utf-8")
    network = PythonNetwork.of(file, class_name)
    consent.give(network.path, network.sha256)
    return network


def random_state(module: nn.Module, seed: int = 0) -> nn.Module:
    """The module with random numbers everywhere, running statistics included, ready to be handed out."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, tensor in module.state_dict(keep_vars=True).items():
            if tensor.is_floating_point():
                tensor.copy_(torch.randn(tensor.shape, generator=generator) * 0.3)
                if name.endswith("running_var"):
                    tensor.abs_().add_(0.5)
    return module.eval().requires_grad_(False)
