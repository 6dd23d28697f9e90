"""An opened layer's channels as pictures, the strongest first: any of them can be brought to the front."""

from dataclasses import dataclass

import torch
from PySide6.QtCore import QModelIndex
from torch import Tensor

from cnnstudio.convolution.numbers import averaged
from cnnstudio.gui import labels
from cnnstudio.gui.playground.thumbnails import Thumbnail, ThumbnailModel
from cnnstudio.gui.widgets.map_images import image_of, levels_of


@dataclass(frozen=True, slots=True, eq=False)
class Channels:
    """What is listed.

    Attributes:
        key: as long as it is equal, the order stays.
        maps: (C, H, W) float32.
        front: the channel in front.
        off: the channels that are switched off.
    """

    key: object
    maps: Tensor
    front: int
    off: frozenset[int] = frozenset()


class MapModel(ThumbnailModel):
    """One side of a layer: its output maps, or its input channels."""

    def __init__(self) -> None:
        super().__init__()
        self._channels: Channels | None = None
        self._order: tuple[int, ...] = ()
        self._peak = 0.0
        self._grey = False

    def show(self, channels: Channels | None) -> None:
        """Show these; the order is made anew for another layer or picture alone."""
        before = self._channels
        if channels is None or before is None or before.key != channels.key or len(self._order) != len(channels.maps):
            self.beginResetModel()
            self._take_channels(channels)
            self._order = () if channels is None else _strongest_first(channels.maps)
            self.endResetModel()
        else:
            self._take_channels(channels)
            self.dataChanged.emit(self.index(0), self.index(self.count() - 1))

    def _take_channels(self, channels: Channels | None) -> None:
        self._channels = channels
        if channels is not None:
            self._peak = float(channels.maps.abs().max())
            self._grey = bool(channels.maps.min() >= 0) and self._peak > 0

    def channel(self, row: int) -> int:
        """The channel of a cell, counted from 0."""
        return self._order[row]

    def row_of(self, channel: int) -> QModelIndex:
        """A channel's cell."""
        return self.index(self._order.index(channel)) if channel in self._order else QModelIndex()

    def count(self) -> int:
        return len(self._order)

    def thumbnail(self, row: int) -> Thumbnail:
        channels = self._channels
        assert channels is not None
        channel = self._order[row]
        values = channels.maps[channel]
        image = image_of(levels_of(averaged(values[None]).numpy(), self._peak, signed=not self._grey))
        faded = channel in channels.off
        return Thumbnail(image, labels.counted(channel), marked=channel == channels.front, faded=faded)

    def words(self, row: int) -> str:
        channels = self._channels
        assert channels is not None
        channel = self._order[row]
        values = channels.maps[channel]
        return self.tr("channel {number}, numbers from {low} to {high}{off}").format(
            number=labels.counted(channel),
            low=labels.number(float(values.min()), 3),
            high=labels.number(float(values.max()), 3),
            off=self.tr(", off") if channel in channels.off else "",
        )


def _strongest_first(maps: Tensor) -> tuple[int, ...]:
    order = torch.sort(maps.abs().mean(dim=(1, 2)), descending=True, stable=True).indices
    return tuple(order.tolist())
