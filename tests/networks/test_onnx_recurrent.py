"""ONNX's recurrent layers and attention: sizes of the reference, parameters and products of PyTorch's own layers."""

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from torch import nn

from cnnstudio.analysis.network import analyse_module
from cnnstudio.errors import WeightsError
from tests.networks import onnx_models
from tests.networks.onnx_models import model, node, some, whole
from tests.networks.test_onnx_network import exported

SEQUENCE = (1, 5, 7, 3)  # after Squeeze 5 steps of 7 sequences of 3 features
GATES = {"LSTM": 4, "GRU": 3, "RNN": 1}


def recurrent(kind: str, direction: str, *, layout: int = 0, bias: bool = True, **settings: Any) -> Any:
    """A recurrent layer over the rows of a picture, and all of its results."""
    ways, gates = 1 + (direction == "bidirectional"), GATES[kind]
    constants = {"axes": whole(0), "w": some(ways, 4 * gates, 3), "r": some(ways, 4 * gates, 4)}
    if bias:
        constants["b"] = some(ways, 8 * gates)
    outputs = ["y", "h", "c"][: 3 if kind == "LSTM" else 2]
    call = node(
        kind, ["s", "w", "r", *(["b"] if bias else [])], outputs, hidden_size=4, direction=direction, **settings
    )
    if layout:
        call.attribute.append(onnx_models.helper.make_attribute("layout", 1))
    return model([node("Squeeze", ["x", "axes"], ["s"]), call], constants, shape=SEQUENCE, outputs=outputs)


@pytest.mark.parametrize("kind", GATES)
@pytest.mark.parametrize("direction", ["forward", "reverse", "bidirectional"])
@pytest.mark.parametrize("layout", [0, 1])
def test_the_sizes_are_those_of_the_reference(tmp_path: Path, kind: str, direction: str, layout: int) -> None:
    made = recurrent(kind, direction, layout=layout, bias=direction != "reverse")
    sizes = onnx_models.read_sizes(made, tmp_path, SEQUENCE)
    try:
        true = [result.shape for result in onnx_models.expected(made, SEQUENCE)]
    except Exception:  # The reference knows neither both directions nor the layout of every kind.
        steps, count = (5, 7) if not layout else (7, 5)
        ways = 1 + (direction == "bidirectional")
        true = [(5, ways, 7, 4), *[(ways, 7, 4)] * (len(sizes) - 1)]
        if layout:
            true = [(5, 7, ways, 4), *[(5, ways, 4)] * (len(sizes) - 1)]
        assert kind != "LSTM", (steps, count)
    assert sizes == true


@pytest.mark.parametrize(
    ("kind", "layer"),
    [
        ("LSTM", nn.LSTM(3, 4)),
        ("GRU", nn.GRU(3, 4)),
        ("RNN", nn.RNN(3, 4)),
        ("LSTM", nn.LSTM(3, 4, bidirectional=True)),
        ("GRU", nn.GRU(3, 4, bidirectional=True)),
    ],
    ids=str,
)
def test_parameters_and_products_are_those_of_the_layer(tmp_path: Path, kind: str, layer: nn.RNNBase) -> None:
    class Rows(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layer = layer

        def forward(self, x: Any) -> Any:
            return self.layer(x[0])[0]

    found = onnx_models.analysed(recurrent(kind, "bidirectional" if layer.bidirectional else "forward"), tmp_path)
    own = analyse_module(Rows(), SEQUENCE[1:])
    assert (found.total_params, found.total_macs) == (own.total_params, own.total_macs)
    assert found.total_macs > 0
    assert not found.uncounted


@pytest.mark.parametrize(
    ("direction", "reads"), [("forward", "before"), ("reverse", "after"), ("bidirectional", "all")]
)
def test_a_step_reads_the_steps_of_its_direction(tmp_path: Path, direction: str, reads: str) -> None:
    """Rows of the picture are the sequences, columns the steps."""
    ways = 1 + (direction == "bidirectional")
    nodes = [
        node("Squeeze", ["x", "zero"], ["a"]),
        node("Transpose", ["a"], ["b"], perm=[2, 1, 0]),
        node("GRU", ["b", "w", "r"], ["c"], hidden_size=2, direction=direction),
        node("Transpose", ["c"], ["d"], perm=[1, 3, 2, 0]),
        node("Reshape", ["d", "flat"], ["y"]),
    ]
    constants = {"zero": whole(0), "flat": whole(1, -1, 3, 6)}
    constants |= {"w": np.abs(some(ways, 6, 2)), "r": np.abs(some(ways, 6, 2))}
    found = onnx_models.analysed(model(nodes, constants, shape=(1, 2, 3, 6)), tmp_path)
    field = found.graph.nodes[-1].receptive_field
    assert field is not None
    assert field.units == (3, 6)
    for row, column in itertools.product(range(3), range(6)):
        columns = {"before": (0, column + 1), "after": (column, 6), "all": (0, 6)}[reads]
        assert field.box(row, column, 3, 6) == (row, columns[0], row + 1, columns[1])


def test_what_lies_behind_a_sequences_end_is_left_out_of_the_field(tmp_path: Path) -> None:
    nodes = [
        node("Squeeze", ["x", "axes"], ["s"]),
        node("LSTM", ["s", "w", "r", "", "lengths"], ["y"], hidden_size=4),
    ]
    constants = {
        "axes": whole(0),
        "w": some(1, 16, 3),
        "r": some(1, 16, 4),
        "lengths": np.array([5] * 5 + [2, 0], "int32"),
    }
    found = onnx_models.analysed(model(nodes, constants, shape=SEQUENCE), tmp_path)
    field = found.graph.nodes[-1].receptive_field
    assert found.output_shape == (5, 1, 7, 4)
    assert field is not None
    # Of five steps the middle one stands for all: it reads its own sequence, where that has not ended by then.
    boxes = [field.box(row, 0, 7, 3) for row in range(7)]
    assert boxes == [*((row, 0, row + 1, 3) for row in range(5)), (0, 0, 0, 0), (0, 0, 0, 0)]
    assert not field.at_most, "the lengths are known"


def test_an_exported_layer_comes_back(tmp_path: Path) -> None:
    class Lines(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.rows = nn.LSTM(6, 5, 2, bidirectional=True, batch_first=True)
            self.head = nn.Linear(10, 3)

        def forward(self, x: Any) -> Any:
            return self.head(self.rows(x.flatten(1, 2))[0][:, -1])

    file = exported(tmp_path, Lines(), (1, 2, 4, 6))
    found, own = onnx_models.analyse_exported(file), analyse_module(Lines(), (2, 4, 6))
    assert (found.total_params, found.total_macs, found.output_shape) == (
        own.total_params,
        own.total_macs,
        own.output_shape,
    )


def test_endless_and_odd_recurrent_layers_are_told(tmp_path: Path) -> None:
    made = recurrent("RNN", "forward", activations=["Affine"])
    with pytest.raises(WeightsError, match="RNN is used in a way that is not read here"):
        onnx_models.analysed(made, tmp_path)
    made = recurrent("GRU", "forward")
    made.graph.input[0].type.tensor_type.shape.dim[1].dim_value = 5000
    with pytest.raises(WeightsError, match="more often than any network does"):
        onnx_models.analysed(made, tmp_path)


ATTENTION: list[tuple[tuple[int, ...], dict[str, Any], list[np.ndarray], int]] = [
    ((2, 4, 6, 8), {}, [], 1),
    ((2, 4, 6, 8), {"is_causal": 1}, [], 1),
    ((2, 6, 8), {"q_num_heads": 2, "kv_num_heads": 2}, [], 1),
    ((2, 4, 6, 8), {}, [some(6, 6)], 1),
    ((2, 4, 6, 8), {"is_causal": 1}, [some(2, 4, 6, 6)], 1),
    ((2, 4, 6, 8), {}, [some(6, 6), some(2, 4, 3, 8), some(2, 4, 3, 8)], 3),
]


@pytest.mark.parametrize(("shape", "settings", "more", "results"), ATTENTION)
def test_attention_gives_the_references_sizes(
    tmp_path: Path, shape: tuple[int, ...], settings: dict[str, Any], more: list[np.ndarray], results: int
) -> None:
    names = ["mask", "keys", "values"][: len(more)]
    if names[1:]:
        more = [some(6, 9), *more[1:]]
    nodes = [
        node("Reshape", ["x", "shape"], ["q"]),
        node("Attention", ["q", "q", "q", *names], ["y", "k", "v"][:results], **settings),
    ]
    picture = (1, 1, int(np.prod(shape)), 1)
    constants = dict(zip(names, more, strict=True)) | {"shape": whole(*shape)}
    made = model(nodes, constants, opset=23, shape=picture, outputs=["y", "k", "v"][:results])
    onnx_models.assert_sizes(made, tmp_path, picture)


def test_attention_has_the_products_of_pytorchs(tmp_path: Path) -> None:
    made = model([node("Attention", ["x", "x", "x"], ["y"])], {}, opset=23, shape=(2, 4, 6, 8))
    assert onnx_models.analysed(made, tmp_path).total_macs == 2 * (2 * 4 * 6 * 6 * 8)


@pytest.mark.parametrize("settings", [{}, {"interleaved": 1}, {"rotary_embedding_dim": 4}])
def test_features_turned_by_their_position_keep_their_place(tmp_path: Path, settings: dict[str, int]) -> None:
    half = settings.get("rotary_embedding_dim", 8) // 2
    constants = {"c": some(2, 6, half), "s": some(2, 6, half)}
    made = model([node("RotaryEmbedding", ["x", "c", "s"], ["y"], **settings)], constants, opset=23)
    onnx_models.assert_sizes(made, tmp_path)
    assert onnx_models.wrong_fields(made, tmp_path) == []
