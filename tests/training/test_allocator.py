import ctypes
import subprocess
import sys

import pytest

from cnnstudio.training.allocator import keep_freed_memory


def has_glibc() -> bool:
    return sys.platform.startswith("linux") and hasattr(ctypes.CDLL(None), "gnu_get_libc_version")


# In a process of its own: what other tests have left free would decide.
_COUNT = """
import resource, torch
from cnnstudio.training.allocator import keep_freed_memory
assert keep_freed_memory()
for _ in range(10):  # from then on the pages are there
    torch.ones(4 * 2**20)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(10):
    torch.ones(4 * 2**20)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(not has_glibc(), reason="only glibc's allocator is told")
def test_freed_memory_is_used_again():
    said = subprocess.run([sys.executable, "-c", _COUNT], capture_output=True, text=True, check=True).stdout
    # Ten times 16 MiB would be 40,960 pages of 4 KiB.
    assert int(said) < 2000


def test_other_systems_are_left_alone(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert keep_freed_memory() is False
