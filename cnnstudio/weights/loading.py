"""A network with weights, from their names: built without drawing, whole in memory, and never touched again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from torch import Tensor, nn

from cnnstudio.datasets.scaling import Scaling
from cnnstudio.errors import UnknownNameError, WeightsError
from cnnstudio.messages import Message
from cnnstudio.networks import building, reference
from cnnstudio.networks.reference import STRUCTURE, CatalogueNetwork, NetworkRef, PythonNetwork
from cnnstudio.weights import fitting, format, initial, memory
from cnnstudio.weights import shell as shells
from cnnstudio.weights.edits import EMPTY, Edits
from cnnstudio.weights.metadata import Metadata, class_names
from cnnstudio.weights.places import Stamp, file_of, stamp
from cnnstudio.weights.reference import Initial, WeightsRef


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Loaded:
    """A network with its weights, in evaluation mode on the CPU. Read by any thread at once, and never changed.

    Attributes:
        network, weights, edits: what it is, by name.
        module: in evaluation mode, nothing in it requires a gradient. It is not to be touched, hooks included: take a
            ``shell``.
        metadata: what the weights' file says; of initial weights, what is known of them.
        class_names: one an output.
        remarks: sentences for the user, such as that the network's file has changed since.
        stamp: which numbers lay behind the reference when they were read; see ``places.stamp``.
        base: the module without the edits.
        classes: how many outputs the constructor was told to make; None = its own number.
        base_bytes: memory that the tensors of ``base`` take; None = to be counted.
        bytes: memory that its tensors take, edits included.
    """

    network: NetworkRef
    weights: WeightsRef
    edits: Edits
    module: nn.Module
    metadata: Metadata
    class_names: tuple[str, ...]
    remarks: tuple[str, ...]
    stamp: Stamp
    base: nn.Module = field(repr=False)
    classes: int | None
    base_bytes: int | None = field(default=None, repr=False)
    bytes: int = field(init=False)

    def __post_init__(self) -> None:
        # Here, where it is loaded: counting takes a walk through all layers, which no window waits for. An edit after
        # the first counts its own alone.
        base = self.base_bytes
        if base is None:
            tensors = {id(tensor): tensor for tensor in building.tensors_of(self.base)}.values()
            base = sum(tensor.numel() * tensor.element_size() for tensor in tensors)
            object.__setattr__(self, "base_bytes", base)
        own = 0 if self.module is self.base else shells.own_bytes(self.module, self.base)
        object.__setattr__(self, "bytes", base + own)

    @property
    def scaling(self) -> Scaling:
        """Of the pictures that the network wants."""
        return self.metadata.scaling

    @property
    def temperature(self) -> float:
        """Divides the logits so that probabilities are frequencies; 1 where it was never calibrated."""
        return self.metadata.temperature

    def shell(self) -> nn.Module:
        """New module objects over the same tensors, edits included, to be touched by whoever asked for them."""
        return shells.shell(self.module, self._rebuild)

    def copy(self) -> nn.Module:
        """The same network with tensors of its own, edits included, to be trained by whoever asked for it."""
        return shells.own_copy(self.module, self._rebuild)

    def edited(self, edits: Edits) -> "Loaded":
        """The same weights with these edits in place of those that this one has; only what they change is copied.

        Raises:
            EditError: if the network has no such tensor, place, layer or map, or a weight is computed from others.
        """
        if edits == self.edits:
            return self
        module = shells.edited(self.base, edits, self._rebuild) if edits else self.base
        return replace(self, edits=edits, module=module)

    def _rebuild(self, tensors: Mapping[str, Tensor]) -> nn.Module:
        return _filled(self.network, tensors, self.classes).eval()


def load(network: NetworkRef, weights: WeightsRef, edits: Edits = EMPTY, *, classes: int | None = None) -> Loaded:
    """The network with these weights and edits. Blocks; torch's random stream stays as it is.

    Args:
        classes: outputs of a network with initial weights; None = its own. Trained weights know theirs.

    Raises:
        UnknownNameError: if there is no such network, or no such weights came with the program.
        ConsentError: if nobody agreed to run the network's Python file.
        StorageError: if the weights are not there or cannot be read.
        WeightsError: if they are damaged, a pickle, of a later version, or of another network.
        EditError: if the edits do not fit.
        MemoryShortError: if there is not enough memory, with both figures.
    """
    loaded = _initial(network, weights, classes) if isinstance(weights, Initial) else _read(network, weights)
    return loaded.edited(edits)


def of_tensors(
    network: NetworkRef,
    weights: WeightsRef,
    tensors: Mapping[str, Tensor],
    *,
    metadata: Metadata,
    stamp: Stamp,
) -> Loaded:
    """A network with weights that are in memory, such as those of a run that learns.

    Args:
        tensors: the state dictionary on the CPU; it is shared and must not be changed afterwards.
        metadata: what is known of the weights.
        stamp: tells these numbers from those that stand behind the same reference later.

    Raises:
        WeightsError: if they do not fit the network.
        StudioError: as ``load``.
    """
    classes = len(metadata.classes) or None
    try:
        module = _filled(network, tensors, classes)
    except RuntimeError as error:
        raise WeightsError(
            "These weights do not fit {network}: its layers have other names or sizes.", network=network.title
        ) from error
    return _handed_out(network, weights, module, metadata, stamp, classes)


def load_alone(weights: WeightsRef, edits: Edits = EMPTY) -> Loaded:
    """The weights with the network that they themselves belong to; see ``network_of``.

    Raises:
        WeightsError: if they belong to none that the program knows.
        StudioError: as ``load``.
    """
    network = network_of(weights)
    file = file_of(weights)
    name = file.name if file is not None else Message("What was chosen")
    if network is None:
        raise WeightsError(
            "{name} fits none of the digit networks. Choose weights of a network trained here.", name=name
        )
    if isinstance(network, CatalogueNetwork) and isinstance(reference.fits(network, STRUCTURE), UnknownNameError):
        raise WeightsError(
            "{name} belongs to a network this program does not know, {network}.", name=name, network=network.name
        )
    return load(network, weights, edits)


def network_of(weights: WeightsRef) -> NetworkRef | None:
    """The network that a file of weights belongs to: as it says, or the digit network whose tensors have these names
    and shapes; None where neither tells. Initial weights belong to none.

    Raises:
        StudioError: as ``load``.
    """
    file = file_of(weights)
    if file is None:
        return None
    header = format.read_header(file)
    named = format.metadata_of(header, file).network
    if named is not None:
        return named
    return next(iter(fitting.digit_networks(header.shapes)), None)


def _initial(network: NetworkRef, weights: Initial, classes: int | None) -> Loaded:
    memory.check(reference.weight_bytes(network, classes=classes), network.title)
    module = initial.draw(network, weights.seed, weights.initialisation, classes=classes)
    return _handed_out(network, weights, module, Metadata(network=network), (), classes)


def _read(network: NetworkRef, weights: WeightsRef) -> Loaded:
    file = file_of(weights)
    assert file is not None
    found = stamp(weights)
    tensors, metadata = format.open_weights(file, copied=False)
    remarks = _compare(network, metadata, file)
    classes = len(metadata.classes) or None
    try:
        module = _filled(network, tensors, classes)
    except RuntimeError as error:
        shapes = {name: tuple(tensor.shape) for name, tensor in tensors.items()}
        listed = fitting.differences(network, shapes, classes=classes) or error
        raise WeightsError(
            "{file} does not fit {network}: its layers have other names or sizes ({listed}). Choose weights that "
            "were trained for this network.",
            file=file.name,
            network=network.title,
            listed=listed,
        ) from error
    return _handed_out(network, weights, module, metadata, found, classes, remarks)


def _handed_out(
    network: NetworkRef,
    weights: WeightsRef,
    module: nn.Module,
    metadata: Metadata,
    found: Stamp,
    classes: int | None,
    remarks: tuple[str, ...] = (),
) -> Loaded:
    module = module.eval().requires_grad_(False)
    return Loaded(
        network=network,
        weights=weights,
        edits=EMPTY,
        module=module,
        metadata=metadata,
        class_names=class_names(metadata, classes or reference.outputs(network)),
        remarks=remarks,
        stamp=found,
        base=module,
        classes=classes,
    )


def _filled(network: NetworkRef, tensors: Mapping[str, Tensor], classes: int | None) -> nn.Module:
    reference.prepare(network)
    return building.filled(lambda: reference.construct(network, classes=classes), tensors)


def _compare(network: NetworkRef, metadata: Metadata, file: Path) -> tuple[str, ...]:
    """What is to be said of weights that name the network they belong to.

    Raises:
        WeightsError: if that is another one.
    """
    named = metadata.network
    match named, network:
        case (CatalogueNetwork(), CatalogueNetwork()) if named.name != network.name:
            raise WeightsError(
                "{file} does not fit {network}: it holds weights of {named}. Choose weights that were trained for "
                "this network.",
                file=file.name,
                network=network.title,
                named=named.title,
            )
        case (PythonNetwork(), PythonNetwork()) if named.sha256 != network.sha256:
            return (Message("{path} has changed since these weights were trained.", path=network.path.name),)
    return ()
