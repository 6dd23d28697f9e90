"""What PyTorch's gradients say that the outputs of a network depend on."""

import torch
from torch import Tensor, nn

Box = tuple[int, int, int, int]


def positive(module: nn.Module) -> nn.Module:
    """Positive random weights and no maxima, so that no gradient cancels or hides behind a larger number."""
    torch.manual_seed(0)
    module = module.to_empty(device="cpu").double() if _is_bare(module) else module.double()
    for tensor in module.parameters():
        nn.init.uniform_(tensor, 0.5, 1.5)
        if tensor.dim() > 1:
            tensor.data /= tensor[0].numel()
    for path, layer in list(module.named_modules()):
        if isinstance(layer, nn.modules.batchnorm._NormBase) and layer.running_mean is not None:
            layer.reset_running_stats()
        if isinstance(layer, nn.MaxPool2d):
            parent = module.get_submodule(path.rpartition(".")[0])
            average = nn.AvgPool2d(layer.kernel_size, layer.stride, layer.padding, layer.ceil_mode)
            setattr(parent, path.rpartition(".")[2], average)
    return module.eval()


def _is_bare(module: nn.Module) -> bool:
    return any(tensor.is_meta for tensor in (*module.parameters(), *module.buffers()))


def pixels_of(shape: tuple[int, ...]) -> Tensor:
    """A random picture of positive pixels, whose gradient can be asked for."""
    torch.manual_seed(1)
    return (torch.rand(shape, dtype=torch.double) + 0.5).requires_grad_()


def box_of(unit: Tensor, pixels: Tensor) -> Box | None:
    """(top, left, bottom, right) around the pixels of the first picture that a number depends on; None: on none."""
    if not unit.requires_grad:
        return None
    (gradient,) = torch.autograd.grad(unit, pixels, retain_graph=True, allow_unused=True)
    touched = None if gradient is None else (gradient.abs().sum((0, 1)) > 0).nonzero()
    if touched is None or not len(touched):
        return None
    (top, left), (bottom, right) = touched.min(0).values.tolist(), touched.max(0).values.tolist()
    return top, left, bottom + 1, right + 1
