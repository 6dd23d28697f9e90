"""A fully connected baseline, to compare convolutional networks with."""

from torch import Tensor, nn


class MLP(nn.Module):
    """784 -> 128 -> 64 -> 10 with ReLU: it sees 784 numbers and not that they are a picture; 109,386 parameters."""

    def __init__(self, num_classes: int = 10) -> None:
        super().__init__()
        self.flatten = nn.Flatten()
        self.layers = nn.Sequential(
            nn.Linear(28 * 28, 128),
            nn.ReLU(),
            nn.Linear(128, 64),
            nn.ReLU(),
            nn.Linear(64, num_classes),
        )

    def forward(self, pictures: Tensor) -> Tensor:
        """(N, 1, 28, 28) float pictures in 0..1 -> (N, classes) logits."""
        logits: Tensor = self.layers(self.flatten(pictures))
        return logits
