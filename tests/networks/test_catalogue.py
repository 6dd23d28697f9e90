import subprocess
import sys
from pathlib import Path

import pytest
import torch

from cnnstudio.errors import ConfigError, UnknownNameError
from cnnstudio.networks import catalogue

DIGITS = [spec for spec in catalogue.specs() if spec.family == "Digits"]


def test_names_are_unique_lower_case_and_found() -> None:
    specs = list(catalogue.specs())
    names = [spec.name for spec in specs]
    assert len(set(names)) == len(names)
    assert all(name == name.lower() for name in names)
    assert all(catalogue.get(spec.name) is spec for spec in specs)


def test_digit_networks_come_first() -> None:
    families = [spec.family for spec in catalogue.specs()]
    assert families[: len(DIGITS)] == ["Digits"] * len(DIGITS)


@pytest.mark.parametrize("spec", DIGITS, ids=lambda spec: spec.name)
def test_a_digit_network_is_what_its_entry_says(spec: catalogue.NetworkSpec) -> None:
    with torch.device("meta"):
        module = spec.build()
        logits = module.eval()(torch.zeros(3, *spec.input_shape))
    assert sum(parameter.numel() for parameter in module.parameters()) == spec.parameters
    assert logits.shape == (3, spec.classes)
    assert spec.trainable_on_digits


def test_changes_override_the_options() -> None:
    with torch.device("meta"):
        module = catalogue.build("convnet", num_classes=4)
        assert module(torch.zeros(1, 1, 28, 28)).shape == (1, 4)


def test_options_that_the_builder_refuses() -> None:
    with pytest.raises(ConfigError, match=r"The network convnet cannot be built with these options: .*colour"):
        catalogue.build("convnet", colour="red")


def test_an_unknown_name_is_answered_with_near_ones() -> None:
    with pytest.raises(UnknownNameError, match=r"no network called resnet19\. Did you mean .*resnet18"):
        catalogue.get("resnet19")
    with pytest.raises(UnknownNameError, match="Type cnnstudio networks for the list"):
        catalogue.get("%%%%")


def test_a_name_is_given_once() -> None:
    taken = catalogue.get("convnet")
    with pytest.raises(ValueError, match="two networks are called 'convnet'"):
        catalogue.register(taken)
    assert catalogue.get("convnet") is taken


def test_the_list_needs_no_torch() -> None:
    code = (
        "import sys; from cnnstudio.networks import catalogue; "
        "list(catalogue.specs()); assert 'torch' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert done.returncode == 0, done.stderr
