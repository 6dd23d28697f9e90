import subprocess
import sys

import pytest

from cnnstudio import datasets
from cnnstudio.datasets import data, order


def test_names_are_known_without_numpy() -> None:
    code = "import sys; from cnnstudio.datasets import available, info; info('mnist'); sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_loads_data_is_there_when_it_is_asked_for() -> None:
    assert datasets.load is data.load
    assert datasets.loading is data.loading
    assert datasets.DigitData is data.DigitData
    assert datasets.epoch_order is order.epoch_order
    assert all(hasattr(datasets, name) for name in datasets.__all__)
    with pytest.raises(AttributeError, match="no_such"):
        _ = datasets.no_such
