"""glibc's allocator, told what this program needs: memory kept from one step to the next, few arenas.

As it comes, it hands the megabytes of each freed feature map back to the system, which fills them with zeros, page by
page, when the next step asks for as much: a million page faults in an epoch of a small network.

It also makes eight arenas a core, and a thread takes from its own. A room's worker leaves holes in each, which no other
thread fills: hundreds of megabytes in an hour. (Options: ``mallopt(3)``.)
"""

import ctypes
import sys

# From <malloc.h>.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
_KEPT_BYTES = 256 * 2**20
_LARGEST_KEPT_BYTES = 32 * 2**20  # the most that glibc allows
_ARENAS = 2  # the window's and one for all workers, which seldom allocate at the same time


def keep_freed_memory() -> bool:
    """Let this process keep up to 256 MiB that are free; whether the C library can (only glibc)."""
    # Both: setting one ends the allocator's own choice of the other.
    return _set(_M_MMAP_THRESHOLD, _LARGEST_KEPT_BYTES) and _set(_M_TRIM_THRESHOLD, _KEPT_BYTES)


def share_arenas() -> bool:
    """Let all threads that are started from now on allocate from two arenas; whether the C library can (only glibc)."""
    return _set(_M_ARENA_MAX, _ARENAS)


def _set(option: int, value: int) -> bool:
    if not sys.platform.startswith("linux"):
        return False
    try:
        return bool(ctypes.CDLL(None).mallopt(option, value))
    except (OSError, AttributeError):
        return False
