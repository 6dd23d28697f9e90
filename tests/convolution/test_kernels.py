import pytest
import torch

from cnnstudio.convolution.kernels import KernelPreset, make, resized
from cnnstudio.errors import ConfigError


def plane(preset: KernelPreset, side: int = 3) -> list[list[float]]:
    return make(preset, 1, (side, side))[0].tolist()


def test_the_classics() -> None:
    assert plane(KernelPreset.IDENTITY) == [[0, 0, 0], [0, 1, 0], [0, 0, 0]]
    assert plane(KernelPreset.SOBEL_X) == [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    assert plane(KernelPreset.SOBEL_Y) == [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]
    assert plane(KernelPreset.LAPLACIAN) == [[0, 1, 0], [1, -4, 1], [0, 1, 0]]
    assert plane(KernelPreset.COUNT, 2) == [[0, 1], [2, 3]]
    assert (make(KernelPreset.GAUSSIAN, 1, (3, 3))[0] * 16).tolist() == [[1, 2, 1], [2, 4, 2], [1, 2, 1]]


@pytest.mark.parametrize("side", [3, 4, 5, 7])
@pytest.mark.parametrize("preset", [each for each in KernelPreset if each is not KernelPreset.CUSTOM])
def test_gain_at_every_size(preset: KernelPreset, side: int) -> None:
    kernel = make(preset, 3, (side, side))
    assert kernel.shape == (3, side, side)
    total = float(kernel.sum())
    keeps = {KernelPreset.IDENTITY, KernelPreset.BOX, KernelPreset.GAUSSIAN, KernelPreset.SHARPEN, KernelPreset.EMBOSS}
    if preset in keeps:
        assert total == pytest.approx(1, abs=1e-5)
    elif preset in {KernelPreset.SOBEL_X, KernelPreset.SOBEL_Y, KernelPreset.LAPLACIAN}:
        assert total == pytest.approx(0, abs=1e-5)


def test_random_filters_differ_by_channel_and_seed() -> None:
    first = make(KernelPreset.RANDOM, 2, (3, 3), index=0, seed=1)
    assert torch.equal(first, make(KernelPreset.RANDOM, 2, (3, 3), index=0, seed=1))
    assert not torch.equal(first, make(KernelPreset.RANDOM, 2, (3, 3), index=1, seed=1))
    assert not torch.equal(first, make(KernelPreset.RANDOM, 2, (3, 3), index=0, seed=2))


def test_too_small_or_hand_made_is_refused() -> None:
    with pytest.raises(ConfigError, match="at least 3 × 3"):
        make(KernelPreset.SOBEL_X, 1, (3, 2))
    with pytest.raises(ConfigError, match="by hand"):
        make(KernelPreset.CUSTOM, 1, (3, 3))


def test_resizing_keeps_the_middle() -> None:
    kernel = torch.arange(9.0).reshape(1, 3, 3)
    assert resized(kernel, (1, 1)).tolist() == [[[4]]]
    assert resized(kernel, (5, 5))[0, 2, 2] == 4
