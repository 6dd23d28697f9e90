"""What the Models room shows of a network, as plain data: tab, layer, input, open blocks, searches. No torch."""

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from cnnstudio.errors import ConfigError
from cnnstudio.messages import Message
from cnnstudio.room_states import RoomState

Tab: TypeAlias = Literal["diagram", "layers", "compare", "choose"]
Pane: TypeAlias = Literal["layer", "card", "ideas", "picture"]
Listing: TypeAlias = Literal["tree", "table", "printed"]
Sizes: TypeAlias = tuple[int, int, int]

LARGEST = 65_536
"""The most rows, columns, channels, classes and pictures in a batch."""
LONGEST_SEARCH = 200
"""Characters of a search; a longer one matches nothing, and Qt can make no pattern of one of many thousands."""
HIGHEST_LIMIT = 2_000.0
LIMIT_DECIMALS = 2
MOST_OPENED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a network to be chosen must keep; 0 = any.

    Attributes:
        gmacs: the most billions of multiply-accumulates.
        parameters: the most millions of parameters.
        accuracy: the least top-1 accuracy, in per cent.
    """

    gmacs: float = 0.0
    parameters: float = 0.0
    accuracy: float = 0.0

    def __post_init__(self) -> None:
        for name, most in (("gmacs", HIGHEST_LIMIT), ("parameters", HIGHEST_LIMIT), ("accuracy", 100.0)):
            value = getattr(self, name)
            if not 0 <= value <= most:
                raise ConfigError(
                    "A limit of the choice is {value}; it lies between 0 and {most:g}.", value=value, most=most
                )
            # As exact as it can be typed.
            object.__setattr__(self, name, round(float(value), LIMIT_DECIMALS))


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsState(RoomState):
    """The room's state; what it is about is the studio's network.

    Attributes:
        tab: which picture is shown.
        pane: which page of the inspector is shown.
        path: of the selected layer; empty for the network itself.
        node: id of a function that the layer of this path calls, where that is selected.
        opened: keys of the blocks that are open in the diagram, sorted; None = as at first.
        input_shape: (C, H, W) that the network is analysed for; None = its own.
        classes: number of outputs; None = its own.
        batch: pictures at once; None = one, or what an exported file was made with.
        search: what is searched for in the catalogue.
        listing: how the layers are listed.
        layer_search: what is searched for among the layers.
        compare_with: catalogue name of the other network; empty = the room's own choice.
        same_input: both get the same input.
        only_differences: equal layers are left out of the comparison.
        limits: of the network to be chosen.
    """

    ROOM: ClassVar[str] = "models"
    WHERE: ClassVar[str] = Message("The state of the Models room")

    tab: Tab = "diagram"
    pane: Pane = "layer"
    path: str = ""
    node: int | None = None
    opened: tuple[str, ...] | None = None
    input_shape: Sizes | None = None
    classes: int | None = None
    batch: int | None = None
    search: str = ""
    listing: Listing = "tree"
    layer_search: str = ""
    compare_with: str = ""
    same_input: bool = True
    only_differences: bool = False
    limits: Limits = Limits()

    def __post_init__(self) -> None:
        sizes = (*(self.input_shape or ()), *(size for size in (self.classes, self.batch) if size is not None))
        if not all(1 <= size <= LARGEST for size in sizes):
            raise ConfigError(
                "The sizes of an input and the number of classes lie between 1 and {largest:,}.", largest=LARGEST
            )
        if max(len(self.search), len(self.layer_search)) > LONGEST_SEARCH:
            raise ConfigError("A search has {most} characters at most.", most=LONGEST_SEARCH)
        if self.node is not None and self.node < 0:
            raise ConfigError("The functions of a network are counted from 0.")
        if self.opened is not None:
            if len(self.opened) > MOST_OPENED:
                raise ConfigError("A diagram has {most:,} open blocks at most.", most=MOST_OPENED)
            object.__setattr__(self, "opened", tuple(sorted(set(self.opened))))
