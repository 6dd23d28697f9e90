import json
import math
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.errors import ConfigError, UnknownNameError
from cnnstudio.training.config import TrainConfig, cut
from cnnstudio.training.recipes import RECIPES, recipe


@pytest.mark.parametrize("name", RECIPES)
def test_recipes_can_work(name: str) -> None:
    recipe(name).check()
    assert recipe(name).recipe == name


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("network", 7),
        ("dataset", "no-such-folder"),
        ("device", "gpu"),
        ("device", "cuda:x"),
        ("seed", -1),
        ("seed", 1.5),
        ("epochs", 0),
        ("epochs", True),
        ("batch_size", 0),
        ("batch_size", 12.0),
        ("optimizer", "lbfgs"),
        ("learning_rate", 0.0),
        ("learning_rate", -0.1),
        ("learning_rate", math.nan),
        ("learning_rate", math.inf),
        ("learning_rate", "fast"),
        ("momentum", 1.0),
        ("nesterov", True),
        ("weight_decay", -1e-4),
        ("schedule", "weekly"),
        ("warmup", 1.0),
        ("label_smoothing", 1.0),
        ("initialisation", "zeros"),
        ("averaging", 1.0),
        ("rotation", 181.0),
        ("translation", 15.0),
        ("scaling", 1.0),
        ("log_every", 0),
        ("gradient_parts", 0),
        ("gradient_parts", 3),
        ("gradient_parts", True),
        ("evaluate_train", "yes"),
        ("evaluate_test", "never"),
    ],
)
def test_a_value_that_cannot_work_is_refused_by_name(field: str, value: Any) -> None:
    with pytest.raises(ConfigError, match=field) as caught:
        TrainConfig().changed(**{field: value}).check()
    assert caught.value.setting == field
    assert str(caught.value).endswith(".")


def test_an_unknown_network_is_answered_with_near_names() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean convnet"):
        TrainConfig(network="covnet").check()


def test_an_unknown_recipe_is_answered_with_near_names() -> None:
    with pytest.raises(UnknownNameError, match="tutorial"):
        recipe("tutoral")


@given(st.data())
def test_json_brings_back_the_same_configuration(data: st.DataObject) -> None:
    changes: dict[str, Any] = {}
    for field in fields(TrainConfig):
        if field.type is int:
            changes[field.name] = data.draw(st.integers(1, 1000))
        elif field.type is float:
            changes[field.name] = data.draw(st.floats(0, 0.9))
        elif field.type is bool:
            changes[field.name] = data.draw(st.booleans())
    config = TrainConfig(**changes)
    assert TrainConfig.from_json(json.loads(json.dumps(config.to_json()))) == config


def test_json_of_another_version_is_refused() -> None:
    with pytest.raises(ConfigError, match="dropout"):
        TrainConfig.from_json({"dropout": 0.5})
    with pytest.raises(ConfigError, match="epochs"):
        TrainConfig.from_json({"epochs": "many"})


def test_a_folder_is_remembered_by_its_full_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "digits").mkdir()
    monkeypatch.chdir(tmp_path)
    assert TrainConfig(dataset="digits").with_absolute_dataset().dataset == str((tmp_path / "digits").resolve())
    assert TrainConfig(dataset="auto").with_absolute_dataset().dataset == "auto"


def test_configurations_recipes_runs_and_the_log_do_without_torch() -> None:
    code = (
        "import sys, cnnstudio.training.recipes as r, cnnstudio.training.runs as u, cnnstudio.training.log\n"
        "r.recipe('tutorial').check(); u.list_runs(); sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_texts_of_any_length_fit_into_a_sentence() -> None:
    assert cut("mnist") == "mnist"
    assert cut("x" * 200) == "x" * 200
    assert cut("a" * 150 + "b" * 5_000 + "c" * 40) == "a" * 150 + "…" + "c" * 40
