"""A checksum for each tensor of a file, so that a flipped bit is noticed when it is read.

safetensors checks that its header fits the file, not that the numbers are those that were written. The checksums stand
in the file's metadata, name by name, and the metadata have one of their own beside them. None of this knows of files:
whoever reads and writes weights can use it.
"""

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


LENGTH = 32
"""Characters of a checksum."""


def checksum(tensor: "Tensor") -> str:
    """Of a tensor (on the CPU, of any shape and kind), over its kind, its shape and its bytes."""
    digest = hashlib.blake2b(f"{tensor.dtype} {tuple(tensor.shape)} ".encode(), digest_size=LENGTH // 2)
    digest.update(bytes_of(tensor))
    return digest.hexdigest()


def checksums(tensors: Mapping[str, "Tensor"]) -> dict[str, str]:
    """The checksum of every tensor."""
    return {name: checksum(tensor) for name, tensor in tensors.items()}


def bytes_of(tensor: "Tensor") -> memoryview:
    """The numbers of a tensor on the CPU, row by row, as they stand in memory; copied where it is not contiguous."""
    import torch

    return tensor.detach().contiguous().reshape(-1).view(torch.uint8).numpy().data


def changed(tensors: Mapping[str, "Tensor"], recorded: Mapping[str, object]) -> list[str]:
    """The names, sorted, of tensors that are not as they were recorded: changed, missing, or added since."""
    found = checksums(tensors)
    return sorted(name for name in found.keys() | recorded.keys() if found.get(name) != recorded.get(name))


def text_checksum(text: str) -> str:
    """The checksum of a text, such as a file's metadata."""
    return hashlib.blake2b(text.encode(), digest_size=LENGTH // 2).hexdigest()
