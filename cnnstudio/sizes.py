"""How sizes are written in sentences: one way for the window, for errors and for cards."""

from collections.abc import Iterable

TIMES = "×"


def size(sides: Iterable[int]) -> str:
    """``3 × 224 × 224`` for (3, 224, 224), ``8,000 × 6,000`` for large ones; "" for no sides."""
    return f" {TIMES} ".join(f"{side:,}" for side in sides)
