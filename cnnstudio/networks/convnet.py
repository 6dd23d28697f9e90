"""The tutorial's ConvNet: two 3x3 convolutions with max-pooling and one linear layer; 9,098 parameters."""

from torch import Tensor, nn


class ConvNet(nn.Module):
    """28x28x1 -> conv 3x3x8 same, ReLU, max-pool 2 -> conv 3x3x16 same, ReLU, max-pool 2 -> linear 784 -> 10."""

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
