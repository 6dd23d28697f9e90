"""A VGG for 28x28 digits: stacks of 3x3 convolutions, halved in size and doubled in channels; 147,162 parameters."""

from torch import Tensor, nn


class MiniVGG(nn.Module):
    """Two 3x3 convolutions and a max-pool, three times (16, 32, 64 channels), then two linear layers.

    The idea is Simonyan and Zisserman's (2014); batch norm came later and makes it train without care.
    """

    def __init__(self, num_classes: int = 10, in_channels: int = 1) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        channels = in_channels
        for width in (16, 32, 64):
            for _ in range(2):
                layers += [
                    nn.Conv2d(channels, width, kernel_size=3, padding=1, bias=False),
                    nn.BatchNorm2d(width),
                    nn.ReLU(inplace=True),
                ]
                channels = width
            layers.append(nn.MaxPool2d(kernel_size=2, stride=2))
        self.features = nn.Sequential(*layers)
        self.flatten = nn.Flatten()
        self.classifier = nn.Sequential(
            nn.Linear(64 * 3 * 3, 128),
            nn.ReLU(inplace=True),
            nn.Dropout(0.5),
            nn.Linear(128, num_classes),
        )

    def forward(self, pictures: Tensor) -> Tensor:
        """(N, channels, 28, 28) -> (N, classes) logits."""
        logits: Tensor = self.classifier(self.flatten(self.features(pictures)))
        return logits
