"""What is asked of the analysis, and the functions that answer on the worker's thread; torch is imported there."""

from dataclasses import dataclass, replace

from cnnstudio.analysis.results import Analysis
from cnnstudio.networks.catalogue import NetworkSpec

Sizes = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Request:
    """One analysis.

    Attributes:
        network: name in the catalogue.
        input_shape: (C, H, W); None for the one the network was made for.
        classes: number of outputs; None for its own.
        batch: pictures at once.
    """

    network: str
    input_shape: Sizes | None = None
    classes: int | None = None
    batch: int = 1

    def normal(self, spec: NetworkSpec) -> "Request":
        """The same with None where a value is the network's own, so that equal requests compare equal."""
        return replace(
            self,
            input_shape=None if self.input_shape == spec.input_shape else self.input_shape,
            classes=None if self.classes == spec.classes else self.classes,
        )


def answer(request: Request) -> Analysis:
    """Analyse what is asked for.

    Raises:
        StudioError: a sentence why it cannot be done.
    """
    from cnnstudio.analysis.network import analyse

    return analyse(request.network, input_shape=request.input_shape, classes=request.classes, batch=request.batch)
