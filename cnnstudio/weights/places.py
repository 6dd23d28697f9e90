"""Where the weights that a reference names lie on the disk. Torch-free."""

from pathlib import Path

from cnnstudio.errors import StorageError, StudioError
from cnnstudio.files import reading
from cnnstudio.messages import Message
from cnnstudio.weights import format, shipped
from cnnstudio.weights.metadata import from_about
from cnnstudio.weights.reference import Initial, RunWeights, Shipped, WeightsFile, WeightsRef
from cnnstudio.weights.run_files import RunFiles

Stamp = tuple[str | int, ...]
"""Tells the numbers behind a reference at one moment from those at another."""


def file_of(weights: WeightsRef) -> Path | None:
    """The file that holds them now; None for initial weights, which lie nowhere.

    Raises:
        UnknownNameError: if no such weights come with the program.
        StorageError: if a run has no such weights (yet).
    """
    match weights:
        case Initial():
            return None
        case Shipped():
            return shipped.path(weights)
        case WeightsFile():
            return weights.path
        case RunWeights():
            return _file_of_run(weights)


def stamp(weights: WeightsRef) -> Stamp:
    """Equal as long as the same numbers lie behind the reference: the file's name, place, size and date.

    Raises:
        StudioError: as ``file_of``, and if the file cannot be looked at.
    """
    file = file_of(weights)
    if file is None:
        return ()
    with reading(file):
        about = file.stat()
    return str(file), about.st_ino, about.st_size, about.st_mtime_ns


def _file_of_run(weights: RunWeights) -> Path:
    files = RunFiles(weights.folder)
    match weights.which:
        case "final":
            file, name = files.final_weights, Message("final weights; it has not come to its end")
        case "best":
            file, name = files.best_weights, Message("best weights; they come with its first epoch")
        case "latest":
            file, name = _latest(files), Message("weights yet")
        case step:
            file, name = (
                files.step_weights(step),
                Message("weights of step {step:,}", step=step),
            )
    if not is_there(file):
        # A run that is about to begin has no folder yet, either.
        if weights.which != "latest" and _is_gone(weights.folder):
            raise StorageError(
                "The run {folder} is not there any more. Choose other weights.", folder=weights.folder.name
            )
        raise StorageError(
            "The run {folder} has no {name}. Choose other weights.", folder=weights.folder.name, name=name
        )
    return file


def _is_gone(folder: Path) -> bool:
    try:
        return not folder.exists()
    except OSError:  # it may not be looked at
        return False


def _latest(files: RunFiles) -> Path:
    """The checkpoint while the run is under way, the final weights once it is over."""
    if not is_there(files.final_weights):
        return files.checkpoint
    if not is_there(files.checkpoint):
        return files.final_weights
    # A run that was finished and goes on with more epochs has final weights that are older than its checkpoint.
    final, checkpoint = _progress(files.final_weights), _progress(files.checkpoint)
    return (
        files.checkpoint if final is not None and checkpoint is not None and checkpoint > final else files.final_weights
    )


def _progress(file: Path) -> tuple[int, int] | None:
    """(epochs done, minibatches since then), as the file says."""
    try:
        about = format.read_header(file).about
        metadata = from_about(about, file.name)
    except StudioError:
        return None
    progress = about.get("progress")
    batch = progress.get("batch") if isinstance(progress, dict) else 0
    return None if metadata.epoch is None or type(batch) is not int else (metadata.epoch, batch)


def reference_of(file: Path) -> WeightsRef:
    """The reference of weights that lie in this file: by its place, where that tells."""
    file = file.absolute()
    for weights in shipped.digits():
        if shipped.path(weights) == file:
            return weights
    run = RunFiles(file.parent)
    if is_there(run.config_file):
        if file == run.final_weights:
            return RunWeights(file.parent, "final")
        if file == run.best_weights:
            return RunWeights(file.parent, "best")
        if file == run.checkpoint:
            return RunWeights(file.parent, "latest")
    return WeightsFile(file)


def is_there(file: Path) -> bool:
    """Whether there is such a file, as far as one may look."""
    try:
        return file.is_file()
    except OSError:
        return False
