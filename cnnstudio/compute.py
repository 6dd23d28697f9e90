"""What all threads of the process share when they compute: cores, torch's random stream, torchvision.

Torch-free at import. The only door to torchvision is here: importable also where its C++ operators cannot be loaded.
PyPI's torchvision for Linux is linked to CUDA. Beside a CPU-only torch, and in the packaged program, which leaves its
C++ libraries out, ``import torchvision`` fails with ``operator torchvision::nms does not exist``: torchvision registers
shape functions for operators that nobody has defined. Their schemas alone are enough for models, data sets and
transforms.
"""

import contextlib
import importlib
import sys
import threading
from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor

# As in torchvision/csrc/ops/nms.cpp and torchvision/csrc/ops/quantized/cpu/qnms_kernel.cpp.
_SCHEMAS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)
_stream = threading.RLock()
_numbers = threading.Lock()
_door = threading.Lock()
_defined: list[object] = []  # the definitions live as long as what holds them
_here = threading.local()


@contextlib.contextmanager
def random_stream(state: "int | Tensor | None" = None) -> Iterator[None]:
    """Have torch's random stream to oneself, in a given state; afterwards it goes on as if nothing had been drawn.

    torch draws from one stream on the CPU for all threads of the process. Whoever has to draw from it (initial
    weights, the constructor of a user's network) holds this one lock, or two threads shuffle each other's numbers.
    On one thread it may be entered again. Never yield to others inside: the lock stays with the thread.

    Args:
        state: a seed, or a state from ``torch.get_rng_state``; None = the stream as it stands, which then is moved.
    """
    import torch

    with _stream:
        if state is None:
            yield
            return
        before = torch.get_rng_state()
        try:
            if isinstance(state, int):
                # Not torch.manual_seed, which seeds the streams of all other devices, too.
                torch.default_generator.manual_seed(state)
            else:
                torch.set_rng_state(state)
            yield
        finally:
            torch.set_rng_state(before)


def stay_on_one_core() -> None:
    """Let PyTorch compute on one core when called from this thread; all other threads keep theirs.

    For numbers that have to come at once: a single small picture gains nothing from a second core, and waiting for one
    that trains meanwhile costs a time slice of the system at every layer.
    """
    import torch

    if getattr(_here, "done", False):
        return
    # One at a time: a second thread would take the first one's number for everybody's, and put that back.
    with _numbers:
        others = torch.get_num_threads()
        # This sets the calling thread's number, and the one that threads start with from now on ...
        torch.set_num_threads(1)
        # ... so the latter is put back, from a thread that is thrown away.
        restorer = threading.Thread(target=torch.set_num_threads, args=(others,))
        restorer.start()
        restorer.join()
    _here.done = True


def torchvision(name: str = "torchvision") -> ModuleType:
    """Import torchvision or one of its modules, for example ``torchvision("torchvision.models")``; on any thread.

    Raises:
        ImportError: if torchvision is missing or damaged.
    """
    with _door:
        try:
            return importlib.import_module(name)
        except RuntimeError as error:
            if "operator torchvision::" not in str(error) or _defined:
                raise
        # What was imported halfway would be taken for the whole.
        for module in list(sys.modules):  # a copy: another thread may be importing something
            if module.partition(".")[0] == "torchvision":
                del sys.modules[module]
        _define_operators()
        return importlib.import_module(name)


def _define_operators() -> None:
    library: Any = importlib.import_module("torch.library").Library("torchvision", "FRAGMENT")
    for schema in _SCHEMAS:
        library.define(schema)
    _defined.append(library)
