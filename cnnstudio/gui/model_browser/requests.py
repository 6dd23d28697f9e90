"""What is asked of the analysis, and the functions that reply on the worker's thread; torch is imported there."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from cnnstudio.analysis.compare import Row, compare
from cnnstudio.analysis.results import Analysis
from cnnstudio.networks import catalogue, reference, trials
from cnnstudio.networks.catalogue import NetworkSpec
from cnnstudio.networks.reference import (
    DIGITS,
    CatalogueNetwork,
    ExportedNetwork,
    NetworkRef,
    PythonNetwork,
)

Sizes = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Request:
    """One analysis.

    Attributes:
        network: which network.
        input_shape: (C, H, W); None for the one the network was made for.
        classes: number of outputs; None for its own.
        batch: pictures at once; None for what an exported file was made with.
    """

    network: NetworkRef
    input_shape: Sizes | None = None
    classes: int | None = None
    batch: int | None = 1

    def normal(self, spec: NetworkSpec) -> "Request":
        """The same with None where a value is the network's own, so that equal requests compare equal."""
        return replace(
            self,
            input_shape=None if self.input_shape == spec.input_shape else self.input_shape,
            classes=None if self.classes == spec.classes else self.classes,
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """A comparison: what is shown already, and what it is to be compared with."""

    left: Analysis
    right: Request


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two networks and the rows of their layers."""

    left: Analysis
    right: Analysis
    rows: tuple[Row, ...]


def analyse(request: Request, *, wanted: Callable[[], bool] = lambda: True) -> Analysis:
    """Analyse what is asked for; a class of the user's is not begun once it is not ``wanted`` any more.

    Raises:
        StudioError: a sentence why it cannot be done.
    """
    from cnnstudio.analysis import network, own_process

    batch = request.batch or 1
    match request.network:
        case PythonNetwork() as own:
            trials.check_ends(own, wanted=wanted)  # what did not come to an end is not begun again
            usual = reference.usual_input(own)
            return own_process.analyse_own(own, request.input_shape or usual or DIGITS, batch=batch)
        case ExportedNetwork(path, _):
            return network.analyse_exported(path, input_shape=request.input_shape, batch=request.batch)
        case CatalogueNetwork(name, _) as entry:
            spec = catalogue.get(name)
            # What these stand for is in the request itself, as the input form shows it.
            told = (spec.size_option, spec.channels_option, spec.classes_option)
            options = {key: value for key, value in entry.changes.items() if key not in told}
            return network.analyse(
                name, input_shape=request.input_shape, classes=request.classes, batch=batch, options=options or None
            )


def compare_pair(pair: Pair) -> Comparison:
    """Analyse the other network and put the two side by side.

    Raises:
        StudioError: a sentence why it cannot be done.
    """
    right = analyse(pair.right)
    return Comparison(pair.left, right, compare(pair.left, right))
