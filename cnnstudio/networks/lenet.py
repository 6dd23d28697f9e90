"""LeNet-5, twice: as the paper describes it and as PyTorch's tutorial builds it.

Paper: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document recognition",
Proceedings of the IEEE 86(11), 1998, section II.B, figures 2 and 3, table I.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional


class LeNet5(nn.Module):
    """PyTorch's tutorial version: padded to 32x32, ReLU, max-pooling, full second convolution; 61,706 parameters."""

    def __init__(self, num_classes: int = 10) -> None:
        super().__init__()
        self.pad = nn.ZeroPad2d(2)
        self.features = nn.Sequential(
            nn.Conv2d(1, 6, kernel_size=5),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(6, 16, kernel_size=5),
            nn.ReLU(),
            nn.MaxPool2d(2),
        )
        self.flatten = nn.Flatten()
        self.classifier = nn.Sequential(
            nn.Linear(16 * 5 * 5, 120),
            nn.ReLU(),
            nn.Linear(120, 84),
            nn.ReLU(),
            nn.Linear(84, num_classes),
        )

    def forward(self, pictures: Tensor) -> Tensor:
        """(N, 1, 28, 28) float pictures in 0..1 -> (N, classes) logits."""
        logits: Tensor = self.classifier(self.flatten(self.features(self.pad(pictures))))
        return logits


class PaperInput(nn.Module):
    """28x28 pictures in 0..1 -> 32x32, paper at -0.1 and ink at 1.175: a mean of about 0, a variance of about 1."""

    def forward(self, pictures: Tensor) -> Tensor:
        """(N, 1, 28, 28) -> (N, 1, 32, 32)."""
        return functional.pad(pictures, (2, 2, 2, 2)) * 1.275 - 0.1


class ScaledTanh(nn.Module):
    """The paper's squashing function 1.7159 tanh(2x/3): f(1) = 1, f(-1) = -1 (appendix A)."""

    def forward(self, values: Tensor) -> Tensor:
        """Any shape."""
        return 1.7159 * torch.tanh(values * (2 / 3))


class Subsampling(nn.Module):
    """S2, S4: the sum of each 2x2 field, times one trainable coefficient, plus one trainable bias a map."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        # A coefficient of 1/4 makes it the mean: it starts as average pooling.
        self.coefficient = nn.Parameter(torch.full((channels,), 0.25))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, maps: Tensor) -> Tensor:
        """(N, C, H, W) -> (N, C, H/2, W/2)."""
        sums = functional.avg_pool2d(maps, 2) * 4
        return sums * self.coefficient[:, None, None] + self.bias[:, None, None]


# Table I: which maps of S2 each of the 16 maps of C3 sees.
_C3_SEES = (
    *([first % 6, (first + 1) % 6, (first + 2) % 6] for first in range(6)),
    *([first % 6, (first + 1) % 6, (first + 2) % 6, (first + 3) % 6] for first in range(6)),
    [0, 1, 3, 4],
    [1, 2, 4, 5],
    [0, 2, 3, 5],
    [0, 1, 2, 3, 4, 5],
)


class SparseConv2d(nn.Module):
    """C3: a 5x5 convolution whose 16 maps see only the maps of table I: 60 kernels instead of 96; 1,516 parameters."""

    outputs: Tensor
    inputs: Tensor

    def __init__(self) -> None:
        super().__init__()
        pairs = [(output, seen) for output, sees in enumerate(_C3_SEES) for seen in sees]
        self.register_buffer("outputs", torch.tensor([output for output, _ in pairs]), persistent=False)
        self.register_buffer("inputs", torch.tensor([seen for _, seen in pairs]), persistent=False)
        self.weight = nn.Parameter(torch.empty(len(pairs), 5, 5))
        self.bias = nn.Parameter(torch.empty(len(_C3_SEES)))
        with torch.no_grad():
            fan_in = torch.tensor([25.0 * len(_C3_SEES[output]) for output, _ in pairs])
            self.weight.uniform_(-1, 1).mul_(fan_in.rsqrt()[:, None, None])
            nn.init.zeros_(self.bias)

    def forward(self, maps: Tensor) -> Tensor:
        """(N, 6, H, W) -> (N, 16, H-4, W-4)."""
        full = self.weight.new_zeros(16, 6, 5, 5)
        full = full.index_put((self.outputs, self.inputs), self.weight)
        return functional.conv2d(maps, full, self.bias)


# Figure 3's idea: each digit's code is its picture as a 7x12 bitmap (# = +1, . = -1). Drawn anew after the figure.
_CODES = """
.......  .......  .......  .......  .......  .......  .......  .......  .......  .......
..###..  ...##..  .#####.  #######  ....##.  #######  ..####.  #######  .#####.  .#####.
.#...#.  ..###..  ##...##  .....##  ...###.  ##.....  .##....  .....##  ##...##  ##...##
##...##  .####..  .....##  ....##.  ..####.  ##.....  ##.....  .....##  ##...##  ##...##
##...##  ...##..  ....##.  ...##..  .##.##.  ######.  ##.....  ....##.  ##...##  ##...##
##...##  ...##..  ...##..  ..####.  ##..##.  .....##  ######.  ...##..  .#####.  .######
##...##  ...##..  ..##...  .....##  #######  .....##  ##...##  ...##..  ##...##  .....##
##...##  ...##..  .##....  .....##  ....##.  .....##  ##...##  ..##...  ##...##  .....##
.#...#.  ...##..  ##.....  ##...##  ....##.  ##...##  ##...##  ..##...  ##...##  ....##.
..###..  .######  #######  .#####.  ....##.  .#####.  .#####.  ..##...  .#####.  .####..
.......  .......  .......  .......  .......  .......  .......  .......  .......  .......
.......  .......  .......  .......  .......  .......  .......  .......  .......  .......
"""


def digit_codes() -> Tensor:
    """(10, 84) of +1 and -1: the fixed weights of the output units."""
    rows = [line.split() for line in _CODES.split("\n") if line]
    return torch.tensor([[1.0 if mark == "#" else -1.0 for row in rows for mark in row[digit]] for digit in range(10)])


class RadialBasis(nn.Module):
    """The output: minus half the squared distance between F6's 84 values and each digit's fixed code (equation 7).

    The paper's penalty is the distance itself, to be made small; negated it is a logit, and softmax cross-entropy over
    these logits is the paper's MAP criterion (equation 9) without its constant "rubbish" class. The half makes it the
    log-likelihood of a unit Gaussian around each code. The codes are not trained.
    """

    codes: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("codes", digit_codes())

    def forward(self, features: Tensor) -> Tensor:
        """(N, 84) -> (N, 10) logits."""
        return -0.5 * (features[:, None, :] - self.codes).square().sum(dim=2)


class LeNet5Paper(nn.Module):
    """The paper's LeNet-5: 60,000 trainable parameters. Its layers carry the paper's names."""

    def __init__(self) -> None:
        super().__init__()
        self.input = PaperInput()
        self.c1 = nn.Conv2d(1, 6, kernel_size=5)
        self.c1_squash = ScaledTanh()
        self.s2 = Subsampling(6)
        self.s2_squash = ScaledTanh()
        self.c3 = SparseConv2d()
        self.c3_squash = ScaledTanh()
        self.s4 = Subsampling(16)
        self.s4_squash = ScaledTanh()
        self.c5 = nn.Conv2d(16, 120, kernel_size=5)
        self.c5_squash = ScaledTanh()
        self.flatten = nn.Flatten()
        self.f6 = nn.Linear(120, 84)
        self.f6_squash = ScaledTanh()
        self.output = RadialBasis()

    def forward(self, pictures: Tensor) -> Tensor:
        """(N, 1, 28, 28) float pictures in 0..1 -> (N, 10) logits."""
        maps = self.s2_squash(self.s2(self.c1_squash(self.c1(self.input(pictures)))))
        maps = self.s4_squash(self.s4(self.c3_squash(self.c3(maps))))
        features = self.flatten(self.c5_squash(self.c5(maps)))
        logits: Tensor = self.output(self.f6_squash(self.f6(features)))
        return logits
