"""The order in which a training run sees the pictures."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from torch import Tensor


def epoch_order(seed: int, epoch: int, n: int, device: str = "cpu") -> "Tensor":
    """A permutation of 0..n-1 as an int64 tensor (n,): a pure function of (seed, epoch, n), the same on every device.

    ``seed`` and ``epoch`` are each any integer >= 0; neighbours give unrelated orders.
    """
    import torch

    # numpy's seed sequence mixes (seed, epoch) well; torch's manual_seed(seed + epoch) would repeat itself.
    order = np.random.default_rng((seed, epoch)).permutation(n)
    return torch.from_numpy(order.astype(np.int64, copy=False)).to(device)
