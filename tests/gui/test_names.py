from datetime import date
from pathlib import Path

import pytest
import torch

from cnnstudio import paths
from cnnstudio.gui import names
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights import library
from cnnstudio.weights.edits import EMPTY
from cnnstudio.weights.metadata import Accuracy, Edited, Elsewhere, Metadata, Trained, Tuned
from cnnstudio.weights.reference import Initial, RunWeights, Shipped, WeightsFile
from cnnstudio.workspace.current import Current

CONVNET = CatalogueNetwork("convnet")


def kept(**about: object) -> WeightsFile:
    state = catalogue.build("convnet").state_dict()
    return WeightsFile(library.keep("kept", state, Metadata(network=CONVNET, **about)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (Initial(), "random weights, seed 1"),
        (Initial(7, "gaussian-0.01"), "random weights, Gaussian 0.01, seed 7"),
        (Shipped("digitnet"), "built in, 99.6 % of the test set"),
        (Shipped("no-such"), "built in, not there"),
        (WeightsFile(Path("/no/such.safetensors")), "such, not there"),
    ],
)
def test_weights_have_a_name(weights: object, said: str) -> None:
    assert names.weights(weights) == said  # type: ignore[arg-type]


def test_a_run_is_called_by_when_it_began() -> None:
    today = f"{date.today():%Y-%m-%d} 11-20-05 convnet tutorial"
    assert names.weights(RunWeights(paths.runs_dir().absolute() / today)) == "run 11:20, final, not there"
    other = RunWeights(paths.runs_dir().absolute() / "2025-03-07 09-05-00 convnet fast (2)", "best")
    assert names.weights(other) == "run 7 Mar 2025 09:05, best, not there"
    named = RunWeights(Path("/somewhere/my run"), 1200)
    assert names.weights(named) == "run my run, step 1,200, not there"


def test_what_a_file_is_stands_in_the_file() -> None:
    torch.manual_seed(1)
    assert names.weights(kept(origin=Tuned())) == "my handwriting, kept-1"
    measured = Accuracy(0.974, "mnist", "test")
    edited = kept(origin=Edited.of(Initial(), EMPTY.prune(0.5)), accuracies=(measured,))
    assert names.weights(edited) == "edited, kept-2, 97.4 % of the test set"
    assert names.weights(kept(origin=Elsewhere("theirs.pth"))) == "from theirs.pth"
    assert names.weights(kept()) == "kept-4"


def test_the_current_thing_is_named_whole() -> None:
    current = Current(network=CatalogueNetwork("googlenet"))
    assert names.current(current) == "GoogLeNet · random weights, seed 1"
    assert names.current(current.edited(EMPTY.prune(0.1))) == "GoogLeNet · random weights, seed 1 · edited"


def test_a_name_that_only_looks_like_a_time_stays() -> None:
    assert names.weights(RunWeights(Path("/r/2025-99-99 11-20-05 x"))).startswith("run 2025-99-99 11-20-05 x,")


def test_a_damaged_file_says_so(tmp_path: Path) -> None:
    file = tmp_path / "mine.safetensors"
    file.write_bytes(b"no safetensors")
    assert names.weights(WeightsFile(file)) == "mine, cannot be read"


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({}, ""),
        ({"accuracies": (Accuracy(0.9741, "mnist"),)}, "Reads 97.41 % of the MNIST test set."),
        ({"accuracies": (Accuracy(0.5, "/my/folder"),)}, "Reads 50.00 % of its test set."),
        ({"accuracies": (Accuracy(0.5, "mnist", "train"),)}, ""),
        (
            {"origin": Trained("best", "test accuracy"), "epoch": 7, "accuracies": (Accuracy(0.98, "kmnist"),)},
            "Reads 98.00 % of the Kuzushiji-MNIST test set. Epoch 7 was chosen as the best on these very pictures: "
            "others it will read a little worse.",
        ),
        ({"origin": Trained("best", "training accuracy"), "epoch": 3}, "Of epoch 3, the best on the training set."),
        (
            {"origin": Trained("best", "training loss"), "epoch": 3, "accuracies": (Accuracy(0.5, "mnist"),)},
            "Of epoch 3, the one with the least training loss. Reads 50.00 % of the MNIST test set.",
        ),
        ({"origin": Trained("best", "test accuracy"), "epoch": 7}, ""),
    ],
)
def test_what_weights_are_worth_is_said_with_how_they_were_chosen(about: dict[str, object], said: str) -> None:
    assert names.worth(library.entry(kept(**about))) == said


def test_where_weights_come_from_is_said_without_what_they_are_worth() -> None:
    assert names.source(Shipped("digitnet")) == "built in"
    best = RunWeights(paths.runs_dir().absolute() / "2025-03-07 09-05-00 convnet fast", "best")
    assert names.source(best) == "run 7 Mar 2025 09:05, best"
    assert names.source(kept(origin=Tuned(), accuracies=(Accuracy(0.9, "mnist"),))) == "my handwriting, kept-1"
