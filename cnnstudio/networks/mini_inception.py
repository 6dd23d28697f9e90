"""An Inception network for 28x28 digits: three modules of four branches, then global average pooling."""

import torch
from torch import Tensor, nn


class ConvNormReLU(nn.Sequential):
    """Convolution that keeps the size, batch norm, ReLU."""

    def __init__(self, in_channels: int, out_channels: int, kernel_size: int) -> None:
        super().__init__(
            nn.Conv2d(in_channels, out_channels, kernel_size, padding=kernel_size // 2, bias=False),
            nn.BatchNorm2d(out_channels),
            nn.ReLU(inplace=True),
        )


class InceptionModule(nn.Module):
    """1x1, 1x1 -> 3x3, 1x1 -> 5x5 and max-pool -> 1x1 side by side, joined along the channels.

    Szegedy et al. (2014), figure 2 (b); its 5x5 branch really is 5x5.

    Args:
        in_channels: channels of the input.
        one: channels of the 1x1 branch.
        three: channels of the 3x3 branch, before and after the 3x3 convolution.
        five: the same for the 5x5 branch.
        pooled: channels of the pooling branch.
    """

    def __init__(self, in_channels: int, one: int, three: tuple[int, int], five: tuple[int, int], pooled: int) -> None:
        super().__init__()
        self.branch1 = ConvNormReLU(in_channels, one, 1)
        self.branch2 = nn.Sequential(ConvNormReLU(in_channels, three[0], 1), ConvNormReLU(*three, 3))
        self.branch3 = nn.Sequential(ConvNormReLU(in_channels, five[0], 1), ConvNormReLU(*five, 5))
        self.branch4 = nn.Sequential(
            nn.MaxPool2d(kernel_size=3, stride=1, padding=1), ConvNormReLU(in_channels, pooled, 1)
        )

    def forward(self, x: Tensor) -> Tensor:
        """(N, in_channels, H, W) -> (N, sum of the branches' channels, H, W)."""
        return torch.cat([self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x)], dim=1)


class MiniInception(nn.Module):
    """A 3x3 convolution, three Inception modules with max-pooling between, global average pooling, one linear layer."""

    def __init__(self, num_classes: int = 10, in_channels: int = 1) -> None:
        super().__init__()
        self.stem = ConvNormReLU(in_channels, 16, 3)
        self.pool1 = nn.MaxPool2d(kernel_size=2)
        self.inception1 = InceptionModule(16, 16, (16, 24), (4, 8), 16)
        self.inception2 = InceptionModule(64, 24, (24, 48), (8, 12), 12)
        self.pool2 = nn.MaxPool2d(kernel_size=2)
        self.inception3 = InceptionModule(96, 32, (32, 64), (8, 16), 16)
        self.average = nn.AdaptiveAvgPool2d(1)
        self.flatten = nn.Flatten()
        self.dropout = nn.Dropout(0.2)
        self.classifier = nn.Linear(128, num_classes)

    def forward(self, pictures: Tensor) -> Tensor:
        """(N, channels, 28, 28) -> (N, classes) logits."""
        x = self.pool1(self.stem(pictures))
        x = self.pool2(self.inception2(self.inception1(x)))
        x = self.average(self.inception3(x))
        logits: Tensor = self.classifier(self.dropout(self.flatten(x)))
        return logits
