"""The state as a PyTorch program a reader can run: it prints the numbers on the screen.

The program is PyTorch's language; its comments are in the reader's, by ``say``.
"""

import base64
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor

from cnnstudio.convolution.geometry import Geometry, Operation, PaddingMode
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.convolution.operation import transposed_weight
from cnnstudio.convolution.receptive_field import LayerKind, Stack
from cnnstudio.convolution.state import Mode, PlaygroundState
from cnnstudio.messages import Message, amount

Say = Callable[[str], str]

_WRITTEN_OUT = 4096


def code(state: PlaygroundState, rest: Tensor | None = None, rest_channels: int = 0, *, say: Say = str) -> str:
    """A whole program: nothing but PyTorch is needed to run it.

    Args:
        state: what it computes.
        rest: (C_out, H, W), what input channels add that are not among the state's, as in ``Result``; None = none.
        rest_channels: how many those are.
        say: puts its comments into a language.
    """
    if state.mode is Mode.RECEPTIVE_FIELD:
        lines = _stack_code(state.stack)
    else:
        lines = _operation_code(state, rest, rest_channels)
    return "".join(f"{line.written(say) if isinstance(line, _Line) else line}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with a comment; a comment alone has no code."""

    code: str
    comment: Message

    def written(self, say: Say) -> str:
        return f"{self.code}  # {say(self.comment)}".lstrip()


_Lines = list["str | _Line"]


def _operation_code(state: PlaygroundState, rest: Tensor | None, rest_channels: int) -> _Lines:
    geometry = state.geometry
    height, width = geometry.output_size
    lines: _Lines = ["import torch", "from torch.nn import functional as F", ""]
    given = [state.input]
    if geometry.operation.weighs:
        given.append(state.kernel)
    if rest is not None:
        given.append(Numbers(rest))
    if any(values.tensor.numel() > _WRITTEN_OUT for values in given):
        lines[0:0] = ["import base64", "import zlib", ""]
    sizes = ", ".join(map(str, state.input.shape))
    lines.append(_Line("", Message("input: (N, C_in, H, W) = (1, {sizes})", sizes=sizes)))
    lines += _tensor("x", state.input)
    lines += ["x = x.unsqueeze(0)", ""]
    if geometry.operation.weighs:
        kernel = state.kernel
        layout = "(C_out, C_in / groups, k_h, k_w)"
        if geometry.operation is Operation.TRANSPOSED:
            kernel = Numbers(transposed_weight(geometry, kernel.tensor))
            layout = "(C_in, C_out / groups, k_h, k_w)"
        lines.append(_Line("", Message("kernel: {layout} = {sizes}", layout=layout, sizes=str(kernel.shape))))
        lines += _tensor("weight", kernel)
        if geometry.operation is Operation.CONVOLUTION:
            why = Message("PyTorch correlates; true convolution reads the kernel backwards")
            lines.append(_Line("weight = weight.flip(-2, -1)", why))
        lines += _tensor("bias", state.bias) if state.adds_bias else ["bias = None"]
        lines.append("")
    lines += _call(geometry)
    if rest is not None:
        what = amount(
            rest_channels,
            "what {n} more input channel adds: (C_out, H, W) = {sizes}",
            "what {n} more input channels add: (C_out, H, W) = {sizes}",
            sizes=str(tuple(rest.shape)),
        )
        lines += ["", _Line("", what), *_tensor("rest", Numbers(rest)), "y = y + rest"]
    lines += [
        "",
        "torch.set_printoptions(precision=4, sci_mode=False, threshold=100_000, linewidth=120)",
        f"print(y.squeeze(0))  # (C_out, H, W) = ({geometry.channels_out}, {height}, {width})",
    ]
    return lines


def _call(geometry: Geometry) -> _Lines:
    match geometry.operation:
        case Operation.TRANSPOSED:
            return _transposed(geometry)
        case Operation.MAX_POOL:
            return _max_pool(geometry)
        case Operation.AVERAGE_POOL:
            return _average_pool(geometry)
    plain = geometry.padding_mode is PaddingMode.ZEROS
    lines, asked = _padded(geometry, "" if plain else f', mode="{geometry.padding_mode.value}"', plain=plain)
    call = f"stride={geometry.stride}{asked}, dilation={geometry.dilation}, groups={geometry.groups}"
    return [*lines, f"y = F.conv2d(x, weight, bias, {call})"]


def _transposed(geometry: Geometry) -> _Lines:
    top, _, left, _ = geometry.padding
    call = f"stride={geometry.stride}, dilation={geometry.dilation}, groups={geometry.groups}"
    if any(geometry.output_padding):
        call += f", output_padding={geometry.output_padding}"
    if _is_even(geometry):
        return [f"y = F.conv_transpose2d(x, weight, bias, {call}, padding={(top, left)})"]
    height, width = geometry.output_size
    return [
        f"y = F.conv_transpose2d(x, weight, bias, {call})",
        _Line(
            f"y = y[:, :, {top}:{top + height}, {left}:{left + width}]", Message("padding crops each side by itself")
        ),
    ]


def _max_pool(geometry: Geometry) -> _Lines:
    if geometry.adaptive:
        return [f"y = F.adaptive_max_pool2d(x, {geometry.adaptive})"]
    lines, asked = _padded(geometry, ', value=float("-inf")')
    call = f"stride={geometry.stride}{asked}, dilation={geometry.dilation}"
    return [*lines, f"y = F.max_pool2d(x, {geometry.kernel_size}, {call}{_ceil_mode(geometry)})"]


def _average_pool(geometry: Geometry) -> _Lines:
    if geometry.adaptive:
        return [f"y = F.adaptive_avg_pool2d(x, {geometry.adaptive})"]
    lines, asked = _padded(geometry, "")
    call = f"x, {geometry.kernel_size}, stride={geometry.stride}{asked}{_ceil_mode(geometry)}"
    if geometry.divisor is not None:
        return [*lines, f"y = F.avg_pool2d({call}, divisor_override={geometry.divisor})"]
    if _is_even(geometry) or geometry.divides_alike:
        counts = "" if geometry.counts_padding else ", count_include_pad=False"
        return [*lines, f"y = F.avg_pool2d({call}{counts})"]
    height, width = geometry.output_size
    down = [geometry.rows.counted(row) for row in range(height)]
    across = [geometry.cols.counted(col) for col in range(width)]
    return [
        *lines,
        _Line(f"y = F.avg_pool2d({call}, divisor_override=1)", Message("sums")),
        _Line(
            f"y = y / (torch.tensor({down}).unsqueeze(1) * torch.tensor({across}))", Message("cells that are counted")
        ),
    ]


def _is_even(geometry: Geometry) -> bool:
    top, bottom, left, right = geometry.padding
    return top == bottom and left == right


def _ceil_mode(geometry: Geometry) -> str:
    return ", ceil_mode=True" if geometry.ceil and _is_even(geometry) else ""


def _padded(geometry: Geometry, fill: str, *, plain: bool = True) -> tuple[_Lines, str]:
    """Lines that pad, and the argument that asks the operation itself to pad; one of them is empty.

    Args:
        geometry: of the operation.
        fill: what `torch.nn.functional.pad` is told to fill with.
        plain: whether the operation itself pads like that.
    """
    top, _, left, _ = geometry.padding
    if _is_even(geometry) and plain:
        return [], f", padding={(top, left)}" if any(geometry.padding) else ""
    rows, cols = geometry.rows, geometry.cols
    # As far as a last window hangs over.
    sides = (left, cols.padded - cols.n - left, top, rows.padded - rows.n - top)
    return [_Line(f"x = F.pad(x, {sides}{fill})", Message("left, right, top, bottom"))], ""


def _tensor(name: str, values: Numbers) -> list[str]:
    if values.tensor.numel() > _WRITTEN_OUT:
        packed = base64.b64encode(zlib.compress(values.array.astype("<f4").tobytes(), 9)).decode("ascii")
        return [
            f'{name} = zlib.decompress(base64.b64decode("{packed}"))',
            f"{name} = torch.frombuffer(bytearray({name}), dtype=torch.float32).reshape{values.shape}",
        ]
    written = _written(values.to_json(), 0)
    return [f"{name} = torch.tensor({written}, dtype=torch.float32)"]


def _written(values: object, depth: int) -> str:
    """Nested lists, one matrix row a line."""
    if not isinstance(values, list):
        return repr(values)
    if not any(isinstance(each, list) for each in values):
        return "[" + ", ".join(map(repr, values)) + "]"
    indent = "    " * (depth + 1)
    inner = ",\n".join(indent + _written(each, depth + 1) for each in values)
    return f"[\n{inner},\n{'    ' * depth}]"


def _stack_code(stack: Stack) -> _Lines:
    lines: _Lines = ["import torch", "from torch import nn", "", "stack = nn.Sequential("]
    for layer, channels in zip(stack.layers, stack.channels, strict=False):
        tail = f"stride={layer.stride}, padding={layer.padding}"
        if layer.kind is LayerKind.CONVOLUTION:
            lines.append(
                f"    nn.Conv2d({channels}, {layer.channels}, {layer.kernel}, {tail}, dilation={layer.dilation}),"
            )
        else:
            # The average passes a gradient to every cell it reads; the maximum would show only the winner.
            lines.append(f"    nn.AvgPool2d({layer.kernel}, {tail}),")
    size = stack.sizes[-1]
    lines += [
        ")",
        "for parameter in stack.parameters():",
        "    nn.init.ones_(parameter)",
        "",
        f"x = torch.zeros(1, {stack.in_channels}, {stack.input_size}, {stack.input_size}, requires_grad=True)",
        "y = stack(x)",
        _Line(f"y[0, 0, {size // 2}, {size // 2}].backward()", Message("the middle unit")),
        "rows = x.grad.abs().sum(dim=(0, 1, 3)).nonzero().flatten().tolist()",
        'print("parameters", sum(parameter.numel() for parameter in stack.parameters()))',
        'print("size", tuple(y.shape))',
        'found = f"rows {rows[0] + 1} to {rows[-1] + 1} of the input" if rows else "padding alone"',
        'print("the middle unit depends on", found)',
    ]
    return lines
