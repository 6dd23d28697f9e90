"""Which device a run uses: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``."""

import torch

from cnnstudio.errors import ConfigError
from cnnstudio.messages import Message, amount, any_of


def available() -> list[str]:
    """Every device of this machine by name, the best one first: ``["cuda:0", "cuda:1", "cpu"]``."""
    names = [f"cuda:{index}" for index in range(torch.cuda.device_count())] if torch.cuda.is_available() else []
    if torch.backends.mps.is_available():
        names.append("mps")
    return [*names, "cpu"]


def choose(name: str) -> torch.device:
    """The device of this name; ``auto`` takes the first of ``available()``, ``cuda`` the first GPU.

    Raises:
        ConfigError: if this machine has no such device, naming the ones it has.
    """
    names = available()
    wanted = {"auto": names[0], "cuda": "cuda:0"}.get(name, name)
    if wanted not in names:
        raise ConfigError(
            "This machine has no device {name}; choose {names}.",
            name=name,
            names=any_of(["auto", *names]),
            setting="device",
        )
    return torch.device(wanted)


def title(device: torch.device) -> str:
    """The device as a person would call it: ``NVIDIA H100``, ``Apple GPU``, ``CPU, 2 threads``."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    if device.type == "mps":
        return Message("Apple GPU")
    return amount(torch.get_num_threads(), "CPU, {n} thread", "CPU, {n} threads")


def memory_format(device: torch.device) -> torch.memory_format:
    """How pictures and kernels lie in memory: channels last is what CPU and CUDA kernels are quickest at."""
    return torch.contiguous_format if device.type == "mps" else torch.channels_last
