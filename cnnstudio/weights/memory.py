"""Refusing what does not fit into memory, before the system begins to swap or ends the program. Torch-free."""

from cnnstudio.errors import MemoryShortError


def check(needed: int, what: str) -> None:
    """See that so many bytes are free.

    Args:
        needed: bytes.
        what: what they are for, as the sentence begins: ``"ResNet-152"``.

    Raises:
        MemoryShortError: with both figures.
    """
    import psutil  # not before the first paint

    free: int = psutil.virtual_memory().available
    if needed > free:
        raise MemoryShortError(
            "{what} needs {needed} of memory, and {free} are free. Close other programs, or choose a smaller network.",
            what=what,
            needed=_size(needed),
            free=_size(free),
        )


def _size(count: int) -> str:
    for unit, size in (("GB", 1e9), ("MB", 1e6)):
        if count >= size / 10:
            return f"{count / size:.1f} {unit}"
    return f"{count / 1e3:.1f} KB"
