"""Calls of operators on ``meta``: nothing reaches real memory, the random numbers, or the end of time."""

import math
import random
import warnings
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from cnnstudio.errors import StudioError, WeightsError
from cnnstudio.networks import playback
from cnnstudio.networks.operators import OPERATORS, Kind
from cnnstudio.networks.playback import OutOfBoundsError, call, literal, number
from tests.errands import Errand


def row(name: str) -> Any:
    return OPERATORS[f"torch.ops.aten.{name}"]


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
                positional, named = arguments.of(getattr(getattr(torch.ops.aten, one.name), one.overload))
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
