"""Receptive fields against the gradient of one output with respect to the input."""

import copy
import random
from collections.abc import Callable
from functools import partial

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from cnnstudio.analysis.building import build
from cnnstudio.analysis.network import analyse_module
from cnnstudio.analysis.results import ReceptiveField
from cnnstudio.networks import catalogue
from tests.analysis import gradients


def _positive(model: nn.Module) -> nn.Module:
    """Positive weights and average pooling, so that no gradient cancels or is hidden behind a maximum."""
    model = model.to_empty(device="cpu")
    for parameter in model.parameters():
        nn.init.constant_(parameter, 1 / max(1, parameter[0].numel()))
    for path, module in list(model.named_modules()):
        if isinstance(module, nn.BatchNorm2d):
            nn.init.constant_(module.weight, 1.0)
            module.reset_running_stats()
        if isinstance(module, nn.MaxPool2d):
            parent = model.get_submodule(path.rpartition(".")[0])
            average = nn.AvgPool2d(module.kernel_size, module.stride, module.padding, module.ceil_mode)
            setattr(parent, path.rpartition(".")[2], average)
    return model.eval()


Box = tuple[int, int, int, int]


class _EnoughError(Exception):
    """The last layer of interest has run."""


def _gradient_boxes(model: nn.Module, paths: list[str], size: int, channels: int) -> dict[str, tuple[Box, int, int]]:
    """For each layer: (top, left, bottom, right) where the gradient of its central output is not 0; row, column."""
    kept: dict[str, Tensor] = {}

    def keep(path: str, output: Tensor) -> None:
        kept[path] = output
        if len(kept) == len(paths):
            raise _EnoughError

    for path in paths:
        model.get_submodule(path).register_forward_hook(lambda _module, _input, output, path=path: keep(path, output))
    pixels = torch.ones(1, channels, size, size, requires_grad=True)
    with pytest.raises(_EnoughError):
        model(pixels)
    boxes: dict[str, tuple[Box, int, int]] = {}
    for path, output in kept.items():
        row, column = output.shape[2] // 2, output.shape[3] // 2
        (gradient,) = torch.autograd.grad(output[0, :, row, column].sum(), pixels, retain_graph=True)
        touched = (gradient[0].abs().sum(0) > 0).nonzero()
        (top, left), (bottom, right) = touched.min(0).values.tolist(), touched.max(0).values.tolist()
        boxes[path] = ((top, left, bottom + 1, right + 1), row, column)
    for path in paths:
        model.get_submodule(path)._forward_hooks.clear()
    return boxes


CASES = [
    ("convnet", 28, ["features.0", "features.2", "features.3", "features.5"]),
    ("vgg16", 96, ["features.4", "features.9", "features.16", "features.23"]),
    (
        "resnet18",
        128,
        ["conv1", "maxpool", "layer1.0", "layer1.1.conv1", "layer2.0", "layer2.1", "layer3.0.downsample"],
    ),
    ("googlenet", 128, ["maxpool1", "conv3", "inception3a", "inception3b.branch2", "maxpool3", "inception4a.branch4"]),
]


@pytest.mark.parametrize(("name", "size", "paths"), CASES, ids=[case[0] for case in CASES])
def test_agrees_with_gradients(name: str, size: int, paths: list[str]) -> None:
    structure = build(catalogue.get(name))
    if name == "vgg16":
        structure.classifier = nn.Identity()  # 124 of its 138 million weights
    model = _positive(structure)
    channels = catalogue.get(name).input_shape[0]
    boxes = _gradient_boxes(model, paths, size, channels)
    analysis = analyse_module(model, (channels, size, size))
    for path, (box, row, column) in boxes.items():
        field = analysis.layers[path].receptive_field
        assert field is not None
        assert field.box(row, column, size, size) == box, path


class _Odd(nn.Module):
    """What the classics do not have: dilation, unequal kernels, cropping, padding, upsampling, shuffles."""

    def __init__(self) -> None:
        super().__init__()
        self.wide = nn.Conv2d(1, 4, (3, 5), stride=(2, 1), dilation=(2, 1), padding=(2, 0))
        self.crop = nn.Identity()
        self.pad = nn.ZeroPad2d((3, 0, 1, 2))
        self.last = nn.Identity()
        self.narrow = nn.Conv2d(4, 4, 3)

    def forward(self, x: Tensor) -> Tensor:
        x = self.crop(self.wide(x)[:, :, 1:, 2::2])
        x = self.pad(x)
        n, c, h, w = x.shape
        x = x.view(n, 2, c // 2, h, w).transpose(1, 2).reshape(n, c, h, w)
        left, right = x.chunk(2, 1)
        x = torch.cat([left.permute(0, 2, 3, 1).permute(0, 3, 1, 2), nn.functional.avg_pool2d(right, 3, 1, 1)], 1)
        return self.last(self.narrow(x))


def test_odd_operations_agree_with_gradients() -> None:
    model = _positive(_Odd())
    boxes = _gradient_boxes(model, ["wide", "crop", "pad", "last"], 64, 1)
    analysis = analyse_module(model, (1, 64, 64))
    for path, (box, row, column) in boxes.items():
        field = analysis.layers[path].receptive_field
        assert field is not None
        assert field.box(row, column, 64, 64) == box, path


@pytest.mark.parametrize(
    ("name", "path", "size"),
    [("vgg16", "features.30", 212), ("alexnet", "features.12", 195), ("inception_v3", "Mixed_7c", 1311)],
)
def test_agrees_with_the_published_sizes(analysed, name: str, path: str, size: int) -> None:
    """Araujo et al., Distill 2019, table of networks."""
    assert analysed(name).layers[path].receptive_field.size == (size, size)


def test_the_end_of_a_classifier_sees_the_whole_picture(analysed) -> None:
    for name, path in (("resnet18", "fc"), ("vgg16", "classifier.6"), ("vit_b_16", "heads.head")):
        assert analysed(name).layers[path].receptive_field.covers(224, 224)
    assert not analysed("resnet18").layers["conv1"].receptive_field.covers(224, 224)


def test_attention_sees_everything_and_windows_see_a_window(analysed) -> None:
    block = analysed("vit_b_16").layers["encoder.layers.encoder_layer_0.self_attention"]
    assert block.receptive_field.covers(224, 224)
    window = analysed("swin_t").layers["features.1.0.attn"].receptive_field
    assert window.size == (7 * 4, 7 * 4)
    assert [window.box(row, 9, 224, 224)[::2] for row in (0, 6, 7, 55)] == [(0, 28), (0, 28), (28, 56), (196, 224)]


def test_squeeze_and_excitation_sees_everything(analysed) -> None:
    assert analysed("efficientnet_b0").layers["features.1.0.block.1"].receptive_field.covers(224, 224)


def _upsampling(mode: str) -> nn.Module:
    return nn.Sequential(nn.Conv2d(1, 1, 3, stride=2, padding=1), nn.Upsample(scale_factor=2, mode=mode), nn.Identity())


@pytest.mark.parametrize(
    "model",
    [
        _upsampling("nearest"),
        _upsampling("bilinear"),
        nn.Sequential(nn.Conv2d(1, 1, 3, stride=4), nn.ConvTranspose2d(1, 1, 4, stride=2, padding=1), nn.Identity()),
        nn.Sequential(nn.AdaptiveAvgPool2d(5), nn.Identity(), nn.Identity()),
    ],
    ids=["nearest", "bilinear", "transposed", "adaptive"],
)
def test_where_outputs_differ_each_has_its_own_field(model: nn.Sequential) -> None:
    """Upsampling and uneven pooling give outputs different windows."""
    assert_as_by_gradients(model, (1, 33, 33))


@pytest.mark.parametrize(
    ("pool", "size", "step"),
    [
        (nn.LPPool2d(2, 3, 2), (3, 3), (2, 2)),
        (nn.LPPool2d(3, 2), (2, 2), (2, 2)),
        (nn.LPPool2d(1.5, (2, 4), (1, 3)), (2, 4), (1, 3)),
        (nn.LPPool2d(norm_type=4, kernel_size=3, ceil_mode=True), (3, 3), (3, 3)),
    ],
)
def test_the_norm_of_a_pooling_is_not_its_window(pool: nn.Module, size: tuple[int, int], step: tuple[int, int]) -> None:
    pixels = torch.rand(1, 1, 12, 12, requires_grad=True)
    output = pool(pixels)
    (gradient,) = torch.autograd.grad(output[0, 0, 1, 1], pixels)
    rows, columns = (gradient[0, 0] != 0).nonzero().T
    field = analyse_module(nn.Sequential(pool), (1, 12, 12)).layers["0"].receptive_field
    assert field is not None
    assert (field.size, field.stride) == (size, step)
    assert field.box(1, 1, 12, 12) == (rows.min(), columns.min(), rows.max() + 1, columns.max() + 1)


def assert_as_by_gradients(model: nn.Module, shape: tuple[int, int, int]) -> ReceptiveField:
    """Hold the fields of some outputs, the middle and the corners among them, against gradients."""
    model = gradients.positive(model)
    pixels = gradients.pixels_of((1, *shape))
    with torch.enable_grad():
        output = model(pixels)
    field = analyse_module(copy.deepcopy(model), shape).graph.nodes[-1].receptive_field
    assert field is not None
    rows, columns = output.shape[2:]
    draw = random.Random(0)
    units = {(rows // 2, columns // 2), (0, 0), (rows - 1, columns - 1), (0, columns - 1)}
    units |= {(draw.randrange(rows), draw.randrange(columns)) for _ in range(12)}
    for row, column in sorted(units):
        box = field.box(row, column, *shape[1:])
        shown = None if box[0] >= box[2] or box[1] >= box[3] else box
        assert shown == gradients.box_of(output[0, :, row, column].sum(), pixels), (row, column)
    return field


class _Of(nn.Module):
    """What a function makes of a picture and these layers."""

    def __init__(self, function: Callable[..., Tensor], *layers: nn.Module) -> None:
        super().__init__()
        self.function = function
        self.layers = nn.ModuleList(layers)

    def forward(self, x: Tensor) -> Tensor:
        return self.function(x, *self.layers)


def _conv(inputs: int, outputs: int, kernel: int = 3, stride: int = 1, padding: int = 1, groups: int = 1) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, kernel, stride, padding, groups=groups)


def _depth_to_space(x: Tensor, conv: nn.Module) -> Tensor:
    y = conv(x)
    n, c, h, w = y.shape
    return y.reshape(n, c // 4, 2, 2, h, w).permute(0, 1, 4, 2, 5, 3).reshape(n, c // 4, 2 * h, 2 * w)


def _space_to_depth(x: Tensor, conv: nn.Module) -> Tensor:
    n, c, h, w = x.shape
    return conv(x.reshape(n, c, h // 2, 2, w // 2, 2).permute(0, 1, 3, 5, 2, 4).reshape(n, 4 * c, h // 2, w // 2))


def _attention_in_windows(x: Tensor, conv: nn.Module) -> Tensor:
    y = conv(x)
    n, c, h, w = y.shape
    tokens = y.view(n, c, h // 4, 4, w // 4, 4).permute(0, 2, 4, 3, 5, 1).reshape(-1, 16, c)
    mixed = (tokens @ tokens.mT).softmax(-1) @ tokens
    return mixed.view(n, h // 4, w // 4, 4, 4, c).permute(0, 5, 1, 3, 2, 4).reshape(n, c, h, w)


def _assigned(x: Tensor, conv: nn.Module) -> Tensor:
    y = conv(x)
    out = torch.zeros_like(y)
    out[:, :, ::2] = y[:, :, ::2]
    out[:, :, 1, 3:5] = 7.0
    return out


def _through_a_view(x: Tensor, conv: nn.Module) -> Tensor:
    y = x.clone()
    part = y[:, :, 2:6]
    part += conv(x)[:, :, 2:6]
    return y


def _rows_through(x: Tensor, layer: nn.Module) -> Tensor:
    n, c, h, w = x.shape
    return layer(x.permute(0, 2, 3, 1).reshape(n * h, w, c))[0].reshape(n, h, w, -1).permute(0, 3, 1, 2)


def _windows_as_channels(x: Tensor) -> Tensor:
    n, c, h, w = x.shape
    return functional.unfold(x, 3, padding=1, stride=2).view(n, 9 * c, (h + 1) // 2, (w + 1) // 2)


def _attended(x: Tensor, conv: nn.Module, attention: nn.Module) -> Tensor:
    y = conv(x)
    tokens = y.flatten(2).permute(2, 0, 1)
    return attention(tokens, tokens, tokens, need_weights=False)[0].permute(1, 2, 0).reshape(y.shape)


def _causal(x: Tensor, conv: nn.Module) -> Tensor:
    y = conv(x)
    tokens = y.flatten(2).mT
    return functional.scaled_dot_product_attention(tokens, tokens, tokens, is_causal=True).mT.reshape(y.shape)


def _every_other_channel(dim: int, x: Tensor, conv: nn.Module) -> Tensor:
    """Half of the channels read all along a dimension, the others nothing."""
    y = conv(x)
    out = torch.zeros_like(y)
    out[:, ::2] = y.mean(dim, keepdim=True).expand_as(y)[:, ::2]
    return out


class _Pyramid(nn.Module):
    """Branches of stride 2, 4 and 8, added up."""

    def __init__(self) -> None:
        super().__init__()
        self.stages = nn.ModuleList([_conv(1, 2, 3, 2), _conv(2, 2, 3, 2), _conv(2, 2, 3, 2)])

    def forward(self, x: Tensor) -> Tensor:
        maps = [self.stages[0](x)]
        maps.append(self.stages[1](maps[0]))
        maps.append(self.stages[2](maps[1]))
        return sum(functional.interpolate(y, size=maps[0].shape[2:]) for y in maps)


class _DownAndUp(nn.Module):
    """Two poolings down, two transposed convolutions up, and what was before beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.down = nn.ModuleList([nn.Sequential(_conv(i, 2 * i), _conv(2 * i, 2 * i)) for i in (1, 2, 4)])
        self.up = nn.ModuleList([nn.ConvTranspose2d(8, 4, 2, 2), nn.ConvTranspose2d(4, 2, 2, 2)])
        self.join = nn.ModuleList([nn.Sequential(_conv(2 * i, i), _conv(i, i)) for i in (4, 2)])

    def forward(self, x: Tensor) -> Tensor:
        kept = []
        for number, stage in enumerate(self.down):
            x = stage(functional.avg_pool2d(x, 2) if number else x)
            kept.append(x)
        for up, join, beside in zip(self.up, self.join, kept[-2::-1], strict=True):
            x = join(torch.cat([up(x), beside], 1))
        return x


def _resized(**how: object) -> Callable[[], nn.Module]:
    return lambda: _Of(lambda x, conv: functional.interpolate(conv(x), **how), _conv(1, 1))


EXACT: dict[str, tuple[Callable[[], nn.Module], tuple[int, int, int]]] = {
    # numbers moved about
    "depth to space": (lambda: _Of(_depth_to_space, _conv(1, 8)), (1, 8, 8)),
    "space to depth": (lambda: _Of(_space_to_depth, _conv(4, 1)), (1, 8, 12)),
    "tokens and back": (lambda: _Of(lambda x, c: c(x).flatten(2).mT.mT.reshape(1, 2, 6, 5), _conv(1, 2)), (1, 6, 5)),
    "rows cut and rejoined": (
        lambda: _Of(lambda x, c: c(torch.cat([x[:, :, :4], x[:, :, 4:]], 2)), _conv(1, 1)),
        (1, 8, 8),
    ),
    "whole rows in every other channel": (lambda: _Of(partial(_every_other_channel, 3), _conv(1, 4)), (1, 8, 7)),
    "whole columns in every other channel": (lambda: _Of(partial(_every_other_channel, 2), _conv(1, 3)), (1, 8, 7)),
    "whole rows beside channels that are added": (
        lambda: _Of(
            lambda x, c: torch.cat([c(x).mean(3, keepdim=True).expand_as(x), torch.ones_like(x)], 1), _conv(2, 2)
        ),
        (2, 8, 7),
    ),
    "rolled": (lambda: _Of(lambda x, c: c(x.roll((2, -1), (2, 3))), _conv(1, 1)), (1, 8, 9)),
    "flipped": (lambda: _Of(lambda x, c: c(c(x).flip(3)), _conv(1, 1, padding=0)), (1, 9, 9)),
    "turned": (lambda: _Of(lambda x, c: torch.rot90(c(x), 1, (2, 3)), _conv(1, 1)), (1, 6, 7)),
    "on its side": (lambda: _Of(lambda x, c: c(c(x).mT), _conv(1, 1, (3, 5), 1, (1, 2))), (1, 10, 8)),
    "picked": (lambda: _Of(lambda x, c: c(x)[:, :, [3, 0, 5]], _conv(1, 1)), (1, 6, 7)),
    "picked by a tensor": (lambda: _Of(lambda x, c: c(x)[:, :, torch.tensor([3, 0, 5])], _conv(1, 1)), (1, 6, 7)),
    "diagonal": (lambda: _Of(lambda x, c: c(x).diagonal(dim1=2, dim2=3).unsqueeze(2), _conv(1, 1)), (1, 6, 7)),
    "triangle": (lambda: _Of(lambda x, c: torch.tril(c(x)), _conv(1, 1)), (1, 6, 7)),
    "repeated": (lambda: _Of(lambda x, c: c(x).repeat(1, 1, 2, 1).repeat_interleave(2, 3), _conv(1, 1)), (1, 6, 7)),
    "sliding view": (lambda: _Of(lambda x, c: c(x).unfold(2, 3, 2).sum(-1), _conv(1, 2)), (1, 9, 7)),
    "unfolded": (lambda: _Of(_windows_as_channels), (2, 9, 7)),
    "unfolded and folded": (
        lambda: _Of(
            lambda x, c: functional.fold(functional.unfold(c(x), 3, stride=2), (9, 7), 3, stride=2), _conv(1, 2)
        ),
        (1, 9, 7),
    ),
    "assigned": (lambda: _Of(_assigned, _conv(1, 1)), (1, 8, 8)),
    "written through a view": (lambda: _Of(_through_a_view, _conv(1, 1)), (1, 8, 8)),
    "one half of a concatenation": (
        lambda: _Of(lambda x, c: torch.cat([x, c(x)], 1).chunk(2, 1)[0], _conv(2, 2)),
        (2, 8, 8),
    ),
    "groups of a concatenation": (
        lambda: _Of(lambda x, a, b: b(torch.cat([x, a(x)], 1))[:, :2], _conv(2, 2), _conv(4, 4, groups=2)),
        (2, 8, 8),
    ),
    "channels shuffled": (
        lambda: nn.Sequential(_conv(2, 4, groups=2), nn.ChannelShuffle(2), _conv(4, 4, 1, 1, 0, groups=2)),
        (2, 8, 8),
    ),
    # pictures resized
    "antialiased": (
        lambda: _Of(lambda x: functional.interpolate(x, scale_factor=0.3, mode="bilinear", antialias=True)),
        (1, 24, 20),
    ),
    "antialiased, bicubic": (_resized(size=(7, 11), mode="bicubic", antialias=True), (1, 24, 20)),
    "area": (_resized(size=(3, 4), mode="area"), (1, 20, 14)),
    "nearest": (_resized(scale_factor=1.7), (1, 9, 13)),
    "nearest, the last left out": (_resized(size=(5, 12)), (1, 6, 13)),
    "nearest, exact": (_resized(size=(5, 20), mode="nearest-exact"), (1, 9, 13)),
    "corners aligned": (_resized(size=(5, 20), mode="bilinear", align_corners=True), (1, 9, 13)),
    "bicubic": (_resized(scale_factor=(2, 1.5), mode="bicubic"), (1, 9, 13)),
    "shuffled up": (lambda: nn.Sequential(_conv(1, 4, 3, 2), nn.PixelShuffle(2), _conv(1, 1)), (1, 12, 10)),
    "shuffled down": (lambda: nn.Sequential(nn.PixelUnshuffle(2), _conv(4, 1)), (1, 12, 10)),
    "transposed": (
        lambda: nn.Sequential(_conv(1, 2, 3, 2), nn.ConvTranspose2d(2, 2, 3, 3, 1, output_padding=1), _conv(2, 1)),
        (1, 13, 9),
    ),
    "transposed, dilated": (
        lambda: nn.Sequential(_conv(1, 2, 3, 2), nn.ConvTranspose2d(2, 2, 2, 3, dilation=2), _conv(2, 1, 2, 2, 0)),
        (1, 13, 9),
    ),
    "transposed with gaps": (lambda: nn.Sequential(nn.ConvTranspose2d(1, 2, 1, 3), _conv(2, 1, 2, 1, 0)), (1, 7, 5)),
    "pooled by an odd ratio": (
        lambda: nn.Sequential(_conv(1, 1), nn.AdaptiveAvgPool2d((5, 4)), _conv(1, 1)),
        (1, 13, 17),
    ),
    "last rows dropped": (lambda: nn.Sequential(_conv(1, 2, 4, 4, 0), nn.AdaptiveAvgPool2d(1)), (1, 14, 15)),
    "hanging over": (
        lambda: nn.Sequential(_conv(1, 1, padding=0), nn.AvgPool2d(3, 2, 1, ceil_mode=True), _conv(1, 1)),
        (1, 10, 9),
    ),
    "other paddings": (
        lambda: nn.Sequential(
            nn.Conv2d(1, 1, 3, padding=1, padding_mode="circular"),
            nn.Conv2d(1, 1, 3, padding=1, padding_mode="replicate"),
            nn.ReflectionPad2d((2, 1, 1, 2)),
        ),
        (1, 7, 9),
    ),
    "branches of different stride": (_Pyramid, (1, 48, 40)),
    "down and up": (_DownAndUp, (1, 64, 48)),
    "down to one pixel and on": (
        lambda: nn.Sequential(*(_conv(1, 1, 3, 2) for _ in range(4)), _conv(1, 1)),
        (1, 12, 12),
    ),
    # numbers mixed
    "batch norm without statistics": (
        lambda: nn.Sequential(_conv(1, 2), nn.BatchNorm2d(2, track_running_stats=False)),
        (1, 6, 7),
    ),
    "batch norm": (lambda: nn.Sequential(_conv(1, 2), nn.BatchNorm2d(2)), (1, 6, 7)),
    "instance norm": (lambda: nn.Sequential(_conv(1, 2), nn.InstanceNorm2d(2), _conv(2, 2)), (1, 7, 7)),
    "tracked instance norm": (
        lambda: nn.Sequential(_conv(1, 2), nn.InstanceNorm2d(2, track_running_stats=True), _conv(2, 2)),
        (1, 7, 7),
    ),
    "windows of tokens": (lambda: _Of(_attention_in_windows, _conv(1, 3)), (1, 8, 12)),
    "attention": (lambda: _Of(_attended, _conv(1, 4, 3, 3, 0), nn.MultiheadAttention(4, 2)), (1, 10, 9)),
    "causal attention": (lambda: _Of(_causal, _conv(1, 4, 3, 3, 0)), (1, 10, 9)),
    "squeeze and excitation": (
        lambda: _Of(lambda x, c: c(x) * c(x).mean((2, 3), keepdim=True), _conv(1, 2)),
        (1, 10, 9),
    ),
    "along one direction": (lambda: _Of(lambda x, c: c(x) + c(x).mean(2, keepdim=True), _conv(1, 2)), (1, 7, 7)),
    "largest of the channels": (lambda: _Of(lambda x, c: c(x).max(1, keepdim=True)[0], _conv(1, 1)), (1, 7, 7)),
    "running sum": (lambda: _Of(lambda x, c: c(x).cumsum(2), _conv(1, 1)), (1, 6, 7)),
    "rows in turn": (lambda: _Of(_rows_through, nn.LSTM(2, 3, 2, batch_first=True)), (2, 4, 6)),
    "rows both ways": (lambda: _Of(_rows_through, nn.GRU(2, 3, batch_first=True, bidirectional=True)), (2, 4, 6)),
    "einsum": (
        lambda: _Of(lambda x, c: torch.einsum("nchw,nchv->nhwv", c(x), x)[:, :, :, 2].unsqueeze(1), _conv(1, 1)),
        (1, 6, 7),
    ),
    "gated": (lambda: _Of(lambda x, c: functional.glu(torch.cat([c(x), x], 1), 1), _conv(1, 1)), (1, 6, 7)),
    "neighbouring channels": (
        lambda: _Of(lambda x, c: functional.local_response_norm(torch.cat([c(x), x, x], 1), 3), _conv(1, 1)),
        (1, 6, 7),
    ),
    **{
        f"{name} with weights made of the picture": (
            lambda norm=norm: _Of(
                lambda x, c: norm(c(x), x[:, 0, 2:4, 1:4].mean().expand(2), x[:, 0, 0, 3:5].flatten()), _conv(1, 2)
            ),
            (1, 7, 8),
        )
        for name, norm in (
            ("batch norm", lambda y, m, w: functional.batch_norm(y, torch.zeros_like(m), torch.ones_like(m), w, m)),
            ("instance norm", lambda y, m, w: functional.instance_norm(y, None, None, w, m)),
            ("group norm", lambda y, m, w: functional.group_norm(y, 2, w, m)),
        )
    },
    "differences of rows": (lambda: _Of(lambda x, c: c(x).diff(2, 2), _conv(1, 1)), (1, 7, 6)),
    "differences after a mean": (
        lambda: _Of(lambda x, c: (c(x) + x.mean(3, True)).diff(dim=2), _conv(1, 1)),
        (1, 7, 6),
    ),
    "a kernel made of the picture": (
        lambda: _Of(lambda x, c: functional.conv2d(x, c(x)[:, :, 2:5, 2:5], padding=1), _conv(1, 1)),
        (1, 8, 7),
    ),
}


@pytest.mark.parametrize("name", EXACT)
def test_every_output_has_the_field_that_gradients_find(name: str) -> None:
    make, shape = EXACT[name]
    assert not assert_as_by_gradients(make(), shape).at_most


def test_after_upsampling_the_field_is_that_of_the_middle_and_steps_by_blocks() -> None:
    field = assert_as_by_gradients(_DownAndUp(), (1, 64, 48))
    assert (field.size, field.stride, field.every) == ((44, 44), (4, 4), (4, 4))


@pytest.mark.parametrize(
    "function",
    [
        lambda x: torch.fft.fft2(x).real,
        lambda x: functional.grid_sample(x, torch.zeros(1, 4, 4, 2), align_corners=False),
        lambda x: x[:, :, x[0, 0, :, 0].argsort()],
    ],
    ids=["spectrum", "sampled", "sorted by itself"],
)
def test_what_no_rule_knows_is_said_to_be_a_bound(function: Callable[[Tensor], Tensor]) -> None:
    field = analyse_module(_Of(lambda x, c: function(c(x)), _conv(1, 1)), (1, 6, 7)).graph.nodes[-1].receptive_field
    assert field is not None
    assert field.at_most
    assert field.box(1, 0, 6, 7)[::2] == (0, 6)


def test_whole_means_every_pixel_of_every_output() -> None:
    dropped = analyse_module(nn.Sequential(_conv(1, 2, 4, 4, 0), nn.AdaptiveAvgPool2d(1)), (1, 14, 16)).root
    assert dropped.receptive_field is not None
    assert not dropped.receptive_field.covers(14, 16)
    assert dropped.receptive_field.box(0, 0, 14, 16) == (0, 0, 12, 16)
    deep = analyse_module(nn.Sequential(*(_conv(1, 1) for _ in range(8))), (1, 6, 6)).root
    assert deep.receptive_field is not None
    assert deep.receptive_field.covers(6, 6)


def test_tokens_have_the_field_of_their_patch_until_they_meet() -> None:
    patches = _conv(1, 4, 4, 4, 0)
    attention = nn.TransformerEncoderLayer(4, 2, 8, batch_first=True)
    model = _Of(lambda x, p, a: a(p(x).flatten(2).mT), patches, attention)
    analysis = analyse_module(model, (1, 12, 16))
    tokens = next(node.receptive_field for node in analysis.graph.nodes if node.label in {"mT", "flatten"})
    assert tokens is not None
    assert tokens.size == (4, 4)
    assert tokens.box(6, 0, 12, 16) == (4, 8, 8, 12)
    assert analysis.root.receptive_field is not None
    assert analysis.root.receptive_field.covers(12, 16)


class _Registers(nn.Module):
    """As vision transformers that may have prefix tokens: those in front are left alone, here none of them."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.dim = dim
        self.conv = nn.Conv2d(3, 4, 3, padding=1)
        self.front, self.rest = nn.Identity(), nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)
        front, rest = x.split([0, x.shape[self.dim]], self.dim)
        return torch.cat([self.front(front) * 2, self.rest(rest)], self.dim)


@pytest.mark.parametrize("dim", [1, 2, 3])
def test_pieces_of_no_size_are_passed_over(dim: int) -> None:
    analysis = analyse_module(_Registers(dim), (3, 6, 6))
    fields = {layer.path: layer.receptive_field for layer in analysis.root.walk()}
    assert fields["front"] is not None
    assert fields["rest"] is not None
    assert fields["front"].box(0, 0, 6, 6) == (0, 0, 0, 0)
    assert fields["rest"].box(0, 0, 6, 6) == (0, 0, 2, 2)
    assert analysis.total_macs == 3 * 4 * 9 * 36


@pytest.mark.parametrize(
    "choose",
    [
        lambda mask, one, other: torch.where(mask, one, other),
        lambda mask, one, other: one.masked_fill(mask, 0.0) + other,
        lambda mask, one, other: (one + other).masked_fill_(mask, 0.0),
        lambda mask, one, other: torch.where(~mask, one + other, 2.0),
    ],
    ids=["where", "masked_fill", "in place", "where, or a number"],
)
@pytest.mark.parametrize("known", [True, False], ids=["known", "made of the picture"])
def test_of_what_a_mask_chooses(choose: Callable[[Tensor, Tensor, Tensor], Tensor], known: bool) -> None:
    """Pixel by pixel where its numbers are known; else a bound."""

    class Masked(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(1, 1, 3, padding=1)
            self.register_buffer("mask", torch.eye(6) > 0)
            self.end = nn.Identity()

        def forward(self, x: Tensor) -> Tensor:
            mask = self.mask if known else x[0, 0] > 1
            result: Tensor = self.end(choose(mask, self.conv(x), x))
            return result

    if known:
        assert not assert_as_by_gradients(Masked(), (1, 6, 6)).at_most
        return
    layers = {layer.path: layer for layer in analyse_module(Masked(), (1, 6, 6)).root.walk()}
    field = layers["end"].receptive_field
    assert field is not None
    assert field.at_most
    assert field.size == (3, 3)
    conv = layers["conv"].receptive_field
    assert conv is not None
    assert not conv.at_most


class _PixelByPixel(nn.Module):
    """A picture of numbers between which a function changes nothing but the numbers."""

    def __init__(self, function: Callable[[Tensor], Tensor]) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 3, padding=1)
        self.function = function

    def forward(self, x: Tensor) -> Tensor:
        return self.function(self.conv(x)).float()


@pytest.mark.parametrize(
    "function",
    [
        lambda x: 2 / x,
        lambda x: 2 - x,
        lambda x: 2**x,
        lambda x: 7 // x,
        lambda x: 7 % x,
        lambda x: x // 2,
        lambda x: x % 2,
        lambda x: x == 1,
        lambda x: x != 1,
        lambda x: ~(x == 1) & (x > 1) | (x < 2) ^ (x >= 3),
        lambda x: x.int() << 1 >> 2,
        lambda x: functional.threshold(x, 0.5, 0.0),
        lambda x: nn.Threshold(0.1, 1.0)(x),
        lambda x: -abs(+x),
    ],
)
def test_pythons_operators_read_one_number_each(function: Callable[[Tensor], Tensor]) -> None:
    field = analyse_module(_PixelByPixel(function), (1, 8, 9)).graph.nodes[-1].receptive_field
    assert field is not None
    assert not field.at_most
    assert field.box(4, 5, 8, 9) == (3, 4, 6, 7)


def test_pythons_operators_in_place_read_one_number_each() -> None:
    def function(x: Tensor) -> Tensor:
        x = x.clone()
        x //= 2
        x %= 3
        x **= 2
        x /= 5
        return x

    field = analyse_module(_PixelByPixel(function), (1, 8, 9)).graph.nodes[-1].receptive_field
    assert field is not None
    assert not field.at_most
    assert field.box(4, 5, 8, 9) == (3, 4, 6, 7)
