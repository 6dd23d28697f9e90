"""Batch normalisation of a minibatch that is computed in parts: mean and variance are those of the whole.

At each normalisation the parts tell each other what they found and wait for all of it: forward the mean and variance of
their values, backward the sums that its gradient needs. All add in the order of the parts, so that each has the same
bits. It is what torch.nn.SyncBatchNorm does between processes on GPUs.

S. Ioffe, C. Szegedy, "Batch normalization" (2015), algorithm 1 and the equations before it. Means and variances of
parts are put together as in T. F. Chan, G. H. Golub, R. J. LeVeque, "Updating formulae and a pairwise algorithm for
computing sample variances" (1979).
"""

import threading
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Any

import torch
from torch import Tensor, nn

_KINDS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)


def can_share(layer: nn.Module) -> bool:
    """Whether this layer is batch normalisation whose statistics parts of a minibatch can share."""
    return (
        type(layer) in _KINDS
        and isinstance(layer, _KINDS)
        and layer.track_running_stats
        and layer.momentum is not None  # else the share of a minibatch is a count that would have to be read
        and not (layer._forward_pre_hooks or layer._forward_hooks)
    )


def shares(model: nn.Module) -> bool:
    """Whether parts of its minibatches have something to tell each other."""
    return any(can_share(layer) for layer in model.modules())


def share(model: nn.Module, meeting: "Meeting", part: int) -> nn.Module:
    """``model`` itself, whose normalisations now are those of one part of a minibatch, counted from 0.

    Its module objects are to be its own; of parameters and buffers all parts have the same.
    """
    for layer in model.modules():
        if can_share(layer):
            layer.__class__ = _SHARED[type(layer)]
            vars(layer).update(meeting=meeting, part=part)
    return model


class LeftError(Exception):
    """Another part of the minibatch ended in an error, and tells nothing any more."""


class Meeting:
    """Where the threads that compute the parts of one minibatch tell each other what they found.

    Attributes:
        parts: how many tell something in this minibatch; the first so many.
        cause: what the first part that left raised; None = nobody has left.
    """

    def __init__(self, parts: int) -> None:
        self.parts = parts
        self.cause: BaseException | None = None
        self._lock = threading.Lock()
        # One from each to each: what comes is in the order in which it was told.
        self._between: list[list[SimpleQueue[Any]]] = [[SimpleQueue() for _ in range(parts)] for _ in range(parts)]

    def tell(self, part: int, what: Any) -> list[Any]:
        """What all parts tell at this point, in their order, once they do.

        Raises:
            LeftError: if one of them has left.
        """
        others = [other for other in range(self.parts) if other != part]
        for other in others:
            self._between[part][other].put(what)
        return [what if other == part else self._hear(other, part) for other in range(self.parts)]

    def _hear(self, other: int, part: int) -> Any:
        told = self._between[other][part].get()
        if told is _LEFT:
            self._between[other][part].put(_LEFT)  # for the next time
            raise LeftError
        return told

    def leave(self, part: int, cause: BaseException) -> None:
        """Tell nothing any more, because of an error: nobody waits for this part from now on."""
        with self._lock:
            self.cause = self.cause or cause
        for inbox in self._between[part]:
            inbox.put(_LEFT)


_LEFT = object()


class _Normalise(torch.autograd.Function):
    """Values normalised by a given mean and variance, of which they are a part."""

    @staticmethod
    def forward(
        ctx: Any,
        values: Tensor,
        weight: Tensor | None,
        bias: Tensor | None,
        mean: Tensor,
        variance: Tensor,
        count: int,
        eps: float,
        tell: Callable[[Any], list[Any]],
    ) -> Tensor:
        ctx.save_for_backward(values, weight, mean, variance)
        ctx.count, ctx.eps, ctx.tell = count, eps, tell
        return torch.native_batch_norm(values, weight, bias, mean, variance, False, 0.0, eps)[0]

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        (gradient,) = gradients
        values, weight, mean, variance = ctx.saved_tensors
        # As if mean and variance were given: then these two are the sums over the values of this part.
        _, by_weight, by_bias = torch.ops.aten.native_batch_norm_backward(
            gradient, values, weight, mean, variance, None, None, False, ctx.eps, [False, True, True]
        )
        by_values = None
        if ctx.needs_input_grad[0]:
            over_weight, over_bias = (_sum(one) for one in zip(*ctx.tell((by_weight, by_bias)), strict=True))
            scale = (variance + ctx.eps).rsqrt_()
            gain = scale if weight is None else scale * weight
            # gain * (gradient - its mean - normalised values * mean of gradient * normalised values)
            slope = scale * gain * over_weight / -ctx.count
            shift = gain * over_bias / -ctx.count - slope * mean
            shape = (1, -1, *(1 for _ in values.shape[2:]))
            by_values = torch.mul(values, slope.view(shape))
            by_values.addcmul_(gradient, gain.view(shape)).add_(shift.view(shape))
        if weight is None:
            by_weight = by_bias = None
        return by_values, by_weight, by_bias, None, None, None, None, None


class _SharedNorm(nn.modules.batchnorm._BatchNorm):
    """Batch normalisation of one part of a minibatch, in training mode."""

    meeting: Meeting
    part: int

    def forward(self, values: Tensor) -> Tensor:
        """``(N, C)``, ``(N, C, L)``, ``(N, C, H, W)`` or ``(N, C, D, H, W)`` -> the same shape."""
        self._check_input_dim(values)  # type: ignore[no-untyped-call]
        count, mean, variance = self._of_the_whole(values.detach())
        if self.part == 0:
            self._update_running(count, mean, variance)
        normalised: Tensor = _Normalise.apply(
            values, self.weight, self.bias, mean, variance, count, self.eps, self._tell_parts
        )
        return normalised

    def _tell_parts(self, what: Any) -> list[Any]:
        return self.meeting.tell(self.part, what)

    def _of_the_whole(self, values: Tensor) -> tuple[int, Tensor, Tensor]:
        """How many values a channel the minibatch has, their mean ``(C,)`` and their variance ``(C,)``, not corrected.

        Raises:
            ValueError: if there is one alone, which has no variance.
        """
        told = self._tell_parts(
            (values.numel() // values.shape[1], *torch.batch_norm_update_stats(values, None, None, 0.0))
        )
        counts, means, variances = zip(*told, strict=True)
        count = sum(counts)
        if count < 2:
            raise ValueError("Expected more than 1 value per channel when training: one value has no variance")
        if len(told) == 1:
            return count, means[0], variances[0]
        shares = [one / count for one in counts]
        mean = _sum([one * share for one, share in zip(means, shares, strict=True)])
        return (
            count,
            mean,
            _sum(
                [
                    (variance + (one - mean).square_()).mul_(share)
                    for one, variance, share in zip(means, variances, shares, strict=True)
                ]
            ),
        )

    @torch.no_grad()
    def _update_running(self, count: int, mean: Tensor, variance: Tensor) -> None:
        assert self.momentum is not None
        assert self.num_batches_tracked is not None
        assert self.running_mean is not None
        assert self.running_var is not None
        self.num_batches_tracked.add_(1)
        self.running_mean.mul_(1 - self.momentum).add_(mean, alpha=self.momentum)
        # Corrected, as torch keeps it.
        self.running_var.mul_(1 - self.momentum).add_(variance, alpha=self.momentum * count / (count - 1))


_SHARED: dict[type[nn.Module], type[_SharedNorm]] = {
    kind: type(f"_Shared{kind.__name__}", (_SharedNorm, kind), {}) for kind in _KINDS
}


def _sum(tensors: Sequence[Tensor]) -> Tensor:
    """In their order."""
    first, *others = tensors
    for other in others:
        first = first + other
    return first
