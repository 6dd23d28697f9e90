"""Two small networks for digits: the tutorial's ConvNet, and one that reaches 99 % in the fewest seconds."""

from torch import Tensor, nn


class ConvNet(nn.Module):
    """The tutorial's network, 9,098 parameters.

    28x28x1 -> conv 3x3x8 same, ReLU, max-pool 2 -> conv 3x3x16 same, ReLU, max-pool 2 -> linear 784 -> 10.
    """

    def __init__(self, num_classes: int = 10) -> None:
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 8, kernel_size=3, padding="same"),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(8, 16, kernel_size=3, padding="same"),
            nn.ReLU(),
            nn.MaxPool2d(2),
        )
        self.flatten = nn.Flatten()
        self.classifier = nn.Linear(7 * 7 * 16, num_classes)

    def forward(self, pictures: Tensor) -> Tensor:
        """(N, 1, 28, 28) float pictures in 0..1 -> (N, classes) logits."""
        logits: Tensor = self.classifier(self.flatten(self.features(pictures)))
        return logits


class CompactConvNet(nn.Module):
    """Made for the ``fast`` recipe, 29,434 parameters.

    28x28x1 -> conv 5x5x16 stride 2 (12x12) -> conv 3x3x32 (10x10) -> max-pool 2 (5x5) -> conv 3x3x64 (3x3) ->
    linear 576 -> 10. The first convolution's stride of 2 leaves a quarter of the positions to compute, where the
    tutorial's network spends most of its time. Batch normalisation lets it learn at a high rate; it and ReLU come after
    the pooling, where a quarter of the values is left. No padding: digits keep to the middle.
    """

    def __init__(self, num_classes: int = 10) -> None:
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 16, kernel_size=5, stride=2, bias=False),
            nn.BatchNorm2d(16),
            nn.ReLU(),
            nn.Conv2d(16, 32, kernel_size=3, bias=False),
            nn.MaxPool2d(2),
            nn.BatchNorm2d(32),
            nn.ReLU(),
            nn.Conv2d(32, 64, kernel_size=3, bias=False),
            nn.BatchNorm2d(64),
            nn.ReLU(),
        )
        self.flatten = nn.Flatten()
        self.classifier = nn.Linear(3 * 3 * 64, num_classes)

    def forward(self, pictures: Tensor) -> Tensor:
        """(N, 1, 28, 28) float pictures in 0..1 -> (N, classes) logits."""
        logits: Tensor = self.classifier(self.flatten(self.features(pictures)))
        return logits
