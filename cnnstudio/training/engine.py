"""The engine: one training run as a generator of events, read by the window, the command line and the tests alike."""

import contextlib
import copy
import time
from collections.abc import Generator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from cnnstudio import allocator, datasets
from cnnstudio.datasets import DigitData
from cnnstudio.errors import BusyError, ConfigError, DivergedError, ProcessLostError, StorageError, StudioError
from cnnstudio.messages import Message, amount, in_turn
from cnnstudio.networks import reference
from cnnstudio.networks.reference import PythonNetwork
from cnnstudio.training import (
    augment,
    checkpoint,
    devices,
    failures,
    kept_predictions,
    layout,
    metrics,
    optim,
    parts,
    randomness,
    shared_norm,
    step,
)
from cnnstudio.training.checkpoint import Checkpoint, State
from cnnstudio.training.config import TrainConfig, cut
from cnnstudio.training.events import CheckpointSaved, EpochEvaluated, Event, RunFinished, RunStarted, StepsDone
from cnnstudio.training.pace import Clock, Pace
from cnnstudio.training.parts import Crew
from cnnstudio.training.runs import RunFolder, new_run_dir
from cnnstudio.weights import format, initial, library
from cnnstudio.weights.metadata import Accuracy, Metadata, Trained, chosen_by

if TYPE_CHECKING:
    from cnnstudio.training.distributed import Team

SAVE_EVERY_S = 20.0
"""Most seconds of training between two checkpoints, unless writing one takes more than a hundredth of that."""


class Engine:
    """One run. ``for event in Engine(config).run(): ...`` trains; closing the generator saves a checkpoint.

    Attributes:
        config: the run's configuration.
        device: where it runs.
        folder: what it leaves behind.
        data: what it trains on; None = ``run`` loads the data set.
        stretch: most steps one ``StepsDone`` holds (1 steps singly); None = about 50 ms of them.
        own_digits: pictures uint8 (N, 28, 28) and labels (N,) of the user's own handwriting, a second test set that is
            measured after each epoch; None = there are none.
        network: what is evaluated now, while it runs; None before.
        team: the processes that train together, led by this one; None = it trains alone.
    """

    def __init__(
        self,
        config: TrainConfig | None = None,
        *,
        run_dir: Path | None = None,
        resume: Path | None = None,
        data: DigitData | None = None,
    ) -> None:
        """A new run in ``run_dir`` (default: a folder of its own), or one that goes on in the folder ``resume``.

        A resumed run keeps its configuration; a ``config`` given with it may change anything but the network, the
        data set, the seed, the batch size and the optimiser. One that has no checkpoint yet begins anew. ``data`` is
        used instead of loading the data set.

        Raises:
            BusyError: if another window or program trains the run that is to be resumed.
            ConfigError: if the configuration cannot work.
            StorageError, WeightsError: if there is no run to resume, or its checkpoint is damaged or another network's.
        """
        self._resuming = resume is not None
        self._resumed: Checkpoint | None = None
        if resume is not None:
            self._resumed, config = self._open(RunFolder(resume), config)
        elif config is None:
            raise ConfigError("A new run needs a configuration.")
        config.check()
        self.config = config.with_absolute_dataset()
        self.device = devices.choose(config.device)
        # The folder of a new run has its name from the clock: should somebody else be quicker, it takes another.
        self._names_itself = resume is None and run_dir is None
        self.folder = RunFolder(resume or run_dir or new_run_dir(config))
        if not self._resuming and self.folder.holds_run:
            raise _already_a_run(self.folder)
        self.stretch: int | None = None
        self._override = self._resumed.progress.learning_rate if self._resumed else None
        self.data = data
        self.own_digits: tuple[NDArray[np.uint8], NDArray[np.uint8]] | None = None
        self.network: nn.Module | None = None
        self.team: Team | None = None
        self._clock = Clock(self._resumed.progress.elapsed_s if self._resumed else 0.0)
        self._pace = Pace(self.config.batch_size)
        self._saved_at = 0.0
        self._save_again_after = SAVE_EVERY_S

    @property
    def learning_rate(self) -> float | None:
        """The rate that replaces the schedule's from the next step on; None = the schedule's.

        Raises:
            ConfigError: when it is set to what cannot be a rate.
        """
        return self._override

    @learning_rate.setter
    def learning_rate(self, rate: float | None) -> None:
        if rate is not None:
            self.config.changed(learning_rate=rate).check()
        self._override = rate

    def run(self) -> Generator[Event, None, None]:
        """Train. Closing the generator saves a checkpoint from which the run goes on as if it had not stopped.

        Raises:
            BusyError, ConfigError, DatasetError: before anything starts.
            TrainingError, StorageError: when the run fails; what was saved stays.
        """
        try:
            with failures.typed(self.device):
                data = self._load()
                self._take_folder()
                state = self._build(data)
                if self.team is not None:
                    self.team.admit(self.config, state.model, self.device)
                self.network = state.evaluated
                # First of all, so that there is no moment from which it cannot go on.
                self._save(data, state)
                self.folder.start(self.config, step=self._step(state), epoch=state.progress.epoch)
        except BaseException:
            self.folder.let_go()
            raise
        try:
            with failures.typed(self.device), self._crew(state) as crew:
                events = self._train(data.to(self.device), state, crew)
                while True:
                    with self._clock:
                        if (event := next(events, None)) is None:
                            return
                        self.folder.record(event)
                    yield event
        except GeneratorExit:
            if self.folder.running:
                self._stop(data, state)
            raise
        except KeyboardInterrupt:
            # It may have struck in the middle of a step, so the last checkpoint is the one that counts.
            self.folder.end("stopped")
            raise
        except StudioError as error:
            if isinstance(error, ProcessLostError) and self.device.type == "cpu":
                # It strikes before the update, so that the last whole step can be kept. What a GPU holds is not known.
                with contextlib.suppress(StorageError):
                    self._save(data, state)
            with contextlib.suppress(StorageError):
                self.folder.end("failed", str(error))
            raise
        finally:
            self.folder.let_go()

    def _crew(self, state: State) -> Crew:
        # Where several processes share the minibatches, each computes its share as one part.
        return parts.Crew(0) if self.team else parts.crew(self.config, state.model, self.device)

    def _train(self, data: DigitData, state: State, crew: Crew) -> Generator[Event, None, None]:
        config, progress = self.config, state.progress
        pictures = data.train_images.unsqueeze(1)
        take_step: step.Step
        if self.team is None:
            take_step = step.make(config, state, pictures, data.train_labels, crew)
        else:
            take_step = self.team.step(config, data, state, self.folder.path)
        yield self._started(data, state)
        while progress.epoch < config.epochs:
            order = datasets.epoch_order(config.seed, progress.epoch, len(pictures)).to(self.device)
            warps = augment.epoch_warps(config, progress.epoch, len(pictures), self.device)
            state.model.train()
            while progress.batch < len(state.losses):
                first, began = progress.batch, time.perf_counter()
                rates = self._rates(state)
                crew.lead(partial(self._take_steps, state, take_step, order, warps, rates))
                losses = _read(state.losses[first : progress.batch])
                self._pace.measured(len(rates), time.perf_counter() - began)
                if not np.isfinite(losses).all():
                    raise DivergedError(_DIVERGED)
                yield StepsDone(
                    first_step=self._step(state) - len(rates),
                    losses=losses,
                    learning_rates=np.array(rates, dtype=np.float32),
                    epoch=progress.epoch,
                    batch=progress.batch - 1,
                    images_per_s=self._pace.images_per_s,
                    elapsed_s=self._clock.now(),
                )
                if self._is_save_due() and progress.batch < len(state.losses):
                    yield self._save(data, state)
            with randomness.evaluation(config.seed, state.step, state.evaluated):
                evaluated = self._evaluate(data, pictures, state, crew)
            yield evaluated
            yield self._save(data, state)
        with randomness.evaluation(config.seed, state.step, state.evaluated):
            finished = self._finish(data, state, crew)
        yield finished

    def _take_steps(
        self, state: State, take_step: step.Step, order: Tensor, warps: Tensor | None, rates: list[float]
    ) -> None:
        """One step at each of these rates, without waiting for the device."""
        config, progress = self.config, state.progress
        for rate in rates:
            chosen = slice(progress.batch * config.batch_size, (progress.batch + 1) * config.batch_size)
            loss = take_step(order[chosen], None if warps is None else warps[chosen], rate)
            state.losses[progress.batch] = loss
            if state.averaged is not None:
                optim.update_average(state.averaged, state.model, config.averaging, self._step(state))
            progress.batch += 1

    def _evaluate(self, data: DigitData, pictures: Tensor, state: State, crew: Crew) -> EpochEvaluated:
        """Measure the network after an epoch, keep the best weights, and move on to the next epoch."""
        config, progress, network = self.config, state.progress, state.evaluated
        done = progress.epoch
        train = metrics.evaluate(network, pictures, data.train_labels, crew) if config.evaluate_train else None
        tested = config.evaluate_test == "epoch" or done == config.epochs - 1
        test = metrics.evaluate(network, data.test_images.unsqueeze(1), data.test_labels, crew) if tested else None
        train_loss = float(state.losses.mean())
        progress.train_accuracy = train.accuracy if train else None
        progress.test_accuracy = test.accuracy if test else None
        score = test.accuracy if test and config.evaluate_test == "epoch" else train.accuracy if train else -train_loss
        if progress.best_score is None or score >= progress.best_score:
            progress.best_score, progress.best_epoch = score, done
        progress.epoch, progress.batch = done + 1, 0
        if progress.best_epoch == done:
            self._keep_network(self.folder.best_weights, data, state, Trained("best", chosen_by(config.to_json())))
        mistakes = test.mistakes(data.test_images) if test else None
        if test is not None and mistakes is not None:
            kept = self.folder.test_predictions
            kept_predictions.save(
                kept,
                test,
                mistakes,
                epoch=done,
                dataset=data.name,
                classes=data.class_names,
                layers=kept_predictions.openable_layers(network),
            )
        return EpochEvaluated(
            epoch=done,
            train_loss=train_loss,
            train_accuracy=progress.train_accuracy,
            test_accuracy=progress.test_accuracy,
            test_loss=test.loss if test else None,
            confusion=test.confusion(len(data.class_names)) if test else None,
            mistakes=mistakes,
            elapsed_s=self._clock.now(),
            own_accuracy=self._own_accuracy(network, crew),
        )

    def _own_accuracy(self, network: nn.Module, crew: Crew) -> float | None:
        if self.own_digits is None:
            return None
        pictures, labels = (torch.from_numpy(array).to(self.device) for array in self.own_digits)
        return metrics.evaluate(network, pictures.unsqueeze(1), labels.long(), crew).accuracy

    def _finish(self, data: DigitData, state: State, crew: Crew) -> RunFinished:
        progress = state.progress
        if progress.test_accuracy is None:  # resumed with fewer epochs: the last one was not measured as the last
            test = metrics.evaluate(state.evaluated, data.test_images.unsqueeze(1), data.test_labels, crew)
            progress.test_accuracy = test.accuracy
        self._keep_network(self.folder.final_weights, data, state, Trained("final"))
        return RunFinished(
            reason="completed",
            run_dir=self.folder.path,
            train_accuracy=progress.train_accuracy,
            test_accuracy=progress.test_accuracy,
            best_epoch=progress.best_epoch,
            elapsed_s=self._clock.now(),
        )

    @staticmethod
    def _open(folder: RunFolder, wanted: TrainConfig | None) -> tuple[Checkpoint | None, TrainConfig]:
        """The checkpoint of a run that is to go on, if it has one yet, and the configuration to go on with."""
        folder.check_resumable()
        found = checkpoint.of_run(folder)
        if found is None:
            return None, wanted or folder.config()
        config = found.resumed_config(wanted)
        if found.progress.epoch >= config.epochs and folder.summary().state == "finished":
            raise ConfigError(
                "This run is finished after {epoch} epochs; set more epochs to go on.",
                epoch=found.progress.epoch,
                setting="epochs",
            )
        return found, config

    def _take_folder(self) -> None:
        """Keep the folder for this run alone, and see that it is still as it was when it was opened."""
        while not self._resuming:
            try:
                self.folder.hold()
            except BusyError:
                if not self._names_itself:
                    raise
            else:
                if not self.folder.holds_run:
                    return
                self.folder.let_go()
                if not self._names_itself:
                    raise _already_a_run(self.folder)
            self.folder = RunFolder(new_run_dir(self.config))
        self.folder.hold()
        now = checkpoint.signature(self.folder.checkpoint)
        if now != (self._resumed.signature if self._resumed else None):
            raise BusyError(
                "The run in {path} has just been trained by another window or program. Resume it again from where it "
                "stands now.",
                path=self.folder.path,
            )

    def _load(self) -> DigitData:
        """Load the data and refuse, before anything is written, what can be known to fail."""
        config, resumed = self.config, self._resumed
        data = self.data or datasets.load(config.dataset)
        size = len(data.train_images)
        if config.batch_size > size:
            raise ConfigError(
                "Batch size (batch_size) {batch_size} is larger than the training set of {size} pictures; choose "
                "{size} or less.",
                batch_size=config.batch_size,
                size=size,
                setting="batch_size",
            )
        if resumed and (resumed.dataset, resumed.train_size) != (data.name, size):
            raise ConfigError(
                "This run was trained on {dataset} ({train_size} pictures), not on {data} ({size} pictures); resume "
                "it with the same data set.",
                dataset=cut(resumed.dataset),
                train_size=resumed.train_size,
                data=data.name,
                size=size,
                setting="dataset",
            )
        if (misfit := reference.fits(config.network, reference.trains_on(len(data.class_names)))) is not None:
            raise ConfigError("Network (network): {reason}", reason=misfit, setting="network") from misfit
        if config.dataset == "auto":
            self.config = config.changed(dataset=data.name)
        return data

    def _build(self, data: DigitData) -> State:
        """The network and its optimiser, fresh or as the checkpoint left them."""
        config = self.config
        if self.device.type == "cpu":
            allocator.keep_freed_memory()
        if self.device.type == "cuda":
            torch.cuda.set_device(self.device)
        torch.backends.cudnn.deterministic = config.deterministic
        torch.backends.cudnn.benchmark = not config.deterministic
        model = initial.draw(config.network, config.seed, config.initialisation, classes=len(data.class_names))
        model = layout.lay_out(model, self.device)
        if self._resumed and self._resumed.schema < 3 and shared_norm.shares(model):
            self.config = config = config.changed(gradient_parts=1)  # as it was computed so far
        self.folder.check_room(bytes_needed=64 * _parameters(model) + 2**22)
        state = State(
            model=model,
            averaged=copy.deepcopy(model).requires_grad_(False) if config.averaging else None,
            optimizer=optim.optimizer(config, model.parameters(), self.device),
            losses=torch.zeros(-(-len(data.train_images) // config.batch_size), device=self.device),
        )
        if self._resumed:
            checkpoint.restore(self._resumed, state)
        return state

    def _started(self, data: DigitData, state: State) -> RunStarted:
        return RunStarted(
            config=self.config,
            run_dir=self.folder.path,
            device=str(self.device),
            device_name=self._device_name(),
            dataset=data.name,
            dataset_reason=data.reason,
            class_names=data.class_names,
            train_size=len(data.train_images),
            test_size=len(data.test_images),
            batches=len(state.losses),
            parameters=_parameters(state.model),
            first_step=self._step(state),
            own_rate=self._override,
            remark=self._remark(),
        )

    def _device_name(self) -> str:
        name = devices.title(self.device)
        if self.team is None:
            return name
        world = self.team.place.world
        return amount(world, "{device}, {n} process", "{device}, {n} processes", device=name)

    def _remark(self) -> str:
        """What the user should know of the run's folder, and of a network's file that has changed since then."""
        remarks = [] if self.folder.certain else [_NO_LOCKS]
        network, before = self.config.network, self._resumed.config.network if self._resumed else None
        if before is not None and before != network and isinstance(network, PythonNetwork):
            name = network.path.name
            remarks.append(
                Message(
                    "{name} has changed since this run was begun; it goes on with the file as it is now.", name=name
                )
            )
        return in_turn(remarks)

    def _save(self, data: DigitData, state: State) -> CheckpointSaved:
        began = time.monotonic()
        state.progress.learning_rate, state.progress.elapsed_s = self._override, self._clock.now()
        path, size = self.folder.checkpoint, len(data.train_images)
        checkpoint.save(path, state, self.config, dataset=data.name, train_size=size)
        self._saved_at = self._clock.now()
        # Of a network so large that writing it takes longer, less than a hundredth of the time is spent on it.
        self._save_again_after = max(SAVE_EVERY_S, 100 * (time.monotonic() - began))
        return CheckpointSaved(path=path, step=self._step(state))

    def _is_save_due(self) -> bool:
        return self._clock.now() - self._saved_at >= self._save_again_after

    def _stop(self, data: DigitData, state: State) -> None:
        try:
            self._save(data, state)
        except StorageError as error:
            with contextlib.suppress(StorageError):
                self.folder.end("failed", str(error))
            raise
        self.folder.end("stopped")

    def _keep_network(self, file: Path, data: DigitData, state: State, origin: Trained) -> None:
        """Write the network that is evaluated into a file of its own, after a whole epoch."""
        progress = state.progress
        tested = () if progress.test_accuracy is None else (Accuracy(progress.test_accuracy, data.name, "test"),)
        learnt = () if progress.train_accuracy is None else (Accuracy(progress.train_accuracy, data.name, "train"),)
        metadata = Metadata(
            network=self.config.network,
            dataset=data.name,
            classes=data.class_names,
            epoch=progress.epoch,
            step=state.step,
            accuracies=tested + learnt,
            made=library.now(),
            origin=origin,
            config=self.config.to_json(),
        )
        format.save(file, state.evaluated.state_dict(), metadata)

    def _rates(self, state: State) -> list[float]:
        """The learning rates of the next stretch, one a step."""
        count = min(self.stretch or self._pace.steps, len(state.losses) - state.progress.batch)
        if self._override is not None:
            return [self._override] * count
        step_number, steps = self._step(state), self.config.epochs * len(state.losses)
        return [optim.scheduled_rate(self.config, step_number + index, steps) for index in range(count)]

    @staticmethod
    def _step(state: State) -> int:
        """The global number of the next step."""
        return state.step


def _already_a_run(folder: RunFolder) -> ConfigError:
    return ConfigError(
        "The folder {folder} already holds a run; resume it, or choose another folder.",
        folder=folder.path,
        setting="run_dir",
    )


_NO_LOCKS = Message(
    "The disk of the run's folder has no file locks, so another computer or program could train this run at the same "
    "time without being noticed; see that none does."
)
_DIVERGED = Message(
    "The loss is no longer a finite number: the training has diverged. Choose a smaller learning rate, a warm-up, or "
    "the default initialisation; the weights from before are kept."
)


def _read(losses: Tensor) -> NDArray[np.float32]:
    """The one place that waits for the device; copied, for the next epoch writes over these losses."""
    return losses.to("cpu", copy=True).numpy()


def _parameters(model: torch.nn.Module) -> int:
    return sum(parameter.numel() for parameter in model.parameters())
