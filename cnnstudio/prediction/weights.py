"""Weights files: what ships with the program, what a user opens; never unpickled.

A file is safetensors whose metadata entry ``cnnstudio`` holds JSON about it (network, data set, accuracy); files of
other programs are matched to the digit networks of the catalogue by the names and shapes of their tensors.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cnnstudio import resources
from cnnstudio.errors import UnknownNameError, WeightsError
from cnnstudio.files import reading
from cnnstudio.networks import catalogue

if TYPE_CHECKING:
    from torch import Tensor, nn

_DIGITS = tuple("0123456789")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedWeights:
    """Weights the program trained itself and brings along; figures from the card beside them.

    Attributes:
        network: catalogue name.
        title: for the user.
        path: the safetensors file.
        test_accuracy: 0..1 on the MNIST test set.
        temperature: divides the logits so that probabilities are frequencies (C. Guo and others, 2017).
    """

    network: str
    title: str
    path: Path
    test_accuracy: float
    temperature: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """An opened weights file, whole in memory.

    Attributes:
        network: catalogue name of the network they belong to.
        model: that network with these weights, in evaluation mode, on the CPU.
        class_names: one an output.
        temperature: see ``ShippedWeights``; 1 where it was never calibrated.
        about: the file's own metadata.
    """

    network: str
    model: "nn.Module"
    class_names: tuple[str, ...]
    temperature: float
    about: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateCard:
    """The gate: a network with two outputs in use, 0 = no digit, 1 = digit.

    Attributes:
        path: the safetensors file.
        network: catalogue name.
        threshold: below this probability of being a digit, it is called unsure.
    """

    path: Path
    network: str
    threshold: float


def card() -> dict[str, Any]:
    """The card beside the shipped weights: how each was trained, and its figures."""
    content: dict[str, Any] = json.loads(resources.text("weights", "card.json"))
    return content


def shipped() -> tuple[ShippedWeights, ...]:
    """The shipped weights, the default first. Torch-free."""
    return tuple(
        ShippedWeights(
            network=entry["network"],
            title=entry["title"],
            path=resources.path("weights", entry["file"]),
            test_accuracy=entry["mnist_test_accuracy"],
            temperature=entry["temperature"],
        )
        for entry in card()["digits"]
    )


def gate() -> GateCard:
    """The shipped gate. Torch-free."""
    entry = card()["gate"]
    return GateCard(
        path=resources.path("weights", entry["file"]), network=entry["network"], threshold=entry["threshold"]
    )


def load(path: Path, network: str | None = None, *, calibrated: bool = True) -> Weights:
    """Open a weights file.

    Args:
        path: a safetensors file; a run's checkpoint will do.
        network: the network it has to belong to; None = what its metadata says, or the digit network it fits.
        calibrated: look up the temperature of shipped weights in the card.

    Raises:
        StorageError: if it cannot be read.
        WeightsError: a pickle, damaged, or of another network; the text says which.
    """
    tensors, about = read(path)
    named = network or about.get("network")
    try:
        names = [catalogue.get(str(named)).name] if named else _fitting(tensors)
    except UnknownNameError as error:
        raise WeightsError(f"{path.name} belongs to a network this program does not know, {named}.") from error
    if not names:
        raise WeightsError(f"{path.name} fits none of the digit networks. Choose weights of a network trained here.")
    spec = catalogue.get(names[0])
    if about.get("kind") == "checkpoint":
        tensors = _answering(tensors)
    model = _filled(spec, tensors, path)
    classes = about.get("classes")
    known = {weights.path.resolve(): weights.temperature for weights in shipped()} if calibrated else {}
    return Weights(
        network=spec.name,
        model=model.eval().requires_grad_(False),
        class_names=tuple(map(str, classes)) if isinstance(classes, list) and len(classes) == spec.classes else _DIGITS,
        temperature=known.get(path.resolve(), 1.0),
        about=about,
    )


def read(path: Path) -> tuple[dict[str, "Tensor"], dict[str, Any]]:
    """The tensors of a safetensors file, copied into memory, and the metadata the program wrote (or nothing).

    Raises:
        StorageError, WeightsError: as ``load``.
    """
    import safetensors

    from cnnstudio.training.checkpoint import SCHEMA

    with reading(path), path.open("rb") as file:
        start = file.read(9)
    # A safetensors file starts with the length of its header, whose lowest byte may be a pickle's first one.
    if start.startswith((b"PK\x03\x04", b"\x80")) and start[8:] not in (b"{", b""):
        raise WeightsError(
            f"{path.name} is a pickle (.pt, .pth), which can run a program of its own when opened, so it was not. "
            "Save the weights with safetensors.torch.save_file and open that file."
        )
    try:
        with safetensors.safe_open(path, framework="pt") as file:
            about = json.loads((file.metadata() or {}).get("cnnstudio", "{}"))
            tensors = {name: file.get_tensor(name).clone() for name in file.keys()}  # noqa: SIM118
    except (safetensors.SafetensorError, ValueError, OSError) as error:
        raise WeightsError(f"{path.name} is damaged or no safetensors file. Copy it again from its source.") from error
    about = about if isinstance(about, dict) else {}
    schema = about.get("schema", SCHEMA)
    if isinstance(schema, int) and schema > SCHEMA:
        raise WeightsError(f"{path.name} was saved by a later version of CNN Studio. Update the program to open it.")
    return tensors, about


def _answering(tensors: dict[str, "Tensor"]) -> dict[str, "Tensor"]:
    """The network of a run in progress: its moving average where there is one."""
    for prefix in ("averaged.", "model."):
        found = {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}
        if found:
            break
    return found


def _fitting(tensors: dict[str, "Tensor"]) -> list[str]:
    """The digit networks whose tensors have these names and shapes."""
    from cnnstudio.networks import building

    shapes = {name: tuple(tensor.shape) for name, tensor in tensors.items()}
    fitting = []
    for spec in catalogue.specs():
        if spec.trainable_on_digits:
            with building.without_memory():
                wanted = {name: tuple(tensor.shape) for name, tensor in spec.construct().state_dict().items()}
            if wanted == shapes:
                fitting.append(spec.name)
    return fitting


def _filled(spec: catalogue.NetworkSpec, tensors: dict[str, "Tensor"], path: Path) -> "nn.Module":
    from cnnstudio.networks import building

    try:
        return building.filled(spec.construct, tensors)
    except RuntimeError as error:
        raise WeightsError(
            f"{path.name} does not fit {spec.title}: its layers have other names or sizes. "
            "Choose weights that were trained for this network."
        ) from error
