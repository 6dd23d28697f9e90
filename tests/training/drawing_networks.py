"""Networks as a user might write them, which draw random numbers in ways of their own."""

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.checkpoint import checkpoint


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
