"""One run as the generator that the thread bridge advances: torch, data and engine are reached for on its thread."""

import contextlib
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cnnstudio.datasets import Progress
from cnnstudio.gui.studio import LiveWeights
from cnnstudio.gui.training_panel.series import RunSeries, read_series
from cnnstudio.gui.workers.generator_worker import AtOnce
from cnnstudio.networks import trials
from cnnstudio.networks.reference import is_known
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.events import Event, RunStarted
from cnnstudio.training.kept_predictions import openable_layers
from cnnstudio.training.runs import RunFolder
from cnnstudio.workspace.current import Current

if TYPE_CHECKING:
    from torch.nn import Module

    from cnnstudio.datasets import DigitData
    from cnnstudio.training.engine import Engine


# Seconds between two looks at the weights while they learn.
_SNAPSHOT_S = 0.7

_TRIES = 3  # of a class, where other choices end them


@dataclass(frozen=True, slots=True)
class LoadingTorch:
    """PyTorch is being imported, which takes a second or two the first time."""


@dataclass(frozen=True, slots=True)
class TryingNetwork:
    """A class of the user's is being tried: it does not run here before it came to an end elsewhere."""

    title: str


@dataclass(frozen=True, slots=True)
class OpenableLayers:
    """The layers of the network that learns which the playground can open: path and kind of each."""

    layers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class EarlierCurves:
    """The curves of a run that goes on, as far as it had come."""

    series: RunSeries


def _own_digits() -> tuple[NDArray[np.uint8], NDArray[np.uint8]] | None:
    """What is kept in My handwriting: a second test set."""
    from cnnstudio.prediction.handwriting import Handwriting

    own_digits = Handwriting()
    # Where they cannot be read the Draw room says so; training goes on without.
    return own_digits.arrays() if len(own_digits) else None


def _snapshot(engine: "Engine", network: "Module", class_names: tuple[str, ...]) -> LiveWeights:
    tensors = {name: tensor.detach().cpu().clone() for name, tensor in network.state_dict().items()}
    return LiveWeights(
        run_dir=engine.folder.path, network=engine.config.network, class_names=class_names, tensors=tensors
    )


def _at_once(loading: "Generator[Progress, None, DigitData]") -> "Generator[AtOnce, None, DigitData]":
    while True:
        try:
            progress = next(loading)
        except StopIteration as end:
            data: DigitData = end.value
            return data
        yield AtOnce(progress)


class RunTask:
    """A run that is to be, or goes on. Made on the GUI thread, everything else happens on the worker's.

    Attributes:
        config: the run's configuration.
        resume: the folder of the run that goes on; None for a new one.
        single_steps: whether it pauses after its first step.
        before: what the studio was about when the user asked for it; None where nobody has noted it.
        waited: whether it had to wait for its turn.
    """

    def __init__(
        self,
        config: TrainConfig,
        *,
        resume: Path | None = None,
        single_steps: bool = False,
        before: Current | None = None,
    ) -> None:
        """Train ``config`` anew, or with ``resume`` go on with the run of that folder.

        ``config`` is then the run's own, but for a Python file that has changed since.
        """
        self.config = config
        self.resume = resume
        self.single_steps = single_steps
        self.before = before
        self.waited = False
        self._stretch: int | None = 1 if single_steps else None
        self._engine: Engine | None = None

    def events(self) -> Iterator[AtOnce | EarlierCurves | OpenableLayers | Event | LiveWeights]:
        """Everything from the first import to the last event; what takes its time is told before: see ``AtOnce``.

        Raises:
            StudioError: as ``Engine.run`` and ``datasets.loading``.
        """
        yield AtOnce(LoadingTorch())
        if self.resume is not None:
            yield EarlierCurves(read_series(self.resume, RunFolder(self.resume).batches()))
        from cnnstudio import datasets
        from cnnstudio.training.engine import Engine

        if not is_known(self.config.network, trials.TRAINS_ON_DIGITS):
            yield AtOnce(TryingNetwork(self.config.network.title))
            self._try_network()
        data = yield from _at_once(datasets.loading(self._dataset()))
        self._engine = Engine(self._config_to_give(), resume=self.resume, data=data)
        self._engine.stretch = self._stretch
        self._engine.own_digits = _own_digits()
        shown = time.monotonic()
        with contextlib.closing(self._engine.run()) as events:
            for event in events:
                yield event
                if isinstance(event, RunStarted) and self._engine.network is not None:
                    yield OpenableLayers(openable_layers(self._engine.network))
                network = self._engine.network
                if network is not None and time.monotonic() - shown >= _SNAPSHOT_S:
                    yield _snapshot(self._engine, network, data.class_names)
                    shown = time.monotonic()

    def _try_network(self) -> None:
        """Know what the class does; what else is chosen meanwhile does not end this for good."""
        for _ in range(_TRIES):
            if trials.find_out(self.config.network):
                return
        trials.check_ends(self.config.network)

    def _config_to_give(self) -> TrainConfig | None:
        """A run goes on with what stands in its folder, but for another state of the user's file."""
        if self.resume is None:
            return self.config
        kept = RunFolder(self.resume).config()
        return None if kept.network == self.config.network else kept.changed(network=self.config.network)

    def _dataset(self) -> str:
        """What to load: a resumed run goes on with what ``auto`` was when it started."""
        if self.resume is not None and self.config.dataset == "auto":
            return RunFolder(self.resume).summary().dataset or "auto"
        return self.config.dataset

    def set_single_steps(self, on: bool) -> None:
        """Take one step an event, or as many as fit into a slice."""
        self._stretch = 1 if on else None
        if self._engine is not None:
            self._engine.stretch = self._stretch

    def set_learning_rate(self, rate: float | None) -> None:
        """Use this rate from the next step on; None = the schedule's.

        Raises:
            ConfigError: for a rate that cannot work.
        """
        if self._engine is not None:
            self._engine.learning_rate = rate
