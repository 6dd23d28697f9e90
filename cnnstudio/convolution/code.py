"""The state as a PyTorch program a reader can run: it prints the numbers on the screen."""

import base64
import zlib

from cnnstudio.convolution.geometry import Geometry, Operation, PaddingMode
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.convolution.operation import transposed_weight
from cnnstudio.convolution.receptive_field import LayerKind, Stack
from cnnstudio.convolution.state import Mode, PlaygroundState

_WRITTEN_OUT = 4096


def code(state: PlaygroundState) -> str:
    """A whole program: nothing but PyTorch is needed to run it."""
    return _stack_code(state.stack) if state.mode is Mode.RECEPTIVE_FIELD else _operation_code(state)


def _operation_code(state: PlaygroundState) -> str:
    geometry = state.geometry
    height, width = geometry.output_size
    lines = ["import torch", "from torch.nn import functional as F", ""]
    if state.input.tensor.numel() > _WRITTEN_OUT:
        lines[0:0] = ["import base64", "import zlib", ""]
    lines += [f"# input: (N, C_in, H, W) = (1, {', '.join(map(str, state.input.shape))})"]
    lines += _tensor("x", state.input)
    lines += ["x = x.unsqueeze(0)", ""]
    if geometry.operation.weighs:
        kernel = state.kernel
        layout = "(C_out, C_in / groups, k_h, k_w)"
        if geometry.operation is Operation.TRANSPOSED:
            kernel = Numbers(transposed_weight(geometry, kernel.tensor))
            layout = "(C_in, C_out / groups, k_h, k_w)"
        lines += [f"# kernel: {layout} = {kernel.shape}", *_tensor("weight", kernel)]
        if geometry.operation is Operation.CONVOLUTION:
            lines.append(
                "weight = weight.flip(-2, -1)  # PyTorch correlates; true convolution reads the kernel backwards"
            )
        lines += _tensor("bias", state.bias) if state.adds_bias else ["bias = None"]
        lines.append("")
    lines += _call(geometry)
    lines += [
        "",
        "torch.set_printoptions(precision=4, sci_mode=False, threshold=100_000, linewidth=120)",
        f"print(y.squeeze(0))  # (C_out, H, W) = ({geometry.channels_out}, {height}, {width})",
    ]
    return "\n".join(lines) + "\n"


def _call(geometry: Geometry) -> list[str]:
    lines = []
    top, bottom, left, right = geometry.padding
    padding = f"{(top, left)}"
    even = top == bottom and left == right
    if geometry.operation is Operation.TRANSPOSED:
        call = [f"stride={geometry.stride}, dilation={geometry.dilation}, groups={geometry.groups}"]
        if even:
            call.append(f"padding={padding}")
        lines.append(f"y = F.conv_transpose2d(x, weight, bias, {', '.join(call)})")
        if not even:
            height, width = geometry.output_size
            lines.append(
                f"y = y[:, :, {top}:{top + height}, {left}:{left + width}]  # padding crops each side by itself"
            )
        return lines
    plain = geometry.padding_mode is PaddingMode.ZEROS
    if even and plain:
        asked = f", padding={padding}" if any(geometry.padding) else ""
    else:
        asked = ""
        fill = ""
        if not plain:
            fill = f', mode="{geometry.padding_mode.value}"'
        elif geometry.operation is Operation.MAX_POOL:
            fill = ', value=float("-inf")'
        lines.append(f"x = F.pad(x, {(left, right, top, bottom)}{fill})  # left, right, top, bottom")
    match geometry.operation:
        case Operation.MAX_POOL:
            lines.append(
                f"y = F.max_pool2d(x, {geometry.kernel_size}, stride={geometry.stride}{asked}, "
                f"dilation={geometry.dilation})"
            )
        case Operation.AVERAGE_POOL:
            lines.append(f"y = F.avg_pool2d(x, {geometry.kernel_size}, stride={geometry.stride}{asked})")
        case _:
            lines.append(
                f"y = F.conv2d(x, weight, bias, stride={geometry.stride}{asked}, "
                f"dilation={geometry.dilation}, groups={geometry.groups})"
            )
    return lines


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


def _stack_code(stack: Stack) -> str:
    lines = ["import torch", "from torch import nn", "", "stack = nn.Sequential("]
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
        f"y[0, 0, {size // 2}, {size // 2}].backward()  # the middle unit",
        "rows = x.grad.abs().sum(dim=(0, 1, 3)).nonzero().flatten()",
        'print("parameters", sum(parameter.numel() for parameter in stack.parameters()))',
        'print("size", tuple(y.shape))',
        'print("the middle unit depends on rows", int(rows[0]) + 1, "to", int(rows[-1]) + 1, "of the input")',
    ]
    return "\n".join(lines) + "\n"
