"""Loads the heavy libraries in the background after the first paint, so that the first room opens at once.

The window must stay smooth meanwhile, and a plain ``import torch`` in a thread would freeze it twice: while its shared
libraries are loaded, which Python does without letting go of its lock (0.5 s), and in full garbage collections over
everything that has been imported (0.1 s to 0.3 s each, also later).
"""

import ctypes
import gc
import importlib
import importlib.util
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from cnnstudio.files import clear_own_leftovers

# In the order in which they are wanted; pyqtgraph needs numpy.
LIBRARIES = ("numpy", "torch", "pyqtgraph")

_loading = False


def is_loading() -> bool:
    """Whether libraries are being imported: what they make is to be frozen, not looked through."""
    return _loading


def warm_up() -> Iterator[str]:
    """Import one library after the other; yields the name of each that is there. Run it as a ``GeneratorJob``.

    At last, what a crash left half-written in the program's own folders is cleared away.
    """
    global _loading
    collects = gc.isenabled()
    gc.disable()
    _loading = True
    try:
        if "torch" not in sys.modules:
            _load_torch_libraries()
        for name in LIBRARIES:
            if name not in sys.modules:
                importlib.import_module(name)
            yield name
        # What was imported lives as long as the program: no later collection needs to walk through it.
        gc.freeze()
        clear_own_leftovers()
    finally:
        _loading = False
        if collects:
            gc.enable()


def _load_torch_libraries() -> None:
    """Load torch's shared libraries as torch will, but through a foreign call, during which other threads run on.

    Only those that know nothing of Python. Where it does not work, ``import torch`` does it all the same.
    """
    if os.name != "posix":
        return
    spec = importlib.util.find_spec("torch")
    if spec is None or not spec.submodule_search_locations:
        return
    folder = Path(spec.submodule_search_locations[0]) / "lib"
    suffix = ".dylib" if sys.platform == "darwin" else ".so"
    with suppress(OSError, AttributeError):
        dlopen = ctypes.CDLL(None).dlopen
        dlopen.restype = ctypes.c_void_p
        dlopen.argtypes = [ctypes.c_char_p, ctypes.c_int]
        for name, mode in (("libtorch_global_deps", os.RTLD_GLOBAL), ("libtorch", os.RTLD_LOCAL)):
            dlopen(os.fsencode(folder / (name + suffix)), os.RTLD_NOW | mode)
