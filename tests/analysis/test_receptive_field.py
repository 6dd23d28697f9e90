"""Receptive fields against the gradient of one output with respect to the input."""

import pytest
import torch
from torch import Tensor, nn

from cnnstudio.analysis.building import build
from cnnstudio.analysis.network import analyse_module
from cnnstudio.networks import catalogue


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
    assert window.size == (4 + 12 * 4, 4 + 12 * 4)


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
def test_where_outputs_differ_the_field_holds_them_all(model: nn.Sequential) -> None:
    """Upsampling and uneven pooling give outputs different windows; the field is the union over a few of them."""
    model = _positive(model)
    ((top, left, bottom, right), row, column) = _gradient_boxes(model, ["2"], 33, 1)["2"]
    field = analyse_module(model, (1, 33, 33)).layers["2"].receptive_field
    assert field is not None
    box = field.box(row, column, 33, 33)
    assert box[0] <= top
    assert box[1] <= left
    assert box[2] >= bottom
    assert box[3] >= right
    assert (box[2] - box[0]) - (bottom - top) <= 6


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
