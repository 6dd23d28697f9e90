import math
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
    assert not teaching.holds_between(stages[3], stages[4]), "512 channels twice: the paper's table 1"


def test_the_bottleneck_of_the_first_inception_module(analysed: Analysed) -> None:
    found = {pair.second: pair for pair in teaching.bottlenecks(analysed("googlenet"))}
    first = found["inception3a.branch2.1.conv"]
    assert first.channels == (192, 96, 128)  # "3x3 reduce" and "3x3" of inception (3a) in the paper's table 1
    assert first.params == 192 * 96 + 96 * 128 * 9
    assert first.direct_params == 192 * 128 * 9
    assert first.macs == first.params * 28 * 28
    assert first.saving == pytest.approx(1 - (192 * 96 + 96 * 128 * 9) / (192 * 128 * 9))
    assert len(found) == 18  # two in each of nine modules; conv2 before conv3 narrows nothing


def test_residual_bottlenecks_and_networks_without_any(analysed: Analysed) -> None:
    found = {pair.second for pair in teaching.bottlenecks(analysed("resnet50"))}
    # 3 + 4 + 6 + 3 blocks; the first gets 64 channels and has 64 inside.
    assert len(found) == 15
    assert "layer1.0.conv2" not in found
    assert not list(teaching.bottlenecks(analysed("vgg16")))
    assert not list(teaching.bottlenecks(analysed("mobilenet_v2")))


def _ideas(analysis: Analysis) -> dict[str, object]:
    holds, others = teaching.transitions(analysis)
    skips = teaching.skips(analysis)
    found: dict[str, object] = {
        "stacks": len(teaching.stacked_kernels(analysis)),
        "skips": sum(skip.adds for skip in skips),
        "beside": sum(not skip.adds for skip in skips),
        "branches": len(teaching.parallel_branches(analysis)),
        "dense": [len(block.added) for block in teaching.dense_blocks(analysis)],
        "separable": len(list(teaching.separable(analysis))),
        "attention": [one.keys for one in teaching.attentions(analysis)],
        "bottlenecks": len(list(teaching.bottlenecks(analysis))),
        "halving": len(holds) if len(holds) > len(others) else 0,
    }
    return {name: places for name, places in found.items() if places}


# From the papers' tables: VGG's columns A, B, D, E; ResNet's table 1 (one sum a block); Inception's nine modules;
# Inception v3's eleven, four of which branch once more in two places and two of which pool beside them; DenseNet's
# table 1; MobileNet v2's table 2 (17 bottlenecks, 10 repeated without a stride), v3's tables 1 and 2 (the first block
# of v3-large expands nothing); EfficientNet's table 1 (16 blocks, 9 repeated); MnasNet's figure 7; ConvNeXt's table 9;
# ViT's table 1 (two sums a block, 14 x 14 patches and the class token); Swin's table 7, windows of 7 x 7 and for v2
# 8 x 8; RegNetX-400MF's and Y-400MF's depths; SqueezeNet's eight fire modules; ShuffleNet v2's stages of 4, 8, 4.
_OF_THE_CATALOGUE: dict[str, dict[str, object]] = {
    "lenet5": {},
    "alexnet": {"stacks": 1},
    "vgg11": {"stacks": 3, "halving": 3},
    "vgg13": {"stacks": 5, "halving": 3},
    "vgg16": {"stacks": 5, "halving": 3},
    "vgg19": {"stacks": 5, "halving": 3},
    "googlenet": {"branches": 9, "bottlenecks": 18},
    "resnet18": {"stacks": 5, "skips": 8, "halving": 3},
    "resnet34": {"stacks": 13, "skips": 16, "halving": 3},
    "resnet50": {"skips": 16, "bottlenecks": 15, "halving": 3},
    "resnet101": {"skips": 33, "bottlenecks": 32, "halving": 3},
    "resnet152": {"skips": 50, "bottlenecks": 49, "halving": 3},
    "squeezenet1_0": {"branches": 8, "bottlenecks": 8},
    "densenet121": {"dense": [6, 12, 24, 16], "bottlenecks": 54, "halving": 4},
    "densenet169": {"dense": [6, 12, 32, 32], "bottlenecks": 78},
    "densenet201": {"dense": [6, 12, 48, 32], "bottlenecks": 94},
    "mobilenet_v2": {"skips": 10, "separable": 17},
    "mobilenet_v3_small": {"skips": 6, "separable": 11},
    "mobilenet_v3_large": {"skips": 10, "separable": 15},
    "shufflenet_v2_x1_0": {"beside": 13, "branches": 3, "separable": 19},
    "mnasnet1_0": {"skips": 10, "separable": 17},
    "efficientnet_b0": {"skips": 9, "separable": 16},
    "regnet_x_400mf": {"skips": 22},
    "regnet_y_400mf": {"skips": 16},
    "convnext_tiny": {"skips": 18, "separable": 18, "halving": 3},
    "vit_b_16": {"skips": 24, "attention": [197] * 12},
    "vit_b_32": {"skips": 24, "attention": [50] * 12},
    "swin_t": {"skips": 24, "attention": [49] * 12, "halving": 3},
    "swin_v2_t": {"skips": 24, "attention": [64] * 12, "halving": 3},
    "maxvit_t": {"skips": 55, "separable": 11, "attention": [49] * 22, "halving": 3},
    "resnet-20": {"stacks": 7, "skips": 9, "halving": 2},
    "plain-20": {"stacks": 3, "halving": 2},
}


@pytest.mark.parametrize("name", _OF_THE_CATALOGUE)
def test_an_idea_is_found_where_the_network_has_it(analysed: Analysed, name: str) -> None:
    assert _ideas(analysed(name)) == _OF_THE_CATALOGUE[name]


def test_where_halving_and_doubling_does_not_hold_is_told(analysed: Analysed) -> None:
    _, others = teaching.transitions(analysed("vgg16"))
    assert [(one.channels, two.channels) for one, two in others] == [(512, 512)]


def test_a_dense_block_grows_as_in_the_paper(analysed: Analysed) -> None:
    blocks = teaching.dense_blocks(analysed("densenet121"))
    # Growth rate 32, compression 0.5: the paper's section 4.
    assert [(block.start, block.end) for block in blocks] == [(64, 256), (128, 512), (256, 1024), (512, 1024)]
    assert {added for block in blocks for added in block.added} == {32}
    assert [block.rows for block in blocks] == [56, 28, 14, 7]


def test_a_skip_knows_its_way_around(analysed: Analysed) -> None:
    skips = teaching.skips(analysed("resnet18"))
    assert [skip.path for skip in skips if skip.projection is not None] == ["layer2.0", "layer3.0", "layer4.0"]
    first = skips[0]
    assert first.before == first.after == first.result == (1, 64, 56, 56)
    assert [(step.path, step.kernel) for step in first.steps] == [
        ("layer1.0.conv1", (3, 3)),
        ("layer1.0.conv2", (3, 3)),
    ]


def test_the_branches_of_an_inception_module(analysed: Analysed) -> None:
    first = teaching.parallel_branches(analysed("googlenet"))[0]
    assert first.parts == (64, 128, 32, 32)  # inception (3a) in the paper's table 1
    assert [[step.kernel for step in way] for way in first.ways] == [
        [(1, 1)],
        [(1, 1), (3, 3)],
        [(1, 1), (3, 3)],  # 5 x 5 in the paper; torchvision's is 3 x 3
        [(3, 3), (1, 1)],
    ]


@pytest.mark.parametrize("name", ["resnet50", "mobilenet_v2", "densenet121", "googlenet", "convnext_tiny", "vgg16"])
def test_no_number_contradicts_the_table_of_layers(analysed: Analysed, name: str) -> None:
    analysis = analysed(name)
    layers = analysis.layers
    for pair in (*teaching.bottlenecks(analysis), *teaching.separable(analysis)):
        of_both = [layers[path] for path in (pair.first, pair.second)]
        assert pair.macs == sum(layer.own_macs for layer in of_both)
        shapes = [one.shape for layer in of_both for one in layer.parameters if one.name == "weight"]
        assert pair.params == sum(map(math.prod, shapes))
    for run in teaching.stacked_kernels(analysis):
        assert layers[run.first].input_shape[1] == run.channels[0]  # type: ignore[index]
        assert layers[run.last].output_shape[1] == run.channels[-1]  # type: ignore[index]
    for block in teaching.dense_blocks(analysis):
        assert analysis.graph.nodes[block.joins[-1]].output_shape[1] == block.end  # type: ignore[index]
    assert sum(stage.macs for stage in teaching.halving_and_doubling(analysis)) <= analysis.total_macs


class Mixed(nn.Module):
    """A stack within a skip, then a depthwise convolution with its 1x1; a concatenation of no branches."""

    def __init__(self) -> None:
        super().__init__()
        self.a, self.b, self.c = (nn.Conv2d(4, 4, 3, padding=1) for _ in range(3))
        self.depth, self.point = nn.Conv2d(8, 8, 5, padding=2, groups=8), nn.Conv2d(8, 6, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.b(self.a(x).relu()) + x
        z = torch.cat([self.c(y), y.neg()], 1)
        return self.point(self.depth(z))


class Grows(nn.Module):
    """Each layer reads all before it, joined anew from a list; or, not grown, the first alone."""

    def __init__(self, grown: bool) -> None:
        super().__init__()
        self.grown = grown
        self.layers = nn.ModuleList(nn.Conv2d(4 + 2 * n if grown else 4, 2, 3, padding=1) for n in range(3))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        maps = [x]
        for layer in self.layers:
            maps.append(layer(torch.cat(maps, 1) if self.grown else x))
        return torch.cat(maps, 1)


class Weighs(nn.Module):
    """A softmax over products of positions; or one over the channels of a map, which is no attention."""

    def __init__(self, positions: bool) -> None:
        super().__init__()
        self.positions = positions
        self.q, self.k, self.v = (nn.Linear(4, 6) for _ in range(3))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = x.flatten(2).transpose(1, 2)
        q, k, v = self.q(x), self.k(x), self.v(x)
        if self.positions:
            return (q @ k.transpose(1, 2) / 6**0.5).softmax(-1) @ v
        return (q * k).softmax(-1) * v


class Around(nn.Module):
    """A way around a block, through a 1x1; or a sum of two maps that have nothing to do with one another's block."""

    def __init__(self, around: bool) -> None:
        super().__init__()
        self.around = around
        self.one, self.two = nn.Conv2d(4, 8, 3, 2, 1), nn.Conv2d(8, 8, 3, 1, 1)
        self.short = nn.Conv2d(4, 8, 1, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        long = self.two(self.one(x).relu())
        return long + self.short(x) if self.around else long + long.mean((2, 3), keepdim=True).sigmoid()


class Parts(nn.Module):
    """Two branches of a map; or one map put beside another that is computed from it."""

    def __init__(self, parallel: bool) -> None:
        super().__init__()
        self.parallel = parallel
        self.one, self.two = nn.Conv2d(4, 3, 1), nn.Conv2d(4 if parallel else 3, 5, 3, padding=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        one = self.one(x)
        return torch.cat([one, self.two(x if self.parallel else one)], 1)


def _chain(*layers: nn.Module) -> nn.Sequential:
    return nn.Sequential(*layers)


@pytest.mark.parametrize(
    ("module", "ideas"),
    [
        (Mixed(), {"stacks": 1, "skips": 1, "separable": 1}),
        (Grows(True), {"dense": [3]}),
        (Grows(False), {"beside": 1}),
        (Weighs(True), {"attention": [64]}),
        (Weighs(False), {}),
        (Around(True), {"skips": 1}),
        (Around(False), {}),
        (Parts(True), {"branches": 1}),
        (Parts(False), {"beside": 1, "bottlenecks": 1}),
        (_chain(nn.Conv2d(4, 4, 3), nn.MaxPool2d(2), nn.Conv2d(4, 4, 3)), {}),
        (_chain(nn.Conv2d(4, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Conv2d(4, 9, 3)), {"stacks": 1}),
        (_chain(nn.Conv2d(4, 4, 3, groups=2), nn.Conv2d(4, 4, 3, dilation=2)), {}),
        (_chain(nn.Conv2d(4, 2, 1), nn.Conv2d(2, 8, 3)), {"bottlenecks": 1}),
        (_chain(nn.Conv2d(4, 8, 1), nn.Conv2d(8, 8, 3)), {}),
        (_chain(nn.Conv2d(4, 4, 3, groups=4), nn.ReLU(), nn.Conv2d(4, 7, 1)), {"separable": 1}),
        (_chain(nn.Conv2d(4, 4, 3, groups=2), nn.ReLU(), nn.Conv2d(4, 7, 1)), {}),
        (_chain(nn.Conv2d(4, 8, 3, 2, 1), nn.Conv2d(8, 16, 3, 2, 1)), {"halving": 1}),
        (_chain(nn.Conv2d(4, 8, 3, 2, 1), nn.Conv2d(8, 8, 3, 2, 1)), {}),
    ],
    ids=str,
)
def test_ideas_of_networks_made_here(module: nn.Module, ideas: dict[str, object]) -> None:
    assert _ideas(analyse_module(module, (4, 8, 8))) == ideas


def test_the_numbers_of_a_network_made_here() -> None:
    analysis = analyse_module(Mixed(), (4, 8, 8))
    (run,) = teaching.stacked_kernels(analysis)
    assert (run.first, run.last, run.count, run.channels, run.equal) == ("a", "b", 2, (4, 4, 4), True)
    assert (run.params, run.large.params, run.large.field) == (2 * 9 * 16, 25 * 16, 5)
    (one,) = teaching.separable(analysis)
    assert (one.first, one.second, one.channels) == ("depth", "point", (8, 8, 6))
    assert (one.params, one.direct_params) == (8 * 25 + 8 * 6, 8 * 6 * 25)
    assert one.macs == sum(analysis.layers[path].own_macs for path in ("depth", "point"))
