"""The table of operators: complete, pure, and of one mind with the rules that count and follow receptive fields."""

import subprocess
import sys
from pathlib import Path

import pytest
import torch

from cnnstudio import compute
from cnnstudio.analysis import macs, receptive_field
from cnnstudio.networks import operators
from cnnstudio.networks.operators import OPERATORS, Kind, Operator, Reads

SEEN = Path(__file__).with_name("exported_operators.txt")
ROWS = [row for row in OPERATORS.values() if not row.refused]


def _in_torch(row: Operator) -> torch._ops.OpOverload:
    compute.torchvision()
    return getattr(getattr(getattr(torch.ops, row.library), row.name), row.overload)


def test_every_row_is_an_operator_of_pytorch() -> None:
    for target, row in OPERATORS.items():
        assert row.target == target == f"torch.ops.{_in_torch(row)}"


def test_rows_write_nowhere_but_into_their_first_argument() -> None:
    for row in ROWS:
        written = [
            argument.name
            for argument in _in_torch(row)._schema.arguments
            if argument.alias_info is not None and argument.alias_info.is_write
        ]
        if row.kind is Kind.BATCH_NORM and written:
            assert written == ["running_mean", "running_var"], row.target
        else:
            assert written == (["self"] if row.in_place else []), row.target


def test_rows_change_no_tensors_sizes_and_depend_on_no_numbers() -> None:
    # An index that is a mask is refused by PyTorch on ``meta``, and so is a number of classes that is to be found.
    may_depend = {"torch.ops.aten.index.Tensor", "torch.ops.aten.one_hot.default"}
    for row in ROWS:
        tags = _in_torch(row).tags
        assert torch.Tag.inplace_view not in tags, row.target
        if {torch.Tag.data_dependent_output, torch.Tag.dynamic_output_shape} & set(tags):
            assert row.target in may_depend, row.target


def test_every_core_operator_is_decided_on() -> None:
    """Core ATen is what ``run_decompositions`` leaves: allowed, or left out for a reason."""
    # No layer of a network: backward passes are training's, .out writes, the others need more than shapes.
    left_out = {"_embedding_bag", "resize_"}
    core = set()
    for name in torch._C._dispatch_get_all_op_names():
        operator, _, overload = name.removeprefix("aten::").partition(".")
        found = getattr(getattr(torch.ops.aten, operator, None), overload or "default", None)
        if name.startswith("aten::") and found is not None and torch.Tag.core in found.tags:
            core.add((operator, overload or "default"))
    assert len(core) > 150
    for operator, overload in core:
        if operators.get(f"torch.ops.aten.{operator}.{overload}") is None:
            assert operator.endswith("_backward") or overload == "out" or operator in left_out, (operator, overload)


def test_what_reads_writes_prints_seeds_or_is_unsafe_is_not_there() -> None:
    names = {row.name for row in ROWS}
    assert not names & {
        *("from_file", "save", "load", "_print", "print", "manual_seed", "seed", "set_", "resize_", "resize_as_"),
        *("segment_reduce", "_segment_reduce_backward", "set_data", "swap_", "record_stream", "_unsafe_masked_index"),
        *("nonzero", "item", "_local_scalar_dense", "masked_select", "unique_dim", "_embedding_bag", "histc"),
        *(
            "squeeze_",
            "unsqueeze_",
            "transpose_",
            "t_",
            "swapaxes_",
            "as_strided_",
            "_resize_output_",
            "sparse_resize_",
        ),
    }
    assert not [name for name in names if name.endswith("_backward") or "sparse" in name or "quantize" in name]


def test_operators_of_real_exports_are_allowed() -> None:
    """Those that were found when networks of the catalogue were exported, decomposed and not.

    ``python -m tests.networks.exports`` writes the list anew.
    """
    seen = SEEN.read_text().split()
    assert len(seen) > 60
    assert not [target for target in seen if target not in OPERATORS or OPERATORS[target].refused]


def test_refused_ones_have_their_reason() -> None:
    row = operators.get("torch.ops.aten.nonzero.default")
    assert row is not None
    assert "depends on the numbers" in row.refused
    assert operators.get("torch.ops.aten.manual_seed.default") is None
    assert operators.get("os.system") is None


@pytest.mark.parametrize(
    ("target", "function", "kind", "reads"),
    [
        ("relu_.default", "relu", Kind.ELEMENTWISE, Reads.SAME),
        ("_native_batch_norm_legit_no_training.default", "batch_norm", Kind.BATCH_NORM, Reads.SAME),
        ("native_layer_norm.default", "layer_norm", Kind.NORM, Reads.LINES),
        ("convolution.default", "convolution", Kind.CONVOLUTION, Reads.WINDOW),
        ("_softmax.default", "softmax", Kind.SOFTMAX, Reads.LINES),
        ("max_pool2d_with_indices.default", "max_pool2d", Kind.POOLING, Reads.WINDOW),
        ("_unsafe_view.default", "view", Kind.RESHAPE, Reads.MOVED),
        ("index_copy.default", "index_copy", Kind.PUT, Reads.MOVED),
        ("unsafe_split.Tensor", "split", Kind.PIECES, Reads.MOVED),
        ("zeros.default", "zeros", Kind.FACTORY, Reads.NONE),
    ],
)
def test_what_a_row_says(target: str, function: str, kind: Kind, reads: Reads) -> None:
    row = OPERATORS[f"torch.ops.aten.{target}"]
    assert (row.function, row.kind, row.reads) == (function, kind, reads)


def test_the_table_and_the_rules_of_the_analysis_agree() -> None:
    for row in ROWS:
        if f"{row.library}::{row.name}" in macs._RULES or row.function in macs._FUNCTIONS:
            assert row.multiplies, row.target
        if row.function in receptive_field._ONE_BY_ONE:
            assert row.reads is Reads.SAME or row.kind in {Kind.SHUFFLE, Kind.RANDOM, Kind.PUT}, row.target
        if row.multiplies and f"{row.library}::{row.name}" not in macs._RULES and row.function not in macs._FUNCTIONS:
            # PyTorch itself makes it of operators that are counted.
            full = f"aten::{row.name}" + ("" if row.overload == "default" else f".{row.overload}")
            assert torch._C._dispatch_has_kernel_for_dispatch_key(full, "CompositeImplicitAutograd"), row.target
        if row.kind in {Kind.REDUCTION, Kind.SOFTMAX} and row.function in receptive_field._RULES:
            assert row.reads is Reads.LINES, row.target


def test_needs_no_torch() -> None:
    code = "import sys, cnnstudio.networks.operators; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
