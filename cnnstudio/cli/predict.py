"""``cnnstudio predict``: read digits in pictures, with the same preprocessing as the Draw room."""

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from cnnstudio.cli import language, run_code
from cnnstudio.cli.arguments import some_path
from cnnstudio.errors import StudioError, printable
from cnnstudio.messages import Message, any_of

if TYPE_CHECKING:
    from cnnstudio.prediction.reader import InkPrediction


def add_parser(commands: Any) -> None:
    """Add ``predict`` to the command line."""
    parser = commands.add_parser(
        "predict",
        help=Message("read the digit in a picture"),
        description=Message("Read one digit in each picture: dark on light or light on dark, photographs too."),
    )
    parser.add_argument("pictures", metavar="PICTURE", nargs="+", type=some_path, help="PNG, JPEG, BMP, WebP, ...")
    parser.add_argument(
        "--weights",
        type=some_path,
        metavar="FILE",
        help=Message("a safetensors file (default: the weights that ship with it)"),
    )
    parser.add_argument(
        "--uncalibrated",
        action="store_true",
        help=Message("softmax of the logits as they are, not divided by the weights' temperature"),
    )
    run_code.add_argument(parser)
    parser.add_argument("--json", action="store_true", help=Message("print one JSON object a line"))


def run(arguments: argparse.Namespace) -> int:
    """Predict; a picture that cannot be read is reported and the others go on. Returns the exit status."""
    from cnnstudio.prediction.pictures import ink_of, read_picture
    from cnnstudio.prediction.reader import open_reader
    from cnnstudio.weights import WeightsFile
    from cnnstudio.weights.loading import network_of

    if arguments.weights is not None:
        network = network_of(WeightsFile(arguments.weights.absolute()))
        if network is not None:
            run_code.agree(network, given=arguments.run_code)
    reader = open_reader(arguments.weights)
    failed = False
    for picture in arguments.pictures:
        try:
            prediction = reader.read(ink_of(read_picture(picture)), calibrated=not arguments.uncalibrated)
        except StudioError as error:
            print(f"cnnstudio predict: {language.sentence(error)}", file=sys.stderr)
            failed = True
            continue
        best = prediction.ranking[0]
        name, share = reader.class_names[best], float(prediction.probabilities[best])
        if arguments.json:
            line = {
                "picture": str(picture),
                "digit": best,
                "probabilities": [round(float(value), 6) for value in prediction.probabilities],
                "sure": prediction.sure,
                "verdict": prediction.verdict.value,
                "candidates": list(prediction.candidates),
                "temperature": prediction.temperature,
            }
            print(json.dumps(line), flush=True)
        else:
            remark = language.say(_remark(prediction, reader.class_names))
            print(f"{printable(picture, 4096)}: {name}  {share:.1%}{'  ' * bool(remark)}{remark}", flush=True)
    return 1 if failed else 0


def _remark(prediction: "InkPrediction", names: tuple[str, ...]) -> Message:
    """In what way a prediction is unsure: it may be no digit, or classes are close together; empty where it is sure."""
    from cnnstudio.prediction.reader import Verdict

    if prediction.verdict is Verdict.NOT_A_DIGIT:
        return Message("(not a digit, it seems)")
    if prediction.verdict is not Verdict.BETWEEN:
        return Message()
    if prediction.names_candidates:
        return Message("(not sure: {classes})", classes=any_of(names[index] for index in prediction.candidates))
    return Message("(not sure: any of {n} classes)", n=len(prediction.candidates))
