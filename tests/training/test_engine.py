import _thread
import errno
import itertools
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import safetensors.numpy
import torch
from safetensors.torch import load_file

from cnnstudio.datasets import DigitData
from cnnstudio.errors import (
    BusyError,
    ConfigError,
    DivergedError,
    OutOfMemoryError,
    StorageError,
    StudioError,
    TrainingError,
    WeightsError,
)
from cnnstudio.networks import reference
from cnnstudio.networks.convnet import ConvNet
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.training import checkpoint, shared_norm
from cnnstudio.training import engine as engine_module
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.engine import Engine
from cnnstudio.training.events import CheckpointSaved, EpochEvaluated, Event, RunFinished, RunStarted, StepsDone
from cnnstudio.training.recipes import recipe
from cnnstudio.training.runs import RunFolder
from cnnstudio.weights import format
from cnnstudio.weights.metadata import Accuracy, Trained
from tests.training.drawing_networks import add_to_catalogue

Small = Callable[..., TrainConfig]

EVERYTHING: dict[str, Any] = {
    "optimizer": "sgd",
    "momentum": 0.9,
    "nesterov": True,
    "schedule": "one-cycle",
    "warmup": 0.3,
    "averaging": 0.9,
    "rotation": 10.0,
    "translation": 2.0,
    "scaling": 0.1,
    "label_smoothing": 0.1,
    "initialisation": "default",
}


def losses_of(events: list[Event]) -> list[float]:
    return [float(loss) for event in events if isinstance(event, StepsDone) for loss in event.losses]


def take_steps(engine: Engine, count: int) -> tuple[Generator[Event, None, None], list[Event]]:
    """Step singly until ``count`` steps are done; the generator is left open."""
    engine.stretch = 1
    run = engine.run()
    events: list[Event] = []
    while len(losses_of(events)) < count:
        events.append(next(run))
    return run, events


def test_a_run_tells_its_whole_story_in_order(noise: DigitData, small: Small, tmp_path: Path) -> None:
    events = list(Engine(small(), run_dir=tmp_path / "run", data=noise).run())
    kinds = [type(event) for event in events if not isinstance(event, StepsDone)]
    assert kinds == [RunStarted, EpochEvaluated, CheckpointSaved, EpochEvaluated, CheckpointSaved, RunFinished]
    started = events[0]
    assert isinstance(started, RunStarted)
    assert (started.batches, started.parameters, started.first_step) == (7, 9098, 0)
    assert (started.train_size, started.test_size, started.device) == (100, 40, "cpu")
    steps = [event for event in events if isinstance(event, StepsDone)]
    for before, after in itertools.pairwise(steps):
        assert after.first_step == before.first_step + len(before.losses)
    assert len(losses_of(events)) == 14
    assert all(event.first_step + len(event.losses) - 1 == event.epoch * 7 + event.batch for event in steps)
    first, last = (event for event in events if isinstance(event, EpochEvaluated))
    assert first.test_accuracy is None
    assert first.confusion is None
    assert last.confusion is not None
    assert last.confusion.sum() == 40
    assert last.confusion.trace() == round(40 * (last.test_accuracy or 0))
    finished = events[-1]
    assert isinstance(finished, RunFinished)
    assert finished.test_accuracy == last.test_accuracy


def test_the_first_cost_is_that_of_guessing(noise: DigitData, small: Small) -> None:
    # Gaussian 0.01 weights answer all ten digits alike: ln 10, the tutorial's 2.3026.
    _, events = take_steps(Engine(small(), data=noise), 1)
    assert losses_of(events)[0] == pytest.approx(np.log(10), abs=0.002)


def test_it_learns_real_digits(some_mnist: DigitData) -> None:
    config = recipe("tutorial", initialisation="default", learning_rate=0.1, momentum=0.9, epochs=2, device="cpu")
    finished = list(Engine(config, data=some_mnist).run())[-1]
    assert isinstance(finished, RunFinished)
    assert finished.test_accuracy > 0.9


@pytest.mark.parametrize(
    ("network", "rate"), [("compact", 0.05), ("lenet5", 0.05), ("lenet5-1998", 0.01), ("mlp", 0.05)]
)
def test_every_digit_network_learns(some_mnist: DigitData, network: str, rate: float) -> None:
    config = recipe("tutorial", network=network, initialisation="default", momentum=0.9, epochs=1, device="cpu")
    finished = list(Engine(config.changed(batch_size=32, learning_rate=rate), data=some_mnist).run())[-1]
    assert isinstance(finished, RunFinished)
    assert finished.test_accuracy > 0.75


def test_two_runs_of_one_seed_are_equal_and_of_two_seeds_are_not(noise: DigitData, small: Small) -> None:
    one, same, other = (
        losses_of(list(Engine(small(seed=seed, epochs=1, initialisation="default"), data=noise).run()))
        for seed in (5, 5, 6)
    )
    assert one == same
    assert one != other


def test_stretch_bounds_the_steps_of_an_event(noise: DigitData, small: Small) -> None:
    engine = Engine(small(), data=noise)
    engine.stretch = 3
    sizes = [len(event.losses) for event in engine.run() if isinstance(event, StepsDone)]
    # Never across the end of an epoch.
    assert sizes == [3, 3, 1, 3, 3, 1]


def test_without_a_bound_the_stretches_grow_to_many_steps(
    noise: DigitData, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = itertools.count()
    # A stretch takes a few milliseconds, however busy the machine is.
    monkeypatch.setattr("time.perf_counter", lambda: next(ticks) / 1000)
    sizes = [len(e.losses) for e in Engine(small(epochs=6, batch_size=2), data=noise).run() if isinstance(e, StepsDone)]
    assert max(sizes) > 8


def test_the_reader_never_sees_a_leaked_grad_mode(noise: DigitData, small: Small) -> None:
    for _ in Engine(small(evaluate_test="epoch", averaging=0.9), data=noise).run():
        assert torch.is_grad_enabled()
        assert not torch.is_inference_mode_enabled()


def test_a_paused_reader_costs_no_training_time(
    noise: DigitData, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    monkeypatch.setattr("time.perf_counter", lambda: now)
    for event in Engine(small(), data=noise).run():
        now += 1000.0
        if isinstance(event, RunFinished):
            assert event.elapsed_s < 1.0


def test_the_learning_rate_can_be_overridden_and_given_back(noise: DigitData, small: Small) -> None:
    engine = Engine(small(schedule="one-cycle"), data=noise)
    run, events = take_steps(engine, 2)
    engine.learning_rate = 0.5
    events += [next(run), next(run)]
    engine.learning_rate = None
    events.append(next(run))
    rates = [float(event.learning_rates[0]) for event in events if isinstance(event, StepsDone)]
    scheduled = [0.05 * (1 - step / 14) for step in range(5)]
    assert rates == pytest.approx([*scheduled[:2], 0.5, 0.5, scheduled[4]])
    with pytest.raises(ConfigError, match="learning_rate"):
        engine.learning_rate = -1.0
    run.close()


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "adamw"])
@pytest.mark.parametrize("after", [0, 1, 7, 9, 14])
@pytest.mark.parametrize("gradient_parts", [1, 2])
def test_stopping_and_resuming_changes_nothing(
    noise: DigitData, small: Small, tmp_path: Path, gradient_parts: int, optimizer: str, after: int
) -> None:
    everything = {**EVERYTHING, "optimizer": optimizer, "gradient_parts": gradient_parts}
    if optimizer != "sgd":
        everything |= {"momentum": 0.0, "nesterov": False}
    config = small(**everything, evaluate_test="epoch", log_every=2)
    whole = list(Engine(config, run_dir=tmp_path / "whole", data=noise).run())
    first = Engine(config, run_dir=tmp_path / "parts", data=noise)
    if after:
        run, before = take_steps(first, after)
    else:
        run = first.run()
        before = [next(run)]
    run.close()
    assert RunFolder(tmp_path / "parts").summary().state == "stopped"
    later = list(Engine(resume=tmp_path / "parts", data=noise).run())
    assert isinstance(later[0], RunStarted)
    assert later[0].first_step == after
    assert losses_of(before) + losses_of(later) == losses_of(whole)
    for name in ("weights-final", "weights-best"):
        one, other = (load_file(tmp_path / place / f"{name}.safetensors") for place in ("whole", "parts"))
        assert all(torch.equal(one[key], other[key]) for key in one)
    one, other = (RunFolder(tmp_path / place) for place in ("whole", "parts"))
    for column in ("step", "epoch", "batch", "loss", "learning_rate"):
        assert np.array_equal(one.steps()[column], other.steps()[column])
    assert np.array_equal(one.epochs()["test_accuracy"], other.epochs()["test_accuracy"])


_IN_A_NEW_PROCESS = """
import sys
from pathlib import Path
from types import SimpleNamespace
from cnnstudio.training.engine import Engine
from cnnstudio.training.events import StepsDone

engine = Engine(resume=Path(sys.argv[1]))
engine.stretch = 1
run, left = engine.run(), 13
for event in run:
    if isinstance(event, StepsDone):
        left -= 1
        print(float(event.losses[0]).hex(), flush=True)
        if not left:
            run.close()
            break
"""


def test_20_steps_equal_7_steps_a_new_process_and_13_steps(mnist_dir: Path, tmp_path: Path) -> None:
    config = recipe("tutorial", dataset=str(mnist_dir), device="cpu", **EVERYTHING)
    run, straight = take_steps(Engine(config, run_dir=tmp_path / "straight"), 20)
    run.close()
    run, before = take_steps(Engine(config, run_dir=tmp_path / "parts"), 7)
    run.close()
    result = subprocess.run(
        [sys.executable, "-c", _IN_A_NEW_PROCESS, str(tmp_path / "parts")],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    assert losses_of(before) + [float.fromhex(line) for line in result.stdout.split()] == losses_of(straight)
    one, other = (load_file(tmp_path / place / "checkpoint.safetensors") for place in ("straight", "parts"))
    assert one.keys() == other.keys()
    assert {"averaged.classifier.weight", "optimizer.0.momentum_buffer"} < one.keys()
    for name in one:
        assert torch.equal(one[name], other[name]), name


@pytest.fixture
def two_cores() -> Iterator[None]:
    """As on a machine with two cores: the parts of a minibatch are computed side by side."""
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(1)


def training_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("training-")]


# What trains in parts: with normalisation over the minibatch and without, and with random layers.
IN_PARTS: list[dict[str, Any]] = [
    {"network": "convnet"},
    {"network": "convnet", **EVERYTHING},
    {"network": "convnet", "optimizer": "adamw", "weight_decay": 0.02, "averaging": 0.99},
    {"network": "mlp", "momentum": 0.9, "batch_size": 33},
    {"network": "with-dropout", "optimizer": "adam", "rotation": 10.0},
    {"network": "compact", "momentum": 0.9, "nesterov": True, "batch_size": 33},
    {"network": "digitnet", "optimizer": "adamw", "rotation": 10.0},
]


@pytest.mark.parametrize("changes", IN_PARTS, ids=lambda changes: "-".join(map(str, changes.values()))[:40])
def test_side_by_side_and_in_turn_give_the_same_bits(
    noise: DigitData,
    small: Small,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    changes: dict[str, Any],
    request: pytest.FixtureRequest,
) -> None:
    add_to_catalogue(monkeypatch, "with-dropout", "with_dropout")
    config = small(**changes, gradient_parts=2, evaluate_test="epoch")
    in_turn = list(Engine(config, run_dir=tmp_path / "in turn", data=noise).run())
    assert training_threads() == []
    request.getfixturevalue("two_cores")
    run, beside = take_steps(Engine(config, run_dir=tmp_path / "beside", data=noise), 3)
    assert len(training_threads()) == 2
    run.close()
    assert training_threads() == []
    beside += list(Engine(resume=tmp_path / "beside", data=noise).run())
    assert training_threads() == []
    assert torch.get_num_threads() == 2, "nobody else's number of threads has changed"
    assert losses_of(beside) == losses_of(in_turn)
    measured = [
        [
            (event.train_accuracy, event.test_accuracy, event.test_loss)
            for event in events
            if type(event) is EpochEvaluated
        ]
        for events in (in_turn, beside)
    ]
    assert measured[0] == measured[1]
    one, other = (load_file(tmp_path / place / "checkpoint.safetensors") for place in ("in turn", "beside"))
    assert one.keys() == other.keys()
    assert all(torch.equal(one[name], other[name]) for name in one)


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize("network", ["convnet", "compact"])
def test_two_parts_learn_what_one_learns(noise: DigitData, small: Small, network: str) -> None:
    config = small(**{**EVERYTHING, "batch_size": 33, "network": network})
    one, two = (losses_of(list(Engine(config.changed(gradient_parts=parts), data=noise).run())) for parts in (1, 2))
    assert one == pytest.approx(two, rel=1e-4)
    assert one != two, "added in another order, so that it is known to have been done in parts"


@pytest.mark.parametrize("layer", ["norm", "spectral", "hook"])
def test_what_cannot_be_shared_is_computed_whole(
    noise: DigitData, small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layer: str
) -> None:
    real = reference.build

    def changed(*args: Any, **kwargs: Any) -> torch.nn.Module:
        model = real(*args, **kwargs)
        if layer == "norm":
            model.features[1].momentum = None
        elif layer == "spectral":
            torch.nn.utils.parametrizations.spectral_norm(model.classifier)
        else:
            model.features[1].register_forward_hook(lambda *_: None)
        return model

    monkeypatch.setattr(reference, "build", changed)
    runs = [
        list(Engine(small(network="compact", gradient_parts=parts), run_dir=tmp_path / str(parts), data=noise).run())
        for parts in (1, 2)
    ]
    assert losses_of(runs[0]) == losses_of(runs[1])


def test_a_normalised_run_from_before_statistics_were_shared_goes_on_whole(
    noise: DigitData, small: Small, tmp_path: Path
) -> None:
    config = small(network="compact", gradient_parts=1)
    whole = list(Engine(config, run_dir=tmp_path / "whole", data=noise).run())
    run, before = take_steps(Engine(config, run_dir=tmp_path / "old", data=noise), 3)
    run.close()
    folder = RunFolder(tmp_path / "old")
    tensors, about = format.read(folder.checkpoint)
    # As such a run was kept: two parts were asked for, and the minibatch was computed whole.
    about["schema"], about["config"]["gradient_parts"] = 2, 2
    format.write(folder.checkpoint, tensors, about)
    folder.config_file.write_text(json.dumps({**json.loads(folder.config_file.read_text()), "gradient_parts": 2}))
    run, more = take_steps(Engine(resume=folder.path, data=noise), 2)
    run.close()
    assert folder.config().gradient_parts == 1
    rest = list(Engine(resume=folder.path, data=noise).run())
    assert losses_of(before) + losses_of(more) + losses_of(rest) == losses_of(whole)


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize("which", [0, 1])
def test_a_part_that_fails_between_two_normalisations_ends_the_run_and_lets_the_other_go(
    noise: DigitData, small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: int
) -> None:
    run, _ = take_steps(Engine(small(network="compact"), run_dir=tmp_path / "run", data=noise), 2)
    real, thrown = shared_norm._SharedNorm._tell_parts, ZeroDivisionError("zero")
    calls = itertools.count()

    def tell(self: Any, what: Any) -> list[Any]:
        if self.part == which and next(calls) == 4:  # on the way back
            raise thrown
        return real(self, what)

    monkeypatch.setattr(shared_norm._SharedNorm, "_tell_parts", tell)
    with pytest.raises(TrainingError, match="zero") as caught:
        next(run)
    assert caught.value.__cause__ is thrown
    assert RunFolder(tmp_path / "run").summary().state == "failed"
    assert training_threads() == []


def test_a_run_from_before_there_were_parts_goes_on_in_one(noise: DigitData, small: Small, tmp_path: Path) -> None:
    whole = list(Engine(small(gradient_parts=1), run_dir=tmp_path / "whole", data=noise).run())
    run, before = take_steps(Engine(small(gradient_parts=1), run_dir=tmp_path / "old", data=noise), 3)
    run.close()
    folder = RunFolder(tmp_path / "old")
    tensors, about = format.read(folder.checkpoint)
    del about["config"]["gradient_parts"]
    format.write(folder.checkpoint, tensors, about)
    kept = json.loads(folder.config_file.read_text())
    del kept["gradient_parts"]
    folder.config_file.write_text(json.dumps(kept))
    assert folder.config().gradient_parts == 1
    assert losses_of(before) + losses_of(list(Engine(resume=folder.path, data=noise).run())) == losses_of(whole)


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize(
    "thrown", [RuntimeError("can't allocate memory"), ZeroDivisionError("zero")], ids=["memory", "zero"]
)
def test_what_a_part_throws_ends_the_run_typed_and_leaves_no_thread(
    noise: DigitData, small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: int, thrown: Exception
) -> None:
    run, _ = take_steps(Engine(small(), run_dir=tmp_path / "run", data=noise), 9)
    real, calls = ConvNet.forward, itertools.count()

    def forward(self: ConvNet, x: torch.Tensor) -> torch.Tensor:
        if next(calls) == which:
            raise thrown
        return real(self, x)

    monkeypatch.setattr(ConvNet, "forward", forward)
    with pytest.raises(TrainingError) as caught:
        next(run)
    assert caught.value.__cause__ is thrown
    assert type(caught.value) is (OutOfMemoryError if isinstance(thrown, RuntimeError) else TrainingError)
    assert RunFolder(tmp_path / "run").summary().state == "failed"
    assert training_threads() == []


@pytest.mark.usefixtures("two_cores")
def test_ctrl_c_while_the_threads_compute_leaves_none_of_them(
    noise: DigitData, small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, _ = take_steps(Engine(small(), run_dir=tmp_path / "run", data=noise), 9)
    real = ConvNet.forward

    def forward(self: ConvNet, x: torch.Tensor) -> torch.Tensor:
        _thread.interrupt_main()
        return real(self, x)

    monkeypatch.setattr(ConvNet, "forward", forward)
    with pytest.raises(KeyboardInterrupt):
        # The signal is the main thread's; it may be handled only once the step is over.
        for _ in run:
            pass
    assert training_threads() == []
    assert RunFolder(tmp_path / "run").summary().state == "stopped"
    monkeypatch.undo()
    first = next(Engine(resume=tmp_path / "run", data=noise).run())
    assert isinstance(first, RunStarted)


WAITING = ("item", "cpu", "numpy", "tolist", "__bool__", "__float__", "__int__", "__index__", "nonzero")


# On the CPU torch's own Adam reads its step count, so that it is left to the test on CUDA.
@pytest.mark.parametrize("gradient_parts", [1, 2])
@pytest.mark.parametrize("network", ["convnet", "compact", "with-dropout", "draws-in-forward"])
def test_a_stretch_of_steps_never_waits_for_the_device(
    noise: DigitData, small: Small, monkeypatch: pytest.MonkeyPatch, network: str, gradient_parts: int
) -> None:
    add_to_catalogue(monkeypatch, "with-dropout", "with_dropout")
    add_to_catalogue(monkeypatch, "draws-in-forward", "QuietlyDrawing")
    engine = Engine(small(**EVERYTHING, network=network, gradient_parts=gradient_parts), data=noise)
    engine.stretch, may_wait, refused = 3, True, []

    def guarded(name: str) -> Callable[..., Any]:
        real = getattr(torch.Tensor, name)

        def method(*args: Any, **kwargs: Any) -> Any:
            if not may_wait:
                refused.append(name)
                raise AssertionError(f"Tensor.{name} waits for the device")
            return real(*args, **kwargs)

        return method

    read = engine_module._read

    def read_once(losses: torch.Tensor) -> Any:
        nonlocal may_wait
        may_wait = True
        try:
            return read(losses)
        finally:
            may_wait = False

    for name in WAITING:
        monkeypatch.setattr(torch.Tensor, name, guarded(name))
    monkeypatch.setattr(engine_module, "_read", read_once)
    read_losses: list[float] = []
    for event in engine.run():
        # Measuring and saving wait; between two stretches of one epoch only the losses are read.
        may_wait = not isinstance(event, StepsDone) or event.batch == 6
        if isinstance(event, StepsDone):
            read_losses += [float(loss) for loss in event.losses]
    assert len(read_losses) == 14
    assert refused == []


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU")
@pytest.mark.parametrize("optimizer", ["sgd", "adam", "adamw"])
def test_a_stretch_of_steps_never_waits_for_the_gpu(
    noise: DigitData, small: Small, monkeypatch: pytest.MonkeyPatch, optimizer: str
) -> None:
    read = engine_module._read

    def read_once(losses: torch.Tensor) -> Any:
        torch.cuda.set_sync_debug_mode("default")
        try:
            return read(losses)
        finally:
            torch.cuda.set_sync_debug_mode("error")

    monkeypatch.setattr(engine_module, "_read", read_once)
    engine = Engine(small(device="cuda", optimizer=optimizer, averaging=0.9), data=noise)
    engine.stretch = 3
    try:
        for event in engine.run():
            inside = isinstance(event, StepsDone) and event.batch < 6
            torch.cuda.set_sync_debug_mode("error" if inside else "default")
    finally:
        torch.cuda.set_sync_debug_mode("default")


def test_the_overridden_rate_survives_a_stop(noise: DigitData, small: Small, tmp_path: Path) -> None:
    engine = Engine(small(), run_dir=tmp_path / "run", data=noise)
    run, _ = take_steps(engine, 2)
    engine.learning_rate = 0.125
    run.close()
    again = Engine(resume=tmp_path / "run", data=noise)
    assert again.learning_rate == 0.125
    run, events = take_steps(again, 1)
    assert events[-1].learning_rates.tolist() == [0.125]  # type: ignore[union-attr]
    run.close()


def test_a_finished_run_goes_on_with_more_epochs_only(noise: DigitData, small: Small, tmp_path: Path) -> None:
    list(Engine(small(), run_dir=tmp_path / "run", data=noise).run())
    with pytest.raises(ConfigError, match="more epochs"):
        Engine(resume=tmp_path / "run", data=noise)
    events = list(Engine(small(epochs=3), resume=tmp_path / "run", data=noise).run())
    assert len(losses_of(events)) == 7
    assert RunFolder(tmp_path / "run").epochs()["epoch"].tolist() == [0, 1, 2]
    assert RunFolder(tmp_path / "run").summary().state == "finished"


@pytest.mark.parametrize(
    "change", [{"seed": 2}, {"batch_size": 20}, {"optimizer": "adam"}, {"dataset": "kmnist"}, {"epochs": 1}]
)
def test_what_a_resumed_run_cannot_change(
    noise: DigitData, small: Small, tmp_path: Path, change: dict[str, Any]
) -> None:
    run, _ = take_steps(Engine(small(), run_dir=tmp_path / "run", data=noise), 8)
    run.close()
    with pytest.raises(ConfigError) as caught:
        Engine(small(**change), resume=tmp_path / "run", data=noise)
    assert caught.value.setting in change


def test_what_a_checkpoint_says_of_itself_makes_no_endless_sentence(
    noise: DigitData, small: Small, tmp_path: Path
) -> None:
    run, _ = take_steps(Engine(small(), run_dir=tmp_path / "run", data=noise), 1)
    run.close()
    file = RunFolder(tmp_path / "run").checkpoint
    tensors, about = format.read(file)
    about["dataset"] = about["config"]["dataset"] = "/folder" * 1_000
    format.write(file, tensors, about)
    sentences = []
    for engine in (
        lambda: Engine(small(), resume=tmp_path / "run", data=noise),
        lambda: Engine(resume=tmp_path / "run", data=noise),
    ):
        with pytest.raises(ConfigError) as caught:
            next(engine().run())
        sentences.append(str(caught.value))
    assert all("/folder/folder" in sentence and len(sentence) < 600 for sentence in sentences)


def test_a_checkpoint_of_another_network_is_refused(noise: DigitData, small: Small, tmp_path: Path) -> None:
    run, _ = take_steps(Engine(small(), run_dir=tmp_path / "run", data=noise), 1)
    run.close()
    with pytest.raises(WeightsError, match="convnet"):
        Engine(small(network="mlp"), resume=tmp_path / "run", data=noise)


def test_resuming_with_other_data_is_refused(noise: DigitData, small: Small, tmp_path: Path) -> None:
    run, _ = take_steps(Engine(small(), run_dir=tmp_path / "run", data=noise), 1)
    run.close()
    other = replace(noise, name="kmnist")
    with pytest.raises(ConfigError, match="kmnist"):
        next(Engine(resume=tmp_path / "run", data=other).run())


def test_what_cannot_work_is_refused_before_anything_is_written(
    noise: DigitData, small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ConfigError, match="batch_size"):
        next(Engine(small(batch_size=101), run_dir=tmp_path / "run", data=noise).run())
    with pytest.raises(ConfigError, match="no device cuda:77"):
        Engine(small(device="cuda:77"), run_dir=tmp_path / "run", data=noise)
    assert not (tmp_path / "run").exists()
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ConfigError, match="run_dir"):
        next(Engine(small(), run_dir=tmp_path / "file" / "run", data=noise).run())
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1))
    with pytest.raises(ConfigError, match="free space"):
        next(Engine(small(), run_dir=tmp_path / "run", data=noise).run())
    assert not (tmp_path / "run" / "config.json").exists()


def test_a_folder_with_a_run_is_not_overwritten(noise: DigitData, small: Small, tmp_path: Path) -> None:
    list(Engine(small(epochs=1), run_dir=tmp_path / "run", data=noise).run())
    with pytest.raises(ConfigError, match="already holds a run"):
        Engine(small(), run_dir=tmp_path / "run", data=noise)


def test_a_second_resume_of_a_running_folder_is_refused(noise: DigitData, small: Small, tmp_path: Path) -> None:
    run, before = take_steps(Engine(small(), run_dir=tmp_path / "run", data=noise), 3)
    run.close()
    one, other = (Engine(resume=tmp_path / "run", data=noise) for _ in range(2))
    run, later = take_steps(one, 2)
    with pytest.raises(BusyError, match="another window or program"):
        Engine(resume=tmp_path / "run", data=noise)
    with pytest.raises(BusyError, match="another window or program"):
        next(other.run())
    later += list(run)
    # The one that was refused has neither stopped nor marked anything.
    assert RunFolder(tmp_path / "run").summary().state == "finished"
    assert RunFolder(tmp_path / "run").steps()["step"].tolist() == list(range(14))
    assert len(losses_of(before) + losses_of(later)) == 14


def test_a_run_that_went_on_meanwhile_is_not_resumed_from_the_past(
    noise: DigitData, small: Small, tmp_path: Path
) -> None:
    run, _ = take_steps(Engine(small(), run_dir=tmp_path / "run", data=noise), 3)
    run.close()
    late = Engine(resume=tmp_path / "run", data=noise)
    run, _ = take_steps(Engine(resume=tmp_path / "run", data=noise), 2)
    run.close()
    with pytest.raises(BusyError, match="has just been trained"):
        next(late.run())
    assert next(Engine(resume=tmp_path / "run", data=noise).run()).first_step == 5  # type: ignore[union-attr]


def test_two_new_runs_never_share_a_folder(noise: DigitData, small: Small, tmp_path: Path) -> None:
    engines = [Engine(small(), data=noise) for _ in range(3)]
    runs = [engine.run() for engine in engines]
    for run in runs:
        next(run)
    assert len({engine.folder.path for engine in engines}) == 3
    for run in runs:
        run.close()
    # With a name of the user's own there is no other to take.
    named = [Engine(small(), run_dir=tmp_path / "run", data=noise).run() for _ in range(2)]
    next(named[0])
    with pytest.raises(BusyError):
        next(named[1])
    named[0].close()
    early = Engine(small(), run_dir=tmp_path / "early", data=noise)
    list(Engine(small(epochs=1), run_dir=tmp_path / "early", data=noise).run())
    with pytest.raises(ConfigError, match="already holds a run"):
        next(early.run())


def test_a_run_can_be_resumed_from_its_first_moment(noise: DigitData, small: Small, tmp_path: Path) -> None:
    whole = list(Engine(small(), run_dir=tmp_path / "whole", data=noise).run())
    assert isinstance(next(Engine(small(), run_dir=tmp_path / "killed", data=noise).run()), RunStarted)
    # As a killed process leaves it: nobody closed the generator.
    copy = tmp_path / "copy"
    run = Engine(small(), run_dir=tmp_path / "alive", data=noise).run()
    next(run)
    shutil.copytree(tmp_path / "alive", copy)
    run.close()
    assert RunFolder(copy).summary().state == "stopped"
    assert RunFolder(copy).summary().resumable
    assert losses_of(list(Engine(resume=copy, data=noise).run())) == losses_of(whole)


def test_a_run_of_the_version_before_that_has_no_checkpoint_yet_begins_anew(
    noise: DigitData, small: Small, tmp_path: Path
) -> None:
    whole = list(Engine(small(), run_dir=tmp_path / "whole", data=noise).run())
    run, _ = take_steps(Engine(small(), run_dir=tmp_path / "old", data=noise), 3)
    run.close()
    folder = RunFolder(tmp_path / "old")
    folder.checkpoint.unlink()
    assert losses_of(list(Engine(resume=folder.path, data=noise).run())) == losses_of(whole)
    assert folder.steps()["step"].tolist() == list(range(14))
    # One that has weights has lost its checkpoint, and is not begun anew over them.
    folder.checkpoint.unlink()
    with pytest.raises(StorageError, match="no checkpoint"):
        Engine(resume=folder.path, data=noise)


def test_checkpoints_come_in_time_and_change_nothing(
    noise: DigitData, small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = small(**EVERYTHING, evaluate_test="epoch", gradient_parts=1)
    whole = list(Engine(config, run_dir=tmp_path / "whole", data=noise).run())
    now = 0.0
    monkeypatch.setattr("time.perf_counter", lambda: now)
    engine = Engine(config, run_dir=tmp_path / "often", data=noise)
    engine.stretch = 1
    events: list[Event] = []
    saved_at: list[float] = []
    run = engine.run()
    # Seven seconds of training a step: time passes while the engine works, not while its reader thinks.
    real = ConvNet.forward

    def forward(self: ConvNet, x: torch.Tensor) -> torch.Tensor:
        nonlocal now
        now += 7.0 if self.training else 0.0
        return real(self, x)

    monkeypatch.setattr(ConvNet, "forward", forward)
    for event in run:
        events.append(event)
        if isinstance(event, CheckpointSaved):
            saved_at.append(now)
            kept = torch.get_rng_state()
            # Whoever resumes from here sees what the run has seen.
            assert checkpoint.load(event.path).progress.batch == event.step % 7
            torch.set_rng_state(kept)
    assert losses_of(events) == losses_of(whole)
    # After three steps and after six, twice, and after each epoch.
    assert [event.step for event in events if isinstance(event, CheckpointSaved)] == [3, 6, 7, 10, 13, 14]
    assert max(after - before for before, after in itertools.pairwise([0.0, *saved_at])) <= 21.0
    one, other = (load_file(tmp_path / place / "weights-final.safetensors") for place in ("whole", "often"))
    assert all(torch.equal(one[key], other[key]) for key in one)


def test_a_checkpoint_that_takes_long_is_written_less_often(
    noise: DigitData, small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, writing = 0.0, 0.0
    monkeypatch.setattr("time.perf_counter", lambda: now)
    monkeypatch.setattr("time.monotonic", lambda: writing)
    real = checkpoint.save

    def save(*args: Any, **kwargs: Any) -> None:
        nonlocal writing
        real(*args, **kwargs)
        writing += 0.5

    monkeypatch.setattr(checkpoint, "save", save)
    engine = Engine(small(epochs=1, batch_size=1), run_dir=tmp_path / "run", data=noise)
    engine.stretch = 1
    saved = []
    for event in engine.run():
        if isinstance(event, CheckpointSaved):
            saved.append(event.step)
        if isinstance(event, StepsDone):
            engine._clock._sum += 10.0
    # Half a second of writing in fifty of training, five steps of ten seconds.
    assert saved == [*range(5, 100, 5), 100]


def test_resuming_over_garbage_in_the_tables(noise: DigitData, small: Small, tmp_path: Path) -> None:
    config = small(log_every=1, evaluate_test="epoch")
    list(Engine(config, run_dir=tmp_path / "whole", data=noise).run())
    run, _ = take_steps(Engine(config, run_dir=tmp_path / "run", data=noise), 9)
    run.close()
    whole, folder = RunFolder(tmp_path / "whole"), RunFolder(tmp_path / "run")
    for file in (folder.steps_file, folder.epochs_file):
        lines = file.read_bytes().splitlines(keepends=True)
        lines[1:1] = [
            b"garbage\n",
            b"\0\0\0\n",
            b"one,two,three,4,5,6\n",
            b"\xff\xfe,1,1,1,1,1\n",
            b'"\n',
            b"9" * 200_000 + b"\n",
            b"\n",
        ]
        file.write_bytes(b"".join(lines))
    list(Engine(resume=folder.path, data=noise).run())
    for column in ("step", "epoch", "batch", "loss", "learning_rate"):
        assert np.array_equal(folder.steps()[column], whole.steps()[column]), column
    for column in ("epoch", "train_loss", "train_accuracy", "test_accuracy", "test_loss"):
        assert np.array_equal(folder.epochs()[column], whole.epochs()[column]), column


def test_resuming_mends_damaged_json_and_keeps_what_was_there(noise: DigitData, small: Small, tmp_path: Path) -> None:
    run, _ = take_steps(Engine(small(), run_dir=tmp_path / "run", data=noise), 9)
    run.close()
    folder = RunFolder(tmp_path / "run")
    folder.state_file.write_text('{"state": 5}')
    folder.config_file.write_text("[[[")
    assert folder.summary().state == "damaged"
    list(Engine(resume=folder.path, data=noise).run())
    assert folder.summary().state == "finished"
    assert folder.config() == small()
    assert (folder.path / "state.json.damaged").read_text() == '{"state": 5}'
    assert (folder.path / "config.json.damaged").read_text() == "[[["


@pytest.mark.parametrize("name", ["config.json", "state.json", "test-predictions.safetensors"])
def test_a_run_of_a_later_version_is_refused_and_not_touched(
    noise: DigitData, small: Small, tmp_path: Path, name: str
) -> None:
    run, _ = take_steps(Engine(small(), run_dir=tmp_path / "run", data=noise), 9)
    run.close()
    file = tmp_path / "run" / name
    text = json.dumps({"schema": 2, "kind": "test-predictions"})
    file.write_bytes(safetensors.numpy.save({}, {"about": text}) if file.suffix == ".safetensors" else text.encode())
    before = {place.name: place.read_bytes() for place in (tmp_path / "run").iterdir()}
    with pytest.raises(StorageError, match="later version of the program; update it"):
        Engine(resume=tmp_path / "run", data=noise)
    with pytest.raises(ConfigError, match="already holds a run"):
        Engine(small(), run_dir=tmp_path / "run", data=noise)
    assert {place.name: place.read_bytes() for place in (tmp_path / "run").iterdir()} == before


def test_what_was_refused_at_the_start_leaves_no_folder(
    noise: DigitData, small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1))
    with pytest.raises(ConfigError, match="0 MB of free space, and this run needs 5 MB"):
        next(Engine(small(), run_dir=tmp_path / "run", data=noise).run())
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("kind", ["run_dir", "resume"])
def test_a_path_that_is_too_long_is_one_sentence(noise: DigitData, small: Small, tmp_path: Path, kind: str) -> None:
    with pytest.raises(StudioError, match="the name is too long"):
        next(Engine(small(), **{kind: tmp_path / ("x" * 300)}, data=noise).run())


def test_a_disk_without_locks_is_told(
    noise: DigitData, small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = next(Engine(small(), run_dir=tmp_path / "locks", data=noise).run())
    assert isinstance(started, RunStarted)
    assert started.remark == ""
    monkeypatch.setattr("cnnstudio.locks.try_lock", lambda *_, **__: None)
    started = next(Engine(small(), run_dir=tmp_path / "none", data=noise).run())
    assert isinstance(started, RunStarted)
    assert "has no file locks" in started.remark


def test_a_huge_learning_rate_ends_as_diverged(noise: DigitData, small: Small, tmp_path: Path) -> None:
    config = small(learning_rate=1e9, initialisation="default", epochs=5)
    with pytest.raises(DivergedError, match="smaller learning rate"):
        list(Engine(config, run_dir=tmp_path / "run", data=noise).run())
    summary = RunFolder(tmp_path / "run").summary()
    assert summary.state == "failed"
    assert "diverged" in summary.message


def test_divergence_keeps_the_last_good_checkpoint(noise: DigitData, small: Small, tmp_path: Path) -> None:
    engine = Engine(small(initialisation="default", epochs=5), run_dir=tmp_path / "run", data=noise)
    run = engine.run()
    while not isinstance(next(run), CheckpointSaved):
        pass
    engine.learning_rate = 1e12
    with pytest.raises(DivergedError):
        list(run)
    weights = load_file(tmp_path / "run" / "checkpoint.safetensors")
    assert all(bool(tensor.isfinite().all()) for tensor in weights.values() if tensor.is_floating_point())
    again = Engine(resume=tmp_path / "run", data=noise)
    again.learning_rate = 0.01
    assert isinstance(list(again.run())[-1], RunFinished)


@pytest.mark.parametrize(
    ("thrown", "kind"),
    [
        (RuntimeError("CUDA out of memory. Tried to allocate 20.00 GiB"), OutOfMemoryError),
        (torch.OutOfMemoryError("CUDA out of memory."), OutOfMemoryError),
        (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to..."), OutOfMemoryError),
        (MemoryError(), OutOfMemoryError),
        (RuntimeError("mat1 and mat2 shapes cannot be multiplied"), TrainingError),
        (ZeroDivisionError("division by zero"), TrainingError),
    ],
)
def test_what_torch_throws_in_a_step_ends_as_a_typed_failure(
    noise: DigitData, small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, thrown: Exception, kind: type
) -> None:
    engine = Engine(small(), run_dir=tmp_path / "run", data=noise)
    run, _ = take_steps(engine, 9)

    def broken(*_: object) -> None:
        raise thrown

    monkeypatch.setattr(ConvNet, "forward", broken)
    with pytest.raises(kind) as caught:
        next(run)
    assert type(caught.value) is kind
    assert caught.value.__cause__ is thrown
    folder = RunFolder(tmp_path / "run")
    assert folder.summary().state == "failed"
    assert folder.summary().message == str(caught.value)
    # What was saved after the first epoch stays, and the run goes on from there.
    monkeypatch.undo()
    first = next(Engine(resume=folder.path, data=noise).run())
    assert isinstance(first, RunStarted)
    assert first.first_step == 7


def test_a_full_disk_fails_the_run_and_keeps_the_old_checkpoint(
    noise: DigitData, small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine(small(epochs=5), run_dir=tmp_path / "run", data=noise)
    real, full = os.replace, False

    def replace_file(source: Any, target: Any) -> None:
        if full:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(source, target)

    monkeypatch.setattr("os.replace", replace_file)
    run = engine.run()
    while not isinstance(next(run), CheckpointSaved):
        pass
    full = True
    kept = (tmp_path / "run" / "checkpoint.safetensors").read_bytes()
    with pytest.raises(StorageError, match="disk is full"):
        list(run)
    assert (tmp_path / "run" / "checkpoint.safetensors").read_bytes() == kept
    assert not list((tmp_path / "run").glob("*.tmp"))
    assert not list((tmp_path / "run").glob(".*"))
    full = False
    assert isinstance(list(Engine(resume=tmp_path / "run", data=noise).run())[-1], RunFinished)


def test_closing_on_a_full_disk_tells_the_closer(
    noise: DigitData, small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, _ = take_steps(Engine(small(), run_dir=tmp_path / "run", data=noise), 2)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(StorageError, match="disk is full"):
        run.close()
    # It could not even be written down that it failed; but nobody trains it any more.
    assert RunFolder(tmp_path / "run").summary().state == "stopped"


def test_the_evaluated_weights_are_the_average(noise: DigitData, small: Small, tmp_path: Path) -> None:
    list(Engine(small(averaging=0.99, initialisation="default"), run_dir=tmp_path / "run", data=noise).run())
    saved = load_file(tmp_path / "run" / "checkpoint.safetensors")
    final = load_file(tmp_path / "run" / "weights-final.safetensors")
    assert torch.equal(final["classifier.weight"], saved["averaged.classifier.weight"])
    assert not torch.equal(final["classifier.weight"], saved["model.classifier.weight"])


def test_weights_say_what_they_are(noise: DigitData, small: Small, tmp_path: Path) -> None:
    events = list(Engine(small(evaluate_test="epoch"), run_dir=tmp_path / "run", data=noise).run())
    finished, epochs = events[-1], [event for event in events if isinstance(event, EpochEvaluated)]
    assert isinstance(finished, RunFinished)
    final = format.open_metadata(tmp_path / "run" / "weights-final.safetensors")
    assert (final.network, final.dataset) == (CatalogueNetwork("convnet"), "mnist")
    assert (final.epoch, final.step) == (2, 14)
    assert final.accuracy == Accuracy(finished.test_accuracy, "mnist", "test")
    assert final.on("mnist", "train") == finished.train_accuracy
    assert final.origin == Trained("final")
    assert final.classes == noise.class_names
    best = format.open_metadata(tmp_path / "run" / "weights-best.safetensors")
    assert best.epoch == finished.best_epoch + 1
    assert best.step == 7 * best.epoch
    assert best.accuracy == Accuracy(epochs[finished.best_epoch].test_accuracy, "mnist", "test")
    assert best.origin == Trained("best", "test accuracy")
    assert TrainConfig.from_json(final.config) == small(evaluate_test="epoch")


def test_ones_own_digits_are_a_second_test_set(noise: DigitData, small: Small, tmp_path: Path) -> None:
    engine = Engine(small(), run_dir=tmp_path / "run", data=noise)
    engine.own_digits = noise.test_images[:10].numpy(), noise.test_labels[:10].numpy().astype(np.uint8)
    measured = [event for event in engine.run() if isinstance(event, EpochEvaluated)]
    assert engine.network is not None
    with torch.inference_mode():
        answers = engine.network(noise.test_images[:10, None].float() / 255).argmax(1)
    assert measured[-1].own_accuracy == pytest.approx(float((answers == noise.test_labels[:10]).float().mean()))
    table = RunFolder(tmp_path / "run").epochs()
    assert table["own_accuracy"].tolist() == pytest.approx([event.own_accuracy for event in measured])
    without = Engine(small(), run_dir=tmp_path / "without", data=noise)
    assert all(event.own_accuracy is None for event in without.run() if isinstance(event, EpochEvaluated))
