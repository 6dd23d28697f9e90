"""Data sets as pictures and labels: what there is (``catalogue``), where it comes from, and loading it whole.

``loading(name)`` is a generator of ``Progress`` that returns ``DigitData``; ``load(name)`` runs it through. What needs
numpy is imported when it is first asked for: names are known before the window's first paint.
"""

from typing import TYPE_CHECKING, Any

from cnnstudio.datasets.catalogue import DatasetInfo, available, info, known
from cnnstudio.datasets.progress import Progress, Stage

if TYPE_CHECKING:
    from cnnstudio.datasets.data import DigitData, load, loading
    from cnnstudio.datasets.order import epoch_order

__all__ = [
    "DatasetInfo",
    "DigitData",
    "Progress",
    "Stage",
    "available",
    "epoch_order",
    "info",
    "known",
    "load",
    "loading",
]


def __getattr__(name: str) -> Any:
    if name in ("DigitData", "load", "loading"):
        from cnnstudio.datasets import data

        return getattr(data, name)
    if name == "epoch_order":
        from cnnstudio.datasets.order import epoch_order

        return epoch_order
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
