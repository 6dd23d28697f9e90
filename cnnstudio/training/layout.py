"""The order in memory that a network is trained in."""

import copy

import torch
from torch import nn

from cnnstudio.networks.draws import OwnDraws
from cnnstudio.training import devices
from cnnstudio.training.randomness import is_foreign


def lay_out(model: nn.Module, device: torch.device) -> nn.Module:
    """``model``, moved to ``device`` and laid out there as layers are quickest: channels last.

    A class of the user's that takes its maps apart by their order in memory (``x.view(-1, 320)``) keeps the usual one.
    """
    model = model.to(device=device)
    memory_format = devices.memory_format(device)
    if is_foreign(model) and not _takes(model, memory_format, device):
        return model
    return model.to(memory_format=memory_format)


def _takes(model: nn.Module, memory_format: torch.memory_format, device: torch.device) -> bool:
    """Whether a copy of it in this order takes two pictures."""
    try:
        trial = copy.deepcopy(model).to(memory_format=memory_format).train()
        with torch.no_grad(), OwnDraws(0):
            trial(torch.zeros(2, 1, 28, 28, device=device))
    except Exception:  # whatever a user's class raises; what is wrong in any order is told by the first step
        return False
    return True
