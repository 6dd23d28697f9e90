"""Networks built without initial weights: as a mere structure on ``meta``, or filled with weights that are at hand.

``torch.device("meta")`` as a context is not enough: it also sends the small tensors to ``meta`` that a constructor
computes with (RegNet works out its widths that way), and it still runs every initialisation. Here only memory for
parameters goes to ``meta``, initialisation is left out, and whatever was made elsewhere moves over at the end. The
mode is thread-local, so a training in another thread does not notice.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.parameter import is_lazy
from torch.overrides import TorchFunctionMode

from cnnstudio import compute
from cnnstudio.networks.draws import OwnDraws

_FILLERS = frozenset(
    {"normal_", "uniform_", "fill_", "zero_", "trunc_normal_", "copy_", "mul_", "add_", "erfinv_", "clamp_"}
)


class _WithoutMemory(TorchFunctionMode):
    def __init__(self, *, keep_numbers: bool) -> None:
        super().__init__()
        self._keep_numbers = keep_numbers
        self._plain: set[Any] = set()

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        kwargs = kwargs or {}
        if func in self._plain:
            return func(*args, **kwargs)
        if func is torch.empty:
            if kwargs.get("device") is None:
                kwargs = {**kwargs, "device": "meta"}
        elif getattr(func, "__module__", "") == "torch.nn.init":
            tensor = args[0] if args else kwargs["tensor"]
            if tensor.is_meta or not self._keep_numbers:
                return tensor
        elif getattr(func, "__name__", "") in _FILLERS:
            if args[0].is_meta:
                return args[0]
        else:
            self._plain.add(func)
        return func(*args, **kwargs)


def without_memory(*, keep_numbers: bool = False) -> TorchFunctionMode:
    """A context in which modules are built without memory for their weights and without initialising them.

    ``keep_numbers``: what has memory all the same (a table that a constructor works out) is initialised.
    """
    return _WithoutMemory(keep_numbers=keep_numbers)


def to_meta(module: nn.Module) -> nn.Module:
    """Move parameters and buffers to ``meta``; unlike ``module.to("meta")``, tensors that are shared stay shared."""
    return _replaced(module, _on_meta, "meta")


def _on_meta(tensor: Tensor) -> Tensor:
    if tensor.is_meta:
        return tensor
    if type(tensor) is Tensor and tensor.layout is torch.strided and not tensor.is_quantized:
        # The same as the line below, in a fifth of the time.
        return torch.empty_strided(tensor.size(), tensor.stride(), dtype=tensor.dtype, device="meta")
    return tensor.to("meta")


def to_zeros(module: nn.Module) -> nn.Module:
    """Put zeros on the CPU in place of parameters and buffers; tensors that are shared stay shared."""
    return _replaced(module, lambda tensor: torch.zeros_like(tensor, device="cpu"), "cpu")


def _replaced(module: nn.Module, made: Callable[[Tensor], Tensor], device: str) -> nn.Module:
    replaced: dict[int, Any] = {}
    for layer in layers_of(module):
        kept: tuple[dict[str, Any], dict[str, Any]] = (layer._parameters, layer._buffers)
        for tensors in kept:
            for name, tensor in tensors.items():
                if tensor is None or (device == "meta" and tensor.is_meta and not is_lazy(tensor)):
                    continue
                if id(tensor) not in replaced:
                    replaced[id(tensor)] = _one_replaced(tensor, made, device)
                tensors[name] = replaced[id(tensor)]
    return module


def _one_replaced(tensor: Tensor, made: Callable[[Tensor], Tensor], device: str) -> Any:
    if is_lazy(tensor):
        kind: Any = type(tensor)  # its sizes come with the first input
        return kind(requires_grad=tensor.requires_grad, device=device, dtype=tensor.dtype)
    new = made(tensor.detach() if isinstance(tensor, nn.Parameter) else tensor)
    return nn.Parameter(new, requires_grad=tensor.requires_grad) if isinstance(tensor, nn.Parameter) else new


def layers_of(module: nn.Module) -> list[nn.Module]:
    """What ``module.modules()`` gives, in a quarter of the time."""
    found: dict[int, nn.Module] = {}
    waiting: list[nn.Module] = [module]
    while waiting:
        layer = waiting.pop()
        if id(layer) not in found:
            found[id(layer)] = layer
            waiting.extend(child for child in reversed(layer._modules.values()) if child is not None)
    return list(found.values())


def to_evaluation(module: nn.Module) -> nn.Module:
    """The same as ``module.eval()``, quicker where no layer has a way of its own to do that."""
    layers = layers_of(module)
    if all(_switches_plainly(kind) for kind in {type(layer) for layer in layers}):
        for layer in layers:
            object.__setattr__(layer, "training", False)
        return module
    return module.eval()


def _switches_plainly(kind: type[nn.Module]) -> bool:
    return all(getattr(kind, name) is getattr(nn.Module, name) for name in ("eval", "train", "__setattr__"))


def filled(construct: Callable[[], nn.Module], tensors: Mapping[str, Tensor]) -> nn.Module:
    """The network that ``construct`` makes, with these weights, copied; torch's random stream is left as it is.

    Nothing is drawn only to be thrown away, which is quicker, too. Kind of number, layout in memory, what is shared and
    what is trained are those of a network built the ordinary way. What neither the constructor nor ``tensors``
    gives (a buffer left out of the state dictionary) is made by building the ordinary way, beside a random stream.

    Args:
        construct: builds the module on the CPU; may be called twice.
        tensors: a whole state dictionary.

    Raises:
        RuntimeError: as ``load_state_dict``, if they belong to another network.
    """
    module = _structure(construct)
    if module is not None:
        module.load_state_dict(_laid_out(module, tensors), assign=True)
        if not any(value.is_meta for value in tensors_of(module)):
            return module
    with compute.random_stream(0):
        module = construct()
    module.load_state_dict(dict(tensors))
    return module


def _structure(construct: Callable[[], nn.Module]) -> nn.Module | None:
    """The network on ``meta``, or None where it cannot be made without its numbers."""
    try:
        with OwnDraws(0), without_memory(keep_numbers=True):
            module = construct()
    except (NotImplementedError, RuntimeError):
        return None  # its constructor looks at numbers that are not there
    return None if any(is_lazy(parameter) for parameter in module.parameters()) else module


def _laid_out(module: nn.Module, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Copies of ``tensors`` with the dtypes and strides that ``module`` gives them, shared as in the module."""
    places = module.state_dict(keep_vars=True)
    copies: dict[int, Tensor] = {}
    laid_out = dict(tensors)
    for name, place in places.items():
        tensor = tensors.get(name)
        if tensor is None or not isinstance(place, Tensor) or tensor.shape != place.shape:
            continue  # told by load_state_dict
        copy = copies.get(id(place))
        if copy is None:
            copy = torch.empty_strided(place.shape, place.stride(), dtype=place.dtype)
            if isinstance(place, nn.Parameter):
                copy = nn.Parameter(copy, requires_grad=place.requires_grad)
            copies[id(place)] = copy
        with torch.no_grad():
            copy.copy_(tensor)
        laid_out[name] = copy
    return laid_out


def tensors_of(module: nn.Module) -> Iterator[Tensor]:
    """All tensors that a network's layers keep, also those that are neither parameters nor buffers; some twice."""
    yield from module.parameters()
    yield from module.buffers()
    for layer in module.modules():
        yield from tensors_in(layer)


def tensors_in(layer: nn.Module) -> Iterator[Tensor]:
    """All tensors that one layer keeps itself, those of the layers in it left out; some twice."""
    for value in vars(layer).values():
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else (value,)
        yield from (tensor for tensor in inner if isinstance(tensor, Tensor))
