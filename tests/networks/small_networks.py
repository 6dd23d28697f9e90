"""Small networks of what real ones are made of, to be exported in a moment."""

import torch
from torch import nn


class Attention(nn.Module):
    """Attention with a mask, layer norm, upsampling, a group norm, GELU, dropout, a loop's worth of slices."""

    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Conv2d(3, 16, 4, 4)
        self.attention = nn.MultiheadAttention(16, 4, batch_first=True)
        self.norm = nn.LayerNorm(16)
        self.groups = nn.GroupNorm(4, 16)
        self.up = nn.Upsample(scale_factor=2, mode="bilinear")
        self.back = nn.ConvTranspose2d(16, 8, 2, 2)
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(8, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.groups(self.embed(x))
        tokens = x.flatten(2).transpose(1, 2)
        mask = torch.full((tokens.shape[1], tokens.shape[1]), float("-inf")).triu(1)
        tokens = self.norm(tokens + self.attention(tokens, tokens, tokens, attn_mask=mask, need_weights=False)[0])
        x = self.up(nn.functional.gelu(tokens.transpose(1, 2).reshape(x.shape)))
        (x,) = self.back(x).chunk(1, dim=1)
        result: torch.Tensor = self.head(self.drop(x.mean((2, 3))))
        return result


class Mobile(nn.Module):
    """Depthwise convolutions, squeeze and excitation, changes in place, training-mode batch norm's counters."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8), nn.Hardswish(inplace=True))
        self.depthwise = nn.Sequential(
            nn.Conv2d(8, 8, 3, padding=1, groups=8), nn.BatchNorm2d(8), nn.ReLU6(inplace=True)
        )
        self.squeeze = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(8, 4, 1), nn.SiLU(), nn.Conv2d(4, 8, 1))
        self.pool = nn.MaxPool2d(2)
        self.head = nn.Linear(8 * 16, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.depthwise(self.stem(x))
        x = x * torch.sigmoid(self.squeeze(x))
        x += nn.functional.avg_pool2d(x, 3, 1, 1)
        result: torch.Tensor = self.head(torch.flatten(self.pool(x), 1))
        return result


class Named(nn.Module):
    """Layers called as the program's own attributes might be."""

    def __init__(self) -> None:
        super().__init__()
        self.plans = nn.Conv2d(3, 4, 1)
        self.player = nn.ReLU()
        self.turn = nn.Sequential(nn.Conv2d(4, 4, 3), nn.ReLU())
        self.settings = nn.Parameter(torch.ones(1))
        self.register_buffer("state", torch.ones(1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        result: torch.Tensor = self.turn(self.player(self.plans(x))) * self.settings + self.state
        return result
