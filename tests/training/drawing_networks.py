"""Networks as a user might write them, which draw random numbers in ways of their own."""

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.checkpoint import checkpoint

from cnnstudio.networks import catalogue
from cnnstudio.networks.catalogue import NetworkSpec


class DrawsInForward(nn.Module):
    """Dropout as a function, noise, a branch taken by chance, and a recurrent layer with dropout inside.

    As in many a first network, ``functional.dropout`` is not told when it is only evaluated.
    """

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3, stride=2)
        self.rows = nn.LSTM(4 * 13, 12, num_layers=2, dropout=0.3, batch_first=True)
        self.classifier = nn.Linear(12, 10)

    def forward(self, pictures: Tensor) -> Tensor:
        """(N, 1, 28, 28) -> (N, 10) logits."""
        maps = functional.dropout2d(functional.relu(self.conv(pictures)), 0.2, self.training)
        if self.training and torch.rand(1) < 0.5:
            maps = maps + 0.1 * torch.randn_like(maps)
        last = self.rows(maps.permute(0, 2, 1, 3).flatten(2))[0][:, -1]
        logits: Tensor = self.classifier(functional.dropout(last, 0.2))
        return logits


class QuietlyDrawing(nn.Module):
    """A class of the user's own that draws in its forward pass and never looks at a value."""

    def __init__(self) -> None:
        super().__init__()
        self.classifier = nn.Linear(784, 10)

    def forward(self, pictures: Tensor) -> Tensor:
        """(N, 1, 28, 28) -> (N, 10) logits."""
        noisy = functional.dropout(pictures.flatten(1), 0.2, self.training)
        logits: Tensor = self.classifier(noisy + 0.1 * torch.randn_like(noisy))
        return logits


class DrawsAgain(nn.Module):
    """A random layer that is computed again for its gradients."""

    def __init__(self) -> None:
        super().__init__()
        self.flatten = nn.Flatten()
        self.layers = nn.Sequential(nn.Linear(784, 16), nn.ReLU(), nn.Dropout(0.5))
        self.classifier = nn.Linear(16, 10)

    def forward(self, pictures: Tensor) -> Tensor:
        """(N, 1, 28, 28) -> (N, 10) logits."""
        hidden = checkpoint(self.layers, self.flatten(pictures), use_reentrant=False)
        logits: Tensor = self.classifier(hidden)
        return logits


def with_dropout(num_classes: int = 10) -> nn.Sequential:
    """Of torch's own layers alone, two of them random, and none that looks at more than one picture."""
    return nn.Sequential(
        nn.Conv2d(1, 4, 3, stride=2),
        nn.ReLU(),
        nn.Dropout2d(0.2),
        nn.Flatten(),
        nn.Linear(4 * 13 * 13, 16),
        nn.GroupNorm(4, 16),
        nn.Dropout(0.5),
        nn.Linear(16, num_classes),
    )


def add_to_catalogue(monkeypatch: pytest.MonkeyPatch, name: str, attribute: str) -> None:
    """Let a network of this module be trained by this name."""
    list(catalogue.specs())
    spec = NetworkSpec(
        name=name,
        title=attribute,
        family="Digits",
        year=2026,
        builder=f"tests.training.drawing_networks:{attribute}",
        input_shape=(1, 28, 28),
        classes=10,
        parameters=0,
        trainable_on_digits=True,
    )
    monkeypatch.setitem(catalogue._specs, name, spec)
