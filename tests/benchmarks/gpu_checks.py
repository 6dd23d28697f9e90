"""Whether training is right on a device: each check is a figure with a goal. No Qt, no torchvision."""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import torch
from numpy.typing import NDArray

from cnnstudio.datasets import DigitData
from cnnstudio.errors import ConfigError, OutOfMemoryError, StudioError
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.training import devices, failures, step
from cnnstudio.training import engine as engine_module
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.engine import Engine
from cnnstudio.training.events import StepsDone
from cnnstudio.training.recipes import recipe
from cnnstudio.training.runs import RunFolder
from cnnstudio.weights import format as weights_format
from tests.benchmarks.readings import Figure, Goal, at_least, at_most
from tests.benchmarks.session import Session

NEAR = 1e-3
"""Losses of another device may differ by so much after fifty steps: it adds in another order."""
SAME_DEVICE = 1e-5


@dataclass(frozen=True, slots=True)
class Checks:
    """The checks on one device.

    Attributes:
        device: as a run's configuration names it.
        data: what is trained on.
        folder: where the runs leave what they leave.
        steps: of each comparison.
    """

    device: str
    data: DigitData
    folder: Path
    steps: int = 50
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def take(self, taken: Session) -> None:
        """All of them, the one that fills the memory last."""
        for what, unit, goal, check in (
            ("losses, largest difference from the CPU's", "nats", at_most(NEAR), self.difference_from_cpu),
            ("losses, largest difference from plain steps", "nats", at_most(SAME_DEVICE), self.difference_from_plain),
            ("weights of a run that was resumed, largest difference", "", at_most(0), self.difference_when_resumed),
            ("stretches of steps that waited for the device", "of 1", at_most(0), self.waits),
            ("names of the device understood, or refused with a sentence", "of 3", at_least(3), self.names_understood),
            ("digit networks that do not train", "networks", at_most(0), self.networks_that_fail),
            ("memory errors told with a sentence, and got over", "of 2", at_least(2), self.memory_errors_told),
        ):
            self._note(taken, what, unit, goal, check())
        if torch.device(self.device).type == "cuda":
            self._note(taken, "the tutorial's step is replayed as a CUDA graph", "of 1", at_least(1), self.captures())

    @staticmethod
    def _note(taken: Session, what: str, unit: str, goal: Goal, value: float) -> None:
        taken.note(Figure(what=f"check: {what}", unit=unit, goal=goal, timed=False), value)

    def difference_from_cpu(self) -> float:
        """Of the first losses of the tutorial's recipe, in full float32."""
        with torch.backends.cudnn.flags(enabled=True, deterministic=True, allow_tf32=False):  # type: ignore[no-untyped-call]
            here, there = (self._losses(self._config(device=device)) for device in (self.device, "cpu"))
        return float(np.abs(here - there).max())

    def difference_from_plain(self) -> float:
        """Of the step that is taken on this device (a captured graph on CUDA) and one that is not captured."""
        config = self._config(gradient_parts=1)

        def plain(config: TrainConfig, state: Any, pictures: Any, labels: Any, crew: Any) -> step.Step:
            return step.PlainStep(config, state, pictures, labels)

        taken = self._losses(config)
        with patch.object(step, "make", plain):
            return float(np.abs(taken - self._losses(config)).max())

    def difference_when_resumed(self) -> float:
        """Of a run of two epochs that was stopped in the midst of the first, from one that was not."""
        config = self._config(epochs=2)
        for _event in Engine(config, run_dir=self.folder / "through", data=self.data).run():
            pass
        stopped = Engine(config, run_dir=self.folder / "stopped", data=self.data)
        stopped.stretch = 2
        with closing(stopped.run()) as events:
            for event in events:
                if isinstance(event, StepsDone):
                    break
        for _event in Engine(resume=self.folder / "stopped", data=self.data).run():
            pass
        through, resumed = (
            weights_format.open_weights(RunFolder(self.folder / name).final_weights)[0]
            for name in ("through", "stopped")
        )
        return max(float((through[name] - resumed[name]).abs().max()) for name in through)

    def waits(self) -> float:
        """1 if steps wait for the device between two events that hand on losses; can only be seen on CUDA."""
        engine = Engine(self._config(), run_dir=self.folder / "waits", data=self.data)
        engine.stretch = 2
        try:
            with _waiting_is_an_error(self.device) as guard, closing(engine.run()) as events:
                for number, event in enumerate(event for event in events if isinstance(event, StepsDone)):
                    if number == 3 or event.batch >= self._batches() - 2 * engine.stretch:
                        return 0.0
                    guard(True)
        except StudioError as error:
            print(f"waits for the device: {error}")
            return 1.0
        return 0.0

    def names_understood(self) -> float:
        """Of three: the device's own name, the last of its kind, and one more than there are, which is refused."""
        same = [name for name in devices.available() if name.split(":")[0] == torch.device(self.device).type]
        understood = sum(len(self._losses(self._config(device=name), steps=2)) == 2 for name in (self.device, same[-1]))
        try:
            devices.choose(f"cuda:{torch.cuda.device_count()}")
        except ConfigError:
            understood += 1
        return understood

    def networks_that_fail(self) -> float:
        """Of all that train on digits, by two steps each; those that fail are named."""
        failed = 0
        for spec in catalogue.specs():
            if spec.trainable_on_digits:
                config = recipe("tutorial", network=CatalogueNetwork(spec.name), device=self.device, batch_size=32)
                try:
                    self._losses(config.changed(evaluate_train=False), steps=2)
                except StudioError as error:
                    print(f"{spec.name} does not train: {error}")
                    failed += 1
        return failed

    def memory_errors_told(self) -> float:
        """Of two: running out of memory is told with the program's own error, and afterwards a run trains."""
        told = 0
        try:
            self._run_out_of_memory()
        except OutOfMemoryError:
            told += 1
        return told + (len(self._losses(self._config(), steps=2)) == 2)

    def captures(self) -> float:
        """1 if the tutorial's step is really captured, not only fallen back from."""
        made: list[step.Step] = []
        make = step.make

        def noted(*arguments: Any) -> step.Step:
            made.append(make(*arguments))
            return made[-1]

        with patch.object(step, "make", noted):
            self._losses(self._config(), steps=2)
        return float(isinstance(made[0], step.GraphStep))

    def _run_out_of_memory(self) -> None:
        device = torch.device(self.device)
        if device.type != "cuda":
            # A CPU's memory cannot be made small without harm to the machine; this asks for four petabytes.
            with failures.typed(device):
                torch.empty(2**50, device=device)
            return
        torch.cuda.empty_cache()
        torch.cuda.set_per_process_memory_fraction(0.001, device)
        try:
            self._losses(self._config(network="resnet-56", batch_size=min(20_000, self._pictures())), steps=1)
        finally:
            torch.cuda.set_per_process_memory_fraction(1.0, device)
            torch.cuda.empty_cache()

    def _config(self, **changes: Any) -> TrainConfig:
        """The tutorial's recipe, begun as usual: from its own tiny weights it learns nothing in so few steps."""
        return recipe("tutorial", **{"device": self.device, "initialisation": "default", **changes})

    def _losses(self, config: TrainConfig, steps: int | None = None) -> NDArray[np.float32]:
        """The losses of the first steps of a run."""
        wanted = min(steps or self.steps, -(-self._pictures() // config.batch_size))
        engine = Engine(config, run_dir=self.folder / f"run-{next(self._numbers)}", data=self.data)
        engine.stretch = min(wanted, 5)
        losses: list[float] = []
        with closing(engine.run()) as events:
            for event in events:
                if isinstance(event, StepsDone):
                    losses += event.losses.tolist()
                if len(losses) >= wanted:
                    break
        return np.array(losses[:wanted], np.float32)

    def _pictures(self) -> int:
        return len(self.data.train_images)

    def _batches(self) -> int:
        return -(-self._pictures() // self._config().batch_size)


@contextmanager
def _waiting_is_an_error(device: str) -> Iterator[Any]:
    """Within, ``guard(True)`` makes waiting for the device an error, but for the reading of losses."""
    on_cuda = torch.device(device).type == "cuda"

    def guard(on: bool) -> None:
        if on_cuda:
            torch.cuda.set_sync_debug_mode("error" if on else "default")

    read = engine_module._read

    def read_once(losses: torch.Tensor) -> NDArray[np.float32]:
        guard(False)
        return read(losses)

    with patch.object(engine_module, "_read", read_once):
        try:
            yield guard
        finally:
            guard(False)


def covered(spans: Sequence[tuple[float, float]]) -> float:
    """How much of a line these spans (from, to) cover together: ``[(0, 2), (1, 3), (5, 6)]`` -> 4."""
    total, end = 0.0, -float("inf")
    for first, last in sorted(spans):
        total += max(last - max(first, end), 0.0)
        end = max(end, last)
    return total
