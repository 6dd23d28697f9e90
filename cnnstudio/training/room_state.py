"""The Train room's state: what a restart, a link or a file brings back."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal

from cnnstudio.errors import ConfigError, printable
from cnnstudio.messages import Message
from cnnstudio.room_states import RoomState
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.recipes import recipe

Tab = Literal["confusion", "mistakes", "runs"]
XAxis = Literal["epoch", "step"]


def watched(name: str) -> TrainConfig:
    """A recipe as the window runs it: with test accuracy after each epoch, for the curve and the confusion matrix.

    Raises:
        UnknownNameError: if there is no such recipe.
    """
    return recipe(name, evaluate_test="epoch")


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRun:
    """A run that waits for its turn, or for the user after a restart.

    Attributes:
        config: what it is to train.
        resume: the folder of the run that is to go on; None for a new one.
    """

    config: TrainConfig
    resume: Path | None = None

    def __post_init__(self) -> None:
        if self.resume is not None and not self.resume.is_absolute():
            raise ConfigError(
                "The folder of a run has to be absolute; {resume} is not.", resume=printable(self.resume, 200)
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainState(RoomState):
    """What the Train room shows.

    Attributes:
        config: what stands in the form.
        folder: the folder of the data set as it was typed last; it stays while a data set with a name is chosen.
        run: the folder of the run whose curves stand in front; None where there is none.
        pinned: folders of the runs that are laid over it, in the order in which they were.
        tab: what the inspector shows.
        x_axis: what the curves are read in.
        log_scale: whether the loss has a logarithmic axis.
        more: whether the settings that are rarely changed are shown.
        log: whether the whole log is shown.
        waiting: runs that wait, in the order in which they would begin; none begins by being opened.
    """

    ROOM: ClassVar[str] = "train"
    WHERE: ClassVar[str] = Message("The Train room's state")

    config: TrainConfig = field(default_factory=lambda: watched("tutorial"))
    folder: str = ""
    run: Path | None = None
    pinned: tuple[Path, ...] = ()
    tab: Tab = "confusion"
    x_axis: XAxis = "epoch"
    log_scale: bool = False
    more: bool = False
    log: bool = False
    waiting: tuple[WaitingRun, ...] = ()

    def __post_init__(self) -> None:
        for path in (*self.pinned, *([self.run] if self.run else [])):
            if not path.is_absolute():
                raise ConfigError("The folder of a run has to be absolute; {path} is not.", path=printable(path, 200))
        if len(set(self.pinned)) < len(self.pinned):
            raise ConfigError("A run is laid over the curves twice. Copy the link again.")
