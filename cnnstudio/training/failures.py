"""From what torch and the system throw to the program's own errors."""

import errno

import torch

from cnnstudio.errors import DeviceLostError, OutOfMemoryError, StorageError, StudioError, TrainingError

_MEMORY = ("out of memory", "not enough memory", "can't allocate memory", "alloc_failed")
_DEVICE = ("cuda error", "cudnn error", "cublas error", "device-side assert", "mps backend", "hip error", "nvml")


def typed(error: Exception, device: torch.device) -> StudioError:
    """The error to raise in place of ``error``, which stays its cause."""
    if isinstance(error, StudioError):
        return error
    text = str(error).lower()
    if isinstance(error, MemoryError | torch.OutOfMemoryError) or any(sign in text for sign in _MEMORY):
        return OutOfMemoryError(
            f"The memory of {device} ran out. Choose a smaller batch size, close other programs, or train on "
            "another device."
        )
    if isinstance(error, OSError):
        if error.errno == errno.ENOSPC:
            return StorageError("The disk is full. Free some space and resume the run.")
        return StorageError(f"A file of the run could not be used: {error}. Mend that and resume the run.")
    if device.type != "cpu" and any(sign in text for sign in _DEVICE):
        return DeviceLostError(
            f"The device {device} stopped answering. Restart the program and resume the run, or use the CPU."
        )
    first = (str(error).strip() or type(error).__name__).splitlines()[0]
    return TrainingError(
        f"Training stopped on an error: {first}. Change the settings, or resume from the last checkpoint."
    )
