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
