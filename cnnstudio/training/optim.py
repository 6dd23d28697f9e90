"""The optimiser, the learning-rate schedule and the moving average of the weights."""

import math
from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn

from cnnstudio.training.config import TrainConfig


def optimizer(config: TrainConfig, parameters: Iterable[nn.Parameter], device: torch.device) -> torch.optim.Optimizer:
    """The optimiser of ``config``; its rate is set before every step (see ``set_rate``)."""
    # On CUDA the rate is a tensor, so that it can change between replays of a captured graph; only the fused kernels
    # read it on the device.
    rate = torch.tensor(config.learning_rate, device=device) if device.type == "cuda" else config.learning_rate
    fused, foreach = device.type == "cuda" or None, device.type == "cpu" or None
    if config.optimizer == "sgd":
        return torch.optim.SGD(
            parameters,
            lr=rate,
            momentum=config.momentum,
            nesterov=config.nesterov,
            weight_decay=config.weight_decay,
            fused=fused,
            foreach=foreach,
        )
    kind = torch.optim.Adam if config.optimizer == "adam" else torch.optim.AdamW
    return kind(parameters, lr=rate, weight_decay=config.weight_decay, fused=fused, foreach=foreach)


def set_rate(optimizer: torch.optim.Optimizer, rate: float) -> None:
    """Set the rate of the next step, without waiting for the device."""
    for group in optimizer.param_groups:
        if isinstance(group["lr"], torch.Tensor):
            group["lr"].fill_(rate)
        else:
            group["lr"] = rate


@torch.no_grad()
def update(optimizer: torch.optim.Optimizer) -> None:
    """``optimizer.step()``; of SGD on the CPU its operations to the same bits, without what torch does around them.

    Its hooks, profiler marks and sorting by device take four times as long as the update of a small network itself.
    """
    if type(optimizer) is not torch.optim.SGD or isinstance(optimizer.param_groups[0]["lr"], torch.Tensor):
        optimizer.step()
        return
    for group in optimizer.param_groups:
        learnt: list[Tensor] = [parameter for parameter in group["params"] if parameter.grad is not None]
        if learnt:
            moves = _moves(optimizer, learnt, group)
            torch._foreach_add_(learnt, moves, alpha=-group["lr"])


def _moves(optimizer: torch.optim.SGD, learnt: list[Tensor], group: dict[str, Any]) -> list[Tensor]:
    """By what each parameter moves at a rate of 1, as torch.optim.SGD has it (no dampening)."""
    moves: list[Tensor] = [parameter.grad for parameter in learnt if parameter.grad is not None]
    if group["weight_decay"]:
        moves = list(torch._foreach_add(moves, learnt, alpha=group["weight_decay"]))
    momentum = group["momentum"]
    if not momentum:
        return moves
    kept = [optimizer.state[parameter].get("momentum_buffer") for parameter in learnt]
    held = [(buffer, move) for buffer, move in zip(kept, moves, strict=True) if buffer is not None]
    if held:
        buffers = [buffer for buffer, _ in held]
        torch._foreach_mul_(buffers, momentum)
        torch._foreach_add_(buffers, [move for _, move in held])
    for number, parameter in enumerate(learnt):
        if kept[number] is None:
            kept[number] = optimizer.state[parameter]["momentum_buffer"] = moves[number].detach().clone()
    if not group["nesterov"]:
        return kept
    torch._foreach_add_(moves, kept, alpha=momentum)
    return moves


def scheduled_rate(config: TrainConfig, step: int, steps: int) -> float:
    """The schedule's rate at global step ``step`` (from 0) of ``steps``: a pure function, so it needs no state."""
    peak = config.learning_rate
    rising = int(config.warmup * steps)
    if step < rising:
        return peak * (step + 1) / rising
    if config.schedule == "constant":
        return peak
    done = (step - rising) / max(1, steps - rising)
    if config.schedule == "cosine":
        return peak * 0.5 * (1 + math.cos(math.pi * done))
    if config.schedule == "one-cycle":
        return peak * (1 - done)
    return peak * (1.0 if step < 0.6 * steps else 0.1 if step < 0.85 * steps else 0.01)


@torch.no_grad()
def update_average(averaged: nn.Module, model: nn.Module, decay: float, step: int) -> None:
    """Move ``averaged`` towards ``model`` after global step ``step`` (from 0).

    The decay grows from 0.1 to ``decay``, so that the random initial weights are soon forgotten.
    """
    weight = 1 - min(decay, (1 + step) / (10 + step))
    torch._foreach_lerp_(list(averaged.parameters()), list(model.parameters()), weight)
    for mine, its in zip(averaged.buffers(), model.buffers(), strict=True):
        mine.copy_(its)
