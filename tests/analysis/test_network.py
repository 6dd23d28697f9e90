import dataclasses
import gc
import math
import subprocess
import sys
import threading
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
import torchvision
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode
from torchvision.models.feature_extraction import create_feature_extractor

from cnnstudio.analysis.network import analyse, analyse_module, analyse_own, analyse_python
from cnnstudio.analysis.results import Analysis, NodeKind, Shape
from cnnstudio.errors import ConfigError, NetworkInputError, UnknownNameError
from cnnstudio.networks import catalogue, consent, reference
from cnnstudio.networks.building import to_meta, without_memory
from cnnstudio.networks.published import PUBLISHED
from cnnstudio.networks.reference import PythonNetwork
from cnnstudio.networks.user_code import ConsentError

Analysed = Callable[..., Analysis]
SETS = [(name, figures) for name, sets in PUBLISHED.items() for figures in sets]


@pytest.mark.parametrize(("name", "figures"), SETS, ids=[f"{name}-{f.weights}" for name, f in SETS])
def test_parameters_and_macs_are_those_torchvision_publishes(analysed: Analysed, name: str, figures) -> None:
    own = catalogue.get(name).input_shape[1]
    analysis = analysed(name, None if figures.crop_size == own else figures.crop_size)
    assert analysis.total_params == figures.parameters
    # torchvision prints three digits after the point, which is more than 1 % of the smallest networks.
    assert analysis.total_macs / 1e9 == pytest.approx(figures.gmacs, rel=0.01, abs=0.0005)


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_layers_sum_to_the_totals(analysed: Analysed, name: str) -> None:
    analysis = analysed(name)
    layers = analysis.layers.values()
    assert sum(layer.own_params for layer in layers) == analysis.total_params == analysis.root.total_params
    assert sum(layer.own_macs for layer in layers if not layer.auxiliary) == analysis.total_macs == analysis.root.macs
    assert analysis.root.share == 1.0
    assert [layer.path for layer in layers] == [path for path, _ in _structure(name).named_modules()]


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("alexnet", 61_100_840),
        ("vgg16", 138_357_544),
        ("googlenet", 6_624_904),
        ("googlenet-aux", 13_004_888),
        ("inception_v3", 27_161_264),
        ("resnet18", 11_689_512),
        ("convnet", 9_098),
    ],
)
def test_well_known_sizes(analysed: Analysed, name: str, parameters: int) -> None:
    assert analysed(name).total_params == parameters


def test_shapes_are_those_of_a_real_run(analysed: Analysed) -> None:
    model = torchvision.models.resnet18(weights=None).eval()
    shapes: dict[str, tuple[int, ...]] = {}
    for path, module in model.named_modules():

        def keep(_module: nn.Module, _input: object, output: Tensor, path: str = path) -> None:
            shapes.setdefault(path, tuple(output.shape))

        module.register_forward_hook(keep)
    with torch.no_grad():
        model(torch.zeros(1, 3, 224, 224))
    found = {path: layer.output_shape for path, layer in analysed("resnet18").layers.items()}
    assert found == shapes


def test_printed_is_what_print_prints(analysed: Analysed) -> None:
    assert analysed("resnet18").printed == repr(torchvision.models.resnet18(weights=None))


def test_settings_of_a_window_are_numbers(analysed: Analysed) -> None:
    conv = analysed("convnet").layers["features.0"]
    assert (conv.kernel, conv.stride, conv.padding, conv.dilation, conv.groups) == ((3, 3), (1, 1), (1, 1), (1, 1), 1)
    pool = analysed("googlenet").layers["maxpool1"]
    assert (pool.kernel, pool.stride, pool.ceil_mode) == ((3, 3), (2, 2), True)
    assert conv.macs == 28 * 28 * 8 * 9
    assert [(p.name, p.shape, p.count) for p in conv.parameters] == [("weight", (8, 1, 3, 3), 72), ("bias", (8,), 8)]


def test_equal_blocks_are_recognised(analysed: Analysed) -> None:
    analysis = analysed("resnet50")
    blocks = [analysis.layers[f"layer3.{number}"] for number in range(6)]
    assert [block.run_length for block in blocks] == [1, 5, 5, 5, 5, 5]
    assert [block.run_index for block in blocks] == [0, 0, 1, 2, 3, 4]
    assert {layer.path for layer in analysis.equal_layers("layer3.1")} == {f"layer3.{n}" for n in (2, 3, 4, 5)}


def test_auxiliary_heads_have_shapes_but_cost_a_prediction_nothing(analysed: Analysed) -> None:
    with_heads, without = analysed("googlenet-aux"), analysed("googlenet")
    assert with_heads.total_macs == without.total_macs
    assert with_heads.activation_bytes == without.activation_bytes
    head = with_heads.layers["aux1"]
    assert head.auxiliary
    assert head.output_shape == (1, 1000)
    assert head.macs > 0
    assert not with_heads.layers["inception4a"].auxiliary
    assert with_heads.output_shape == (1, 1000)


def test_everything_follows_the_input(analysed: Analysed) -> None:
    changed = analyse("resnet18", input_shape=(1, 112, 96), classes=7, batch=4)
    assert changed.output_shape == (4, 7)
    assert changed.layers["conv1"].input_shape == (4, 1, 112, 96)
    assert changed.layers["conv1"].own_params == 64 * 1 * 49
    assert changed.total_params == 11_689_512 - 2 * 64 * 49 - 993 * 513
    single = analyse("resnet18", input_shape=(1, 112, 96), classes=7)
    assert changed.total_macs == 4 * single.total_macs
    assert changed.activation_bytes == 4 * single.activation_bytes


def test_a_transformer_is_built_for_its_picture() -> None:
    assert analyse("vit_b_16", input_shape=(3, 384, 384)).total_params == 86_859_496
    with pytest.raises(NetworkInputError, match="square"):
        analyse("vit_b_16", input_shape=(3, 384, 224))
    with pytest.raises(NetworkInputError, match="Try 3 × 224 × 224"):
        analyse("vit_b_16", input_shape=(3, 100, 100))


@pytest.mark.parametrize(
    ("name", "shape", "words"),
    [
        ("vgg16", (3, 16, 16), ["VGG-16", "3 × 16 × 16", "features.30", "MaxPool2d", "larger"]),
        ("alexnet", (3, 30, 30), ["AlexNet", "features.5", "MaxPool2d", "larger"]),
        ("inception_v3", (3, 40, 40), ["Inception v3", "larger"]),
        ("convnet", (1, 32, 32), ["ConvNet", "classifier", "784"]),
        ("resnet18", (3, 0, 224), ["0 rows", "65,536"]),
        ("resnet18", (3, 224, -5), ["-5 columns"]),
        ("resnet18", (10**9, 224, 224), ["1,000,000,000 channels"]),
    ],
)
def test_an_impossible_input_is_told_in_a_sentence(name: str, shape: tuple[int, int, int], words: list[str]) -> None:
    with pytest.raises(NetworkInputError) as caught:
        analyse(name, input_shape=shape)
    for word in words:
        assert word in str(caught.value)
    assert "\n" not in str(caught.value)


def test_impossible_classes_batch_and_names() -> None:
    with pytest.raises(ConfigError, match="classes"):
        analyse("resnet18", classes=0)
    with pytest.raises(NetworkInputError, match="0 pictures in a batch"):
        analyse("resnet18", batch=0)
    with pytest.raises(UnknownNameError, match="resnet18"):
        analyse("resnet81")


class _LooksAtNumbers(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.conv(x)
        return y if y.sum().item() > 1 else y * 2


def test_control_flow_that_looks_at_numbers_runs_on_zeros() -> None:
    analysis = analyse_module(_LooksAtNumbers(), (3, 8, 8))
    assert [node.label for node in analysis.graph.nodes] == ["Input", "Conv2d", "mul", "Output"]


class _Shared(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv2d(3, 3, 3, padding=1)
        self.second = nn.Conv2d(3, 3, 3, padding=1)
        self.second.weight = self.first.weight
        self.relu = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        x = self.relu(self.first(x))
        return x + self.relu(self.second(x))


def test_shared_weights_count_once_and_layers_may_run_twice() -> None:
    analysis = analyse_module(_Shared(), (3, 8, 8))
    assert analysis.total_params == 81 + 3 + 3
    assert [p.count for p in analysis.layers["second"].parameters] == [0, 3]
    assert analysis.layers["relu"].calls == 2
    assert sum(node.path == "relu" for node in analysis.graph.nodes) == 2
    assert analysis.total_macs == 2 * 81 * 64


class _NoTensor(nn.Module):
    def forward(self, x: Tensor) -> int:
        return len(x)


class _Raises(nn.Module):
    def forward(self, _x: Tensor) -> Tensor:
        raise KeyError("no such thing")


class _TwoInputs(nn.Module):
    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        return x + y


@pytest.mark.parametrize("module", [_NoTensor(), _Raises(), _TwoInputs()])
def test_a_strange_module_is_told_in_a_sentence(module: nn.Module) -> None:
    with pytest.raises(NetworkInputError) as caught:
        analyse_module(module, (3, 8, 8))
    assert "Traceback" not in str(caught.value)
    assert type(module).__name__ in str(caught.value)


def test_the_graph_of_a_residual_block(analysed: Analysed) -> None:
    nodes = analysed("resnet18").graph.nodes
    add = next(node for node in nodes if node.label == "add")
    assert {nodes[source].path for source in add.inputs} == {"layer1.0.bn2", "maxpool"}
    assert add.group == add.path == "layer1.0"
    assert nodes[0].kind is NodeKind.INPUT
    assert nodes[-1].kind is NodeKind.OUTPUT
    assert all(source < node.id for node in nodes for source in node.inputs)


def test_the_graph_of_an_inception_module(analysed: Analysed) -> None:
    nodes = analysed("googlenet").graph.nodes
    cat = next(node for node in nodes if node.label == "cat")
    assert len(cat.inputs) == 4
    assert cat.output_shape == (1, 256, 28, 28)


def test_groups_sum_to_the_whole(analysed: Analysed) -> None:
    for name in ("resnet50", "googlenet-aux", "vit_b_16"):
        analysis = analysed(name)
        root = analysis.graph.groups[""]
        assert root.params == analysis.total_params
        # As in the table: what runs in training only is in its own group alone.
        assert root.macs == analysis.total_macs == analysis.root.macs
        heads = [group for group in analysis.graph.groups.values() if group.auxiliary]
        assert all(group.macs == analysis.layers[group.path].macs for group in heads)
        assert sum(group.macs for group in heads if group.parent == "") == (8372224 if heads else 0)


def test_another_thread_that_trains_is_not_recorded() -> None:
    model = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU())
    stop = threading.Event()
    failures: list[Exception] = []

    def train() -> None:
        while not stop.is_set():
            try:
                value = model(torch.ones(1, 1, 8, 8))
                if value.is_meta or next(iter(nn.Linear(2, 2).parameters())).is_meta:
                    raise AssertionError("the analysis leaked into another thread")
            except Exception as error:
                failures.append(error)
                return

    thread = threading.Thread(target=train)
    thread.start()
    analysis = analyse("resnet18")
    stop.set()
    thread.join()
    assert not failures
    assert len(analysis.graph.nodes) == 71


def test_no_weights_are_allocated() -> None:
    """644 million parameters (2.4 GiB as numbers) in a process that stays small."""
    code = (
        "import resource, torchvision\n"
        "from cnnstudio.analysis.network import analyse\n"
        "analyse('convnet')\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "analyse('regnet_y_128gf')\n"
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(done.stdout) < 50


def _structure(name: str) -> nn.Module:
    from cnnstudio.analysis.building import build

    return build(catalogue.get(name))


def test_memory_of_activations_leaves_out_what_works_in_place(analysed: Analysed) -> None:
    layers = analysed("vgg16").layers
    assert layers["features.0"].activation_bytes == math.prod((64, 224, 224)) * 4
    assert layers["features.1"].activation_bytes == 0  # ReLU(inplace=True)
    assert analysed("vgg16").activation_bytes == layers[""].activation_bytes


def test_a_users_file_is_analysed_without_its_weights(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text(
        "import torch\nfrom torch import nn\n"
        "class Net(nn.Module):\n"
        "    def __init__(self, out=10):\n"
        "        super().__init__()\n"
        "        self.big = nn.Linear(2**14, 2**20)\n"  # 64 GiB if it were real
        "        self.head = nn.Linear(2**20, out)\n"
        "    def forward(self, x):\n"
        "        return self.head(self.big(x.flatten(1)))\n"
    )
    analysis = analyse_python(file, "Net", (1, 128, 128), confirmed=True, arguments={"out": 3})
    assert analysis.total_params == 2**34 + 2**20 + 3 * 2**20 + 3
    assert (analysis.name, analysis.title) == ("mine", "Net")
    with pytest.raises(ConsentError):
        analyse_python(file, "Net", (1, 128, 128))
    with pytest.raises(NetworkInputError, match="big"):
        analyse_python(file, "Net", (1, 64, 64), confirmed=True)


_DRAWS = """
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.start = nn.Parameter(torch.randn(3))
        self.register_buffer("mixed", torch.rand(4, 4), persistent=False)
        self.conv = nn.Conv2d(1, 3, 3)

    def forward(self, x):
        if torch.rand(1) < 2:
            x = nn.functional.dropout(x)
        return self.conv(x).mean((2, 3)) + self.start + torch.rand(3).to(x.device)
"""


@pytest.mark.parametrize("by", ["path", "reference"])
def test_a_users_class_draws_beside_torchs_stream(tmp_path: Path, by: str) -> None:
    # A training meanwhile draws its initial weights from that.
    file = tmp_path / "draws.py"
    file.write_text(_DRAWS)
    before = torch.get_rng_state()
    if by == "path":
        analysis = analyse_python(file, "Net", (1, 28, 28), confirmed=True)
    else:
        network = PythonNetwork.of(file, "Net")
        consent.give(network.path, network.sha256)
        assert reference.fits(network, reference.Need(input_shape=(1, 28, 28), classes=3)) is None
        analysis = analyse_own(network, (1, 28, 28))
    assert torch.equal(torch.get_rng_state(), before)
    assert analysis.total_params == 3 + 3 * 9 + 3


class _Heads(nn.Module):
    """A trunk and two heads, in what ``put`` makes of their results."""

    def __init__(self, put: Callable[[Tensor, Tensor], object]) -> None:
        super().__init__()
        self.trunk = nn.Conv2d(3, 8, 3, padding=1)
        self.large = nn.Conv2d(8, 8, 3, padding=1)
        self.small = nn.Linear(8, 2)
        self.put = put

    def forward(self, x: Tensor) -> object:
        x = self.trunk(x)
        return self.put(self.large(x), self.small(x.mean((2, 3))))


Pair = namedtuple("Pair", ["mask", "scores"])


@dataclasses.dataclass
class _Found:
    mask: Tensor
    scores: Tensor


class _Holder:
    def __init__(self, mask: Tensor, scores: Tensor) -> None:
        self.mask, self.inner = mask, {"scores": [scores]}


@pytest.mark.parametrize(
    ("put", "names"),
    [
        (lambda mask, scores: (mask, scores), ["0", "1"]),
        (lambda mask, scores: (scores, mask), ["0", "1"]),
        (lambda mask, scores: [mask, [scores]], ["0", "1.0"]),
        (lambda mask, scores: {"out": mask, "aux": scores}, ["out", "aux"]),
        (lambda mask, scores: Pair(mask, scores), ["mask", "scores"]),
        (lambda mask, scores: _Found(mask, scores), ["mask", "scores"]),
        (lambda mask, scores: _Holder(mask, scores), ["mask", "inner.scores.0"]),
        (lambda _mask, scores: scores, [""]),
    ],
)
def test_all_that_runs_counts_whatever_it_is_returned_in(
    put: Callable[[Tensor, Tensor], object], names: list[str]
) -> None:
    model = _Heads(put)
    with FlopCounterMode(display=False) as counter:
        model(torch.zeros(1, 3, 16, 16))
    analysis = analyse_module(model, (3, 16, 16))
    assert analysis.total_macs == counter.get_total_flops() / 2
    assert [name for name, _ in analysis.outputs] == names
    assert not any(layer.auxiliary for layer in analysis.layers.values())
    drawn = [node for node in analysis.graph.nodes if node.kind is NodeKind.OUTPUT]
    assert [node.label for node in drawn] == [f"Output {name}".rstrip() for name in names]
    assert [node.output_shape for node in drawn] == [shape for _, shape in analysis.outputs]
    assert not any(node.auxiliary for node in analysis.graph.nodes)


def test_pieces_of_one_tensor_are_outputs_of_their_own() -> None:
    class Pieces(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(3, 6, 1)

        def forward(self, x: Tensor) -> tuple[Tensor, ...]:
            return self.conv(x).split([1, 2, 3], 1)

    analysis = analyse_module(Pieces(), (3, 4, 4))
    assert analysis.outputs == (("0", (1, 1, 4, 4)), ("1", (1, 2, 4, 4)), ("2", (1, 3, 4, 4)))


def _features() -> nn.Module:
    return create_feature_extractor(torchvision.models.resnet18(), {"layer1": "fine", "layer3": "coarse"})


def _segmentation() -> nn.Module:
    return torchvision.models.segmentation.lraspp_mobilenet_v3_large(weights_backbone=None)


def _with_an_auxiliary_head() -> nn.Module:
    return torchvision.models.segmentation.deeplabv3_mobilenet_v3_large(weights_backbone=None, aux_loss=True)


@pytest.mark.parametrize("build", [_features, _segmentation, _with_an_auxiliary_head])
def test_features_and_heads_of_torchvisions_own(build: Callable[[], nn.Module]) -> None:
    with without_memory():
        model = build()
    to_meta(model).eval()
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        expected = model(torch.zeros(1, 3, 64, 64, device="meta"))
    analysis = analyse_module(model, (3, 64, 64))
    assert analysis.total_macs == counter.get_total_flops() / 2
    assert dict(analysis.outputs) == {name: tuple(tensor.shape) for name, tensor in expected.items()}
    assert not any(layer.auxiliary for layer in analysis.layers.values())


class _WithAuxiliary(nn.Module):
    """Heads that run in training: one by the network's own flag, one inside a block, one whose result goes nowhere."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk = nn.Conv2d(3, 4, 3)
        self.aux = nn.Linear(4, 2)
        self.block = _Block()
        self.probe = nn.Conv2d(4, 1, 1)

    def forward(self, x: Tensor) -> object:
        x = self.trunk(x)
        self.probe(x)
        aux = self.aux(x.mean((2, 3))) if self.training else None
        x = self.block(x)
        return (x, aux) if self.training else x


class _Block(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(4, 4, 1)
        self.teacher = nn.Conv2d(4, 9, 1)

    def forward(self, x: Tensor) -> Tensor:
        if self.training:
            self.loss = self.teacher(x).sum()
        result: Tensor = self.conv(x)
        return result


def test_training_only_is_what_does_not_run_in_evaluation() -> None:
    model = _WithAuxiliary()
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        model.eval()(torch.zeros(1, 3, 8, 8))
    analysis = analyse_module(model, (3, 8, 8))
    assert analysis.total_macs == analysis.root.macs == counter.get_total_flops() / 2
    assert {path for path, layer in analysis.layers.items() if layer.auxiliary} == {"aux", "block.teacher"}
    assert analysis.layers["aux"].output_shape == (1, 2)
    assert analysis.layers["block.teacher"].output_shape == (1, 9, 6, 6)
    assert analysis.outputs == (("", (1, 4, 6, 6)),)
    assert not model.training
    assert not model.block.training


def test_a_head_that_fails_without_labels_is_left_without_a_shape() -> None:
    class Labelled(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(3, 4, 1)
            self.loss = nn.Linear(4, 2)

        def forward(self, x: Tensor, labels: Tensor | None = None) -> Tensor:
            x = self.conv(x)
            if self.training:
                assert labels is not None
                x = self.loss(x)
            return x

    analysis = analyse_module(Labelled(), (3, 8, 8))
    assert analysis.total_macs == 64 * 12
    assert analysis.layers["loss"].calls == 0
    assert analysis.outputs == (("", (1, 4, 8, 8)),)


def test_a_module_that_two_blocks_share_is_one_thing_in_each() -> None:
    class Shared(nn.Module):
        def __init__(self, inner: nn.Module) -> None:
            super().__init__()
            self.inner = inner
            self.own = nn.Conv2d(4, 4, 1)

        def forward(self, x: Tensor) -> Tensor:
            result: Tensor = self.own(self.inner(x))
            return result

    inner = nn.Conv2d(4, 4, 3, padding=1)
    analysis = analyse_module(nn.Sequential(Shared(inner), Shared(inner)), (4, 8, 8))
    each = 64 * (4 * 4 * 9 + 4 * 4)
    for path in ("0", "1"):
        assert analysis.layers[path].macs == analysis.graph.groups[path].macs == each
        assert analysis.layers[f"{path}.inner"].calls == 1
    assert analysis.total_macs == sum(layer.own_macs for layer in analysis.layers.values()) == 2 * each
    assert analysis.total_params == inner.weight.numel() + 4 + 2 * (16 + 4)


def test_a_module_called_from_its_owner_and_another_block_counts_where_it_is_called() -> None:
    class Twice(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(4, 4, 1)
            self.block = nn.Sequential(self.conv, nn.ReLU())

        def forward(self, x: Tensor) -> Tensor:
            result: Tensor = self.conv(self.block(x))
            return result

    analysis = analyse_module(Twice(), (4, 8, 8))
    assert analysis.total_macs == 2 * 64 * 16
    assert analysis.layers["block"].macs == analysis.graph.groups["block"].macs == 64 * 16
    assert analysis.layers["conv"].macs == 64 * 16


@pytest.mark.parametrize(
    "choose",
    [
        lambda x: x * 2 if x.sum() > 0 else x + 1,
        lambda x: x[:, :, : 4 + int(x.max())],
        lambda x: x * float(x.mean()),
        lambda x: x * x.flatten()[0].item(),
    ],
)
def test_figures_that_hang_on_the_numbers_say_so(choose: Callable[[Tensor], Tensor]) -> None:
    class Choosing(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(3, 4, 1)

        def forward(self, x: Tensor) -> Tensor:
            return choose(self.conv(x))

    analysis = analyse_module(Choosing(), (3, 8, 8))
    assert analysis.total_macs == 64 * 12
    (remark,) = analysis.remarks
    assert "zeros" in remark
    assert not analyse_module(nn.Conv2d(3, 4, 1), (3, 8, 8)).remarks


@pytest.mark.parametrize("looks", [False, True])
def test_lazy_layers_get_their_sizes_from_the_picture(looks: bool) -> None:
    class Lazy(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.LazyConv2d(4, 3)
            self.norm = nn.LazyBatchNorm2d()
            self.head = nn.LazyLinear(5)

        def forward(self, x: Tensor) -> Tensor:
            x = self.norm(self.conv(x))
            if looks and x.sum() > 0:
                x = x * 2
            result: Tensor = self.head(x.flatten(1))
            return result

    model = Lazy()
    analysis = analyse_module(Lazy(), (3, 8, 8))
    model.eval()(torch.zeros(1, 3, 8, 8))
    assert analysis.total_params == sum(parameter.numel() for parameter in model.parameters())
    assert analysis.total_macs == 4 * 36 * 27 + 4 * 36 * 5
    assert analysis.layers["conv"].output_shape == (1, 4, 6, 6)
    assert bool(analysis.remarks) is looks


def test_what_is_shared_stays_shared_where_numbers_are_looked_at() -> None:
    class Shared(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.one, self.two = nn.Conv2d(3, 3, 1), nn.Conv2d(3, 3, 1)
            self.two.weight = self.one.weight

        def forward(self, x: Tensor) -> Tensor:
            x = self.one(x)
            return self.two(x) * float(x.mean())

    analysis = analyse_module(Shared(), (3, 4, 4))
    assert analysis.total_params == 9 + 3 + 3
    assert analysis.total_macs == 2 * 16 * 9


@pytest.mark.parametrize(
    "forward",
    [
        lambda x: torch.from_numpy(np.zeros(tuple(x.shape), "float32")),
        lambda _: torch.ones(1, 2),
        lambda _: None,
    ],
    ids=["numpy", "constant", "nothing"],
)
def test_a_result_that_cannot_be_followed_is_told_as_that(forward: Callable[[Tensor], object]) -> None:
    """Not that it does not depend on the input: that nobody can see here."""

    class Unfollowed(nn.Module):
        def forward(self, x: Tensor) -> object:
            return forward(x)

    with pytest.raises(NetworkInputError, match=r"can be followed back to its input.*NumPy"):
        analyse_module(Unfollowed(), (3, 4, 5), title="Unfollowed")


class _Tied(nn.Module):
    """A decoder that uses the encoder's weight, and a block that stands twice."""

    def __init__(self) -> None:
        super().__init__()
        self.encode, self.decode = nn.Linear(12, 12, bias=False), nn.Linear(12, 12)
        self.decode.weight = self.encode.weight
        self.first = nn.Sequential(nn.Conv1d(1, 1, 3, padding=1), nn.ReLU())
        self.again = nn.ModuleDict({"inner": self.first})
        self.bare = nn.Conv1d(1, 1, 3, padding=1)
        self.bare.weight, self.bare.bias = self.first[0].weight, self.first[0].bias

    def forward(self, x: Tensor) -> Tensor:
        y = self.decode(self.encode(x.flatten(1)))[:, None]
        result: Tensor = self.bare(self.again["inner"](self.first(y)))
        return result


def test_a_layer_whose_weights_are_counted_elsewhere_says_where() -> None:
    analysis = analyse_module(_Tied(), (3, 2, 2))
    assert analysis.total_params == 144 + 12 + 4
    shared = {path: layer.shared_with for path, layer in analysis.layers.items() if layer.shared_with}
    assert shared == {
        "decode": ("encode",),
        "again": ("first.0",),
        "again.inner": ("first.0",),
        "again.inner.0": ("first.0",),
        "bare": ("first.0",),
    }
    decode = analysis.layers["decode"]
    assert [(one.name, one.count, one.owner) for one in decode.parameters] == [
        ("weight", 0, "encode"),
        ("bias", 12, None),
    ]
    assert sum(layer.own_params for layer in analysis.root.walk()) == analysis.total_params


class _HandingOut(nn.Module):
    """Gives what does not come from the picture beside what does."""

    def __init__(self, hand_out: Callable[["_HandingOut", Tensor], object]) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 1)
        self.register_buffer("anchors", torch.zeros(7, 4))
        self.hand_out = hand_out

    def forward(self, x: Tensor) -> object:
        return self.hand_out(self, self.conv(x))


@pytest.mark.parametrize(
    ("hand_out", "outputs", "fixed"),
    [
        (
            lambda net, y: (net.conv.weight, y),
            [("0", (4, 3, 1, 1)), ("1", (1, 4, 5, 5))],
            {"0": "parameter conv.weight"},
        ),
        (
            lambda net, y: {"map": y, "anchors": net.anchors},
            [("map", (1, 4, 5, 5)), ("anchors", (7, 4))],
            {"anchors": "buffer anchors"},
        ),
        (
            lambda _net, y: _Found(y, torch.linspace(0, 1, 5, device=y.device)),
            [("mask", (1, 4, 5, 5)), ("scores", (5,))],
            {"scores": "constant"},
        ),
        (
            lambda net, y: [y, (net.conv.bias * 2, y)],
            [("0", (1, 4, 5, 5)), ("1.0", (4,)), ("1.1", (1, 4, 5, 5))],
            {"1.0": "constant"},
        ),
        (lambda _net, y: (y, y), [("0", (1, 4, 5, 5)), ("1", (1, 4, 5, 5))], {}),
    ],
    ids=["a parameter first", "a buffer", "a constant", "made of weights", "twice the same"],
)
def test_every_tensor_that_is_returned_is_listed(
    hand_out: Callable[[_HandingOut, Tensor], object], outputs: list[tuple[str, Shape]], fixed: dict[str, str]
) -> None:
    analysis = analyse_module(_HandingOut(hand_out), (3, 5, 5))
    assert list(analysis.outputs) == outputs
    assert analysis.fixed == fixed
    assert analysis.output_shape == (1, 4, 5, 5)
    ends = [node for node in analysis.graph.nodes if node.kind is NodeKind.OUTPUT]
    assert [bool(node.inputs) for node in ends] == [name not in fixed for name, _ in outputs]
    assert all(not node.auxiliary for node in ends)
    for name, what in fixed.items():
        assert any(f"Output {name} is the {what}" in remark for remark in analysis.remarks)
        assert f"Output {name} ({what.partition(' ')[0]})" in [node.label for node in ends]
    assert not fixed or len(analysis.remarks) == 1


def _traced(layer: nn.Module, *sizes: int) -> nn.Module:
    traced: nn.Module = torch.jit.trace(layer, torch.zeros(sizes))
    return traced


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore:.torch.jit:FutureWarning")
@pytest.mark.parametrize("make", [_traced, lambda layer, *_: torch.jit.script(layer)], ids=["traced", "scripted"])
def test_compiled_parts_count_in_their_row(make: Callable[..., nn.Module]) -> None:
    class Compiled(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = make(nn.Conv2d(3, 4, 3), 1, 3, 8, 8)
            self.rest = nn.Sequential(make(nn.Sequential(nn.Conv2d(4, 5, 1), nn.ReLU()), 1, 4, 6, 6), nn.Flatten())
            self.head = make(nn.Linear(180, 2), 1, 180)

        def forward(self, x: Tensor) -> Tensor:
            result: Tensor = self.head(self.rest(self.conv(x)))
            return result

    model = Compiled()
    analysis = analyse_module(model, (3, 8, 8), batch=2)
    assert isinstance(model.conv, torch.jit.ScriptModule)
    macs = {"conv": 2 * 36 * 4 * 27, "rest.0": 2 * 36 * 20, "head": 2 * 360}
    assert analysis.total_macs == sum(macs.values())
    assert {path: analysis.layers[path].macs for path in macs} == macs
    assert analysis.layers["conv"].output_shape == (2, 4, 6, 6)
    assert analysis.layers["conv"].type == "Conv2d"
    assert analysis.total_params == (4 * 27 + 4) + (20 + 5) + (360 + 2)
    conv, end = analysis.layers["conv"].receptive_field, analysis.root.receptive_field
    assert conv is not None
    assert conv.size == (3, 3)
    assert end is not None
    assert end.covers(8, 8)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore:.torch.jit:FutureWarning")
def test_a_network_that_is_compiled_as_a_whole() -> None:
    script = torch.jit.script(nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Conv2d(4, 2, 1)))
    analysis = analyse_module(script, (3, 8, 8))
    assert analysis.total_macs == 36 * (4 * 27 + 8)
    assert analysis.output_shape == (1, 2, 6, 6)
    assert analysis.title == "Sequential"


@pytest.mark.parametrize("name", ["resnet18", "googlenet"])
def test_an_analysis_leaves_nothing_to_the_garbage_collector(name: str) -> None:
    """Thousands of objects are gone when nobody refers to them, rather than found later by looking through all."""
    analyse(name)
    gc.collect()
    gc.disable()
    try:
        kept = analyse(name)
        assert gc.collect() < 100
    finally:
        gc.enable()
    assert kept.total_params > 1_000_000
