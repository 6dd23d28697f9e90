"""One optimiser step, launched without waiting for the device: as it stands, or replayed as a CUDA graph."""

import functools
import logging
from typing import Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional

from cnnstudio.training import augment, optim, parts
from cnnstudio.training.checkpoint import State
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.parts import Crew
from cnnstudio.training.pictures import as_input
from cnnstudio.training.pool_first import pool_first
from cnnstudio.training.randomness import Randomness
from cnnstudio.training.shared_norm import LeftError, Meeting, share, shares
from cnnstudio.weights.shell import shell

_log = logging.getLogger(__name__)


class Step(Protocol):
    """Takes one step on the pictures of ``indices`` ``(N,)`` and returns their mean loss, still on the device."""

    def __call__(self, indices: Tensor, warps: Tensor | None, rate: float) -> Tensor:
        """Take the step at this learning rate."""


class PlainStep:
    """Forward, backward, update."""

    def __init__(self, config: TrainConfig, state: State, pictures: Tensor, labels: Tensor) -> None:
        self.state = state
        self.model = pool_first(state.model)
        self.pictures = pictures
        self.labels = labels
        self.smoothing = config.label_smoothing
        self.random = Randomness(config.seed, state.model)

    def __call__(self, indices: Tensor, warps: Tensor | None, rate: float) -> Tensor:
        """Take the step at this learning rate."""
        optim.set_rate(self.state.optimizer, rate)
        return self.compute(indices, warps)

    def compute(self, indices: Tensor, warps: Tensor | None) -> Tensor:
        """The step at the rate that is set."""
        pictures = as_input(self.pictures.index_select(0, indices))
        if warps is not None:
            pictures = augment.warp(pictures, warps)
        with self.random.forward(self.state.step):
            logits = self.model(pictures)
        loss = functional.cross_entropy(logits, self.labels.index_select(0, indices), label_smoothing=self.smoothing)
        self.state.optimizer.zero_grad()
        with self.random.backward():
            loss.backward()  # type: ignore[no-untyped-call]
        optim.update(self.state.optimizer)
        return loss.detach()


class PartsStep:
    """The gradients of each part of the minibatch on whichever thread is free, added in their order; then the update.

    Their sum is the whole minibatch's gradient within the tolerance of float32: it is added in another order.
    """

    def __init__(self, config: TrainConfig, state: State, pictures: Tensor, labels: Tensor, crew: Crew) -> None:
        self._state = state
        self._crew = crew
        self._learnt = [parameter for parameter in state.model.parameters() if parameter.requires_grad]
        count = config.gradient_parts
        if shares(state.model) and crew.threads < count:
            raise ValueError("parts that wait for each other need a thread each")
        self._meeting = Meeting(count)
        self._parts = [
            _Part(config, state.model, self._learnt, pictures, labels, number, self._meeting) for number in range(count)
        ]

    def __call__(self, indices: Tensor, warps: Tensor | None, rate: float) -> Tensor:
        """Take the step at this learning rate."""
        optim.set_rate(self._state.optimizer, rate)
        places = parts.split(len(indices), len(self._parts))
        self._meeting.parts = len(places)
        jobs = [
            functools.partial(
                part, self._state.step, indices[place], None if warps is None else warps[place], len(indices)
            )
            for part, place in zip(self._parts, places, strict=False)
        ]
        (loss, gradients), *others = self._crew.every(jobs)
        for its_loss, its_gradients in others:
            loss = loss + its_loss
            gradients = _sum(gradients, its_gradients)
        for parameter, gradient in zip(self._learnt, gradients, strict=True):
            parameter.grad = gradient
        optim.update(self._state.optimizer)
        return loss


Gradients = tuple[Tensor | None, ...]
"""One a parameter; None where the network made no use of it."""


class _Part:
    """One part's share of a minibatch's loss and gradients, by module objects of its own over the same parameters."""

    def __init__(
        self,
        config: TrainConfig,
        model: nn.Module,
        learnt: list[nn.Parameter],
        pictures: Tensor,
        labels: Tensor,
        number: int,
        meeting: Meeting,
    ) -> None:
        self._model = pool_first(share(shell(model).train(), meeting, number))
        self._learnt = learnt
        self._pictures = pictures
        self._labels = labels
        self._smoothing = config.label_smoothing
        self._number = number
        self._meeting = meeting
        self._random = Randomness(config.seed, model)

    def __call__(self, step: int, indices: Tensor, warps: Tensor | None, count: int) -> tuple[Tensor, Gradients]:
        """Of the pictures ``indices`` in a minibatch of ``count``; touches nothing that another part touches."""
        try:
            return self._compute(step, indices, warps, count)
        except LeftError:
            assert self._meeting.cause is not None
            raise self._meeting.cause from None
        except BaseException as error:
            self._meeting.leave(self._number, error)
            raise

    def _compute(self, step: int, indices: Tensor, warps: Tensor | None, count: int) -> tuple[Tensor, Gradients]:
        pictures = as_input(self._pictures.index_select(0, indices))
        if warps is not None:
            pictures = augment.warp(pictures, warps)
        with self._random.forward(step, self._number):
            logits = self._model(pictures)
        losses = functional.cross_entropy(
            logits, self._labels.index_select(0, indices), label_smoothing=self._smoothing, reduction="sum"
        )
        loss = losses / count
        # Not backward(), which would add to what all parts share.
        return loss.detach(), torch.autograd.grad(loss, self._learnt, allow_unused=True)


def _sum(some: Gradients, others: Gradients) -> Gradients:
    """The sums of two parts' gradients, in place of the first."""
    both = [(one, other) for one, other in zip(some, others, strict=True) if one is not None and other is not None]
    torch._foreach_add_([one for one, _ in both], [other for _, other in both])
    return tuple(other if one is None else one for one, other in zip(some, others, strict=True))


class GraphStep:
    """The same on CUDA: full batches replay one captured graph, the partial batch at an epoch's end runs plainly.

    A step of these small networks is dozens of kernels of a few microseconds; a replay launches them all at once.
    """

    def __init__(self, plain: PlainStep, batch_size: int, augments: bool) -> None:
        self._plain = plain
        device = plain.pictures.device
        self._indices = torch.arange(batch_size, device=device)
        self._warps = torch.eye(2, 3, device=device).repeat(batch_size, 1, 1) if augments else None
        self._graph = torch.cuda.CUDAGraph()
        before = _snapshot(plain.state)
        stream = torch.cuda.Stream(device)  # type: ignore[no-untyped-call]
        stream.wait_stream(torch.cuda.current_stream(device))
        with torch.cuda.stream(stream):
            # Lets cuDNN choose its algorithms and the optimiser make its buffers before anything is recorded.
            for _ in range(3):
                plain.compute(self._indices, self._warps)
        torch.cuda.current_stream(device).wait_stream(stream)
        for generator in plain.random.seed_generators(plain.state.step, device):
            self._graph.register_generator_state(generator)
        plain.state.optimizer.zero_grad()
        # The fused Adam can always be captured, but only the flag makes it agree; left on, it warns at plain steps.
        _set_capturable(plain.state.optimizer, True)
        with torch.cuda.graph(self._graph):
            self._loss = plain.compute(self._indices, self._warps)
        _set_capturable(plain.state.optimizer, False)
        _put_back(plain.state, before)

    def __call__(self, indices: Tensor, warps: Tensor | None, rate: float) -> Tensor:
        """Take the step at this learning rate."""
        if len(indices) != len(self._indices):
            return self._plain(indices, warps, rate)
        optim.set_rate(self._plain.state.optimizer, rate)
        self._indices.copy_(indices)
        if self._warps is not None and warps is not None:
            self._warps.copy_(warps)
        self._plain.random.seed_generators(self._plain.state.step, self._indices.device)
        self._graph.replay()
        return self._loss


def make(config: TrainConfig, state: State, pictures: Tensor, labels: Tensor, crew: Crew) -> Step:
    """The fastest step that works on the device of ``pictures``; one in parts is to be taken inside ``crew.lead``."""
    if parts.of_run(config, state.model, pictures.device) > 1:
        return PartsStep(config, state, pictures, labels, crew)
    plain = PlainStep(config, state, pictures, labels)
    if pictures.device.type != "cuda":
        return plain
    before = _snapshot(state)
    try:
        return GraphStep(plain, config.batch_size, config.augments)
    except torch.OutOfMemoryError:
        raise
    except RuntimeError as error:
        # A network that cannot be captured (one that looks at its values, say) still trains.
        _log.info("no CUDA graph for %s: %s", config.network.title, error)
        _set_capturable(state.optimizer, False)
        _put_back(state, before)
        return plain


def _set_capturable(optimizer: torch.optim.Optimizer, capturable: bool) -> None:
    for group in optimizer.param_groups:
        if "capturable" in group:
            group["capturable"] = capturable


def _snapshot(state: State) -> tuple[list[Tensor], dict[Tensor, dict[str, Tensor]]]:
    weights = [tensor.clone() for tensor in state.model.state_dict().values()]
    slots = {
        parameter: {name: slot.clone() for name, slot in held.items() if isinstance(slot, Tensor)}
        for parameter, held in state.optimizer.state.items()
    }
    return weights, slots


@torch.no_grad()
def _put_back(state: State, before: tuple[list[Tensor], dict[Tensor, dict[str, Tensor]]]) -> None:
    """Undo the steps since ``before`` in place, for a captured graph knows its tensors by address."""
    weights, slots = before
    for tensor, old in zip(state.model.state_dict().values(), weights, strict=True):
        tensor.copy_(old)
    for parameter, held in state.optimizer.state.items():
        for name, slot in held.items():
            if isinstance(slot, Tensor):
                # A buffer made since then starts at zero, which is what a first step assumes.
                slot.copy_(slots[parameter][name]) if parameter in slots else slot.zero_()
