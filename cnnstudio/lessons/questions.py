"""What is asked before a text tells: sizes, cells, parameters, work, receptive fields, shapes.

The right result comes from PyTorch's own modules, on ``meta`` where only sizes matter, and never from a formula here. A
question knows the playground state that shows it, and any kind can be drawn at random without end.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self, TypeAlias, get_args

from cnnstudio.deferred import Deferred
from cnnstudio.errors import ConfigError, quoted
from cnnstudio.lessons import calls
from cnnstudio.messages import Message

if TYPE_CHECKING:
    import torch
    from torch import nn

    from cnnstudio.convolution.room_state import PlaygroundRoomState
    from cnnstudio.convolution.state import PlaygroundState
else:
    torch = Deferred("torch")
    nn = Deferred("torch.nn")

Value: TypeAlias = tuple[Fraction, ...]
"""One number, or the sides of a shape, channels first."""

MOST_CELLS = 1024
_MOST_TAPS = 64
_MOST_CHANNELS = 8192
# What the Playground's receptive-field half shows.
_LARGEST_STACK = 64
_MOST_PADDING = 10


class Question:
    """Base of the kinds of questions: frozen dataclasses whose fields stand in the lesson, ``macs(3, 64, 3, 224)``."""

    __slots__ = ()
    KIND: ClassVar[str]

    def right(self) -> Value:
        """The right result, by PyTorch."""
        raise NotImplementedError

    def sentence(self) -> Message:
        """The question in words."""
        raise NotImplementedError

    def ways(self, value: Value) -> frozenset[Value]:
        """How a result may be typed: of a shape with the channels first, and with the channels last."""
        return frozenset((value, (*value[1:], value[0])))

    def state(self) -> PlaygroundRoomState:
        """The playground set up so that the question can be played."""
        raise NotImplementedError

    @classmethod
    def drawn(cls, chance: random.Random) -> Self:
        """A fresh question of this kind."""
        raise NotImplementedError

    @classmethod
    def read(cls, call: calls.Call) -> Self:
        """The question that a lesson's call stands for.

        Raises:
            ConfigError: if its arguments are others.
        """
        known = [item.name for item in fields(cls)]  # type: ignore[arg-type]
        values: dict[str, Any] = dict(zip(known, call.positional, strict=False))
        twice = [name for name, _ in call.named if name in values]
        unknown = [name for name, _ in call.named if name not in known]
        if len(call.positional) > len(known) or twice or unknown or len(dict(call.named)) < len(call.named):
            raise ConfigError(
                "{question} takes ({known}), each once. Write it so.", question=cls.KIND, known=", ".join(known)
            )
        try:
            return cls(**values, **dict(call.named))
        except TypeError as error:
            raise ConfigError(
                "{question} takes ({known}): {error}. Write it so.",
                question=cls.KIND,
                known=", ".join(known),
                error=error,
            ) from error

    def written(self) -> str:
        """The call that ``parse`` reads back, without what it takes by itself.

        Steps are remembered by it: an argument more, in a later version, changes no call of before.
        """
        given = ((item.name, getattr(self, item.name), item.default) for item in fields(self))  # type: ignore[arg-type]
        return f"{self.KIND}({', '.join(f'{name}={value!r}' for name, value, usual in given if value != usual)})"


def _check(question: Question, **bounds: tuple[int, int]) -> None:
    for name, (least, most) in bounds.items():
        value = getattr(question, name)
        if type(value) is not int or not least <= value <= most:
            raise ConfigError(
                "{name} of {question} is {value}; it must be a whole number, {least} to {most:,}.",
                name=name,
                question=question.KIND,
                value=quoted(value),
                least=least,
                most=most,
            )


@dataclass(frozen=True, slots=True)
class OutputSize(Question):
    """How many numbers come out of a row of ``n``.

    Attributes:
        n, k, s, d: numbers in the row, in the window, from window to window, and from tap to tap.
        each_side: zeros before the row, and as many behind it.
        pool: 1 for max-pooling, 0 for a convolution.
    """

    KIND: ClassVar[str] = "output_size"
    n: int
    k: int
    each_side: int = 0
    s: int = 1
    d: int = 1
    pool: int = 0

    def __post_init__(self) -> None:
        _check(self, n=(1, MOST_CELLS), k=(1, _MOST_TAPS), each_side=(0, _MOST_TAPS), s=(1, _MOST_TAPS))
        _check(self, d=(1, _MOST_TAPS), pool=(0, 1))
        if self.pool and self.d > 1:
            raise ConfigError("A pooling is asked without dilation here. Leave d out.")
        if self.n + 2 * self.each_side < self.extent:
            raise ConfigError(
                "A window over {extent} cells does not fit into {n}. Make it smaller.",
                extent=self.extent,
                n=self.n + 2 * self.each_side,
            )
        if self.pool and 2 * self.each_side > self.k:
            raise ConfigError("Pooling pads at most half of its kernel of {k}. Take less padding.", k=self.k)

    @property
    def extent(self) -> int:
        """Cells from the window's first tap to its last."""
        return self.d * (self.k - 1) + 1

    def right(self) -> Value:
        """The last side of the output of an ``nn.Conv1d`` or ``nn.MaxPool1d``."""
        layer: nn.Module
        if self.pool:
            layer = nn.MaxPool1d(self.k, self.s, self.each_side, self.d)
        else:
            layer = nn.Conv1d(1, 1, self.k, self.s, self.each_side, self.d, bias=False, device="meta")
        return (Fraction(layer(torch.empty(1, 1, self.n, device="meta")).shape[-1]),)

    def sentence(self) -> Message:
        """The question in words."""
        if self.pool:
            text = Message(
                "A row of {n} numbers, padded by {each_side} on each side, max-pooling with a window of {k} and a "
                "stride of {s}. How many numbers come out?",
                **_values_of(self),
            )
        elif self.d > 1:
            text = Message(
                "A row of {n} numbers, {each_side} zeros added on each side, a kernel of {k} whose weights stand {d} "
                "apart, and a stride of {s}. How many numbers come out?",
                **_values_of(self),
            )
        else:
            text = Message(
                "A row of {n} numbers, {each_side} zeros added on each side, a kernel of {k} and a stride of {s}. "
                "How many numbers come out?",
                **_values_of(self),
            )
        return text

    def state(self) -> PlaygroundRoomState:
        """The row as a square: both directions are alike."""
        return _room(_with_geometry(self.n, self.k, self.each_side, self.s, self.d, "max-pool" if self.pool else ""))

    @classmethod
    def drawn(cls, chance: random.Random) -> Self:
        """A row of up to 64 numbers, as layers have them."""
        pool = int(chance.random() < 0.2)
        k = chance.choice((2, 3, 3, 4, 5, 5, 7, 11))
        d = 1 if pool or chance.random() < 0.6 else chance.choice((2, 3, 3, 4))
        each_side = chance.choice((0, 0, 1, 1, 2, 3))
        each_side = min(each_side, k // 2) if pool else each_side
        least = max(d * (k - 1) + 1, 4)
        return cls(chance.randint(least, least + 40), k, each_side, chance.choice((1, 1, 2, 2, 3, 4)), d, pool)


@dataclass(frozen=True, slots=True)
class OutputCell(Question):
    """What stands in one cell of the output.

    Attributes:
        figure: one of the Playground's figures, from 1; 0 for numbers that are drawn by ``seed``.
        channel, row, col: the cell.
        seed: of the drawn numbers.
    """

    KIND: ClassVar[str] = "output_cell"
    figure: int = 1
    row: int = 0
    col: int = 0
    channel: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        # Whether there is such a cell is known only with PyTorch, and a lesson is read without it.
        _check(self, figure=(0, 6), seed=(0, 10**9), channel=(0, 63), row=(0, 63), col=(0, 63))

    def _check_cell(self) -> None:
        geometry = self.playground.geometry
        height, width = geometry.output_size
        _check(self, channel=(0, geometry.channels_out - 1), row=(0, height - 1), col=(0, width - 1))

    @property
    def playground(self) -> PlaygroundState:
        """The numbers: those of the figure, or drawn ones."""
        return _figure(self.figure) if self.figure else _drawn_state(self.seed)

    def right(self) -> Value:
        """The cell of the output of an ``nn.Conv2d``, ``nn.MaxPool2d`` or ``nn.AvgPool2d`` in double precision.

        Raises:
            ConfigError: if there is no such cell.
        """
        self._check_cell()
        state, geometry = self.playground, self.playground.geometry
        top, _, left, _ = geometry.padding
        layer: nn.Module
        if geometry.operation.value == "max-pool":
            layer = nn.MaxPool2d(geometry.kernel_size, geometry.stride, (top, left), geometry.dilation)
        elif geometry.operation.value == "average-pool":
            layer = nn.AvgPool2d(geometry.kernel_size, geometry.stride, (top, left))
        else:
            layer = nn.Conv2d(
                geometry.in_channels,
                geometry.out_channels,
                geometry.kernel_size,
                geometry.stride,
                (top, left),
                geometry.dilation,
                geometry.groups,
                bias=state.adds_bias,
                device="meta",
            )
            numbers = {"weight": state.kernel.tensor.double()}
            if state.adds_bias:
                numbers["bias"] = state.bias.tensor.double()
            layer.load_state_dict(numbers, assign=True)
        with torch.no_grad():
            output = layer(state.input.tensor.double()[None])[0]
        return (Fraction(float(output[self.channel, self.row, self.col])).limit_denominator(10_000),)

    def sentence(self) -> Message:
        """The question in words; what is asked stands in the Playground."""
        return Message(
            "What stands in the output in channel {channel}, row {row}, column {col}? All are counted from 0.",
            **_values_of(self),
        )

    def state(self) -> PlaygroundRoomState:
        """The numbers themselves; the cell is pinned."""
        from cnnstudio.convolution.room_state import PlaygroundRoomState

        self._check_cell()
        return PlaygroundRoomState(free=self.playground, pinned=(self.channel, self.row, self.col))

    @classmethod
    def drawn(cls, chance: random.Random) -> Self:
        """Small whole numbers under a window of 2 or 3."""
        seed = chance.randrange(10**9)
        geometry = _drawn_state(seed).geometry
        height, width = geometry.output_size
        return cls(0, chance.randrange(height), chance.randrange(width), chance.randrange(geometry.channels_out), seed)


@dataclass(frozen=True, slots=True)
class ParameterCount(Question):
    """How many parameters a layer has.

    Attributes:
        i, o: channels in and out; of a linear layer its inputs and outputs.
        k: side of the kernel.
        bias: 1 where there is one.
        groups: that share the channels.
        linear: 1 for a fully connected layer.
    """

    KIND: ClassVar[str] = "parameter_count"
    i: int
    o: int
    k: int = 1
    bias: int = 1
    groups: int = 1
    linear: int = 0

    def __post_init__(self) -> None:
        _check(self, i=(1, 10**6), o=(1, 10**6), k=(1, _MOST_TAPS), bias=(0, 1), groups=(1, 10**6), linear=(0, 1))
        if self.i % self.groups or self.o % self.groups or (self.linear and (self.groups, self.k) != (1, 1)):
            raise ConfigError("Groups share the channels evenly, and a fully connected layer has none. Take others.")

    def right(self) -> Value:
        """The numbers in the parameters of an ``nn.Conv2d`` or ``nn.Linear``."""
        layer: nn.Module
        if self.linear:
            layer = nn.Linear(self.i, self.o, bias=bool(self.bias), device="meta")
        else:
            layer = nn.Conv2d(self.i, self.o, self.k, groups=self.groups, bias=bool(self.bias), device="meta")
        return (Fraction(sum(one.numel() for one in layer.parameters())),)

    def sentence(self) -> Message:
        """The question in words."""
        words = {
            (True, False, True): Message(
                "A fully connected layer of {i} inputs and {o} outputs, with a bias. How many parameters does it have?",
                i=self.i,
                o=self.o,
            ),
            (True, False, False): Message(
                "A fully connected layer of {i} inputs and {o} outputs, without a bias. How many parameters does it "
                "have?",
                i=self.i,
                o=self.o,
            ),
            (False, False, True): Message(
                "A convolution of {k} × {k}, {i} channels in and {o} out, with a bias. How many parameters does it "
                "have?",
                **_values_of(self),
            ),
            (False, False, False): Message(
                "A convolution of {k} × {k}, {i} channels in and {o} out, without a bias. How many parameters does it "
                "have?",
                **_values_of(self),
            ),
            (False, True, True): Message(
                "A convolution of {k} × {k}, {i} channels in and {o} out, in {groups} groups, with a bias. How many "
                "parameters does it have?",
                **_values_of(self),
            ),
            (False, True, False): Message(
                "A convolution of {k} × {k}, {i} channels in and {o} out, in {groups} groups, without a bias. How many "
                "parameters does it have?",
                **_values_of(self),
            ),
        }
        return words[bool(self.linear), self.groups > 1, bool(self.bias)]

    def state(self) -> PlaygroundRoomState:
        """A convolution with so many channels on an input just as large; of few channels where there are many."""
        side = max(self.k, 3)
        return _room(_with_channels(self.i, self.o, self.groups, side, self.k, bias=bool(self.bias)))

    @classmethod
    def drawn(cls, chance: random.Random) -> Self:
        """A layer as networks have them."""
        bias = int(chance.random() < 0.7)
        if chance.random() < 0.2:
            return cls(chance.randint(4, 60) * 4, chance.choice((10, 84, 120, 256)), bias=bias, linear=1)
        groups = chance.choice((1, 1, 1, 2, 4))
        i, o = (groups * chance.randint(1, 32) for _ in range(2))
        return cls(i, o, chance.choice((1, 2, 3, 3, 5, 5, 7)), bias, groups)


@dataclass(frozen=True, slots=True)
class Macs(Question):
    """How many multiply-accumulates a convolution takes for one picture.

    Attributes:
        i, o, k, s, groups: channels in and out, side of the kernel, stride, groups.
        n: rows and columns of the input.
        each_side: zeros added on each of its four sides.
    """

    KIND: ClassVar[str] = "macs"
    i: int
    o: int
    k: int
    n: int
    each_side: int = 0
    s: int = 1
    groups: int = 1

    def __post_init__(self) -> None:
        _check(self, i=(1, _MOST_CHANNELS), o=(1, _MOST_CHANNELS), k=(1, _MOST_TAPS), n=(1, MOST_CELLS))
        _check(self, each_side=(0, _MOST_TAPS), s=(1, _MOST_TAPS), groups=(1, _MOST_CHANNELS))
        OutputSize(self.n, self.k, self.each_side, self.s)
        if self.i % self.groups or self.o % self.groups:
            raise ConfigError("Groups share the channels evenly. Take a number that divides both.")

    def right(self) -> Value:
        """Half of what PyTorch's own counter of floating-point operations counts."""
        from torch.utils.flop_counter import FlopCounterMode

        layer = nn.Conv2d(self.i, self.o, self.k, self.s, self.each_side, groups=self.groups, bias=False, device="meta")
        counter = FlopCounterMode(display=False)
        with torch.no_grad(), counter:
            layer(torch.empty(1, self.i, self.n, self.n, device="meta"))
        return (Fraction(counter.get_total_flops(), 2),)

    def sentence(self) -> Message:
        """The question in words."""
        if self.groups > 1:
            text = Message(
                "A convolution of {k} × {k}, {i} channels in and {o} out, in {groups} groups, over {n} × {n} with "
                "{each_side} zeros on each side and a stride of {s}. How many multiply-accumulates does one picture "
                "take?",
                **_values_of(self),
            )
        else:
            text = Message(
                "A convolution of {k} × {k}, {i} channels in and {o} out, over {n} × {n} with {each_side} zeros on "
                "each side and a stride of {s}. How many multiply-accumulates does one picture take?",
                **_values_of(self),
            )
        return text

    def state(self) -> PlaygroundRoomState:
        """The convolution over an input of that size; of few channels where there are many."""
        state = _with_channels(self.i, self.o, self.groups, self.n, self.k, padding=self.each_side, stride=self.s)
        return _room(state)

    @classmethod
    def drawn(cls, chance: random.Random) -> Self:
        """A small layer, so that it can be worked out on paper."""
        k = chance.choice((1, 2, 3, 3, 5))
        groups = chance.choice((1, 1, 1, 2, 3))
        i, o = (groups * chance.randint(1, 12) for _ in range(2))
        return cls(
            i, o, k, chance.randint(k + 2, k + 16), chance.choice((0, 0, 1, 2)), chance.choice((1, 1, 2)), groups
        )


@dataclass(frozen=True, slots=True, init=False)
class ReceptiveField(Question):
    """How wide a row of the input one unit behind several layers depends on.

    Attributes:
        layers: kernel, stride and dilation of each, the first one first.
    """

    KIND: ClassVar[str] = "receptive_field"
    layers: tuple[tuple[int, int, int], ...]

    def __init__(self, *layers: calls.Value) -> None:
        object.__setattr__(self, "layers", tuple(calls.window(layer) for layer in layers))
        if not 1 <= len(layers) <= calls.MOST_LAYERS:
            raise ConfigError(
                "A receptive field is asked of 1 to {most_layers} layers. Name so many.", most_layers=calls.MOST_LAYERS
            )
        side = 1
        for k, s, d in reversed(self.layers):
            side = side * s + d * k
        if side > 4 * MOST_CELLS:
            raise ConfigError("The receptive field becomes too large to be drawn. Take smaller layers.")

    @classmethod
    def read(cls, call: calls.Call) -> Self:
        """The question that a lesson's call stands for.

        Raises:
            ConfigError: if it names its arguments, or one is no layer.
        """
        if call.named:
            raise ConfigError("receptive_field takes layers alone: k, [k, s] or [k, s, d] each. Write it so.")
        return cls(*call.positional)

    def written(self) -> str:
        """The call that ``parse`` reads back."""
        return f"{self.KIND}({', '.join(str(list(layer)) for layer in self.layers)})"

    def right(self) -> Value:
        """From the first to the last number of a row that has a gradient behind such ``nn.Conv1d``, all weights 1."""
        length = 1
        for k, s, d in reversed(self.layers):
            length = length * s + d * k  # Long enough, and mostly longer than needed.
        row = torch.zeros(1, 1, length, dtype=torch.float64, requires_grad=True)
        values = row
        with torch.enable_grad():
            for k, s, d in self.layers:
                layer = nn.Conv1d(1, 1, k, s, dilation=d, bias=False, device="meta")
                layer.load_state_dict({"weight": torch.ones(1, 1, k, dtype=torch.float64)}, assign=True)
                values = layer(values)
            (gradient,) = torch.autograd.grad(values[0, 0, 0], row)
        reached = gradient[0, 0].nonzero()
        return (Fraction(int(reached.max() - reached.min()) + 1),)

    def sentence(self) -> Message:
        """The question in words."""
        listed = ", ".join(
            f"{k}" + (f" / {s}" if s > 1 else "") + (f" ({d})" if d > 1 else "") for k, s, d in self.layers
        )
        return Message(
            "Layers one behind the other, the first one first, each with its kernel, its stride behind a stroke and "
            "its "
            "dilation in brackets where they are not 1: {layers}. How wide is the receptive field of one unit of the "
            "last?",
            layers=listed,
        )

    def state(self) -> PlaygroundRoomState:
        """The layers in the receptive-field half."""
        from dataclasses import replace

        from cnnstudio.convolution.receptive_field import Stack, StackLayer
        from cnnstudio.convolution.state import Mode, PlaygroundState

        side = int(self.right()[0]) + self.layers[0][1]
        # On an input that is too small for the field, padding makes room: the field is drawn past the border.
        pads = side > _LARGEST_STACK
        layers = tuple(
            StackLayer(kernel=k, stride=s, dilation=d, channels=1, padding=min(d * (k - 1) // 2, _MOST_PADDING) * pads)
            for k, s, d in self.layers
        )
        side = min(side, _LARGEST_STACK)
        return _room(replace(PlaygroundState(), mode=Mode.RECEPTIVE_FIELD, stack=Stack(layers, side, 1)))

    @classmethod
    def drawn(cls, chance: random.Random) -> Self:
        """Two to four layers, of which some halve the picture."""
        layers = []
        for _ in range(chance.randint(2, 4)):
            if chance.random() < 0.3:
                layers.append((2, 2, 1))
            else:
                layers.append((chance.choice((3, 3, 5, 7)), chance.choice((1, 1, 1, 2)), chance.choice((1, 1, 1, 2))))
        return cls(*layers)


Kind = Literal["conv", "max_pool", "average_pool", "flatten"]


@dataclass(frozen=True, slots=True)
class ShapeAfter(Question):
    """The shape of an activation behind a layer.

    Attributes:
        layer: the kind of layer.
        c, h, w: channels, rows and columns before it.
        o: output channels of a convolution.
        k, each_side, s: its window, padding on each side, and stride; 0 where the layer has none.
    """

    KIND: ClassVar[str] = "shape_after"
    layer: Kind
    c: int
    h: int
    w: int
    o: int = 0
    k: int = 0
    each_side: int = 0
    s: int = 1

    def __post_init__(self) -> None:
        if self.layer not in get_args(Kind):
            raise ConfigError(
                "shape_after knows {known}, not {layer}. Take one.",
                known=", ".join(get_args(Kind)),
                layer=quoted(self.layer),
            )
        _check(self, c=(1, _MOST_CHANNELS), h=(1, MOST_CELLS), w=(1, MOST_CELLS), o=(0, _MOST_CHANNELS))
        _check(self, k=(0, _MOST_TAPS), each_side=(0, _MOST_TAPS), s=(1, _MOST_TAPS))
        if (self.layer == "conv") != bool(self.o) or (self.layer == "flatten") == bool(self.k):
            raise ConfigError("A convolution needs o and k, a pooling k alone, flatten neither. Write it so.")
        if self.k:
            for side in (self.h, self.w):
                OutputSize(side, self.k, self.each_side, self.s, pool=int(self.layer != "conv"))

    def right(self) -> Value:
        """The shape that leaves an ``nn.Conv2d``, ``nn.MaxPool2d``, ``nn.AvgPool2d`` or ``nn.Flatten``."""
        layer: nn.Module
        match self.layer:
            case "conv":
                layer = nn.Conv2d(self.c, self.o, self.k, self.s, self.each_side, device="meta")
            case "max_pool":
                layer = nn.MaxPool2d(self.k, self.s, self.each_side)
            case "average_pool":
                layer = nn.AvgPool2d(self.k, self.s, self.each_side)
            case _:
                layer = nn.Flatten()
        with torch.no_grad():
            output = layer(torch.empty(1, self.c, self.h, self.w, device="meta"))
        return tuple(Fraction(side) for side in output.shape[1:])

    def sentence(self) -> Message:
        """The question in words."""
        words = {
            "conv": Message(
                "{c} × {h} × {w} goes through a convolution of {k} × {k} with {o} output channels, {each_side} zeros "
                "on each side and a stride of {s}. What shape comes out?",
                **_values_of(self),
            ),
            "max_pool": Message(
                "{c} × {h} × {w} goes through a max-pooling of {k} × {k}, padding {each_side} on each side, stride "
                "{s}. What shape comes out?",
                **_values_of(self),
            ),
            "average_pool": Message(
                "{c} × {h} × {w} goes through an average pooling of {k} × {k}, padding {each_side} on each side, "
                "stride {s}. What shape comes out?",
                **_values_of(self),
            ),
            "flatten": Message(
                "{c} × {h} × {w} is flattened into one row. How many numbers has it?", **_values_of(self)
            ),
        }
        return words[self.layer]

    def state(self) -> PlaygroundRoomState:
        """The layer over an input of that size; of few channels where there are many."""
        operation = {"max_pool": "max-pool", "average_pool": "average-pool"}.get(self.layer, "")
        state = _with_channels(
            self.c,
            self.o or self.c,
            1,
            self.h,
            self.k or 1,
            padding=self.each_side,
            stride=self.s,
            width=self.w,
            operation=operation,
        )
        return _room(state)

    @classmethod
    def drawn(cls, chance: random.Random) -> Self:
        """A layer as networks have them, over a picture of up to 40 rows."""
        kind: Kind = chance.choice(("conv", "conv", "conv", "max_pool", "average_pool", "flatten"))
        c = chance.choice((1, 3, 6, 8, 16, 32))
        if kind == "flatten":
            return cls(kind, c, chance.randint(2, 14), chance.randint(2, 14))
        k = chance.choice((2, 3, 3, 5))
        h, w = (chance.randint(k + 1, 40) for _ in range(2))
        if kind == "conv":
            o = chance.choice((4, 6, 8, 12, 16, 32, 64))
            return cls(kind, c, h, w, o, k, chance.choice((0, 1, 1, 2)), chance.choice((1, 1, 2, 3)))
        return cls(kind, c, h, w, 0, k, chance.choice((0, 0, 1)), chance.choice((1, 2, 2, 3)))


@dataclass(frozen=True, slots=True)
class Shown(Question):
    """What a room shows and hides until it was predicted: the number that stands there, which is PyTorch's own.

    Attributes:
        kind: of the questions that ask for such a number; replies are counted under it.
        value: what is shown.
        words: the question in words.
        alike: the question that asks for the same, or one for each side behind ``lead``. Its slips are those of this
            question, as long as it gives the same value.
        lead: the sides before, such as the channels.
        plane: whether the value is rows and columns alone, of which a square's may be typed as one.
        played: the playground set up so that the question can be played; None = as ``alike`` says.
    """

    KIND: ClassVar[str] = "shown"
    kind: str
    value: Value
    words: Message
    alike: tuple[Question, ...] = ()
    lead: Value = ()
    plane: bool = False
    played: PlaygroundRoomState | None = None

    def right(self) -> Value:
        """What is shown."""
        return self.value

    def sentence(self) -> Message:
        """The question in words."""
        return self.words

    def ways(self, value: Value) -> frozenset[Value]:
        """Rows and columns in their order, a square's also as one number; a shape as ever."""
        if not self.plane:
            return Question.ways(self, value)
        return frozenset((value, value[:1] if len(set(value)) == 1 else value))

    def written(self) -> str:
        """For a person: it cannot be read back, as what it is of is not in it."""
        return str(self.words)

    def state(self) -> PlaygroundRoomState:
        """Where it can be played.

        Raises:
            ConfigError: if it cannot.
        """
        if self.played is not None:
            return self.played
        if not self.can_be_played:
            raise ConfigError("This cannot be shown in the Playground. Ask about another layer.")
        return self.alike[0].state()

    @property
    def can_be_played(self) -> bool:
        """Whether there is a state to play it in."""
        return self.played is not None or len(set(self.alike)) == 1


@dataclass(frozen=True, slots=True)
class CellOf(OutputCell):
    """What stands in an output cell of numbers that are at hand, such as those in the Playground.

    Attributes:
        numbers: the input, the kernel, the bias and their geometry.
    """

    numbers: PlaygroundState | None = None

    def __post_init__(self) -> None:
        """The place is one that is shown."""

    @property
    def playground(self) -> PlaygroundState:
        """The numbers."""
        assert self.numbers is not None
        return self.numbers


KINDS: Mapping[str, type[Question]] = {
    kind.KIND: kind for kind in (OutputSize, OutputCell, ParameterCount, Macs, ReceptiveField, ShapeAfter)
}
"""Every kind, by the name that a lesson calls it."""


def parse(text: str) -> Question:
    """The question that stands in a lesson, ``output_size(28, 5)``.

    Raises:
        ConfigError: if there is no such kind, or it cannot be asked so.
    """
    call = calls.parse(text)
    if call.name not in KINDS:
        raise ConfigError(
            "There is no question {name}. There are {known}.", name=quoted(call.name), known=", ".join(KINDS)
        )
    return KINDS[call.name].read(call)


def practice(kind: str, seed: int) -> Iterator[Question]:
    """Fresh questions of a kind, without end; the same seed gives the same ones.

    Raises:
        ConfigError: if there is no such kind.
    """
    if kind not in KINDS:
        raise ConfigError("There is no question {kind}. There are {known}.", kind=quoted(kind), known=", ".join(KINDS))
    chance = random.Random(f"{kind} {seed}")
    while True:
        yield KINDS[kind].drawn(chance)


def mixed(kinds: Sequence[str], seed: int) -> Iterator[Question]:
    """Fresh questions of any of these kinds, without end; the same seed gives the same ones.

    Raises:
        ConfigError: if there is no such kind, or none is named.
    """
    if not kinds:
        raise ConfigError("No kind of question is chosen. Choose at least one.")
    streams = [practice(kind, seed) for kind in kinds]
    chance = random.Random(seed)
    while True:
        yield next(chance.choice(streams))


def _values_of(question: Question) -> dict[str, Any]:
    return {item.name: getattr(question, item.name) for item in fields(question)}  # type: ignore[arg-type]


def _room(state: PlaygroundState) -> PlaygroundRoomState:
    from cnnstudio.convolution.room_state import PlaygroundRoomState

    return PlaygroundRoomState(free=state)


def _with_geometry(n: int, k: int, each_side: int, s: int, d: int, operation: str) -> PlaygroundState:
    from cnnstudio.convolution.geometry import Geometry, Operation
    from cnnstudio.convolution.state import PlaygroundState

    geometry = Geometry(
        operation=Operation(operation or "cross-correlation"),
        input_size=(n, n),
        kernel_size=(k, k),
        stride=(s, s),
        padding=(each_side,) * 4,
        dilation=(d, d),
    )
    return PlaygroundState().with_geometry(geometry)


# More of them show nothing more, and would be too many numbers for the largest layers.
_MOST_SHOWN = 8


def _with_channels(
    i: int,
    o: int,
    groups: int,
    height: int,
    k: int,
    *,
    width: int | None = None,
    padding: int = 0,
    stride: int = 1,
    bias: bool = False,
    operation: str = "",
) -> PlaygroundState:
    from cnnstudio.convolution.geometry import Geometry, Operation
    from cnnstudio.convolution.state import PlaygroundState

    if max(i, o) > _MOST_SHOWN:
        groups = 1 if groups == 1 or min(i, o) < 2 else 2
        i, o = (min(channels, _MOST_SHOWN) // groups * groups for channels in (i, o))
    pools = operation.endswith("pool")
    geometry = Geometry(
        operation=Operation(operation or "cross-correlation"),
        input_size=(height, width or height),
        in_channels=i,
        out_channels=1 if pools else o,
        kernel_size=(k, k),
        stride=(stride, stride),
        padding=(padding,) * 4,
        groups=1 if pools else groups,
    )
    return PlaygroundState().with_geometry(geometry).with_bias(bias)


@lru_cache(maxsize=6)
def _figure(number: int) -> PlaygroundState:
    from cnnstudio.convolution.figures import figures

    return figures()[number - 1].state


@lru_cache(maxsize=256)
def _drawn_state(seed: int) -> PlaygroundState:
    """A small operation with small whole numbers, a function of the seed."""
    from dataclasses import replace

    from cnnstudio.convolution.geometry import Geometry, Operation
    from cnnstudio.convolution.inputs import InputPreset
    from cnnstudio.convolution.kernels import KernelPreset
    from cnnstudio.convolution.numbers import Numbers
    from cnnstudio.convolution.state import PlaygroundState

    chance = random.Random(seed)
    operation = chance.choice(
        (Operation.CROSS_CORRELATION,) * 3 + (Operation.MAX_POOL,) + (Operation.AVERAGE_POOL,) * 2
    )
    k, channels = chance.choice((2, 2, 3)), chance.choice((1, 2))
    n, padding = chance.randint(k + 1, k + 3), chance.choice((0, 1))
    geometry = Geometry(
        operation=operation,
        input_size=(n, n),
        in_channels=channels,
        kernel_size=(k, k),
        stride=(chance.choice((1, 1, 2)),) * 2,
        padding=(padding,) * 4,
    )

    def numbers(*shape: int) -> Numbers:
        block = torch.tensor([float(chance.randint(-3, 4)) for _ in range(torch.Size(shape).numel())])
        return Numbers(block.reshape(shape))

    return replace(
        PlaygroundState(),
        geometry=geometry,
        input=numbers(channels, n, n),
        kernel=numbers(*geometry.shape_of_kernel()),
        bias=Numbers([float(chance.choice((-2, -1, 1, 2, 3)))]),
        use_bias=chance.random() < 0.5,
        input_preset=InputPreset.CUSTOM,
        kernel_presets=(KernelPreset.CUSTOM,),
    )
