import errno

import pytest
import torch

from cnnstudio.errors import DeviceLostError, OutOfMemoryError, StorageError, TrainingError
from cnnstudio.training import failures

GPU = torch.device("cuda:1")


@pytest.mark.parametrize(
    ("thrown", "kind", "says"),
    [
        (torch.OutOfMemoryError("CUDA out of memory. Tried to allocate"), OutOfMemoryError, "smaller batch size"),
        (RuntimeError("CUDA error: an illegal memory access was encountered"), DeviceLostError, "cuda:1"),
        (RuntimeError("cuDNN error: CUDNN_STATUS_ALLOC_FAILED"), OutOfMemoryError, "cuda:1"),
        (RuntimeError("cuDNN error: CUDNN_STATUS_INTERNAL_ERROR"), DeviceLostError, "cuda:1"),
        (OSError(errno.ENOSPC, "No space left on device"), StorageError, "disk is full"),
        (FileNotFoundError(errno.ENOENT, "No such file"), StorageError, "No such file"),
        (ValueError("first line\nsecond line"), TrainingError, "first line."),
        (KeyError(), TrainingError, "KeyError"),
    ],
)
def test_what_is_thrown_becomes_an_error_that_says_what_to_do(thrown: Exception, kind: type, says: str) -> None:
    with pytest.raises(kind) as caught, failures.typed(GPU):
        raise thrown
    assert type(caught.value) is kind
    assert says in str(caught.value)
    assert caught.value.__cause__ is thrown


def test_the_programs_own_errors_and_interruptions_pass() -> None:
    own = StorageError("The disk is full.")
    with pytest.raises(StorageError) as caught, failures.typed(GPU):
        raise own
    assert caught.value is own
    with pytest.raises(KeyboardInterrupt), failures.typed(GPU):
        raise KeyboardInterrupt
