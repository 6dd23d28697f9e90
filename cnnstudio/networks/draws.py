"""A network's random numbers from generators of its own, whatever in it draws them.

torch has one random stream a device for all threads of the process, and dropout draws from it: two trainings at once,
or one beside a room that builds networks, would get other numbers each time. Giving the stream a state before every
step is not enough, for another thread draws between two layers. Here every operation that would draw from it is given
a generator, so that the stream is left alone: ``nn.Dropout`` and ``functional.dropout`` alike, ``torch.rand`` in a
user's ``forward``, the dropout inside ``nn.LSTM``.

It works below autograd, where layers have become operations. torch marks those that draw
(``torch.Tag.nondeterministic_seeded``). An operation that cannot be given a generator (a fused attention) has the
stream to itself meanwhile (``compute.random_stream``). Python's and NumPy's random numbers are not torch's, and stay.
"""

import contextlib
import functools
import hashlib
from collections.abc import Iterator
from typing import Any

import torch
from torch import Generator, Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from cnnstudio import compute


class OwnDraws(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """While it is entered, this thread draws from generators of its own instead of torch's stream.

    The numbers of the n-th draw are a function of (key, n) and the kind of device: the same in whatever process,
    beside whatever other threads. In a network the n-th draw stands for a layer: they are called in one order.

    Attributes:
        key: what the numbers are a function of; counts again from the first draw when it is set (see ``restart``).
        count: how often something was drawn since then.
    """

    def __init__(self, *key: int) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.key = key
        self.count = 0
        self._generators: dict[tuple[int, torch.device], Generator] = {}

    def restart(self, *key: int) -> None:
        """Count the draws from the first again, for another key."""
        self.key, self.count = key, 0

    def generators(self, device: torch.device) -> tuple[Generator, ...]:
        """The generators of what was drawn on ``device`` so far, seeded for ``key``, in the order of the draws.

        For a captured CUDA graph, which draws from the generators it has seen, as they are seeded before a replay.
        """
        mine = sorted((number for number, place in self._generators if place == device))
        for number in mine:
            self._generators[number, device].manual_seed(self._seed(number))
        return tuple(self._generators[number, device] for number in mine)

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        kwargs = kwargs or {}
        if not _draws(func):
            return func(*args, **kwargs)
        if any(isinstance(value, Generator) for value in (*args, *kwargs.values())):
            return func(*args, **kwargs)
        device = _device(args, kwargs)
        if device.type == "meta":
            return func(*args, **kwargs)
        if _is_made_of_others(func):
            # In inference mode, where autograd has not taken it apart.
            with self:
                return func.decompose(*args, **kwargs)
        number, self.count = self.count, self.count + 1
        if func is torch.ops.aten.native_dropout.default:
            return _dropout(self._generator(number, device), *args)
        if (seeded := _with_generator(func)) is not None:
            return seeded(*args, **kwargs, generator=self._generator(number, device))
        with _stream_of(device, self._seed(number)):
            return func(*args, **kwargs)

    def _seed(self, number: int) -> int:
        digest = hashlib.blake2b(repr((*self.key, number)).encode(), digest_size=8).digest()
        return int.from_bytes(digest, "little")

    def _generator(self, number: int, device: torch.device) -> Generator:
        if _capturing():
            if device.type != "cuda":
                # A replay would not draw it again.
                raise RuntimeError("what is drawn on the CPU cannot be captured")
            return self._generators[number, device]  # seeded before the capture and before every replay
        generator = self._generators.get((number, device))
        if generator is None:
            generator = self._generators[number, device] = Generator(device)
        return generator.manual_seed(self._seed(number))


class NoDraws(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """While it is entered, drawing on this thread raises ``DrawnError``."""

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        if _draws(func) and not _is_made_of_others(func):
            raise DrawnError(str(func))
        return func(*args, **(kwargs or {}))


class DrawnError(Exception):
    """Something drew where nothing may be drawn; names the operation."""


@functools.cache
def _draws(func: Any) -> bool:
    return torch.Tag.nondeterministic_seeded in func.tags


@functools.cache
def _is_made_of_others(func: Any) -> bool:
    return bool(torch._C._dispatch_has_kernel_for_dispatch_key(func.name(), "CompositeImplicitAutograd"))


@functools.cache
def _with_generator(func: Any) -> Any:
    """``func``, or its overload that is called alike, if that takes a ``generator``; else None."""
    for name in (func._overloadname, *func.overloadpacket.overloads()):
        candidate = getattr(func.overloadpacket, name)
        names = [argument.name for argument in candidate._schema.arguments]
        if "generator" in names:
            own = [argument.name for argument in func._schema.arguments if argument.name != "generator"]
            if [name for name in names if name != "generator"] == own:
                return candidate
    return None


def _device(args: tuple[Any, ...], kwargs: dict[str, Any]) -> torch.device:
    for value in args:
        for tensor in value if isinstance(value, list | tuple) else (value,):
            if isinstance(tensor, Tensor):
                return tensor.device
    return torch.device(kwargs.get("device") or "cpu")


def _dropout(generator: Generator, values: Tensor, share: float, train: bool | None) -> tuple[Tensor, Tensor]:
    """``native_dropout``, which takes no generator: what it lets through, scaled, and the mask."""
    mask = torch.empty_like(values, dtype=torch.bool)
    if train is False:
        return values.clone(), mask.fill_(True)
    mask.bernoulli_(1 - share, generator=generator)
    return values * mask * (0.0 if share == 1 else 1 / (1 - share)), mask


@contextlib.contextmanager
def _stream_of(device: torch.device, seed: int) -> Iterator[None]:
    """torch's own stream of this device, seeded, for one operation; put back afterwards."""
    if _capturing():
        raise RuntimeError("what draws from torch's own stream cannot be captured")
    with compute.random_stream(seed):
        if device.type == "cpu":
            yield
            return
        stream = _own_stream(device)
        before = stream.get_state()
        try:
            stream.manual_seed(seed)
            yield
        finally:
            stream.set_state(before)


def _own_stream(device: torch.device) -> Generator:
    if device.type == "mps":
        return torch.mps._get_default_mps_generator()
    return torch.cuda.default_generators[torch.cuda.current_device() if device.index is None else device.index]


def _capturing() -> bool:
    return torch.cuda.is_available() and torch.cuda.is_current_stream_capturing()
