import pytest

from cnnstudio.analysis.building import build
from cnnstudio.errors import ConfigError, NetworkInputError
from cnnstudio.networks import catalogue
from cnnstudio.networks.catalogue import NetworkSpec


@pytest.mark.parametrize("name", ["vgg11", "regnet_y_400mf", "swin_t", "vit_b_32", "mnasnet0_5", "convnet"])
def test_nothing_is_left_off_meta(name: str) -> None:
    module = build(catalogue.get(name))
    assert all(tensor.is_meta for tensor in (*module.parameters(), *module.buffers()))
    assert not any(layer.training for layer in module.modules())


@pytest.mark.parametrize("spec", list(catalogue.specs()), ids=lambda spec: spec.name)
def test_every_entry_states_its_modules_parameters(spec: NetworkSpec) -> None:
    assert sum(parameter.numel() for parameter in build(spec).parameters()) == spec.parameters


def test_channels_go_to_the_first_convolution() -> None:
    module = build(catalogue.get("resnet18"), input_shape=(5, 64, 64))
    assert module.get_submodule("conv1").in_channels == 5
    assert module.get_submodule("conv1").weight.shape == (64, 5, 7, 7)
    assert build(catalogue.get("mini-vgg"), input_shape=(3, 28, 28)).get_submodule("features.0").in_channels == 3


def test_refusals() -> None:
    with pytest.raises(ConfigError, match="cannot be built"):
        build(catalogue.get("resnet18"), options={"depth": 3})
    with pytest.raises(NetworkInputError, match="three sizes"):
        build(catalogue.get("resnet18"), input_shape=(3, 224))  # type: ignore[arg-type]
