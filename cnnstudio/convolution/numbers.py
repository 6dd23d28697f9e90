"""`Numbers`: an immutable block of float32 values that can be compared, shared between states and written to JSON."""

import base64
import binascii
import math
import zlib
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import torch
from torch import Tensor

from cnnstudio.errors import ConfigError

MAX_VALUE = 1e6
"""The largest magnitude of a number that is typed or computed for a cell: far below where float32 sums of products
could overflow. The numbers of a real layer are what they are."""

DRAWN_SIDE = 720

_PACK_ABOVE = 4096


def averaged(values: Tensor) -> Tensor:
    """(C, H, W) averaged down to at most `DRAWN_SIDE` a side; itself where it is no larger.

    Each side by itself: what is long and thin stays as thin as it is.
    """
    height, width = (max(1, -(-side // DRAWN_SIDE)) for side in values.shape[-2:])
    if (height, width) == (1, 1) or not values.numel():
        return values
    # The last blocks may be cut short, so that no edge is left out.
    return torch.nn.functional.avg_pool2d(values.unsqueeze(0), (height, width), ceil_mode=True)[0]


class Numbers:
    """Float32 values of any shape. Never change `tensor` in place: states share it.

    Raises:
        ConfigError: a value is not a finite number.
    """

    def __init__(self, values: Tensor | np.ndarray[Any, Any] | Sequence[Any] | float) -> None:
        tensor = torch.as_tensor(values).detach().to(device="cpu", dtype=torch.float32).contiguous()
        self.tensor = tensor
        if not all(map(math.isfinite, self.range)):
            raise ConfigError("A cell holds a number; infinity and NaN cannot be computed with. Type a finite number.")

    @property
    def shape(self) -> tuple[int, ...]:
        """The sizes, outermost first."""
        return tuple(self.tensor.shape)

    @cached_property
    def array(self) -> np.ndarray[Any, np.dtype[np.float32]]:
        """A read-only NumPy view of the same memory."""
        view = self.tensor.numpy().view()
        view.flags.writeable = False
        return view

    @cached_property
    def range(self) -> tuple[float, float]:
        """The smallest and the largest value; zeros for no values."""
        if not self.tensor.numel():
            return 0.0, 0.0
        low, high = self.tensor.aminmax()
        return float(low), float(high)

    @property
    def peak(self) -> float:
        """The largest magnitude: what the signed colours are scaled to."""
        low, high = self.range
        return max(-low, high)

    @cached_property
    def small(self) -> Tensor:
        """(C, H, W) averaged down to at most `DRAWN_SIDE` a side: enough for the screen."""
        return averaged(self.tensor)

    def at(self, *index: int) -> float:
        """One value as Python's float."""
        return float(self.array[index])

    def with_value(self, index: tuple[int, ...], value: float) -> "Numbers":
        """A copy with one cell changed."""
        changed = self.tensor.clone()
        changed[index] = value
        return Numbers(changed)

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, Numbers) and torch.equal(self.tensor, other.tensor)

    def __hash__(self) -> int:
        return hash((self.shape, self.array[..., :8].tobytes()))

    def __repr__(self) -> str:
        return f"Numbers{self.shape}"

    def to_json(self) -> Any:
        """Nested lists for what a person would read; shape and packed bytes for pictures."""
        if self.tensor.numel() <= _PACK_ABOVE:
            return _exact(self.tensor.tolist())
        # A picture's values are k/255: one byte each says it all.
        as_bytes = (self.array * 255).round().clip(0, 255).astype(np.uint8)
        if np.array_equal(as_bytes.astype(np.float32) / np.float32(255), self.array):
            kind, raw = "uint8", as_bytes.tobytes()
        else:
            kind, raw = "float32", self.array.astype("<f4").tobytes()
        return {
            "shape": list(self.shape),
            "kind": kind,
            "zlib": base64.b64encode(zlib.compress(raw, 6)).decode("ascii"),
        }

    @classmethod
    def from_json(cls, data: Any, *, max_values: int = 1 << 24) -> "Numbers":
        """The inverse of `to_json`; never unpacks more than `max_values` values, whatever the file claims.

        Raises:
            ConfigError: the data is no block of finite numbers of magnitude at most `MAX_VALUE`.
        """
        wrong = ConfigError("The file's numbers are damaged. Open another file, or save the state again.")
        try:
            if isinstance(data, dict):
                shape = tuple(data["shape"])
                if len(shape) > 8 or not all(type(side) is int and 1 <= side <= max_values for side in shape):
                    raise wrong
                count = math.prod(shape)
                if not shape or count > max_values:
                    raise wrong
                dtype: np.dtype[Any] = np.dtype({"uint8": "u1", "float32": "<f4"}[data["kind"]])
                unpacker = zlib.decompressobj()
                raw = unpacker.decompress(base64.b64decode(data["zlib"], validate=True), count * dtype.itemsize)
                values = np.frombuffer(raw, dtype).reshape(shape).astype(np.float32)
                found = cls(values / np.float32(255) if data["kind"] == "uint8" else values)
            else:
                found = cls(torch.tensor(data, dtype=torch.float32))
        except (KeyError, TypeError, ValueError, RuntimeError, OverflowError, zlib.error, binascii.Error) as cause:
            raise wrong from cause
        if found.peak > MAX_VALUE:
            raise wrong
        return found


def _exact(value: Any) -> Any:
    """Python floats with float32's shortest spelling: 0.1 rather than 0.10000000149011612."""
    if isinstance(value, list):
        return [_exact(part) for part in value]
    return int(value) if float(value).is_integer() else float(str(np.float32(value)))
