import torch
from torch import nn

from cnnstudio.networks.building import to_meta, without_memory


def test_numbers_that_a_constructor_computes_with_stay_numbers() -> None:
    with without_memory():
        assert torch.arange(4).sum().item() == 6
        assert nn.Linear(2, 2).weight.is_meta


def test_shared_tensors_stay_shared() -> None:
    model = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3))
    model[1].weight = model[0].weight
    to_meta(model)
    assert model[1].weight is model[0].weight
    assert model[0].weight.is_meta
