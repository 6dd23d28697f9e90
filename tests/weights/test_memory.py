import psutil
import pytest

from cnnstudio.errors import MemoryShortError
from cnnstudio.weights import memory


def test_what_fits_fits_and_what_does_not_is_told_with_both_figures() -> None:
    memory.check(0, "Nothing")
    memory.check(psutil.virtual_memory().available // 2, "Half of it")
    with pytest.raises(MemoryShortError, match=r"ViT-H/14 needs 10000\.0 GB of memory, and \d+\.\d GB are free\."):
        memory.check(10**13, "ViT-H/14")
