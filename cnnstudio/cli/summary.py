"""``cnnstudio summary``: what a network is made of."""

import argparse
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from cnnstudio import terminal
from cnnstudio.cli import language, run_code
from cnnstudio.errors import quoted
from cnnstudio.messages import Message

if TYPE_CHECKING:
    from cnnstudio.analysis.results import Analysis
    from cnnstudio.networks.reference import CatalogueNetwork, PythonNetwork, Shape


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "summary",
        help=Message("take a network apart"),
        description=Message(
            "Print a network's layers with shapes, parameters, multiply-accumulates and receptive fields."
        ),
    )
    parser.add_argument(
        "network",
        metavar="NETWORK",
        help=Message(
            "a name from: cnnstudio networks; FILE.py:CLASS for a class in a Python file of your own, or a network or "
            "function there; FILE.pt2 for a network saved with torch.export, FILE.onnx for one in ONNX"
        ),
    )
    parser.add_argument(
        "--input", type=_sizes, metavar="C,H,W", help=Message("channels, rows and columns of the input")
    )
    parser.add_argument(
        "--format",
        choices=("tree", "table", "print", "json"),
        default="tree",
        help=Message("tree (the default), table, print (what PyTorch prints) or json"),
    )
    run_code.add_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    """Analyse the network and print it."""
    from cnnstudio.networks import reference

    if arguments.network.lower().endswith((".pt2", ".onnx")):
        from cnnstudio.analysis.network import analyse_exported

        analysis = analyse_exported(Path(arguments.network), input_shape=arguments.input)
    else:
        network = reference.parse(arguments.network)  # An unknown name is told before torch is loaded.
        run_code.agree(network, given=arguments.run_code)
        analysis = _analyse(network, arguments.input)

    from cnnstudio.analysis import text

    width = max(80, shutil.get_terminal_size().columns)
    if arguments.format == "json":
        print(json.dumps(text.as_json(analysis)))
    elif arguments.format == "print":
        print(analysis.printed)
    elif arguments.format == "table":
        print(text.table(analysis, width, say=language.say))
    else:
        print(text.tree(analysis, width, plain=not terminal.can_print("├─└│"), say=language.say))
    return 0


def _analyse(network: "CatalogueNetwork | PythonNetwork", input_shape: "Shape | None") -> "Analysis":
    from cnnstudio.analysis.network import analyse, analyse_own
    from cnnstudio.networks.reference import CatalogueNetwork

    if isinstance(network, CatalogueNetwork):
        return analyse(network.name, input_shape=input_shape)
    return analyse_own(network, input_shape or _usual_input(network))


def _usual_input(network: "PythonNetwork") -> "Shape":
    """What the network seems to be made for."""
    from cnnstudio.errors import ConfigError
    from cnnstudio.networks import user_code

    try:
        return user_code.load(network.path, network.class_name, network.sha256).usual_input()
    except ConfigError:  # Told by the analysis, or not the case where it has its numbers.
        return (3, 224, 224)


def _sizes(value: str) -> tuple[int, int, int]:
    try:
        channels, rows, columns = (int(part) for part in value.split(","))
    except ValueError:
        told = Message("{value} is not C,H,W, for example 3,224,224", value=quoted(value))
        raise argparse.ArgumentTypeError(language.say(told)) from None
    return channels, rows, columns
