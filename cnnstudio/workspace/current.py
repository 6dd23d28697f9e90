"""What the studio is about right now: four names, and no numbers but those the user typed. No Qt, no torch."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from cnnstudio import records
from cnnstudio.errors import ConfigError
from cnnstudio.messages import Message
from cnnstudio.networks.reference import READS_DIGITS, CatalogueNetwork, NetworkRef, known_to_fit
from cnnstudio.weights.edits import EMPTY, Edits
from cnnstudio.weights.reference import Initial, WeightsRef
from cnnstudio.workspace.picture import Picture

SCHEMA = 1

_FIRST_NETWORK = CatalogueNetwork("convnet")
_FIRST_WEIGHTS = Initial()


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """A network, its weights, a picture, and what was changed in the weights by hand.

    Edits hold for one network and one source of weights: ``about`` drops them when either changes.

    Attributes:
        network: which network.
        weights: which weights of it.
        picture: the network's input; None where there is none.
        edits: changes to the weights.
    """

    network: NetworkRef = _FIRST_NETWORK
    weights: WeightsRef = _FIRST_WEIGHTS
    picture: Picture | None = None
    edits: Edits = EMPTY

    def about(self, network: NetworkRef, weights: WeightsRef) -> "Current":
        """The same picture before another network or other weights; equal ones keep the edits."""
        if (network, weights) == (self.network, self.weights):
            return self
        return Current(network=network, weights=weights, picture=self.picture)

    def showing(self, picture: Picture | None) -> "Current":
        """Another picture before the same network."""
        return replace(self, picture=picture)

    def edited(self, edits: Edits) -> "Current":
        """The same network and weights with these edits."""
        return replace(self, edits=edits)

    def to_json(self) -> dict[str, Any]:
        """A JSON object; ``from_json`` reads it back."""
        return records.fields_to_json(self)

    @classmethod
    def from_json(cls, data: Any) -> "Current":
        """Read ``to_json`` back; what it names need not be there.

        Raises:
            ConfigError: a key that is not known, or a value of a wrong kind.
        """
        return records.fields_from_json(cls, data, where=Message("What the studio is about"))


def reads_digits(network: NetworkRef) -> bool:
    """Whether it is known that a network reads digits."""
    return known_to_fit(network, READS_DIGITS)


class LaterWorkspaceError(ConfigError):
    """A workspace of a later version of the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """All that a restart brings back.

    Attributes:
        current: what the studio is about.
        digits: the last ``current`` that reads digits; what the rooms that want one show while ``current`` does not.
        room: the room that is shown, by name; empty for the first.
        states: each room's state, by the room's name: an object of its class of ``workspace.states``, or as JSON
            what the last time left of a room that was not opened yet.
    """

    KIND: ClassVar[str] = "cnnstudio-workspace"

    current: Current = field(default_factory=Current)
    digits: Current = field(default_factory=Current)
    room: str = ""
    states: Mapping[str, Any] = field(default_factory=dict)

    def changed_to(self, current: Current) -> "Workspace":
        """The workspace with another ``current``; the last that reads digits is remembered as ``digits``, too.

        Whether a class in a Python file reads digits takes its time to find out; until it is known it counts as one
        that does not. What is left is looked at once more: it may have become known meanwhile.
        """
        last = next((one for one in (current, self.current) if reads_digits(one.network)), self.digits)
        return replace(self, current=current, digits=last.showing(current.picture))

    def to_json(self) -> dict[str, Any]:
        """A JSON object with a kind and a schema number."""
        return {"kind": self.KIND, "schema": SCHEMA} | {
            name: value for name, value in records.fields_to_json(self).items() if name != "kind"
        }

    @classmethod
    def from_json(cls, data: Any) -> "Workspace":
        """Read ``to_json`` back.

        Raises:
            LaterWorkspaceError: if it is of a later version of the program.
            ConfigError: if it is none, or damaged.
        """
        if not isinstance(data, dict) or data.get("kind") != cls.KIND:
            raise ConfigError("This is no workspace of CNN Studio.")
        schema = data.get("schema")
        if type(schema) is not int or schema < 1:
            raise ConfigError("The workspace is damaged: it does not say of which version it is.")
        if schema > SCHEMA:
            raise LaterWorkspaceError(
                "The workspace is of a later version of CNN Studio. Update the program to open it."
            )
        rest = {name: value for name, value in data.items() if name != "schema"}
        return records.fields_from_json(cls, rest, where=Message("The workspace"))
