import pytest
import torch

from cnnstudio.analysis.network import analyse
from cnnstudio.networks import catalogue
from cnnstudio.networks.catalogue import NetworkSpec

SPECS = [spec for spec in catalogue.specs() if spec.trainable_on_digits]


@pytest.mark.parametrize("spec", SPECS, ids=[spec.name for spec in SPECS])
def test_digit_networks_run_and_have_the_stated_size(spec: NetworkSpec) -> None:
    model = spec.build().eval()
    with torch.no_grad():
        assert model(torch.rand(2, 1, 28, 28)).shape == (2, 10)
    total = sum(parameter.numel() for parameter in model.parameters())
    assert total == analyse(spec).total_params == spec.parameters
