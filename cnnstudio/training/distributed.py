"""One network trained by several processes, which ``torchrun`` started: PyTorch's own DistributedDataParallel.

Rank 0 leads: it alone runs the engine, decides, writes and prints. The others follow: each has a copy of network,
optimiser and training set, which rank 0 hands out at the start, and does what it is told, step by step. In a step
every process computes the gradients of its share of the minibatch, DistributedDataParallel brings them together, and
each makes the same update. Shares and masks are those of ``gradient_parts`` in one process: part number = rank.

So the result is that of one process with the same minibatches, within the tolerance of float32. Batch normalisation
looks at whole minibatches: on GPUs it becomes ``torch.nn.SyncBatchNorm``, which PyTorch has for no CPU; there the
processes tell each other their statistics as parts of a minibatch do (see ``shared_norm``).

Orders, and the training set, go by gloo on the CPU; gradients by gloo on CPUs and by NCCL on GPUs.

S. Li et al., "PyTorch Distributed: Experiences on Accelerating Data Parallel Training" (2020).
"""

import contextlib
import json
import os
import shlex
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.modules.batchnorm import _NormBase
from torch.nn.modules.instancenorm import _InstanceNorm
from torch.nn.parallel import DistributedDataParallel

from cnnstudio import allocator, datasets
from cnnstudio.datasets import DigitData
from cnnstudio.errors import ConfigError, ProcessLostError, StudioError
from cnnstudio.messages import Message
from cnnstudio.networks import consent
from cnnstudio.networks.reference import PythonNetwork
from cnnstudio.training import augment, failures, layout, optim, parts
from cnnstudio.training.checkpoint import State
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.launched import Place
from cnnstudio.training.pictures import as_input
from cnnstudio.training.pool_first import pool_first
from cnnstudio.training.randomness import Randomness, is_foreign
from cnnstudio.training.shared_norm import Meeting, can_share, share
from cnnstudio.weights import initial
from cnnstudio.weights.shell import shell

WAIT = timedelta(hours=1)
"""How long a process waits for the next order: rank 0 may have to download the data set, or to measure a network."""

ANSWER = timedelta(minutes=2)
"""How long processes wait for each other inside a step. One that has ended is noticed at once."""

_TOLD_S = 3.0
_LOST = ("gloo", "nccl", "connection", "timed out", "timeout", "broken pipe", "socket", "process group", "tcpstore")


class _Order(IntEnum):
    END = 0
    SET_UP = 1
    STEP = 2
    ANSWER = 3


class _Links:
    """What connects the processes; made by all of them at once."""

    def __init__(self, place: Place) -> None:
        self.place = place
        rendezvous: Any = dist.rendezvous("env://", timeout=WAIT)  # type: ignore[attr-defined]
        self._store, rank, world = next(rendezvous)
        dist.init_process_group("gloo", store=self._store, rank=rank, world_size=world, timeout=WAIT)
        self._answers: Any = dist.new_group(backend="gloo", timeout=ANSWER)
        self.lost = False

    def send(self, order: _Order, epoch: int = 0, batch: int = 0, rate: float = 0.0) -> None:
        """Give an order, as rank 0."""
        dist.broadcast(torch.tensor([order, epoch, batch, rate], dtype=torch.float64), src=0)

    def receive(self) -> tuple[_Order, int, int, float]:
        """Wait for the next order, as any other rank."""
        order = torch.zeros(4, dtype=torch.float64)
        dist.broadcast(order, src=0)
        kind, epoch, batch, rate = order.tolist()
        return _Order(int(kind)), int(epoch), int(batch), rate

    def answer(self) -> None:
        """Wait until all processes are here."""
        dist.all_reduce(torch.zeros(1), group=self._answers)

    def group_for(self, device: torch.device) -> Any:
        """The group that brings gradients on this device together; to be asked for by all processes at once."""
        if device.type == "cpu":
            return self._answers
        # Who waits is then told that another process has ended; otherwise torch would abort this one without a word.
        os.environ |= {"TORCH_NCCL_BLOCKING_WAIT": "1", "TORCH_NCCL_ASYNC_ERROR_HANDLING": "0"}
        return dist.new_group(backend="nccl", timeout=ANSWER)

    def note(self, name: str, text: str) -> None:
        """Leave a word that outlives this process."""
        with contextlib.suppress(RuntimeError):
            self._store.set(f"cnnstudio/{name}", text)

    def noted(self, name: str) -> str | None:
        """A word that a process left; None = there is none."""
        with contextlib.suppress(RuntimeError):
            if self._store.check([f"cnnstudio/{name}"]):
                return bytes(self._store.get(f"cnnstudio/{name}")).decode(errors="replace")
        return None

    def close(self) -> None:
        """Take the links apart, where nobody is lost: who is, cannot take part in it."""
        if not self.lost:
            dist.destroy_process_group()


@dataclass(frozen=True, slots=True)
class _Setup:
    """What the others need to know of a run before its first step."""

    config: dict[str, Any]
    run_dir: str
    device: str  # "cpu" or "cuda"
    classes: int
    pictures: tuple[int, ...]
    code: bytes | None  # of the user's own network: who leads has agreed to run it
    slots: dict[Any, Any]  # what the optimiser keeps of each parameter


class Team:
    """All processes of one training, as rank 0 leads them.

    Attributes:
        place: of this process.
    """

    def __init__(self, links: _Links) -> None:
        self._links = links
        self.place = links.place

    def admit(self, config: TrainConfig, model: nn.Module, device: torch.device) -> None:
        """Refuse, before anything is written, what several processes cannot train.

        Raises:
            ConfigError: saying what, and what would work.
        """
        world, here = self.place.world, self.place.local_world
        if config.batch_size < world:
            raise ConfigError(
                "Batch size (batch_size) {batch_size} leaves some of {world} processes without a picture; choose "
                "{world} or more, or start fewer processes.",
                batch_size=config.batch_size,
                world=world,
                setting="batch_size",
            )
        if device.type == "cpu":
            if any(_is_batch_norm(layer) and not can_share(layer) for layer in model.modules()):
                raise ConfigError(
                    "{network} has batch normalisation of a kind whose statistics cannot be shared between processes "
                    "on the CPU; train it in one process, without torchrun.",
                    network=config.network.title,
                    setting="network",
                )
            return
        if device.type != "cuda" or not dist.is_nccl_available():
            raise ConfigError(
                "Several processes cannot train on {device} with this PyTorch; add --device cpu, or start one "
                "process, without torchrun.",
                device=device,
                setting="device",
            )
        if config.device.startswith("cuda:"):
            raise ConfigError(
                "Every process takes a GPU of its own; choose the device cuda instead of {device}, and the GPUs by "
                "CUDA_VISIBLE_DEVICES.",
                device=config.device,
                setting="device",
            )
        if torch.cuda.device_count() < here:
            raise ConfigError(
                "This computer has {device_count} of the {here} GPUs that the processes on it need; start as many "
                "processes as there are GPUs, or add --device cpu.",
                here=here,
                device_count=torch.cuda.device_count(),
                setting="device",
            )

    def step(self, config: TrainConfig, data: DigitData, state: State, run_dir: Path) -> "LedStep":
        """Hand out the run to all; returns the step that all take together.

        Args:
            config: of the run.
            data: on the device.
            state: where the run stands.
            run_dir: for what is said when a process is lost.

        Raises:
            ProcessLostError: if one of them has ended.
        """
        network, device = config.network, data.train_images.device
        setup = _Setup(
            config=config.to_json(),
            run_dir=str(run_dir),
            device=device.type,
            classes=len(data.class_names),
            pictures=tuple(data.train_images.shape),
            code=consent.source(network.path, network.sha256) if isinstance(network, PythonNetwork) else None,
            slots=_on_the_cpu(state.optimizer.state_dict()["state"]),
        )
        with self.watched(run_dir):
            self._links.send(_Order.SET_UP)
            dist.broadcast_object_list([setup], src=0)
            for tensor in (data.train_images, data.train_labels):
                dist.broadcast(tensor.cpu(), src=0)
            shared = _SharedStep(config, state.model, state.optimizer, data, self._links)
        return LedStep(self, self._links, shared, state, run_dir)

    def check(self, run_dir: Path) -> None:
        """See that nobody is lost.

        Raises:
            ProcessLostError: if one has ended, or does not answer.
        """
        with self.watched(run_dir):
            self._links.send(_Order.ANSWER)
            self._links.answer()

    @contextlib.contextmanager
    def watched(self, run_dir: Path) -> Iterator[None]:
        """Around what all processes do together.

        Raises:
            ProcessLostError: if one of them has ended, or does not answer.
        """
        try:
            yield
        except RuntimeError as error:
            if not _tells_of_a_loss(error):
                raise
            self._links.lost = True
            self._links.note("told", "by rank 0")
            cause = self._links.noted("failed")
            raise ProcessLostError(
                "{lost}; {go_on}",
                lost=_lost(self.place.world, cause),
                go_on=_go_on(run_dir),
            ) from error

    def end(self) -> None:
        """Send the others home."""
        if not self._links.lost:
            try:
                self._links.send(_Order.END)
                self._links.answer()
            except RuntimeError:
                self._links.lost = True
        self._links.close()


class LedStep:
    """One step of all processes, led by rank 0; see ``step.Step``."""

    def __init__(self, team: Team, links: _Links, shared: "_SharedStep", state: State, run_dir: Path) -> None:
        self._team = team
        self._links = links
        self._shared = shared
        self._state = state
        self._run_dir = run_dir

    def __call__(self, indices: Tensor, warps: Tensor | None, rate: float) -> Tensor:
        """Take the step at this learning rate; returns the whole minibatch's mean loss.

        Raises:
            ProcessLostError: if a process has ended; the weights are those of before.
        """
        progress = self._state.progress
        with self._team.watched(self._run_dir):
            self._links.send(_Order.STEP, progress.epoch, progress.batch, rate)
            return self._shared(self._state.step, indices, warps, rate)


class _SharedStep:
    """What every process does in a step: the gradients of its share, all together, and the update."""

    def __init__(
        self,
        config: TrainConfig,
        model: nn.Module,
        optimizer: torch.optim.Optimizer,
        data: DigitData | tuple[Tensor, Tensor],
        links: _Links,
    ) -> None:
        images, self._labels = data if isinstance(data, tuple) else (data.train_images, data.train_labels)
        self._images = images.unsqueeze(1)
        self._optimizer = optimizer
        self._smoothing = config.label_smoothing
        self._random = Randomness(config.seed, model)
        self._rank, self._world = links.place.rank, links.place.world
        self._group = links.group_for(images.device)
        self._buffers = list(model.buffers())
        self._kept = [buffer.clone() for buffer in self._buffers]
        self._meeting: _Meeting | None = None
        if any(_is_batch_norm(layer) for layer in model.modules()):
            # Module objects of its own: the network that is measured and kept stays as it is.
            model = shell(model).train()
            if images.device.type == "cpu":
                self._meeting = _Meeting(self._world)
                model = share(model, self._meeting, self._rank)
            else:
                convert: Any = nn.SyncBatchNorm.convert_sync_batchnorm
                model = convert(model, self._group)
        self._network = DistributedDataParallel(
            pool_first(model.train()),
            process_group=self._group,
            gradient_as_bucket_view=True,
            # What a class of the user's uses may depend on the pictures.
            find_unused_parameters=is_foreign(model),
        )

    @property
    def pictures(self) -> int:
        """How many there are in the training set."""
        return len(self._images)

    @property
    def device(self) -> torch.device:
        """Where this process computes."""
        return self._images.device

    def __call__(self, step: int, indices: Tensor, warps: Tensor | None, rate: float) -> Tensor:
        """Take global step ``step`` on the pictures ``indices`` (N,), of which this process takes its share."""
        optim.set_rate(self._optimizer, rate)
        if self._kept:
            torch._foreach_copy_(self._kept, self._buffers)
        try:
            loss = self._gradients(step, indices, warps)
        except BaseException:
            # The update has not been; what a forward pass counts and averages is taken back, too.
            with torch.no_grad():
                for buffer, before in zip(self._buffers, self._kept, strict=True):
                    buffer.copy_(before)
            raise
        optim.update(self._optimizer)
        return loss

    def _gradients(self, step: int, indices: Tensor, warps: Tensor | None) -> Tensor:
        """Of the whole minibatch, as all processes find them together, and its mean loss."""
        count, part, weight = len(indices), self._rank, 1 / len(indices)
        among = self._world if count >= self._world else 1
        if self._meeting is not None:
            self._meeting.parts = among
        if among > 1:
            place = parts.split(count, self._world)[self._rank]
            indices, warps = indices[place], None if warps is None else warps[place]
        else:
            # Too few at an epoch's end to go round: all compute all of them, and their mean is the same.
            part, weight = 0, weight / self._world
        pictures = as_input(self._images.index_select(0, indices))
        if warps is not None:
            pictures = augment.warp(pictures, warps)
        with self._random.forward(step, part):
            logits = self._network(pictures)
        losses = functional.cross_entropy(
            logits, self._labels.index_select(0, indices), label_smoothing=self._smoothing, reduction="sum"
        )
        loss = losses * weight
        whole = loss.detach().clone()
        waiting: Any = dist.all_reduce(whole, group=self._group, async_op=True)
        self._optimizer.zero_grad()
        with self._random.backward():
            # DistributedDataParallel takes the mean over the processes; the minibatch's gradient is their sum.
            (loss * self._world).backward()  # type: ignore[no-untyped-call]
        waiting.wait()
        return whole


class _Meeting(Meeting):
    """Where processes on CPUs tell each other the statistics of their shares; made by all of them at once."""

    def __init__(self, parts: int) -> None:
        super().__init__(parts)
        # A group of its own: gradients are on their way in another while a backward pass tells its sums.
        self._group: Any = dist.new_group(backend="gloo", timeout=ANSWER)

    def tell(self, part: int, what: Any) -> list[Any]:
        """What all processes tell at this point, in their order; numbers and tensors of float32, (C,)."""
        if self.parts == 1:
            return [what]
        # As float64 each number stays what it is, counts included.
        rows = [torch.as_tensor(one, dtype=torch.float64).reshape(-1) for one in what]
        sent = torch.cat(rows)
        told = [torch.empty_like(sent) for _ in range(self.parts)]
        dist.all_gather(told, sent, group=self._group)
        lengths = [len(row) for row in rows]
        return [
            what if number == part else _as_told(torch.split(its, lengths), what) for number, its in enumerate(told)
        ]


def _as_told(numbers: Sequence[Tensor], like: Any) -> tuple[Any, ...]:
    return tuple(
        its.to(one.dtype) if isinstance(one, Tensor) else int(its) for its, one in zip(numbers, like, strict=True)
    )


@contextlib.contextmanager
def team(place: Place) -> Iterator[Team]:
    """All processes, from rank 0's side, for as long as they train.

    Raises:
        ConfigError: if this PyTorch cannot train in several processes.
    """
    led = Team(_join(place))
    try:
        yield led
    finally:
        led.end()


def follow(place: Place, say: Callable[[str], str] = str) -> int:
    """What every process but rank 0 does, in silence, until it is sent home; returns the exit status.

    Who is left when rank 0 itself was lost says so, in one sentence on standard error, in the language of ``say``.
    """
    # Who waits for the others is ended by a signal at once. Python's own handlers would have to wait, too.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    links = _join(place)
    # From now on rank 0 decides when all end, and keeps what was learnt before.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    follower = _Follower(links)
    try:
        with failures.typed(torch.device("cpu")):
            follower.work()
    except ProcessLostError as error:
        if place.rank == 1 and not _is_told(links):
            print(f"cnnstudio train: {say(error.message)}", file=sys.stderr, flush=True)
        return 1
    except StudioError as error:
        links.lost = True
        links.note("failed", json.dumps(error.message.parts()))
        return 1
    links.close()
    return 0


class _Follower:
    """Does what rank 0 orders."""

    def __init__(self, links: _Links) -> None:
        self._links = links
        self._run_dir: Path | None = None

    def work(self) -> None:
        """Until the end.

        Raises:
            ProcessLostError: if rank 0, or another process, has ended without a word.
        """
        try:
            self._follow_orders()
        except RuntimeError as error:
            if not _tells_of_a_loss(error):
                raise
            self._links.lost = True
            world = self._links.place.world
            if self._run_dir is None:
                raise ProcessLostError(
                    "The first of the {world} processes that train this network was lost. Start them again.",
                    world=world,
                ) from error
            raise ProcessLostError(
                "The first of the {world} processes that train this network was lost; {go_on}",
                world=world,
                go_on=_go_on(self._run_dir),
            ) from error

    def _follow_orders(self) -> None:
        order, *_ = self._links.receive()
        while order != _Order.END:
            if order == _Order.SET_UP:
                take_step, config = self._set_up()
                order = self._take_steps(take_step, config)
            else:
                self._links.answer()
                order, *_ = self._links.receive()
        self._links.answer()

    def _take_steps(self, take_step: _SharedStep, config: TrainConfig) -> _Order:
        """Step after step; returns the first order that is another."""
        size, of_epoch = config.batch_size, -1
        count, device = take_step.pictures, take_step.device
        while True:
            kind, epoch, batch, rate = self._links.receive()
            if kind == _Order.ANSWER:
                self._links.answer()
                continue
            if kind != _Order.STEP:
                return kind
            if epoch != of_epoch:
                order = datasets.epoch_order(config.seed, epoch, count).to(device)
                warps = augment.epoch_warps(config, epoch, count, device)
                of_epoch = epoch
            chosen = slice(batch * size, (batch + 1) * size)
            step = epoch * -(-count // size) + batch
            take_step(step, order[chosen], None if warps is None else warps[chosen], rate)

    def _set_up(self) -> tuple[_SharedStep, TrainConfig]:
        """The run as rank 0 has it."""
        box: list[Any] = [None]
        dist.broadcast_object_list(box, src=0)
        setup: _Setup = box[0]
        self._run_dir = Path(setup.run_dir)
        images, labels = (
            torch.empty(setup.pictures, dtype=torch.uint8),
            torch.empty(setup.pictures[0], dtype=torch.int64),
        )
        for tensor in (images, labels):
            dist.broadcast(tensor, src=0)
        config = TrainConfig.from_json(setup.config)
        if setup.code is not None and isinstance(config.network, PythonNetwork):
            consent.pass_on(config.network.path, config.network.sha256, setup.code)
        device = torch.device("cpu")
        if setup.device == "cuda":
            device = torch.device("cuda", self._links.place.local_rank)
            torch.cuda.set_device(device)
        else:
            allocator.keep_freed_memory()
        torch.backends.cudnn.deterministic = config.deterministic
        torch.backends.cudnn.benchmark = not config.deterministic
        # Its own weights are of no matter: DistributedDataParallel sends those of rank 0.
        model = initial.draw(config.network, config.seed, config.initialisation, classes=setup.classes)
        model = layout.lay_out(model, device)
        optimizer = optim.optimizer(config, model.parameters(), device)
        groups = optimizer.state_dict()["param_groups"]
        optimizer.load_state_dict({"state": setup.slots, "param_groups": groups})
        data = (images.to(device), labels.to(device))
        return _SharedStep(config, model, optimizer, data, self._links), config


def _join(place: Place) -> _Links:
    if not dist.is_available() or not dist.is_gloo_available():
        raise ConfigError("This PyTorch cannot train in several processes; start one process, without torchrun.")
    return _Links(place)


def _is_told(links: _Links) -> bool:
    """Whether rank 0 is there and says itself who was lost; waits a little for that."""
    until = time.monotonic() + _TOLD_S
    while time.monotonic() < until:
        if links.noted("told") is not None:
            return True
        time.sleep(0.1)
    return False


def _lost(world: int, cause: str | None) -> Message:
    """What is said of it, with what the lost process left as its ``cause``, a message's parts."""
    if not cause:
        return Message("One of the {world} processes that train this network was lost", world=world)
    return Message(
        "One of the {world} processes that train this network was lost ({cause})", world=world, cause=_read(cause)
    )


def _read(noted: str) -> str:
    try:
        return Message.of_parts(json.loads(noted))
    except (LookupError, TypeError, ValueError):  # it ended in the middle of a word
        return noted


def _go_on(run_dir: Path) -> Message:
    command = f"cnnstudio train --resume {shlex.quote(str(run_dir))}"
    return Message("go on from the last checkpoint with: {command}", command=command)


def _tells_of_a_loss(error: RuntimeError) -> bool:
    text = str(error).lower()
    return isinstance(error, dist.DistError) or any(sign in text for sign in _LOST)


def _is_batch_norm(layer: nn.Module) -> bool:
    return isinstance(layer, _NormBase) and not isinstance(layer, _InstanceNorm)


def _on_the_cpu(slots: Any) -> Any:
    if isinstance(slots, dict):
        return {name: _on_the_cpu(value) for name, value in slots.items()}
    return slots.cpu() if isinstance(slots, Tensor) else slots
