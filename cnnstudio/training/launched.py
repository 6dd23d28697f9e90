"""Which of several processes this one is, where ``torchrun`` started them to train one network together. Torch-free."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

_NAMES = ("RANK", "WORLD_SIZE", "LOCAL_RANK", "LOCAL_WORLD_SIZE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One process among those that train together; ranks count from 0, and rank 0 leads."""

    rank: int
    world: int  # how many processes there are, on all computers
    local_rank: int
    local_world: int  # how many there are on this computer

    @property
    def leads(self) -> bool:
        """Whether this process decides, writes and prints; all others follow in silence."""
        return self.rank == 0


def place(environment: Mapping[str, str] = os.environ) -> Place | None:
    """This process's place, as torchrun tells it; None where it trains alone."""
    if "MASTER_ADDR" not in environment or "MASTER_PORT" not in environment:
        return None
    try:
        rank, world, local_rank, local_world = (int(environment[name]) for name in _NAMES)
    except (KeyError, ValueError):
        return None
    if world < 2 or not (0 <= rank < world and 0 <= local_rank < local_world):
        return None
    return Place(rank=rank, world=world, local_rank=local_rank, local_world=local_world)
