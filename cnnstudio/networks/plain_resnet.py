"""The degradation experiment: plain networks and residual networks of the same depth, width and parameters.

He et al. (2015), section 4.2, adapted from 32x32 colour to 28x28 grey: one 3x3 convolution, then three stages of
n blocks of two 3x3 convolutions with 16, 32 and 64 channels on 28x28, 14x14 and 7x7, global average pooling and one
linear layer: 6 n + 2 layers with weights. The shortcuts have no parameters (option A), so that a pair differs in
nothing but the skip.
"""

from torch import Tensor, nn
from torch.nn import functional


class Block(nn.Module):
    """conv 3x3, batch norm, ReLU, conv 3x3, batch norm; with ``residual`` plus its own input; ReLU.

    Where the size is halved, the shortcut takes every second pixel and adds channels of zeros.
    """

    def __init__(self, in_channels: int, out_channels: int, stride: int, *, residual: bool) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, kernel_size=3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, kernel_size=3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.relu = nn.ReLU(inplace=True)
        self.stride = stride
        self.added = out_channels - in_channels
        self.residual = residual

    def forward(self, x: Tensor) -> Tensor:
        """(N, in_channels, H, W) -> (N, out_channels, ceil(H / stride), ceil(W / stride))."""
        out: Tensor = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        if self.residual:
            if self.added:
                x = functional.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.added))
            out = out + x
        activated: Tensor = self.relu(out)
        return activated


class PlainOrResNet(nn.Module):
    """A network of ``depth`` = 6 n + 2 layers, residual or plain.

    Raises:
        ValueError: if the depth is not 6 n + 2.
    """

    def __init__(self, depth: int, *, residual: bool, num_classes: int = 10, in_channels: int = 1) -> None:
        super().__init__()
        blocks, rest = divmod(depth - 2, 6)
        if rest or blocks < 1:
            raise ValueError(f"the depth has to be 8, 14, 20 and so on, not {depth}")
        self.conv1 = nn.Conv2d(in_channels, 16, kernel_size=3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.relu = nn.ReLU(inplace=True)
        self.stage1 = self._stage(16, 16, blocks, 1, residual=residual)
        self.stage2 = self._stage(16, 32, blocks, 2, residual=residual)
        self.stage3 = self._stage(32, 64, blocks, 2, residual=residual)
        self.average = nn.AdaptiveAvgPool2d(1)
        self.flatten = nn.Flatten()
        self.classifier = nn.Linear(64, num_classes)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    @staticmethod
    def _stage(in_channels: int, out_channels: int, blocks: int, stride: int, *, residual: bool) -> nn.Sequential:
        return nn.Sequential(
            Block(in_channels, out_channels, stride, residual=residual),
            *(Block(out_channels, out_channels, 1, residual=residual) for _ in range(blocks - 1)),
        )

    def forward(self, pictures: Tensor) -> Tensor:
        """(N, channels, 28, 28) -> (N, classes) logits."""
        x = self.relu(self.bn1(self.conv1(pictures)))
        x = self.stage3(self.stage2(self.stage1(x)))
        logits: Tensor = self.classifier(self.flatten(self.average(x)))
        return logits
