"""The picture that the rooms share: a network's input in full precision, and where it comes from. Torch-free."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cnnstudio import records
from cnnstudio.datasets.origin import Drawn, FromDataset, FromFile, Origin
from cnnstudio.deferred import Deferred
from cnnstudio.errors import ConfigError
from cnnstudio.messages import Message

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Deferred("numpy")

__all__ = ["MAX_VALUES", "Drawn", "FromDataset", "FromFile", "Origin", "Picture"]

MAX_VALUES = 3 * 1024 * 1024
"""The most numbers a picture holds: three channels of 1024 x 1024."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A network's input; equal pictures are equal to the bit and come from the same place.

    Attributes:
        origin: where it comes from.
        shape: (C, H, W).
        values: C x H x W float32 numbers, little endian, row by row.
    """

    origin: Origin
    shape: tuple[int, int, int]
    values: bytes

    def __post_init__(self) -> None:
        count = int(np.prod(self.shape, dtype=np.int64)) if all(0 < side <= MAX_VALUES for side in self.shape) else 0
        if not 0 < count <= MAX_VALUES or len(self.values) != 4 * count:
            raise ConfigError("A picture's numbers do not fill its sizes. Choose another picture.")
        if not np.isfinite(self.array).all():
            raise ConfigError("A picture holds a number that is not finite. Choose another picture.")

    @classmethod
    def of(cls, values: NDArray[np.floating[Any]], origin: Origin) -> Picture:
        """A picture of (H, W) or (C, H, W) numbers, which are copied.

        Raises:
            ConfigError: if they are too many, or not finite.
        """
        block = np.ascontiguousarray(values, dtype="<f4")
        if block.ndim == 2:
            block = block[None]
        if block.ndim != 3:
            raise ConfigError("A picture has rows and columns, or channels, rows and columns. Choose another picture.")
        channels, height, width = block.shape
        return cls(origin, (channels, height, width), block.tobytes())

    @property
    def array(self) -> NDArray[np.float32]:
        """The numbers as a read-only (C, H, W) float32 array."""
        return np.frombuffer(self.values, dtype="<f4").reshape(self.shape)

    def to_json(self) -> dict[str, Any]:
        """Origin, shape and the numbers, packed."""
        return {
            "origin": records.to_json(self.origin),
            "shape": list(self.shape),
            "values": records.packed(self.values),
        }

    @classmethod
    def from_json(cls, data: Any) -> Picture:
        """Read ``to_json`` back, to the bit.

        Raises:
            ConfigError: if it is not such a picture, or an unreasonably large one.
        """
        packed = records.from_json(_Packed, data, where=Message("The picture"))
        try:
            values = records.unpacked(packed.values, 4 * MAX_VALUES)
        except ValueError as error:
            raise ConfigError("A picture's numbers are damaged. Choose another picture.") from error
        return cls(packed.origin, packed.shape, values)


@dataclass(frozen=True, slots=True)
class _Packed:
    origin: Origin
    shape: tuple[int, int, int]
    values: str
