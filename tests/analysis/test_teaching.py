from collections.abc import Callable

import pytest
import torch
from torch import nn

from cnnstudio.analysis import teaching
from cnnstudio.analysis.network import analyse_module
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


def _ideas(analysis: Analysis) -> dict[str, int]:
    holds, others = teaching.transitions(analysis)
    found = {
        "stacks": teaching.stacked_kernels(analysis),
        "skips": teaching.skips(analysis),
        "branches": teaching.parallel_branches(analysis),
        "dense": teaching.dense_concatenations(analysis),
        "separable": list(teaching.separable(analysis)),
        "attention": teaching.attentions(analysis),
        "bottlenecks": list(teaching.bottlenecks(analysis)),
        "halving": holds if len(holds) >= len(others) else [],
    }
    return {name: len(places) for name, places in found.items() if places}


@pytest.mark.parametrize(
    ("name", "ideas"),
    [
        ("vgg16", {"stacks": 5, "halving": 3}),
        ("resnet50", {"skips": 16, "bottlenecks": 12, "halving": 3}),
        ("googlenet", {"branches": 9, "bottlenecks": 18}),
        ("densenet121", {"dense": 58, "bottlenecks": 54, "halving": 3}),
        ("mobilenet_v2", {"skips": 10, "separable": 17}),
        ("vit_b_16", {"skips": 24, "attention": 12}),
        ("swin_t", {"skips": 24, "attention": 12}),
    ],
)
def test_an_idea_is_found_where_the_network_has_it(analysed: Analysed, name: str, ideas: dict[str, int]) -> None:
    assert _ideas(analysed(name)) == ideas


def test_where_halving_and_doubling_does_not_hold_is_told(analysed: Analysed) -> None:
    _, others = teaching.transitions(analysed("vgg16"))
    assert [(one.channels, two.channels) for one, two in others] == [(512, 512)]


def test_ideas_of_networks_made_here() -> None:
    class Mixed(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.a, self.b, self.c = (nn.Conv2d(4, 4, 3, padding=1) for _ in range(3))
            self.depth, self.point = nn.Conv2d(8, 8, 5, padding=2, groups=8), nn.Conv2d(8, 6, 1)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            y = self.b(self.a(x).relu()) + x
            z = torch.cat([self.c(y), y.neg()], 1)
            return self.point(self.depth(z))

    analysis = analyse_module(Mixed(), (4, 8, 8))
    assert _ideas(analysis) == {"stacks": 1, "skips": 1, "separable": 1}
    (run,) = teaching.stacked_kernels(analysis)
    assert (run.first, run.last, run.count, run.channels) == ("a", "b", 2, 4)
    (one,) = teaching.separable(analysis)
    assert (one.narrow, one.wide) == ("depth", "point")
    assert (one.params, one.direct_params) == (8 * 25 + 8 * 6, 8 * 6 * 25)
    assert one.macs == sum(analysis.layers[path].own_macs for path in ("depth", "point"))
