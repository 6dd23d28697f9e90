from collections.abc import Callable

import pytest

from cnnstudio.analysis import teaching
from cnnstudio.analysis.results import Analysis

Analysed = Callable[..., Analysis]


def test_stacks_see_the_same_with_fewer_weights() -> None:
    (two, five), (three, seven) = teaching.stacks(64)
    assert two.field == five.field == 5
    assert three.field == seven.field == 7
    assert two.params / five.params == pytest.approx(18 / 25)
    assert three.params / seven.params == pytest.approx(27 / 49)  # "81 % more" for 7x7 in the paper's words
    assert seven.params / three.params == pytest.approx(1.81, abs=0.01)


def test_vgg_halves_and_doubles(analysed: Analysed) -> None:
    stages = teaching.halving_and_doubling(analysed("vgg16"))
    assert [stage.rows for stage in stages] == [224, 112, 56, 28, 14]
    assert [stage.channels for stage in stages] == [64, 128, 256, 512, 512]
    assert [stage.layers for stage in stages] == [2, 2, 3, 3, 3]
    assert sum(stage.params for stage in stages) == 14_714_688


def test_the_bottleneck_of_the_first_inception_module(analysed: Analysed) -> None:
    found = {b.wide: b for b in teaching.bottlenecks(analysed("googlenet"))}
    first = found["inception3a.branch2.1.conv"]
    assert (first.channels_in, first.channels_between, first.channels_out) == (192, 96, 128)
    assert first.params == 192 * 96 + 96 * 128 * 9
    assert first.direct_params == 192 * 128 * 9
    assert first.macs == first.params * 28 * 28
    assert first.saving == pytest.approx(1 - (192 * 96 + 96 * 128 * 9) / (192 * 128 * 9))
    assert len(found) == 18  # two in each of nine modules; conv2 before conv3 narrows nothing


def test_residual_bottlenecks_and_networks_without_any(analysed: Analysed) -> None:
    assert {b.wide for b in teaching.bottlenecks(analysed("resnet50"))} >= {"layer1.1.conv2", "layer4.2.conv2"}
    assert not list(teaching.bottlenecks(analysed("vgg16")))
    assert not list(teaching.bottlenecks(analysed("mobilenet_v2")))
