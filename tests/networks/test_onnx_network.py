"""Networks exported to ONNX by PyTorch: modules, sizes, parameters and MACs are those of the network itself."""

import warnings
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from cnnstudio.analysis.network import analyse_exported, analyse_module
from cnnstudio.errors import WeightsError
from cnnstudio.networks import catalogue, onnx_network
from tests.networks.test_onnx_file import written

onnx = pytest.importorskip("onnx")


class Tokens(nn.Module):
    """A picture as tokens: attention, a class token, two outputs."""

    def __init__(self) -> None:
        super().__init__()
        self.patches = nn.Conv2d(3, 16, 4, 4)
        self.token = nn.Parameter(torch.randn(1, 1, 16))
        self.place = nn.Parameter(torch.randn(1, 17, 16))
        self.norm = nn.LayerNorm(16)
        self.attention = nn.MultiheadAttention(16, 2, batch_first=True)
        self.mix = nn.Linear(16, 16)
        self.digit, self.slant = nn.Linear(16, 5), nn.Linear(16, 1)

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        tokens = self.patches(pictures).flatten(2).permute(0, 2, 1)
        tokens = torch.cat([self.token.expand(tokens.shape[0], -1, -1), tokens], 1) + self.place
        seen, _ = self.attention(*[self.norm(tokens)] * 3, need_weights=False)
        first = self.mix(tokens + seen)[:, 0]
        return self.digit(first), self.slant(first)


class Residual(nn.Module):
    """A block called twice, branches, in-place arithmetic, an odd padding and a pixel shuffle."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.ZeroPad2d((0, 1, 0, 1)), nn.Conv2d(3, 8, 2), nn.ReLU())
        self.block = nn.Sequential(nn.Conv2d(8, 8, 3, padding=1, groups=2), nn.Hardswish())
        self.up = nn.Sequential(nn.PixelShuffle(2), nn.ConvTranspose2d(2, 4, 2, 2))

    def forward(self, pictures: Tensor) -> Tensor:
        maps = self.stem(pictures)
        maps = maps + self.block(maps)
        maps = torch.cat([maps, self.block(maps)], 1)[:, ::2]
        return self.up(maps).mean((2, 3))


def exported(folder: Path, module: nn.Module, shape: tuple[int, ...]) -> Path:
    file = folder / "net.onnx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(module.eval(), (torch.zeros(shape),), file, dynamo=False, verbose=False)
    return file


@pytest.mark.parametrize("name", ["convnet", "lenet5", "mlp"])
def test_a_network_of_the_catalogue_comes_back(tmp_path: Path, name: str) -> None:
    spec = catalogue.get(name)
    module = spec.build().eval()
    expected = analyse_module(spec.build(), spec.input_shape)
    found = analyse_exported(exported(tmp_path, module, (2, *spec.input_shape)))
    assert found.total_params == expected.total_params
    assert found.total_macs == 2 * expected.total_macs
    assert found.batch == 2
    layers = {path: layer for path, layer in expected.layers.items() if layer.own_params}
    assert {path for path, layer in found.layers.items() if layer.own_params} == set(layers)
    for path, layer in layers.items():
        same = found.layers[path]
        assert (same.type, same.own_params, same.kernel, same.output_shape) == (
            *(layer.type, layer.own_params, layer.kernel),
            (2, *layer.output_shape[1:]),
        )
        assert same.receptive_field == layer.receptive_field


@pytest.mark.parametrize(("made", "shape"), [(Tokens, (3, 16, 16)), (Residual, (3, 12, 12))])
def test_its_counts_are_those_of_the_module(tmp_path: Path, made: type[nn.Module], shape: tuple[int, int, int]) -> None:
    module = made()
    count = sum(parameter.numel() for parameter in module.parameters())
    found = analyse_exported(exported(tmp_path, module, (1, *shape)))
    expected = analyse_module(made(), shape)
    assert found.total_params == count
    assert found.total_macs == expected.total_macs
    assert [sizes for _, sizes in found.outputs] == [sizes for _, sizes in expected.outputs]
    assert not found.uncounted


def test_a_block_that_is_called_twice_is_one_module(tmp_path: Path) -> None:
    found = analyse_exported(exported(tmp_path, Residual(), (1, 3, 12, 12)))
    assert found.layers["block"].total_params == 8 * 4 * 9 + 8
    assert {layer.type for layer in found.layers.values()} >= {"Conv2d", "ConvTranspose2d", "ReLU"}


def test_nothing_is_known_of_other_operators_and_inputs(tmp_path: Path) -> None:
    looped, odd = (onnx.helper.make_node(name, ["x"], ["y"]) for name in ("Loop", "Newest"))
    says = (
        r"net\.onnx uses operators that are not read here: Loop \(which parts run, .* on the numbers\), Newest\. Open"
    )
    with pytest.raises(WeightsError, match=says):
        onnx_network.read(written(tmp_path, [looped, odd, looped], []))
    many = [onnx.helper.make_node(f"Op{number}", ["x"], ["y"]) for number in range(500)]
    with pytest.raises(WeightsError, match=r"Op0, Op1, Op10, Op100, \.\.\.\. Open"):
        onnx_network.read(written(tmp_path, many, []))
    relu = onnx.helper.make_node("Relu", ["x"], ["y"])
    with pytest.raises(WeightsError, match="only networks that take one batch of pictures"):
        onnx_network.read(written(tmp_path, [relu], [], (1, 3)))
    with pytest.raises(WeightsError, match=r"net\.onnx is damaged or unusual"):
        analyse_exported(written(tmp_path, [onnx.helper.make_node("Conv", ["x"], ["y"])], []))


def test_a_file_that_leaves_its_sizes_open_takes_any(tmp_path: Path) -> None:
    file = written(tmp_path, [onnx.helper.make_node("Relu", ["x"], ["y"])], [], ("N", 3, None, None))
    assert onnx_network.read(file).input_shape == (1, 3, 224, 224)
    assert analyse_exported(file, input_shape=(3, 50, 60), batch=4).output_shape == (4, 3, 50, 60)


def test_a_result_that_is_returned_twice_is_shown_twice(tmp_path: Path) -> None:
    pool = onnx.helper.make_node("MaxPool", ["x"], ["y"], kernel_shape=[2, 2])
    file = written(tmp_path, [pool], [])
    model = onnx.load(file)
    model.graph.output.append(model.graph.output[0])
    file.write_bytes(model.SerializeToString())
    assert analyse_exported(file).outputs == (("y", (1, 3, 7, 7)), ("y (2)", (1, 3, 7, 7)))


def test_weights_of_one_name_and_layers_of_one_name_are_told_apart_quickly(tmp_path: Path) -> None:
    """3,000 layers called alike in one module, each with a weight called alike."""
    count = 3000
    nodes = [
        onnx.helper.make_node(
            "Add", [f"t{place}" if place else "x", f"a{place}.bias"], [f"t{place + 1}"], name="/m/Add"
        )
        for place in range(count)
    ]
    nodes[-1].output[0] = "y"
    zeros = torch.zeros(8).numpy()
    constants = [onnx.numpy_helper.from_array(zeros, f"a{place}.bias") for place in range(count)]
    names = [name for name, _ in onnx_network.read(written(tmp_path, nodes, constants)).module.named_parameters()]
    assert len(names) == count
    assert names[:3] == ["m.bias", "m.bias_1", "m.bias_2"]
