import json
from pathlib import Path
from typing import Any

import pytest

from cnnstudio.errors import ConfigError
from cnnstudio.networks.reference import CatalogueNetwork, PythonNetwork
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.recipes import recipe
from cnnstudio.training.room_state import TrainState, WaitingRun, watched

OTHER = TrainState(
    config=TrainConfig(
        network=CatalogueNetwork.of("mini-vgg", num_classes=10), dataset="/data/idx", epochs=3, seed=2**62
    ),
    folder="/data/idx",
    run=Path("/runs/b"),
    pinned=(Path("/runs/c"), Path("/runs/a")),
    tab="runs",
    x_axis="step",
    log_scale=True,
    more=True,
    log=True,
    waiting=(WaitingRun(config=TrainConfig(epochs=4)), WaitingRun(config=TrainConfig(), resume=Path("/runs/a"))),
)


def test_the_first_state_is_the_tutorial_as_the_window_measures_it() -> None:
    assert TrainState().config == watched("tutorial") == recipe("tutorial", evaluate_test="epoch")


@pytest.mark.parametrize("state", [TrainState(), OTHER])
def test_it_goes_through_json(state: TrainState) -> None:
    assert TrainState.from_json(json.loads(json.dumps(state.to_json()))) == state


def test_a_class_that_may_not_run_is_only_named(tmp_path: Path) -> None:
    network = PythonNetwork(tmp_path / "gone.py", "Net", "0" * 64)
    state = TrainState(config=TrainConfig(network=network))
    assert TrainState.from_json(state.to_json()) == state


@pytest.mark.parametrize(
    "change",
    [
        {"tab": "cellar"},
        {"x_axis": "hour"},
        {"run": "runs/relative"},
        {"pinned": ["runs/relative"]},
        {"pinned": ["/runs/a", "/runs/a"]},
        {"config": {"epochs": "many"}},
        {"config": {"colour": 3}},
        {"config": 7},
        {"log": 1},
        {"waiting": [{"config": {}, "resume": "runs/relative"}]},
        {"waiting": [{"resume": "/runs/a"}]},
        {"waiting": 3},
        {"later": True},
    ],
)
def test_what_it_does_not_know_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ConfigError):
        TrainState.from_json({**TrainState().to_json(), **change})
