import json
from pathlib import Path

import pytest

from cnnstudio.errors import ConfigError, WeightsError
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights import EMPTY, Shipped
from cnnstudio.weights.metadata import (
    MOST_EDITS,
    Accuracy,
    Edited,
    Elsewhere,
    Metadata,
    Trained,
    Tuned,
    class_names,
    from_about,
    to_about,
)

DIGITS = tuple("0123456789")
OLD = {
    "schema": 1,
    "kind": "weights",
    "network": "convnet",
    "dataset": "mnist",
    "classes": list(DIGITS),
    "epoch": 10,
    "train_accuracy": 0.99,
    "test_accuracy": 0.98,
    "config": {"network": "convnet", "epochs": 10, "evaluate_test": "epoch", "evaluate_train": True},
}


def test_what_is_not_known_is_not_written() -> None:
    about = to_about(Metadata(dataset="mnist", epoch=0))
    assert about == {
        "schema": 2,
        "kind": "weights",
        "dataset": "mnist",
        "scaling": {"mean": [0.0], "deviation": [1.0]},
        "epoch": 0,
        "temperature": 1.0,
        "origin": {"kind": "elsewhere"},
    }
    assert from_about(json.loads(json.dumps(about)), "w") == Metadata(dataset="mnist", epoch=0)


def test_a_file_of_the_first_version() -> None:
    final = from_about(OLD, "w")
    assert final.network == CatalogueNetwork("convnet")
    assert final.accuracy == Accuracy(0.98, "mnist", "test")
    assert final.on("mnist", "train") == 0.99
    assert final.on("kmnist") is None
    assert final.origin == Trained("final")
    assert final.epoch == 10
    best = from_about({**OLD, "epoch": 6}, "w")
    assert best.origin == Trained("best", "test accuracy")
    assert best.epoch == 7, "the seventh epoch, counted from 0 there"


@pytest.mark.parametrize(
    ("config", "chosen_by"),
    [
        ({"evaluate_test": "end", "evaluate_train": True}, "training accuracy"),
        ({"evaluate_test": "end", "evaluate_train": False}, "training loss"),
        ({"evaluate_test": "epoch", "evaluate_train": False}, "test accuracy"),
    ],
)
def test_what_the_best_epoch_was_chosen_by(config: dict[str, object], chosen_by: str) -> None:
    best = from_about({**OLD, "epoch": 2, "test_accuracy": None, "config": {"epochs": 10, **config}}, "w")
    assert best.origin == Trained("best", chosen_by)  # type: ignore[arg-type]
    assert best.accuracy is None


def test_weights_tuned_by_the_first_version_do_not_say_on_what_they_were_measured() -> None:
    about = {"schema": 1, "kind": "weights", "network": "convnet", "dataset": "handwriting", "test_accuracy": 0.9}
    tuned = from_about({**about, "own_accuracy": 0.75}, "w")
    assert tuned.origin == Tuned()
    assert tuned.accuracy == Accuracy(0.9, "", "test")
    assert tuned.on("handwriting") == 0.75


@pytest.mark.parametrize("value", [None, "0.9", 1.5, -0.1, True, [0.9]])
def test_an_odd_accuracy_counts_as_not_known(value: object) -> None:
    assert from_about({**OLD, "test_accuracy": value, "train_accuracy": value}, "w").accuracies == ()


def test_more_than_anyone_reads_is_not_listed() -> None:
    few, many = (
        EMPTY.set("a", range(3), [1.0, 2.0, 3.0]),
        EMPTY.set("a", range(MOST_EDITS + 1), [1.0] * (MOST_EDITS + 1)),
    )
    assert Edited.of(Shipped("digitnet"), few).edits == few
    assert Edited.of(Shipped("digitnet"), many).edits is None


def test_an_accuracy_is_a_share() -> None:
    for value in (-0.1, 1.1, float("nan")):
        with pytest.raises(ConfigError):
            Accuracy(value)


def test_class_names() -> None:
    named = Metadata(classes=("a", "b"))
    assert class_names(named, 2) == ("a", "b")
    assert class_names(named, None) == ("a", "b")
    assert class_names(named, 10) == DIGITS
    assert class_names(Metadata(), None) == DIGITS
    assert class_names(Metadata(), 3) == ("0", "1", "2")


def test_names_are_not_asked(tmp_path: Path) -> None:
    assert from_about({}, "my-hand-convnet-3.safetensors") == Metadata()
    assert from_about({}, "x").origin == Elsewhere()


@pytest.mark.parametrize("value", [-1, 2**63, 2**64])
@pytest.mark.parametrize("name", ["epoch", "step"])
def test_a_position_that_no_weights_have_is_damage(name: str, value: int) -> None:
    about = {**to_about(Metadata(epoch=1, step=7)), name: value}
    with pytest.raises(WeightsError, match=f"^a file is damaged: it claims {name} {value}. Choose other weights.$"):
        from_about(about, "a file")
