"""A class in the user's own file trains like any network: from its hash to its run folder, and on after a change."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from cnnstudio.datasets import DigitData
from cnnstudio.errors import ConfigError, StorageError, TrainingError, WeightsError
from cnnstudio.networks import consent
from cnnstudio.networks.consent import ConsentError
from cnnstudio.networks.reference import CatalogueNetwork, PythonNetwork
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.engine import Engine
from cnnstudio.training.events import RunFinished, RunStarted, StepsDone
from cnnstudio.training.runs import RunFolder, list_runs
from cnnstudio.weights import Initial, RunWeights
from cnnstudio.weights.loading import load, network_of
from tests.weights.networks import SOURCE, own_network

Small = Callable[..., TrainConfig]
FIVE = SOURCE + "\n\nclass Five(Twice):\n    def __init__(self):\n        super().__init__(5)\n"
FAILS = f"""{SOURCE}

class Fails(Twice):
    def forward(self, x):
        if self.training:
            raise KeyError("late")
        return super().forward(x)
"""


def started(events: list[object]) -> RunStarted:
    return next(event for event in events if isinstance(event, RunStarted))


def losses(events: list[object]) -> list[float]:
    return [loss for event in events if isinstance(event, StepsDone) for loss in event.losses.tolist()]


def test_it_trains_and_its_run_folder_says_what_it_is(noise: DigitData, small: Small, tmp_path: Path) -> None:
    network = own_network(tmp_path)
    config = small(network=network, epochs=1)
    engine = Engine(config, run_dir=tmp_path / "run", data=noise)
    events = engine.run()
    first = next(events)
    assert engine.network is not None
    initial = load(network, Initial(config.seed, config.initialisation), classes=10).module.state_dict()
    assert all(torch.equal(tensor, initial[name]) for name, tensor in engine.network.state_dict().items())
    rest = [first, *events]
    assert isinstance(rest[-1], RunFinished)
    folder = RunFolder(tmp_path / "run")
    assert folder.config() == config
    assert json.loads(folder.config_file.read_text())["network"] == {
        "kind": "python",
        "path": str(tmp_path / "mine.py"),
        "class_name": "Twice",
        "sha256": network.sha256,
    }
    assert folder.summary().network == f"{tmp_path / 'mine.py'}:Twice"
    weights = RunWeights(tmp_path / "run", "final")
    assert network_of(weights) == network
    loaded = load(network, weights)
    trained = engine.network.state_dict()
    assert all(torch.equal(tensor, trained[name]) for name, tensor in loaded.module.state_dict().items())


def test_its_run_goes_on_bit_equal(noise: DigitData, small: Small, tmp_path: Path) -> None:
    config = small(network=own_network(tmp_path))
    whole = losses(list(Engine(config, run_dir=tmp_path / "whole", data=noise).run()))
    first = Engine(config, run_dir=tmp_path / "parts", data=noise)
    first.stretch = 3
    events = first.run()
    seen = [next(events), next(events)]
    events.close()
    seen += list(Engine(resume=tmp_path / "parts", data=noise).run())
    assert losses(seen) == whole
    assert started(seen[2:]).remark == ""


def test_without_consent_nothing_is_run_and_nothing_written(noise: DigitData, small: Small, tmp_path: Path) -> None:
    network = own_network(tmp_path)
    consent.forget()
    with pytest.raises(ConsentError, match=r"mine\.py runs its code"):
        Engine(small(network=network), run_dir=tmp_path / "run", data=noise)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("source", "class_name", "told"),
    [
        (FIVE, "Five", ["(2, 5)", "10 classes", "(2, 10) is needed"]),
        (
            SOURCE.replace("nn.Conv2d(1, 4, 3, padding=1)", "nn.Conv2d(3, 4, 3)"),
            "Twice",
            ["1 × 28 × 28", "Conv2d(3, 4"],
        ),
        (SOURCE, "Absent", ["no class called Absent"]),
    ],
)
def test_what_does_not_fit_is_refused_with_the_shapes(
    noise: DigitData, small: Small, tmp_path: Path, source: str, class_name: str, told: list[str]
) -> None:
    network = own_network(tmp_path, class_name, source=source)
    with pytest.raises(ConfigError) as caught:
        list(Engine(small(network=network), run_dir=tmp_path / "run", data=noise).run())
    assert caught.value.setting == "network"
    assert all(words in str(caught.value) for words in told), str(caught.value)
    assert not (tmp_path / "run" / "config.json").exists()


def test_what_fails_while_it_learns_is_a_sentence(noise: DigitData, small: Small, tmp_path: Path) -> None:
    network = own_network(tmp_path, "Fails", source=FAILS)
    with pytest.raises(TrainingError, match="Training stopped on an error: 'late'"):
        list(Engine(small(network=network), run_dir=tmp_path / "run", data=noise).run())
    assert RunFolder(tmp_path / "run").summary().state == "failed"


def stopped(config: TrainConfig, folder: Path, data: DigitData) -> None:
    events = Engine(config, run_dir=folder, data=data).run()
    next(event for event in events if isinstance(event, StepsDone))
    events.close()


def test_a_file_that_has_changed_since_is_said_when_the_run_goes_on(
    noise: DigitData, small: Small, tmp_path: Path
) -> None:
    config = small(network=own_network(tmp_path))
    stopped(config, tmp_path / "run", noise)
    newer = own_network(tmp_path, source=SOURCE + "\n# a remark\n")
    events = list(Engine(config.changed(network=newer), resume=tmp_path / "run", data=noise).run())
    assert started(events).remark.startswith("mine.py has changed since this run was begun")
    assert RunFolder(tmp_path / "run").config().network == newer
    # Agreed to before, in this process, the old bytes are still at hand.
    stopped(config, tmp_path / "again", noise)
    assert started(list(Engine(resume=tmp_path / "again", data=noise).run())).remark == ""
    consent.forget()
    stopped_again = config.changed(epochs=3)
    with pytest.raises(ConsentError):
        Engine(stopped_again, resume=tmp_path / "again", data=noise)


def test_a_change_that_the_weights_do_not_fit_is_refused(noise: DigitData, small: Small, tmp_path: Path) -> None:
    config = small(network=own_network(tmp_path))
    stopped(config, tmp_path / "run", noise)
    kept = (tmp_path / "run" / "checkpoint.safetensors").read_bytes()
    wider = own_network(
        tmp_path, source=SOURCE.replace("nn.Linear(6, num_classes)", "nn.Linear(6, num_classes, bias=False)")
    )
    with pytest.raises(WeightsError):
        list(Engine(config.changed(network=wider), resume=tmp_path / "run", data=noise).run())
    assert (tmp_path / "run" / "checkpoint.safetensors").read_bytes() == kept


def test_a_run_goes_on_with_its_own_class_alone(noise: DigitData, small: Small, tmp_path: Path) -> None:
    config = small(network=own_network(tmp_path))
    stopped(config, tmp_path / "run", noise)
    for other in (own_network(tmp_path, "Locked"), CatalogueNetwork("convnet")):
        with pytest.raises(WeightsError, match=r"belongs to the network .*mine\.py:Twice"):
            Engine(config.changed(network=other), resume=tmp_path / "run", data=noise)


def test_a_run_whose_file_is_gone_is_still_listed(noise: DigitData, small: Small, tmp_path: Path) -> None:
    network = own_network(tmp_path)
    run = Engine(small(network=network, epochs=1), data=noise)
    list(run.run())
    assert "Twice tutorial" in run.folder.path.name
    network.path.unlink()
    assert [found.network for found in list_runs()] == [f"{network.path}:Twice"]
    assert run.folder.config().network == network
    with pytest.raises(StorageError):
        PythonNetwork.of(network.path, "Twice")


def test_old_configurations_and_new_ones_are_read(tmp_path: Path) -> None:
    assert TrainConfig.from_json({"network": "lenet5"}).network == CatalogueNetwork("lenet5")
    assert TrainConfig(network="lenet5").to_json()["network"] == "lenet5"  # type: ignore[arg-type]
    for network in (own_network(tmp_path), CatalogueNetwork.of("mini-vgg", num_classes=10)):
        config = TrainConfig(network=network)
        assert TrainConfig.from_json(json.loads(json.dumps(config.to_json()))) == config
    for odd in (7, None, ["convnet"], {"kind": "cloud"}, {"kind": "python", "path": "x"}):
        with pytest.raises(ConfigError) as caught:
            TrainConfig.from_json({"network": odd})
        assert caught.value.setting == "network"
