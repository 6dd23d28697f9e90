"""Networks without weights: the real modules, built on the ``meta`` device in milliseconds.

``torch.device("meta")`` as a context is not enough: it also sends the small tensors to ``meta`` that a constructor
computes with (RegNet works out its widths that way), and it still runs every initialisation. Here only memory for
parameters goes to ``meta``, initialisation is left out, and whatever was made elsewhere moves over at the end. The
mode is thread-local, so a training in another thread does not notice.
"""

from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from cnnstudio.errors import ConfigError, NetworkInputError
from cnnstudio.networks.catalogue import NetworkSpec

LARGEST = 65_536
_FILLERS = frozenset(
    {"normal_", "uniform_", "fill_", "zero_", "trunc_normal_", "copy_", "mul_", "add_", "erfinv_", "clamp_"}
)


class _WithoutMemory(TorchFunctionMode):
    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        kwargs = kwargs or {}
        if func is torch.empty:
            if kwargs.get("device") is None:
                kwargs = {**kwargs, "device": "meta"}
        elif getattr(func, "__module__", "") == "torch.nn.init":
            return args[0] if args else kwargs["tensor"]
        elif getattr(func, "__name__", "") in _FILLERS and args[0].is_meta:
            return args[0]
        return func(*args, **kwargs)


def without_memory() -> TorchFunctionMode:
    """A context in which modules are built without memory for their weights and without initialising them."""
    return _WithoutMemory()


def build(
    spec: NetworkSpec,
    *,
    input_shape: tuple[int, int, int] | None = None,
    classes: int | None = None,
    options: dict[str, Any] | None = None,
) -> nn.Module:
    """The network of ``spec`` on ``meta``, in evaluation mode, made for this input (C, H, W) and number of classes.

    Where the builder has no option for the channels, the first convolution is given as many as the input has.

    Raises:
        ConfigError: if the builder refuses the options or there is no such number of classes.
        NetworkInputError: if the network cannot be made for such an input.
    """
    shape = input_shape or spec.input_shape
    changes = dict(options or {})
    check_input(spec.title, shape)
    if classes is not None and classes != spec.classes:
        if not 1 <= classes <= LARGEST:
            raise ConfigError(f"A network needs between 1 and {LARGEST:,} classes, not {classes:,}.")
        changes["num_classes"] = classes
    channels, height, width = shape
    if spec.size_option and shape[1:] != spec.input_shape[1:]:
        if spec.size_option == "image_size" and height != width:
            raise NetworkInputError(
                f"{spec.title} takes square pictures only, not {height} x {width}. Make both equal."
            )
        changes[spec.size_option] = height if spec.size_option == "image_size" else (height, width)
    if spec.channels_option and channels != spec.input_shape[0]:
        changes[spec.channels_option] = channels
    try:
        with without_memory():
            module = spec.build(**changes)
    except ConfigError as error:
        if spec.size_option in changes:
            raise NetworkInputError(
                f"{spec.title} cannot be made for a {describe(shape)} input. Try {describe(spec.input_shape)}."
            ) from error
        raise
    to_meta(module).eval()
    if channels != spec.input_shape[0] and not spec.channels_option:
        _rewire(module, spec.input_shape[0], channels)
    return module


def to_meta(module: nn.Module) -> nn.Module:
    """Move parameters and buffers to ``meta``; unlike ``module.to("meta")``, tensors that are shared stay shared."""
    moved: dict[int, nn.Parameter] = {}
    copied: dict[int, Tensor] = {}
    for layer in module.modules():
        for name, parameter in layer._parameters.items():
            if parameter is not None and not parameter.is_meta:
                fresh = moved.get(id(parameter))
                if fresh is None:
                    fresh = nn.Parameter(parameter.to("meta"), requires_grad=parameter.requires_grad)
                    moved[id(parameter)] = fresh
                layer._parameters[name] = fresh
        for name, buffer in layer._buffers.items():
            if buffer is not None and not buffer.is_meta:
                layer._buffers[name] = copied.setdefault(id(buffer), buffer.to("meta"))
    return module


def check_input(title: str, shape: tuple[int, ...], batch: int = 1) -> None:
    """Refuse sizes that are no sizes.

    Raises:
        NetworkInputError: naming the number that is wrong.
    """
    if len(shape) != 3:
        raise NetworkInputError(f"An input has three sizes: channels, rows, columns; these are {len(shape)}.")
    for name, number in zip(("channels", "rows", "columns", "pictures in a batch"), (*shape, batch), strict=True):
        if not 1 <= number <= LARGEST:
            raise NetworkInputError(
                f"{title} cannot take an input with {number:,} {name}. Choose a number from 1 to {LARGEST:,}."
            )


def describe(shape: tuple[int, ...]) -> str:
    """(3, 224, 224) -> ``3 x 224 x 224``."""
    return " x ".join(map(str, shape))


def _rewire(module: nn.Module, old: int, new: int) -> None:
    for layer in module.modules():
        if isinstance(layer, nn.Conv2d) and layer.in_channels == old and layer.groups == 1:
            layer.in_channels = new
            weight = layer.weight
            layer.weight = nn.Parameter(torch.empty((weight.shape[0], new, *weight.shape[2:]), device=weight.device))
            return
