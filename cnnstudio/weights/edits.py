"""What was changed by hand in a network's weights, as a value in normal form.

Not a log of what was done: per tensor the changed places and their values, per layer the maps that are switched off,
per scope the share of the smallest weights that is set to zero. They apply in the order pruned, values, maps off. Equal
edits are equal values, however they came about; putting something back drops its key. Torch-free.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal

from cnnstudio import records
from cnnstudio.deferred import Deferred
from cnnstudio.errors import ConfigError
from cnnstudio.messages import Message
from cnnstudio.sizes import size

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray
else:
    np = Deferred("numpy")

NETWORK = ""
"""The scope of pruning that is the whole network; any other scope is a layer's path."""

Axis = Literal["horizontal", "vertical", "both"]
_LAST = 2**62


@dataclass(frozen=True, slots=True, repr=False)
class Places:
    """Changed places of one tensor and what stands there now; see ``of``.

    Attributes:
        packed_indices: int64 little endian, ascending: places counted row by row, as in ``tensor.flatten()``.
        packed_values: float32 little endian, one a place.
    """

    packed_indices: bytes
    packed_values: bytes

    @classmethod
    def of(cls, indices: ArrayLike, values: ArrayLike) -> Places:
        """Places and their values; values are rounded to float32, and of a place that comes twice the last one counts.

        Raises:
            ConfigError: if an index is none, or a value is not finite.
        """
        at = np.asarray(indices, dtype=np.int64).ravel()
        with np.errstate(over="ignore"):
            to = np.asarray(values, dtype=np.float64).astype("<f4").ravel()
        if len(at) != len(to):
            raise ConfigError("{places} places of a tensor cannot take {given} values.", places=len(at), given=len(to))
        if len(at) and not 0 <= at.min() <= at.max() < _LAST:
            raise ConfigError("A place in a tensor is counted from 0; one of these is no such number.")
        if not np.isfinite(to).all():
            raise ConfigError("A weight has to be a finite number that float32 can hold. Choose another one.")
        # Stable from behind, so that the first of equals is the last that was given.
        kept, first = np.unique(at[::-1], return_index=True)
        return cls(kept.astype("<i8").tobytes(), to[::-1][first].tobytes())

    @property
    def indices(self) -> NDArray[np.int64]:
        """(K,) ascending, read-only."""
        return np.frombuffer(self.packed_indices, dtype="<i8")

    @property
    def values(self) -> NDArray[np.float32]:
        """(K,) float32, read-only."""
        return np.frombuffer(self.packed_values, dtype="<f4")

    def with_more(self, other: Places) -> Places:
        """These places and those; where both have one, ``other`` counts."""
        return Places.of(np.concatenate([self.indices, other.indices]), np.concatenate([self.values, other.values]))

    def without(self, indices: NDArray[np.int64]) -> Places:
        """These places without some."""
        kept = ~np.isin(self.indices, indices)
        return Places(self.indices[kept].tobytes(), self.values[kept].tobytes())

    def __len__(self) -> int:
        return len(self.packed_values) // 4

    def __iter__(self) -> Iterator[tuple[int, float]]:
        return zip(self.indices.tolist(), self.values.tolist(), strict=True)

    def __repr__(self) -> str:
        return f"Places({dict(self)})" if len(self) <= 6 else f"Places({len(self)} of them)"


@dataclass(frozen=True, slots=True)
class Kernel:
    """A block of a weight tensor: one kernel, all kernels of a map, or the whole.

    Attributes:
        tensor: its name in the state dictionary, ``"features.0.weight"``.
        shape: of the whole tensor, (C_out, C_in, h, w) for a convolution.
        at: which block: (map, input channel) is one kernel, (map,) all of a map, () everything.
    """

    tensor: str
    shape: tuple[int, ...]
    at: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if len(self.at) > len(self.shape) or not all(
            0 <= place < size for place, size in zip(self.at, self.shape, strict=False)
        ):
            raise ConfigError(
                "{tensor} of {size} numbers has no block {at}.", tensor=self.tensor, size=size(self.shape), at=self.at
            )

    @property
    def block(self) -> tuple[int, ...]:
        """The block's own shape."""
        return self.shape[len(self.at) :]

    @property
    def indices(self) -> NDArray[np.int64]:
        """Its places in the tensor, row by row."""
        size = math.prod(self.block)
        first = 0
        for place, length in zip(self.at, self.shape, strict=False):
            first = first * length + place
        return np.arange(first * size, (first + 1) * size, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Edits:
    """Changes to one network's weights. Every method gives new edits.

    Attributes:
        values: per tensor (its name in the state dictionary) the changed places; sorted by name, none empty.
        off: per layer (its path) the output maps that are switched off, ascending; of a linear layer, the units.
        pruned: per scope (a layer's path, or ``NETWORK``) the share 0..1 of its weights, the smallest by magnitude,
            that is set to zero.
    """

    values: tuple[tuple[str, Places], ...] = ()
    off: tuple[tuple[str, tuple[int, ...]], ...] = ()
    pruned: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        values = {name: places for name, places in self.values if len(places)}
        off = {layer: tuple(sorted(set(maps))) for layer, maps in self.off if maps}
        pruned = {scope: float(share) for scope, share in self.pruned if share}
        if any(maps[0] < 0 for maps in off.values()):
            raise ConfigError("A layer's maps are counted from 0.")
        if not all(0 < share <= 1 for share in pruned.values()):
            raise ConfigError("The share of weights to be set to zero lies between 0 and 1.")
        for name, found in (("values", values), ("off", off), ("pruned", pruned)):
            object.__setattr__(self, name, tuple(sorted(found.items(), key=itemgetter(0))))

    def __bool__(self) -> bool:
        return bool(self.values or self.off or self.pruned)

    # Looking.

    @property
    def count(self) -> int:
        """How many numbers were changed by hand."""
        return sum(len(places) for _, places in self.values)

    def places(self, tensor: str) -> Places:
        """The changed places of a tensor."""
        return dict(self.values).get(tensor, _NONE)

    def value(self, tensor: str, index: int) -> float | None:
        """What a place was changed to; None where it was not."""
        places = self.places(tensor)
        found = np.searchsorted(places.indices, index)
        return float(places.values[found]) if found < len(places) and places.indices[found] == index else None

    def maps_off(self, layer: str) -> tuple[int, ...]:
        """The maps of a layer that are switched off."""
        return dict(self.off).get(layer, ())

    def share(self, scope: str = NETWORK) -> float:
        """The share that is pruned in a scope."""
        return dict(self.pruned).get(scope, 0.0)

    @property
    def layers(self) -> tuple[str, ...]:
        """Paths of the layers that something was changed in, sorted; the network's pruning is not among them."""
        found = {tensor.rpartition(".")[0] for tensor, _ in self.values}
        return tuple(sorted(found | {layer for layer, _ in self.off} | {scope for scope, _ in self.pruned if scope}))

    # Changing.

    def set(self, tensor: str, indices: ArrayLike, values: ArrayLike, *, original: ArrayLike | None = None) -> Edits:
        """Places of a tensor changed to these values.

        Args:
            tensor: its name in the state dictionary.
            indices: one place or many, counted as in ``tensor.flatten()``.
            values: as many.
            original: what stands there without any values changed; a place that is given this back is put back.

        Raises:
            ConfigError: if an index is none, or a value is not finite.
        """
        changes = Places.of(indices, values)
        places = self.places(tensor).with_more(changes)
        if original is not None:
            before = Places.of(indices, original)
            places = places.without(before.indices[_same_bits(before.values, changes.values)])
        return self._with_places(tensor, places)

    def replace(self, kernel: Kernel, values: ArrayLike, *, original: ArrayLike | None = None) -> Edits:
        """A block with other values: an array of the block's shape, or one number for all of it.

        Raises:
            ConfigError: if the values have another shape or are not finite.
        """
        try:
            block = np.broadcast_to(np.asarray(values, dtype=np.float64), kernel.block)
            before = None if original is None else np.broadcast_to(np.asarray(original), kernel.block)
        except ValueError as error:
            raise ConfigError(
                "A block of {tensor} has {size} numbers; give as many.", tensor=kernel.tensor, size=size(kernel.block)
            ) from error
        return self.set(kernel.tensor, kernel.indices, block, original=before)

    def zero(self, kernel: Kernel, *, original: ArrayLike | None = None) -> Edits:
        """A block of zeros."""
        return self.replace(kernel, 0.0, original=original)

    def scale(self, kernel: Kernel, now: ArrayLike, factor: float, *, original: ArrayLike | None = None) -> Edits:
        """A block, of which ``now`` are the present values, times a factor; multiplied in float32.

        Raises:
            ConfigError: if the product is not finite.
        """
        with np.errstate(over="ignore", invalid="ignore"):
            product = np.asarray(now, dtype=np.float32) * np.float32(factor)
        return self.replace(kernel, product, original=original)

    def flip(self, kernel: Kernel, now: ArrayLike, axis: Axis, *, original: ArrayLike | None = None) -> Edits:
        """A block, of which ``now`` are the present values, mirrored: left for right, top for bottom, or both."""
        block = np.asarray(now, dtype=np.float32).reshape(kernel.block)
        axes = {"horizontal": (-1,), "vertical": (-2,), "both": (-2, -1)}[axis]
        return self.replace(
            kernel, np.flip(block, tuple(axis for axis in axes if -axis <= block.ndim)), original=original
        )

    def switch(self, layer: str, number: int, *, on: bool) -> Edits:
        """An output map of a layer switched off, or on again."""
        maps = {*self.maps_off(layer), number} - ({number} if on else set())
        return replace(self, off=tuple({**dict(self.off), layer: tuple(maps)}.items()))

    def prune(self, share: float, scope: str = NETWORK) -> Edits:
        """The share 0..1 of the smallest weights of a scope set to zero; 0 puts them back.

        Raises:
            ConfigError: for any other share.
        """
        if not 0 <= share <= 1:
            raise ConfigError("The share of weights to be set to zero lies between 0 and 1.")
        return replace(self, pruned=tuple({**dict(self.pruned), scope: share}.items()))

    def put_back(self, tensor: str, indices: ArrayLike | None = None) -> Edits:
        """These places of a tensor as they were, or all of them; with a ``Kernel``, see ``Kernel.indices``."""
        if indices is None:
            return self._with_places(tensor, _NONE)
        return self._with_places(tensor, self.places(tensor).without(np.asarray(indices, dtype=np.int64).ravel()))

    def put_back_layer(self, layer: str) -> Edits:
        """A layer as it was: its tensors, its maps, its share."""
        return Edits(
            tuple(entry for entry in self.values if entry[0].rpartition(".")[0] != layer),
            tuple(entry for entry in self.off if entry[0] != layer),
            tuple(entry for entry in self.pruned if entry[0] != layer or layer == NETWORK),
        )

    def _with_places(self, tensor: str, places: Places) -> Edits:
        return replace(self, values=tuple({**dict(self.values), tensor: places}.items()))

    # As JSON.

    def to_json(self) -> dict[str, Any]:
        """A JSON object; parts that are empty are left out, and every float is the shortest that is this float32."""
        parts = {
            "values": {
                tensor: [
                    [index, _shortest(value)]
                    for index, value in zip(places.indices.tolist(), places.values, strict=True)
                ]
                for tensor, places in self.values
            },
            "off": {layer: list(maps) for layer, maps in self.off},
            "pruned": dict(self.pruned),
        }
        return {name: part for name, part in parts.items() if part}

    @classmethod
    def from_json(cls, data: Any) -> Edits:
        """Read ``to_json`` back, to the bit.

        Raises:
            ConfigError: a key that is not known, or a value of a wrong kind.
        """
        read = records.from_json(_Parts, data, where=Message("The edits"))
        return cls(
            tuple((tensor, _places(tensor, pairs)) for tensor, pairs in read.values.items()),
            tuple(read.off.items()),
            tuple(read.pruned.items()),
        )


_NONE = Places(b"", b"")
EMPTY = Edits()
"""Nothing was changed."""


@dataclass(frozen=True, slots=True)
class _Parts:
    values: Mapping[str, tuple[tuple[int, float], ...]] = field(default_factory=dict)
    off: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    pruned: Mapping[str, float] = field(default_factory=dict)


def _places(tensor: str, pairs: Sequence[tuple[int, float]]) -> Places:
    if len({index for index, _ in pairs}) < len(pairs):
        raise ConfigError("The edits change one place of {tensor} twice.", tensor=tensor)
    if any(not 0 <= index < _LAST for index, _ in pairs):
        raise ConfigError("The edits change a place of {tensor} that there is not.", tensor=tensor)
    return Places.of([index for index, _ in pairs], [value for _, value in pairs])


def _shortest(value: np.float32) -> float:
    """0.1, not 0.10000000149011612: float32 numbers need no more digits than tell them apart."""
    return float(str(value))


def _same_bits(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.bool_]:
    same: NDArray[np.bool_] = one.view(np.int32) == other.view(np.int32)
    return same
