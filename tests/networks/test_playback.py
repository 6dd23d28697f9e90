"""Calls of operators on ``meta``: nothing reaches real memory, the random numbers, or the end of time."""

import math
import random
import warnings
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from cnnstudio import compute
from cnnstudio.errors import StudioError, WeightsError
from cnnstudio.networks import playback
from cnnstudio.networks.operators import OPERATORS, Kind, Operator
from cnnstudio.networks.playback import OutOfBoundsError, call, literal, number
from tests.errands import Errand


def row(name: str) -> Any:
    return OPERATORS.get(f"torch.ops.aten.{name}") or OPERATORS[f"torch.ops.torchvision.{name}"]


def _function(operator: Operator) -> Any:
    compute.torchvision()
    return getattr(getattr(getattr(torch.ops, operator.library), operator.name), operator.overload)


def empty(*sizes: int, dtype: torch.dtype = torch.float32) -> Tensor:
    return torch.empty(sizes, dtype=dtype, device="meta")


class _Made(TorchDispatchMode):
    """Every tensor that any operator gives while the mode is on."""

    def __init__(self) -> None:
        super().__init__()
        self.real: list[str] = []

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        if any(not tensor.is_meta for tensor in playback._tensors(result)):
            self.real.append(str(func))
        return result


class _Arguments:
    """Arguments of the right types and of any values, by an operator's schema."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def of(self, function: Any) -> tuple[list[Any], dict[str, Any]]:
        positional: list[Any] = []
        named: dict[str, Any] = {}
        for argument in function._schema.arguments:
            if argument.has_default_value() and self.chance.random() < 0.5:
                break
            value = self.value(str(argument.real_type))
            if argument.kwarg_only:
                named[argument.name] = value
            else:
                positional.append(value)
        return positional, named

    def value(self, kind: str) -> Any:
        choose = self.chance.choice
        if kind.startswith("Optional["):
            return None if self.chance.random() < 0.3 else self.value(kind[9:-1])
        if kind.startswith("List["):
            return [self.value(kind[5:-1]) for _ in range(choose([0, 1, 2, 2, 3, 4]))]
        if kind == "Tensor":
            sizes = [choose([0, 1, 2, 3, 4, 8, 16, 224]) for _ in range(choose([0, 1, 2, 3, 4, 4, 4, 5]))]
            return empty(*sizes, dtype=choose([torch.float32] * 5 + [torch.int64, torch.bool, torch.complex64]))
        return {
            "int": choose([-(2**63), -1, 0, 1, 1, 2, 2, 3, 4, 100, 2**31, 2**62, 2**63 - 1]),
            "float": choose([0.0, 0.5, 1.0, -1.0, 1e300, math.inf, math.nan]),
            "bool": choose([True, False]),
            "number": choose([0, 1, 2.5, -1, True, 2**62]),
            "str": choose(["same", "valid", "none", "tanh", "floor", "ij", "constant", "sum", "ij,jk->ik", "ortho"]),
            "ScalarType": choose([torch.float32, torch.int64, torch.bool, torch.float16]),
            "MemoryFormat": choose([torch.contiguous_format, torch.channels_last, torch.preserve_format]),
            "Layout": torch.strided,
            "Device": torch.device("cpu"),
        }.get(kind)


def test_no_operator_of_the_table_reaches_real_memory_or_the_random_numbers() -> None:
    arguments = _Arguments(5)
    called = 0
    before = torch.get_rng_state()
    with warnings.catch_warnings(), torch.no_grad(), _Made() as made:
        warnings.simplefilter("ignore")
        for target, one in OPERATORS.items():
            if one.refused or one.kind is Kind.CHECK:
                continue
            for _ in range(3):
                positional, named = arguments.of(_function(one))
                try:
                    result = call(one, positional, named)
                except Exception:  # Most of it does not fit; what does must be as it should.
                    continue
                called += 1
                assert all(tensor.is_meta for tensor in playback._tensors(result)), target
            assert not made.real, (target, made.real)
            assert torch.equal(torch.get_rng_state(), before), target
    assert called > 400


@pytest.mark.parametrize("device", ["cpu", "cuda"])
@pytest.mark.parametrize(
    ("name", "positional"),
    [
        ("zeros.default", [[2**20, 2**19]]),
        ("full.default", [[2**39], 1.0]),
        ("arange.start_step", [0, 2**39, 1]),
        ("empty.memory_format", [[2**39]]),
        ("scalar_tensor.default", [1.5]),
        ("rand.default", [[1000, 1000]]),
        ("eye.default", [1000]),
    ],
)
def test_numbers_from_nothing_are_made_on_meta(name: str, positional: list[Any], device: str) -> None:
    for named in ({}, {"device": torch.device(device)}, {"device": None, "pin_memory": True}):
        assert call(row(name), positional, named).is_meta


def test_a_tensor_is_never_moved_to_real_memory() -> None:
    tensor = empty(4, 5)
    for name, positional in (
        ("to.device", [tensor, torch.device("cpu"), torch.float32]),
        ("to.dtype_layout", [tensor]),
        ("_to_copy.default", [tensor]),
        ("zeros_like.default", [tensor]),
        ("new_zeros.default", [tensor, [7]]),
        ("new_full.default", [tensor, [7], 2.0]),
    ):
        named = {} if name == "to.device" else {"device": torch.device("cpu")}
        assert call(row(name), positional, named).is_meta


def test_real_tensors_are_refused() -> None:
    for real in (torch.zeros(2), torch.tensor(1.0)):
        with pytest.raises(WeightsError, match="only be analysed"):
            call(row("add.Tensor"), [empty(2), real], {})
        with pytest.raises(WeightsError, match="only be analysed"):
            call(row("cat.default"), [[empty(2), real]], {})
    with pytest.raises(WeightsError, match="on no tensor"):
        call(row("add.Tensor"), [1, 2], {})


def test_a_text_is_no_device_and_a_number_no_type() -> None:
    """PyTorch takes "cpu" for a device, and dies of -1 for a type."""
    with pytest.raises(WeightsError, match="something else as dtype"):
        call(row("softmax.int"), [empty(3, 3), -1, -1], {})
    with pytest.raises(WeightsError, match="something else as dtype"):
        call(row("zeros.default"), [[2]], {"dtype": "float32"})
    with pytest.raises(WeightsError, match="something else as memory_format"):
        call(row("contiguous.default"), [empty(2)], {"memory_format": 77})
    assert call(row("zeros.default"), [[2]], {"device": "cpu"}).is_meta
    with pytest.raises(WeightsError, match="something else as generator"):
        call(row("bernoulli.p"), [empty(2), 0.5], {"generator": torch.Generator()})
    with pytest.raises(WeightsError, match="an argument noise"):
        call(row("relu.default"), [empty(2)], {"noise": 1})
    with pytest.raises(WeightsError, match="an argument self"):
        call(row("relu.default"), [empty(2)], {"self": empty(2)})
    with pytest.raises(WeightsError, match="3 arguments; it takes 1"):
        call(row("relu.default"), [empty(2), 1, 2], {})


def test_chance_moves_no_random_numbers() -> None:
    before = torch.get_rng_state()
    tensor = empty(8, 8)
    query = empty(1, 2, 8, 8)
    for name, positional in (
        ("dropout.default", [tensor, 0.5, True]),
        ("native_dropout.default", [tensor, 0.5, True]),
        ("feature_dropout.default", [empty(2, 3, 4, 4), 0.5, True]),
        ("bernoulli.p", [tensor, 0.5]),
        ("bernoulli_.float", [tensor, 0.5]),
        ("uniform_.default", [tensor]),
        ("normal_.default", [tensor]),
        ("rand.default", [[4, 4]]),
        ("randn_like.default", [tensor]),
        ("randperm.default", [10]),
        ("randint.low", [0, 5, [3]]),
        ("scaled_dot_product_attention.default", [query, query, query, None, 0.5]),
    ):
        assert call(row(name), positional, {}) is not None
        assert torch.equal(torch.get_rng_state(), before), name


@pytest.mark.parametrize(
    ("name", "positional"),
    [
        ("split.Tensor", [(2**30,), 1]),
        ("unsafe_split.Tensor", [(3, 2**30), 2, -1]),
        ("chunk.default", [(2**30,), 2**62]),
        ("chunk.default", [(0, 3), 2**31]),
        ("unsafe_chunk.default", [(3, 0), 2**31, -1]),
        ("tensor_split.sections", [(0,), 2**31]),
        ("unbind.int", [(2**30, 2)]),
        ("unbind.int", [(2, 2**30), 1]),
        ("tensor_split.sections", [(4,), 2**40]),
        ("hsplit.int", [(2, 2**30), 2**30]),
        ("lstm.input", [(1, 2**30, 4), [], [], True, 1, 0.0, False, False, True]),
        ("gru.input", [(2**30, 1, 4), (1, 1, 4), [], True, 1, 0.0, False, False, False]),
        ("rnn_tanh.input", [(8, 1, 4), (1, 1, 4), [], True, 2**30, 0.0, False, False, False]),
    ],
)
def test_work_that_grows_with_a_size_is_bounded(name: str, positional: list[Any]) -> None:
    """Each of these would make a thousand million tensors, or steps."""
    with pytest.raises(OutOfBoundsError):
        call(row(name), [empty(*value) if isinstance(value, tuple) else value for value in positional], {})


@pytest.mark.parametrize(
    ("name", "positional"),
    [
        # Read past the end of the list of weights.
        ("lstm.input", [(3, 1, 4), [(1, 1, 2), (1, 1, 2)], [(8, 4)], False, 9, 0.0, False, False, False]),
        ("lstm.input", [(0,), [(1, 1, 2), (1, 1, 2)], [(8, 4), (8, 2)], False, 1, 0.0, False, False, False]),
        ("lstm.input", [(3, 1, 4), [(1, 1, 2)], [(8, 4), (8, 2)], False, 1, 0.0, False, False, False]),
        ("gru.input", [(3, 1, 4), (1, 1, 2), [], True, 1, 0.0, False, True, False]),
        ("rnn_relu.input", [(3, 1, 4), (1, 1, 2), [(8, 4), (8, 2)], True, 1, 0.0, False, False, False]),
        # Divides by the number of heads.
        ("scaled_dot_product_attention.default", [(2, 0, 3, 4), (2, 0, 3, 4), (2, 0, 3, 4), None, 0.0, False]),
    ],
)
def test_what_crashes_pytorch_is_refused_before_it(name: str, positional: list[Any]) -> None:
    def made(value: Any) -> Any:
        if isinstance(value, list):
            return [made(item) for item in value]
        return empty(*value) if isinstance(value, tuple) else value

    with pytest.raises(WeightsError):
        call(row(name), made(positional), {"enable_gqa": True} if "attention" in name else {})


def test_types_by_number_are_not_taken() -> None:
    """``to.prim_dtype`` takes any number for a type, and dies of -1."""
    assert "torch.ops.aten.to.prim_dtype" not in OPERATORS
    assert "torch.ops.aten.to.prim_Device" not in OPERATORS


WARNED = Errand(
    "-c",
    """
import torch
from cnnstudio.networks.operators import OPERATORS
from cnnstudio.networks.playback import call
def empty(*sizes, dtype=torch.float32): return torch.empty(sizes, dtype=dtype, device="meta")
for name, arguments in (
    ("meshgrid.default", [[empty(2), empty(3)]]),
    ("numpy_T.default", [empty(2, 3, 4)]), ("numpy_T.default", [empty(2)]), ("mT.default", [empty()]),
    ("complex.default", [empty(2, dtype=torch.float16), empty(2, dtype=torch.float16)]),
    ("_fft_r2c.default", [empty(8, 8, dtype=torch.float16), [1], 0, True]),
    ("true_divide.Tensor", [empty(2, dtype=torch.bfloat16), empty(dtype=torch.complex64)]),
    ("matrix_H.default", [empty()]), ("cross.default", [empty(2, 3), empty(2, 3)]),
    ("chain_matmul.default", [[empty(2, 3), empty(3, 4)]]),
):
    try:
        call(OPERATORS["torch.ops.aten." + name], arguments, {})
    except Exception as error:
        print(type(error).__name__)
""",
)


@pytest.mark.errand(WARNED)
def test_pytorchs_warnings_are_not_printed() -> None:
    """Those of its C++ go past Python; each is said once, so a process of its own is asked."""
    done = WARNED.done()
    assert (done.status, done.errors) == (0, "")
    assert set(done.output.split()) == {"WeightsError"}
    assert [tuple(one.shape) for one in call(row("meshgrid.default"), [[empty(2), empty(3)]], {})] == [(2, 3)] * 2


def test_tensors_are_bounded() -> None:
    with pytest.raises(OutOfBoundsError, match="more than any network"):
        call(row("expand.default"), [empty(1, 1), [2**21, 2**21]], {})
    with pytest.raises(OutOfBoundsError, match="17 dimensions"):
        call(row("view.default"), [empty(1), [1] * 17], {})
    with pytest.raises(OutOfBoundsError, match="joins 5,000 tensors"):
        call(row("cat.default"), [[empty(1)] * 5000], {})
    with pytest.raises(OutOfBoundsError):
        playback.empty([2**21, 2**21], torch.float32)
    for sizes in ([-1], [2**50], [1.5], ["3"], [1] * 17, [2**39, 0, 2**39]):
        with pytest.raises(OutOfBoundsError):
            playback.empty(sizes, torch.float32)
    assert playback.empty([2**40], torch.float32).is_meta


def test_what_real_networks_do_fits() -> None:
    assert len(call(row("split.Tensor"), [empty(1, 64), 1, 1], {})) == 64
    assert len(call(row("chunk.default"), [empty(1, 64), 3, 1], {})) == 3
    assert len(call(row("chunk.default"), [empty(0, 64), 3], {})) == 3
    output, _, _ = call(
        row("lstm.input"),
        [
            empty(1, 16, 4),
            [empty(1, 1, 8), empty(1, 1, 8)],
            [empty(32, 4), empty(32, 8), empty(32), empty(32)],
            *(True, 1, 0.0, False, False, True),
        ],
        {},
    )
    assert output.shape == (1, 16, 8)
    assert call(row("sym_size.int"), [empty(3, 5), 1], {}) == 5
    assert call(row("einsum.default"), ["bchw,bcij->bhw", [empty(1, 2, 3, 4), empty(1, 2, 5, 6)]], {}).shape == (
        1,
        3,
        4,
    )


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("as_int", 3, 3),
        ("as_ints", [1, -1], [1, -1]),
        ("as_float", "-Infinity", -math.inf),
        ("as_float", 1, 1.0),
        ("as_floats", [0.5, "Infinity"], [0.5, math.inf]),
        ("as_bool", True, True),
        ("as_string", "same", "same"),
        ("as_none", True, None),
        ("as_device", {"type": "cpu", "index": None}, torch.device("meta")),
        ("as_scalar_type", 7, torch.float32),
        ("as_scalar_type", 28, torch.uint16),
        ("as_layout", 1, torch.strided),
        ("as_memory_format", 2, torch.channels_last),
        ("as_memory_format", "2", torch.preserve_format),
        ("as_complex", {"real": 1.0, "imag": -1.0}, 1 - 1j),
    ],
)
def test_literals(kind: str, value: Any, expected: Any) -> None:
    assert literal(kind, value) == expected


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("as_int", 2**63),
        ("as_int", 1.0),
        ("as_int", "1"),
        ("as_ints", [1, None]),
        ("as_ints", 1),
        ("as_ints", [0] * 5000),
        ("as_float", "cpu"),
        ("as_float", True),
        ("as_bool", 1),
        ("as_string", "x" * 300),
        ("as_string", 1),
        ("as_scalar_type", 99),
        ("as_scalar_type", []),
        ("as_complex", 1.0),
        ("as_graph", {}),
        ("as_custom_obj", {"class_fqn": "x"}),
    ],
)
def test_other_literals_are_refused(kind: str, value: Any) -> None:
    with pytest.raises(StudioError):
        literal(kind, value)


def test_arithmetic_with_sizes() -> None:
    assert number("_operator.floordiv", [7, 2]) == 3
    assert number("_operator.pow", [2, 10]) == 1024
    assert number("torch.sym_max", [3, 4]) == 4
    assert number("torch.sym_ite", [False, 1, 2]) == 2
    assert number("math.trunc", [2.7]) == 2


@pytest.mark.parametrize(
    ("target", "values"),
    [
        ("_operator.pow", [10, 10**9]),
        ("_operator.pow", [2, 64]),
        ("_operator.lshift", [1, 10**12]),
        ("_operator.mul", [2**62, 2**62]),
        ("_operator.mul", ["a", 10**9]),
        ("_operator.mod", ["%1000000000d", 1]),
        ("_operator.add", [[1], [2]]),
        ("_operator.pow", [-1.0, 0.5]),
        ("_operator.pow", [2]),
    ],
)
def test_arithmetic_is_bounded(target: str, values: list[Any]) -> None:
    with pytest.raises(WeightsError):
        number(target, values)


SAMPLES: list[tuple[str, list[Any]]] = [
    ("kron.default", [(2, 3), (4, 5)]),
    ("kron.default", [(2, 3, 4), (5,)]),
    ("cdist.default", [(2, 30, 4), (2, 27, 4)]),
    ("cdist.default", [(30, 4), (5, 4), 1.0]),
    ("_euclidean_dist.default", [(3, 4), (5, 4)]),
    ("_cdist_forward.default", [(3, 4), (5, 4), 3.0, None]),
    ("pairwise_distance.default", [(3, 4), (3, 4)]),
    ("outer.default", [(3,), (4,)]),
    ("ger.default", [(3,), (4,)]),
    ("addr.default", [(3, 4), (3,), (4,)]),
    ("linalg_vecdot.default", [(2, 3, 4), (3, 4)]),
    ("linalg_matmul.default", [(2, 3, 4), (4, 5)]),
    ("linalg_matrix_power.default", [(2, 3, 3), 5]),
    ("linalg_cross.default", [(2, 3), (2, 3)]),
    ("cross.default", [(3, 5), (3, 5)]),
    *((f"{name}.default", [(2, 4, 4)]) for name in ("linalg_inv", "linalg_det", "det", "inverse", "linalg_slogdet")),
    *((f"{name}.default", [(2, 4, 4)]) for name in ("linalg_qr", "linalg_svd", "linalg_svdvals", "linalg_matrix_exp")),
    *((f"{name}.default", [(2, 4, 3)]) for name in ("linalg_qr", "linalg_svd", "linalg_svdvals")),
    ("linalg_pinv.atol_rtol_float", [(2, 4, 3)]),
    ("linalg_eigh.default", [(2, 4, 4)]),
    ("linalg_solve.default", [(2, 4, 4), (2, 4, 3)]),
    ("linalg_solve_triangular.default", [(2, 4, 4), (2, 4, 3), {"upper": True}]),
    ("linalg_norm.default", [(2, 3, 4), None, [1, 2]]),
    ("linalg_matrix_norm.default", [(2, 3, 4), 2.0]),
    ("quantile.scalar", [(2, 3, 4), 0.5, 1]),
    ("quantile.default", [(2, 3, 4), torch.tensor([0.1, 0.5, 0.9]), 1]),
    ("mode.default", [(2, 3, 4), 1]),
    ("nanmedian.dim", [(2, 3, 4), 1, True]),
    ("dist.default", [(2, 3), (2, 3)]),
    ("renorm.default", [(2, 3, 4), 2.0, 1, 1.0]),
    ("trapezoid.dx", [(2, 3, 4)]),
    ("cumulative_trapezoid.dx", [(2, 3, 4)]),
    ("msort.default", [(2, 3)]),
    ("searchsorted.Tensor", [(2, 9), (2, 3)]),
    ("bucketize.Tensor", [(2, 3), (9,)]),
    ("isin.Tensor_Tensor", [(2, 3), (9,)]),
    ("take.default", [(2, 3), torch.tensor([[0, 5, 1]])]),
    ("diagflat.default", [(2, 3), 1]),
    ("linalg_diagonal.default", [(2, 3, 4)]),
    ("nonzero_static.default", [(2, 3), {"size": 4}]),
    ("index_reduce.default", [(2, 3), 0, torch.tensor([0, 1, 1]), (3, 3), "prod"]),
    ("scatter.reduce", [(2, 3), 0, torch.tensor([[0, 1, 1]]), (1, 3), {"reduce": "add"}]),
    ("fill_diagonal_.default", [(2, 3), 1.0]),
    ("put.default", [(2, 3), torch.tensor([0, 5]), (2,)]),
    ("row_stack.default", [[(2, 3), (1, 3)]]),
    ("block_diag.default", [[(2, 3), (1, 4)]]),
    ("cartesian_prod.default", [[(2,), (5,)]]),
    ("dsplit.int", [(2, 3, 4), 2]),
    ("hsplit.array", [(2, 4), [1, 3]]),
    ("matrix_H.default", [(2, 3)]),
    ("max_unpool2d.default", [(1, 2, 3, 3), torch.arange(9).reshape(3, 3).expand(1, 2, 3, 3), [6, 7]]),
    ("fractional_max_pool2d.default", [(1, 2, 9, 9), [2, 2], [4, 5], (1, 2, 2)]),
    ("lstm_cell.default", [(5, 3), [(5, 4), (5, 4)], (16, 3), (16, 4), (16,), (16,)]),
    ("gru_cell.default", [(5, 3), (5, 4), (12, 3), (12, 4)]),
    ("rnn_tanh_cell.default", [(5, 3), (5, 4), (4, 3), (4, 4)]),
    ("special_logsumexp.default", [(2, 3, 4), [1]]),
    ("special_log_softmax.default", [(2, 3), 1]),
    ("cumprod_.default", [(2, 3), 1]),
    ("addbmm_.default", [(2, 3), (5, 2, 4), (5, 4, 3)]),
    ("tril_indices.default", [4, 5]),
    ("hann_window.default", [9]),
    ("bartlett_window.periodic", [9, False]),
    ("fft_hfft.default", [(2, 9)]),
    ("multinomial.default", [(2, 5), 3]),
    ("exponential_.default", [(2, 3)]),
    ("normal.Tensor_Tensor", [(2, 3), (2, 3)]),
    ("frexp.Tensor", [(2, 3)]),
    ("angle.default", [(2, 3)]),
    ("ldexp.Tensor", [(2, 3), (3,)]),
    (
        "deform_conv2d.default",
        [(1, 4, 6, 8), (6, 4, 3, 3), (1, 18, 4, 6), (1, 9, 4, 6), (6,), *[1, 1, 0, 0, 1, 1, 1, 1], True],
    ),
    ("roi_align.default", [(1, 4, 6, 8), torch.tensor([[0.0, 1, 1, 4, 4]] * 3), 1.0, 2, 3, 2, False]),
]


def _sampled(value: Any, chance: torch.Generator) -> Any:
    if isinstance(value, tuple):
        return torch.rand(value, generator=chance)
    return (
        [_sampled(one, chance) for one in value] if isinstance(value, list) and value[0].__class__ is tuple else value
    )


@pytest.mark.parametrize(("name", "given"), SAMPLES, ids=[f"{place}-{name}" for place, (name, _) in enumerate(SAMPLES)])
def test_what_a_call_gives_has_the_sizes_that_pytorch_gives(name: str, given: list[Any]) -> None:
    chance = torch.Generator().manual_seed(0)
    named = given[-1] if isinstance(given[-1], dict) else {}
    values = [_sampled(value, chance) for value in given if value is not named]
    operator = row(name)
    function = _function(operator)

    def on_meta(value: Any) -> Any:
        if isinstance(value, Tensor):
            return value.to("meta")
        return [on_meta(one) for one in value] if isinstance(value, list) else value

    shown = playback._tensors(call(operator, [on_meta(value) for value in values], named))
    with torch.random.fork_rng():
        true = playback._tensors(function(*values, **named))
    assert [(one.shape, one.dtype) for one in shown] == [(one.shape, one.dtype) for one in true]


def test_every_operator_number_by_number_keeps_the_sizes() -> None:
    """Of those that take tensors and plain numbers: sizes and type are PyTorch's, for numbers or for whole numbers."""
    tried, odd = 0, []
    for operator in OPERATORS.values():
        if operator.kind is not Kind.ELEMENTWISE or operator.refused:
            continue
        function = _function(operator)
        kinds = {
            argument.name: str(argument.real_type)
            for argument in function._schema.arguments
            if not argument.has_default_value()
        }
        if not set(kinds.values()) <= {"Tensor", "number", "float", "int", "Optional[Tensor]"}:
            odd.append(operator.target)
            continue
        for dtype in (torch.float32, torch.int64, torch.float64, torch.bool, torch.complex64):
            values = {
                name: torch.ones(2, 3).to(dtype) if kind.endswith("Tensor") or kind == "Optional[Tensor]" else 1
                for name, kind in kinds.items()
            }
            try:
                with torch.random.fork_rng():
                    true = playback._tensors(function(**values))
            except (NotImplementedError, RuntimeError):
                continue
            values = {
                name: torch.ones(2, 3).to(dtype).to("meta") if isinstance(value, Tensor) else value
                for name, value in values.items()
            }
            shown = playback._tensors(call(operator, [], values))
            assert [(one.shape, one.dtype) for one in shown] == [(one.shape, one.dtype) for one in true], operator
            tried += 1
            break
        else:
            odd.append(operator.target)
    assert tried > 300
    assert {target.split(".")[3] for target in odd} <= {
        # With a mode, with one bound at least, with as many slopes as channels, with an even length, with pairs.
        *("div", "div_", "divide_", "clamp", "clamp_", "clip", "clip_", "masked_fill", "masked_fill_", "prelu"),
        *("view_as_complex", "view_as_complex_copy", "glu"),
    }
