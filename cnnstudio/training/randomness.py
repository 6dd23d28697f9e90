"""What a network draws while it learns, as a function of (seed, step, layer, part of the minibatch).

A run has no random state: its masks of dropout are made anew from these four, so that they are the same in whatever
process and beside whatever threads, and a resumed run goes on as if it had not stopped. See ``networks/draws.py``.
"""

import contextlib
from collections.abc import Iterator

import torch
from torch import nn

from cnnstudio.errors import TrainingError
from cnnstudio.networks.draws import DrawnError, NoDraws, OwnDraws

_KNOWN = ("torch", "torchvision", "cnnstudio")
_EVALUATION = -1  # in place of the part of the minibatch


class Randomness:
    """The draws of one network in training mode.

    A network of the program or of torch that draws nothing in its first step never does, and costs nothing from then
    on. What a user's class does is anyone's guess: it is watched in every step.
    """

    def __init__(self, seed: int, model: nn.Module) -> None:
        self._seed = seed
        self._draws = OwnDraws()
        self._foreign = is_foreign(model)
        self._quiet = False

    @contextlib.contextmanager
    def forward(self, step: int, part: int = 0) -> Iterator[None]:
        """Around the network's call in global step ``step`` (from 0) on this part of the minibatch."""
        if self._quiet:
            yield
            return
        self._draws.restart(self._seed, step, part)
        with self._draws:
            yield
        self._quiet = not self._foreign and not self._draws.count

    @contextlib.contextmanager
    def backward(self) -> Iterator[None]:
        """Around the gradients of that call.

        Raises:
            TrainingError: if something is drawn again for them (activation checkpointing around a random layer): other
                numbers would come than those that the loss was computed with.
        """
        if not (self._foreign and self._draws.count):
            yield
            return
        try:
            with NoDraws():  # type: ignore[no-untyped-call]
                yield
        except DrawnError as error:
            raise TrainingError(
                "This network computes layers again for their gradients (torch.utils.checkpoint) and draws random "
                "numbers in them, which cannot be repeated. Call its random layers outside of it."
            ) from error

    def seed_generators(self, step: int, device: torch.device, part: int = 0) -> tuple[torch.Generator, ...]:
        """The generators on ``device`` that ``forward`` draws from, seeded for this step: for a captured graph."""
        self._draws.restart(self._seed, step, part)
        return self._draws.generators(device)


@contextlib.contextmanager
def evaluation(seed: int, step: int, model: nn.Module) -> Iterator[None]:
    """Around measuring ``model`` after ``step`` steps: a user's class may draw in evaluation mode, too."""
    if not is_foreign(model):
        yield
        return
    with OwnDraws(seed, step, _EVALUATION):
        yield


def is_foreign(model: nn.Module) -> bool:
    """Whether a class of somebody else's is in it, which may do anything."""
    return any(type(module).__module__.partition(".")[0] not in _KNOWN for module in model.modules())
