"""The data sets: MNIST family, built-in digits, integrity, whole set as tensors, epoch order.

Importing this costs no torch; loading data does.
"""

from cnnstudio.datasets.catalogue import DatasetInfo, available, info
from cnnstudio.datasets.data import DigitData, load, loading
from cnnstudio.datasets.order import epoch_order
from cnnstudio.datasets.progress import Progress, Stage

__all__ = ["DatasetInfo", "DigitData", "Progress", "Stage", "available", "epoch_order", "info", "load", "loading"]
