"""Weights and resumable checkpoints as safetensors; what the user opens is never unpickled.

A checkpoint is one file: the tensors (weights, optimiser, average, the epoch's losses) and, as JSON in the file's
metadata, the position and everything else. One file, written under another name and renamed, cannot be half
old and half new.

What is read is checked before anything is built on it: every tensor against its checksum, every value against what a
run can have, at last every tensor against the network and the optimiser that it goes into.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from torch import Tensor, nn

from cnnstudio.errors import ConfigError, MemoryShortError, StorageError, WeightsError
from cnnstudio.files import reading
from cnnstudio.messages import Message
from cnnstudio.networks import reference
from cnnstudio.networks.reference import same_but_for_changes, typed
from cnnstudio.training.config import TrainConfig, cut
from cnnstudio.training.position import SCHEMA, About, Progress, from_about
from cnnstudio.training.runs import RunFolder
from cnnstudio.weights import format
from cnnstudio.weights.metadata import CHECKPOINT

# What the optimisers keep of each parameter.
_SLOTS = {
    "sgd": ("momentum_buffer",),
    "adam": ("step", "exp_avg", "exp_avg_sq"),
    "adamw": ("step", "exp_avg", "exp_avg_sq"),
}


@dataclass(slots=True, kw_only=True)
class State:
    """Everything a run needs to go on as if nothing had happened."""

    model: nn.Module
    averaged: nn.Module | None  # moving average of the weights
    optimizer: torch.optim.Optimizer
    losses: Tensor  # (batches,) float32 on the device: this epoch's losses so far
    progress: Progress = field(default_factory=Progress)

    @property
    def evaluated(self) -> nn.Module:
        """The network that is evaluated and kept: the average where there is one."""
        return self.averaged or self.model

    @property
    def step(self) -> int:
        """The global number of the next step, from 0."""
        return self.progress.epoch * len(self.losses) + self.progress.batch


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A checkpoint that was read: tensors on the CPU."""

    path: Path
    config: TrainConfig
    dataset: str  # what "auto" became
    train_size: int
    progress: Progress
    tensors: Mapping[str, Tensor]
    schema: int
    checked: bool  # whether every tensor had its checksum; those of the first version had none
    signature: tuple[int, ...] | None  # which file it was

    def resumed_config(self, wanted: TrainConfig | None) -> TrainConfig:
        """The configuration to go on with: its own, or ``wanted`` where that fits.

        Raises:
            WeightsError: if ``wanted`` names another network.
            ConfigError: if it changes what a run cannot change on its way.
        """
        if wanted is None:
            return self.config
        mine = self.config.network
        if not same_but_for_changes(wanted.network, mine):
            raise WeightsError(
                "This checkpoint belongs to the network {own}, not to {other}; resume it with {own}, or start a "
                "new run.",
                own=cut(typed(mine)),
                other=cut(typed(wanted.network)),
            )
        wanted = wanted.with_absolute_dataset()
        if wanted.dataset in ("auto", self.dataset):
            wanted = wanted.changed(dataset=self.config.dataset)
        for name in ("dataset", "seed", "batch_size", "optimizer"):
            if getattr(wanted, name) != getattr(self.config, name):
                own = cut(str(getattr(self.config, name)))
                raise ConfigError(
                    "A resumed run cannot change its {name} ({own}); start a new run instead.",
                    name=name,
                    own=own,
                    setting=name,
                )
        if wanted.epochs < self.progress.epoch + (self.progress.batch > 0):
            raise ConfigError(
                "This run is already in epoch {epoch}; set as many epochs or more.",
                epoch=self.progress.epoch + 1,
                setting="epochs",
            )
        return wanted


def save(path: Path, state: State, config: TrainConfig, dataset: str, train_size: int) -> None:
    """Write a checkpoint, whole or not at all.

    Raises:
        StorageError: if it cannot be written; an older checkpoint stays.
    """
    tensors = {f"model.{name}": tensor for name, tensor in state.model.state_dict().items()}
    if state.averaged is not None:
        tensors |= {f"averaged.{name}": tensor for name, tensor in state.averaged.state_dict().items()}
    for index, slots in state.optimizer.state_dict()["state"].items():
        tensors |= {f"optimizer.{index}.{name}": slot for name, slot in slots.items() if isinstance(slot, Tensor)}
    tensors["losses"] = state.losses
    about = {
        "schema": SCHEMA,
        "kind": CHECKPOINT,
        "network": reference.to_json(config.network),
        "dataset": dataset,
        "train_size": train_size,
        "config": config.to_json(),
        "progress": asdict(state.progress),
    }
    format.write(path, tensors, about)


def load(path: Path) -> Checkpoint:
    """Read a checkpoint.

    Raises:
        StorageError: if there is none or it cannot be read.
        WeightsError: if it is damaged, or of a later version of the program.
    """
    seen = signature(path)
    if seen is None:
        raise StorageError(
            "There is no checkpoint in {parent}; choose the folder of a run that was stopped.", parent=path.parent
        )
    try:
        tensors, values = format.read(path)
    except MemoryShortError:
        raise
    except WeightsError as error:
        raise _damaged(path, Message("it is cut off, changed, or no file of the program at all.")) from error
    if values.get("kind") != CHECKPOINT:
        raise WeightsError("{path} is not a checkpoint; choose the folder of a run that was stopped.", path=path)
    schema = values.get("schema")
    if type(schema) is not int or schema < 1:
        raise _damaged(path, Message("its schema is no number that the program has used."))
    if schema > SCHEMA:
        raise WeightsError(
            "{path} was written by a later version of the program; update it to resume this run.", path=path
        )
    try:
        about = from_about(values)
        _check_tensors(about, tensors)
    except ConfigError as error:
        raise _damaged(path, error.message) from error
    return Checkpoint(
        path=path,
        config=about.config,
        dataset=about.dataset,
        train_size=about.train_size,
        progress=about.progress,
        tensors=tensors,
        schema=about.schema,
        checked=about.schema > 1,
        signature=seen,
    )


def of_run(folder: RunFolder) -> Checkpoint | None:
    """The checkpoint of a run; None if the run was ended before it had one, and so begins anew.

    Raises:
        StorageError, WeightsError: as ``load``; also where there is no run at all, or one that lost its checkpoint.
    """
    if signature(folder.checkpoint) is None and signature(folder.config_file) is not None:
        kept = (folder.best_weights, folder.final_weights)
        if all(signature(file) is None for file in kept):
            return None
    return load(folder.checkpoint)


def signature(path: Path) -> tuple[int, ...] | None:
    """Tells one file of this name from another that was put in its place; None where there is none.

    Raises:
        StorageError: if it cannot be looked at.
    """
    with reading(path):
        try:
            about = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
    return about.st_ino, about.st_size, about.st_mtime_ns


@torch.no_grad()
def restore(checkpoint: Checkpoint, state: State) -> None:
    """Put a checkpoint's contents into ``state``, whose network and optimiser are freshly built.

    Raises:
        WeightsError: if the checkpoint belongs to another network or optimiser; ``state`` is then as it was.
    """
    _check_fits(checkpoint, state)
    load_weights(state.model, _below("model.", checkpoint.tensors))
    if state.averaged is not None:
        # A run that averages only since it was resumed starts from its weights.
        averaged = _below("averaged.", checkpoint.tensors)
        load_weights(state.averaged, averaged or _below("model.", checkpoint.tensors))
    parameters = list(state.model.parameters())
    slots: dict[int, dict[str, Tensor]] = {}
    for name, tensor in _below("optimizer.", checkpoint.tensors).items():
        index, _, slot = name.partition(".")
        if tensor.dim():
            # Laid out in memory like its parameter: another layout may take another kernel, and round otherwise.
            tensor = torch.empty_like(parameters[int(index)]).copy_(tensor)
        slots.setdefault(int(index), {})[slot] = tensor
    groups = state.optimizer.state_dict()["param_groups"]
    state.optimizer.load_state_dict({"state": slots, "param_groups": groups})
    state.losses.copy_(checkpoint.tensors["losses"])
    state.progress = checkpoint.progress


def load_weights(model: nn.Module, tensors: Mapping[str, Tensor]) -> None:
    """Copy ``tensors`` into ``model``, in place.

    Raises:
        WeightsError: if they belong to another network.
    """
    try:
        model.load_state_dict(dict(tensors))
    except RuntimeError as error:
        raise WeightsError(
            "These weights belong to another network than {kind}; choose the network they were trained with.",
            kind=type(model).__name__,
        ) from error


def _check_tensors(about: About, tensors: Mapping[str, Tensor]) -> None:
    """Refuse tensors that are none of a checkpoint's, without knowing the network yet.

    Raises:
        ConfigError: saying which one.
    """
    for name, tensor in tensors.items():
        known = name in ("losses", "random.cpu", "random.cuda")  # the latter two of schema 1
        if not known and not name.startswith(("model.", "averaged.", "optimizer.")):
            raise ConfigError("it has a tensor {name}, which no checkpoint has.", name=name[:80])
        weights = name.startswith(("model.", "averaged."))
        if weights and tensor.is_floating_point() and not bool(tensor.isfinite().all()):
            raise ConfigError("{name} holds numbers that are not finite.", name=name[:80])
    losses = tensors.get("losses")
    if losses is None or losses.dtype != torch.float32 or losses.shape != (about.batches,):
        raise ConfigError("its losses are missing or not one number a batch.")
    if not bool(losses[: about.progress.batch].isfinite().all()):
        raise ConfigError("its losses are not finite.")


def _check_fits(checkpoint: Checkpoint, state: State) -> None:
    """Refuse, before anything is changed, what does not go into this network and optimiser.

    Raises:
        WeightsError: saying which tensor.
    """
    wanted = {f"model.{name}": tensor for name, tensor in state.model.state_dict().items()}
    if state.averaged is not None and _below("averaged.", checkpoint.tensors):
        wanted |= {f"averaged.{name}": tensor for name, tensor in state.averaged.state_dict().items()}
    wanted |= _wanted_slots(checkpoint, state)
    prefixes = ("model.", "optimizer.", "averaged.") if state.averaged is not None else ("model.", "optimizer.")
    found = {name: tensor for name, tensor in checkpoint.tensors.items() if name.startswith(prefixes)}
    for name in sorted(found.keys() | wanted.keys()):
        if name not in found:
            raise _damaged(
                checkpoint.path,
                Message("the tensor {name} is missing.", name=name),
            )
        if name not in wanted:
            raise _damaged(
                checkpoint.path,
                Message(
                    "it has a tensor {name}, which {network} has not.",
                    name=name[:80],
                    network=checkpoint.config.network.title,
                ),
            )
        if found[name].shape != wanted[name].shape or found[name].dtype != wanted[name].dtype:
            raise _damaged(
                checkpoint.path,
                Message(
                    "the tensor {name} is {found} instead of {wanted}.",
                    name=name,
                    found=_kind(found[name]),
                    wanted=_kind(wanted[name]),
                ),
            )


def _wanted_slots(checkpoint: Checkpoint, state: State) -> dict[str, Tensor]:
    """What the optimiser of this checkpoint must have kept, as tensors of the right shape and kind."""
    config, progress = checkpoint.config, checkpoint.progress
    begun = progress.epoch > 0 or progress.batch > 0
    if not begun or (config.optimizer == "sgd" and not config.momentum):
        return {}
    slots: dict[str, Tensor] = {}
    any_kept = bool(_below("optimizer.", checkpoint.tensors))
    for index, parameter in enumerate(state.model.parameters()):
        kept = bool(_below(f"optimizer.{index}.", checkpoint.tensors))
        # A parameter that never had a gradient has nothing kept. Where checksums say that nothing is missing, that is
        # what it means; else it is taken for damage.
        if kept or not (checkpoint.checked and any_kept):
            slots |= {
                f"optimizer.{index}.{name}": torch.zeros(()) if name == "step" else parameter
                for name in _SLOTS[config.optimizer]
            }
    return slots


def _kind(tensor: Tensor) -> Message:
    return Message("{shape} of {kind}", shape=tuple(tensor.shape), kind=str(tensor.dtype).removeprefix("torch."))


def _damaged(path: Path, what: str) -> WeightsError:
    return WeightsError(
        "{path} is damaged: {what} The run cannot go on from it; start it again with the same settings.",
        path=path,
        what=what,
    )


def _below(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}
