"""DigitNet: the Draw room's own reader of handwriting, in the manner of VGG; 75,450 parameters."""

from torch import Tensor, nn


def _stage(channels_in: int, channels_out: int) -> list[nn.Module]:
    return [
        nn.Conv2d(channels_in, channels_out, kernel_size=3, padding=1, bias=False),
        nn.BatchNorm2d(channels_out),
        nn.ReLU(),
    ]


class DigitNet(nn.Module):
    """28x28x1 -> 16 maps -> pool -> 2 x 32 maps -> pool -> 2 x 64 maps -> pool -> dropout -> linear 576 -> classes.

    All convolutions are 3x3 with batch normalisation and ReLU, after K. Simonyan, A. Zisserman, "Very deep
    convolutional networks for large-scale image recognition", 2014.
    """

    def __init__(self, num_classes: int = 10, dropout: float = 0.2) -> None:
        super().__init__()
        self.features = nn.Sequential(
            *_stage(1, 16),
            nn.MaxPool2d(2),
            *_stage(16, 32),
            *_stage(32, 32),
            nn.MaxPool2d(2),
            *_stage(32, 64),
            *_stage(64, 64),
            nn.MaxPool2d(2),
        )
        self.flatten = nn.Flatten()
        self.dropout = nn.Dropout(dropout)
        self.classifier = nn.Linear(64 * 3 * 3, num_classes)

    def forward(self, pictures: Tensor) -> Tensor:
        """(N, 1, 28, 28) float pictures in 0..1 -> (N, classes) logits."""
        logits: Tensor = self.classifier(self.dropout(self.flatten(self.features(pictures))))
        return logits
