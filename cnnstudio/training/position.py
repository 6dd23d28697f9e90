"""Where a run goes on, as its checkpoint says before its tensors. Torch-free."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cnnstudio import records
from cnnstudio.errors import ConfigError
from cnnstudio.messages import Message
from cnnstudio.networks.reference import NetworkRef
from cnnstudio.training.config import TrainConfig
from cnnstudio.weights.metadata import CHECKPOINT

SCHEMA = 3
"""1 kept torch's random state, which a run no longer depends on; up to 2, minibatches of a network with batch
normalisation were computed whole, whatever the run's ``gradient_parts``."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What stands in a checkpoint's metadata."""

    schema: int
    kind: str
    network: NetworkRef
    dataset: str
    train_size: int
    config: TrainConfig
    progress: Progress

    @property
    def batches(self) -> int:
        """Steps an epoch."""
        return -(-self.train_size // self.config.batch_size)

    @property
    def step(self) -> int:
        """The global number of the step that comes next, from 0."""
        return self.progress.epoch * self.batches + self.progress.batch

    @property
    def steps(self) -> int:
        """Of the whole run."""
        return self.config.epochs * self.batches


def from_about(values: Mapping[str, Any]) -> About:
    """Read what a checkpoint's header says.

    Raises:
        ConfigError: if it is no checkpoint's, of a later version, or says what no run can have.
    """
    schema = values.get("schema")
    if values.get("kind") != CHECKPOINT or type(schema) is not int or not 1 <= schema <= SCHEMA:
        raise ConfigError("it is no checkpoint that this version reads.")
    about = records.from_json(About, values, where=Message("what it says of itself"))
    _check(about)
    return about


def _check(about: About) -> None:
    """Refuse a position that no run can have.

    Raises:
        ConfigError: saying which value.
    """
    config, progress = about.config, about.progress
    config.check_values()
    ended = progress.epoch == config.epochs
    accuracies = [value for value in (progress.train_accuracy, progress.test_accuracy) if value is not None]
    for holds, what in (
        (about.network == config.network, Message("its network is another than its settings'.")),
        (
            config.batch_size <= about.train_size < 2**31,
            Message("it claims {count} training pictures.", count=about.train_size),
        ),
        (
            0 <= progress.epoch <= config.epochs,
            Message("it stands in epoch {epoch} of {most}.", epoch=progress.epoch, most=config.epochs),
        ),
        (
            0 <= progress.batch <= (0 if ended else about.batches),
            Message("it stands at batch {batch} of {most}.", batch=progress.batch, most=about.batches),
        ),
        (
            progress.learning_rate is None or progress.learning_rate > 0,
            Message("its learning rate is not greater than 0."),
        ),
        (0 <= progress.elapsed_s < 1e12, Message("the time it took is none that a run can take.")),
        (0 <= progress.best_epoch <= progress.epoch, Message("its best epoch is none of its epochs.")),
        (all(0 <= accuracy <= 1 for accuracy in accuracies), Message("an accuracy is not between 0 and 1.")),
    ):
        if not holds:
            raise ConfigError(what)
