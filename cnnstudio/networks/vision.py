"""The only door to torchvision: importable also where its C++ operators cannot be loaded.

PyPI's torchvision for Linux is linked to CUDA. Beside a CPU-only torch, and in the packaged program, which leaves its
C++ libraries out, ``import torchvision`` fails with ``operator torchvision::nms does not exist``: torchvision registers
shape functions for operators that nobody has defined. Their schemas alone are enough for models, data sets and
transforms.
"""

import importlib
import sys
import threading
from types import ModuleType
from typing import Any

# As in torchvision/csrc/ops/nms.cpp and torchvision/csrc/ops/quantized/cpu/qnms_kernel.cpp.
_SCHEMAS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)
_lock = threading.Lock()
_defined: list[object] = []  # the definitions live as long as what holds them


def load(name: str = "torchvision") -> ModuleType:
    """Import torchvision or one of its modules, for example ``load("torchvision.models")``; on any thread.

    Raises:
        ImportError: if torchvision is missing or damaged.
    """
    with _lock:
        try:
            return importlib.import_module(name)
        except RuntimeError as error:
            if "operator torchvision::" not in str(error) or _defined:
                raise
        # What was imported halfway would be taken for the whole.
        for module in [module for module in sys.modules if module.partition(".")[0] == "torchvision"]:
            del sys.modules[module]
        _define_operators()
        return importlib.import_module(name)


def _define_operators() -> None:
    library: Any = importlib.import_module("torch.library").Library("torchvision", "FRAGMENT")
    for schema in _SCHEMAS:
        library.define(schema)
    _defined.append(library)
