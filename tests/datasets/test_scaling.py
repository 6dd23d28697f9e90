import pytest
import torch

from cnnstudio.datasets.scaling import IMAGENET, MNIST, UNIT, Scaling
from cnnstudio.errors import ConfigError


def test_pictures_are_scaled() -> None:
    pictures = torch.rand(2, 1, 4, 4)
    assert UNIT.apply(pictures) is pictures
    assert torch.allclose(MNIST.apply(pictures), (pictures - 0.1307) / 0.3081)
    colour = torch.rand(2, 3, 4, 4)
    scaled = IMAGENET.apply(colour)
    assert torch.allclose(scaled[:, 1], (colour[:, 1] - 0.456) / 0.224)
    assert torch.allclose(Scaling((0.5,), (0.5,)).apply(colour), colour * 2 - 1), "one for all channels"


def test_the_wrong_number_of_channels_is_told() -> None:
    with pytest.raises(ConfigError, match="3 channels, and these have 1"):
        IMAGENET.apply(torch.rand(1, 1, 4, 4))


@pytest.mark.parametrize(("mean", "deviation"), [((), ()), ((0.0,), (1.0, 1.0)), ((0.0,), (0.0,)), ((0.0,), (-1.0,))])
def test_what_is_no_scaling(mean: tuple[float, ...], deviation: tuple[float, ...]) -> None:
    with pytest.raises(ConfigError):
        Scaling(mean, deviation)
