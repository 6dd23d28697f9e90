"""Make shipped weights of finished runs: calibrate, measure, write the files and the card.

``python -m cnnstudio.prediction.training_sets.ship FOLDER --digits RUN [RUN ...] [--rejector RUN]``: the first digit
run is the default; without a rejector's run the folder's own rejector stays. ``--mean-with WEIGHTS`` ships the mean of
these and of a run that ``continued`` began with them. Probabilities are calibrated and the
rejector's threshold is set on pictures from seeds that no training used.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from cnnstudio import datasets
from cnnstudio.errors import ConfigError
from cnnstudio.files import make_folder, write_whole
from cnnstudio.networks.reference import CatalogueNetwork, NetworkRef, typed
from cnnstudio.prediction.training_sets import drawn
from cnnstudio.prediction.training_sets.__main__ import DRAWN_TO_DISTORTED, MNIST_KEPT_BACK
from cnnstudio.prediction.training_sets.glyphs import UNSEEN
from cnnstudio.training import checkpoint
from cnnstudio.training.runs import RunFolder
from cnnstudio.weights import RunWeights, WeightsFile, format
from cnnstudio.weights.loading import Loaded, load, load_alone
from cnnstudio.weights.metadata import Accuracy, Metadata, ShippedOrigin

CALIBRATION_SEED, MEASURE_SEED = 3, 4
# This share of real digits may be called no digits.
_REJECTED = 0.004
# This share of the wrong predictions of the calibration pictures is to be called unsure.
_WRONG_UNSURE = 0.5
_MNIST_SIZE = 60_000 - MNIST_KEPT_BACK


def main(arguments: Sequence[str] | None = None) -> int:
    """Write everything; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m cnnstudio.prediction.training_sets.ship", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rejector", type=Path, help="left out, the folder's own stays")
    parser.add_argument("--digits", type=Path, nargs="+", required=True)
    parser.add_argument("--mean-with", type=Path, help="weights that the digit runs began with")
    parser.add_argument("--mnist", default="mnist", help="folder of MNIST's idx files (default: the program's own)")
    parser.add_argument("--note", default="", help="what else the card has to say")
    options = parser.parse_args(arguments)
    make_folder(options.folder)
    mnist = datasets.load(options.mnist)
    card = {
        "note": options.note,
        "digits": [_digits(options.folder, run, mnist, options.mean_with) for run in options.digits],
        "rejector": _rejector(options.folder, options.rejector, mnist)
        if options.rejector
        else _present(options.folder),
    }
    write_whole(options.folder / "card.json", (json.dumps(card, indent=2, ensure_ascii=False) + "\n").encode())
    write_whole(options.folder / "README.md", _in_words(card).encode())
    return 0


def _digits(folder: Path, run: Path, mnist: datasets.DigitData, before: Path | None) -> dict[str, Any]:
    config = RunFolder(run).config()
    network = _of_catalogue(config.network)
    trained = _final(run, network)
    model = trained.module
    if before is not None:
        _take_the_mean(model, load_alone(WeightsFile(before.absolute())).module)
    logits, labels = _logits(model, mnist.test_images), mnist.test_labels
    # Half in habits that were never learnt, half MNIST's pictures that were kept back: readers meet strange hands, and
    # what was calibrated on what it knows is too sure of them.
    pictures, drawn_labels = drawn.kept_back(MNIST_KEPT_BACK, CALIBRATION_SEED)
    known, known_labels = mnist.train_images[-MNIST_KEPT_BACK:], mnist.train_labels[-MNIST_KEPT_BACK:]
    calibration = _logits(model, torch.cat([torch.from_numpy(pictures), known]))
    calibration_labels = torch.cat([torch.from_numpy(drawn_labels).long(), known_labels])
    temperature = _temperature(calibration, calibration_labels)
    unseen, unseen_labels = drawn.digits(5000, MEASURE_SEED)
    measured = _logits(model, torch.from_numpy(unseen)).argmax(1).numpy()
    right = int((logits.argmax(1) == labels).sum()) / len(labels)
    right_drawn = float((measured == unseen_labels).mean())
    strange, strange_labels = drawn.kept_back(5000, MEASURE_SEED)
    strange_logits = _logits(model, torch.from_numpy(strange))
    right_strange = float((strange_logits.argmax(1).numpy() == strange_labels).mean())
    file, temperature = f"{network.name}.safetensors", round(temperature, 3)
    accuracies = Accuracy(right, "mnist"), Accuracy(right_drawn, "drawn")
    _write(folder / file, trained, config.dataset, temperature, *accuracies)
    sure = _sure(calibration / temperature, calibration_labels)
    return {
        "file": file,
        "network": network.name,
        "title": network.title,
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "data": _data(run),
        "command": _command(run) if before is None else _commands_of_a_mean(run),
        "seed": config.seed,
        "mnist_test_accuracy": right,
        "drawn_digits_accuracy": right_drawn,
        "kept_back_habits_accuracy": right_strange,
        "temperature": temperature,
        "sure": sure,
        "right_called_unsure_mnist_test": _unsure(logits / temperature, labels, sure, right=True),
        "wrong_called_unsure_mnist_test": _unsure(logits / temperature, labels, sure, right=False),
        "expected_calibration_error_mnist_test": round(_calibration_error(logits / temperature, labels), 4),
        "expected_calibration_error_kept_back_habits": round(
            _calibration_error(strange_logits / temperature, torch.from_numpy(strange_labels).long()), 4
        ),
        "training": config.to_json() | {"dataset": _set_name(config.dataset)},
    }


def _rejector(folder: Path, run: Path, mnist: datasets.DigitData) -> dict[str, Any]:
    config = RunFolder(run).config()
    network = _of_catalogue(config.network)
    trained = _final(run, network)
    model = trained.module

    def digitness(pictures: Tensor) -> np.ndarray[Any, np.dtype[np.float32]]:
        digitness: np.ndarray[Any, np.dtype[np.float32]] = _logits(model, pictures)[:, :2].softmax(1)[:, 1].numpy()
        return digitness

    def of_drawn(seed: int) -> Tensor:
        return torch.from_numpy(drawn.digits(5000, seed)[0])

    calibration = np.concatenate([digitness(mnist.train_images[-5000:]), digitness(of_drawn(CALIBRATION_SEED))])
    threshold = round(float(min(np.quantile(calibration, _REJECTED), 0.5)), 4)
    nothing = torch.from_numpy(drawn.no_digits(5000, MEASURE_SEED))
    unseen = torch.from_numpy(drawn.signs(2000, MEASURE_SEED, UNSEEN))
    file = "rejector.safetensors"
    _write(folder / file, trained, config.dataset)
    return {
        "file": file,
        "network": network.name,
        "data": _data(run),
        "command": _command(run),
        "seed": config.seed,
        "threshold": threshold,
        "mnist_test_digits_rejected": float((digitness(mnist.test_images) < threshold).mean()),
        "drawn_digits_rejected": float((digitness(of_drawn(MEASURE_SEED)) < threshold).mean()),
        "no_digits_rejected": float((digitness(nothing) < threshold).mean()),
        "unseen_kinds_rejected": float((digitness(unseen) < threshold).mean()),
        "training": config.to_json() | {"dataset": _set_name(config.dataset)},
    }


def _present(folder: Path) -> dict[str, Any]:
    """What the folder's card says of its rejector."""
    card = folder / "card.json"
    if not card.exists():
        raise ConfigError("{folder} has no rejector yet: name its run with --rejector.", folder=folder)
    entry: dict[str, Any] = json.loads(card.read_text(encoding="utf-8"))["rejector"]
    return entry


def _of_catalogue(network: NetworkRef) -> CatalogueNetwork:
    if not isinstance(network, CatalogueNetwork):
        raise ConfigError("What is shipped belongs to a network of the catalogue.")
    return network


def _final(run: Path, network: CatalogueNetwork) -> Loaded:
    return load(network, RunWeights(run.absolute(), "final"))


def _take_the_mean(model: nn.Module, other: nn.Module) -> None:
    """Put the mean of two networks' numbers into the first; counts stay."""
    theirs = other.state_dict()
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            if tensor.is_floating_point():
                tensor.lerp_(theirs[name], 0.5)


def _write(file: Path, trained: Loaded, dataset: str, temperature: float = 1.0, *accuracies: Accuracy) -> None:
    """The run's final weights as they are shipped, without what is private to the machine that trained them."""
    metadata = Metadata(
        network=trained.network,
        dataset=_set_name(dataset),
        classes=trained.class_names,
        scaling=trained.scaling,
        accuracies=accuracies,
        temperature=temperature,
        origin=ShippedOrigin(),
    )
    format.save(file, trained.module.state_dict(), metadata)


def _in_words(card: dict[str, Any]) -> str:
    """The card for readers."""
    parts = [
        "# Weights that ship with CNN Studio\n",
        "Trained by the program itself; `card.json` holds every setting. The files are safetensors.\n",
    ]
    if card["note"]:
        parts.append(f"{card['note']}\n")
    for entry in card["digits"]:
        parts += [
            f"## {entry['title']} (`{entry['file']}`)\n",
            f"{entry['parameters']:,} parameters. {entry['mnist_test_accuracy']:.2%} of the MNIST test set, "
            f"{entry['drawn_digits_accuracy']:.2%} of 5,000 drawn digits that no training saw, "
            f"{entry['kept_back_habits_accuracy']:.2%} of 5,000 drawn in habits that no training saw. Logits are "
            f"divided by {entry['temperature']}; the expected calibration error is then "
            f"{entry['expected_calibration_error_mnist_test']:.2%} on the MNIST test set and "
            f"{entry['expected_calibration_error_kept_back_habits']:.2%} on those habits. From a probability of "
            f"{entry['sure']} on a prediction is called sure: {entry['wrong_called_unsure_mnist_test']:.0%} of the "
            f"wrong ones of the MNIST test set are not, nor are {entry['right_called_unsure_mnist_test']:.2%} of the "
            "right ones.\n",
            f"```sh\n{entry['data']}\n{entry['command']}\n```\n".replace("\n\n", "\n"),
        ]
    rejector = card["rejector"]
    parts += [
        f"## The rejector (`{rejector['file']}`)\n",
        f'Tells digits from everything else: below {rejector["threshold"]} the Draw room says "not a digit". '
        f"It turns away {rejector['no_digits_rejected']:.1%} of 5,000 drawn letters, signs, scribbles, numbers of "
        f"several digits, blots and textures, {rejector['unseen_kinds_rejected']:.1%} of 2,000 signs of kinds it never "
        f"saw, {rejector['mnist_test_digits_rejected']:.2%} of MNIST's test digits and "
        f"{rejector['drawn_digits_rejected']:.2%} of 5,000 drawn digits.\n",
        f"```sh\n{rejector['data']}\n{rejector['command']}\n```\n".replace("\n\n", "\n"),
    ]
    return "\n".join(parts)


def _set_name(dataset: str) -> str:
    """A data set's name, or the name of its folder without the number of the attempt."""
    return Path(dataset).name.rstrip("0123456789")


def _data(run: Path) -> str:
    """How the run's training set was made; empty for data sets with a name."""
    folder = RunFolder(run)
    name, size = _set_name(folder.config().dataset), checkpoint.load(folder.checkpoint).train_size
    made = size - _MNIST_SIZE
    drawn_digits = {"digits": made - made // (DRAWN_TO_DISTORTED + 1), "rejector": size // 2}.get(name)
    if drawn_digits is None:
        return ""
    return f"python -m cnnstudio.prediction.training_sets {name} {name} --drawn {drawn_digits}"


def _command(run: Path) -> str:
    config = RunFolder(run).config()
    return (
        f"cnnstudio train --network {typed(config.network)} --dataset {_set_name(config.dataset)} "
        f"--recipe {config.recipe} --epochs {config.epochs} --seed {config.seed}"
    )


def _commands_of_a_mean(run: Path) -> str:
    config = RunFolder(run).config()
    return (
        f"python -m cnnstudio.prediction.training_sets.continued before.safetensors --dataset "
        f"{_set_name(config.dataset)} --epochs {config.epochs} --seed {config.seed}"
        f"  # recipe {config.recipe}, rate {config.learning_rate}\n"
        "python -m cnnstudio.prediction.training_sets.ship FOLDER --digits RUN --mean-with before.safetensors"
    )


@torch.inference_mode()
def _logits(model: nn.Module, pictures: Tensor) -> Tensor:
    return torch.cat([model(part[:, None].float() / 255) for part in torch.split(pictures, 500)])


def _temperature(logits: Tensor, labels: Tensor) -> float:
    """The temperature under which the labels are likeliest (C. Guo and others, 2017)."""
    candidates = torch.logspace(-0.7, 0.7, 141)
    losses = [float(functional.cross_entropy(logits / candidate, labels)) for candidate in candidates]
    return float(candidates[int(np.argmin(losses))])


def _sure(logits: Tensor, labels: Tensor) -> float:
    """The probability that a share ``_WRONG_UNSURE`` of the wrong predictions does not reach.

    A majority at least, so that no second class can be called sure; of no wrong predictions at all that is all it is.
    """
    confidence, classes = logits.softmax(1).max(1)
    wrong = confidence[classes != labels].double().numpy()
    return round(max(float(np.quantile(wrong, _WRONG_UNSURE)), 0.5), 3) if wrong.size else 0.5


def _unsure(logits: Tensor, labels: Tensor, sure: float, *, right: bool) -> float:
    """The share of the right (wrong) predictions that are not called sure; 0 where there are none."""
    confidence, classes = logits.softmax(1).max(1)
    these = confidence[(classes == labels) == right]
    return round(float((these < sure).double().mean()), 4) if len(these) else 0.0


def _calibration_error(logits: Tensor, labels: Tensor, bins: int = 15) -> float:
    """Expected calibration error: the mean gap between confidence and accuracy over equal bins of confidence."""
    confidence, digits = logits.softmax(1).max(1)
    right = (digits == labels).double()
    places = (confidence * bins).long().clamp(max=bins - 1)
    gaps = [
        abs(float(confidence[places == place].double().mean() - right[places == place].mean()))
        * float((places == place).double().mean())
        for place in places.unique()  # type: ignore[no-untyped-call]
    ]
    return sum(gaps)


if __name__ == "__main__":
    sys.exit(main())
