"""``cnnstudio networks``: the catalogue."""

import argparse
import json

from cnnstudio.cli import language
from cnnstudio.messages import Message
from cnnstudio.networks import cards, catalogue
from cnnstudio.networks.catalogue import NetworkSpec
from cnnstudio.networks.published import PUBLISHED

_TRAINS = Message("trains on digits")


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "networks", help=Message("list the networks"), description=Message("List the networks, by family.")
    )
    parser.add_argument("--json", action="store_true", help=Message("print one JSON object a line"))


def run(arguments: argparse.Namespace) -> int:
    """Print the catalogue."""
    families: dict[str, list[NetworkSpec]] = {}
    for spec in catalogue.specs():
        if arguments.json:
            print(json.dumps(_as_json(spec), ensure_ascii=False))
        families.setdefault(spec.family, []).append(spec)
    if arguments.json:
        return 0
    for family, members in families.items():
        print(language.say(family))
        for spec in members:
            digits = f"  {language.say(_TRAINS)}" if spec.trainable_on_digits else ""
            title = language.say(spec.title)
            print(f"  {spec.name:<20} {spec.year}  {spec.parameters:>11,}  {title}{digits}")
        print()
    print(language.say(Message("See inside one with: {command}", command="cnnstudio summary NETWORK")))
    return 0


def _as_json(spec: NetworkSpec) -> dict[str, object]:
    published = PUBLISHED.get(spec.name, ())
    card = cards.card(spec, language.code())
    return {
        "name": spec.name,
        "title": spec.title,
        "family": spec.family,
        "year": spec.year,
        "input": list(spec.input_shape),
        "classes": spec.classes,
        "params": spec.parameters,
        "trainable_on_digits": spec.trainable_on_digits,
        "note": card.differs if card is not None else "",
        "weights": [
            {"name": f.weights, "size": f.crop_size, "gmacs": f.gmacs, "top1": f.top1, "top5": f.top5}
            for f in published
        ],
    }
