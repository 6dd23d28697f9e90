"""Weights and resumable checkpoints as safetensors; what the user opens is never unpickled.

A checkpoint is one file: the tensors (weights, optimiser, average, the epoch's losses) and, as JSON in the file's
metadata, the position and everything else. One file, written under another name and renamed, cannot be half
old and half new.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import safetensors
import safetensors.torch
import torch
from torch import Tensor, nn

from cnnstudio.errors import ConfigError, StorageError, WeightsError
from cnnstudio.files import reading, write_whole
from cnnstudio.training.config import TrainConfig

SCHEMA = 2  # 1 kept torch's random state, which a run no longer depends on


@dataclass(slots=True, kw_only=True)
class Progress:
    """Where a run stands, apart from its tensors."""

    epoch: int = 0  # 0-based epoch that is under way; equal to config.epochs when all are done
    batch: int = 0  # steps done in it; when all are done the epoch still has to be evaluated
    learning_rate: float | None = None  # the user's own rate, in place of the schedule's
    elapsed_s: float = 0.0
    best_score: float | None = None
    best_epoch: int = 0
    train_accuracy: float | None = None
    test_accuracy: float | None = None


@dataclass(slots=True, kw_only=True)
class State:
    """Everything a run needs to go on as if nothing had happened."""

    model: nn.Module
    averaged: nn.Module | None  # moving average of the weights
    optimizer: torch.optim.Optimizer
    losses: Tensor  # (batches,) float32 on the device: this epoch's losses so far
    progress: Progress = field(default_factory=Progress)

    @property
    def answering(self) -> nn.Module:
        """The network that is evaluated and kept: the average where there is one."""
        return self.averaged or self.model

    @property
    def step(self) -> int:
        """The global number of the next step, from 0."""
        return self.progress.epoch * len(self.losses) + self.progress.batch


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A checkpoint that was read: tensors on the CPU."""

    config: TrainConfig
    dataset: str  # what "auto" became
    train_size: int
    progress: Progress
    tensors: Mapping[str, Tensor]

    def resumed_config(self, wanted: TrainConfig | None) -> TrainConfig:
        """The configuration to go on with: its own, or ``wanted`` where that fits.

        Raises:
            WeightsError: if ``wanted`` names another network.
            ConfigError: if it changes what a run cannot change on its way.
        """
        if wanted is None:
            return self.config
        if wanted.network != self.config.network:
            raise WeightsError(
                f"This checkpoint belongs to the network {self.config.network}, not to {wanted.network}; resume "
                f"it with {self.config.network}, or start a new run."
            )
        wanted = wanted.with_absolute_dataset()
        if wanted.dataset in ("auto", self.dataset):
            wanted = wanted.changed(dataset=self.config.dataset)
        for name in ("dataset", "seed", "batch_size", "optimizer"):
            if getattr(wanted, name) != getattr(self.config, name):
                raise ConfigError(
                    f"A resumed run cannot change its {name} ({getattr(self.config, name)}); start a new run instead.",
                    field=name,
                )
        if wanted.epochs < self.progress.epoch + (self.progress.batch > 0):
            raise ConfigError(
                f"This run is already in epoch {self.progress.epoch + 1}; set as many epochs or more.", field="epochs"
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
    _write(
        path,
        tensors,
        schema=SCHEMA,
        kind="checkpoint",
        network=config.network,
        dataset=dataset,
        train_size=train_size,
        config=config.to_json(),
        progress=asdict(state.progress),
    )


def load(path: Path) -> Checkpoint:
    """Read a checkpoint.

    Raises:
        StorageError: if there is none or it cannot be read.
        WeightsError: if it is damaged, or of a later version of the program.
    """
    if not path.is_file():
        raise StorageError(f"There is no checkpoint in {path.parent}; choose the folder of a run that was stopped.")
    tensors, about = _read(path)
    if about.get("kind") != "checkpoint":
        raise WeightsError(f"{path} is not a checkpoint; choose the folder of a run that was stopped.")
    if about["schema"] > SCHEMA:
        raise WeightsError(f"{path} was written by a later version of the program; update it to resume this run.")
    try:
        return Checkpoint(
            config=TrainConfig.from_json(about["config"]),
            dataset=about["dataset"],
            train_size=about["train_size"],
            progress=Progress(**about["progress"]),
            tensors=tensors,
        )
    except (KeyError, TypeError) as error:
        raise WeightsError(f"{path} is damaged and cannot be resumed; start the run again.") from error


@torch.no_grad()
def restore(checkpoint: Checkpoint, state: State) -> None:
    """Put a checkpoint's contents into ``state``, whose network and optimiser are freshly built.

    Raises:
        WeightsError: if the checkpoint belongs to another network or optimiser.
    """
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
            f"These weights belong to another network than {type(model).__name__}; choose the network they were "
            "trained with."
        ) from error


def _below(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}


def _write(path: Path, tensors: Mapping[str, Tensor], **about: Any) -> None:
    # Cloned, because safetensors refuses tensors that share memory; contiguous, because it keeps no strides.
    own = {name: tensor.detach().cpu().contiguous().clone() for name, tensor in tensors.items()}
    write_whole(path, safetensors.torch.save(own, {"cnnstudio": json.dumps(about)}))


def _read(path: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    with reading(path):
        try:
            with safetensors.safe_open(path, framework="pt") as file:
                about = json.loads((file.metadata() or {}).get("cnnstudio", "{}"))
                return {name: file.get_tensor(name) for name in file.keys()}, about  # noqa: SIM118
        except (safetensors.SafetensorError, ValueError) as error:
            raise WeightsError(f"{path} is damaged or not a safetensors file; choose another one.") from error
