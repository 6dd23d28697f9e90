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


def checksums(tensors: Mapping[str, "Tensor"]) -> dict[str, str]:
    """The checksum of every tensor (on the CPU, of any shape and kind) over its kind, its shape and its bytes."""
    return {name: _checksum(tensor) for name, tensor in tensors.items()}


def changed(tensors: Mapping[str, "Tensor"], recorded: Mapping[str, object]) -> list[str]:
    """The names, sorted, of tensors that are not as they were recorded: changed, missing, or added since."""
    found = checksums(tensors)
    return sorted(name for name in found.keys() | recorded.keys() if found.get(name) != recorded.get(name))


def text_checksum(text: str) -> str:
    """The checksum of a text, such as a file's metadata."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _checksum(tensor: "Tensor") -> str:
    import torch

    digest = hashlib.blake2b(f"{tensor.dtype} {tuple(tensor.shape)} ".encode(), digest_size=16)
    digest.update(tensor.detach().contiguous().reshape(-1).view(torch.uint8).numpy().data)
    return digest.hexdigest()
