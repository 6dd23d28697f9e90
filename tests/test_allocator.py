import ctypes
import subprocess
import sys

import pytest

from cnnstudio.allocator import keep_freed_memory, share_arenas


def has_glibc() -> bool:
    return sys.platform.startswith("linux") and hasattr(ctypes.CDLL(None), "gnu_get_libc_version")


# In a process of its own: what other tests have left free would decide.
_COUNT = """
import resource, torch
from cnnstudio.allocator import keep_freed_memory
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
    assert share_arenas() is False


# ``malloc_info`` names each arena that was made.
_ARENAS = """
import ctypes, sys, tempfile, threading
from cnnstudio.allocator import share_arenas
assert share_arenas()
together = threading.Barrier(12)
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
def allocate():
    together.wait()
    assert libc.malloc(1000)
    together.wait()
threads = [threading.Thread(target=allocate) for _ in range(12)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc.fopen.restype = ctypes.c_void_p
with tempfile.NamedTemporaryFile() as file:
    stream = ctypes.c_void_p(libc.fopen(file.name.encode(), b"w"))
    libc.malloc_info(0, stream)
    libc.fclose(stream)
    print(open(file.name).read().count("<heap nr="))
"""


@pytest.mark.skipif(not has_glibc(), reason="only glibc's allocator is told")
def test_all_threads_allocate_from_two_arenas():
    told = subprocess.run([sys.executable, "-c", _ARENAS], capture_output=True, text=True, check=True).stdout
    assert int(told) == 2
    untold = _ARENAS.replace("assert share_arenas()", "")
    alone = subprocess.run([sys.executable, "-c", untold], capture_output=True, text=True, check=True).stdout
    assert int(alone) > 2, "else this test tells nothing"
