"""torch.export files: read without running or unpickling anything."""

import copy
import io
import itertools
import json
import pickle
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
import torchvision
from torch import nn
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode
from torchvision.models.swin_transformer import SwinTransformer

from cnnstudio.analysis.network import analyse, analyse_exported, analyse_module
from cnnstudio.errors import NetworkInputError, StorageError, StudioError, WeightsError
from cnnstudio.networks import exported
from cnnstudio.networks.building import to_meta, without_memory
from cnnstudio.networks.exported import read
from tests.analysis import gradients
from tests.networks import exports, graphs
from tests.networks.graphs import node, program, tensor
from tests.networks.small_networks import Attention, Mobile, Named


def _export(model: nn.Module, shape: tuple[int, ...], file: Path) -> Path:
    torch.export.save(torch.export.export(model.eval(), (torch.zeros(shape),)), file)
    return file


@pytest.fixture(scope="module")
def resnet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("exported") / "resnet.pt2"
    return _export(torchvision.models.resnet18(weights=None), (2, 3, 64, 64), file)


def test_an_exported_network_is_analysed_like_the_original(resnet: Path) -> None:
    analysis = analyse_exported(resnet)
    original = analyse("resnet18", input_shape=(3, 64, 64), batch=2)
    assert analysis.root.type == "ResNet"
    assert analysis.total_params == original.total_params
    assert analysis.total_macs == original.total_macs
    assert analysis.activation_bytes == original.activation_bytes
    assert len(analysis.graph.nodes) == len(original.graph.nodes)
    assert set(analysis.graph.groups) == set(original.graph.groups)
    for path, layer in original.layers.items():
        other = analysis.layers[path]
        assert (other.type, other.output_shape, other.calls) == (layer.type, layer.output_shape, layer.calls)
        assert other.receptive_field == layer.receptive_field
        assert (other.kernel, other.stride, other.padding) == (layer.kernel, layer.stride, layer.padding)


@pytest.fixture(scope="module")
def decomposed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("exported") / "resnet.pt2"
    with without_memory():
        model = to_meta(torchvision.models.resnet18(weights=None)).eval()
    return exports.exported(model, (3, 64, 64), "decomposed", file)


def test_a_decomposed_export_is_analysed_like_the_original(decomposed: Path) -> None:
    analysis = analyse_exported(decomposed)
    original = analyse("resnet18", input_shape=(3, 64, 64))
    assert analysis.total_params == original.total_params
    assert analysis.total_macs == original.total_macs
    for path, layer in original.layers.items():
        other = analysis.layers[path]
        assert (other.type, other.output_shape, other.macs) == (layer.type, layer.output_shape, layer.macs)
        assert other.receptive_field == layer.receptive_field
        if layer.type != "AdaptiveAvgPool2d":
            assert (other.kernel, other.stride, other.padding) == (layer.kernel, layer.stride, layer.padding)


def _windows() -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(3, 8, (3, 5), stride=2, padding=(1, 2), groups=1),
        nn.Conv2d(8, 8, 3, dilation=2, groups=4),
        nn.ConvTranspose2d(8, 4, 3, stride=2, padding=1, output_padding=1, groups=2),
        nn.ReLU(),
        nn.MaxPool2d(3, 2, 1, ceil_mode=True),
        nn.AvgPool2d(2),
        nn.Conv2d(4, 4, 3, padding="same"),
        nn.Hardswish(),
    )


@pytest.mark.parametrize("form", ["exported", "decomposed"])
def test_windows_have_their_numbers_in_every_dialect(form: str, tmp_path: Path) -> None:
    original = analyse_module(_windows(), (3, 40, 40))
    model = _windows().eval()
    analysis = analyse_exported(exports.exported(model, (3, 40, 40), form, tmp_path / "windows.pt2", device="cpu"))
    for path, layer in original.layers.items():
        other = analysis.layers[path]
        assert (other.kernel, other.stride, other.padding, other.dilation) == (
            layer.kernel,
            layer.stride,
            layer.padding,
            layer.dilation,
        )
        assert (other.groups, other.ceil_mode) == (layer.groups, layer.ceil_mode)
        assert other.receptive_field == layer.receptive_field
        assert (other.macs, other.output_shape) == (layer.macs, layer.output_shape)


class _Attends(nn.Module):
    def __init__(self, **options: object) -> None:
        super().__init__()
        self.inner = nn.MultiheadAttention(12, 3, batch_first=True, **options)
        self.options = options

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        tokens = x.flatten(2).transpose(1, 2)
        keys, values = tokens[..., : self.inner.kdim], tokens[..., : self.inner.vdim]
        mixed: torch.Tensor = self.inner(tokens, keys, values, need_weights=False)[0]
        return mixed


@pytest.mark.parametrize("form", ["exported", "decomposed"])
@pytest.mark.parametrize("options", [{"add_bias_kv": True}, {"kdim": 8, "vdim": 6}], ids=str)
def test_attention_counts_alike_as_a_file_and_as_an_export(
    options: dict[str, object], form: str, tmp_path: Path
) -> None:
    model = _Attends(**options).eval()
    with FlopCounterMode(display=False) as counter, torch.no_grad(), sdpa_kernel(SDPBackend.MATH):
        model(torch.zeros(1, 12, 4, 4))
    file = exports.exported(model, (12, 4, 4), form, tmp_path / "attention.pt2", device="cpu")
    assert analyse_exported(file).total_macs == analyse_module(model, (12, 4, 4)).total_macs
    assert analyse_module(model, (12, 4, 4)).total_macs == counter.get_total_flops() / 2


@pytest.mark.filterwarnings("ignore:The tensor attributes")
@pytest.mark.parametrize("form", ["exported", "decomposed"])
@pytest.mark.parametrize("layer", [nn.LSTM(8, 6, 2, bidirectional=True), nn.GRU(8, 6)], ids=repr)
def test_recurrent_layers_count_alike_as_a_file_and_as_an_export(layer: nn.Module, form: str, tmp_path: Path) -> None:
    class Rows(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = copy.deepcopy(layer)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            states: torch.Tensor = self.inner(x[0])[0]
            return states

    file = exports.exported(Rows().eval(), (3, 5, 8), form, tmp_path / "rows.pt2", device="cpu")
    assert analyse_exported(file).total_macs == analyse_module(Rows(), (3, 5, 8)).total_macs > 0


class _Calls(nn.Module):
    """What a function makes of a convolved picture of 4 channels, 5 rows and 8 columns, and of a matrix (8, 6)."""

    def __init__(self, function: Callable[..., torch.Tensor], layer: nn.Module | None = None) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, padding=1)
        self.matrix = nn.Parameter(torch.zeros(8, 6))
        self.function = function
        self.layer = copy.deepcopy(layer or nn.Identity())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.function(self.conv(x), self.matrix, self.layer)


@pytest.mark.filterwarnings("ignore:The tensor attributes")
@pytest.mark.parametrize("form", ["exported", "decomposed"])
@pytest.mark.parametrize(
    ("function", "layer"),
    [
        (lambda x, _m, _: x * torch.tensor([1.0, 2.0, 3.0, 4.0], device=x.device).view(1, 4, 1, 1), None),
        (lambda x, m, _: torch.tensordot(x, m, dims=([3], [0])), None),
        (lambda x, m, _: torch.linalg.multi_dot([x[0, 0], m, m.T]), None),
        (lambda x, m, _: torch.linalg.multi_dot([m.T, x[0, 0].T]), None),
        (lambda x, _m, layer: layer(x, x.flip(2)), nn.Bilinear(8, 8, 3)),
        (lambda x, _m, _: x.diff(dim=2), None),
        (lambda x, _m, layer: layer(x[0])[0], nn.LSTM(8, 6, 2, proj_size=3)),
        (lambda x, _m, layer: layer(x[0])[0], nn.LSTM(8, 6, proj_size=2, bidirectional=True, bias=False)),
    ],
    ids=["constant", "tensordot", "chain", "pair", "bilinear", "diff", "projected", "projected both ways"],
)
def test_what_is_written_in_forward_counts_alike_as_a_file_and_as_an_export(
    function: Callable[..., torch.Tensor], layer: nn.Module | None, form: str, tmp_path: Path
) -> None:
    module = _Calls(function, layer).eval()
    file = exports.exported(module, (3, 5, 8), form, tmp_path / "calls.pt2", device="cpu")
    shown, own = analyse_exported(file), analyse_module(module, (3, 5, 8))
    assert (shown.total_macs, shown.total_params, shown.output_shape) == (
        own.total_macs,
        own.total_params,
        own.output_shape,
    )


class _Parts(nn.Module):
    """Splitting, indexing, scalars, constants, a functional convolution."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding="same")
        self.register_buffer("scale", torch.ones(1))
        self.head = nn.Linear(8, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        a, b = self.conv(x).chunk(2, 1)
        x = torch.cat([a * self.scale + 1, nn.functional.interpolate(b, scale_factor=2)[:, :, ::2, ::2]], 1)
        logits: torch.Tensor = self.head(x.mean((2, 3)).float())
        return logits


def test_other_operations(tmp_path: Path) -> None:
    analysis = analyse_exported(_export(_Parts(), (1, 3, 16, 16), tmp_path / "parts.pt2"))
    assert analysis.output_shape == (1, 2)
    assert analysis.total_params == 8 * 27 + 8 + 18
    assert analysis.layers["conv"].receptive_field is not None


def _rewritten(source: Path, target: Path, replaced: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, replaced.get(info.filename.split("/", 1)[1], old.read(info)))
    return target


def test_a_pickle_in_the_file_is_never_opened(resnet: Path, tmp_path: Path) -> None:
    """The known attack on ``torch.export.load``: a pickled payload in place of weights and sample inputs."""
    mark = tmp_path / "it-ran"

    class Payload:
        def __reduce__(self) -> tuple[object, ...]:
            return Path.touch, (mark,)

    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as inner:
        inner.writestr("archive/data.pkl", pickle.dumps(Payload()))
    payload = archive.getvalue()
    with zipfile.ZipFile(resnet) as source:
        config = json.loads(source.read("resnet/data/weights/model_weights_config.json"))
    for entry in config["config"].values():
        entry["use_pickle"] = True
    file = _rewritten(
        resnet,
        tmp_path / "evil.pt2",
        {
            "data/weights/weight_0": payload,
            "data/weights/model_weights_config.json": json.dumps(config).encode(),
            "data/sample_inputs/model.pt": payload,
        },
    )
    assert analyse_exported(file).total_params == 11_689_512
    assert not mark.exists()


@pytest.mark.parametrize(
    "target",
    ["torch.ops.aten.from_file.default", "torch.ops.prim.Print.default", "os.system", "torch.ops.aten.__class__.x"],
)
def test_only_tensor_operations_are_played_back(resnet: Path, tmp_path: Path, target: str) -> None:
    with zipfile.ZipFile(resnet) as source:
        program = json.loads(source.read("resnet/models/model.json"))
    program["graph_module"]["graph"]["nodes"][0]["target"] = target
    file = _rewritten(resnet, tmp_path / "odd.pt2", {"models/model.json": json.dumps(program).encode()})
    with pytest.raises(WeightsError, match="operation"):
        read(file)


def test_what_is_no_exported_network_is_told_in_a_sentence(resnet: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"gone\.pt2 could not be read"):
        read(tmp_path / "gone.pt2")
    file = tmp_path / "text.pt2"
    file.write_text("hello")
    with pytest.raises(WeightsError, match=r"not a torch\.export file"):
        read(file)
    torch.save({"a": torch.zeros(1)}, tmp_path / "weights.pt2")
    with pytest.raises(WeightsError, match="no exported graph"):
        read(tmp_path / "weights.pt2")
    half = tmp_path / "half.pt2"
    half.write_bytes(resnet.read_bytes()[: 10**6])
    with pytest.raises(WeightsError):
        read(half)
    for text in (b"{}", b"[]", b"not json", b'{"graph_module": {"graph": {}, "signature": {"input_specs": []}}}'):
        with pytest.raises(WeightsError):
            read(_rewritten(resnet, tmp_path / "damaged.pt2", {"models/model.json": text}))


def test_a_network_of_two_inputs_is_told(tmp_path: Path) -> None:
    class Two(nn.Module):
        def forward(self, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
            return x + y

    file = tmp_path / "two.pt2"
    torch.export.save(torch.export.export(Two(), (torch.zeros(1, 1, 4, 4), torch.zeros(1, 1, 4, 4))), file)
    with pytest.raises(WeightsError, match="2 inputs"):
        read(file)


@pytest.mark.parametrize(
    ("module", "shape"),
    [
        (Mobile(), (1, 3, 16, 16)),
        (SwinTransformer([4, 4], 12, [2], [2], [2, 2], num_classes=5), (1, 3, 16, 16)),
        (torchvision.models.VisionTransformer(16, 8, 1, 2, 16, 32), (1, 3, 16, 16)),
        (Attention(), (1, 3, 16, 16)),
        (Named(), (1, 3, 8, 8)),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, nn.Module) else "",
)
def test_exports_open_before_and_after_decomposition(module: nn.Module, shape: tuple[int, ...], tmp_path: Path) -> None:
    graph = torch.export.export(module.eval(), (torch.zeros(shape),))
    before = torch.get_rng_state()
    opened = []
    for form, one in (
        ("exported", graph),
        ("functional", graph.run_decompositions({})),
        ("core", graph.run_decompositions()),
    ):
        torch.export.save(one, tmp_path / f"{form}.pt2")
        opened.append(analyse_exported(tmp_path / f"{form}.pt2"))
    assert torch.equal(torch.get_rng_state(), before)
    parameters = sum(parameter.numel() for parameter in module.parameters())
    assert {analysis.total_params for analysis in opened} == {parameters}
    assert len({analysis.total_macs for analysis in opened}) == 1
    assert opened[0].total_macs > 0
    assert len({analysis.output_shape for analysis in opened}) == 1


def _refused(file: Path) -> str:
    with pytest.raises(StudioError) as caught:
        analyse_exported(file)
    assert str(caught.value).count("\n") == 0
    assert str(caught.value).endswith((".", "!", "?"))
    return str(caught.value)


@pytest.mark.parametrize(
    ("target", "arguments"),
    [
        ("segment_reduce.default", [tensor("x"), {"as_string": "sum"}]),
        ("_segment_reduce_backward.default", [tensor("x")]),
        ("from_file.default", [{"as_string": "/etc/passwd"}, {"as_bool": True}, {"as_int": 10**9}]),
        ("_print.default", [{"as_string": "hello"}]),
        ("resize_.default", [tensor("x"), {"as_ints": [2**33]}]),
        ("set_.source_Tensor", [tensor("x"), tensor("x")]),
        ("item.default", [tensor("x")]),
        ("nonzero.default", [tensor("x")]),
        ("_embedding_bag.default", [tensor("x")]),
        ("save.default", [tensor("x"), {"as_string": "/tmp/x"}]),
        ("torch.manual_seed", [{"as_int": 1}]),
        ("torch.random.manual_seed", [{"as_int": 1}]),
        ("torch.ops.prim.Print.default", []),
        ("torch.ops.torchvision.nms.default", [tensor("x")]),
        ("torch.ops.higher_order.cond", []),
        ("torch.load", [{"as_string": "x"}]),
        ("os.system", [{"as_string": "true"}]),
        ("_operator.setitem", [tensor("x"), {"as_int": 0}, {"as_int": 0}]),
        ("builtins.eval", [{"as_string": "1"}]),
    ],
)
def test_operations_that_are_not_in_the_table_are_named_and_not_called(
    target: str, arguments: list[dict[str, object]], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Unsafe ones, and those that read, write, print or seed; 1.5 KB files reached all of them."""
    before = torch.get_rng_state()
    call = node(target, *arguments, outputs=[tensor("y")])
    call["target"] = (
        target if "." in target and target.split(".")[0] in {"torch", "os", "_operator", "builtins"} else call["target"]
    )
    file = graphs.write(tmp_path / "evil.pt2", program([call], "y"))
    says = _refused(file)
    assert "operation" in says
    assert target in says
    assert torch.equal(torch.get_rng_state(), before)
    assert capfd.readouterr() == ("", "")


def test_an_operations_name_is_shown_on_one_line(tmp_path: Path) -> None:
    target = "torch.ops.aten.x\n\x1b[2J" + "y" * 1000
    says = _refused(graphs.write(tmp_path / "odd.pt2", program([node(target, outputs=[tensor("y")])], "y")))
    assert "\x1b" not in says
    assert len(says) < 300


def test_8_gb_are_asked_for_and_none_are_taken(tmp_path: Path) -> None:
    nodes = [
        node("zeros.default", {"as_ints": [2**31]}, outputs=[tensor("a")], device={"as_device": {"type": "cpu"}}),
        node("arange.default", {"as_int": 2**32}, outputs=[tensor("b")], device={"as_device": {"type": "cpu"}}),
        node("rand.default", {"as_ints": [2**31]}, outputs=[tensor("c")]),
        node("to.dtype_layout", tensor("a"), outputs=[tensor("d")], device={"as_device": {"type": "cpu"}}),
        node("sum.default", tensor("d"), outputs=[tensor("e")]),
        node("add.Tensor", tensor("x"), tensor("e"), outputs=[tensor("y")]),
    ]
    before = torch.get_rng_state()
    file = graphs.write(tmp_path / "large.pt2", program(nodes, "y"))
    assert analyse_exported(file).output_shape == (1, 3, 8, 8)
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize(
    "nodes",
    [
        # A mask as an index, and a number of classes to be found: both look at numbers.
        [
            node("gt.Scalar", tensor("x"), {"as_float": 0.0}, outputs=[tensor("m")]),
            node(
                "index.Tensor",
                tensor("x"),
                {"as_optional_tensors": [{"as_tensor": {"name": "m"}}]},
                outputs=[tensor("y")],
            ),
        ],
        [
            node("to.dtype", tensor("x"), {"as_scalar_type": 5}, outputs=[tensor("i")]),
            node("one_hot.default", tensor("i"), outputs=[tensor("y")]),
        ],
    ],
    ids=["mask", "classes"],
)
def test_what_cannot_run_without_numbers_never_runs_on_the_cpu(
    nodes: list[dict[str, object]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Python class that looks at numbers runs on the CPU once; its code was agreed to. A file's graph never does."""
    ran: list[object] = []
    monkeypatch.setattr("cnnstudio.analysis.network._run_on_cpu", lambda *given: ran.append(given))
    file = graphs.write(tmp_path / "data.pt2", program(nodes, "y"))
    with pytest.raises(NetworkInputError, match="cannot take"):
        analyse_exported(file)
    assert not ran


def test_an_exported_module_refuses_real_pictures(resnet: Path) -> None:
    network = read(resnet)
    with pytest.raises(WeightsError, match="only be analysed"):
        network.module(torch.zeros(network.input_shape))


@pytest.mark.parametrize(
    ("nodes", "says"),
    [
        ([node("split.Tensor", tensor("b"), {"as_int": 1}, {"as_int": 0}, outputs=[{"as_tensors": []}])], "pieces"),
        ([node("view.default", tensor("x"), {"as_ints": [1] * 20 + [192]}, outputs=[tensor("y")])], "dimensions"),
        (
            [node("expand.default", tensor("x"), {"as_ints": [2**40, 3, 8, 8]}, outputs=[tensor("y")])],
            "cannot take|numbers",
        ),
        ([node("zeros.default", {"as_ints": [0] * 5000}, outputs=[tensor("y")])], "list of 5,000"),
        ([node("softmax.int", tensor("x"), {"as_int": 1}, {"as_int": -1}, outputs=[tensor("y")])], "dtype"),
        ([node("add.Tensor", tensor("x"), {"as_graph": {}}, outputs=[tensor("y")])], "as_graph"),
        (
            [node("_operator.pow", {"as_int": 10}, {"as_int": 10**9}, outputs=[{"as_sym_int": {"as_name": "y"}}])],
            "too large",
        ),
        ([node("relu.default", tensor("nowhere"), outputs=[tensor("y")])], "cannot take|damaged"),
        (
            [
                node(
                    "conv2d.default",
                    tensor("x"),
                    tensor("x"),
                    {"as_none": True},
                    {"as_ints": [0, 0]},
                    outputs=[tensor("y")],
                )
            ],
            "cannot take",
        ),
    ],
    ids=["pieces", "dimensions", "elements", "list", "type", "graph", "power", "name", "stride"],
)
def test_calls_are_bounded(nodes: list[dict[str, object]], says: str, tmp_path: Path) -> None:
    large = node("zeros.default", {"as_ints": [2**30]}, outputs=[tensor("b")])
    file = graphs.write(tmp_path / "large.pt2", program([large, *nodes], "y"))
    with pytest.raises(StudioError, match=says):
        analyse_exported(file)


def test_modules_are_bounded_in_depth_and_number(tmp_path: Path) -> None:
    deep = ".".join("a" * 500)
    wide = [{f"m{number}.weight": (1,)} for number in range(exported.MOST_MODULES + 1)]
    relu = node("relu.default", tensor("x"), outputs=[tensor("y")])
    stacks = ";".join(f"k{level},{'.'.join('a' * level)},torch.nn.Module" for level in range(1, 200))
    for content, says in (
        (program([relu], "y", parameters={f"{deep}.weight": (1,)}), "more deeply"),
        (program([relu], "y", parameters={key: size for one in wide for key, size in one.items()}), "too many"),
        (program([relu | {"metadata": {"nn_module_stack": stacks}}], "y"), "more deeply"),
        (program([relu | {"metadata": {"nn_module_stack": "k,a,b" + "c" * 1000}}], "y"), "more deeply"),
    ):
        with pytest.raises(WeightsError, match=says):
            read(graphs.write(tmp_path / "modules.pt2", content))


def test_calls_are_bounded_in_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exported, "MOST_CALLS", 10)
    nodes = [node("relu.default", tensor("x"), outputs=[tensor("y")])] * 11
    with pytest.raises(WeightsError, match="11 operations"):
        read(graphs.write(tmp_path / "long.pt2", program(nodes, "y")))


@pytest.mark.parametrize("error", [StopIteration(), KeyError("a"), RecursionError(), MemoryError(), OverflowError("b")])
def test_whatever_a_wrong_value_leads_to_is_told(
    resnet: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(exported, "_planned", fails)
    with pytest.raises(WeightsError, match=r"resnet\.pt2 is damaged"):
        read(resnet)


class _Tied(nn.Module):
    """Two convolutions of one weight, and one of them in a block besides."""

    def __init__(self) -> None:
        super().__init__()
        self.one = nn.Conv2d(3, 3, 3, padding=1, bias=False)
        self.two = nn.Conv2d(3, 3, 3, padding=1, bias=False)
        self.two.weight = self.one.weight
        self.block = nn.Sequential(self.one, nn.ReLU())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        result: torch.Tensor = self.two(self.one(self.block(x)))
        return result


class _TiedEnds(nn.Module):
    """An encoder and its decoder with the same numbers; a norm that two blocks share, with its buffers."""

    def __init__(self) -> None:
        super().__init__()
        self.encode = nn.Linear(8, 4, bias=False)
        self.decode = nn.Linear(4, 8, bias=False)
        self.decode.weight = nn.Parameter(self.encode.weight.detach().T)
        norm = nn.BatchNorm2d(3)
        self.first = nn.Sequential(norm, nn.Conv2d(3, 3, 1))
        self.second = nn.Sequential(norm, nn.Conv2d(3, 3, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        result: torch.Tensor = self.decode(self.encode(self.second(self.first(x))))
        return result


@pytest.mark.parametrize("form", ["exported", "decomposed"])
@pytest.mark.parametrize("network", [_Tied, _TiedEnds])
def test_what_is_shared_is_counted_once(network: type[nn.Module], form: str, tmp_path: Path) -> None:
    model = network().eval()
    original = analyse_module(copy.deepcopy(model), (3, 8, 8))
    analysis = analyse_exported(exports.exported(model, (3, 8, 8), form, tmp_path / "tied.pt2", device="cpu"))
    assert analysis.total_params == original.total_params == sum(p.numel() for p in model.parameters())
    assert analysis.total_macs == original.total_macs > 0
    assert analysis.notes == ()


class _Settings(nn.Module):
    """Parts under no_grad and under autocast, one inside the other, one that hands its input on."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, 4, 3, padding=1)
        self.norm = nn.BatchNorm2d(4)
        self.head = nn.Conv2d(4, 5, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.stem(x)
        with torch.no_grad():
            y, z = self.norm(x) * 2, x
            with torch.autocast("cpu", dtype=torch.bfloat16):
                w = self.head(y)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            v = self.head(self.stem(x[:, :3]))
        result: torch.Tensor = torch.cat([w, v, z], 1)
        return result


@pytest.mark.parametrize("form", ["exported", "decomposed"])
def test_settings_inside_forward_change_nothing(form: str, tmp_path: Path) -> None:
    model = _Settings().eval()
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        expected = model(torch.zeros(1, 3, 8, 8))
    analysis = analyse_exported(exports.exported(model, (3, 8, 8), form, tmp_path / "settings.pt2", device="cpu"))
    assert analysis.total_macs == counter.get_total_flops() / 2
    assert analysis.total_params == sum(p.numel() for p in model.parameters())
    assert analysis.output_shape == tuple(expected.shape)
    if form == "exported":
        assert analysis.layers["head"].calls == 2


@pytest.mark.parametrize(
    ("put", "names"),
    [
        (lambda a, b: {"out": a, "aux": [b]}, ["out", "aux.0"]),
        (lambda a, b: (b, a), ["0", "1"]),
        (lambda a, b: [a, {"more": b}], ["0", "1.more"]),
        (lambda a, _b: a, [""]),
    ],
)
def test_an_exports_results_have_their_names(put: Callable[..., object], names: list[str], tmp_path: Path) -> None:
    class Two(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(3, 4, 3)

        def forward(self, x: torch.Tensor) -> object:
            return put(self.conv(x), x * 2)

    original = analyse_module(Two(), (3, 8, 8))
    analysis = analyse_exported(_export(Two(), (1, 3, 8, 8), tmp_path / "two.pt2"))
    assert analysis.outputs == original.outputs
    assert [name for name, _ in analysis.outputs] == names


@pytest.mark.parametrize(
    ("padding", "dilation"),
    [("anything", [1, 1]), ("same", [1, 1, 1]), ("same", [[1], 1]), ("valid", "1"), ([1, "x"], [1, 1]), (7, [1, 1])],
)
def test_a_window_with_odd_numbers_is_a_sentence_or_is_shown(padding: object, dilation: object, tmp_path: Path) -> None:
    kind = "as_string" if isinstance(padding, str) else "as_ints"
    call = node(
        "conv2d.padding" if isinstance(padding, str) else "conv2d.default",
        tensor("x"),
        tensor("p_conv_weight"),
        {"as_none": True},
        {"as_ints": [1, 1]},
        {kind: padding},
        {"as_ints": dilation},
        outputs=[tensor("y")],
        stack="a,,Net;b,conv,torch.nn.modules.conv.Conv2d",
    )
    content = program([call], "y", parameters={"conv.weight": (4, 3, 3, 3)})
    found: object
    try:
        found = analyse_exported(graphs.write(tmp_path / "odd.pt2", content)).layers["conv"].kernel
    except StudioError as error:
        found = str(error)
    assert found == (3, 3) or str(found).endswith(".")


@pytest.mark.parametrize(
    ("network", "untold"), [(_Tied, True), (_Settings, True), (lambda: nn.Sequential(nn.Conv2d(3, 4, 1)), False)]
)
def test_a_file_that_cannot_say_what_is_shared_is_told_at_the_total(
    network: Callable[[], nn.Module], untold: bool, tmp_path: Path
) -> None:
    """Two parameters of one shape that were exported on meta may be one."""
    analysis = analyse_exported(exports.exported(to_meta(network().eval()), (3, 8, 8), "exported", tmp_path / "n.pt2"))
    assert [note.split(",")[0] for note in analysis.notes] == (
        ["The file does not say which parameters are shared"] if untold else []
    )


@pytest.mark.parametrize("form", ["exported", "decomposed"])
def test_a_weight_may_be_handed_out_beside_the_result(form: str, tmp_path: Path) -> None:
    class Scaled(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(3, 4, 3)
            self.scale = nn.Parameter(torch.ones(4, 1, 1))

        def forward(self, x: torch.Tensor) -> object:
            return self.scale, self.conv(x) * self.scale

    file = exports.exported(Scaled().eval(), (3, 8, 8), form, tmp_path / "scaled.pt2", device="cpu")
    shown, own = analyse_exported(file), analyse_module(Scaled(), (3, 8, 8))
    assert (shown.total_params, shown.total_macs) == (own.total_params, own.total_macs)
    assert shown.outputs == own.outputs


class _BothWays(nn.Module):
    """A recurrent layer over each row of the picture, in both directions."""

    def __init__(self, *, bidirectional: bool) -> None:
        super().__init__()
        self.rows = nn.GRU(2, 3, bidirectional=bidirectional, batch_first=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        count, channels, height, width = x.shape
        told, _ = self.rows(x.permute(0, 2, 3, 1).reshape(count * height, width, channels))
        result: torch.Tensor = told.reshape(count, height, width, -1).permute(0, 3, 1, 2)
        return result


@pytest.mark.filterwarnings("ignore:The tensor attributes")
@pytest.mark.parametrize("bidirectional", [True, False])
def test_rows_read_step_by_step_have_the_field_of_the_layer(bidirectional: bool, tmp_path: Path) -> None:
    model = _BothWays(bidirectional=bidirectional).eval()
    steps = exports.exported(model, (2, 2, 6), "decomposed", tmp_path / "gru.pt2", device="cpu")
    found = analyse_exported(steps).root.receptive_field
    layer = analyse_module(model, (2, 2, 6)).root.receptive_field
    assert found is not None
    assert layer is not None
    assert found.units == layer.units == (2, 6)
    for row, column in itertools.product(range(2), range(6)):
        box = (row, 0, row + 1, 6 if bidirectional else column + 1)
        assert found.box(row, column, 2, 6) == layer.box(row, column, 2, 6) == box


# What a picture of two channels, seen as these sizes, and a matrix (4, 4) make.
READ = {
    "kron": ((6, 4), lambda x, m: torch.kron(x, m)),
    "kron of both": ((6, 4), lambda x, m: torch.kron(m[:2], x[:3] * x[3:].sum())),
    "outer": ((24,), lambda x, _m: torch.outer(x[:4], x[4:10])),
    "addr": ((6, 4), lambda x, m: torch.addr(x, x[:, 0], m[0])),
    "inverse": ((6, 2, 2), lambda x, m: torch.linalg.inv_ex(x + m[:2, :2])[0]),
    "determinant": ((6, 2, 2), lambda x, m: torch.linalg.det(x + m[:2, :2])),
    "matrix exponential": ((6, 2, 2), lambda x, _m: torch.linalg.matrix_exp(x)),
    "distances": ((6, 4), lambda x, m: torch.cdist(x, m + 3, p=1.0)),
    "many distances": ((6, 4), lambda x, m: torch.cdist(x, m.repeat(10, 1) + 3)),
    "cross": ((8, 3), lambda x, m: torch.linalg.cross(x, m.flatten()[:3].expand(8, 3))),
    "vecdot": ((6, 4), lambda x, m: torch.linalg.vecdot(x, m[0])),
    "matrix norm": ((6, 2, 2), lambda x, _m: torch.linalg.matrix_norm(x)),
    "renorm": ((6, 4), lambda x, _m: torch.renorm(x, 2.0, 0, 0.1)),
    "pairwise distance": ((6, 4), lambda x, m: nn.functional.pairwise_distance(x, m[:1] + 3)),
    "distance": ((6, 4), lambda x, m: torch.dist(x[:4], m + 3)),
    "log of sums": ((6, 4), lambda x, _m: torch.special.logsumexp(x, 1)),
    "power of a matrix": ((6, 2, 2), lambda x, _m: torch.linalg.matrix_power(x, 3)),
    "quantile": ((6, 4), lambda x, _m: torch.quantile(x, 0.4, dim=1)),
    "diagflat": ((4, 6), lambda x, _m: torch.diagflat(x[:, 0])),
    "ldexp": ((6, 4), lambda x, m: torch.ldexp(x, m[0])),
    "xlogy in place": ((6, 4), lambda x, m: (x * 1).xlogy_(m[0] + 1)),
}


class _Reads(nn.Module):
    def __init__(self, shape: tuple[int, ...], function: Callable[..., torch.Tensor]) -> None:
        super().__init__()
        self.matrix = nn.Parameter(torch.rand(4, 4) + 0.5)
        self.shape, self.function = shape, function

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.function(x.reshape(self.shape), self.matrix)


@pytest.mark.parametrize("form", ["exported", "decomposed"])
@pytest.mark.parametrize("name", READ)
def test_operators_of_matrices_read_what_their_gradients_say(name: str, form: str, tmp_path: Path) -> None:
    model = gradients.positive(_Reads(*READ[name]))
    file = exports.exported(model.float(), (1, 4, 6), form, tmp_path / "reads.pt2", device="cpu")
    shown, own = analyse_exported(file), analyse_module(copy.deepcopy(model), (1, 4, 6))
    assert (shown.output_shape, shown.total_macs) == (own.output_shape, own.total_macs)
    pixels = gradients.pixels_of((1, 1, 4, 6))
    result = model.double()(pixels)
    for analysis in (shown, own):
        state = analysis.graph.nodes[-1].receptive_field
        assert state is not None
        assert not state.at_most or (form == "decomposed" and analysis is shown)
        rows, columns = state.units
        if not state.at_most and tuple(result.shape) == (rows, columns):
            for row, column in itertools.product(range(rows), range(columns)):
                true = gradients.box_of(result[row, column], pixels)
                box = state.box(row, column, 4, 6)
                assert (box == true) or (true is None and (box[0] == box[2] or box[1] == box[3])), (row, column)


_ENDLESS = {
    "padded": [node("constant_pad_nd.default", tensor("x"), {"as_ints": [2**28, 2**28]}, outputs=[tensor("y")])],
    "repeated": [node("repeat.default", tensor("x"), {"as_ints": [1, 1, 1, 2**30]}, outputs=[tensor("y")])],
    "a number repeated": [
        node("repeat_interleave.self_int", tensor("x"), {"as_int": 2**30}, {"as_int": 3}, outputs=[tensor("y")])
    ],
    "resized": [
        node(
            "upsample_bilinear2d.default",
            tensor("x"),
            {"as_ints": [2**19, 2**19]},
            {"as_bool": False},
            outputs=[tensor("y")],
        )
    ],
    "pooled": [
        node("constant_pad_nd.default", tensor("x"), {"as_ints": [2**20, 2**20]}, outputs=[tensor("p")]),
        node("avg_pool2d.default", tensor("p"), {"as_ints": [1, 2**20]}, {"as_ints": [1, 1]}, outputs=[tensor("y")]),
    ],
    "convolved": [
        node(
            "conv2d.default",
            tensor("x"),
            tensor("p_w"),
            {"as_none": True},
            {"as_ints": [1, 1]},
            {"as_ints": [2**26, 0]},
            outputs=[tensor("y")],
        )
    ],
    "adaptive": [node("adaptive_avg_pool2d.default", tensor("x"), {"as_ints": [2**19, 2**19]}, outputs=[tensor("y")])],
}


@pytest.mark.parametrize("name", _ENDLESS)
def test_what_endless_sizes_read_is_a_bound_and_takes_no_memory(name: str, tmp_path: Path) -> None:
    """A file of 1 KB may ask for what would be exact in exabytes."""
    content = program(_ENDLESS[name], "y", parameters={"w": (2, 3, 2**27, 1)})
    file = graphs.write(tmp_path / "endless.pt2", content)
    tracemalloc.start()
    try:
        field = analyse_exported(file).graph.nodes[-1].receptive_field
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert field is not None
    assert field.at_most
    assert peak < 300e6


def test_differences_of_differences_are_bounded(tmp_path: Path) -> None:
    call = node("diff.default", tensor("x"), {"as_int": 2**40}, {"as_int": 3}, outputs=[tensor("y")])
    assert "differences more often than any network" in _refused(graphs.write(tmp_path / "n.pt2", program([call], "y")))


@pytest.mark.parametrize("form", ["exported", "decomposed"])
def test_a_result_that_is_returned_twice_is_shown_twice(form: str, tmp_path: Path) -> None:
    class Twice(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(3, 4, 3)

        def forward(self, x: torch.Tensor) -> object:
            y = self.conv(x)
            return y, {"again": y}

    file = exports.exported(Twice().eval(), (3, 8, 8), form, tmp_path / "twice.pt2", device="cpu")
    found = analyse_exported(file)
    assert (
        found.outputs == analyse_module(Twice(), (3, 8, 8)).outputs == (("0", (1, 4, 6, 6)), ("1.again", (1, 4, 6, 6)))
    )
