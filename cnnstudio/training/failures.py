"""From what torch and the system throw to the program's own errors."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from cnnstudio.errors import DeviceLostError, OutOfMemoryError, StorageError, StudioError, TrainingError
from cnnstudio.files import reason
from cnnstudio.messages import Message

_MEMORY = ("out of memory", "not enough memory", "can't allocate memory", "alloc_failed")
_DEVICE = ("cuda error", "cudnn error", "cublas error", "device-side assert", "mps backend", "hip error", "nvml")


@contextmanager
def typed(device: torch.device) -> Iterator[None]:
    """Raise the program's own error in place of any other, which stays its cause.

    Raises:
        StudioError: whatever went wrong inside.
    """
    try:
        yield
    except StudioError:
        raise
    except Exception as error:
        raise _translated(error, device) from error


def _translated(error: Exception, device: torch.device) -> StudioError:
    text = str(error).lower()
    if isinstance(error, MemoryError | torch.OutOfMemoryError) or any(sign in text for sign in _MEMORY):
        return OutOfMemoryError(
            "The memory of {device} ran out. Choose a smaller batch size, close other programs, or train on another "
            "device.",
            device=device,
        )
    if isinstance(error, OSError):
        file = error.filename or Message("A file of the run")
        return StorageError(
            "{file} could not be used: {reason}. Mend that and resume the run.", file=file, reason=reason(error)
        )
    if device.type != "cpu" and any(sign in text for sign in _DEVICE):
        return DeviceLostError(
            "The device {device} stopped responding. Restart the program and resume the run, or use the CPU.",
            device=device,
        )
    first = (str(error).strip() or type(error).__name__).splitlines()[0]
    return TrainingError(
        "Training stopped on an error: {first}. Change the settings, or resume from the last checkpoint.", first=first
    )
