"""A run is pure of its process: beside busy rooms and other runs, and after a stop, it is the run alone, bit by bit."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import nn
from torch.utils._python_dispatch import _get_current_dispatch_mode

from cnnstudio.datasets import DigitData
from cnnstudio.errors import TrainingError
from cnnstudio.networks import catalogue
from cnnstudio.networks.draws import OwnDraws
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.prediction.reader import reader_with
from cnnstudio.training import randomness
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.engine import Engine
from cnnstudio.training.events import EpochEvaluated, Event, RunFinished, StepsDone
from cnnstudio.training.randomness import Randomness
from cnnstudio.training.runs import RunFolder
from cnnstudio.weights import Initial, loading
from cnnstudio.weights.metadata import Metadata
from tests.training.drawing_networks import add_to_catalogue

Small = Callable[..., TrainConfig]
Result = tuple[list[float], list[float | None], dict[str, torch.Tensor]]

# Dropout as a layer, in a row and beside branches, what a user's class may do, and what is computed in two parts.
WITH_DROPOUT = ["digitnet", "mini-vgg", "mini-inception", "draws-in-forward", "with-dropout"]


@pytest.fixture(autouse=True)
def users_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, attribute in (
        ("draws-in-forward", "DrawsInForward"),
        ("draws-again", "DrawsAgain"),
        ("with-dropout", "with_dropout"),
    ):
        add_to_catalogue(monkeypatch, name, attribute)


@pytest.fixture
def config(small: Small) -> Callable[..., TrainConfig]:
    def make(network: str, **changes: Any) -> TrainConfig:
        return small(network=network, initialisation="default", evaluate_test="epoch", rotation=8.0, **changes)

    return make


def result_of(events: list[Event], folder: Path) -> Result:
    losses = [float(loss) for event in events if isinstance(event, StepsDone) for loss in event.losses]
    accuracies = [event.test_accuracy for event in events if isinstance(event, EpochEvaluated)]
    return losses, accuracies, load_file(folder / "weights-final.safetensors")


def run(config: TrainConfig, data: DigitData, folder: Path) -> Result:
    return result_of(list(Engine(config, run_dir=folder, data=data).run()), folder)


def assert_equal(one: Result, other: Result) -> None:
    assert one[:2] == other[:2]
    assert one[2].keys() == other[2].keys()
    assert all(torch.equal(one[2][name], other[2][name]) for name in one[2])


@pytest.fixture
def busy_rooms() -> Iterator[Callable[[], None]]:
    """Starts what other rooms do all the time: build networks, read with a run's weights."""
    stop = threading.Event()

    def work() -> None:
        convnet = CatalogueNetwork("convnet")
        tensors = catalogue.build("convnet").state_dict()
        while not stop.is_set():
            catalogue.build("convnet")
            reader_with(loading.of_tensors(convnet, Initial(), tensors, metadata=Metadata(network=convnet), stamp=()))

    thread = threading.Thread(target=work)
    yield thread.start
    stop.set()
    thread.join()


@pytest.mark.parametrize("network", WITH_DROPOUT)
def test_a_run_beside_busy_rooms_is_the_run_alone(
    noise: DigitData, config: Small, tmp_path: Path, busy_rooms: Callable[[], None], network: str
) -> None:
    alone = run(config(network, epochs=1), noise, tmp_path / "alone")
    busy_rooms()
    assert_equal(run(config(network, epochs=1), noise, tmp_path / "beside"), alone)


@pytest.mark.parametrize("network", WITH_DROPOUT)
def test_two_runs_at_once_are_the_runs_alone(noise: DigitData, config: Small, tmp_path: Path, network: str) -> None:
    seeds = (1, 2)
    alone = [run(config(network, seed=seed, epochs=1), noise, tmp_path / f"alone-{seed}") for seed in seeds]
    beside: dict[int, Result] = {}

    def train(seed: int) -> None:
        beside[seed] = run(config(network, seed=seed, epochs=1), noise, tmp_path / f"beside-{seed}")

    threads = [threading.Thread(target=train, args=(seed,)) for seed in seeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for seed, result in zip(seeds, alone, strict=True):
        assert_equal(beside[seed], result)
    assert alone[0][0] != alone[1][0]


@pytest.mark.parametrize(
    ("network", "after"),
    [
        ("with-dropout", 9),
        ("digitnet", 7),
        ("mini-vgg", 1),
        ("mini-inception", 9),
        *(("draws-in-forward", after) for after in (1, 7, 9)),
    ],
)
def test_a_resumed_run_is_the_run_alone(
    noise: DigitData,
    config: Small,
    tmp_path: Path,
    busy_rooms: Callable[[], None],
    network: str,
    after: int,
) -> None:
    alone = run(config(network, averaging=0.9), noise, tmp_path / "alone")
    busy_rooms()
    engine = Engine(config(network, averaging=0.9), run_dir=tmp_path / "parts", data=noise)
    engine.stretch = 1
    first, events = engine.run(), []
    while sum(isinstance(event, StepsDone) for event in events) < after:
        events.append(next(first))
    first.close()
    events += list(Engine(resume=tmp_path / "parts", data=noise).run())
    assert_equal(result_of(events, tmp_path / "parts"), alone)


@pytest.mark.parametrize("network", ["convnet", "mini-vgg", "draws-in-forward"])
def test_a_run_leaves_torchs_stream_alone(noise: DigitData, config: Small, tmp_path: Path, network: str) -> None:
    torch.manual_seed(77)
    before = torch.get_rng_state()
    run(config(network), noise, tmp_path / "run")
    assert torch.equal(torch.get_rng_state(), before)


def test_seeds_give_other_masks_and_steps_and_parts_too() -> None:
    layer = nn.Dropout(0.5)

    def mask(seed: int, step: int, part: int = 0) -> torch.Tensor:
        with Randomness(seed, layer).forward(step, part):
            result: torch.Tensor = layer(torch.ones(300))
        return result

    one = mask(1, 5)
    assert torch.equal(one, mask(1, 5))
    assert not any(torch.equal(one, other) for other in (mask(2, 5), mask(1, 6), mask(1, 5, 1), mask(5, 1)))


@pytest.mark.parametrize(("model", "watched"), [(nn.ReLU(), [True, False, False]), (nn.Dropout(), [True] * 3)])
def test_what_draws_nothing_is_soon_left_alone(model: nn.Module, watched: list[bool]) -> None:
    random, seen = Randomness(1, model), []
    for step in range(3):
        with random.forward(step):
            seen.append(_get_current_dispatch_mode() is not None)
            model(torch.ones(3))
    assert seen == watched


def test_measuring_a_users_network_draws_the_same_again(noise: DigitData) -> None:
    foreign = catalogue.build("draws-in-forward").eval()
    pictures = noise.test_images[:, None].float() / 255
    answers = []
    for step in (3, 3, 4):
        with torch.inference_mode(), randomness.evaluation(1, step, foreign):
            answers.append(foreign(pictures))
    assert torch.equal(answers[0], answers[1])
    assert not torch.equal(answers[0], answers[2])


def test_what_would_be_drawn_again_for_the_gradients_is_refused(
    noise: DigitData, config: Small, tmp_path: Path
) -> None:
    # The other numbers would make other gradients than the loss's.
    with pytest.raises(TrainingError, match=r"torch\.utils\.checkpoint.*random"):
        run(config("draws-again"), noise, tmp_path / "run")
    assert "torch.utils.checkpoint" in RunFolder(tmp_path / "run").summary().message


def test_a_checkpoint_with_a_random_state_still_resumes(noise: DigitData, config: Small, tmp_path: Path) -> None:
    engine = Engine(config("mini-vgg"), run_dir=tmp_path / "run", data=noise)
    engine.stretch = 1
    first = engine.run()
    for _ in range(4):
        next(first)
    first.close()
    file = tmp_path / "run" / "checkpoint.safetensors"
    with safe_open(file, framework="pt") as opened:
        about = json.loads(opened.metadata()["cnnstudio"])
    assert not any(name.startswith("random.") for name in load_file(file))
    old = load_file(file) | {"random.cpu": torch.get_rng_state()}
    del about["checksums"]  # the first version had none
    save_file(old, file, {"cnnstudio": json.dumps(about | {"schema": 1})})
    assert isinstance(list(Engine(resume=tmp_path / "run", data=noise).run())[-1], RunFinished)


def test_a_captured_graph_finds_its_generators_seeded_for_the_step() -> None:
    layer, device = nn.Sequential(nn.Dropout(), nn.Dropout(0.2)), torch.device("cpu")
    random = Randomness(1, layer)
    with random.forward(3):
        layer(torch.ones(4))
    with (draws := OwnDraws(1, 8, 0)):
        expected = [torch.rand(3), torch.rand(3)]
    assert draws.count == 2
    generators = random.seed_generators(8, device)
    assert [torch.rand(3, generator=generator).tolist() for generator in generators] == [
        numbers.tolist() for numbers in expected
    ]
