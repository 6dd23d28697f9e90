"""glibc's allocator, told to keep what one step frees for the next.

As it comes, it hands the megabytes of each freed feature map back to the system, which fills them with zeros, page by
page, when the next step asks for as much: a million page faults in an epoch of a small network.
"""

import ctypes
import sys

# From <malloc.h>.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_KEPT_BYTES = 256 * 2**20
_LARGEST_KEPT_BYTES = 32 * 2**20  # the most that glibc allows


def keep_freed_memory() -> bool:
    """Let this process keep up to 256 MiB that are free; whether the C library can (only glibc)."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        set_option = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return False
    # Both: setting one ends the allocator's own choice of the other.
    return bool(set_option(_M_MMAP_THRESHOLD, _LARGEST_KEPT_BYTES) and set_option(_M_TRIM_THRESHOLD, _KEPT_BYTES))
