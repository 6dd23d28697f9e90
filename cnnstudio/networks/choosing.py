"""Which network should I take? ImageNet accuracy against cost, from what torchvision publishes. Torch-free."""

from collections.abc import Iterable
from dataclasses import dataclass

from cnnstudio.networks import catalogue
from cnnstudio.networks.catalogue import NetworkSpec
from cnnstudio.networks.published import PUBLISHED, Published


@dataclass(frozen=True, slots=True)
class Choice:
    """A network with one set of weights that classifies ImageNet-1K.

    Attributes:
        best: this set has the network's best accuracy.
    """

    spec: NetworkSpec
    figures: Published
    best: bool

    @property
    def top1(self) -> float:
        """ImageNet-1K validation accuracy in per cent."""
        assert self.figures.top1 is not None
        return self.figures.top1


def choices() -> tuple[Choice, ...]:
    """All published classifiers, in the catalogue's order."""
    found: list[Choice] = []
    for spec in catalogue.specs():
        sets = [figures for figures in PUBLISHED.get(spec.name, ()) if figures.top1 is not None]
        best = max(sets, key=lambda figures: figures.top1 or 0, default=None)
        found.extend(Choice(spec, figures, figures is best) for figures in sets)
    return tuple(found)


def frontier(candidates: Iterable[Choice]) -> tuple[Choice, ...]:
    """Those that no other beats in accuracy without costing more MACs, from cheap to costly."""
    kept: list[Choice] = []
    for choice in sorted(candidates, key=lambda c: (c.figures.gmacs, -c.top1)):
        if not kept or choice.top1 > kept[-1].top1:
            kept.append(choice)
    return tuple(kept)


def advise(
    *, max_gmacs: float | None = None, max_params: int | None = None, min_top1: float | None = None
) -> Choice | None:
    """The network to take within these limits; None if there is none.

    With a wanted accuracy the cheapest in MACs that reaches it, otherwise the most accurate.
    """
    within = [
        choice
        for choice in choices()
        if (max_gmacs is None or choice.figures.gmacs <= max_gmacs)
        and (max_params is None or choice.figures.parameters <= max_params)
        and (min_top1 is None or choice.top1 >= min_top1)
    ]
    if min_top1 is not None:
        return min(within, key=lambda choice: (choice.figures.gmacs, -choice.top1), default=None)
    return max(within, key=lambda choice: (choice.top1, -choice.figures.gmacs), default=None)
